//! What this server offers: one list, which routes requests, fills `Allow` and answers `GET /`.

use crate::collection::{COLLECTIONS, Collection};
use crate::page::{self, File};
use http::Method;
use std::sync::LazyLock;

/// A method on a path, and what it is for.
#[derive(Debug)]
pub struct Endpoint {
    /// The method.
    pub method: Method,
    /// The path pattern, e.g. `/users/{id}`.
    pub path: String,
    /// What it is for, in a few words.
    pub purpose: String,
    pub(crate) action: Action,
}

/// What an endpoint does, and to what.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    /// Tells what the server offers.
    Index,
    /// Tells which methods a path has.
    Describe,
    /// Sends a file.
    Send(&'static File),
    /// Works on a collection.
    OnCollection(Verb, &'static Collection),
}

/// What is done to a collection or to one of its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    List,
    Create,
    Read,
    Replace,
    Modify,
    Remove,
}

/// Every endpoint, ordered by path.
pub fn endpoints() -> &'static [Endpoint] {
    static ENDPOINTS: LazyLock<Vec<Endpoint>> = LazyLock::new(all);
    &ENDPOINTS
}

/// The value of `Allow` for a path pattern (RFC 9110 §10.2.1).
pub(crate) fn allow(path: &str) -> String {
    let there = endpoints().iter().filter(|endpoint| endpoint.path == path);
    there.map(|endpoint| endpoint.method.as_str()).collect::<Vec<_>>().join(", ")
}

fn all() -> Vec<Endpoint> {
    let mut endpoints = on_path(
        "/",
        &[
            (Method::GET, Action::Index),
            (Method::HEAD, Action::Index),
            (Method::OPTIONS, Action::Describe),
        ],
    );
    for prefix in ["", "/v1"] {
        for collection in &COLLECTIONS {
            let path = format!("{prefix}/{}", collection.name);
            endpoints.extend(on_path(&path, &on_collection(collection)));
            endpoints.extend(on_path(&format!("{path}/{{id}}"), &on_item(collection)));
        }
    }
    for file in &page::FILES {
        endpoints.extend(on_path(file.path, &on_file(file)));
    }
    endpoints
}

fn on_path(path: &str, methods: &[(Method, Action)]) -> Vec<Endpoint> {
    let endpoint = |(method, action): &(Method, Action)| Endpoint {
        method: method.clone(),
        path: path.to_owned(),
        purpose: purpose(method, *action),
        action: *action,
    };
    methods.iter().map(endpoint).collect()
}

fn on_file(file: &'static File) -> [(Method, Action); 3] {
    [
        (Method::GET, Action::Send(file)),
        (Method::HEAD, Action::Send(file)),
        (Method::OPTIONS, Action::Describe),
    ]
}

fn on_collection(collection: &'static Collection) -> [(Method, Action); 4] {
    let on = |verb| Action::OnCollection(verb, collection);
    [
        (Method::GET, on(Verb::List)),
        (Method::HEAD, on(Verb::List)),
        (Method::POST, on(Verb::Create)),
        (Method::OPTIONS, Action::Describe),
    ]
}

fn on_item(collection: &'static Collection) -> [(Method, Action); 6] {
    let on = |verb| Action::OnCollection(verb, collection);
    [
        (Method::GET, on(Verb::Read)),
        (Method::HEAD, on(Verb::Read)),
        (Method::PUT, on(Verb::Replace)),
        (Method::PATCH, on(Verb::Modify)),
        (Method::DELETE, on(Verb::Remove)),
        (Method::OPTIONS, Action::Describe),
    ]
}

fn purpose(method: &Method, action: Action) -> String {
    let done = match action {
        Action::Index => "what this server offers".to_owned(),
        Action::Describe => "which methods this path has".to_owned(),
        Action::Send(file) => format!("send {}", file.name()),
        Action::OnCollection(verb, Collection { name, item, .. }) => match verb {
            Verb::List => format!("list {name}"),
            Verb::Create => format!("create a {item}"),
            Verb::Read => format!("read a {item}"),
            Verb::Replace => format!("replace a {item}, or create it"),
            Verb::Modify => format!("change a {item}"),
            Verb::Remove => format!("delete a {item}"),
        },
    };
    if method == Method::HEAD { format!("{done}, without content") } else { done }
}
