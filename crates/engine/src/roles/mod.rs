//! One file a role: what a host does, told as a story.

pub mod authoritative_server;
mod connection_pool;
pub mod database;
pub mod database_connection;
mod database_session;
mod dns_transport;
pub mod http1_client;
mod http1_server;
mod http2_client;
mod http2_server;
mod http_connection;
pub mod https_policy;
mod milestones;
pub mod origin_server;
mod outgoing;
pub mod recursive_resolver;
mod strict_transport;
pub mod stub_resolver;
pub mod user_agent;
