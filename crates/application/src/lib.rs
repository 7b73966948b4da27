//! The web service behind the origin server: users, products, orders, over HTTP.
//!
//! [`router`] gives an axum `Router`, which is a plain tower service: the same code answers in
//! the tab, where a simulated host calls it, and on a real socket. It reads no clock and draws no
//! random number; its rows come through an injected [`Database`], it tells an [`Observer`] what it
//! is doing, and its [`Surroundings`] know the time and count. Each request brings the three along,
//! with [`Settings`] ([`Backing`]).
//!
//! A request passes through stages: route, limit the rate (where that was chosen), authenticate and
//! authorize (where not everyone may ask), negotiate (where a client asks for more than JSON), validate (where there is something to check), check rules
//! (of the shop), handle (SQL happens meanwhile), serialize (where there is content to write).

mod accept;
mod access;
mod backing;
mod collection;
mod content;
mod cors;
mod csv;
mod database;
mod date;
mod endpoint;
mod form;
mod freshness;
mod json;
mod json_patch;
mod json_pointer;
mod login;
mod markup;
mod not_json;
mod observer;
mod operation;
mod orders;
mod page;
mod problem;
mod profile;
mod query;
mod ranges;
mod reply;
mod service;
mod settings;
mod statement;
mod store;
mod streamed;
mod surroundings;
mod timing;
mod understand;

pub use backing::{Backing, Encrypted};
pub use collection::{Boot, boot_statements};
pub use database::{Answer, BoxFuture, Database, DatabaseError, DatabaseErrorKind};
pub use database::{Statement, Value};
pub use endpoint::{Endpoint, endpoints};
pub use observer::Observer;
pub use problem::reason_phrase;
pub use service::{refusal, router};
pub use settings::Settings;
pub use streamed::Streamed;
pub use surroundings::{RATE, Rate, SAYING_RATE, Surroundings};
