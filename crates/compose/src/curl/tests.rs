//! A corpus of commands, and what each is read as.

use super::*;
use crate::draft::Draft;
use trace::ClientKind;

mod real_curl;

const CORPUS: &str = include_str!("../../tests/data/curl.txt");

/// A command and what it is read as, as the corpus has them.
struct Case {
    command: String,
    expected: String,
}

fn corpus() -> Vec<Case> {
    let blocks = CORPUS.split("\n\n").filter(|block| block.starts_with('>'));
    let case = |block: &str| {
        let command = block.lines().take_while(|line| line.starts_with('>'));
        let command = command.map(|line| line[1..].strip_prefix(' ').unwrap_or_default());
        let command: Vec<&str> = command.collect();
        let expected: Vec<&str> = block.lines().skip(command.len()).collect();
        Case { command: command.join("\n"), expected: expected.join("\n") }
    };
    blocks.map(case).collect()
}

/// What the corpus says of a command.
fn shown(reading: &Result<Reading, CurlError>) -> String {
    let reading = match reading {
        Ok(reading) => reading,
        Err(error) => return format!("? {error}"),
    };
    let Draft { method, url, body, .. } = &reading.draft;
    let mut lines = vec![format!("{method} {}", url.text())];
    lines
        .extend(reading.draft.field_lines().iter().map(|(name, value)| format!("{name}: {value}")));
    let content = body.content().replace('\r', "␍");
    if !content.is_empty() {
        lines.extend(content.split('\n').map(|line| format!("| {line}").trim_end().to_owned()));
    }
    for note in &reading.notes {
        let mark = match note.weight {
            Weight::Matters => '!',
            Weight::Harmless => '~',
        };
        lines.push(format!("{mark} {}", note.to_string().replace('\n', "␊")));
    }
    lines.join("\n")
}

#[test]
fn a_command_that_may_read_files_does() {
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let open = |name: &str| match name {
        "text" => Ok(b"a\r\nb\n".to_vec()),
        "octets" => Ok(vec![0xff, b'\n']),
        name => Err(format!("{name}: there is no such file")),
    };
    let content = |line: &str| {
        let reading = read_arguments(&words(line), Files::Read(&open), 0)?;
        assert_eq!(reading.notes, [], "{line}");
        Ok(reading.request_of(ClientKind::Server).expect("it can be sent").body)
    };
    assert_eq!(content("http://x/ -d @text -d c"), Ok(b"ab&c".to_vec()));
    assert_eq!(content("http://x/ --data-binary @text"), Ok(b"a\r\nb\n".to_vec()));
    assert_eq!(content("http://x/ --json @text"), Ok(b"a\r\nb\n".to_vec()));
    assert_eq!(content("http://x/ -d @octets"), Ok(vec![0xff]));
    assert_eq!(content("http://x/ --data-binary @octets"), Ok(vec![0xff, b'\n']));
    let error = content("http://x/ -d @nowhere").map_err(|error: CurlError| error.to_string());
    assert_eq!(error, Err("nowhere: there is no such file".to_owned()));
}

#[test]
fn two_hundred_commands_are_read_as_they_are_meant() {
    let cases = corpus();
    assert!(cases.len() >= 200, "there are {} commands", cases.len());
    for Case { command, expected } in &cases {
        assert_eq!(shown(&read_curl(command, 0)), *expected, "{command}");
    }
}

#[test]
fn a_client_adds_its_own_fields_around_a_command() {
    let check = |command: &str, client: ClientKind, expected: &str| {
        let draft = read_curl(command, 0).unwrap().draft_of(client);
        let names: Vec<&str> = draft.headers.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names.join(" "), expected, "{command}");
    };
    let all = "curl x -u a:b --compressed -b a=b -H A:1";
    check(all, ClientKind::Curl, "Authorization User-Agent Accept Accept-Encoding Cookie A");
    let agent = "curl x -H 'user-agent: a' -H 'B: 2'";
    check(agent, ClientKind::Curl, "Accept user-agent B");
    check(agent, ClientKind::Python, "Accept-Encoding Accept Connection user-agent B");
    check("curl x -H 'Accept:' -A ''", ClientKind::Curl, "");
    check(
        "curl x -H 'Accept:' -H User-Agent:",
        ClientKind::MobileApp,
        "Accept-Encoding Connection",
    );
}

#[test]
fn what_is_pasted_is_known_as_a_command() {
    for text in [
        "curl http://x/",
        " $ curl -s x",
        "curl.exe ^\"http://x/^\"",
        "/usr/bin/curl x",
        "A=1 curl x",
        "echo a | curl -d @- x",
    ] {
        assert!(is_curl_command(text), "{text}");
    }
    for text in ["curl", "http://x/curl y", "curls x", "http://x/", "", "about curl x"] {
        assert!(!is_curl_command(text), "{text}");
        assert!(!is_command(text), "{text}");
    }
}

#[test]
fn a_request_as_another_program_writes_it_is_told_apart() {
    for (text, expected) in [
        ("fetch(\"http://x/\", {\n  \"method\": \"POST\"\n});", "calls fetch"),
        ("await fetch('http://x/');", "calls fetch"),
        (
            "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\niwr",
            "PowerShell",
        ),
        ("PS C:\\> Invoke-WebRequest -Uri 'http://x/'", "PowerShell"),
        ("wget -qO- http://x/", "wget command"),
        ("$ http POST x.example name=Ada", "HTTPie command"),
        ("GET /users HTTP/1.1\nHost: x.example\n\n", "as it is sent"),
    ] {
        assert!(is_command(text), "{text}");
        let error = read_curl(text, 0).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
    for text in ["http://x/", "https", "fetch", "wget", "GET /users", "a HTTP/1.1"] {
        assert!(!is_command(text), "{text}");
    }
}

#[test]
fn no_text_breaks_the_reader() {
    let pieces = [
        "curl ",
        "-d",
        " ",
        "'",
        "\"",
        "\\",
        "$",
        "$'",
        "^",
        "^\"",
        "\n",
        "`\n",
        "^\n",
        "&",
        "|",
        "<",
        ">",
        "#",
        "http://x/?a",
        "--",
        "-",
        "--data-urlencode ",
        "-G ",
        "@",
        "=",
        "\\u",
        "\\xff",
        "é",
        "2>",
        "-sXH",
        "{",
        "[",
        "<<E\n",
        "\nE\n",
        "<<<",
        "$(",
        ")",
        "`",
        "“",
        "’",
        "\u{a0}",
        "-F a=@b;",
        "type=",
        "–d",
        "\\ \n",
    ];
    let mut chance = testing::Chance::new(9);
    for _ in 0..100_000 {
        let text = format!("curl {}", chance.text(&pieces, 10));
        if let Ok(reading) = read_curl(&text, 0) {
            assert!(!reading.draft.url.text().is_empty(), "{text}");
        }
    }
    assert_eq!(read_curl(&"curl x ".repeat(200_000), 0), Err(CurlError::TooLong));
}

/// Prints the corpus with what is read now; what changed is then judged line by line.
#[test]
#[ignore = "it makes the corpus, and does not judge it"]
fn print_corpus() {
    let path = std::env::var("CORPUS").expect("CORPUS names the file");
    let text = std::fs::read_to_string(path).unwrap();
    for block in text.split("\n\n") {
        if !block.starts_with('>') {
            println!("{block}\n");
            continue;
        }
        let lines: Vec<&str> = block.lines().take_while(|line| line.starts_with('>')).collect();
        let command: Vec<&str> =
            lines.iter().map(|line| line[1..].strip_prefix(' ').unwrap_or_default()).collect();
        println!("{}\n{}\n", lines.join("\n"), shown(&read_curl(&command.join("\n"), 0)));
    }
}
