//! Parameters of path and query.

use crate::collection::{Collection, MAX_INTEGER};
use crate::endpoint::Verb;
use crate::problem::{Problem, Quoted};

/// What the query says about a collection or an item.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// `?id=`: only this one.
    pub id: Option<i64>,
    /// `?sort=`: the order of ids.
    pub sort: Sort,
    /// `?fields=`: only these columns, in this order; empty for all.
    pub fields: Vec<&'static str>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    #[default]
    Ascending,
    Descending,
}

impl Query {
    /// Reads a query, in which every parameter must mean something and stand once.
    pub fn parse(query: &str, verb: Verb, collection: &Collection) -> Result<Self, Problem> {
        let mut parsed = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if !known(verb).contains(&&*name) {
                return Err(Problem::parameter(&name, means_nothing(verb)));
            }
            if seen.iter().any(|earlier| *earlier == name) {
                return Err(Problem::parameter(&name, "stands twice in the query"));
            }
            match &*name {
                "id" => parsed.id = Some(parse_id(&value)?),
                "sort" => parsed.sort = parse_sort(&value)?,
                "fields" => parsed.fields = parse_fields(&value, collection)?,
                _ => unreachable!("every known parameter is read above"),
            }
            seen.push(name.into_owned());
        }
        Ok(parsed)
    }
}

/// Refuses any parameter at all.
pub(crate) fn expect_none(query: &str) -> Result<(), Problem> {
    match form_urlencoded::parse(query.as_bytes()).next() {
        Some((name, _)) => Err(Problem::parameter(&name, "means nothing here")),
        None => Ok(()),
    }
}

/// The parameters that mean something.
pub(crate) fn known(verb: Verb) -> &'static [&'static str] {
    match verb {
        Verb::List => &["id", "sort", "fields"],
        Verb::Read => &["fields"],
        Verb::Create | Verb::Replace | Verb::Modify | Verb::Remove => &[],
    }
}

fn means_nothing(verb: Verb) -> String {
    match known(verb) {
        [] => "means nothing here".to_owned(),
        names => format!("means nothing here; known: {}", names.join(", ")),
    }
}

/// An id: digits, up to [`MAX_INTEGER`].
pub(crate) fn parse_id(text: &str) -> Result<i64, Problem> {
    let wrong = |wrong: &str| {
        let number = format!("a whole number from 1 to {MAX_INTEGER}");
        Problem::parameter("id", format_args!("{wrong}; an id is {number}"))
    };
    if text.is_empty() {
        return Err(wrong("is empty"));
    }
    if !text.bytes().all(|octet| octet.is_ascii_digit()) {
        return Err(wrong(&format!("is {}", Quoted(text))));
    }
    match text.parse() {
        Ok(id @ 1..=MAX_INTEGER) => Ok(id),
        _ => Err(wrong(&format!("is {}", Quoted(text)))),
    }
}

fn parse_sort(text: &str) -> Result<Sort, Problem> {
    match text {
        "asc" => Ok(Sort::Ascending),
        "desc" => Ok(Sort::Descending),
        _ => {
            let wrong = format!("is {}; it can be asc or desc", Quoted(text));
            Err(Problem::parameter("sort", wrong))
        }
    }
}

fn parse_fields(text: &str, collection: &Collection) -> Result<Vec<&'static str>, Problem> {
    let mut fields = Vec::new();
    for name in text.split(',') {
        let Some(column) = collection.column_names().find(|column| *column == name) else {
            let columns = collection.column_names().collect::<Vec<_>>().join(", ");
            let wrong = format!("names {}; {} have {columns}", Quoted(name), collection.name);
            return Err(Problem::parameter("fields", wrong));
        };
        if fields.contains(&column) {
            return Err(Problem::parameter("fields", format_args!("names {column} twice")));
        }
        fields.push(column);
    }
    Ok(fields)
}
