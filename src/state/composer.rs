//! The composer's form: what the reader typed, as typed, and the check that makes a request of it.

use trace::{FieldLine, ParseRequestError, Request, RequestPart, Scenario};

/// The methods that the form offers, those that only read first.
pub const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];

/// What the reader typed. Any text is valid here; [`Composer::request`] judges it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composer {
    /// The method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// The header section, one row a field line.
    pub field_rows: Vec<FieldRow>,
    /// The content.
    pub body: String,
    next_row_id: u32,
}

/// One row of the header table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRow {
    /// Stays the same while rows come and go.
    pub id: u32,
    /// The field name.
    pub name: String,
    /// The field value.
    pub value: String,
}

/// What is wrong with the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormError {
    /// Which field it stands beside.
    pub place: Place,
    /// What was found and what to do.
    pub message: String,
    /// What one click can do about it.
    pub remedy: Option<Remedy>,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The method.
    Method,
    /// The URL.
    Url,
    /// The header row with this id.
    FieldRow(u32),
    /// The content.
    Body,
}

/// A change of the URL that mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// What its button says.
    pub label: &'static str,
    /// The URL it puts into the field.
    pub url: String,
}

impl Default for Composer {
    fn default() -> Self {
        Self::from_request(&Scenario::default().requests[0])
    }
}

impl Composer {
    /// A form that holds this request.
    pub fn from_request(request: &Request) -> Self {
        let url = request.url.as_str().to_owned();
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let fields = request.field_lines.iter().map(|line| (line.name.clone(), line.value.clone()));
        Self::new(request.method.clone(), url, body, fields)
    }

    fn new(
        method: String,
        url: String,
        body: String,
        fields: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let mut form = Self { method, url, body, field_rows: Vec::new(), next_row_id: 0 };
        for (name, value) in fields {
            form.add_field_row(name, value);
        }
        form
    }

    /// Appends a header row and tells its id.
    pub fn add_field_row(&mut self, name: String, value: String) -> u32 {
        let id = self.next_row_id;
        self.next_row_id += 1;
        self.field_rows.push(FieldRow { id, name, value });
        id
    }

    /// Removes a header row.
    pub fn remove_field_row(&mut self, id: u32) {
        self.field_rows.retain(|row| row.id != id);
    }

    /// The header row with this id, while it is there.
    pub fn field_row(&self, id: u32) -> Option<&FieldRow> {
        self.field_rows.iter().find(|row| row.id == id)
    }

    /// The header row with this id, to be typed into.
    pub fn field_row_mut(&mut self, id: u32) -> Option<&mut FieldRow> {
        self.field_rows.iter_mut().find(|row| row.id == id)
    }

    /// Checks what was typed. Rows that are wholly empty do not count.
    ///
    /// # Errors
    /// The first thing that is wrong, and the field to show it beside.
    pub fn request(&self) -> Result<Request, FormError> {
        let rows = self.field_rows.iter().filter(|row| !row.is_blank());
        let lines: Vec<_> = rows.map(|row| (row.name.clone(), row.value.clone())).collect();
        let body = self.body.clone().into_bytes();
        let request = Request::parse(&self.method, &self.url, &lines, body);
        request.map_err(|error| self.form_error(&error))
    }

    /// Header rows and content in a few words, e.g. `1 header, no body`.
    pub fn summary(&self) -> String {
        let headers = match self.field_rows.iter().filter(|row| !row.is_blank()).count() {
            0 => "no headers".to_owned(),
            1 => "1 header".to_owned(),
            n => format!("{n} headers"),
        };
        match self.body.len() {
            0 => format!("{headers}, no body"),
            n => format!("{headers}, {n} bytes of body"),
        }
    }

    fn form_error(&self, error: &ParseRequestError) -> FormError {
        let place = match error.part() {
            RequestPart::Method => Place::Method,
            RequestPart::Url => Place::Url,
            RequestPart::FieldLines => self.bad_row().map_or(Place::Url, Place::FieldRow),
            RequestPart::Body => Place::Body,
        };
        let remedy = match error {
            ParseRequestError::NoScheme { url } => {
                let url = format!("http://{}", url.trim_start_matches('/'));
                Some(Remedy { label: "Put http:// in front", url })
            }
            _ => None,
        };
        FormError { place, message: sentence(&error.to_string()), remedy }
    }

    /// The first header row that would not be accepted alone.
    fn bad_row(&self) -> Option<u32> {
        let is_bad = |row: &&FieldRow| {
            let line = [(row.name.clone(), row.value.clone())];
            !row.is_blank() && Request::parse("GET", "http://x/", &line, Vec::new()).is_err()
        };
        self.field_rows.iter().find(is_bad).map(|row| row.id)
    }

    /// What was typed as plain strings, to be kept over a reload. Values of header fields that
    /// carry secrets are left out.
    pub fn to_parts(&self) -> Vec<String> {
        let mut parts = vec![self.method.clone(), self.url.clone(), self.body.clone()];
        for row in self.field_rows.iter().filter(|row| !carries_secret(&row.name)) {
            parts.push(row.name.clone());
            parts.push(row.value.clone());
        }
        parts
    }

    /// The form that [`Self::to_parts`] took apart; `None` if these are not its parts.
    pub fn from_parts(parts: &[String]) -> Option<Self> {
        let [method, url, body, fields @ ..] = parts else { return None };
        let (pairs, rest) = fields.as_chunks::<2>();
        let fields = pairs.iter().map(|[name, value]| (name.clone(), value.clone()));
        rest.is_empty().then(|| Self::new(method.clone(), url.clone(), body.clone(), fields))
    }
}

impl FieldRow {
    fn is_blank(&self) -> bool {
        self.name.trim().is_empty() && self.value.trim().is_empty()
    }
}

/// Whether the values of this header field are not to be stored.
fn carries_secret(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    ["auth", "cookie", "token", "secret", "password", "api-key"].iter().any(|w| name.contains(w))
}

/// An error text as a sentence: with a capital and a full stop.
pub fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters.next().iter().map(char::to_ascii_uppercase).collect();
    format!("{first}{}.", characters.as_str())
}

/// A request of ours, for the page's own suggestions.
pub fn suggested(method: &str, url: &str, content: &str) -> Composer {
    let line = |name: &str, value: &str| FieldLine { name: name.into(), value: value.into() };
    let mut fields = vec![line("Accept", "application/json")];
    if !content.is_empty() {
        fields.push(line("Content-Type", "application/json"));
    }
    let fields = fields.into_iter().map(|line| (line.name, line.value));
    Composer::new(method.to_owned(), url.to_owned(), content.to_owned(), fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: &str, remedy: Option<&str>) {
        let form = Composer { url: url.to_owned(), ..Composer::default() };
        let error = form.request().unwrap_err();
        assert_eq!(error.place, Place::Url);
        assert_eq!(error.message, expected);
        assert_eq!(error.remedy.map(|remedy| remedy.url).as_deref(), remedy);
    }

    #[test]
    fn the_form_starts_with_the_default_request() {
        let form = Composer::default();
        assert_eq!(form.request().unwrap(), Scenario::default().requests[0]);
        assert_eq!(form.summary(), "1 header, no body");
    }

    #[test]
    fn a_missing_scheme_can_be_added() {
        check(
            "api.example.com/users",
            "“api.example.com/users” has no scheme; put http:// in front: http://api.example.com/users.",
            Some("http://api.example.com/users"),
        );
    }

    #[test]
    fn other_slips_in_the_url_are_told() {
        check("htp://x/", "The scheme “htp” is not known here; use http:// or https://.", None);
        check("", "The URL is empty; type one, e.g. http://api.example.com/users/42.", None);
    }

    #[test]
    fn a_bad_header_is_found_in_its_row() {
        let mut form = Composer::default();
        form.add_field_row(String::new(), " ".to_owned());
        let row = form.add_field_row("Bad Name".to_owned(), "x".to_owned());
        let error = form.request().unwrap_err();
        assert_eq!(error.place, Place::FieldRow(row));
        form.remove_field_row(row);
        assert!(form.request().is_ok());
    }

    #[test]
    fn a_body_over_one_mebibyte_is_refused() {
        let form = Composer { body: "x".repeat(1024 * 1024 + 1), ..Composer::default() };
        assert_eq!(form.request().unwrap_err().place, Place::Body);
    }

    #[test]
    fn what_was_typed_survives_a_reload_and_secrets_do_not() {
        let mut form = Composer { url: "not a url".to_owned(), ..Composer::default() };
        form.add_field_row("X-Note".to_owned(), "one\ntwo".to_owned());
        assert_eq!(Composer::from_parts(&form.to_parts()).unwrap(), form);
        form.add_field_row("Authorization".to_owned(), "Bearer abc".to_owned());
        let kept = Composer::from_parts(&form.to_parts()).unwrap();
        assert_eq!(kept.field_rows.len(), form.field_rows.len() - 1);
        assert_eq!(Composer::from_parts(&["GET".to_owned()]), None);
    }
}
