//! A program in Python with the package `requests`.

use super::is_hidden;
use trace::{FieldLine, Request};

pub fn program(request: &Request) -> String {
    const SHORT: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
    let method = request.method.as_str();
    let mut text = "import requests\n\n".to_owned();
    let upper = method.to_ascii_uppercase();
    if upper != method {
        text.push_str(&format!("# requests writes the method in capitals: {upper}\n"));
    }
    text.push_str("response = requests.");
    text.push_str(&match SHORT.contains(&method) {
        true => format!("{}(\n", method.to_ascii_lowercase()),
        false => format!("request(\n    {},\n", quoted(method)),
    });
    text.push_str(&format!("    {},\n", quoted(request.url.as_str())));
    let headers = merged(&request.field_lines);
    if !headers.is_empty() {
        text.push_str("    headers={\n");
        for (name, value) in &headers {
            text.push_str(&format!("        {}: {},\n", quoted(name), encoded(value)));
        }
        text.push_str("    },\n");
    }
    if !request.body.is_empty() {
        text.push_str(&format!("    data={},\n", content(&request.body)));
    }
    // A redirect is an answer too, and the one that was composed for.
    text.push_str(
        "    allow_redirects=False,\n)\nprint(response.status_code)\nprint(response.text)\n",
    );
    text
}

/// A dictionary holds each name once: lines of the same name are one list (RFC 9110 §5.3), of
/// cookies with semicolons.
fn merged(lines: &[FieldLine]) -> Vec<(&str, String)> {
    let mut merged: Vec<(&str, String)> = Vec::new();
    for line in lines {
        match merged.iter_mut().find(|(name, _)| line.is(name)) {
            Some((name, value)) => {
                let separator = if name.eq_ignore_ascii_case("cookie") { "; " } else { ", " };
                value.push_str(separator);
                value.push_str(&line.value);
            }
            None => merged.push((&line.name, line.value.clone())),
        }
    }
    merged
}

fn content(body: &[u8]) -> String {
    match str::from_utf8(body) {
        Ok(text) => encoded(text),
        Err(_) => {
            let octets: String = body.iter().map(|octet| format!("\\x{octet:02x}")).collect();
            format!("b\"{octets}\"")
        }
    }
}

/// A text that is not ASCII is given as octets, which is what is sent.
fn encoded(text: &str) -> String {
    match text.is_ascii() {
        true => quoted(text),
        false => format!("{}.encode(\"utf-8\")", quoted(text)),
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if is_hidden(c) && c < '\u{100}' => quoted.push_str(&format!("\\x{:02x}", c as u32)),
            c if is_hidden(c) && c < '\u{10000}' => {
                quoted.push_str(&format!("\\u{:04x}", c as u32))
            }
            c if is_hidden(c) => quoted.push_str(&format!("\\U{:08x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
