//! A request as curl's options describe it.

use crate::slip::Slip;
use trace::Request;

/// What the options say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CurlRequest {
    pub method: Option<String>,
    pub url: String,
    /// `Name: value`, `Name;` or `Name:`.
    pub field_lines: Vec<String>,
    pub content: Vec<ContentArgument>,
}

/// One piece of content: a text, or `@` and the name of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContentArgument {
    Data(String),
    Json(String),
}

/// What an option `-H` asks for.
enum FieldArgument {
    Add(String, String),
    /// The field that another option would add.
    LeaveOut(String),
}

impl FieldArgument {
    fn name(&self) -> &str {
        match self {
            Self::Add(name, _) | Self::LeaveOut(name) => name,
        }
    }
}

impl CurlRequest {
    /// The request that curl would send; `read` opens the files of `@FILE`.
    pub fn into_request(
        self,
        read: impl Fn(&str) -> Result<Vec<u8>, Slip>,
    ) -> Result<Request, Slip> {
        let fields = self.field_lines.iter().map(|line| field_argument(line));
        let fields = fields.collect::<Result<Vec<_>, _>>()?;
        let defaults = default_fields(&self.content).iter().filter(|(name, _)| {
            !fields.iter().any(|field| field.name().eq_ignore_ascii_case(name))
        });
        let defaults = defaults.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut lines: Vec<(String, String)> = defaults.collect();
        for field in fields {
            match field {
                FieldArgument::Add(name, value) => lines.push((name, value)),
                FieldArgument::LeaveOut(_) => {}
            }
        }
        let default_method = if self.content.is_empty() { "GET" } else { "POST" };
        let method = self.method.as_deref().unwrap_or(default_method);
        Ok(Request::parse(method, &self.url, &lines, joined(&self.content, read)?)?)
    }
}

fn field_argument(line: &str) -> Result<FieldArgument, Slip> {
    if let Some((name, value)) = line.split_once(':') {
        let (name, value) = (name.to_owned(), value.trim_matches([' ', '\t']).to_owned());
        let is_empty = value.is_empty();
        return Ok(if is_empty {
            FieldArgument::LeaveOut(name)
        } else {
            FieldArgument::Add(name, value)
        });
    }
    match line.strip_suffix(';') {
        Some(name) => Ok(FieldArgument::Add(name.to_owned(), String::new())),
        None => Err(Slip::new(format!(
            "the header “{line}” has no colon; write name and value, e.g. -H 'Accept: text/plain'"
        ))),
    }
}

/// What curl adds by itself; the last kind of content decides, as there.
fn default_fields(content: &[ContentArgument]) -> &'static [(&'static str, &'static str)] {
    match content.last() {
        None => &[],
        Some(ContentArgument::Data(_)) => &[("Content-Type", "application/x-www-form-urlencoded")],
        Some(ContentArgument::Json(_)) => {
            &[("Content-Type", "application/json"), ("Accept", "application/json")]
        }
    }
}

fn joined(
    content: &[ContentArgument],
    read: impl Fn(&str) -> Result<Vec<u8>, Slip>,
) -> Result<Vec<u8>, Slip> {
    let mut body = Vec::new();
    for (index, argument) in content.iter().enumerate() {
        match argument {
            ContentArgument::Data(text) => {
                if index > 0 {
                    body.push(b'&');
                }
                let is_kept = |octet: &u8| !matches!(octet, b'\r' | b'\n' | 0);
                match text.strip_prefix('@') {
                    Some(file) => body.extend(read(file)?.into_iter().filter(is_kept)),
                    None => body.extend(text.as_bytes()),
                }
            }
            ContentArgument::Json(text) => match text.strip_prefix('@') {
                Some(file) => body.extend(read(file)?),
                None => body.extend(text.as_bytes()),
            },
        }
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ContentArgument::{Data, Json};

    #[track_caller]
    fn check(fields: &[&str], content: &[ContentArgument], expected: &str) {
        let request = CurlRequest {
            method: None,
            url: "http://x/".to_owned(),
            field_lines: fields.iter().map(|field| (*field).to_owned()).collect(),
            content: content.to_vec(),
        };
        let read = |name: &str| match name {
            "file" => Ok(b"a\r\nb\n".to_vec()),
            _ => Err(Slip::new("no such file")),
        };
        let shown = match request.into_request(read) {
            Ok(request) => {
                let lines = request.field_lines.iter();
                let lines = lines.map(|line| format!("{}: {}", line.name, line.value));
                let lines: Vec<String> = lines.collect();
                let body = String::from_utf8(request.body).unwrap();
                format!("{} [{}] {body:?}", request.method, lines.join(", "))
            }
            Err(slip) => slip.to_string(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn content_makes_a_post_with_its_type() {
        check(&[], &[], "GET [] \"\"");
        check(
            &[],
            &[Data("a=1".to_owned()), Data("b=2".to_owned())],
            "POST [Content-Type: application/x-www-form-urlencoded] \"a=1&b=2\"",
        );
        check(
            &[],
            &[Json("{}".to_owned())],
            "POST [Content-Type: application/json, Accept: application/json] \"{}\"",
        );
    }

    #[test]
    fn files_lose_their_line_breaks_unless_they_are_json() {
        let form = "POST [Content-Type: application/x-www-form-urlencoded]";
        check(&[], &[Data("@file".to_owned())], &format!("{form} \"ab\""));
        check(
            &["Accept:", "Content-Type: text/plain"],
            &[Json("@file".to_owned())],
            "POST [Content-Type: text/plain] \"a\\r\\nb\\n\"",
        );
        check(&[], &[Data("@nowhere".to_owned())], "no such file");
    }

    #[test]
    fn fields_are_written_as_for_curl() {
        check(&["A:1", "B: 2 ", "C;"], &[], "GET [A: 1, B: 2, C: ] \"\"");
        check(&["content-type:"], &[Data("x".to_owned())], "POST [] \"x\"");
        check(
            &["Accept"],
            &[],
            "the header “Accept” has no colon; write name and value, e.g. -H 'Accept: text/plain'",
        );
        check(
            &["A b: 1"],
            &[],
            "the header name “A b” holds a space; use letters, digits and hyphens",
        );
    }
}
