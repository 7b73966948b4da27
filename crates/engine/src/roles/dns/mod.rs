//! The hosts of DNS (RFC 9499 §6), and the resolver within the client.

pub mod authoritative_server;
pub mod recursive_resolver;
pub mod stub_resolver;
mod transport;
