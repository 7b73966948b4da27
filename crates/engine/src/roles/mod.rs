//! What a host does, told as a story: one file or folder a role.

pub mod client_profile;
pub mod database;
pub mod dns;
pub mod http_client;
mod http_connection;
pub mod http_server;
pub mod origin;
pub mod scripted;
pub mod user_agent;
