//! A response before it is written.

use crate::json::Representation;
use crate::problem::Problem;
use http::{HeaderName, StatusCode, header};

/// A response before it is written.
#[derive(Debug)]
pub(crate) struct Reply {
    pub status: StatusCode,
    pub fields: Vec<(HeaderName, String)>,
    pub representation: Option<Representation>,
    /// When it was changed last, in seconds since 1970, where that is known.
    pub modified_at: Option<u64>,
}

impl Reply {
    pub fn ok(representation: Representation) -> Self {
        let representation = Some(representation);
        Self { status: StatusCode::OK, fields: Vec::new(), representation, modified_at: None }
    }

    pub fn created(location: String, representation: Representation) -> Self {
        let fields = vec![(header::LOCATION, location)];
        let representation = Some(representation);
        Self { status: StatusCode::CREATED, fields, representation, modified_at: None }
    }

    /// RFC 9110 §15.4.2. What is there for people to read is the new place alone.
    pub fn moved(to: &str) -> Self {
        let fields = vec![(header::LOCATION, to.to_owned())];
        let status = StatusCode::MOVED_PERMANENTLY;
        Self { status, fields, representation: None, modified_at: None }
    }

    pub fn no_content(fields: Vec<(HeaderName, String)>) -> Self {
        let status = StatusCode::NO_CONTENT;
        Self { status, fields, representation: None, modified_at: None }
    }

    /// What `OPTIONS *` gets: which methods there are at all.
    pub fn methods_of_server(methods: &[&str]) -> Self {
        Self::no_content(vec![(header::ALLOW, methods.join(", "))])
    }
}

impl From<Problem> for Reply {
    fn from(problem: Problem) -> Self {
        Self {
            status: problem.status,
            fields: problem.field.clone().into_iter().collect(),
            representation: Some(Representation::Problem(problem)),
            modified_at: None,
        }
    }
}
