//! A program in JavaScript with `fetch`, for a module or a browser's console.

use super::is_hidden;
use crate::warnings::is_forbidden;
use trace::Request;

pub fn program(request: &Request) -> String {
    let method = request.method.as_str();
    let mut text = String::new();
    for line in &request.field_lines {
        if is_forbidden(&line.name.to_ascii_lowercase(), &line.value) {
            text.push_str(&format!("// In a page the browser sets {} itself.\n", line.name));
        }
    }
    let carries_content = !matches!(method, "GET" | "HEAD");
    if !request.body.is_empty() && !carries_content {
        text.push_str(&format!("// fetch sends no body with {method}, so it is left out here.\n"));
    }
    text.push_str(&format!("const response = await fetch({}, {{\n", quoted(request.url.as_str())));
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
    if !request.body.is_empty() && carries_content {
        text.push_str(&format!("  body: {},\n", content(&request.body)));
    }
    text + "});\nconsole.log(response.status);\nconsole.log(await response.text());\n"
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
