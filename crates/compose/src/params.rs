//! The URL and the table of its parameters: two views of one text.

use super::anatomy::{PartKind, anatomy, trimmed};
use super::rows::{Escaping, Rows, is_out_of_sight};

/// A URL as it was typed, and the rows of its query. They cannot disagree: typing in one changes
/// the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedUrl {
    text: String,
    params: Rows,
}

impl TypedUrl {
    /// What was typed, with one row for each piece of its query.
    pub fn new(text: impl Into<String>) -> Self {
        let mut url = Self { text: String::new(), params: Rows::new(Escaping::Query) };
        url.retype(text);
        url
    }

    /// The URL as it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rows, those that are switched off among them.
    pub fn params(&self) -> &Rows {
        &self.params
    }

    /// Another text was typed into the URL field.
    pub fn retype(&mut self, text: impl Into<String>) {
        self.text = in_sight(text.into());
        self.params.follow(query(&self.text));
    }

    /// A name was typed into a row.
    pub fn set_name(&mut self, id: u32, name: &str) {
        self.change(|params| params.edit(id, |row| row.set_name(name)));
    }

    /// A value was typed into a row.
    pub fn set_value(&mut self, id: u32, value: &str) {
        self.change(|params| params.edit(id, |row| row.set_value(value)));
    }

    /// A row was switched on or off.
    pub fn set_enabled(&mut self, id: u32, is_enabled: bool) {
        self.change(|params| params.edit(id, |row| row.is_enabled = is_enabled));
    }

    /// Puts a row that is switched off at a place in the table, as it is written.
    pub fn insert_disabled(&mut self, index: usize, written: &str) -> u32 {
        self.params.insert_disabled(index, written)
    }

    /// Removes a row.
    pub fn remove(&mut self, id: u32) {
        self.change(|params| params.remove(id));
    }

    /// Changes rows, and then only the query part of the text.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Rows) -> T) -> T {
        let before = self.params.text();
        let result = change(&mut self.params);
        let after = self.params.text();
        if before != after {
            self.text = with_query(&self.text, after.as_deref());
            self.params.follow(query(&self.text));
        }
        result
    }
}

/// What nobody sees in a URL is written as it is sent (RFC 3986 §2.1), so that what is read is what is
/// asked for. Within a name the standard takes escapes for the characters, too.
fn in_sight(text: String) -> String {
    if !text.chars().any(is_out_of_sight) {
        return text;
    }
    let mut seen = String::with_capacity(2 * text.len());
    for c in text.chars() {
        match is_out_of_sight(c) {
            true => seen.push_str(&Escaping::Query.encode_value(c.encode_utf8(&mut [0; 4]))),
            false => seen.push(c),
        }
    }
    seen
}

fn query(text: &str) -> Option<&str> {
    let parts = anatomy(text);
    let part = parts.iter().find(|part| part.kind == PartKind::Query)?;
    Some(&text[part.range.clone()])
}

fn with_query(text: &str, query: Option<&str>) -> String {
    let parts = anatomy(text);
    let part = |kind| parts.iter().find(|part| part.kind == kind).map(|part| part.range.clone());
    let fragment = part(PartKind::Fragment);
    let end = fragment.as_ref().map_or(trimmed(text).end, |range| range.start - 1);
    let start = part(PartKind::Query).map_or(end, |range| range.start - 1);
    let mark = if query.is_some() { "?" } else { "" };
    let query = query.unwrap_or_default();
    // A space that was typed inside of the URL must not get lost when it comes to stand last.
    let n_kept = match fragment {
        Some(_) => query.len(),
        None => query.trim_end_matches(|c| c <= ' ').len(),
    };
    let spaces = Escaping::Query.encode_value(&query[n_kept..]);
    [&text[..start], mark, &query[..n_kept], &spaces, &text[end..]].concat()
}

/// Where the caret belongs after a text was replaced: at the same place in what stayed the same.
/// Counted in UTF-16 code units, as the browser does.
pub fn caret_after(old: &str, new: &str, caret: usize) -> usize {
    let (old, new): (Vec<u16>, Vec<u16>) =
        (old.encode_utf16().collect(), new.encode_utf16().collect());
    let same = |(a, b): &(&u16, &u16)| a == b;
    let n_head = old.iter().zip(&new).take_while(same).count();
    let n_tail =
        old[n_head..].iter().rev().zip(new[n_head..].iter().rev()).take_while(same).count();
    if caret <= n_head {
        caret
    } else if caret >= old.len() - n_tail {
        new.len() - old.len().saturating_sub(caret).min(n_tail)
    } else {
        new.len() - n_tail
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use testing::Chance;

    fn add(url: &mut TypedUrl, name: &str, value: &str) -> u32 {
        url.change(|params| {
            let id = params.push("");
            params.edit(id, |row| row.set_name(name));
            params.edit(id, |row| row.set_value(value));
            id
        })
    }

    fn ids(url: &TypedUrl) -> Vec<u32> {
        url.params().iter().map(|row| row.id).collect()
    }

    #[track_caller]
    fn check<T>(text: &str, change: impl FnOnce(&mut TypedUrl, &[u32]) -> T, expected: &str) {
        let mut url = TypedUrl::new(text);
        let ids = ids(&url);
        change(&mut url, &ids);
        assert_eq!(url.text(), expected);
    }

    #[test]
    fn a_row_rewrites_only_the_query() {
        let text = "http://x/%7e?a=%7e&b=+#%7e";
        check(
            text,
            |url, ids| url.set_value(ids[1], "ü &"),
            "http://x/%7e?a=%7e&b=%C3%BC%20%26#%7e",
        );
        check(text, |url, ids| url.set_value(ids[1], " "), text);
        check(text, |url, ids| url.remove(ids[0]), "http://x/%7e?b=+#%7e");
        check(text, |url, _| add(url, "c", "1=2"), "http://x/%7e?a=%7e&b=+&c=1=2#%7e");
        check("http://x#f", |url, _| add(url, "c=", ""), "http://x?c%3D#f");
        check(" x  ", |url, _| add(url, "c", ""), " x?c  ");
    }

    #[test]
    fn what_nobody_sees_is_written_as_it_is_sent() {
        let mut url = TypedUrl::new("http://x/a\u{202e}b?c\u{200b}=d\u{a0}e");
        assert_eq!(url.text(), "http://x/a%E2%80%AEb?c%E2%80%8B=d%C2%A0e");
        let row = url.params().iter().next().unwrap();
        let (id, name, value) = (row.id, row.name(), row.value());
        assert_eq!((name.as_str(), value.as_str()), ("c%E2%80%8B", "d%C2%A0e"));
        url.set_value(id, "d%C2%A0ef g");
        assert_eq!(url.text(), "http://x/a%E2%80%AEb?c%E2%80%8B=d%C2%A0ef%20g");
    }

    #[test]
    fn a_row_is_switched_off_and_on_at_its_place() {
        let text = "http://x/?a&b=2&c#f";
        let mut url = TypedUrl::new(text);
        let ids = ids(&url);
        url.set_enabled(ids[1], false);
        assert_eq!(url.text(), "http://x/?a&c#f");
        url.retype("http://x/?a&cc#f");
        url.set_enabled(ids[0], false);
        url.set_enabled(ids[2], false);
        assert_eq!(url.text(), "http://x/#f");
        assert!(url.params().iter().all(|row| !row.is_enabled));
        for id in &ids {
            url.set_enabled(*id, true);
        }
        assert_eq!(url.text(), "http://x/?a&b=2&cc#f");
    }

    #[test]
    fn the_caret_stays_where_it_was() {
        assert_eq!(caret_after("http://x/?a=1#f", "http://x/?a=123#f", 9), 9, "before the change");
        assert_eq!(caret_after("http://x/?a=1#f", "http://x/?a=123#f", 15), 17, "at the end");
        assert_eq!(caret_after("http://x/?a=1#f", "http://x/?a=123#f", 14), 16, "after the change");
        assert_eq!(caret_after("x?abc#f", "x?z#f", 4), 3, "inside of the change");
        assert_eq!(caret_after("€😀?a", "€😀?ab", 4), 4);
        assert_eq!(caret_after("aa", "aaa", 1), 1);
        assert_eq!(caret_after("abc", "", 2), 0);
    }

    #[test]
    fn the_caret_is_always_in_the_text() {
        let mut chance = Chance::new(2);
        for _ in 0..10_000 {
            let from = ["a", "b", "€", "😀"];
            let (old, new) = (chance.text(&from, 6), chance.text(&from, 6));
            let caret = chance.below(old.encode_utf16().count() + 1);
            let moved = caret_after(&old, &new, caret);
            assert!(moved <= new.encode_utf16().count(), "{old} {new} {caret}");
            assert_eq!(caret_after(&old, &old, caret), caret);
        }
    }

    const PIECES: [&str; 22] = [
        "a", "b=", "=", "&", "&&", "+", "%20", "%2B", "%zz", "%", "%C3%A4", "%ff", "ü", "€", " ",
        "'", "a=1", "?", "/", ":", "@", "\\",
    ];

    fn random_url(chance: &mut Chance) -> String {
        let start = chance.pick(&["http://x/p", "https://u:p@h:443", "x", "/a", "", " http://x/"]);
        let query = match chance.below(5) {
            0 => String::new(),
            _ => format!("?{}", chance.text(&PIECES, 12)),
        };
        let end = chance.pick(&["", "", "#f?g=1&h", "#", "  "]);
        format!("{start}{query}{end}")
    }

    #[test]
    fn of_a_hundred_thousand_urls_each_comes_back_from_its_rows() {
        let mut chance = Chance::new(3);
        for _ in 0..100_000 {
            let text = random_url(&mut chance);
            let url = TypedUrl::new(text.clone());
            assert_eq!(with_query(&text, url.params().text().as_deref()), text);
            let mut again = url.clone();
            again.retype(text);
            assert_eq!(again, url, "typing the same again changes nothing");
        }
    }

    #[test]
    fn of_a_hundred_thousand_edits_each_comes_back_from_its_url() {
        let mut chance = Chance::new(4);
        let mut url = TypedUrl::new("");
        for round in 0..100_000 {
            if round % 20 == 0 {
                url = TypedUrl::new(random_url(&mut chance));
            }
            let ids = ids(&url);
            let id =
                if ids.is_empty() { add(&mut url, "", "") } else { ids[chance.below(ids.len())] };
            let others = |url: &TypedUrl| {
                let others = url.params().iter().filter(|row| row.id != id);
                others.map(|row| (row.name(), row.value())).collect::<Vec<_>>()
            };
            let before = others(&url);
            let text = chance.text(&PIECES, 4);
            match chance.below(3) {
                0 => {
                    url.set_name(id, &text);
                    assert_eq!(url.params().row(id).unwrap().name(), text);
                }
                1 => {
                    url.set_value(id, &text);
                    assert_eq!(url.params().row(id).unwrap().value(), text);
                }
                _ => url.set_enabled(id, chance.below(2) == 0),
            }
            assert_eq!(others(&url), before, "an edit changes no other row");
            let read = TypedUrl::new(url.text());
            let rows = |url: &TypedUrl| {
                let enabled = url.params().iter().filter(|row| row.is_enabled);
                enabled.map(|row| (row.name(), row.value())).collect::<Vec<_>>()
            };
            assert_eq!(rows(&read), rows(&url), "{}", url.text());
            let mut again = url.clone();
            again.retype(url.text().to_owned());
            assert_eq!(again, url);
        }
    }
}
