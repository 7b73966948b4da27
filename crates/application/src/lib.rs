//! The web service behind the origin server: users and products, over HTTP and JSON.
//!
//! [`router`] gives an axum `Router`, which is a plain tower service: the same code answers in
//! the tab, where a simulated host calls it, and on a real socket. It reads no clock and draws no
//! random number; its rows come through an injected [`Database`], and it tells an [`Observer`]
//! what it is doing. How often one asks, a [`Meter`] counts. Each request brings the three along
//! ([`Backing`]).
//!
//! A request passes through stages: route, authenticate and authorize (where not everyone may
//! ask), validate (where there is something to check), handle (SQL happens meanwhile), serialize
//! (where there is content to write).

mod access;
mod collection;
mod content;
mod csv;
mod database;
mod endpoint;
mod freshness;
mod json;
mod meter;
mod not_json;
mod observer;
mod operation;
mod page;
mod problem;
mod query;
mod service;
mod statement;
mod streamed;

pub use collection::boot_statements;
pub use database::{Answer, BoxFuture, Database, DatabaseError, DatabaseErrorKind};
pub use database::{Statement, Value};
pub use endpoint::{Endpoint, endpoints};
pub use meter::{CALLS_MAX, Meter, SECONDS};
pub use observer::Observer;
pub use problem::reason_phrase;
pub use service::{Backing, refusal, router};
pub use streamed::Streamed;
