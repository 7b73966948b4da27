//! What this server offers: one list, which routes requests, fills `Allow` and answers `GET /`.

use crate::access::{Access, Scope};
use crate::collection::{COLLECTIONS, Collection, NEWS, ORDERS, USERS};
use crate::freshness::NO_STORE;
use crate::login;
use crate::markup::Names;
use crate::page::{self, File};
use crate::profile;
use crate::query;
use crate::surroundings::SAYING_RATE;
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
    /// Sends a file, or parts of it.
    Download(&'static File),
    /// Works on the profile of a user.
    OnProfile(ProfileVerb),
    /// Works on what whoever asks has ordered.
    OnOrders(OrderVerb),
    /// Opens a session.
    LogIn,
    /// Ends it.
    LogOut,
    /// Gives out a token.
    GiveToken,
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

/// What is done to a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProfileVerb {
    Read,
    Replace,
    Change,
}

/// What is done to orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderVerb {
    List,
    Place,
    Read,
    Cancel,
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
        for collection in COLLECTIONS {
            let path = format!("{prefix}/{}", collection.name);
            endpoints.extend(on_path(&path, &on_collection(collection)));
            endpoints.extend(on_path(&format!("{path}/{{id}}"), &on_item(collection)));
        }
    }
    for (path, action) in apart() {
        endpoints.extend(on_path(path, &on_resource(action)));
    }
    for (path, action) in
        [("/login", Action::LogIn), ("/logout", Action::LogOut), ("/token", Action::GiveToken)]
    {
        let methods = [(Method::POST, action), (Method::OPTIONS, Action::Describe)];
        endpoints.extend(on_path(path, &methods));
    }
    endpoints.extend(on_path("/users/{id}/profile", &on_profile()));
    endpoints.extend(on_path("/orders", &on_orders()));
    endpoints.extend(on_path("/orders/{id}", &on_order()));
    for file in &page::FILES {
        endpoints.extend(on_path(file.path, &on_resource(Action::Send(file))));
    }
    endpoints
}

/// What belongs to no collection: each shows an answer that courses speak of.
fn apart() -> [(&'static str, Action); 9] {
    let users = &USERS;
    [
        ("/export", Action::Export(users)),
        ("/slow-page", Action::SendSlowly(&page::FILES[0])),
        ("/me", Action::ReadCaller(users)),
        ("/admin/users", Action::OnCollection(Verb::List, users)),
        ("/old-users", Action::Redirect("/users")),
        ("/search", Action::Closed),
        ("/saying", Action::TellSaying),
        ("/news", Action::OnCollection(Verb::List, &NEWS)),
        ("/guide.txt", Action::Download(&page::GUIDE)),
    ]
}

/// What stands at `/orders` where nobody created its table.
pub(crate) fn missing_orders(method: &Method) -> Option<&'static Endpoint> {
    static MISSING: LazyLock<Vec<Endpoint>> = LazyLock::new(|| {
        let missing = on_resource(Action::ListMissing(&ORDERS));
        let all = on_path("/orders", &missing).into_iter();
        all.map(|endpoint| Endpoint { access: Access::Everyone, ..endpoint }).collect()
    });
    MISSING.iter().find(|endpoint| endpoint.method == *method)
}

fn access(path: &str, method: &Method) -> Access {
    match path {
        "/me" => Access::Users,
        "/orders" | "/orders/{id}" if method.is_safe() => Access::Holders(Scope::Read),
        "/orders" | "/orders/{id}" => Access::Holders(Scope::Write),
        _ if path.starts_with("/admin/") => Access::Administrators,
        _ => Access::Everyone,
    }
}

fn on_path(path: &str, methods: &[(Method, Action)]) -> Vec<Endpoint> {
    let endpoint = |(method, action): &(Method, Action)| Endpoint {
        method: method.clone(),
        path: path.to_owned(),
        purpose: purpose(method, *action, access(path, method)),
        action: *action,
        access: match action {
            Action::Describe => Access::Everyone,
            _ => access(path, method),
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

fn on_profile() -> [(Method, Action); 5] {
    [
        (Method::GET, Action::OnProfile(ProfileVerb::Read)),
        (Method::HEAD, Action::OnProfile(ProfileVerb::Read)),
        (Method::PUT, Action::OnProfile(ProfileVerb::Replace)),
        (Method::PATCH, Action::OnProfile(ProfileVerb::Change)),
        (Method::OPTIONS, Action::Describe),
    ]
}

fn on_orders() -> [(Method, Action); 4] {
    [
        (Method::GET, Action::OnOrders(OrderVerb::List)),
        (Method::HEAD, Action::OnOrders(OrderVerb::List)),
        (Method::POST, Action::OnOrders(OrderVerb::Place)),
        (Method::OPTIONS, Action::Describe),
    ]
}

fn on_order() -> [(Method, Action); 4] {
    [
        (Method::GET, Action::OnOrders(OrderVerb::Read)),
        (Method::HEAD, Action::OnOrders(OrderVerb::Read)),
        (Method::DELETE, Action::OnOrders(OrderVerb::Cancel)),
        (Method::OPTIONS, Action::Describe),
    ]
}

fn purpose(method: &Method, action: Action, access: Access) -> String {
    let done = match action {
        Action::Index => "what this server offers".to_owned(),
        Action::Describe => return "which methods this path has".to_owned(),
        Action::Send(file) => format!("send {}", file.name()),
        Action::Download(file) => format!("send {}, or parts of it", file.name()),
        Action::OnProfile(verb) => match verb {
            ProfileVerb::Read => "read a profile".to_owned(),
            ProfileVerb::Replace => "replace a profile".to_owned(),
            ProfileVerb::Change => "change a profile in part".to_owned(),
        },
        Action::SendSlowly(file) => format!("send {}, which takes long to make", file.name()),
        Action::Export(Collection { name, .. }) => format!("export {name}, line by line"),
        Action::ReadCaller(Collection { item, .. }) => format!("read the {item} who asks"),
        Action::ListMissing(Collection { name, .. }) => {
            format!("list {name}, whose table is missing")
        }
        Action::Redirect(to) => format!("moved to {to}"),
        Action::Closed => "closed for maintenance".to_owned(),
        Action::TellSaying => format!("tell a saying, {} times a minute", SAYING_RATE.calls),
        Action::LogIn => "open a session, for name and password".to_owned(),
        Action::LogOut => "end the session".to_owned(),
        Action::GiveToken => "give out a token, for name and password".to_owned(),
        Action::OnOrders(verb) => match verb {
            OrderVerb::List => "list the orders of who asks".to_owned(),
            OrderVerb::Place => "place an order".to_owned(),
            OrderVerb::Read => "read an order of who asks".to_owned(),
            OrderVerb::Cancel => "cancel an order of who asks".to_owned(),
        },
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
        Access::Everyone | Access::Users | Access::Holders(_) => done,
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
            Action::Download(_) => Some("max-age=86400"),
            Action::OnProfile(_) => Some(profile::CACHE_CONTROL),
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
            | Action::OnOrders(_)
            | Action::LogIn
            | Action::LogOut
            | Action::GiveToken
            | Action::TellSaying => None,
        }
    }

    /// What its values are called; `None` where it has but one format.
    pub(crate) fn names(&self) -> Option<Names> {
        let of = |collection: &Collection| Names { list: collection.name, item: collection.item };
        match self.action {
            Action::OnCollection(_, collection) | Action::ReadCaller(collection) => {
                Some(of(collection))
            }
            Action::OnOrders(_) => Some(of(&ORDERS)),
            Action::OnProfile(_) => Some(Names { list: "profiles", item: "profile" }),
            Action::LogIn => Some(of(&USERS)),
            Action::Index => Some(Names { list: "endpoints", item: "endpoints" }),
            Action::TellSaying => Some(Names { list: "sayings", item: "saying" }),
            Action::Describe
            | Action::Send(_)
            | Action::SendSlowly(_)
            | Action::Download(_)
            | Action::Export(_)
            | Action::ListMissing(_)
            | Action::Redirect(_)
            | Action::Closed
            | Action::LogOut
            | Action::GiveToken => None,
        }
    }

    /// Whether it always says that its answers hang on Accept. What is older says so where a client
    /// asked for more than JSON.
    pub(crate) fn always_varies(&self) -> bool {
        match self.action {
            Action::OnOrders(_) | Action::OnProfile(_) => true,
            Action::OnCollection(_, collection) => collection.name == NEWS.name,
            _ => false,
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
            Action::OnProfile(ProfileVerb::Replace) => (USERS.example_id, profile::EXAMPLE),
            Action::OnProfile(ProfileVerb::Change) => (USERS.example_id, r#"{"city": "London"}"#),
            Action::OnProfile(ProfileVerb::Read) => (USERS.example_id, ""),
            Action::OnOrders(OrderVerb::Place) => (ORDERS.example_id, ORDERS.example),
            Action::OnOrders(_) => (ORDERS.example_id, ""),
            Action::LogIn => (1, login::EXAMPLE),
            Action::GiveToken => (1, login::TOKEN_EXAMPLE),
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
