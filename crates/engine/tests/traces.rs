//! Scenarios as printed traces: what a reader would see happen.

mod common;

use common::{json, printed, request, story, world};
use engine::simulate;
use trace::{Exchange, Outcome, Request, RowChange, Scenario, Table, TableChange};

#[test]
fn the_default_scenario_is_the_course_diagram() {
    insta::assert_snapshot!(printed(&Scenario::default()), @r#"

      0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
      0.000  user-agent → resolver  DNS A? api.example.com
      0.000  user-agent → resolver  UDP, 33 octets
      9.300  resolver → root        DNS A? api.example.com
      9.300  resolver → root        UDP, 44 octets
     13.400  root → resolver        DNS referral: com NS a.tld-servers.example
     13.400  root → resolver        UDP, 95 octets
     17.400  resolver → tld         DNS A? api.example.com
     17.400  resolver → tld         UDP, 44 octets
     23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
     23.500  tld → resolver         UDP, 78 octets
     29.500  resolver → zone-server DNS A? api.example.com
     29.500  resolver → zone-server UDP, 44 octets
     37.600  zone-server → resolver DNS A 93.184.216.34
     37.600  zone-server → resolver UDP, 60 octets
     45.600  resolver → user-agent  DNS A 93.184.216.34
     45.600  resolver → user-agent  UDP, 49 octets
     54.600  user-agent → origin    TCP SYN
     74.608  origin → user-agent    TCP SYN, ACK
     94.617  user-agent → origin    TCP ACK
     94.617  user-agent → origin    GET /users/42 HTTP/1.1
     94.617  user-agent → origin    TCP PSH, ACK, 75 octets
    114.641  origin                 parse, 0.400 ms
    115.041  origin                 route /users/{id}, 0.200 ms
    115.241  origin                 handle read a user, 2.500 ms
    115.241  origin → database      SQL SELECT * FROM users WHERE id=42
    115.241  origin → database      TCP PSH, ACK, 85 octets
    117.491  database → origin      SQL 1 row
    117.491  database → origin      TCP PSH, ACK, 103 octets
    117.741  origin                 serialize application/json, 0.600 ms
    118.341  origin → user-agent    HTTP/1.1 200 OK  {"id": 42, "name": "Alice"}
    118.341  origin → user-agent    TCP PSH, ACK, 135 octets
    127.741  origin → database      TCP ACK
    138.369  user-agent             use response application/json, 0.800 ms
    139.169  user-agent             exchange 1 ends: 200
    139.169  user-agent → origin    TCP FIN, ACK
    159.176  origin → user-agent    TCP ACK
    159.176  origin → user-agent    TCP FIN, ACK
    179.189  user-agent → origin    TCP ACK
    "#);
}

#[test]
fn the_server_connects_to_its_database_before_the_client_starts() {
    let trace = simulate(&Scenario::default());
    let boot = trace.events.iter().filter(|event| event.at < trace.booted_at);
    let lines: Vec<String> = boot.filter_map(|event| trace.line(event)).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    -20.000  origin → database      TCP SYN
    -19.750  database → origin      TCP SYN, ACK
    -19.500  origin → database      TCP ACK
    -19.500  origin → database      TCP PSH, ACK, 53 octets
    -19.250  database → origin      TCP PSH, ACK, 141 octets
    -19.000  origin → database      TCP SYN
    -18.750  database → origin      TCP SYN, ACK
    -18.500  origin → database      TCP ACK
    -18.500  origin → database      TCP PSH, ACK, 53 octets
    -18.250  database → origin      TCP PSH, ACK, 141 octets
     -9.000  origin → database      TCP ACK
     -8.000  origin → database      TCP ACK
    ");
    assert!(trace.messages.iter().all(|message| message.exchange.is_some()));
}

#[test]
fn an_exchange_tells_what_it_changed_in_the_tables() {
    let users = "http://api.example.com/users";
    let one = |id: u32| format!("{users}/{id}");
    let trace = simulate(&Scenario::with_requests(vec![
        json("POST", users, r#"{"name": "Al'ice"}"#),
        json("PUT", &one(42), r#"{"name": "Alicia"}"#),
        json("PUT", &one(42), r#"{"name": "Alicia"}"#),
        request("GET", &one(42)),
        request("DELETE", &one(1)),
        request("DELETE", &one(1)),
    ]));
    let change = |change: &TableChange| match &change.row {
        RowChange::Inserted { after } => format!("{} + {}", change.table, after.join(", ")),
        RowChange::Updated { before, after } => {
            format!("{} {} → {}", change.table, before.join(", "), after.join(", "))
        }
        RowChange::Deleted { before } => format!("{} - {}", change.table, before.join(", ")),
    };
    let line = |exchange: &Exchange| {
        let changes: Vec<String> = exchange.table_changes.iter().map(change).collect();
        format!("{}: {} changed {}", exchange.id.0 + 1, changes.len(), changes.join("; "))
    };
    let lines: Vec<String> = trace.exchanges.iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    1: 1 changed users + 124, 'Al''ice'
    2: 1 changed users 42, 'Alice' → 42, 'Alicia'
    3: 0 changed 
    4: 0 changed 
    5: 1 changed users - 1, 'Ada'
    6: 0 changed
    ");
    let row = |row: &Vec<String>| row.join(", ");
    let table = |table: &Table| {
        let rows: Vec<String> = table.rows.iter().map(row).collect();
        format!("{} ({}): {}", table.name, row(&table.columns), rows.join("; "))
    };
    let tables: Vec<String> = trace.tables.iter().map(table).collect();
    insta::assert_snapshot!(tables.join("\n"), @r#"
        users (id, name): 2, 'Grace'; 3, 'Linus'; 42, 'Alicia'; 123, 'Dorothy'; 124, 'Al''ice'
        products (id, name, price_cents): 1, 'Teapot', 1899; 2, 'Notebook', 350; 3, 'Desk lamp', 4200; 4, 'Pencil', 80
        sessions (id, secret, kind, user_id, scope, expires_at): 
        profiles (id, email, city, newsletter, interests, updated_at): 1, 'ada@example.com', 'London', 0, '["engines"]', 1767517200; 42, 'alice@example.com', 'Oxford', 1, '["chess","tea"]', 1767517200
        news (id, title): 1, 'The shop is open'; 2, 'New: desk lamps'; 3, 'Teapots are back'
        orders (id, user_id, product_id, quantity, status): 1, 42, 1, 1, 'sent'; 2, 42, 2, 2, 'open'; 3, 1, 3, 1, 'open'; 4, 42, 4, 9, 'open'
        "#);
}

#[test]
fn a_post_adds_a_row_and_a_get_finds_it() {
    let url = "http://api.example.com/users";
    let scenario =
        Scenario::with_requests(vec![json("POST", url, r#"{"name": "Bob"}"#), request("GET", url)]);
    insta::assert_snapshot!(story(&scenario), @r#"

      0.000  user-agent             exchange 1 starts: POST http://api.example.com/users
      0.000  user-agent → resolver  DNS A? api.example.com
      9.300  resolver → root        DNS A? api.example.com
     13.400  root → resolver        DNS referral: com NS a.tld-servers.example
     17.400  resolver → tld         DNS A? api.example.com
     23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
     29.500  resolver → zone-server DNS A? api.example.com
     37.600  zone-server → resolver DNS A 93.184.216.34
     45.600  resolver → user-agent  DNS A 93.184.216.34
     94.617  user-agent → origin    POST /users HTTP/1.1  {"name": "Bob"}
    114.648  origin                 parse, 0.400 ms
    115.048  origin                 route /users, 0.200 ms
    115.248  origin                 validate content, 0.300 ms
    115.548  origin                 handle create a user, 2.500 ms
    115.548  origin → database      SQL INSERT INTO users (name) VALUES ('Bob') RETURNING *
    117.798  database → origin      SQL 1 row
    118.048  origin                 serialize application/json, 0.600 ms
    118.648  origin → user-agent    HTTP/1.1 201 Created  {"id": 124, "name": "Bob"}
    138.680  user-agent             use response application/json, 0.800 ms
    139.480  user-agent             exchange 1 ends: 201
    139.480  user-agent             exchange 2 starts: GET http://api.example.com/users
    139.480  user-agent             answer cached 93.184.216.34, for 299 s more, 0.000 ms
    179.507  user-agent → origin    GET /users HTTP/1.1
    199.528  origin                 parse, 0.400 ms
    199.928  origin                 route /users, 0.200 ms
    200.128  origin                 handle list users, 2.500 ms
    200.128  origin → database      SQL SELECT * FROM users ORDER BY id
    202.378  database → origin      SQL 6 rows
    202.628  origin                 serialize application/json, 0.600 ms
    203.228  origin → user-agent    HTTP/1.1 200 OK  171 octets
    223.279  user-agent             use response application/json, 0.800 ms
    224.079  user-agent             exchange 2 ends: 200
    "#);
}

#[test]
fn a_name_that_does_not_exist_ends_at_the_resolver() {
    let scenario = Scenario::with_requests(vec![request("GET", "http://nowhere.example.net/")]);
    insta::assert_snapshot!(printed(&scenario), @"

     0.000  user-agent             exchange 1 starts: GET http://nowhere.example.net/
     0.000  user-agent → resolver  DNS A? nowhere.example.net
     0.000  user-agent → resolver  UDP, 37 octets
     9.300  resolver → root        DNS A? nowhere.example.net
     9.300  resolver → root        UDP, 48 octets
    13.400  root → resolver        DNS referral: net NS a.tld-servers.example
    13.400  root → resolver        UDP, 99 octets
    17.400  resolver → tld         DNS A? nowhere.example.net
    17.400  resolver → tld         UDP, 48 octets
    23.500  tld → resolver         DNS NXDOMAIN
    23.500  tld → resolver         UDP, 116 octets
    29.500  resolver → user-agent  DNS NXDOMAIN
    29.500  resolver → user-agent  UDP, 105 octets
    38.500  user-agent             no such name: nowhere.example.net
    38.500  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to resolve 'nowhere.example.net' ([Errno -2] Name or service not known)
    ");
}

#[test]
fn a_name_that_no_zone_can_hold_is_not_asked_for() {
    let url = format!("http://{}.example.com/", "a".repeat(64));
    insta::assert_snapshot!(printed(&Scenario::with_requests(vec![request("GET", &url)])), @"

    0.000  user-agent             exchange 1 starts: GET http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com/
    0.000  user-agent             no name that DNS can be asked for: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com
    0.000  user-agent             exchange 1 ends: no answer: urllib3.exceptions.LocationParseError: Failed to parse: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com', label empty or too long
    ");
}

#[test]
fn a_port_where_nothing_listens_refuses() {
    let scenario = Scenario::with_requests(vec![request("GET", "http://api.example.com:81/")]);
    insta::assert_snapshot!(printed(&scenario), @"

     0.000  user-agent             exchange 1 starts: GET http://api.example.com:81/
     0.000  user-agent → resolver  DNS A? api.example.com
     0.000  user-agent → resolver  UDP, 33 octets
     9.300  resolver → root        DNS A? api.example.com
     9.300  resolver → root        UDP, 44 octets
    13.400  root → resolver        DNS referral: com NS a.tld-servers.example
    13.400  root → resolver        UDP, 95 octets
    17.400  resolver → tld         DNS A? api.example.com
    17.400  resolver → tld         UDP, 44 octets
    23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
    23.500  tld → resolver         UDP, 78 octets
    29.500  resolver → zone-server DNS A? api.example.com
    29.500  resolver → zone-server UDP, 44 octets
    37.600  zone-server → resolver DNS A 93.184.216.34
    37.600  zone-server → resolver UDP, 60 octets
    45.600  resolver → user-agent  DNS A 93.184.216.34
    45.600  resolver → user-agent  UDP, 49 octets
    54.600  user-agent → origin    TCP SYN
    74.608  origin → user-agent    TCP RST, ACK
    94.615  user-agent             connection refused on port 81
    94.615  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to establish a new connection: [Errno 111] Connection refused
    ");
}

#[test]
fn an_address_outside_of_this_world_has_no_route() {
    let urls = ["http://127.0.0.1/", "http://[::1]/", "http://10.1.2.3:8080/"];
    let scenario = Scenario::with_requests(urls.map(|url| request("GET", url)).to_vec());
    insta::assert_snapshot!(printed(&scenario), @"

    0.000  user-agent             exchange 1 starts: GET http://127.0.0.1/
    0.000  user-agent             connection refused on port 80 of the client itself
    0.000  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to establish a new connection: [Errno 111] Connection refused
    0.000  user-agent             exchange 2 starts: GET http://[::1]/
    0.000  user-agent             connection refused on port 80 of the client itself
    0.000  user-agent             exchange 2 ends: no answer: requests.exceptions.ConnectionError: Failed to establish a new connection: [Errno 111] Connection refused
    0.000  user-agent             exchange 3 starts: GET http://10.1.2.3:8080/
    0.000  user-agent             no path leads to 10.1.2.3
    0.000  user-agent             exchange 3 ends: no answer: requests.exceptions.ConnectionError: Failed to establish a new connection: [Errno 113] No route to host
    ");
}

#[test]
fn a_link_that_loses_everything_ends_in_silence() {
    let scenario = world(
        |world| world.network.loss_ppm = 1_000_000,
        vec![request("GET", "http://api.example.com/")],
    );
    insta::assert_snapshot!(printed(&scenario), @"

         0.000  user-agent             exchange 1 starts: GET http://api.example.com/
         0.000  user-agent → resolver  DNS A? api.example.com
         0.000  user-agent → resolver  UDP, 33 octets lost
     5 000.000  user-agent → resolver  DNS A? api.example.com
     5 000.000  user-agent → resolver  UDP, 33 octets lost
    10 000.000  user-agent             no answer from the resolver
    10 000.000  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to resolve 'api.example.com' ([Errno -3] Temporary failure in name resolution)
    ");
}

#[test]
fn a_lost_syn_and_a_lost_answer_are_sent_again_after_a_second() {
    let url = "http://api.example.com/users/42";
    let mut scenario = world(|world| world.network.loss_ppm = 100_000, vec![request("GET", url)]);
    scenario.seed = 32;
    insta::assert_snapshot!(printed(&scenario), @r#"

        0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
        0.000  user-agent → resolver  DNS A? api.example.com
        0.000  user-agent → resolver  UDP, 33 octets
        9.300  resolver → root        DNS A? api.example.com
        9.300  resolver → root        UDP, 44 octets
       13.400  root → resolver        DNS referral: com NS a.tld-servers.example
       13.400  root → resolver        UDP, 95 octets
       17.400  resolver → tld         DNS A? api.example.com
       17.400  resolver → tld         UDP, 44 octets
       23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
       23.500  tld → resolver         UDP, 78 octets
       29.500  resolver → zone-server DNS A? api.example.com
       29.500  resolver → zone-server UDP, 44 octets
       37.600  zone-server → resolver DNS A 93.184.216.34
       37.600  zone-server → resolver UDP, 60 octets
       45.600  resolver → user-agent  DNS A 93.184.216.34
       45.600  resolver → user-agent  UDP, 49 octets
       54.600  user-agent → origin    TCP SYN lost
    1 054.600  user-agent → origin    TCP SYN (retransmission)
    1 074.608  origin → user-agent    TCP SYN, ACK
    1 094.617  user-agent → origin    TCP ACK
    1 094.617  user-agent → origin    GET /users/42 HTTP/1.1
    1 094.617  user-agent → origin    TCP PSH, ACK, 49 octets
    1 114.637  origin                 parse, 0.400 ms
    1 115.037  origin                 route /users/{id}, 0.200 ms
    1 115.237  origin                 handle read a user, 2.500 ms
    1 115.237  origin → database      SQL SELECT * FROM users WHERE id=42
    1 115.237  origin → database      TCP PSH, ACK, 85 octets
    1 117.487  database → origin      SQL 1 row
    1 117.487  database → origin      TCP PSH, ACK, 103 octets
    1 117.737  origin                 serialize application/json, 0.600 ms
    1 118.337  origin → user-agent    HTTP/1.1 200 OK  {"id": 42, "name": "Alice"}
    1 118.337  origin → user-agent    TCP PSH, ACK, 135 octets lost
    1 127.737  origin → database      TCP ACK
    2 118.337  origin → user-agent    TCP PSH, ACK, 135 octets (retransmission)
    2 138.365  user-agent             use response application/json, 0.800 ms
    2 139.165  user-agent             exchange 1 ends: 200
    2 139.165  user-agent → origin    TCP FIN, ACK
    2 159.171  origin → user-agent    TCP ACK
    2 159.171  origin → user-agent    TCP FIN, ACK
    2 179.184  user-agent → origin    TCP ACK
    "#);
}

#[test]
fn a_large_body_takes_many_segments() {
    let body = format!(r#"{{"name": "{}"}}"#, "x".repeat(5_000));
    let scenario =
        Scenario::with_requests(vec![json("POST", "http://api.example.com/users", &body)]);
    insta::assert_snapshot!(printed(&scenario), @"
      0.000  user-agent             exchange 1 starts: POST http://api.example.com/users
      0.000  user-agent → resolver  DNS A? api.example.com
      0.000  user-agent → resolver  UDP, 33 octets
      9.300  resolver → root        DNS A? api.example.com
      9.300  resolver → root        UDP, 44 octets
     13.400  root → resolver        DNS referral: com NS a.tld-servers.example
     13.400  root → resolver        UDP, 95 octets
     17.400  resolver → tld         DNS A? api.example.com
     17.400  resolver → tld         UDP, 44 octets
     23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
     23.500  tld → resolver         UDP, 78 octets
     29.500  resolver → zone-server DNS A? api.example.com
     29.500  resolver → zone-server UDP, 44 octets
     37.600  zone-server → resolver DNS A 93.184.216.34
     37.600  zone-server → resolver UDP, 60 octets
     45.600  resolver → user-agent  DNS A 93.184.216.34
     45.600  resolver → user-agent  UDP, 49 octets
     54.600  user-agent → origin    TCP SYN
     74.608  origin → user-agent    TCP SYN, ACK
     94.617  user-agent → origin    TCP ACK
     94.617  user-agent → origin    POST /users HTTP/1.1  5012 octets
     94.617  user-agent → origin    TCP ACK, 1460 octets
     94.617  user-agent → origin    TCP ACK, 588 octets
    114.964  origin → user-agent    TCP ACK
    134.970  user-agent → origin    TCP ACK, 1460 octets
    134.970  user-agent → origin    TCP ACK, 1460 octets
    134.970  user-agent → origin    TCP PSH, ACK, 145 octets
    155.450  origin → user-agent    TCP ACK
    155.480  origin                 parse, 0.400 ms
    155.880  origin                 route /users, 0.200 ms
    156.080  origin                 validate content, 0.300 ms: the member “name” has 5000 characters; up to 100 are kept
    156.380  origin                 serialize application/problem+json, 0.600 ms
    156.980  origin → user-agent    HTTP/1.1 400 Bad Request  158 octets
    156.980  origin → user-agent    TCP PSH, ACK, 284 octets
    177.031  user-agent             use response application/problem+json, 0.800 ms: 400 Bad Request
    177.831  user-agent             exchange 1 ends: 400
    177.831  user-agent → origin    TCP FIN, ACK
    197.838  origin → user-agent    TCP ACK
    197.838  origin → user-agent    TCP FIN, ACK
    217.851  user-agent → origin    TCP ACK
    ");
}

#[test]
fn a_head_request_is_answered_without_content() {
    let scenario =
        Scenario::with_requests(vec![request("HEAD", "http://api.example.com/users/42")]);
    insta::assert_snapshot!(story(&scenario), @"

      0.000  user-agent             exchange 1 starts: HEAD http://api.example.com/users/42
      0.000  user-agent → resolver  DNS A? api.example.com
      9.300  resolver → root        DNS A? api.example.com
     13.400  root → resolver        DNS referral: com NS a.tld-servers.example
     17.400  resolver → tld         DNS A? api.example.com
     23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
     29.500  resolver → zone-server DNS A? api.example.com
     37.600  zone-server → resolver DNS A 93.184.216.34
     45.600  resolver → user-agent  DNS A 93.184.216.34
     94.617  user-agent → origin    HEAD /users/42 HTTP/1.1
    114.637  origin                 parse, 0.400 ms
    115.037  origin                 route /users/{id}, 0.200 ms
    115.237  origin                 handle read a user, without content, 2.500 ms
    115.237  origin → database      SQL SELECT * FROM users WHERE id=42
    117.487  database → origin      SQL 1 row
    117.737  origin → user-agent    HTTP/1.1 200 OK
    137.761  user-agent             use response application/json, 0.800 ms
    138.561  user-agent             exchange 1 ends: 200
    ");
}

#[test]
fn a_malformed_request_is_refused_by_the_server() {
    let smuggle = [
        ("Content-Length".to_owned(), "3".to_owned()),
        ("Transfer-Encoding".to_owned(), "chunked".to_owned()),
    ];
    let url = "http://api.example.com/users";
    let request = Request::parse("POST", url, &smuggle, b"abc".to_vec()).expect("well-formed");
    insta::assert_snapshot!(story(&Scenario::with_requests(vec![request])), @"

      0.000  user-agent             exchange 1 starts: POST http://api.example.com/users
      0.000  user-agent → resolver  DNS A? api.example.com
      9.300  resolver → root        DNS A? api.example.com
     13.400  root → resolver        DNS referral: com NS a.tld-servers.example
     17.400  resolver → tld         DNS A? api.example.com
     23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
     29.500  resolver → zone-server DNS A? api.example.com
     37.600  zone-server → resolver DNS A 93.184.216.34
     45.600  resolver → user-agent  DNS A 93.184.216.34
     94.617  user-agent → origin    POST /users HTTP/1.1  abc
    114.645  origin                 parse, 0.400 ms: both Transfer-Encoding and Content-Length
    115.045  origin → user-agent    HTTP/1.1 400 Bad Request  117 octets
    135.093  user-agent             use response application/problem+json, 0.800 ms: 400 Bad Request
    135.893  user-agent             exchange 1 ends: 400
    ");
}

#[test]
fn a_body_shorter_than_it_says_is_waited_for() {
    let length = [("Content-Length".to_owned(), "10".to_owned())];
    let url = "http://api.example.com/users";
    let request = Request::parse("POST", url, &length, b"abc".to_vec()).expect("well-formed");
    insta::assert_snapshot!(story(&Scenario::with_requests(vec![request])), @"

         0.000  user-agent             exchange 1 starts: POST http://api.example.com/users
         0.000  user-agent → resolver  DNS A? api.example.com
         9.300  resolver → root        DNS A? api.example.com
        13.400  root → resolver        DNS referral: com NS a.tld-servers.example
        17.400  resolver → tld         DNS A? api.example.com
        23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
        29.500  resolver → zone-server DNS A? api.example.com
        37.600  zone-server → resolver DNS A 93.184.216.34
        45.600  resolver → user-agent  DNS A 93.184.216.34
        94.617  user-agent → origin    POST /users HTTP/1.1  abc
    30 094.617  user-agent             no complete response in time
    30 094.617  user-agent             exchange 1 ends: no answer: requests.exceptions.ReadTimeout: HTTPConnectionPool(host='api.example.com', port=80): Read timed out. (read timeout=30)
    ");
}

/// A request that goes over TLS.
fn secure(url: &str) -> Request {
    let url = trace::HttpUrl::parse(url).expect("a good URL");
    Request { url, ..request("GET", "http://api.example.com/") }
}

#[test]
fn https_encrypts_before_it_asks() {
    let scenario = Scenario::with_requests(vec![secure("https://api.example.com/users/42")]);
    insta::assert_snapshot!(printed(&scenario), @r#"

      0.000  user-agent             exchange 1 starts: GET https://api.example.com/users/42
      0.000  user-agent → resolver  DNS A? api.example.com
      0.000  user-agent → resolver  UDP, 33 octets
      9.300  resolver → root        DNS A? api.example.com
      9.300  resolver → root        UDP, 44 octets
     13.400  root → resolver        DNS referral: com NS a.tld-servers.example
     13.400  root → resolver        UDP, 95 octets
     17.400  resolver → tld         DNS A? api.example.com
     17.400  resolver → tld         UDP, 44 octets
     23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
     23.500  tld → resolver         UDP, 78 octets
     29.500  resolver → zone-server DNS A? api.example.com
     29.500  resolver → zone-server UDP, 44 octets
     37.600  zone-server → resolver DNS A 93.184.216.34
     37.600  zone-server → resolver UDP, 60 octets
     45.600  resolver → user-agent  DNS A 93.184.216.34
     45.600  resolver → user-agent  UDP, 49 octets
     54.600  user-agent → origin    TCP SYN
     74.608  origin → user-agent    TCP SYN, ACK
     94.617  user-agent → origin    TCP ACK
     94.617  user-agent → origin    TLS ClientHello
     94.617  user-agent → origin    TCP PSH, ACK, 233 octets
    114.667  origin → user-agent    TLS ServerHello, ChangeCipherSpec, EncryptedExtensions, Certificate, CertificateVerify, Finished
    114.667  origin → user-agent    TCP PSH, ACK, 1009 octets
    134.835  user-agent → origin    TLS ChangeCipherSpec, Finished
    134.835  user-agent → origin    GET /users/42 HTTP/1.1
    134.835  user-agent → origin    TCP PSH, ACK, 135 octets
    154.863  origin                 parse, 0.400 ms
    154.863  origin → user-agent    TLS NewSessionTicket
    154.863  origin → user-agent    TCP PSH, ACK, 103 octets
    155.263  origin                 route /users/{id}, 0.200 ms
    155.463  origin                 handle read a user, 2.500 ms
    155.463  origin → database      SQL SELECT * FROM users WHERE id=42
    155.463  origin → database      TCP PSH, ACK, 85 octets
    157.713  database → origin      SQL 1 row
    157.713  database → origin      TCP PSH, ACK, 103 octets
    157.963  origin                 serialize application/json, 0.600 ms
    158.563  origin → user-agent    HTTP/1.1 200 OK  {"id": 42, "name": "Alice"}
    158.563  origin → user-agent    TCP PSH, ACK, 157 octets
    167.962  origin → database      TCP ACK
    178.594  user-agent             use response application/json, 0.800 ms
    179.394  user-agent             exchange 1 ends: 200
    179.394  user-agent → origin    TLS Alert close_notify
    179.394  user-agent → origin    TCP FIN, ACK, 24 octets
    199.404  origin → user-agent    TLS Alert close_notify
    199.404  origin → user-agent    TCP FIN, ACK, 24 octets
    229.414  user-agent → origin    TCP ACK
    "#);
}

#[test]
fn the_second_handshake_resumes_the_session() {
    let requests = vec![secure("https://api.example.com/users/42"); 2];
    insta::assert_snapshot!(story(&Scenario::with_requests(requests)), @r#"

      0.000  user-agent             exchange 1 starts: GET https://api.example.com/users/42
      0.000  user-agent → resolver  DNS A? api.example.com
      9.300  resolver → root        DNS A? api.example.com
     13.400  root → resolver        DNS referral: com NS a.tld-servers.example
     17.400  resolver → tld         DNS A? api.example.com
     23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
     29.500  resolver → zone-server DNS A? api.example.com
     37.600  zone-server → resolver DNS A 93.184.216.34
     45.600  resolver → user-agent  DNS A 93.184.216.34
     94.617  user-agent → origin    TLS ClientHello
    114.667  origin → user-agent    TLS ServerHello, ChangeCipherSpec, EncryptedExtensions, Certificate, CertificateVerify, Finished
    134.835  user-agent → origin    TLS ChangeCipherSpec, Finished
    134.835  user-agent → origin    GET /users/42 HTTP/1.1
    154.863  origin                 parse, 0.400 ms
    154.863  origin → user-agent    TLS NewSessionTicket
    155.263  origin                 route /users/{id}, 0.200 ms
    155.463  origin                 handle read a user, 2.500 ms
    155.463  origin → database      SQL SELECT * FROM users WHERE id=42
    157.713  database → origin      SQL 1 row
    157.963  origin                 serialize application/json, 0.600 ms
    158.563  origin → user-agent    HTTP/1.1 200 OK  {"id": 42, "name": "Alice"}
    178.594  user-agent             use response application/json, 0.800 ms
    179.394  user-agent             exchange 1 ends: 200
    179.394  user-agent             exchange 2 starts: GET https://api.example.com/users/42
    179.394  user-agent             answer cached 93.184.216.34, for 299 s more, 0.000 ms
    179.394  user-agent → origin    TLS Alert close_notify
    199.404  origin → user-agent    TLS Alert close_notify
    219.423  user-agent → origin    TLS ClientHello
    239.486  origin → user-agent    TLS ServerHello, ChangeCipherSpec, EncryptedExtensions, Finished
    259.527  user-agent → origin    TLS ChangeCipherSpec, Finished
    259.527  user-agent → origin    GET /users/42 HTTP/1.1
    279.555  origin                 parse, 0.400 ms
    279.555  origin → user-agent    TLS NewSessionTicket
    279.955  origin                 route /users/{id}, 0.200 ms
    280.155  origin                 handle read a user, 2.500 ms
    280.155  origin → database      SQL SELECT * FROM users WHERE id=42
    282.405  database → origin      SQL 1 row
    282.655  origin                 serialize application/json, 0.600 ms
    283.255  origin → user-agent    HTTP/1.1 200 OK  {"id": 42, "name": "Alice"}
    303.286  user-agent             use response application/json, 0.800 ms
    304.086  user-agent             exchange 2 ends: 200
    304.086  user-agent → origin    TLS Alert close_notify
    324.097  origin → user-agent    TLS Alert close_notify
    "#);
}

#[test]
fn certificates_are_valid_whenever_a_scenario_starts() {
    let day_s = 86_400;
    // 1970-01-01, its second day, 1971-12-31, 2050-01-01, 2499-12-31.
    for starts_at_unix_s in [0, day_s, 63_071_999, 2_524_608_000, 16_725_225_599] {
        let mut scenario = Scenario::with_requests(vec![secure("https://api.example.com/")]);
        scenario.starts_at_unix_s = starts_at_unix_s;
        let trace = simulate(&scenario);
        let outcome = trace.exchanges[0].outcome.as_ref();
        assert!(
            matches!(outcome, Some(Outcome::Answered { .. })),
            "started at {starts_at_unix_s}: {outcome:?}"
        );
    }
}
