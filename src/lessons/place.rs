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
const DONE: &str = "&done=";
/// What stands for a lesson that was opened from a file. No name has a colon.
const OWN: &str = "file:";

/// A hash of the lessons, and behind it what was answered of the lesson elsewhere: `1:1x2,3:0x1`, by exercise
/// from 1, whether it was right at some try, and how often it was tried.
fn split_done(hash: &str) -> (&str, &str) {
    let is_done = |text: &str| text.bytes().all(|octet| b"0123456789:x,".contains(&octet));
    hash.rsplit_once(DONE).filter(|(_, done)| is_done(done)).unwrap_or((hash, ""))
}

/// What a hash says to be answered: exercise from 1, whether rightly, and how many tries it took.
pub fn answered_in(hash: &str) -> Vec<(usize, bool, u32)> {
    let one = |text: &str| {
        let (exercise, rest) = text.split_once(':')?;
        let (right, tries) = rest.split_once('x')?;
        Some((exercise.parse().ok()?, right == "1", tries.parse().ok()?))
    };
    split_done(hash).1.split(',').filter_map(one).collect()
}

impl Place {
    /// The place that a hash says, if it says one.
    pub fn of_hash(hash: &str) -> Option<Self> {
        if hash == LIST {
            return Some(Self::List);
        }
        let (hash, _) = split_done(hash);
        let rest = hash.strip_prefix(LESSON)?;
        // Some programs that pass links on write its marks as percent-encoding has them.
        let is_encoded = rest.starts_with("http%3A") || rest.starts_with("https%3A");
        let decoded = match is_encoded {
            true => rest.replace("%3A", ":").replace("%2F", "/"),
            false => rest.to_owned(),
        };
        let rest = &*decoded;
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
    fn an_address_that_was_percent_encoded_is_read_as_well() {
        let encoded = "lesson=http%3A%2F%2Flocalhost%3A8000%2Fa.json&part=3";
        let place = Place::of_hash(encoded).expect("it is a place");
        let Place::Part(which, part) = place else { panic!("a part") };
        assert_eq!(which, Which::Elsewhere("http://localhost:8000/a.json".to_owned()));
        assert_eq!(part, 2);
    }

    #[test]
    fn what_was_answered_elsewhere_stands_behind_the_place() {
        let hash = "lesson=a&part=3&done=1:1x2,4:0x1";
        assert_eq!(Place::of_hash(hash), Place::of_hash("lesson=a&part=3"));
        assert_eq!(answered_in(hash), [(1, true, 2), (4, false, 1)]);
        assert_eq!(answered_in("lesson=a&part=3"), []);
        assert_eq!(answered_in("lesson=a&done=1,x,2:1x99999999999"), []);
        let url = "lesson=https://example.com/?a&done=yes";
        assert_eq!(Place::of_hash(url).map(|place| place.hash()).as_deref(), Some(url));
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
