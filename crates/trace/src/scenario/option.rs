//! What there is to know of an option, said once.

use super::bounds::Bounds;
use super::{
    ClientOptions, FetchOptions, NamesOptions, NetworkOptions, Request, ScenarioError,
    ServerOptions, World,
};

/// One thing that a world may be set to, or a request. It stands beside the member that it
/// describes, e.g. [`ServerOptions::SLOW_READER`], and in the list of its home.
#[derive(Debug)]
pub struct OptionDescription<Of = World> {
    /// Whose option it is.
    pub home: Home,
    /// Its name in JSON and in links, e.g. `rtt_ms`. Both are for good.
    pub member: &'static str,
    /// Its name on the command line, with the word for its value: `rtt MS`.
    pub flag: &'static str,
    /// What it says, as it stands in the help, the prose and the schema: small letters, no full stop.
    pub about: &'static str,
    /// What it may be set to.
    pub kind: OptionKind,
    /// What it is set to.
    pub get: fn(&Of) -> Option<u64>,
    /// Sets it to a value that [`Self::check`] lets through.
    pub set: fn(&mut Of, Option<u64>),
}

/// What an option may be set to. Its value is an `Option<u64>`: none where there is no limit, and
/// else a number in its smallest unit, the place of a name, or 0 and 1 for off and on.
#[derive(Debug, Clone, Copy)]
pub enum OptionKind {
    /// Off or on.
    Switch,
    /// A number.
    Number(Bounds),
    /// A number, or no limit.
    Limit(Bounds),
    /// One of these names. Links know each by its place: a new one goes last.
    Choice(&'static [&'static str]),
}

/// Whose options stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// [`ClientOptions`].
    Client,
    /// [`NetworkOptions`].
    Network,
    /// [`ServerOptions`].
    Server,
    /// [`NamesOptions`].
    Names,
    /// [`FetchOptions`](super::FetchOptions), which each request has for itself.
    Fetch,
}

impl Home {
    /// Those of a world, in the order of JSON.
    pub const ALL: [Self; 4] = [Self::Client, Self::Network, Self::Server, Self::Names];

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Network => "network",
            Self::Server => "server",
            Self::Names => "names",
            Self::Fetch => "fetch",
        }
    }

    /// What it holds, as it stands in the prose and the schema: small letters, no full stop.
    pub fn about(self) -> &'static str {
        match self {
            Self::Client => "who sends, and how",
            Self::Network => "what the packets go through",
            Self::Server => "how the web server behaves",
            Self::Names => "what DNS knows",
            Self::Fetch => "how the client goes about it",
        }
    }

    /// Its options, as far as they are a world’s.
    pub fn options(self) -> &'static [OptionDescription] {
        match self {
            Self::Client => ClientOptions::ALL,
            Self::Network => NetworkOptions::ALL,
            Self::Server => ServerOptions::ALL,
            Self::Names => NamesOptions::ALL,
            Self::Fetch => &[],
        }
    }
}

impl OptionDescription {
    /// All of them, home by home.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        Home::ALL.into_iter().flat_map(|home| home.options())
    }

    /// The option with this [path](Self::path).
    pub fn find(path: &str) -> Option<&'static Self> {
        let (home, member) = path.split_once('.')?;
        Self::all().find(|option| option.home.name() == home && option.member == member)
    }

    /// Where it stands in JSON, e.g. `“world.network.rtt_ms”`.
    pub fn place(&self) -> String {
        ["“world.", &self.path(), "”"].concat()
    }
}

impl OptionDescription<Request> {
    /// The option of a request with this name.
    pub fn find_of_request(member: &str) -> Option<&'static Self> {
        FetchOptions::ALL.iter().find(|option| option.member == member)
    }

    /// Where it stands in JSON, e.g. `“fetch.retries” of request 1`.
    pub fn place(&self, number: usize) -> String {
        ["“", &self.path(), "” of request ", &number.to_string()].concat()
    }
}

impl<Of> OptionDescription<Of> {
    /// Its home and member, e.g. `network.rtt_ms`: its name in links.
    pub fn path(&self) -> String {
        [self.home.name(), ".", self.member].concat()
    }

    /// Whether both have the same here.
    pub fn is_same(&self, one: &Of, other: &Of) -> bool {
        (self.get)(one) == (self.get)(other)
    }

    /// The value in words, as JSON and the command line have it; `none` where there is no limit.
    pub fn shown(&self, value: Option<u64>) -> String {
        match (self.kind, value) {
            (OptionKind::Switch, value) => (value == Some(1)).to_string(),
            (OptionKind::Number(bounds) | OptionKind::Limit(bounds), Some(value)) => {
                bounds.shown(value)
            }
            (OptionKind::Choice(names), Some(value)) => names[value as usize].to_owned(),
            (OptionKind::Number(_) | OptionKind::Limit(_) | OptionKind::Choice(_), None) => {
                "none".to_owned()
            }
        }
    }

    /// Gives `value` back if the option may be set to it; `called` names the option in an error.
    ///
    /// # Errors
    /// What it may be set to.
    pub fn check(&self, value: Option<u64>, called: &str) -> Result<Option<u64>, ScenarioError> {
        let (bounds, number) = match (self.kind, value) {
            (OptionKind::Limit(_), None) => return Ok(None),
            (OptionKind::Number(bounds) | OptionKind::Limit(bounds), number) => (bounds, number),
            (OptionKind::Switch, number) => (up_to(1), number),
            (OptionKind::Choice(names), number) => (up_to(names.len() as u64 - 1), number),
        };
        bounds.check(called, number.unwrap_or(u64::MAX)).map(Some)
    }

    /// Finds the value that is called so, or says which there are.
    pub(super) fn choice(&self, found: &str, called: &str) -> Result<Option<u64>, ScenarioError> {
        let OptionKind::Choice(names) = self.kind else { unreachable!("only choices have names") };
        let index = names.iter().position(|name| *name == found);
        let out_of_range = || ScenarioError::OutOfRange {
            member: called.to_owned(),
            found: format!("“{found}”"),
            allowed: names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", "),
        };
        index.map(|index| Some(index as u64)).ok_or_else(out_of_range)
    }

    /// Its name on the command line, without dashes.
    pub fn flag_name(&self) -> &'static str {
        self.flag.split(' ').next().unwrap_or_default()
    }
}

// Derived, they would ask the same of what it is an option of.
impl<Of> Clone for OptionDescription<Of> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Of> Copy for OptionDescription<Of> {}

impl<Of> PartialEq for OptionDescription<Of> {
    fn eq(&self, other: &Self) -> bool {
        self.home == other.home && self.member == other.member
    }
}

impl<Of> Eq for OptionDescription<Of> {}

fn up_to(max: u64) -> Bounds {
    Bounds { min: 0, max, decimals: 0, unit: "" }
}

/// A switch, whose value is 0 or 1.
pub(super) fn is_on(value: Option<u64>) -> bool {
    value == Some(1)
}

/// The value of a switch.
pub(super) fn switch(is_on: bool) -> Option<u64> {
    Some(u64::from(is_on))
}

/// The place of `chosen` among what there is to choose.
pub(super) fn place_of<T: PartialEq>(all: &[T], chosen: T) -> Option<u64> {
    let place = all.iter().position(|one| *one == chosen);
    Some(place.expect("every one is in its list") as u64)
}

/// What stands at this place; the first, should it not be checked.
pub(super) fn at_place<T: Copy>(all: &[T], value: Option<u64>) -> T {
    all.get(value.unwrap_or_default() as usize).copied().unwrap_or(all[0])
}
