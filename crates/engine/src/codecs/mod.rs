//! Messages and frames as octets, sans-IO: roles write and read them, dissection reads them.

pub mod dns;
pub mod http1;
pub mod http2;
pub mod pgsql;
