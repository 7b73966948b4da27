//! A command for a POSIX shell.

use super::is_hidden;
use trace::Request;

pub fn command(request: &Request) -> String {
    let url = request.url.as_str();
    let has_content = !request.body.is_empty();
    let mut arguments = vec![quoted(url.as_bytes())];
    if url.contains(['[', ']', '{', '}']) {
        arguments.push("--globoff".to_owned());
    }
    match (request.method.as_str(), has_content) {
        ("GET", false) | ("POST", true) => {}
        ("HEAD", false) => arguments.push("--head".to_owned()),
        (method, _) => arguments.push(format!("-X {}", quoted_if_needed(method))),
    }
    for line in &request.field_lines {
        let line = match line.value.is_empty() {
            true => format!("{};", line.name),
            false => format!("{}: {}", line.name, line.value),
        };
        arguments.push(format!("-H {}", quoted(line.as_bytes())));
    }
    if has_content && request.field_value("content-type").is_none() {
        // Otherwise curl would say that it is a form.
        arguments.push("-H 'Content-Type:'".to_owned());
    }
    let is_text = str::from_utf8(&request.body).is_ok() && !request.body.contains(&0);
    match (has_content, is_text) {
        (false, _) => format!("curl {}", joined(&arguments)),
        (true, true) => {
            arguments.push(format!("--data-raw {}", quoted(&request.body)));
            format!("curl {}", joined(&arguments))
        }
        // No argument holds a null character, and not every octet comes through a terminal.
        (true, false) => {
            arguments.push("--data-binary @-".to_owned());
            let octets: String =
                request.body.iter().map(|octet| format!("\\{octet:03o}")).collect();
            format!("printf '{octets}' | curl {}", joined(&arguments))
        }
    }
}

fn joined(arguments: &[String]) -> String {
    arguments.join(" \\\n  ")
}

fn quoted_if_needed(word: &str) -> String {
    match word.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-') {
        true => word.to_owned(),
        false => quoted(word.as_bytes()),
    }
}

/// In single quotes nothing is special; in `$'…'` a terminal sees no control character.
fn quoted(octets: &[u8]) -> String {
    let text = str::from_utf8(octets).expect("method, URL and fields are text");
    let is_escaped = |c: char| is_hidden(c) && c != '\n';
    if !text.contains(is_escaped) {
        return format!("'{}'", text.replace('\'', "'\\''"));
    }
    let mut quoted = "$'".to_owned();
    for character in text.chars() {
        match character {
            '\'' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            c if is_escaped(c) => {
                let mut octets = [0; 4];
                for octet in c.encode_utf8(&mut octets).bytes() {
                    quoted.push_str(&format!("\\x{octet:02x}"));
                }
            }
            c => quoted.push(c),
        }
    }
    quoted + "'"
}
