//! A corpus of commands, and what each is read as.

use super::*;
use crate::draft::Draft;
use trace::{ClientKind, FetchOptions, RedirectMode, RetryOn};

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
            Weight::World => '=',
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
fn what_is_said_of_redirects_and_attempts_is_how_the_request_is_fetched() {
    let nothing = |_: &str| None;
    let fetch = |options: &str| {
        let command = format!("curl {options} http://x/");
        let mut readings =
            read_each(&command, Files::IfThere(&nothing), 0).expect("it can be read");
        let reading = readings.remove(0);
        assert_eq!(reading.notes, [], "{options}");
        reading.fetch
    };
    let usual = FetchOptions::default;
    let follow = || FetchOptions { redirect: RedirectMode::Follow, ..usual() };
    assert_eq!(fetch("-L"), follow());
    assert_eq!(fetch("-L -X PUT"), FetchOptions { keeps_method: true, ..follow() });
    assert_eq!(fetch("-X PUT"), usual());
    assert_eq!(fetch("--follow -X PUT"), follow());
    assert_eq!(fetch("--location-trusted"), FetchOptions { trusts_location: true, ..follow() });
    let [after_301, after_302] = [true; 2];
    assert_eq!(
        fetch("-L --post301 --post302"),
        FetchOptions { post_after_301: after_301, post_after_302: after_302, ..follow() }
    );
    assert_eq!(fetch("-e ';auto' -L"), FetchOptions { tells_referer: true, ..follow() });
    let again = |retry_on| FetchOptions { retries: 2, retry_on, ..usual() };
    assert_eq!(fetch("--retry 2 --retry-connrefused"), again(RetryOn::Refused));
    assert_eq!(fetch("--retry 2 --retry-all-errors --retry-connrefused"), again(RetryOn::Any));
    let span = |seconds| Some(core::time::Duration::from_secs(seconds));
    assert_eq!(
        fetch("--retry 2 --retry-max-time 9"),
        FetchOptions { retry_max_time: span(9), ..again(RetryOn::AsClient) }
    );
    assert_eq!(fetch("-y 27"), FetchOptions { read_timeout: span(27), ..usual() });
    let pasted = read_curl("curl --post301 -L http://x/", 0).expect("it can be read");
    let request = pasted.draft.request().expect("it can be sent");
    assert!(request.fetch.post_after_301, "the composer carries it along");
}

#[test]
fn a_file_of_cookies_is_read_for_the_url() {
    let open = |name: &str| match name {
        "jar" => {
            Ok(b"x\tFALSE\t/\tFALSE\t0\ta\t1\nx\tFALSE\t/\tFALSE\t4000000000\tb\t2\n".to_vec())
        }
        name => Err(format!("{name}: there is no such file")),
    };
    let cookie = |line: &str| {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let reading = read_arguments(&words, Files::Read(&open), 0).expect("it can be read");
        let request = reading.request_of(ClientKind::Curl).expect("it can be sent");
        (request.field_value("cookie").map(str::to_owned), reading.keeps_cookies)
    };
    let said = |text: &str| Some(text.to_owned());
    assert_eq!(cookie("http://x/ -b jar"), (said("b=2; a=1"), true));
    assert_eq!(cookie("http://x/ -b jar -j"), (said("b=2"), true));
    assert_eq!(cookie("http://x/ -b jar -b c=3"), (said("b=2; a=1; c=3"), true));
    assert_eq!(cookie("http://y/ -b jar"), (None, true));
    assert_eq!(cookie("http://y/ -b nowhere"), (None, true));
    assert_eq!(cookie("http://y/ -b c=3"), (said("c=3"), false));
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
    check("curl x -A b -b a=b", ClientKind::Curl, "User-Agent Accept Cookie");
    check("curl x -H 'Accept:' -A ''", ClientKind::Curl, "");
    check(
        "curl x -H 'Accept:' -H User-Agent:",
        ClientKind::MobileApp,
        "Accept-Encoding Connection",
    );
}

#[test]
fn every_request_of_a_command_is_read_where_all_are_asked_for() {
    let check = |command: &str, expected: &str| {
        let readings = read_each(command, Files::None, 0).expect("it can be read");
        let shown = readings.iter().map(|reading| {
            let Draft { method, url, .. } = &reading.draft;
            let n_notes = reading.notes.len();
            format!("{method} {}{}", url.text(), "!".repeat(n_notes))
        });
        assert_eq!(shown.collect::<Vec<_>>().join(", "), expected, "{command}");
    };
    check("curl a b -d x", "POST http://a, POST http://b");
    check(
        "curl http://a/{x,y}/[1-2]",
        "GET http://a/x/1, GET http://a/x/2, GET http://a/y/1, GET http://a/y/2",
    );
    check("curl -g 'http://a/{x,y}' -k", "GET http://a/{x,y}!");
    check("curl -X PUT a --next b -: c -I", "PUT http://a, GET http://b, HEAD http://c");
    check("curl --unheard-of value http://a/", "GET http://a/!");
    check(
        "curl -d x --json '{}' a b --next c -k d",
        "POST http://a, POST http://b, GET http://c!, GET http://d",
    );
    assert_eq!(read_each("curl a --next -d x", Files::None, 0), Err(CurlError::NoUrl));
    let many = read_each("curl http://a/[1-100000]", Files::None, 0).expect("it can be read");
    assert_eq!((many.len(), many[0].notes.len()), (trace::MAX_REQUESTS, 1));
}

/// Every request of a command, where there are these files: method, URL, field lines, content, notes
/// of weight.
fn sent(command: &str, files: &[(&str, &str)]) -> String {
    let open = |name: &str| {
        let found = files.iter().find(|(known, _)| *known == name)?;
        Some(found.1.as_bytes().to_vec())
    };
    let readings = read_each(command, Files::IfThere(&open), 0).expect("it is a command");
    let shown = |reading: &Reading| {
        let Draft { method, url, headers, body, .. } = &reading.draft;
        let fields = headers.iter().map(|row| format!(" {}: {}", row.name, row.value));
        let content = Some(body.content()).filter(|content| !content.is_empty());
        let content = content.map(|content| format!(" | {content}"));
        let notes = reading.notes.iter().filter(|note| note.weight == Weight::Matters);
        let notes = notes.map(|note| format!(" ! {}", note.found));
        let rest: String = fields.chain(content).chain(notes).collect();
        format!("{method} {}{rest}", url.text())
    };
    readings.iter().map(shown).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_file_of_options_counts_as_if_it_stood_in_the_command() {
    let files = [("a", "url = x.test/1\ndata = \"a b\"\n"), ("b", "next\nurl x.test/2\nconfig a")];
    let first = "POST http://x.test/1 | a b";
    assert_eq!(sent("curl -K a", &files), first);
    assert_eq!(sent("curl -K b", &files), "POST http://x.test/2 | a b\nPOST http://x.test/1 | a b");
    assert_eq!(
        sent("curl -K a -K b --next x.test/3", &files),
        "POST http://x.test/1 | a b\nPOST http://x.test/2 | a b\nPOST http://x.test/1 | a b\n\
         GET http://x.test/3"
    );
    assert_eq!(sent("curl -K c x.test", &files), "GET http://x.test ! -K c");
    // One that names itself ends all the same.
    assert!(sent("curl -K d x.test", &[("d", "config d")]).starts_with("GET http://x.test"));
}

#[test]
fn each_upload_goes_to_the_url_at_its_place() {
    let files = [("a", "one"), ("b", "two"), ("long", "0123456789")];
    assert_eq!(
        sent("curl -T a x.test/d/ x.test/ -T b x.test/e", &files),
        "PUT http://x.test/d/a | one\nPUT http://x.test/b | two\nGET http://x.test/e"
    );
    assert_eq!(
        sent("curl -T '{a,b}' x.test/?q", &files),
        "PUT http://x.test/?q | one\nPUT http://x.test/?q | two"
    );
    assert_eq!(
        sent("curl -T long -C 8 x.test/y", &files),
        "PUT http://x.test/y Content-Range: bytes 8-9/10 | 89"
    );
    assert_eq!(sent("curl -C 8 x.test", &files), "GET http://x.test Range: bytes=8-");
    assert_eq!(sent("curl -C - x.test", &files), "GET http://x.test ! -C -");
}

#[test]
fn urls_tags_and_logins_are_read_from_files() {
    let files = [
        ("urls", "x.test/1\n# no\n\n x.test/2 \n"),
        ("tag", "\"abc\"\n"),
        ("netrc", "machine x.test login ann password pw\nmachine x.test login bob password b"),
    ];
    assert_eq!(sent("curl --url @urls", &files), "GET http://x.test/1\nGET http://x.test/2");
    let compared = |file: &str| sent(&format!("curl --etag-compare {file} x.test"), &files);
    assert_eq!(compared("tag"), "GET http://x.test If-None-Match: \"abc\"");
    assert_eq!(compared("none"), "GET http://x.test If-None-Match: \"\"");
    let login = |options: &str, user: &str| {
        let url = format!("http://{user}x.test/");
        let sent = sent(&format!("curl {options} --netrc-file netrc {url}"), &files);
        sent.replace(&url, "").replace("GET ", "")
    };
    let (ann, bob) = (crate::headers::basic("ann", "pw"), crate::headers::basic("bob", "b"));
    assert_eq!(login("", ""), format!(" Authorization: {ann}"));
    assert_eq!(login("", "bob@"), format!(" Authorization: {ann}"));
    assert_eq!(login("--netrc-optional", "bob@"), format!(" Authorization: {bob}"));
    assert_eq!(login("--netrc-optional", "bob:x@"), "");
    let own = crate::headers::basic("u", "p");
    assert_eq!(login("-u u:p", ""), format!(" Authorization: {own}"));
}

#[test]
fn variables_stand_in_for_what_is_expanded() {
    let files = [("f", " a\"b\n")];
    let check = |command: &str, expected: &str| assert_eq!(sent(command, &files), expected);
    check(
        "curl --variable v@f --variable w=x --expand-data '{{v:trim:json}}{{w}}' x.test",
        "POST http://x.test | a\\\"bx",
    );
    check("curl --variable '%HOME=none' --expand-url 'x.test/{{HOME}}'", "GET http://x.test/none");
    check("curl --variable %HOME x.test", "GET http://x.test ! --variable %HOME");
    check(
        "curl --expand-data '{{v:shout}}' x.test",
        "POST http://x.test | {{v:shout}} ! --expand-data {{v:shout}}",
    );
}

#[test]
fn parts_do_not_stand_in_parts_without_an_end() {
    let command = format!("curl x.test {}", "-F 'a=(' ".repeat(10_000));
    let reading = read_curl(&command, 0).expect("it can be read");
    assert_eq!(reading.draft.body.content().matches("Content-Disposition").count(), 20);
}

#[test]
fn several_files_are_one_part() {
    let sent = sent("curl -F 'f=@a.txt,b.png' x.test", &[("a.txt", "one"), ("b.png", "two")]);
    let delimiter = |text: &str| text.split("boundary=").nth(1).map(|rest| rest[..46].to_owned());
    let outer = delimiter(&sent).expect("a form has a delimiter");
    let inner = delimiter(&sent.replacen("boundary=", "", 1)).expect("and so has a part of parts");
    assert_ne!(outer, inner);
    let content = sent.split_once(" | ").expect("there is content").1;
    let content = content.replace(&outer, "OUTER").replace(&inner, "INNER").replace("\r\n", "\n");
    // As curl 7.88 sends it.
    assert_eq!(
        content,
        "--OUTER\nContent-Disposition: form-data; name=\"f\"\nContent-Type: multipart/mixed; \
         boundary=INNER\n\n--INNER\nContent-Disposition: attachment; filename=\"a.txt\"\n\
         Content-Type: text/plain\n\none\n--INNER\nContent-Disposition: attachment; \
         filename=\"b.png\"\nContent-Type: image/png\n\ntwo\n--INNER--\n\n--OUTER--\n"
    );
}

#[test]
fn a_file_that_is_not_there_is_told_and_cookies_are_kept_without_one() {
    let open = |name: &str| (name == "text").then(|| b"a b".to_vec());
    let read = |command: &str| {
        read_each(command, Files::IfThere(&open), 0).expect("it can be read").remove(0)
    };
    let told = |command: &str| {
        let notes = read(command).notes;
        notes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(
        told("curl x -d @text -F a=@text -b nowhere"),
        "-F: curl refuses -d or -T together with it; the form is sent"
    );
    let not_there = "-d @nowhere: there is no such file that can be read; write its text instead";
    assert_eq!(told("curl x -d @nowhere"), not_there);
    assert!(read("curl x -b nowhere").keeps_cookies && read("curl x -c jar").keeps_cookies);
    assert!(!read("curl x -b a=b").keeps_cookies && read("curl --http2 x").is_http2);
}

#[test]
fn redirects_are_followed_as_the_last_option_says() {
    let check = |command: &str, expected: trace::RedirectMode| {
        assert_eq!(
            read_curl(command, 0).expect("it can be read").fetch.redirect,
            expected,
            "{command}"
        );
    };
    check("curl x", trace::RedirectMode::AsClient);
    check("curl x -L", trace::RedirectMode::Follow);
    check("curl x --location-trusted", trace::RedirectMode::Follow);
    check("curl x -L --no-location", trace::RedirectMode::AsClient);
    check("curl x --no-location -L", trace::RedirectMode::Follow);
}

#[test]
fn what_comes_in_is_sent_in_chunks() {
    let open = |name: &str| match name {
        "-" => Some(b"abc".to_vec()),
        "empty" => Some(Vec::new()),
        _ => None,
    };
    let check = |command: &str, expected: &str| {
        let reading =
            read_each(command, Files::IfThere(&open), 0).expect("it can be read").remove(0);
        let request = reading.request_of(ClientKind::Curl).expect("it can be sent");
        let framing = ["transfer-encoding", "content-length"];
        let framing = framing.map(|name| request.field_value(name).unwrap_or("none"));
        let content = String::from_utf8_lossy(&request.body);
        assert_eq!(format!("{} {content:?}", framing.join(" ")), expected, "{command}");
    };
    check("curl x -T -", "chunked none \"3\\r\\nabc\\r\\n0\\r\\n\\r\\n\"");
    check("curl x -T - -H Content-Length:3", "none 3 \"abc\"");
    check("curl x -T - -H Transfer-Encoding:", "none none \"abc\"");
    check("curl x -T empty", "none 0 \"\"");
    check("curl x -d '' -H 'Transfer-Encoding: chunked'", "chunked none \"0\\r\\n\\r\\n\"");
}

#[test]
fn a_form_that_is_written_as_another_type_has_attachments() {
    let content = |command: &str| {
        let reading = read_curl(command, 0).expect("it can be read");
        let lines = reading.draft.body.content();
        lines.lines().nth(1).unwrap_or_default().to_owned()
    };
    let form = "Content-Disposition: form-data; name=\"a\"";
    let attachment = "Content-Disposition: attachment; name=\"a\"";
    assert_eq!(content("curl x -F a=b"), form);
    assert_eq!(content("curl x -F a=b -H 'Content-Type: Multipart/Form-Data; x=y'"), form);
    assert_eq!(content("curl x -F a=b -H 'content-type: multipart/mixed'"), attachment);
    assert_eq!(content("curl x -F a=b -H 'content-type:'"), form);
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
