//! TLS 1.3 (RFC 8446): rustls over the world's TCP, with seeded keys and a virtual clock.

mod certificates;
mod provider;
mod stream;
mod ticket_age;
mod virtual_time;

pub use certificates::{AUTHORITY, Authority, CertificateFault};
pub use stream::{ClientTls, HandshakeError, Secrets, ServerTls, TlsStream};

#[cfg(test)]
mod tests;
