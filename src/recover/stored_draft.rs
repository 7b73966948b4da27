//! A draft as plain strings, to be kept over a reload after the page broke.

use crate::later::door::Door;
use compose::body::{Body, BodyKind};
use compose::draft::{Draft, HeaderRows};
use compose::fetching::{Fetching, Field};
use compose::params::TypedUrl;
use compose::rows::Rows;
use compose::secrets::redacted;

const HEADER: &str = "header";
const HEADER_OFF: &str = "header off";
const PARAM_OFF: &str = "param off";
const FORM_ROW_OFF: &str = "form row off";
const FETCHING: &str = "fetching";

/// What of a draft may be kept.
pub static KEPT: Door<fn(&Draft) -> Vec<String>> = Door::closed();

/// The parts of a draft without its secrets.
pub fn kept(draft: &Draft) -> Vec<String> {
    parts_of(&redacted(draft))
}

/// Method, URL, kind of body, body; then three strings for each header, for each row that is switched
/// off, and for each field of how it is fetched.
fn parts_of(draft: &Draft) -> Vec<String> {
    let Draft { method, url, headers, body, fetching } = draft;
    let kind = body.kind().mark().to_owned();
    let mut parts = vec![method.clone(), url.text().to_owned(), kind, body.content()];
    for row in headers.iter() {
        let what = if row.is_enabled { HEADER } else { HEADER_OFF };
        parts.extend([what.to_owned(), row.name.clone(), row.value.clone()]);
    }
    push_disabled(&mut parts, PARAM_OFF, url.params());
    if let Body::Form(rows) = body {
        push_disabled(&mut parts, FORM_ROW_OFF, rows);
    }
    for (field, text) in fetching.rows() {
        parts.extend([FETCHING, field.name(), text].map(str::to_owned));
    }
    parts
}

fn push_disabled(parts: &mut Vec<String>, what: &str, rows: &Rows) {
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_enabled) {
        parts.extend([what.to_owned(), index.to_string(), row.written()]);
    }
}

/// The draft that [`kept`] took apart; `None` if these are not its parts.
pub fn draft_of(parts: &[String]) -> Option<Draft> {
    let [method, url, kind, body, rows @ ..] = parts else { return None };
    let (rows, rest) = rows.as_chunks::<3>();
    let kind = BodyKind::ALL.into_iter().find(|known| known.mark() == kind)?;
    let mut draft = Draft {
        method: method.clone(),
        url: TypedUrl::new(url.as_str()),
        headers: HeaderRows::default(),
        body: Body::Text(body.clone()),
        fetching: Fetching::default(),
    };
    draft.body.set_kind(kind);
    for [what, name, value] in rows {
        match (what.as_str(), &mut draft.body) {
            (HEADER, _) => drop(draft.headers.add(name, value)),
            (HEADER_OFF, _) => {
                let id = draft.headers.add(name, value);
                draft.headers.edit(id, |row| row.is_enabled = false);
            }
            (PARAM_OFF, _) => drop(draft.url.insert_disabled(name.parse().ok()?, value)),
            (FETCHING, _) => draft.fetching.set(Field::from_name(name)?, value),
            (FORM_ROW_OFF, Body::Form(rows)) => {
                rows.insert_disabled(name.parse().ok()?, value);
            }
            _ => return None,
        }
    }
    rest.is_empty().then_some(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> Body {
        let mut body = Body::Text(text.to_owned());
        body.set_kind(BodyKind::Form);
        body
    }

    #[test]
    fn what_was_typed_survives_a_reload() {
        let mut draft = Draft { url: TypedUrl::new("not a url?a&b=1&c"), ..Draft::default() };
        draft.headers.add("X-Note", "one\ntwo");
        let off = draft.headers.add("X-Off", "");
        draft.headers.edit(off, |row| row.is_enabled = false);
        let second = draft.url.params().iter().nth(1).unwrap().id;
        draft.url.set_enabled(second, false);
        draft.fetching.set(Field::ReadTimeout, "x");
        draft.fetching.set(Field::Page, "https://shop.example/");
        let bodies = [Body::None, Body::Json("{".to_owned()), form("a=1&b"), form("")];
        for body in bodies {
            draft.body = body;
            if let Body::Form(rows) = &mut draft.body {
                rows.insert_disabled(1, "off=%zz");
            }
            let kept = draft_of(&parts_of(&draft)).unwrap();
            assert_eq!(parts_of(&kept), parts_of(&draft));
            assert_eq!(kept.request(), draft.request());
        }
    }

    #[test]
    fn secrets_do_not() {
        let mut draft = Draft::default();
        draft.headers.add("Authorization", "Bearer abc");
        draft.url.retype("http://ann:abc@x/?token=abc");
        draft.fetching.set(Field::Page, "http://ann:abc@x/?token=abc");
        assert!(!kept(&draft).concat().contains("abc"));
    }

    #[test]
    fn other_strings_are_no_draft() {
        for parts in [&["GET"][..], &["GET", "http://x/", "XML", ""], &["GET", "", "None", "", "x"]]
        {
            let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
            assert_eq!(draft_of(&parts), None);
        }
    }
}
