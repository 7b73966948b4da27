//! A program in JavaScript with `fetch`, for a module or a browser's console.

use super::{TRANSIENT, is_hidden};
use core::time::Duration;
use trace::{
    CacheMode, CredentialsMode, FetchOptions, RedirectMode, Request, RequestMode, RetryMethods,
    is_forbidden_request_field, is_idempotent,
};

pub fn program(request: &Request) -> String {
    let method = request.method.as_str();
    let mut text = notes(request);
    let fetch = &request.fetch;
    let tries_again = fetch.retries > 0 && is_repeated(request);
    // One signal for all attempts: they end together.
    let signal = fetch.total_timeout.map(|total| {
        let limit = format!("AbortSignal.timeout({})", total.as_millis());
        match tries_again {
            true => {
                text.push_str(&format!("const signal = {limit};\n"));
                "  signal,\n".to_owned()
            }
            false => format!("  signal: {limit},\n"),
        }
    });
    text.push_str(match tries_again {
        true => "const send = () => fetch(",
        false => "const response = await fetch(",
    });
    text.push_str(&format!("{}, {{\n", quoted(request.url.as_str())));
    text.push_str(&format!("  method: {},\n", quoted(method)));
    if !request.field_lines.is_empty() {
        text.push_str("  headers: [\n");
        for line in &request.field_lines {
            text.push_str(&format!(
                "    [{}, {}],\n",
                quoted(&line.name),
                byte_string(&line.value)
            ));
        }
        text.push_str("  ],\n");
    }
    if !request.body.is_empty() && carries_content(method) {
        text.push_str(&format!("  body: {},\n", content(&request.body)));
    }
    for (member, value) in modes(fetch) {
        text.push_str(&format!("  {member}: \"{value}\",\n"));
    }
    text.extend(signal);
    text.push_str("});\n");
    if tries_again {
        text.push_str(&attempts(fetch));
    }
    text + "console.log(response.status);\nconsole.log(await response.text());\n"
}

fn carries_content(method: &str) -> bool {
    !matches!(method, "GET" | "HEAD")
}

/// What `fetch` cannot do.
fn notes(request: &Request) -> String {
    let (method, fetch) = (request.method.as_str(), &request.fetch);
    let mut text = String::new();
    let mut note = |said: &str| text.push_str(&format!("// {said}\n"));
    for line in &request.field_lines {
        if is_forbidden_request_field(&line.name, &line.value) {
            note(&format!("In a page the browser sets {} itself.", line.name));
        }
    }
    if !request.body.is_empty() && !carries_content(method) {
        note(&format!("fetch sends no body with {method}, so it is left out here."));
    }
    if fetch.connect_timeout.is_some() || fetch.read_timeout.is_some() {
        note(
            "fetch has no limit for the connection or for one read: AbortSignal.timeout is for all.",
        );
    }
    if fetch.redirects_max.is_some() {
        note("fetch follows up to 20 redirects; no other number can be said.");
    }
    if fetch.mode == RequestMode::Navigate {
        note("No script may ask in mode navigate, so it is left out here.");
    }
    if fetch.retries > 0 && !is_repeated(request) {
        note(&format!("{method} is not tried again: it might be done twice."));
    }
    text
}

fn is_repeated(request: &Request) -> bool {
    request.fetch.retry_methods == RetryMethods::All || is_idempotent(&request.method)
}

/// Members of the second argument, each with its value.
fn modes(fetch: &FetchOptions) -> Vec<(&'static str, &'static str)> {
    let mode = match fetch.mode {
        RequestMode::AsInitiator | RequestMode::Navigate => None,
        RequestMode::SameOrigin => Some("same-origin"),
        RequestMode::NoCors => Some("no-cors"),
        RequestMode::Cors => Some("cors"),
    };
    let credentials = match fetch.credentials {
        CredentialsMode::AsInitiator => None,
        CredentialsMode::Omit => Some("omit"),
        CredentialsMode::SameOrigin => Some("same-origin"),
        CredentialsMode::Include => Some("include"),
    };
    let cache = match fetch.cache {
        CacheMode::Default => None,
        CacheMode::NoStore => Some("no-store"),
        CacheMode::Reload => Some("reload"),
        CacheMode::NoCache => Some("no-cache"),
        CacheMode::ForceCache => Some("force-cache"),
        CacheMode::OnlyIfCached => Some("only-if-cached"),
    };
    let redirect = match fetch.redirect {
        RedirectMode::AsClient => None,
        RedirectMode::Follow => Some("follow"),
        RedirectMode::Error => Some("error"),
        RedirectMode::Manual => Some("manual"),
    };
    let all =
        [("mode", mode), ("credentials", credentials), ("cache", cache), ("redirect", redirect)];
    all.into_iter().filter_map(|(member, value)| Some((member, value?))).collect()
}

/// `fetch` tries nothing again; a loop does.
fn attempts(fetch: &FetchOptions) -> String {
    let first = fetch.retry_delay.unwrap_or(Duration::from_secs(1)).as_millis();
    let retries = fetch.retries;
    let is_over = match fetch.total_timeout {
        Some(_) => "left === 0 || signal.aborted",
        None => "left === 0",
    };
    format!(
        "let response;
for (let left = {retries}, wait = {first}; ; left -= 1, wait *= 2) {{
  try {{
    response = await send();
    if (left === 0 || !{TRANSIENT:?}.includes(response.status)) break;
  }} catch (error) {{
    if ({is_over}) throw error;
  }}
  await new Promise((done) => setTimeout(done, wait));
}}
"
    )
}

fn content(body: &[u8]) -> String {
    match str::from_utf8(body) {
        Ok(text) => quoted(text),
        Err(_) => {
            let octets: Vec<String> = body.iter().map(u8::to_string).collect();
            format!("new Uint8Array([{}])", octets.join(", "))
        }
    }
}

/// `fetch` takes header values octet for octet, each as the character of that number.
fn byte_string(text: &str) -> String {
    quoted(&text.bytes().map(char::from).collect::<String>())
}

fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    let mut before = ' ';
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            // In a page, `</script>` and `<!--` would end or change the script.
            '/' if before == '<' => quoted.push_str("\\/"),
            '!' if before == '<' => quoted.push_str("\\x21"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if is_hidden(c) => quoted.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => quoted.push(c),
        }
        before = character;
    }
    quoted + "\""
}
