//! A command for a POSIX shell.

use super::{is_hidden, seconds};
use core::time::Duration;
use trace::{RedirectMode, Request, RetryMethods, RetryOn, is_idempotent};

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
    arguments.extend(fetched(request));
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

/// How the request is fetched, as far as curl can say it.
fn fetched(request: &Request) -> Vec<String> {
    let fetch = &request.fetch;
    let mut arguments = Vec::new();
    match fetch.redirect {
        RedirectMode::Follow => arguments.push("-L".to_owned()),
        // The nearest that there is.
        RedirectMode::Error => arguments.extend(["-L", "--max-redirs 0"].map(str::to_owned)),
        RedirectMode::AsClient | RedirectMode::Manual => {}
    }
    if let (Some(most), false) = (fetch.redirects_max, fetch.redirect == RedirectMode::Error) {
        arguments.push(format!("--max-redirs {most}"));
    }
    let mut span = |option: &str, span: Option<Duration>| {
        arguments.extend(span.map(|span| format!("{option} {}", seconds(span))));
    };
    span("--connect-timeout", fetch.connect_timeout);
    span("-m", fetch.total_timeout);
    if let Some(read) = fetch.read_timeout {
        // Whole seconds in which next to nothing comes.
        arguments.push(format!("--speed-time {}", whole_seconds(read)));
    }
    // curl repeats every method.
    let is_repeated =
        fetch.retry_methods != RetryMethods::Idempotent || is_idempotent(&request.method);
    if fetch.retries > 0 && is_repeated {
        arguments.push(format!("--retry {}", fetch.retries));
        let delay = fetch.retry_delay.map(whole_seconds);
        arguments.extend(delay.map(|delay| format!("--retry-delay {delay}")));
    }
    if fetch.retries > 0 {
        match fetch.retry_on {
            RetryOn::AsClient => {}
            RetryOn::Refused => arguments.push("--retry-connrefused".to_owned()),
            RetryOn::Any => arguments.push("--retry-all-errors".to_owned()),
        }
        let most = fetch.retry_max_time.map(whole_seconds);
        arguments.extend(most.map(|most| format!("--retry-max-time {most}")));
    }
    let switches = [
        ("--post301", fetch.post_after_301),
        ("--post302", fetch.post_after_302),
        ("--post303", fetch.post_after_303),
        ("--location-trusted", fetch.trusts_location),
        ("-e ';auto'", fetch.tells_referer),
    ];
    let said = switches.into_iter().filter(|(_, is_on)| *is_on);
    arguments.extend(said.map(|(option, _)| option.to_owned()));
    arguments
}

fn whole_seconds(span: Duration) -> u128 {
    span.as_millis().div_ceil(1000).max(1)
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
