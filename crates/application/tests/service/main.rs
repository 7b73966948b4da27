//! The service as a client sees it, over the SQL engine that the tab uses too.
//!
//! Every test is a list of requests and a printed account: status, fields, content, and under it
//! the stages with the statements that happened meanwhile.

mod apart;
mod documents;
mod hosting;
mod people;
mod properties;
mod reading;
mod refusing;
mod routing;
mod writing;

use hosting::{Server, check};
