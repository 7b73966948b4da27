//! Where in the lessons somebody is, as it stands in the hash of the page's address.

use crate::browser::address::address_without_hash;

/// A place in the lessons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Their list.
    List,
    /// A part of a lesson, from 0.
    Part(Which, usize),
}

/// Which lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// One that comes along, by its name.
    Named(String),
    /// The one that was opened from a file last.
    Own,
    /// One that the link itself holds.
    Held(String),
    /// One that stands elsewhere on the web. It is fetched when the person says so, and not before.
    Elsewhere(String),
}

const LIST: &str = "lessons";
const LESSON: &str = "lesson=";
const PART: &str = "&part=";
/// What stands for a lesson that was opened from a file. No name has a colon.
const OWN: &str = "file:";

impl Place {
    /// The place that a hash says, if it says one.
    pub fn of_hash(hash: &str) -> Option<Self> {
        if hash == LIST {
            return Some(Self::List);
        }
        let rest = hash.strip_prefix(LESSON)?;
        let parted = rest.rsplit_once(PART);
        let number = parted.and_then(|(_, number)| number.parse::<usize>().ok());
        let (which, part) = match (parted, number.and_then(|number| number.checked_sub(1))) {
            (Some((which, _)), Some(part)) => (which, part),
            _ => (rest, 0),
        };
        let is_web = |text: &str| text.starts_with("https://") || text.starts_with("http://");
        let is_name = !which.is_empty()
            && which.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_.".contains(&octet));
        let which = match which {
            OWN => Which::Own,
            held if held.starts_with(sharing::link::PREFIX) => Which::Held(held.to_owned()),
            url if is_web(url) => Which::Elsewhere(url.to_owned()),
            name if is_name => Which::Named(name.to_owned()),
            _ => return None,
        };
        Some(Self::Part(which, part))
    }

    /// The hash that says it.
    pub fn hash(&self) -> String {
        let Self::Part(which, part) = self else { return LIST.to_owned() };
        let which = match which {
            Which::Own => OWN,
            Which::Named(text) | Which::Held(text) | Which::Elsewhere(text) => text,
        };
        match part {
            0 => [LESSON, which].concat(),
            part => [LESSON, which, PART, &(part + 1).to_string()].concat(),
        }
    }

    /// Its address, in full: a link to a place of the same page is one to skip to, for whoever looks for such.
    pub fn address(&self) -> String {
        [&address_without_hash(), "#", &*self.hash()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        let named = |name: &str| Which::Named(name.to_owned());
        let url = "https://example.com/a.json?x=1&part=2".to_owned();
        let all = [
            named("01-request-and-response"),
            Which::Own,
            Which::Held("v1.abc_-".to_owned()),
            Which::Elsewhere(url),
        ];
        assert_eq!(Place::of_hash(&Place::List.hash()), Some(Place::List));
        for which in all {
            for part in [1, 9] {
                let place = Place::Part(which.clone(), part);
                assert_eq!(Place::of_hash(&place.hash()), Some(place));
            }
        }
        let first = Place::Part(named("a"), 0);
        for hash in ["lesson=a", "lesson=a&part=1"] {
            assert_eq!(Place::of_hash(hash).as_ref(), Some(&first), "{hash}");
        }
        assert_eq!(first.hash(), "lesson=a");
    }

    #[test]
    fn what_says_no_lesson_is_left_to_others() {
        for hash in
            ["", "v1.abc", "glossary", "lesson", "lesson=", "lesson=javascript:1", "lesson=a b"]
        {
            assert_eq!(Place::of_hash(hash), None, "{hash}");
        }
    }
}
