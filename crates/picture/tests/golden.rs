//! The pictures of real runs: what the engine produced, and nothing typed in.

use picture::mermaid::mermaid;
use picture::{Level, Sequence};
use std::sync::Arc;
use trace::{ClientKind, Request, Scenario};

fn sequence(scenario: &Scenario, level: Level) -> Sequence {
    Sequence::new(Arc::new(engine::simulate(scenario)), level)
}

fn scenario(method: &str, url: &str, field_lines: &[(&str, &str)], body: &str) -> Scenario {
    let lines: Vec<(String, String)> =
        field_lines.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    let request = Request::parse(method, url, &lines, body.as_bytes().to_vec());
    Scenario::with_requests(vec![request.expect("a good request")])
}

/// The labels at the level of the story, one a line.
fn labels(scenario: &Scenario, level: Level) -> String {
    let sequence = sequence(scenario, level);
    let labels = (0..sequence.steps.len()).map(|step| sequence.label(step));
    labels.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_default_run_is_the_course_diagram() {
    let text = mermaid(&sequence(&Scenario::default(), Level::Story));
    assert_eq!(
        text,
        r#"sequenceDiagram
    participant Client as Python Client
    participant DNS as DNS Server
    participant Server as Web Server
    participant DB as Database
    Client->>DNS: Resolve api.example.com
    DNS-->>Client: 93.184.216.34
    Client->>Server: GET /users/42 HTTP/1.1<br/>Host: api.example.com<br/>Accept: application/json
    Note over Server: Parse request<br/>Route to handler
    Server->>DB: SELECT * FROM users WHERE id=42
    DB-->>Server: Row data
    Note over Server: Serialize to JSON
    Server-->>Client: HTTP/1.1 200 OK<br/>Content-Type: application/json<br/>{"id": 42, "name": "Alice"}
    Note over Client: response.json()<br/>parse JSON to dict
"#
    );
}

#[test]
fn every_level_shows_what_the_one_before_it_shows_and_more() {
    insta::assert_snapshot!(labels(&Scenario::default(), Level::Connection), @r#"
    Resolve api.example.com
    93.184.216.34
    SYN
    SYN, ACK
    ACK
    GET /users/42 HTTP/1.1
    Parse · find handler
    SELECT * FROM users WHERE id=$1 · $1 = 42
    1 row
    Turn row into JSON
    200 OK · application/json
    Parse JSON · show it
    FIN, ACK
    ACK
    FIN, ACK
    ACK
    "#);
    insta::assert_snapshot!(labels(&Scenario::default(), Level::Packets), @"
    SYN
    SYN, ACK
    ACK
    53 bytes
    141 bytes
    SYN
    SYN, ACK
    ACK
    53 bytes
    141 bytes
    ACK
    ACK
    Resolve api.example.com
    93.184.216.34
    SYN
    SYN, ACK
    ACK
    GET /users/42 HTTP/1.1
    Parse · find handler
    SELECT * FROM users WHERE id=$1 · $1 = 42
    1 row
    Turn row into JSON
    200 OK · application/json
    ACK
    Parse JSON · show it
    FIN, ACK
    ACK
    FIN, ACK
    ACK
    ");
}

#[test]
fn an_error_answer_is_an_answer() {
    let missing = scenario("GET", "http://api.example.com/users/99999", &[], "");
    insta::assert_snapshot!(labels(&missing, Level::Story), @r#"
    Resolve api.example.com
    93.184.216.34
    GET /users/99999 HTTP/1.1
    Parse · find handler
    SELECT * FROM users WHERE id=$1 · $1 = 99999
    no row
    Write the error as JSON
    404 Not Found · application/problem+json
    Show the error
    "#);
    let nowhere = scenario("GET", "http://api.example.com/nothing", &[], "");
    insta::assert_snapshot!(labels(&nowhere, Level::Story), @r#"
    Resolve api.example.com
    93.184.216.34
    GET /nothing HTTP/1.1
    Parse · no handler for it · write the error as JSON
    404 Not Found · application/problem+json
    Show the error
    "#);
}

#[test]
fn a_new_row_is_written() {
    let json = [("Content-Type", "application/json")];
    let url = "http://api.example.com/users";
    let post = scenario("POST", url, &json, r#"{"name": "Bob"}"#);
    insta::assert_snapshot!(labels(&post, Level::Story), @r#"
    Resolve api.example.com
    93.184.216.34
    POST /users HTTP/1.1
    Parse · find handler · check the body
    INSERT INTO users (name) VALUES ($1) RETURNING * · $1 = 'Bob'
    1 row
    Turn row into JSON
    201 Created · application/json
    Parse JSON · show it
    "#);
    let broken = scenario("POST", url, &json, "{");
    insta::assert_snapshot!(labels(&broken, Level::Story), @r#"
    Resolve api.example.com
    93.184.216.34
    POST /users HTTP/1.1
    Parse · find handler · refuse the body · write the error as JSON
    400 Bad Request · application/problem+json
    Show the error
    "#);
}

#[test]
fn a_name_that_does_not_exist_ends_at_the_address_book() {
    let typo = scenario("GET", "http://api.exmaple.com/users/42", &[], "");
    insta::assert_snapshot!(mermaid(&sequence(&typo, Level::Story)), @r#"
    sequenceDiagram
        participant Client as Python Client
        participant DNS as DNS Server
        participant Server as Web Server
        participant DB as Database
        Client->>DNS: Resolve api.exmaple.com
        DNS-->>Client: No such name
        Note over Client: No such name: nothing reached the server
    "#);
    let closed = scenario("GET", "http://api.example.com:81/users/42", &[], "");
    insta::assert_snapshot!(labels(&closed, Level::Connection), @r#"
    Resolve api.example.com
    93.184.216.34
    SYN
    RST, ACK
    Connection refused: nothing listens there
    "#);
}

#[test]
fn what_is_lost_is_sent_again() {
    let mut lossy = Scenario { seed: 5, ..Scenario::default() };
    lossy.world.network.loss_ppm = 300_000;
    insta::assert_snapshot!(labels(&lossy, Level::Connection), @"
    Resolve api.example.com
    93.184.216.34
    Resolve api.example.com
    Remembered: 93.184.216.34, for 295 s more
    93.184.216.34
    SYN (lost)
    SYN (again)
    SYN, ACK
    ACK (lost)
    GET /users/42 HTTP/1.1
    Parse · find handler
    SELECT * FROM users WHERE id=$1 · $1 = 42
    1 row
    Turn row into JSON
    200 OK · application/json
    Parse JSON · show it
    FIN, ACK (lost)
    200 OK · application/json (again) (lost)
    FIN, ACK (again)
    ACK (lost)
    FIN, ACK
    ACK
    ");
}

#[test]
fn an_answer_has_arrived_when_it_has_arrived_first() {
    let mut lossy = Scenario { seed: 5, ..Scenario::default() };
    lossy.world.network.loss_ppm = 300_000;
    let sequence = sequence(&lossy, Level::Connection);
    let card = picture::explain::response(&sequence, trace::FetchId(0));
    let step = card.step().expect("an answer arrives");
    assert_eq!(sequence.label(step), "200 OK · application/json");
    let is_again = |label: String| label == "200 OK · application/json (again) (lost)";
    assert!((step..sequence.steps.len()).any(|later| is_again(sequence.label(later))));
}

#[test]
fn each_client_has_its_own_words() {
    let kinds = [
        ClientKind::Browser,
        ClientKind::Python,
        ClientKind::MobileApp,
        ClientKind::Curl,
        ClientKind::Server,
    ];
    let ends = kinds.map(|kind| {
        let mut scenario = Scenario::default();
        scenario.world.client.kind = kind;
        let text = mermaid(&sequence(&scenario, Level::Story));
        let lines: Vec<&str> = text.lines().collect();
        [lines[1].trim(), lines[lines.len() - 1].trim()].join(", ")
    });
    insta::assert_snapshot!(ends.join("\n"), @r#"
    participant Client as Browser, Note over Client: response.json()<br/>parse JSON to object
    participant Client as Python Client, Note over Client: response.json()<br/>parse JSON to dict
    participant Client as Mobile App, Note over Client: decode JSON<br/>update the screen
    participant Client as curl, Note over Client: print the body
    participant Client as Another Server, Note over Client: parse JSON<br/>go on with it
    "#);
}

#[test]
fn of_a_page_over_http_2_each_file_tells_its_own_story() {
    let example = trace::built_in().into_iter().find(|example| example.name == "page-http2");
    let trace = Arc::new(engine::simulate(&example.expect("it comes along").scenario));
    let labels = |id, level| {
        let sequence = Sequence::of_fetch(Arc::clone(&trace), trace::FetchId(id), level);
        let labels = (0..sequence.steps.len()).map(|step| sequence.label(step));
        labels.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(labels(0, Level::Connection), @"
    Resolve api.example.com
    93.184.216.34
    SYN
    SYN, ACK
    ACK
    ClientHello
    ServerHello … Finished
    Finished
    connection preface, SETTINGS
    GET /page HTTP/2
    Parse
    NewSessionTicket
    SETTINGS, SETTINGS ACK
    Find handler · write the answer
    200 OK · text/html
    SETTINGS ACK
    Keep a copy, good for 3600 s · show it
    ");
    insta::assert_snapshot!(labels(4, Level::Story), @"
    GET /page/red.png HTTP/2
    Parse · find handler · write the answer
    200 OK · image/png
    Keep a copy, good for 3600 s · show it
    ");
    insta::assert_snapshot!(labels(8, Level::Connection), @"
    GET /page/violet.png HTTP/2
    Parse · find handler · write the answer
    200 OK · image/png
    Keep a copy, good for 3600 s · show it
    GOAWAY NO_ERROR, FIN
    Alert close_notify
    Alert close_notify, FIN
    ACK
    ");
}
