//! Variables of a command, and what stands for them in the values of `--expand-…`
//! (<https://curl.se/docs/manpage.html#--variable>).

use super::url::percent_encoded;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use core::fmt::Write as _;
use std::collections::BTreeMap;

/// The most octets that all expansions of a command have together: 16 MiB.
const EXPANDED_OCTETS_MAX: usize = 16 * 1024 * 1024;

/// The variables that are set, by their names.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    contents: BTreeMap<String, Vec<u8>>,
    /// How many octets were put into place.
    n_expanded: usize,
}

/// What a variable is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting<'a> {
    /// `name=content`
    Content(&'a str),
    /// `name@file`
    File(&'a str),
    /// `%name`: a variable of the environment, which has to be there.
    Environment,
}

/// `name`, then which octets of it, from and up to: `name[1-2]=content`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition<'a> {
    name: &'a str,
    range: (usize, usize),
    /// What it is set to.
    pub setting: Setting<'a>,
}

impl<'a> Definition<'a> {
    /// Takes the value of `--variable` apart; `None` where it is none. Of what may be in the
    /// environment the default counts.
    pub fn parse(value: &'a str) -> Option<Self> {
        let (value, is_of_environment) = match value.strip_prefix('%') {
            Some(value) => (value, true),
            None => (value, false),
        };
        let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
        let (name, mut rest) = value.split_at(value.find(is_end).unwrap_or(value.len()));
        let mut range = (0, usize::MAX);
        if let Some((inside, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        {
            let (from, to) = inside.split_once('-')?;
            let to = if to.is_empty() { Some(usize::MAX) } else { to.parse().ok() };
            (range, rest) = ((from.parse().ok()?, to?), after);
        }
        let setting = match rest.chars().next() {
            Some('=') => Setting::Content(&rest[1..]),
            Some('@') => Setting::File(&rest[1..]),
            None if is_of_environment => Setting::Environment,
            _ => return None,
        };
        (!name.is_empty()).then_some(Self { name, range, setting })
    }
}

impl Variables {
    /// Sets one to this content.
    pub fn set(&mut self, definition: Definition<'_>, content: Vec<u8>) {
        let (from, to) = definition.range;
        let to = to.saturating_add(1).min(content.len());
        let part = content.get(from.min(to)..to).unwrap_or_default().to_vec();
        self.contents.insert(definition.name.to_owned(), part);
    }

    /// A text with the contents in place of `{{name}}` and `{{name:function}}`; what is not set is
    /// nothing, and what is no name stays. `None` where there is no such function,
    /// or no more room.
    pub fn expanded(&mut self, text: &str) -> Option<String> {
        let mut expanded = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find("{{") {
            let (before, after) = (&rest[..at], &rest[at + 2..]);
            if let Some(before) = before.strip_suffix('\\') {
                expanded.extend([before, "{{"].concat().into_bytes());
                rest = after;
                continue;
            }
            let Some((inside, behind)) = after.split_once("}}") else { break };
            expanded.extend(before.bytes());
            let mut parts = inside.split(':');
            let name = parts.next().unwrap_or_default();
            let is_name = !name.is_empty()
                && name.len() <= 128
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            match is_name {
                true => {
                    let content = self.contents.get(name).cloned().unwrap_or_default();
                    self.n_expanded += content.len();
                    if self.n_expanded > EXPANDED_OCTETS_MAX {
                        return None;
                    }
                    expanded
                        .extend(parts.try_fold(content, |content, name| called(name, content))?);
                }
                false => expanded.extend(["{{", inside, "}}"].concat().into_bytes()),
            }
            rest = behind;
        }
        expanded.extend(rest.bytes());
        Some(String::from_utf8_lossy(&expanded).into_owned())
    }
}

fn called(function: &str, content: Vec<u8>) -> Option<Vec<u8>> {
    Some(match function {
        "trim" => content.trim_ascii().to_vec(),
        "json" => in_json(&String::from_utf8_lossy(&content)).into_bytes(),
        "url" => percent_encoded(&content).replace('+', "%20").into_bytes(),
        "b64" => STANDARD.encode(content).into_bytes(),
        "64dec" => STANDARD.decode(content).unwrap_or_else(|_| b"[64dec-fail]".to_vec()),
        _ => return None,
    })
}

/// As the inside of a string (RFC 8259 §7).
fn in_json(text: &str) -> String {
    let mut json = String::new();
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            c if c < ' ' => write!(json, "\\u{:04x}", u32::from(c)).expect("a text takes any text"),
            c => json.push(c),
        }
    }
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_stand_in_place_of_names() {
        let mut variables = Variables::default();
        for definition in
            ["a= x \"y\" ", "b[2-4]=0123456789", "c[8-]=0123456789", "d[20-30]=x", "w=aGk="]
        {
            let definition = Definition::parse(definition).expect("it is one");
            let Setting::Content(content) = definition.setting else { panic!("{definition:?}") };
            variables.set(definition, content.into());
        }
        let mut check = |text: &str, expected: Option<&str>| {
            assert_eq!(variables.expanded(text).as_deref(), expected, "{text}");
        };
        check("1{{b}}2{{c}}3{{d}}4{{none}}5", Some("1234289345"));
        check(
            "{{a:trim}}|{{a:trim:json}}|{{a:url}}",
            Some("x \"y\"|x \\\"y\\\"|%20x%20%22y%22%20"),
        );
        check("{{b:b64}} {{w:64dec}} {{b:64dec}}", Some("MjM0 hi [64dec-fail]"));
        check("\\{{a}} {{not.good}} {{}} {{a", Some("{{a}} {{not.good}} {{}} {{a"));
        check("{{a:shout}}", None);
        let definition = Definition::parse("a=").expect("it is one");
        variables.set(definition, vec![b'x'; 1024 * 1024]);
        assert_eq!(variables.expanded(&"{{a}}".repeat(1000)), None);
    }

    #[test]
    fn a_definition_says_where_its_content_comes_from() {
        let setting = |value: &'static str| Definition::parse(value).map(|found| found.setting);
        assert_eq!(setting("n=a=b"), Some(Setting::Content("a=b")));
        assert_eq!(setting("n@-"), Some(Setting::File("-")));
        assert_eq!(setting("%HOME"), Some(Setting::Environment));
        assert_eq!(setting("%HOME=none"), Some(Setting::Content("none")));
        for wrong in ["", "=x", "n", "n[1]=x", "n[a-b]=x", "a-b=x"] {
            assert_eq!(setting(wrong), None, "{wrong}");
        }
    }
}
