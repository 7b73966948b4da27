//! What this server offers: one list, which routes requests, fills `Allow` and answers `GET /`.

use crate::access::Access;
use crate::collection::{COLLECTIONS, Collection, ORDERS};
use crate::freshness::NO_STORE;
use crate::meter::CALLS_MAX;
use crate::page::{self, File};
use crate::query;
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
    pub(crate) access: Access,
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
    /// Sends a page that takes long to make, and says ahead what it needs.
    SendSlowly(&'static File),
    /// Sends all rows of a collection, line by line.
    Export(&'static Collection),
    /// Works on a collection.
    OnCollection(Verb, &'static Collection),
    /// Reads whoever asks out of the collection of users.
    ReadCaller(&'static Collection),
    /// Lists a collection whose table is missing.
    ListMissing(&'static Collection),
    /// Says where the resource is by now.
    Redirect(&'static str),
    /// Says that this part of the service is closed.
    Closed,
    /// Tells a saying, now and then.
    TellSaying,
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
    let mut endpoints = on_path("/", &on_resource(Action::Index));
    for prefix in ["", "/v1"] {
        for collection in &COLLECTIONS {
            let path = format!("{prefix}/{}", collection.name);
            endpoints.extend(on_path(&path, &on_collection(collection)));
            endpoints.extend(on_path(&format!("{path}/{{id}}"), &on_item(collection)));
        }
    }
    for (path, action) in apart() {
        endpoints.extend(on_path(path, &on_resource(action)));
    }
    for file in &page::FILES {
        endpoints.extend(on_path(file.path, &on_resource(Action::Send(file))));
    }
    endpoints
}

/// What belongs to no collection: each shows an answer that courses speak of.
fn apart() -> [(&'static str, Action); 8] {
    let users = &COLLECTIONS[0];
    [
        ("/export", Action::Export(users)),
        ("/slow-page", Action::SendSlowly(&page::FILES[0])),
        ("/me", Action::ReadCaller(users)),
        ("/admin/users", Action::OnCollection(Verb::List, users)),
        ("/old-users", Action::Redirect("/users")),
        ("/orders", Action::ListMissing(&ORDERS)),
        ("/search", Action::Closed),
        ("/saying", Action::TellSaying),
    ]
}

fn access(path: &str) -> Access {
    match path {
        "/me" => Access::Users,
        _ if path.starts_with("/admin/") => Access::Administrators,
        _ => Access::Everyone,
    }
}

fn on_path(path: &str, methods: &[(Method, Action)]) -> Vec<Endpoint> {
    let endpoint = |(method, action): &(Method, Action)| Endpoint {
        method: method.clone(),
        path: path.to_owned(),
        purpose: purpose(method, *action, access(path)),
        action: *action,
        access: match action {
            Action::Describe => Access::Everyone,
            _ => access(path),
        },
    };
    methods.iter().map(endpoint).collect()
}

fn on_resource(action: Action) -> [(Method, Action); 3] {
    [(Method::GET, action), (Method::HEAD, action), (Method::OPTIONS, Action::Describe)]
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

fn purpose(method: &Method, action: Action, access: Access) -> String {
    let done = match action {
        Action::Index => "what this server offers".to_owned(),
        Action::Describe => return "which methods this path has".to_owned(),
        Action::Send(file) => format!("send {}", file.name()),
        Action::SendSlowly(file) => format!("send {}, which takes long to make", file.name()),
        Action::Export(Collection { name, .. }) => format!("export {name}, line by line"),
        Action::ReadCaller(Collection { item, .. }) => format!("read the {item} who asks"),
        Action::ListMissing(Collection { name, .. }) => {
            format!("list {name}, whose table is missing")
        }
        Action::Redirect(to) => format!("moved to {to}"),
        Action::Closed => "closed for maintenance".to_owned(),
        Action::TellSaying => format!("tell a saying, {CALLS_MAX} times a minute"),
        Action::OnCollection(verb, Collection { name, item, .. }) => match verb {
            Verb::List => format!("list {name}"),
            Verb::Create => format!("create a {item}"),
            Verb::Read => format!("read a {item}"),
            Verb::Replace => format!("replace a {item}, or create it"),
            Verb::Modify => format!("change a {item}"),
            Verb::Remove => format!("delete a {item}"),
        },
    };
    let done = match access {
        Access::Administrators => format!("{done}, for administrators"),
        Access::Everyone | Access::Users => done,
    };
    if method == Method::HEAD { format!("{done}, without content") } else { done }
}

impl Endpoint {
    /// How long its successes may be kept; `None` where nothing is said of that.
    pub(crate) fn cache_control(&self) -> Option<&'static str> {
        if self.access != Access::Everyone {
            return Some(NO_STORE);
        }
        match self.action {
            Action::Send(_) => Some("max-age=3600"),
            Action::OnCollection(Verb::List | Verb::Read, collection) => collection.cache_control,
            Action::OnCollection(Verb::Create | Verb::Replace | Verb::Modify | Verb::Remove, _)
            | Action::Index
            | Action::Describe
            | Action::SendSlowly(_)
            | Action::Export(_)
            | Action::ReadCaller(_)
            | Action::ListMissing(_)
            | Action::Redirect(_)
            | Action::Closed
            | Action::TellSaying => None,
        }
    }

    fn parameters(&self) -> Vec<String> {
        let Action::OnCollection(verb, collection) = self.action else { return Vec::new() };
        let columns: Vec<&str> = collection.column_names().collect();
        let shown = |name: &&str| match *name {
            "id" => format!("id={}", collection.example_id),
            "sort" => "sort=asc|desc".to_owned(),
            name => format!("{name}={}", columns.join(",")),
        };
        query::known(verb).iter().map(shown).collect()
    }
}

impl From<&Endpoint> for trace::Endpoint {
    fn from(endpoint: &Endpoint) -> Self {
        let (id, content) = match endpoint.action {
            Action::OnCollection(verb, collection) => match verb {
                Verb::Create | Verb::Replace | Verb::Modify => {
                    (collection.example_id, collection.example)
                }
                Verb::List | Verb::Read | Verb::Remove => (collection.example_id, ""),
            },
            // OPTIONS answers for any id.
            _ => (1, ""),
        };
        Self {
            method: endpoint.method.to_string(),
            path: endpoint.path.clone(),
            purpose: endpoint.purpose.clone(),
            parameters: endpoint.parameters(),
            target: endpoint.path.replace("{id}", &id.to_string()),
            content: content.to_owned(),
        }
    }
}
