//! The installed curl as the judge of all that stands between a command and the wire: what it sends
//! for random commands is, octet for octet, what the simulated curl sends.

use compose::curl::{Files, read_arguments};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use testing::Chance;
use trace::{ClientKind, Content, HttpUrl, Scenario};

const N_COMMANDS: usize = 300;

#[test]
fn the_simulated_curl_sends_what_the_real_one_sends() {
    if Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_err() {
        return testing::skip("no curl is installed to judge what is sent");
    }
    let (port, received) = server();
    let seed = 0x5eed;
    let mut chance = Chance::new(seed);
    let mut n_judged = 0;
    for number in 0..N_COMMANDS {
        let words = random_words(&mut chance);
        let shown = format!("command {number} of seed {seed:#x}: curl {words:?}");
        let status = Command::new("curl")
            .args(["-q", "-s", "--max-time", "5", "--connect-to", &format!("::127.0.0.1:{port}")])
            .args(&words)
            .env_remove("http_proxy")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("curl was there a moment ago");
        if matches!(status.code(), Some(2 | 3)) {
            // It refuses, e.g. a body with --head, or a space in a URL.
            continue;
        }
        let sent = received.recv_timeout(Duration::from_secs(5));
        let sent = sent.unwrap_or_else(|_| panic!("curl sent nothing: {status} {shown}"));
        let reading =
            read_arguments(&words, Files::None, 1).unwrap_or_else(|e| panic!("{e}: {shown}"));
        assert_eq!(reading.notes, [], "{shown}");
        let request = reading.request_of(ClientKind::Curl);
        let request = request.unwrap_or_else(|error| panic!("{error}: {shown}"));
        let mut scenario = Scenario::with_requests(vec![request]);
        scenario.world.client.kind = ClientKind::Curl;
        assert_eq!(comparable(&simulated(&scenario)), comparable(&sent), "{shown}");
        n_judged += 1;
    }
    assert!(n_judged > N_COMMANDS / 2, "only {n_judged} commands were judged");
}

/// The octets of the first request that the engine sends.
fn simulated(scenario: &Scenario) -> Vec<u8> {
    let trace = engine::simulate(scenario);
    let is_request =
        |message: &&trace::Message| matches!(message.content, Content::HttpRequest { .. });
    let message = trace.messages.iter().find(is_request).expect("a request is sent");
    let octets = message.octets.iter().map(|range| trace.octets.slice(*range));
    octets.flatten().copied().collect()
}

/// Request line, sorted field lines and content. What no two curls have in common is replaced.
fn comparable(octets: &[u8]) -> (String, Vec<String>, Vec<u8>) {
    let end = octets.windows(4).position(|four| four == b"\r\n\r\n").expect("the head ends");
    let head = str::from_utf8(&octets[..end]).expect("the head is text");
    let mut lines = head.split("\r\n").map(str::to_owned);
    // curl sends a query as it is written, and the URL standard escapes it; some curls write the
    // digits of escapes in small letters.
    let request_line = lines.next().unwrap_or_default();
    let mut parts = request_line.split(' ');
    let mut part = || parts.next().expect("a request line has three parts");
    let (method, target, version) = (part(), part(), part());
    let target = HttpUrl::parse(&format!("http://x{target}")).expect("it has a target");
    let request_line = format!("{method} {} {version}", target.origin_form().to_ascii_lowercase());
    let mut content = octets[end + 4..].to_vec();
    let mut fields = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':').expect("a field line has a colon");
        let value = value.trim();
        let delimiter = value.split_once("; boundary=").map(|(_, delimiter)| delimiter.to_owned());
        // Older curls put no space between those of several -b.
        let value = if name == "Cookie" { value.replace("; ", ";") } else { value.to_owned() };
        let value = match value.as_str() {
            value if value.starts_with("curl/") => "curl",
            value if value.starts_with("deflate, gzip") => "deflate, gzip",
            value => value.split("; boundary=-").next().unwrap_or_default(),
        };
        if let Some(delimiter) = delimiter {
            content = String::from_utf8(content).unwrap().replace(&delimiter, "-").into_bytes();
        }
        // Of no content RFC 9110 §8.6 has a client say so, which curl does not for `-X POST`.
        if line == "Content-Length: 0" {
            continue;
        }
        // Older curls draw shorter delimiters.
        let is_length_of_form = name == "Content-Length" && head.contains("; boundary=");
        fields.push(if is_length_of_form { name.to_owned() } else { format!("{name}: {value}") });
    }
    fields.sort();
    (request_line, fields, content)
}

/// Words in which nothing is left to the URL parser, which escapes what curl sends as it is.
fn random_words(chance: &mut Chance) -> Vec<String> {
    let text = [
        "a", "B", "1", "-", ".", "_", "~", "%41", "=", "&", "+", "@x", ":", ",", "é", "\"", "{",
        "}",
    ];
    let path =
        ["a", "/b", "1", "-", "~", "%41", "=", "&", "+", ":", ",", ";", "!", "$", "(", ")", "*"];
    let mut url =
        chance.pick(&["http://", "http://", "", "http://ann:p%40w@", "http://ann@"]).to_owned();
    url += "api.example.com";
    url += chance.pick(&["", ":80"]);
    url += &format!("/{}", chance.text(&path, 5));
    url += chance.pick(&["", "\\[x\\]", "\\{x\\}"]).replace("\\{x\\}", "").as_str();
    if chance.below(2) == 0 {
        url += &format!("?{}", chance.text(&path, 5));
    }
    let mut words = Vec::new();
    for _ in 0..chance.below(5) {
        let value = chance.text(&text, 6);
        let plain = chance.text(&["a", "B", "1", "-", " ", "=", ";", "/"], 6);
        let plain = plain.trim();
        let (flag, value) = match chance.below(20) {
            0 => ("-X", chance.pick(&["PUT", "PATCH", "DELETE", "PURGE", "post"]).to_owned()),
            1 | 2 => ("-d", value.trim_start_matches('@').to_owned()),
            3 => ("--data-raw", value),
            4 => ("--data-urlencode", format!("n={value}")),
            5 => ("--json", format!("{{\"a\": \"{value}\"}}")),
            6 | 7 => ("-F", format!("f{}=x{}", chance.below(3), value.replace([';', '"'], ""))),
            8 => ("--form-string", format!("g=@{value};type=a/b")),
            9 | 10 => ("-H", format!("X-{}: v{plain}", chance.below(3))),
            11 => (
                "-H",
                chance
                    .pick(&[
                        "Accept:",
                        "User-Agent:",
                        "X-E;",
                        "accept: a/b",
                        "Content-Type: text/plain",
                        "Host: b.example",
                    ])
                    .to_owned(),
            ),
            12 => ("-A", plain.to_owned()),
            13 => ("-e", format!("http://r/{}", plain.replace([' ', ';'], ""))),
            14 => ("-b", format!("k={}", plain.replace(' ', ""))),
            15 => ("-u", format!("u:{value}")),
            16 => ("-r", "0-9".to_owned()),
            17 => ("--oauth2-bearer", "abc".to_owned()),
            18 => (chance.pick(&["-G", "-I"]), String::new()),
            _ => ("--compressed", String::new()),
        };
        words.push(flag.to_owned());
        if !matches!(flag, "-G" | "-I" | "--compressed") {
            words.push(value);
        }
    }
    words.insert(chance.below(2) * words.len(), url);
    words
}

/// A server on loopback that tells what it received, octet for octet.
fn server() -> (u16, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let port = listener.local_addr().expect("it is bound").port();
    let (sender, received) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if sender.send(receive(stream)).is_err() {
                return;
            }
        }
    });
    (port, received)
}

fn receive(stream: TcpStream) -> Vec<u8> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).expect("a time limit can be set");
    let mut reader = BufReader::new(stream);
    let mut octets = Vec::new();
    let mut len = 0;
    loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).expect("a line comes");
        octets.extend(&line);
        let text = String::from_utf8_lossy(&line).to_ascii_lowercase();
        if let Some(value) = text.strip_prefix("content-length:") {
            len = value.trim().parse().expect("a length is a number");
        }
        if line == b"\r\n" || line.is_empty() {
            break;
        }
    }
    let mut content = vec![0; len];
    reader.read_exact(&mut content).expect("the content comes");
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    reader.get_mut().write_all(answer).expect("an answer can be sent");
    octets.extend(content);
    octets
}
