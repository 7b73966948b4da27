//! What a host does, told as a story: one file or folder a role.

pub mod authoritative_server;
pub mod client_profile;
pub mod database;
pub mod database_connection;
mod database_session;
mod dns_transport;
pub mod http_client;
mod http_connection;
pub mod http_server;
pub mod origin;
pub mod recursive_resolver;
mod strict_transport;
pub mod stub_resolver;
pub mod user_agent;
