//! The fields of each protocol, and what their values mean: one file a protocol, a table where
//! that is all it takes. What is read depends on the octets alone and never panics.

pub mod dns;
mod header_fields;
pub mod http1;
pub mod http2;
pub mod ip;
pub mod pgsql;
pub mod reader;
pub mod spec;
pub mod tcp;
#[cfg(test)]
mod tests;
pub mod tls;
pub mod udp;
mod x509;
