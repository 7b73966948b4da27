//! Values as HTML and as XML: every text is escaped, and none can become markup.

use serde_json::Value as Json;

/// What things are called where JSON has no names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Names {
    /// Several of them, e.g. `users`.
    pub list: &'static str,
    /// One of them.
    pub item: &'static str,
}

/// The Content-Type of [`html`].
pub(crate) const HTML: &str = "text/html; charset=utf-8";
/// The Content-Type of [`xml`].
pub(crate) const XML: &str = "application/xml; charset=utf-8";
/// The same, of a problem (RFC 9457 appendix B).
pub(crate) const PROBLEM_XML: &str = "application/problem+xml; charset=utf-8";
/// The namespace of its elements.
const PROBLEM_NAMESPACE: &str = "urn:ietf:rfc:7807";

/// A page that shows a value.
pub(crate) fn html(value: &Json, names: Names) -> String {
    let title = if value.is_array() { names.list } else { names.item };
    let mut body = String::new();
    write_html(&mut body, value);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <h1>{title}</h1>\n{body}\n</html>\n"
    )
}

fn write_html(out: &mut String, value: &Json) {
    match value {
        Json::Array(items) if items.iter().all(Json::is_object) && !items.is_empty() => {
            write_table(out, items);
        }
        Json::Array(items) => {
            out.push_str("<ul>");
            for item in items {
                out.push_str("<li>");
                write_html(out, item);
                out.push_str("</li>");
            }
            out.push_str("</ul>");
        }
        Json::Object(members) => {
            out.push_str("<dl>");
            for (name, value) in members {
                out.push_str(&format!("<dt>{}</dt><dd>", escaped(name)));
                write_html(out, value);
                out.push_str("</dd>");
            }
            out.push_str("</dl>");
        }
        other => out.push_str(&escaped(&plain(other))),
    }
}

/// Rows with the names of their columns above them.
fn write_table(out: &mut String, rows: &[Json]) {
    let members = |row: &Json| row.as_object().cloned().unwrap_or_default();
    out.push_str("<table>\n<tr>");
    for name in members(&rows[0]).keys() {
        out.push_str(&format!("<th>{}</th>", escaped(name)));
    }
    out.push_str("</tr>\n");
    for row in rows {
        out.push_str("<tr>");
        for value in members(row).values() {
            out.push_str("<td>");
            write_html(out, value);
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>");
}

/// A document of XML 1.0 that holds a value.
pub(crate) fn xml(value: &Json, names: Names) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    match value {
        Json::Array(items) => {
            out.push_str(&format!("<{}>", names.list));
            items.iter().for_each(|item| write_xml(&mut out, names.item, "", item));
            out.push_str(&format!("</{}>", names.list));
        }
        other => write_xml(&mut out, names.item, "", other),
    }
    out + "\n"
}

/// The same of a problem.
pub(crate) fn problem_xml(value: &Json) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    write_xml(&mut out, "problem", &format!(" xmlns=\"{PROBLEM_NAMESPACE}\""), value);
    out + "\n"
}

fn write_xml(out: &mut String, name: &str, attributes: &str, value: &Json) {
    // What is no name of XML stands in an attribute.
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let (name, named) = match is_name {
        true => (name, String::new()),
        false => ("entry", format!(" name=\"{}\"", escaped(name))),
    };
    out.push_str(&format!("<{name}{named}{attributes}>"));
    match value {
        Json::Array(items) => items.iter().for_each(|item| write_xml(out, "item", "", item)),
        Json::Object(members) => {
            members.iter().for_each(|(name, value)| write_xml(out, name, "", value));
        }
        other => out.push_str(&escaped(&plain(other))),
    }
    out.push_str(&format!("</{name}>"));
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

/// Text that is no markup. Signs that XML 1.0 cannot hold (§2.2) are replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(sign),
            '\r' => escaped.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            sign => escaped.push(sign),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const USERS: Names = Names { list: "users", item: "user" };

    #[test]
    fn rows_are_a_table_and_elements() {
        let rows = json!([{"id": 1, "name": "Ada <&> \"x\"\u{1}"}, {"id": 2, "name": null}]);
        let html = html(&rows, USERS);
        assert!(html.contains("<title>users</title>"), "{html}");
        assert!(html.contains("<tr><th>id</th><th>name</th></tr>"), "{html}");
        assert!(html.contains("<td>Ada &lt;&amp;&gt; &quot;x&quot;\u{fffd}</td>"), "{html}");
        let xml = xml(&rows, USERS);
        assert!(xml.contains("<users><user><id>1</id><name>Ada &lt;&amp;&gt;"), "{xml}");
        assert!(xml.ends_with("<user><id>2</id><name></name></user></users>\n"), "{xml}");
    }

    #[test]
    fn names_that_xml_does_not_know_are_attributes() {
        let xml = xml(&json!({"/users/{id}": "GET", "a": [1, true]}), USERS);
        assert!(xml.contains("<entry name=\"/users/{id}\">GET</entry>"), "{xml}");
        assert!(xml.contains("<a><item>1</item><item>true</item></a>"), "{xml}");
    }
}
