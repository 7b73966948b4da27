//! What a host does, told as a story: one file or folder a role.

pub mod authoritative_server;
pub mod client_profile;
mod connection_pool;
pub mod database;
pub mod database_connection;
mod database_session;
mod dns_transport;
mod http1_client;
mod http2_client;
mod http_connection;
pub mod http_server;
mod milestones;
pub mod origin;
pub mod recursive_resolver;
mod strict_transport;
pub mod stub_resolver;
pub mod user_agent;
