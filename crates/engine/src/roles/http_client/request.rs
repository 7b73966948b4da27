//! What a request says of how it is sent, in either version of HTTP.

use crate::roles::client_profile::{ClientProfile, SaysLength};
use crate::simulation::Simulation;
use futures_channel::oneshot;
use trace::{FieldLine, Request};

/// Waits for the server to ask for the content, but not for long. `false` where it knows its answer
/// without: `asked_for` ends with the answer.
pub async fn is_content_wanted(
    simulation: &Simulation,
    profile: &ClientProfile,
    asked_for: oneshot::Receiver<()>,
) -> bool {
    let asked = simulation.timeout(profile.continue_patience, asked_for).await;
    !matches!(asked, Some(Err(_)))
}

/// Whether the client waits before it sends the content, of which there is some (RFC 9110 §10.1.1).
pub fn expects_continue(request: &Request) -> bool {
    !request.body.is_empty() && request.field_lines.lists("expect", "100-continue")
}

/// The header section that is sent: what the reader wrote, and how long the content is, unless that
/// is framed otherwise.
pub fn sent_fields(request: &Request, profile: &ClientProfile) -> Vec<FieldLine> {
    let mut lines: Vec<FieldLine> = request.field_lines.iter().cloned().collect();
    let framed = request.field_value("content-length").is_some()
        || request.field_value("transfer-encoding").is_some();
    let has_own_type = lines.last().is_some_and(is_own_type_of_curl);
    let (at, says_nothing) = match profile.says_length {
        SaysLength::Last => {
            let expects_content = matches!(request.method.as_str(), "POST" | "PUT" | "PATCH");
            (lines.len(), expects_content)
        }
        SaysLength::BeforeOwnType => (lines.len() - usize::from(has_own_type), has_own_type),
    };
    if !framed && (says_nothing || !request.body.is_empty()) {
        let value = request.body.len().to_string();
        lines.insert(at, FieldLine { name: "Content-Length".to_owned(), value });
    }
    lines
}

/// The type that curl gives to `-d` and `-F` by itself.
fn is_own_type_of_curl(line: &FieldLine) -> bool {
    line.is("content-type")
        && (line.value == "application/x-www-form-urlencoded"
            || line.value.contains("; boundary=------------------------"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::ClientKind;

    #[track_caller]
    fn check(client: ClientKind, method: &str, lines: &[(&str, &str)], body: &str, expected: &str) {
        let lines: Vec<(String, String)> =
            lines.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let request = Request::parse(method, "http://x/", &lines, body.as_bytes().to_vec());
        let sent = sent_fields(&request.expect("it can be sent"), &ClientProfile::of(client));
        let names: Vec<String> =
            sent.iter().map(|line| format!("{}={:.3}", line.name, line.value)).collect();
        assert_eq!(names.join(" "), expected);
    }

    const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
    const JSON: (&str, &str) = ("Content-Type", "json");

    #[test]
    fn a_client_says_how_long_its_content_is_unless_that_is_framed() {
        let server = ClientKind::Server;
        check(server, "POST", &[FORM], "ab", "Content-Type=app Content-Length=2");
        check(server, "POST", &[], "", "Content-Length=0");
        check(server, "GET", &[], "", "");
        check(server, "PUT", &[("content-length", "9")], "ab", "content-length=9");
        check(server, "PUT", &[("Transfer-Encoding", "chunked")], "ab", "Transfer-Encoding=chu");
    }

    #[test]
    fn curl_says_it_before_a_type_of_its_own() {
        let curl = ClientKind::Curl;
        let multipart = ("Content-Type", "multipart/form-data; boundary=------------------------x");
        check(curl, "POST", &[FORM], "ab", "Content-Length=2 Content-Type=app");
        check(
            curl,
            "POST",
            &[("A", "b"), multipart],
            "ab",
            "A=b Content-Length=2 Content-Type=mul",
        );
        check(curl, "POST", &[JSON], "ab", "Content-Type=jso Content-Length=2");
        check(curl, "POST", &[FORM], "", "Content-Length=0 Content-Type=app");
        check(curl, "POST", &[], "", "");
        check(curl, "POST", &[FORM, ("A", "b")], "ab", "Content-Type=app A=b Content-Length=2");
    }
}
