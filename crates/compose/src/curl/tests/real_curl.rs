//! The installed curl as the judge: what it sends for a command of the corpus is what was read.

use super::{Case, Draft, corpus, read_curl};
use language::say;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
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
        let Ok(reading) = read_curl(&command) else { continue };
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
        let is_shell = !command.contains(['^', '`']) && command.starts_with("curl ");
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
            compare(&command, &reading.draft, &received, &String::from_utf8_lossy(&output.stderr));
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
        (name.to_ascii_lowercase(), value.trim().to_owned())
    };
    let lines: Vec<_> = head[1..].iter().map(line).collect();
    let len = lines.iter().find(|(name, _)| name == "content-length");
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
    let content = String::from_utf8_lossy(&received.content);
    assert_eq!(content, draft.body.content(), "{command}");

    let mut expected: Vec<(String, String)> = draft.field_lines();
    for (name, _) in &mut expected {
        name.make_ascii_lowercase();
    }
    if !url.username().is_empty() {
        let user = crate::headers::basic(url.username(), url.password().unwrap_or_default());
        expected.push(("authorization".to_owned(), user));
    }
    let has_host = expected.iter().any(|(name, _)| name == "host");
    // What curl adds by itself, which the draft leaves to the client.
    let is_own = |(name, value): &(String, String)| match name.as_str() {
        "accept" => value == "*/*",
        "user-agent" => value.starts_with("curl/"),
        "content-length" => true,
        "host" => !has_host,
        _ => false,
    };
    let normal = |lines: Vec<(String, String)>| {
        let lines = lines.into_iter().filter(|line| !is_own(line));
        // Which compressions there are depends on how curl was built.
        let lines = lines.map(|(name, value)| match value.starts_with("deflate, gzip") {
            true => (name, "deflate, gzip".to_owned()),
            false => (name, value),
        });
        let mut lines: Vec<_> = lines.collect();
        lines.sort();
        lines
    };
    assert_eq!(normal(received.lines), normal(expected), "{command}");
}
