//! What is copied, judged by a shell, by Python and by JavaScript themselves.

use super::*;
use crate::curl::read_curl;
use core::time::Duration;
use std::io::Write;
use std::process::{Command, Stdio};
use testing::Chance;
use trace::{CacheMode, CredentialsMode, FetchOptions, RedirectMode, RequestMode, RetryMethods};

#[track_caller]
fn check(request: &Request, language: Language, expected: &str) {
    assert_eq!(copy_as(request, language), expected);
}

fn patch() -> Request {
    let lines = [("Content-Type", "application/json"), ("X-Note", "it's"), ("X-Empty", "")];
    let line = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let lines: Vec<_> = lines.iter().map(line).collect();
    let url = "http://api.example.com/users/42?q=é#top";
    Request::parse("PATCH", url, &lines, "{\"name\": \"O'Neil\\n\"}".into()).unwrap()
}

#[test]
fn a_request_as_a_curl_command() {
    check(
        &patch(),
        Language::Curl,
        r#"curl 'http://api.example.com/users/42?q=%C3%A9#top' \
  -X PATCH \
  -H 'Content-Type: application/json' \
  -H 'X-Note: it'\''s' \
  -H 'X-Empty;' \
  --data-raw '{"name": "O'\''Neil\n"}'"#,
    );
    let bare = |method: &str| Request::parse(method, "http://x/", &[], Vec::new()).unwrap();
    check(&bare("GET"), Language::Curl, "curl 'http://x/'");
    check(&bare("HEAD"), Language::Curl, "curl 'http://x/' \\\n  --head");
    let octets = Request::parse("POST", "http://x/[1-2]", &[], vec![0, 255, b'a']).unwrap();
    check(
        &octets,
        Language::Curl,
        "printf '\\000\\377\\141' | curl 'http://x/[1-2]' \\\n  --globoff \\\n  -H 'Content-Type:' \\\n  --data-binary @-",
    );
}

#[test]
fn a_request_as_a_python_program() {
    check(
        &patch(),
        Language::Python,
        r#"import requests

response = requests.patch(
    "http://api.example.com/users/42?q=%C3%A9#top",
    headers={
        "Content-Type": "application/json",
        "X-Note": "it's",
        "X-Empty": "",
    },
    data="{\"name\": \"O'Neil\\n\"}",
    timeout=30,
)
print(response.status_code)
print(response.text)
"#,
    );
}

/// A request with all that can be said of how it is fetched.
fn patient(method: &str) -> Request {
    let ms = |ms| Some(Duration::from_millis(ms));
    let fetch = FetchOptions {
        mode: RequestMode::Cors,
        credentials: CredentialsMode::Include,
        cache: CacheMode::NoStore,
        redirect: RedirectMode::Follow,
        redirects_max: Some(5),
        connect_timeout: ms(3_050),
        read_timeout: ms(27_000),
        total_timeout: ms(60_000),
        retries: 3,
        retry_delay: ms(500),
        ..FetchOptions::default()
    };
    Request { fetch, ..Request::parse(method, "http://x/", &[], Vec::new()).unwrap() }
}

#[test]
fn how_it_is_fetched_comes_out_in_curls_options() {
    check(
        &patient("GET"),
        Language::Curl,
        r"curl 'http://x/' \
  -L \
  --max-redirs 5 \
  --connect-timeout 3.05 \
  -m 60 \
  --speed-time 27 \
  --retry 3 \
  --retry-delay 1",
    );
    let mut forbidding = patient("GET");
    forbidding.fetch = FetchOptions { redirect: RedirectMode::Error, ..FetchOptions::default() };
    check(&forbidding, Language::Curl, "curl 'http://x/' \\\n  -L \\\n  --max-redirs 0");
}

#[test]
fn how_it_is_fetched_comes_out_in_pythons_session() {
    check(
        &patient("GET"),
        Language::Python,
        r#"import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry, Timeout

# The first time urllib3 tries again at once.
retries = Retry(
    total=3,
    backoff_factor=0.5,
    status_forcelist=[408, 429, 500, 502, 503, 504],
    raise_on_status=False,
)
session = requests.Session()
session.mount("https://", HTTPAdapter(max_retries=retries))
session.mount("http://", HTTPAdapter(max_retries=retries))
session.max_redirects = 5
# total= counts for each attempt and each redirect anew.
response = session.get(
    "http://x/",
    timeout=Timeout(total=60, connect=3.05, read=27),
)
print(response.status_code)
print(response.text)
"#,
    );
    let of = |fetch| copy_as(&Request { fetch, ..patient("HEAD") }, Language::Python);
    let told = of(FetchOptions {
        connect_timeout: Some(Duration::from_millis(3_050)),
        read_timeout: Some(Duration::from_secs(27)),
        redirect: RedirectMode::Manual,
        ..FetchOptions::default()
    });
    assert!(told.contains("timeout=(3.05, 27),\n    allow_redirects=False,\n"), "{told}");
    let all = of(FetchOptions {
        retries: 1,
        retry_methods: RetryMethods::All,
        redirect: RedirectMode::Error,
        ..FetchOptions::default()
    });
    assert!(all.contains("allowed_methods=None,"), "{all}");
    assert!(all.contains("session.max_redirects = 0\n"), "{all}");
    assert!(all.contains("allow_redirects=True,\n"), "{all}");
}

#[test]
fn how_it_is_fetched_comes_out_in_the_second_argument_of_fetch() {
    check(
        &patient("GET"),
        Language::Fetch,
        r#"// fetch has no limit for the connection or for one read: AbortSignal.timeout is for all.
// fetch follows up to 20 redirects; no other number can be said.
const signal = AbortSignal.timeout(60000);
const send = () => fetch("http://x/", {
  method: "GET",
  mode: "cors",
  credentials: "include",
  cache: "no-store",
  redirect: "follow",
  signal,
});
let response;
for (let left = 3, wait = 500; ; left -= 1, wait *= 2) {
  try {
    response = await send();
    if (left === 0 || ![408, 429, 500, 502, 503, 504].includes(response.status)) break;
  } catch (error) {
    if (left === 0 || signal.aborted) throw error;
  }
  await new Promise((done) => setTimeout(done, wait));
}
console.log(response.status);
console.log(await response.text());
"#,
    );
    let post = copy_as(&patient("POST"), Language::Fetch);
    assert!(post.contains("// POST is not tried again: it might be done twice.\n"), "{post}");
    assert!(post.contains("  signal: AbortSignal.timeout(60000),\n"), "{post}");
    assert!(!post.contains("for ("), "{post}");
}

#[test]
fn a_request_as_a_call_of_fetch() {
    check(
        &patch(),
        Language::Fetch,
        r#"const response = await fetch("http://api.example.com/users/42?q=%C3%A9#top", {
  method: "PATCH",
  headers: [
    ["Content-Type", "application/json"],
    ["X-Note", "it's"],
    ["X-Empty", ""],
  ],
  body: "{\"name\": \"O'Neil\\n\"}",
});
console.log(response.status);
console.log(await response.text());
"#,
    );
    let lines = [("Cookie".to_owned(), "a=1".to_owned())];
    let get = Request::parse("GET", "http://x/", &lines, b"x".to_vec()).unwrap();
    let text = copy_as(&get, Language::Fetch);
    let expected = "// In a page the browser sets Cookie itself.\n// fetch sends no body with GET, so it is left out here.\nconst";
    assert!(text.starts_with(expected), "{text}");
}

/// What is hostile to one quoting or another.
const PIECES: [&str; 34] = [
    "'",
    "\"",
    "\\",
    "`",
    "$",
    "$(id)",
    "${HOME}",
    "!",
    "!!",
    "\n",
    "\r\n",
    "\t",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "€",
    "😀",
    "</script>",
    "<!--",
    "\\u0041",
    "\\x41",
    "%",
    "%zz",
    "&",
    "; id #",
    "@file",
    "-o x",
    "{{x}}",
    "[1-3]",
    "f\"{x}\"",
    "''",
];

fn random_request(chance: &mut Chance) -> Request {
    let method = chance.pick(&["GET", "POST", "PUT", "HEAD", "patch", "M-S'`$|!"]);
    let url = format!(
        "http://api.example.com/{}",
        chance.text(&PIECES, 5).replace(['\n', '\r', '\t'], "")
    );
    let names =
        ["X-A", "x-a", "Accept", "Content-Type", "User-Agent", "X-`$'!|~", "Expect", "Cookie"];
    let is_allowed = |c: char| !c.is_ascii_control() || c == '\t';
    let mut lines = Vec::new();
    for _ in 0..chance.below(4) {
        let value: String = chance.text(&PIECES, 4).chars().filter(|c| is_allowed(*c)).collect();
        lines.push((chance.pick(&names).to_owned(), value));
    }
    let body = chance.text(&PIECES, 8);
    Request::parse(method, &url, &lines, body.into_bytes()).expect("hostile, but well-formed")
}

/// One that is fetched in one way or another.
fn fetched(chance: &mut Chance) -> Request {
    let span = |chance: &mut Chance| {
        [None, Some(Duration::from_millis(10 + chance.below(90_000) as u64))][chance.below(2)]
    };
    let fetch = FetchOptions {
        mode: [RequestMode::AsInitiator, RequestMode::NoCors, RequestMode::Navigate]
            [chance.below(3)],
        credentials: [CredentialsMode::AsInitiator, CredentialsMode::Omit][chance.below(2)],
        cache: [CacheMode::Default, CacheMode::OnlyIfCached][chance.below(2)],
        redirect: [RedirectMode::AsClient, RedirectMode::Error, RedirectMode::Manual]
            [chance.below(3)],
        redirects_max: [None, Some(7)][chance.below(2)],
        connect_timeout: span(chance),
        read_timeout: span(chance),
        total_timeout: span(chance),
        retries: chance.below(3) as u8,
        retry_delay: span(chance),
        retry_methods: [RetryMethods::AsClient, RetryMethods::All][chance.below(2)],
        ..FetchOptions::default()
    };
    Request { fetch, ..random_request(chance) }
}

fn random_requests(n: usize) -> Vec<Request> {
    let mut chance = Chance::new(10);
    (0..n).map(|_| random_request(&mut chance)).collect()
}

fn random_fetches(n: usize) -> Vec<Request> {
    let mut chance = Chance::new(11);
    (0..n).map(|_| fetched(&mut chance)).collect()
}

#[test]
fn a_copied_command_pasted_again_is_the_same_request() {
    for request in random_requests(20_000) {
        let command = copy_as(&request, Language::Curl);
        let reading = read_curl(&command, 0).unwrap_or_else(|error| panic!("{error}\n{command}"));
        assert_eq!(reading.draft.request().as_ref(), Ok(&request), "{command}");
        assert_eq!(reading.notes, [], "{command}");
    }
}

#[test]
fn nothing_that_is_copied_moves_a_terminal() {
    for request in random_requests(1_000).into_iter().chain(random_fetches(1_000)) {
        for language in Language::ALL {
            let text = copy_as(&request, language);
            let is_odd = |c: char| is_hidden(c) && c != '\n';
            assert!(!text.contains(is_odd), "{text:?}");
            assert!(language != Language::Fetch || !text.contains("</script"), "{text}");
        }
    }
}

/// Gives texts to a program as one JSON list, and reads one JSON list back.
fn judge(program: &str, arguments: &[&str], texts: &[String]) -> Option<Vec<serde_json::Value>> {
    let mut command = Command::new(program);
    let command = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        testing::skip(&format!("there is no {program} to read what is copied"));
        return None;
    };
    let json = serde_json::to_string(texts).unwrap();
    child.stdin.take().unwrap().write_all(json.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program} failed");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn a_shell_cuts_a_copied_command_as_it_is_meant() {
    let requests = random_requests(300);
    let Ok(output) = Command::new("bash").args(["-c", "true"]).output() else {
        return testing::skip("there is no bash to cut copied commands");
    };
    assert!(output.status.success());
    for request in requests {
        let command = copy_as(&request, Language::Curl);
        // The shell prints what curl would be given; nothing is sent.
        let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{command}");
        let output = Command::new("bash").args(["-c", &script]).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let mut words: Vec<&str> = printed.split_terminator('\0').collect();
        assert_eq!(words.remove(0), request.url.as_str());
        if !request.body.is_empty() {
            assert_eq!(words.pop().unwrap().as_bytes(), request.body, "{command}");
        }
        for line in &request.field_lines {
            let written = match line.value.is_empty() {
                true => format!("{};", line.name),
                false => format!("{}: {}", line.name, line.value),
            };
            assert!(words.contains(&written.as_str()), "{command}");
        }
    }
}

/// Runs each program with a `requests` that only notes what it is given.
const PYTHON: &str = r#"
import ast, json, sys, types
given = []
def request(method, url, headers={}, data="", allow_redirects=True, timeout=None):
    assert timeout is not None
    octets = data if isinstance(data, bytes) else data.encode("ascii")
    lines = {k: v if isinstance(v, bytes) else v.encode("ascii") for k, v in headers.items()}
    given.append([method, url, sorted([k, list(v)] for k, v in lines.items()), list(octets)])
    return types.SimpleNamespace(status_code=0, text="")
requests = types.ModuleType("requests")
requests.request = request
for name in ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]:
    setattr(requests, name.lower(), lambda url, name=name, **rest: request(name, url, **rest))
sys.modules["requests"] = requests
class Session:
    def __getattr__(self, name):
        return getattr(requests, name)
    def mount(self, prefix, adapter):
        assert prefix in ["https://", "http://"] and adapter["max_retries"]["total"] > 0
requests.Session = Session
def module(name, **members):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__dict__.update(members)
module("requests.adapters", HTTPAdapter=lambda max_retries: {"max_retries": max_retries})
def retry(total, backoff_factor, status_forcelist, raise_on_status, allowed_methods=()):
    return {"total": total}
def timeout(total, connect, read):
    return (total, connect, read)
module("urllib3")
module("urllib3.util", Retry=retry, Timeout=timeout)
for text in json.loads(sys.stdin.buffer.read().decode("utf-8")):
    exec(compile(ast.parse(text), "copied", "exec"), {"print": lambda *_: None})
print(json.dumps(given))
"#;

#[test]
fn python_gives_requests_what_was_composed() {
    let requests = [random_requests(1_000), random_fetches(500)].concat();
    let texts: Vec<String> =
        requests.iter().map(|request| copy_as(request, Language::Python)).collect();
    let Some(given) = judge("python3", &["-c", PYTHON], &texts) else { return };
    assert_eq!(given.len(), requests.len());
    for (given, request) in given.iter().zip(&requests) {
        let mut lines: Vec<(String, String)> = Vec::new();
        for line in &request.field_lines {
            match lines.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(&line.name)) {
                Some((name, value)) => {
                    let separator = if name == "Cookie" { "; " } else { ", " };
                    *value = format!("{value}{separator}{}", line.value);
                }
                None => lines.push((line.name.clone(), line.value.clone())),
            }
        }
        lines.sort();
        let lines: Vec<_> =
            lines.iter().map(|(name, value)| serde_json::json!([name, value.as_bytes()])).collect();
        let expected =
            serde_json::json!([request.method, request.url.as_str(), lines, request.body]);
        assert_eq!(*given, expected);
    }
}

/// Runs each program with a `fetch` that only notes what it is given.
const NODE: &str = r#"
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const AsyncFunction = (async () => {}).constructor;
const given = [];
const fetch = async (url, { method, headers = [], body = "" }) => {
  const octets = [...(typeof body === "string" ? new TextEncoder().encode(body) : body)];
  // What is no byte string is refused here, as a browser does.
  new Headers(headers.filter(([name]) => !/[`|~$']/.test(name)));
  const lines = headers.map(([name, value]) => [name, [...value].map((c) => c.charCodeAt(0))]);
  given.push([method, url, lines, octets]);
  return { status: 0, text: async () => "" };
};
(async () => {
  for (const text of texts) await new AsyncFunction("fetch", "console", text)(fetch, { log() {} });
  console.log(JSON.stringify(given));
})();
"#;

#[test]
fn javascript_gives_fetch_what_was_composed() {
    let requests = [random_requests(1_000), random_fetches(500)].concat();
    let texts: Vec<String> =
        requests.iter().map(|request| copy_as(request, Language::Fetch)).collect();
    let Some(given) = judge("node", &["-e", NODE], &texts) else { return };
    assert_eq!(given.len(), requests.len());
    for (given, request) in given.iter().zip(&requests) {
        let lines = request.field_lines.iter();
        let lines: Vec<_> =
            lines.map(|line| serde_json::json!([line.name, line.value.as_bytes()])).collect();
        let carries_content = !matches!(request.method.as_str(), "GET" | "HEAD");
        let body: &[u8] = if carries_content { &request.body } else { b"" };
        let expected = serde_json::json!([request.method, request.url.as_str(), lines, body]);
        assert_eq!(*given, expected);
    }
}

#[test]
fn node_finds_a_module_without_a_slip() {
    let path = std::env::temp_dir().join(format!("roundtrip-copied-{}.mjs", std::process::id()));
    for request in random_requests(5).into_iter().chain(random_fetches(5)) {
        std::fs::write(&path, copy_as(&request, Language::Fetch)).unwrap();
        let Ok(output) = Command::new("node").arg("--check").arg(&path).output() else {
            return testing::skip("there is no node to run copied programs");
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    std::fs::remove_file(&path).unwrap();
}
