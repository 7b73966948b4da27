//! What is said, as a reader meets it.

mod trace_builder;

use picture::explain::{ResponseCard, anatomy, heading, origin, response, sentence, why};
use picture::mermaid::mermaid;
use picture::{Level, Sequence, Span, transcript};
use std::sync::Arc;
use trace::{ClientKind, Fault, FaultV1, FetchId, Request, Role, Scenario, ZoneEntry};

fn sequence(method: &str, url: &str, body: &str, level: Level) -> Sequence {
    let lines: &[(String, String)] = match body {
        "" => &[],
        _ => &[("Content-Type".to_owned(), "application/json".to_owned())],
    };
    let request = Request::parse(method, url, lines, body.as_bytes().to_vec());
    let scenario = Scenario::with_requests(vec![request.expect("a good request")]);
    Sequence::new(Arc::new(engine::simulate(&scenario)), level)
}

fn default_sequence(level: Level) -> Sequence {
    sequence("GET", "http://api.example.com/users/42", "", level)
}

/// The request, the answer and what becomes of it.
fn told(method: &str, path: &str, body: &str) -> String {
    let url = format!("http://api.example.com{path}");
    let sequence = sequence(method, &url, body, Level::Story);
    let is_told = |step: &usize| {
        let shown = &sequence.steps[*step];
        let roles = [shown.from, shown.to].map(|host| sequence.trace.host(host).role);
        roles.iter().all(|role| matches!(role, Role::UserAgent | Role::OriginServer))
    };
    let steps = (0..sequence.steps.len()).filter(is_told);
    steps.map(|step| sentence(&sequence, step).plain_text()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_story_is_told_step_by_step() {
    insta::assert_snapshot!(transcript::text(&default_sequence(Level::Story)), @"
    GET http://api.example.com/users/42: 9 steps
    1. client → DNS, 0.0 to 9.0 ms: Resolve api.example.com. The client asks DNS, the address book of the internet: which IP address belongs to api.example.com?
    2. DNS → client, 45.6 to 54.6 ms: 93.184.216.34. DNS answers: api.example.com is at 93.184.216.34. The client may remember this for 5 min.
    3. client → web server, 94.6 to 114.6 ms: GET /users/42 HTTP/1.1. Your request travels to the server. Its first line says what you want: GET (read) the resource /users/42.
    4. web server, 114.6 to 115.2 ms: Parse · find handler. The server reads the method, the path and the headers out of the bytes that arrived. It looks up which handler belongs to this method and path: /users/{id}.
    5. web server → database, 115.2 to 115.5 ms: SELECT * FROM users WHERE id=$1 · $1 = 42. The server asks its database to read. In SQL that is SELECT: which columns, from which table, which rows. Values travel beside it: $1 marks where they go.
    6. database → web server, 117.5 to 117.7 ms: 1 row. The database answers with 1 row: id 42, name 'Alice'.
    7. web server, 117.7 to 118.3 ms: Turn row into JSON. The server turns the row into JSON, text that any program can read.
    8. web server → client, 118.3 to 138.4 ms: 200 OK · application/json. The response travels back. 200 OK: it worked. The result is in the body, as JSON.
    9. client, 138.4 to 139.2 ms: Parse JSON · show it. The client sees 200 OK, reads the JSON into values of its own language, and shows them. In Python: response.json() makes a dict of it.
    ");
}

#[test]
fn every_packet_is_explained() {
    let sequence = default_sequence(Level::Packets);
    let said = (0..sequence.steps.len()).map(|step| sentence(&sequence, step).plain_text());
    insta::assert_snapshot!(said.collect::<Vec<_>>().join("\n"), @"
    The web server knocks: SYN asks to open a TCP connection to port 5432.
    The database answers the knock: SYN, ACK says that it heard, and asks back.
    The web server confirms with ACK. Three messages went by, and the connection is open.
    This packet carries 53 bytes.
    This packet carries 141 bytes.
    The web server knocks: SYN asks to open a TCP connection to port 5432.
    The database answers the knock: SYN, ACK says that it heard, and asks back.
    The web server confirms with ACK. Three messages went by, and the connection is open.
    This packet carries 53 bytes.
    This packet carries 141 bytes.
    The web server confirms with ACK that everything up to here has arrived.
    The web server confirms with ACK that everything up to here has arrived.
    The client asks DNS, the address book of the internet: which IP address belongs to api.example.com? One packet of 33 bytes carries it all.
    DNS answers: api.example.com is at 93.184.216.34. The client may remember this for 5 min. One packet of 49 bytes carries it all.
    The client knocks: SYN asks to open a TCP connection to port 80.
    The web server answers the knock: SYN, ACK says that it heard, and asks back.
    The client confirms with ACK. Three messages went by, and the connection is open.
    Your request travels to the server. Its first line says what you want: GET (read) the resource /users/42. One packet of 49 bytes carries it all.
    The server reads the method, the path and the headers out of the bytes that arrived. It looks up which handler belongs to this method and path: /users/{id}.
    The server asks its database to read. In SQL that is SELECT: which columns, from which table, which rows. Values travel beside it: $1 marks where they go. One packet of 85 bytes carries it all.
    The database answers with 1 row: id 42, name 'Alice'. One packet of 103 bytes carries it all.
    The server turns the row into JSON, text that any program can read.
    The response travels back. 200 OK: it worked. The result is in the body, as JSON. One packet of 135 bytes carries it all.
    The web server confirms with ACK that everything up to here has arrived.
    The client sees 200 OK, reads the JSON into values of its own language, and shows them. In Python: response.json() makes a dict of it.
    The client says with FIN that it has nothing more to send.
    The web server confirms the FIN of the client with ACK: it knows that nothing more comes from there.
    The web server says with FIN that it has nothing more to send.
    The client confirms the FIN of the web server with ACK: it knows that nothing more comes from there.
    ");
}

/// The steps of a built-in scenario, packet by packet, of which `is_told` says that they are told.
fn told_of_packets(name: &str, is_told: impl Fn(&str) -> bool) -> String {
    let example = trace::built_in().into_iter().find(|example| example.name == name);
    let trace = engine::simulate(&example.expect("there is one of this name").scenario);
    let text = transcript::text(&Sequence::new(Arc::new(trace), Level::Packets));
    text.lines().filter(|line| is_told(line)).collect::<Vec<_>>().join("\n")
}

/// What a step of the last exchange of a built-in scenario says, found by the start of its label.
fn said(name: &str, label: &str) -> String {
    let example = trace::built_in().into_iter().find(|example| example.name == name);
    let trace = Arc::new(engine::simulate(&example.expect("there is one of this name").scenario));
    let last = FetchId(trace.fetches.len() as u32 - 1);
    let sequence = Sequence::of_fetch(trace, last, Level::Connection);
    let step = (0..sequence.steps.len()).find(|step| sequence.label(*step).starts_with(label));
    sentence(&sequence, step.expect("there is such a step")).plain_text()
}

#[test]
fn a_resumed_handshake_needs_no_certificate() {
    insta::assert_snapshot!(said("https", "ServerHello"), @"The server sends its half of the key: from here on all that the two say is encrypted. With its certificate it says who it is, and the client checks that. ChangeCipherSpec stays readable, and carries nothing: it is only sent so that devices on the way take this for TLS 1.2.");
    insta::assert_snapshot!(said("tls-resumption", "ServerHello"), @"The server sends its half of the key: from here on all that the two say is encrypted. It takes the ticket that the client showed, so it need not prove again with a certificate who it is. ChangeCipherSpec stays readable, and carries nothing: it is only sent so that devices on the way take this for TLS 1.2.");
}

#[test]
fn each_side_says_its_own_farewell() {
    insta::assert_snapshot!(said("http2", "GOAWAY"), @"The client says with GOAWAY that it is about to close this connection: nothing new is to be started on it. One packet of 63 bytes carries it all. The same packet also carries: Alert close_notify. With FIN the client says, too, that it has nothing more to send.");
    insta::assert_snapshot!(said("http2", "Alert close_notify, FIN"), @"The web server says with close_notify that it sends nothing more over TLS: so nobody on the way can cut the end off unnoticed. One packet of 24 bytes carries it all. With FIN the web server says, too, that it has nothing more to send.");
    insta::assert_snapshot!(said("http2", "SETTINGS, SETTINGS ACK"), @"The web server says how it wants to use the connection: its settings. It has also taken note of those of the client.");
    insta::assert_snapshot!(said("http2", "SETTINGS ACK"), @"The client has taken note of the settings of the web server.");
    insta::assert_snapshot!(said("fault-certificate-expired", "Alert"), @"The client breaks the handshake off, and says why: certificate_expired. One packet of 30 bytes carries it all. With FIN the client says, too, that it has nothing more to send.");
}

#[test]
fn a_window_closes_and_opens_in_words() {
    insta::assert_snapshot!(told_of_packets("zero-window", |line| line.contains("window")), @"
    30. web server → client, 206.1 to 226.1 ms: ACK, zero window. The web server has no room left: zero window. It takes nothing more until it has read what waits.
    31. client → web server, 1 226.1 to 1 246.1 ms: 1 byte, window probe. The client asks with a window probe, one byte of what is next, whether there is room again.
    32. web server → client, 1 246.1 to 1 266.1 ms: ACK, zero window. The web server has no room left: zero window. It takes nothing more until it has read what waits.
    33. web server → client, 1 614.9 to 1 634.9 ms: ACK, window update. The web server has room again and says so with a window update: more may come.
    41. web server → client, 1 666.0 to 1 686.0 ms: ACK, zero window. The web server has no room left: zero window. It takes nothing more until it has read what waits.
    42. client → web server, 2 686.0 to 2 706.0 ms: 1 byte, window probe. The client asks with a window probe, one byte of what is next, whether there is room again.
    43. web server → client, 2 706.0 to 2 726.0 ms: ACK, zero window. The web server has no room left: zero window. It takes nothing more until it has read what waits.
    44. web server → client, 3 114.9 to 3 134.9 ms: ACK, window update. The web server has room again and says so with a window update: more may come.
    ");
}

#[test]
fn a_half_closed_connection_is_told_in_words() {
    insta::assert_snapshot!(told_of_packets("half-close", |line| line.contains("FIN")), @"
    19. client → web server, 94.7 to 114.7 ms: FIN, ACK. The client says with FIN that it has nothing more to send, and still listens: the connection is half-closed.
    24. web server → client, 118.3 to 138.4 ms: 200 OK · application/json, FIN. The response travels back. 200 OK: it worked. The result is in the body, as JSON. One packet of 135 bytes carries it all. With FIN the web server says, too, that it has nothing more to send.
    27. client → web server, 148.4 to 168.4 ms: ACK. The client confirms the FIN of the web server with ACK: it knows that nothing more comes from there.
    ");
}

#[test]
fn a_flight_of_nothing_but_change_cipher_spec_has_its_words() {
    let mut scenario = Scenario::default();
    let url = trace::HttpUrl::parse("https://api.example.com/users/42").expect("a good URL");
    scenario.requests[0].url = url;
    // The server's flight takes several packets, and the client answers the first one.
    scenario.world.network.mtu = 576;
    let sequence = Sequence::new(Arc::new(engine::simulate(&scenario)), Level::Connection);
    let text = transcript::text(&sequence);
    let told = text.lines().filter(|line| line.contains("ms: ChangeCipherSpec"));
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @"
    8. client → web server, 134.8 to 154.8 ms: ChangeCipherSpec. The client sends ChangeCipherSpec. In TLS 1.3 it means nothing; old machines on the way expect to see it.
    ");
}

#[test]
fn cookies_are_told_when_they_come_and_when_they_go_along() {
    insta::assert_snapshot!(told_of_packets("cookies", |line| line.contains("ookie")), @"
    9. client, 135.1 to 135.9 ms: Keep a cookie · parse JSON · show it. The client keeps the cookie that came along: sid=31d4d96e (shop.example.com/, HttpOnly, SameSite=Lax). The client sees 200 OK, reads the JSON into values of its own language, and shows them. In a browser: await response.json() makes an object of it.
    11. client, 1 135.9 ms: Send cookies along. The client keeps cookies for this host and path, and shows them again: sid=31d4d96e.
    ");
}

#[test]
fn an_answer_that_is_withheld_is_told_to_have_arrived() {
    insta::assert_snapshot!(told_of_packets("cors-withheld", |line| line.contains("page")), @"
    9. client, 135.1 ms: The page may not read it. The answer comes from another origin than the page. The client looks whether the page may read it, and it may not: no Access-Control-Allow-Origin.
    10. client, 135.1 ms: Withheld: the page may not read the answer. The response is here, but the browser does not show it to the page: no Access-Control-Allow-Origin. What the server did is done. The browser says TypeError: Failed to fetch (net::ERR_FAILED). Let the answer name the origin of the page in Access-Control-Allow-Origin. Clients that are no browsers read it in any case.
    ");
}

#[test]
fn a_preflight_and_what_it_allows_are_told() {
    insta::assert_snapshot!(told_of_packets("cors-preflight", |line| line.contains("page")), @"
    9. client, 135.1 to 135.9 ms: The page may read it · hide some of it from the page · parse JSON · show it. The answer comes from another origin than the page. The client looks whether the page may read it, and it may: Access-Control-Allow-Origin: http://shop.example.com. The client lets the page see the answer, but not all of it. It hides: date, access-control-allow-origin. The client sees 200 OK, reads the JSON into values of its own language, and shows them. In a browser: await response.json() makes an object of it.
    15. client, 1 176.4 ms: The page may send it. The client reads in the answer that the page may send its request: PUT; content-type.
    19. client, 1 216.8 to 1 217.6 ms: The page may read it · hide some of it from the page · parse JSON · show it. The answer comes from another origin than the page. The client looks whether the page may read it, and it may: Access-Control-Allow-Origin: http://shop.example.com. The client lets the page see the answer, but not all of it. It hides: date, access-control-allow-origin. The client sees 200 OK, reads the JSON into values of its own language, and shows them. In a browser: await response.json() makes an object of it.
    ");
}

#[test]
fn a_browser_that_remembers_https_says_so() {
    insta::assert_snapshot!(told_of_packets("https-only", |line| line.contains("HSTS")), @"
    41. client, 760.1 ms: Remembered: https only. The client remembers that this server wants https only (HSTS), and asks for https://api.example.com/users/42 instead. Nothing is sent for that.
    ");
}

#[test]
fn a_browser_that_leaves_user_and_password_out_says_so_at_every_level() {
    let mut scenario = Scenario::default();
    let url = trace::HttpUrl::parse("http://ann:pw@api.example.com/users/42").expect("a good URL");
    scenario.requests[0].url = url;
    scenario.world.client.kind = ClientKind::Browser;
    let trace = Arc::new(engine::simulate(&scenario));
    for level in [Level::Story, Level::Connection, Level::Packets] {
        let sequence = Sequence::new(Arc::clone(&trace), level);
        let text = transcript::text(&sequence);
        let lines = text.lines().filter(|line| line.contains("Leave out user"));
        let told: Vec<&str> = lines.filter_map(|line| Some(line.split_once(". ")?.1)).collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(told.join("\n"), @"client, 0.0 ms: Leave out user and password. The client leaves out the user and the password of the URL: a page may not fetch such a URL.");
        }
        let is_cited = |step: usize| why(&sequence, step).source.url.ends_with("/#request-class");
        assert_eq!((0..sequence.steps.len()).filter(|step| is_cited(*step)).count(), 1);
    }
    scenario.world.client.kind = ClientKind::Curl;
    let sequence = Sequence::new(Arc::new(engine::simulate(&scenario)), Level::Packets);
    assert!(!transcript::text(&sequence).contains("leaves out the user"));
}

#[test]
fn a_retransmission_says_why_it_is_sent_and_what_it_repeats() {
    let is_told = |line: &str| {
        (line.contains("(again)") && !line.contains("ACK (again)")) || line.contains("lost")
    };
    let told = told_of_packets("fast-retransmit", is_told);
    let first = told.lines().take(3).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(first, @"
    26. client → web server, 175.5 ms, does not arrive: …continued (lost). This packet carries the next 1460 bytes of: POST /users HTTP/1.1. This one is lost on its way.
    33. client → web server, 225.8 to 246.0 ms: …continued (again). Receipt after receipt asks for the same byte, so the client sends it again at once (fast retransmit): POST /users HTTP/1.1.
    ");
    insta::assert_snapshot!(told_of_packets("lost-response", is_told), @"
    23. web server → client, 118.3 ms, does not arrive: 200 OK · application/json (lost). The response travels back. 200 OK: it worked. The result is in the body, as JSON. One packet of 135 bytes carries it all. This one is lost on its way.
    25. client → web server, 1 094.6 to 1 114.6 ms: GET /users/42 HTTP/1.1 (again). No receipt came in time, so the client sends it again: GET /users/42 HTTP/1.1.
    27. web server → client, 1 118.3 to 1 138.4 ms: 200 OK · application/json (again). No receipt came in time, so the web server sends it again: 200 OK · application/json.
    ");
}

#[test]
fn every_method_has_its_sentence() {
    insta::assert_snapshot!(told("HEAD", "/users/42", ""), @"
    Your request travels to the server. HEAD asks for the headers of the resource /users/42, without its body.
    The server reads the method, the path and the headers out of the bytes that arrived. It looks up which handler belongs to this method and path: /users/{id}.
    The response travels back. 200 OK: it worked. It has headers and no body.
    The client sees 200 OK and reads the headers, where everything stands that it asked for.
    ");
    insta::assert_snapshot!(told("POST", "/users", r#"{"name": "Bob"}"#), @"
    Your request travels to the server. POST hands its body to the resource /users, which does with it what it is made for.
    The server reads the method, the path and the headers out of the bytes that arrived. It looks up which handler belongs to this method and path: /users. It checks the body: can it be read, and is everything there?
    The server turns the row into JSON, text that any program can read.
    The response travels back. 201 Created: a new resource was made. The Location header says where it is: /users/124.
    The client sees 201 Created, reads the JSON into values of its own language, and shows them. In Python: response.json() makes a dict of it.
    ");
    insta::assert_snapshot!(told("PUT", "/users/42", r#"{"name": "Bob"}"#), @r#"
    Your request travels to the server. PUT asks to store the body as the resource /users/42, in place of what is there.
    The server reads the method, the path and the headers out of the bytes that arrived. It looks up which handler belongs to this method and path: /users/{id}. It checks the body: can it be read, and is everything there?
    The server turns the row into JSON, text that any program can read.
    The response travels back. 200 OK: it worked. The result is in the body, as JSON.
    The client sees 200 OK, reads the JSON into values of its own language, and shows them. In Python: response.json() makes a dict of it.
    "#);
    insta::assert_snapshot!(told("PATCH", "/users/42", r#"{"name": "Bob"}"#), @r#"
    Your request travels to the server. PATCH asks to change a part of the resource /users/42; the body says which.
    The server reads the method, the path and the headers out of the bytes that arrived. It looks up which handler belongs to this method and path: /users/{id}. It checks the body: can it be read, and is everything there?
    The server turns the row into JSON, text that any program can read.
    The response travels back. 200 OK: it worked. The result is in the body, as JSON.
    The client sees 200 OK, reads the JSON into values of its own language, and shows them. In Python: response.json() makes a dict of it.
    "#);
    insta::assert_snapshot!(told("DELETE", "/users/42", ""), @"
    Your request travels to the server. DELETE asks to remove the resource /users/42.
    The server reads the method, the path and the headers out of the bytes that arrived. It looks up which handler belongs to this method and path: /users/{id}.
    The response travels back. 204 No Content: it is done, and there is nothing to send back.
    The client sees 204 No Content. There is no body to read, and it is done.
    ");
    insta::assert_snapshot!(told("OPTIONS", "/users/42", ""), @"
    Your request travels to the server. OPTIONS asks what can be done with the resource /users/42, above all with which methods.
    The server reads the method, the path and the headers out of the bytes that arrived. It looks up which handler belongs to this method and path: /users/{id}.
    The response travels back. 204 No Content: it is done, and there is nothing to send back. The Allow header lists the methods that work here: GET, HEAD, PUT, PATCH, DELETE, OPTIONS.
    The client sees 204 No Content and reads the headers, where everything stands that it asked for.
    ");
    insta::assert_snapshot!(told("BREW", "/users/42", ""), @"
    Your request travels to the server. Its first line names a method, BREW, and the resource /users/42.
    The server reads the method, the path and the headers out of the bytes that arrived. It finds no handler for this method and path: this server does not implement the method BREW. The server writes down what is wrong as JSON, for programs to read too.
    An error answer travels back. 501 Not Implemented: the server does not know this method at all. The Allow header lists the methods that work here: GET, HEAD, PUT, PATCH, DELETE, OPTIONS.
    The client sees 501 Not Implemented: an error answer is an answer too, and has to be told to the reader. In Python: response.raise_for_status() raises requests.exceptions.HTTPError: 501 Server Error: Not Implemented for url: http://api.example.com/users/42.
    ");
}

/// What the client does with the answer, in the words of the step and of the course diagram.
fn use_of_answer(path: &str, client: ClientKind) -> String {
    let url = format!("http://api.example.com{path}");
    let request = Request::parse("GET", &url, &[], Vec::new()).expect("a good request");
    let mut scenario = Scenario::with_requests(vec![request]);
    scenario.world.client.kind = client;
    let sequence = Sequence::new(Arc::new(engine::simulate(&scenario)), Level::Story);
    let said = sentence(&sequence, sequence.steps.len() - 1).plain_text();
    let drawn = mermaid(&sequence);
    let words = said.split_once(". ").map_or("", |(_, own)| own);
    [words, drawn.lines().last().unwrap_or_default().trim()].join(" ")
}

#[test]
fn json_becomes_what_its_outermost_brackets_say() {
    insta::assert_snapshot!(use_of_answer("/users/42", ClientKind::Python), @"In Python: response.json() makes a dict of it. Note over Client: response.json()<br/>parse JSON to dict");
    insta::assert_snapshot!(use_of_answer("/users", ClientKind::Python), @"In Python: response.json() makes a list of it. Note over Client: response.json()<br/>parse JSON to list");
    insta::assert_snapshot!(use_of_answer("/users/42", ClientKind::Browser), @"In a browser: await response.json() makes an object of it. Note over Client: response.json()<br/>parse JSON to object");
    insta::assert_snapshot!(use_of_answer("/users", ClientKind::Curl), @"curl prints it as it is. Note over Client: print the body");
    insta::assert_snapshot!(use_of_answer("/users?sort=desc", ClientKind::Browser), @"In a browser: await response.json() makes an array of it. Note over Client: response.json()<br/>parse JSON to array");
}

#[test]
fn error_answers_say_whose_error_it_is() {
    insta::assert_snapshot!(told("GET", "/users/99999", ""), @"
    Your request travels to the server. Its first line says what you want: GET (read) the resource /users/99999.
    The server reads the method, the path and the headers out of the bytes that arrived. It looks up which handler belongs to this method and path: /users/{id}.
    The server writes down what is wrong as JSON, for programs to read too.
    An error answer travels back. 404 Not Found: the server was reached, and finds no such resource, or does not tell of it. The body says what is wrong.
    The client sees 404 Not Found: an error answer is an answer too, and has to be told to the reader. In Python: response.raise_for_status() raises requests.exceptions.HTTPError: 404 Client Error: Not Found for url: http://api.example.com/users/99999.
    ");
    insta::assert_snapshot!(told("POST", "/users", "{"), @"
    Your request travels to the server. POST hands its body to the resource /users, which does with it what it is made for.
    The server reads the method, the path and the headers out of the bytes that arrived. It looks up which handler belongs to this method and path: /users. It checks the body and refuses it: the content is not JSON; it ends within an object, at line 1, column 1: a closing } may be missing. The server writes down what is wrong as JSON, for programs to read too.
    An error answer travels back. 400 Bad Request: the server cannot use this request. The body says what is wrong.
    The client sees 400 Bad Request: an error answer is an answer too, and has to be told to the reader. In Python: response.raise_for_status() raises requests.exceptions.HTTPError: 400 Client Error: Bad Request for url: http://api.example.com/users.
    ");
}

#[test]
fn a_step_knows_where_it_stands_and_where_it_comes_from() {
    let sequence = default_sequence(Level::Story);
    assert!(heading(&sequence, 2).starts_with("Step 3 of 9 · client → web server · "));
    assert!(heading(&sequence, 3).starts_with("Step 4 of 9 · web server · "));
    let first_words =
        |step| origin(&sequence, step).plain_text().split([':', '.']).next().map(str::to_owned);
    assert_eq!(first_words(2).as_deref(), Some("Computed, not drawn"));
    assert_eq!(first_words(4).as_deref(), Some("Computed, not drawn"));
    let terms = sentence(&sequence, 2).spans;
    assert!(terms.contains(&Span::Term(picture::Term::MethodGet, "GET".to_owned())), "{terms:?}");
    assert!(terms.contains(&Span::Term(picture::Term::Resource, "resource".to_owned())));
}

/// Name and text of every part.
fn parts(sequence: &Sequence, step: usize) -> String {
    let parts = anatomy(sequence, step).into_iter().map(|part| {
        let text = part.text.replace('\n', "\n             ");
        format!("{:>12} {text}", part.name)
    });
    parts.collect::<Vec<_>>().join("\n")
}

#[test]
fn messages_are_taken_apart() {
    let sequence = default_sequence(Level::Story);
    insta::assert_snapshot!(parts(&sequence, 1), @r#"
    question api.example.com: which address?
      answer api.example.com is at 93.184.216.34, remember for 5 min
    "#);
    insta::assert_snapshot!(parts(&sequence, 2), @r#"
    first line GET /users/42 HTTP/1.1
       headers Host: api.example.com
    blank line ↵
          body none: GET only reads
    "#);
    insta::assert_snapshot!(parts(&sequence, 4), @r#"
     statement SELECT * FROM users WHERE id=$1
    parameters $1 = 42
    "#);
    insta::assert_snapshot!(parts(&sequence, 5), @r#"
    columns id | name
       rows 42 | 'Alice'
    "#);
    let packets = default_sequence(Level::Packets);
    // The server connected to its database before, in 12 packets.
    insta::assert_snapshot!(parts(&packets, 15), @"
    control bits SYN, ACK
      first byte number 3494293142: where these bytes stand among those that this side sends
        received everything before number 3319243365 has arrived
       room left the other side may send 65535 bytes before the next receipt
         content none: it only serves the connection
           ports 80 → 50976
    ");
    insta::assert_snapshot!(parts(&packets, 17), @"
    control bits PSH, ACK
      first byte number 3319243365: where these bytes stand among those that this side sends
        received everything before number 3494293143 has arrived
       room left the other side may send 262144 bytes before the next receipt
         content 49 bytes
           ports 50976 → 80
      first line GET /users/42 HTTP/1.1
         headers Host: api.example.com
      blank line ↵
            body none: GET only reads
    ");
}

#[test]
fn a_message_of_http_2_has_fields_and_frames_and_no_first_line() {
    let example = trace::built_in().into_iter().find(|example| example.name == "http2");
    let trace = engine::simulate(&example.expect("there is one of this name").scenario);
    let sequence = Sequence::new(Arc::new(trace), Level::Story);
    insta::assert_snapshot!(sentence(&sequence, 2).plain_text(), @"Your request travels to the server. Its first fields say what you want: :method is GET (read), and :path names the resource /users/42.");
    insta::assert_snapshot!(parts(&sequence, 2), @"
    pseudo-headers :method: GET
                 :scheme: https
                 :authority: api.example.com
                 :path: /users/42
         headers accept: application/json
          frames HEADERS: all of the above, in a short form
            body none: GET only reads
    ");
    insta::assert_snapshot!(sentence(&sequence, 7).plain_text(), @"The response travels back. 200 OK: it worked. The result is in the body, as JSON. HTTP/2 sends only the number, in the field :status; the words beside it are added here.");
    insta::assert_snapshot!(parts(&sequence, 7), @r#"
    pseudo-headers :status: 200
         headers content-type: application/json
                 content-length: 27
                 date: Mon, 05 Jan 2026 09:00:00 GMT
          frames HEADERS: all of the above, in a short form
                 DATA: the body
            body {"id": 42, "name": "Alice"}
    "#);
}

#[test]
fn the_response_card_tells_an_error_answer_from_no_answer() {
    let card = |sequence: &Sequence| response(sequence, FetchId(0));
    let good = default_sequence(Level::Story);
    assert_eq!(card(&good).announcement(good.language), "Arrives at step 8.");
    let ResponseCard::Answer { step: 7, answer } = card(&good) else { panic!("an answer arrives") };
    assert_eq!((answer.title.as_str(), answer.meaning), ("200 OK", "success"));
    assert_eq!(answer.body, r#"{"id": 42, "name": "Alice"}"#);

    let missing = sequence("GET", "http://api.example.com/users/99999", "", Level::Story);
    let ResponseCard::Answer { answer, .. } = card(&missing) else { panic!("an answer arrives") };
    assert_eq!((&*answer.title, answer.meaning), ("404 Not Found", "error answer, client's side"));

    let typo = sequence("GET", "http://api.exmaple.com/users/42", "", Level::Story);
    let ResponseCard::Failure { step, title, sentence, advice } = card(&typo) else {
        panic!("no answer comes")
    };
    assert_eq!((step, title), (2, "No such name: nothing reached the server"));
    let said = [sentence.plain_text(), advice.plain_text()].join(" ");
    insta::assert_snapshot!(said, @"
        api.exmaple.com does not exist, says DNS. No request was sent, and no answer came. In Python this is requests.exceptions.ConnectionError: Failed to resolve 'api.exmaple.com' ([Errno -2] Name or service not known). Check the spelling of the host in the URL.
        ");
}

/// What is said of each first SYN to the web server.
fn knocks(faults: &[FaultV1], zone: Vec<ZoneEntry>, urls: &[&str]) -> Vec<String> {
    let request = |url: &&str| {
        let request = Request::parse("GET", url, &[], Vec::new()).expect("a good request");
        Request { at_once: true, ..request }
    };
    let mut scenario = Scenario::with_requests(urls.iter().map(request).collect());
    faults.iter().for_each(|fault| fault.apply_to(&mut scenario.world));
    scenario.world.names.zone = zone;
    let trace = Arc::new(engine::simulate(&scenario));
    let sequence = Sequence::new(trace, Level::Connection);
    let said = (0..sequence.steps.len()).map(|step| sentence(&sequence, step).plain_text());
    said.filter(|said| said.contains("The client knocks")).collect()
}

#[test]
fn a_second_address_is_explained_where_the_first_one_did_not_answer() {
    let url = "http://api.example.com/users/42";
    let tells = |said: &String| said.contains("Happy Eyeballs");
    let two = knocks(&[FaultV1::BrokenIpv6], Vec::new(), &[url, url]);
    assert_eq!(two.iter().map(tells).collect::<Vec<_>>(), [false, false, true, true], "{two:?}");
    let refused = knocks(&[FaultV1::DualStack, FaultV1::ConnectionRefused], Vec::new(), &[url]);
    assert_eq!(refused.iter().map(tells).collect::<Vec<_>>(), [false, false], "{refused:?}");
    let old = ZoneEntry::parse("old.example.com", "A", "93.184.216.34", 60).expect("a record");
    let other = "http://old.example.com/users/42";
    let answered = knocks(&[FaultV1::DualStack], vec![old], &[url, other]);
    assert_eq!(answered.iter().map(tells).collect::<Vec<_>>(), [false, false], "{answered:?}");
    assert!(answered[0].contains("IPv6 address") && !answered[1].contains("IPv6"), "{answered:?}");
}

#[test]
fn what_is_asked_again_and_what_is_not_there_is_said() {
    let mut scenario = Scenario::default();
    scenario.world.faults = vec![Fault::DnsTimeout];
    let sequence = Sequence::new(Arc::new(engine::simulate(&scenario)), Level::Story);
    let said = (0..sequence.steps.len()).map(|step| sentence(&sequence, step).plain_text());
    let again: Vec<bool> = said.map(|said| said.contains("asks the same again")).collect();
    assert_eq!(again, [false, true, false], "asked twice, then given up");
    assert!(told("POST", "/users", "").contains("this request has none"));
}
