//! The installed curl as the judge: what it sends for a command of the corpus is what was read.

use super::{Case, Draft, corpus, read_curl};
use language::say;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use trace::ClientKind;
use url::Url;

/// A request as it came out of a socket.
struct Received {
    method: String,
    target: String,
    lines: Vec<(String, String)>,
    content: Vec<u8>,
}

#[test]
fn curl_sends_what_was_read() {
    if Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_err() {
        return testing::skip("no curl is installed to judge what is read of commands");
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, received) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if sender.send(receive(stream)).is_err() {
                return;
            }
        }
    });
    let directory = std::env::temp_dir().join(format!("roundtrip-curl-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let mut n_sent = 0;
    for Case { command, .. } in corpus() {
        let Ok(reading) = read_curl(&command, 0) else { continue };
        let is_allowed = |note: &super::Note| {
            let flag = note.found.split(' ').next().unwrap_or_default();
            // These change nothing in what goes to a server that does not redirect.
            const SAME: [&str; 12] = [
                "-L",
                "--location",
                "-k",
                "--insecure",
                "-m",
                "--max-time",
                "--connect-timeout",
                "--retry",
                "--retry-delay",
                "--http1.1",
                "-4",
                "--max-redirs",
            ];
            let is_harmless = note.weight == super::Weight::Harmless && flag.starts_with('-');
            is_harmless
                || SAME.contains(&flag)
                || note.reason == say(super::words::CUT_AT_AMPERSAND)
        };
        let is_shell = !command.contains(['^', '`'])
            && !command.contains("\"{\"\"")
            && command.starts_with("curl ");
        let cuts =
            reading.notes.iter().any(|note| note.reason == say(super::words::CUT_AT_AMPERSAND));
        let url = reading.draft.url.text().to_ascii_lowercase();
        // curl refuses a space, which the URL standard escapes.
        let is_plain = url.starts_with("http://") && !url.contains(' ');
        // Written with `=`, or as a start that this curl finds ambiguous.
        let is_ours = command.contains("--request=") || command.contains("--url=");
        if is_shell && is_plain && !cuts && !is_ours && reading.notes.iter().all(is_allowed) {
            let script = format!(
                "curl() {{ command curl -q --connect-to ::127.0.0.1:{port} \"$@\"; }}\n{command}"
            );
            let mut shell = Command::new("bash");
            let shell =
                shell.args(["-c", &script]).current_dir(&directory).env_remove("http_proxy");
            let output = shell.stdin(Stdio::null()).output().unwrap();
            if output.status.code() == Some(3) {
                // More of a URL is allowed here than curl allows: without `-g` it knows ranges.
                assert!(url.contains('['), "curl refuses {url}");
                continue;
            }
            compare(
                &command,
                &reading.draft_of(ClientKind::Curl),
                &received,
                &String::from_utf8_lossy(&output.stderr),
            );
            n_sent += 1;
        }
    }
    std::fs::remove_dir_all(&directory).unwrap();
    assert!(n_sent > 120, "only {n_sent} commands were judged");
}

fn receive(stream: TcpStream) -> Received {
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut reader = BufReader::new(stream);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let line = line.trim_end_matches(['\r', '\n']).to_owned();
        if line.is_empty() {
            break;
        }
        head.push(line);
    }
    let mut request_line = head[0].split(' ');
    let method = request_line.next().unwrap().to_owned();
    let target = request_line.next().unwrap().to_owned();
    let line = |line: &String| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_owned(), value.trim().to_owned())
    };
    let lines: Vec<_> = head[1..].iter().map(line).collect();
    let len = lines.iter().find(|(name, _)| name == "Content-Length");
    let mut content = vec![0; len.map_or(0, |(_, len)| len.parse().unwrap())];
    reader.read_exact(&mut content).unwrap();
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    reader.get_mut().write_all(answer.as_bytes()).unwrap();
    Received { method, target, lines, content }
}

#[track_caller]
fn compare(command: &str, draft: &Draft, received: &Receiver<Received>, told: &str) {
    let received = received.recv_timeout(Duration::from_secs(5));
    let received = received.unwrap_or_else(|_| panic!("curl sent nothing: {command}\n{told}"));
    let url = Url::parse(draft.url.text()).unwrap();
    assert_eq!(received.method, draft.method, "{command}");
    // Escaped or not, in capitals or not, what stands there is the same.
    let target =
        |url: &Url| (url.path().to_ascii_lowercase(), url.query().map(str::to_ascii_lowercase));
    let sent = Url::parse(&format!("http://x{}", received.target)).unwrap();
    assert_eq!(target(&sent), target(&url), "{command}");
    let content = String::from_utf8_lossy(&received.content).into_owned();
    // Each curl draws its own delimiter.
    let delimiter = |lines: &[(String, String)]| {
        let value = lines.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
        Some(value.1.rsplit_once("; boundary=")?.1.to_owned())
    };
    let plain = |text: &str, lines: &[(String, String)]| {
        let outer = delimiter(lines).map_or(text.to_owned(), |it| text.replace(&it, "DELIMITER"));
        let is_end = |c: char| !(c == '-' || c.is_ascii_alphanumeric());
        let inner = outer.split_once("boundary=-").and_then(|(_, rest)| rest.split(is_end).next());
        let inner = inner.map(|rest| format!("-{rest}"));
        inner.map_or(outer.clone(), |inner| outer.replace(&inner, "INNER"))
    };
    let expected: Vec<(String, String)> = draft.field_lines();
    assert_eq!(
        plain(&content, &received.lines),
        plain(&draft.body.content(), &expected),
        "{command}"
    );

    let has_host = expected.iter().any(|(name, _)| name.eq_ignore_ascii_case("host"));
    let normal = |lines: &[(String, String)]| {
        let lines = lines.iter().filter(|(name, _)| {
            !name.eq_ignore_ascii_case("content-length")
                && (has_host || !name.eq_ignore_ascii_case("host"))
        });
        // Which version, and which compressions there are, depends on the curl.
        let lines: Vec<_> = lines
            .map(|(name, value)| match value {
                value if value.starts_with("deflate, gzip") => format!("{name}: deflate, gzip"),
                value if value.starts_with("curl/") => format!("{name}: curl"),
                // Older curls put no space between those of several -b.
                value if name.eq_ignore_ascii_case("cookie") => {
                    format!("{name}: {}", value.replace("; ", ";"))
                }
                value => {
                    format!("{name}: {}", value.split("; boundary=-").next().unwrap_or_default())
                }
            })
            .collect();
        lines
    };
    let mut sent = normal(&received.lines);
    let mut read = normal(&expected);
    let url_user = !url.username().is_empty();
    if url_user {
        let user = crate::headers::basic(url.username(), url.password().unwrap_or_default());
        read.insert(0, format!("Authorization: {user}"));
    }
    for lines in [&mut sent, &mut read] {
        lines.iter_mut().for_each(|line| {
            let (name, value) = line.split_once(": ").unwrap_or((line.trim_end_matches(':'), ""));
            *line = format!("{}: {value}", name.to_ascii_lowercase());
        });
    }
    // The order of fields of different names means nothing (RFC 9110 §5.3).
    sent.sort_by(|a, b| a.split(':').next().cmp(&b.split(':').next()));
    read.sort_by(|a, b| a.split(':').next().cmp(&b.split(':').next()));
    assert_eq!(sent, read, "{command}");
}
