//! A request as it stands in the composer: any text is allowed, rows may be switched off.
//! [`Draft::request`] judges it.

use super::body::Body;
use super::fetching::{Fetching, FetchingError};
use super::input_error::{InputError, Place, Remedy, sentence};
use super::params::TypedUrl;
use crate::scheme::with_scheme;
use crate::texts;
use language::{fill, say, say_count};
use trace::{ClientKind, ParseRequestError, Request, RequestPart};

/// What was written, part by part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The method.
    pub method: String,
    /// The URL, with its table of parameters.
    pub url: TypedUrl,
    /// The header section.
    pub headers: HeaderRows,
    /// The content.
    pub body: Body,
    /// How it is fetched.
    pub fetching: Fetching,
}

/// The rows of the header table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderRows {
    rows: Vec<HeaderRow>,
    next_id: u32,
}

/// One row of the header table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderRow {
    /// Stays the same while rows come and go.
    pub id: u32,
    /// Whether it is sent.
    pub is_enabled: bool,
    /// The field name.
    pub name: String,
    /// The field value.
    pub value: String,
}

impl Default for Draft {
    /// The request that every first visit starts with.
    fn default() -> Self {
        Self::suggested("GET", "http://api.example.com/users/42", "")
    }
}

impl Draft {
    /// A request of ours, for the page's own suggestions. `content` is JSON, or empty.
    pub fn suggested(method: &str, url: &str, content: &str) -> Self {
        let mut headers = HeaderRows::default();
        headers.add("Accept", "application/json");
        let body = match content {
            "" => Body::None,
            content => Body::Json(content.to_owned()),
        };
        let (method, url) = (method.to_owned(), TypedUrl::new(url));
        Self { method, url, headers, body, fetching: Fetching::default() }
    }

    /// The draft that this request is made from. Content that is no text is shown as one.
    pub fn of_request(request: &Request) -> Self {
        let mut headers = HeaderRows::default();
        for line in &request.field_lines {
            headers.add(&line.name, &line.value);
        }
        let content = String::from_utf8_lossy(&request.body);
        let body = Body::of_content(&content, request.field_value("content-type"));
        let url = TypedUrl::new(request.url.as_str());
        let fetching = Fetching::of(&request.fetch);
        Self { method: request.method.clone(), url, headers, body, fetching }
    }

    /// The field lines that are written or follow from the body, in their order.
    pub fn field_lines(&self) -> Vec<(String, String)> {
        let rows = self.headers.sent();
        let mut lines: Vec<_> = rows.map(|row| (row.name.clone(), row.value.clone())).collect();
        if let Some(media_type) = self.implied_content_type() {
            lines.push(("Content-Type".to_owned(), media_type.to_owned()));
        }
        lines
    }

    /// The Content-Type that the kind of body adds, where no row says one.
    pub fn implied_content_type(&self) -> Option<&'static str> {
        let media_type = self.body.media_type()?;
        self.headers.value("Content-Type").is_none().then_some(media_type)
    }

    /// Checks what was written.
    ///
    /// # Errors
    /// The first thing that is wrong, with the part it was found in.
    pub fn request(&self) -> Result<Request, InputError> {
        let url = with_scheme(self.url.text());
        let request = self.parse(&url, self.body.content().into_bytes());
        let request = request.map_err(|error| self.input_error(&error))?;
        let fetch = self.fetching.options().map_err(|FetchingError { field, message }| {
            let place = Place::Fetching(field);
            InputError { place, message: sentence(&message), remedy: None }
        })?;
        Ok(Request { fetch, ..request })
    }

    /// The same with other content, which need not be text.
    pub(crate) fn parse(&self, url: &str, content: Vec<u8>) -> Result<Request, ParseRequestError> {
        Request::parse(&self.method, url, &self.field_lines(), content)
    }

    /// What `error` says about this draft: beside which field, and what one click can do.
    fn input_error(&self, error: &ParseRequestError) -> InputError {
        let place = match error.part() {
            RequestPart::Method => Place::Method,
            RequestPart::Url => Place::Url,
            RequestPart::FieldLines => self.bad_row().map_or(Place::Url, Place::FieldRow),
            RequestPart::Body => Place::Body,
        };
        let remedy = match error {
            ParseRequestError::NoScheme { url } if url.starts_with('/') => {
                let url = format!("http://api.example.com{url}");
                Some(Remedy { label: say(texts::PUT_A_HOST_IN_FRONT), url })
            }
            _ => None,
        };
        InputError { place, message: sentence(&error.to_string()), remedy }
    }

    /// The first header row that would not be accepted alone.
    fn bad_row(&self) -> Option<u32> {
        let is_bad = |row: &&HeaderRow| {
            let line = [(row.name.clone(), row.value.clone())];
            Request::parse("GET", "http://x/", &line, Vec::new()).is_err()
        };
        self.headers.sent().find(is_bad).map(|row| row.id)
    }

    /// Header rows and content in a few words, e.g. `1 header, no body`.
    pub fn summary(&self) -> String {
        let headers = match self.field_lines().len() {
            0 => say(texts::NO_HEADERS).to_owned(),
            count => say_count(texts::HEADER_COUNT, count as u64),
        };
        match self.body.content().len() {
            0 => fill!(texts::HEADERS_NO_BODY, headers),
            count => {
                fill!(
                    texts::HEADERS_AND_BODY,
                    headers,
                    bytes = say_count(texts::BYTES_OF_BODY, count as u64)
                )
            }
        }
    }
}

impl HeaderRows {
    /// The rows in their order.
    pub fn iter(&self) -> core::slice::Iter<'_, HeaderRow> {
        self.rows.iter()
    }

    /// The rows that are sent: switched on, and not wholly empty.
    pub fn sent(&self) -> impl Iterator<Item = &HeaderRow> {
        self.rows.iter().filter(|row| row.is_enabled && !row.is_blank())
    }

    /// The value of the first row with this name, whatever its case, that is sent.
    pub fn value(&self, name: &str) -> Option<&str> {
        let row = self.sent().find(|row| row.name.trim().eq_ignore_ascii_case(name))?;
        Some(&row.value)
    }

    /// Appends a row and tells its id.
    pub fn add(&mut self, name: &str, value: &str) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        let (name, value) = (name.to_owned(), value.to_owned());
        self.rows.push(HeaderRow { id, is_enabled: true, name, value });
        id
    }

    /// The row with this id, while it is there.
    pub fn row(&self, id: u32) -> Option<&HeaderRow> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// Changes a row, if it is there.
    pub fn edit(&mut self, id: u32, change: impl FnOnce(&mut HeaderRow)) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            change(row);
        }
    }

    /// All rows, to be changed.
    pub fn iter_mut(&mut self) -> core::slice::IterMut<'_, HeaderRow> {
        self.rows.iter_mut()
    }

    /// Writes this value into the row with this name that is sent, or into a new one.
    pub fn set(&mut self, name: &str, value: &str) {
        let is_meant =
            |row: &&mut HeaderRow| row.is_enabled && row.name.trim().eq_ignore_ascii_case(name);
        match self.rows.iter_mut().find(is_meant) {
            Some(row) => row.value = value.to_owned(),
            None => drop(self.add(name, value)),
        }
    }

    /// Another kind of client sends this: its lines take the place of those of the other kind.
    /// What was typed stays, and wins where the client has a line of the same name.
    pub fn change_client(&mut self, old: ClientKind, new: ClientKind) {
        let is_of_old = |row: &HeaderRow| old.default_fields().contains(&(&row.name, &row.value));
        self.rows.retain(|row| !is_of_old(row));
        self.complete(new, self.rows.len(), &[]);
    }

    /// Puts the fields that a client of this kind adds by itself before the row `at`, but for those
    /// that are there, whether they are sent or not, and those in `except`.
    pub fn complete(&mut self, client: ClientKind, at: usize, except: &[String]) {
        let mut at = at.min(self.rows.len());
        for (name, value) in client.default_fields() {
            let is_same = |other: &str| other.trim().eq_ignore_ascii_case(name);
            if self.rows.iter().any(|row| is_same(&row.name)) || except.iter().any(|e| is_same(e)) {
                continue;
            }
            self.add(name, value);
            if let Some(row) = self.rows.pop() {
                self.rows.insert(at, row);
                at += 1;
            }
        }
    }

    /// The fields that a client of this kind adds by itself, and that no row says.
    pub fn missing(&self, client: ClientKind) -> impl Iterator<Item = &'static str> {
        let is_there =
            |name: &str| self.rows.iter().any(|row| row.name.trim().eq_ignore_ascii_case(name));
        client.default_fields().iter().map(|(name, _)| *name).filter(move |name| !is_there(name))
    }

    /// Removes a row.
    pub fn remove(&mut self, id: u32) {
        self.rows.retain(|row| row.id != id);
    }
}

impl HeaderRow {
    /// Whether nothing was typed into it.
    pub fn is_blank(&self) -> bool {
        self.name.trim().is_empty() && self.value.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::body::BodyKind;
    use super::*;
    use trace::Scenario;

    #[test]
    fn a_request_comes_back_from_its_draft() {
        let parse = |lines: &[(&str, &str)], body: &str| {
            let line = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            let lines: Vec<_> = lines.iter().map(line).collect();
            Request::parse("POST", "http://x/a?b=%zz", &lines, body.into()).unwrap()
        };
        let json = ("content-type", "application/json");
        let form = ("Content-Type", "application/x-www-form-urlencoded");
        for request in [
            parse(&[], ""),
            parse(&[], "{}"),
            parse(&[json, ("A", "1"), ("A", "2")], "{}"),
            parse(&[form], "a=%zz&&b"),
            parse(&[form], ""),
            Scenario::default().requests[0].clone(),
        ] {
            assert_eq!(Draft::of_request(&request).request().unwrap(), request);
        }
    }

    #[test]
    fn the_page_starts_with_the_default_request() {
        let draft = Draft::default();
        assert_eq!(draft.request().unwrap(), Scenario::default().requests[0]);
        assert_eq!(draft.summary(), "1 header, no body");
    }

    #[test]
    fn the_body_adds_its_type_where_no_row_says_one() {
        let mut draft = Draft::default();
        draft.body.set_kind(BodyKind::Json);
        assert_eq!(draft.implied_content_type(), Some("application/json"));
        assert_eq!(draft.field_lines().len(), 2);
        let id = draft.headers.add("content-type", "application/merge-patch+json");
        assert_eq!(draft.implied_content_type(), None);
        draft.headers.edit(id, |row| row.is_enabled = false);
        assert_eq!(draft.implied_content_type(), Some("application/json"));
    }

    #[test]
    fn a_client_of_another_kind_brings_its_own_headers_and_leaves_yours() {
        let mut draft = Draft::default();
        let names = |draft: &Draft| {
            draft.headers.iter().map(|row| row.name.clone()).collect::<Vec<_>>().join(" ")
        };
        draft.headers.change_client(ClientKind::Python, ClientKind::Curl);
        assert_eq!(names(&draft), "Accept User-Agent");
        assert_eq!(draft.headers.value("accept"), Some("application/json"));
        draft.headers.change_client(ClientKind::Curl, ClientKind::Browser);
        assert_eq!(names(&draft), "Accept User-Agent Accept-Language Accept-Encoding Connection");
        draft.headers.set("User-Agent", "mine");
        draft.headers.change_client(ClientKind::Browser, ClientKind::Server);
        assert_eq!(names(&draft), "Accept User-Agent Accept-Encoding");
        assert_eq!(draft.headers.value("user-agent"), Some("mine"));
    }

    #[test]
    fn a_header_that_is_set_is_there_once() {
        let mut draft = Draft::default();
        draft.headers.set("authorization", "Bearer a");
        draft.headers.set("Authorization", "Bearer b");
        assert_eq!(draft.headers.value("Authorization"), Some("Bearer b"));
        assert_eq!(draft.headers.iter().count(), 2);
    }

    #[test]
    fn rows_that_are_switched_off_or_empty_are_not_sent() {
        let mut draft = Draft::default();
        draft.headers.add(" ", "");
        let id = draft.headers.add("Bad Name", "x");
        assert!(draft.request().is_err());
        draft.headers.edit(id, |row| row.is_enabled = false);
        assert_eq!(draft.request().unwrap(), Scenario::default().requests[0]);
    }
}
