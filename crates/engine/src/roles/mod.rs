//! One file a role: what a host does, told as a story.

pub mod authoritative_server;
pub mod database;
pub mod database_connection;
mod database_session;
mod dns_transport;
mod http_connection;
pub mod origin_server;
pub mod recursive_resolver;
pub mod stub_resolver;
pub mod user_agent;
