//! Scenarios that come with the program: one for each thing a course shows about HTTP.

mod entries;
mod fetches;
mod made;
mod requests;
mod service;
mod sites;

use crate::Scenario;
use crate::texts;
use language::say;

/// A scenario with a name to call it by and a title to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltIn {
    /// What it is called on a command line and in a link, e.g. `post-then-get`.
    pub name: &'static str,
    /// What a course calls it, e.g. `404 Not Found: a user that is not there`.
    pub title: &'static str,
    /// Under which heading it stands.
    pub group: Group,
    /// What is run.
    pub scenario: Scenario,
}

/// What an example is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// One method each.
    Methods,
    /// One status code each.
    StatusCodes,
    /// Safe, idempotent, stateless, who asks.
    Concepts,
    /// One connection or several, TLS, HTTP/2.
    Connections,
    /// DNS.
    Names,
    /// One named fault each.
    Faults,
    /// Distance, bandwidth, loss.
    Networks,
}

impl Group {
    /// All of them, in the order of [`built_in`].
    pub const ALL: [Self; 7] = [
        Self::Methods,
        Self::StatusCodes,
        Self::Concepts,
        Self::Connections,
        Self::Names,
        Self::Faults,
        Self::Networks,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Methods => say(texts::METHODS),
            Self::StatusCodes => say(texts::STATUS_CODES),
            Self::Concepts => say(texts::SAFE_IDEMPOTENT_STATELESS),
            Self::Connections => say(texts::CONNECTIONS_TLS_HTTP),
            Self::Names => say(texts::NAMES_AND_DNS),
            Self::Faults => say(texts::WHEN_SOMETHING_IS_BROKEN),
            Self::Networks => say(texts::FAR_SLOW_LOSSY),
        }
    }
}

/// All of them, group by group; the first is [`Scenario::default`].
pub fn built_in() -> Vec<BuiltIn> {
    entries::all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_first_is_the_default() {
        assert_eq!(built_in()[0].scenario, Scenario::default());
    }

    #[test]
    fn they_stand_group_by_group() {
        let groups: Vec<Group> = built_in().iter().map(|built_in| built_in.group).collect();
        assert!(groups.is_sorted());
        assert!(Group::ALL.iter().all(|group| groups.contains(group)));
    }

    #[test]
    fn every_one_can_be_run() {
        for built_in in built_in() {
            assert_eq!(built_in.scenario.check(), Ok(()), "{}", built_in.name);
        }
    }

    #[test]
    fn names_are_short_and_their_own() {
        let names: BTreeSet<&str> = built_in().iter().map(|built_in| built_in.name).collect();
        assert_eq!(names.len(), built_in().len());
        let is_kebab = |name: &str| {
            name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        assert!(names.iter().all(|name| is_kebab(name)), "{names:?}");
    }
}
