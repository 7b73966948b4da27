//! Two lanes, and folded rows that open in place.

use picture::layout::{Form, layout};
use picture::mermaid::mermaid;
use picture::svg;
use picture::{FoldedKind, Lanes, Language, Level, Sequence, StepKind, explain};
use std::sync::Arc;
use trace::{Content, Host, HostId, Link, LinkId, Request, Role, Scenario, Trace, built_in};

fn over_tls() -> Sequence {
    let request = Request::parse("GET", "https://api.example.com/users/42", &[], Vec::new());
    let scenario = Scenario::with_requests(vec![request.expect("a good request")]);
    Sequence::new(Arc::new(engine::simulate(&scenario)), Level::Story)
}

fn two_lanes() -> Lanes {
    Lanes { ends_only: true, ..Lanes::default() }
}

/// One line a step, and one for each folded row where it stands.
fn told(sequence: &Sequence) -> String {
    let mut lines = Vec::new();
    let mut rows = sequence.folded.iter().enumerate().peekable();
    for step in 0..=sequence.steps.len() {
        while let Some((index, row)) = rows.next_if(|(_, row)| row.before <= step) {
            let sign = if row.is_open { "▾" } else { "▸" };
            lines.push(format!("{sign} {}", explain::folded(sequence, index)));
        }
        if step < sequence.steps.len() {
            lines.push(sequence.label(step));
        }
    }
    lines.join("\n")
}

#[test]
fn two_lanes_show_request_and_response_and_fold_the_rest() {
    let sequence = Sequence::new(Arc::new(engine::simulate(&Scenario::default())), Level::Story)
        .with_lanes(two_lanes());
    assert_eq!(sequence.hosts().count(), 2);
    insta::assert_snapshot!(told(&sequence), @r#"
    ▸ 8 messages with DNS
    ▸ 3 messages (TCP)
    GET /users/42 HTTP/1.1
    Parse · find handler
    ▸ 2 messages with the database
    Turn row into JSON
    200 OK · application/json
    Parse JSON · show it
    ▸ 4 messages (TCP)
    "#);
    insta::assert_snapshot!(mermaid(&sequence), @r#"
    sequenceDiagram
        participant Client as Python Client
        participant Server as Web Server
        Client->>Server: GET /users/42 HTTP/1.1<br/>Host: api.example.com<br/>Accept: application/json
        Note over Server: Parse request<br/>Route to handler
        Note over Server: Serialize to JSON
        Server-->>Client: HTTP/1.1 200 OK<br/>Content-Type: application/json<br/>{"id": 42, "name": "Alice"}
        Note over Client: response.json()<br/>parse JSON to dict
    "#);
}

#[test]
fn with_two_lanes_nothing_is_drawn_that_four_do_not_show() {
    for built_in in built_in() {
        let trace = Arc::new(engine::simulate(&built_in.scenario));
        for level in [Level::Story, Level::Connection, Level::Packets] {
            let four = Sequence::new(trace.clone(), level);
            let two = four.with_lanes(two_lanes());
            let is_message =
                |kind: &StepKind| matches!(kind, StepKind::Message(_) | StepKind::Packet(..));
            let mut messages = two.steps.iter().filter(|step| is_message(&step.kind));
            assert!(
                messages.all(|step| four.steps.iter().any(|other| other.kind == step.kind)),
                "{} at {level:?}",
                built_in.name
            );
            let lanes: Vec<_> = two.hosts().map(|host| host.id).collect();
            assert!(two.steps.iter().all(|step| lanes.contains(&step.from)));
            assert!(two.steps.iter().all(|step| lanes.contains(&step.to)));
        }
    }
}

#[test]
fn a_handshake_opens_in_place_and_the_level_stays() {
    let closed = over_tls();
    let ids: Vec<_> = closed.folded.iter().map(|row| row.id).collect();
    let open = closed.with_opened(ids);
    assert_eq!(open.level, Level::Story);
    insta::assert_snapshot!(told(&closed), @r#"
    Resolve api.example.com
    ▸ 6 messages between DNS servers
    93.184.216.34
    ▸ 3 messages (TCP)
    ▸ 3 messages (TLS), 1 round trip
    GET /users/42 HTTP/1.1
    Parse · find handler
    SELECT * FROM users WHERE id=$1 · $1 = 42
    1 row
    Turn row into JSON
    200 OK · application/json
    Parse JSON · show it
    ▸ 3 messages (TCP)
    "#);
    insta::assert_snapshot!(told(&open), @"
    Resolve api.example.com
    ▸ 6 messages between DNS servers
    93.184.216.34
    ▾ 3 messages (TCP)
    SYN
    SYN, ACK
    ACK
    ▾ 3 messages (TLS), 1 round trip
    ClientHello
    ServerHello … Finished
    Finished
    GET /users/42 HTTP/1.1
    Parse · find handler
    SELECT * FROM users WHERE id=$1 · $1 = 42
    1 row
    Turn row into JSON
    200 OK · application/json
    Parse JSON · show it
    ▾ 3 messages (TCP)
    Alert close_notify, FIN
    Alert close_notify, FIN
    ACK
    ");
    assert_eq!(open.with_opened(Vec::new()), closed, "and closes again");
}

#[test]
fn rows_of_hosts_without_a_lane_open_with_their_lanes_only() {
    let closed = over_tls();
    let hosts = closed.folded.iter().find(|row| row.kind == FoldedKind::DnsHosts);
    let hosts = hosts.expect("the servers of DNS are asked").id;
    assert_eq!(closed.with_opened(vec![hosts]).steps, closed.steps);
}

/// The trace, with a second server between the client and the first one.
fn with_server_between(mut trace: Trace) -> (Trace, [HostId; 3]) {
    let id_of = |trace: &Trace, role| {
        let host = trace.hosts.iter().find(|host| host.role == role);
        host.expect("a host with this role").id
    };
    let [client, server] = [Role::UserAgent, Role::OriginServer].map(|role| id_of(&trace, role));
    let between = HostId(trace.hosts.len() as u16);
    let name = "second.example.net".to_owned();
    trace.hosts.push(Host { id: between, name, ..trace.host(server).clone() });
    let link = trace.links.iter().find(|link| link.ends == [client, server]).cloned();
    let link = link.expect("client and server are joined");
    trace.links.retain(|link| link.ends != [client, server]);
    for (index, ends) in [[client, between], [between, server]].into_iter().enumerate() {
        let id = LinkId(100 + index as u16);
        trace.links.push(Link { id, ends, ..link.clone() });
    }
    (trace, [client, between, server])
}

#[test]
fn two_servers_have_two_lanes_and_two_names() {
    let (trace, [_, second, first]) = with_server_between(engine::simulate(&Scenario::default()));
    let sequence = Sequence::new(Arc::new(trace), Level::Story);
    let headings = [first, second].map(|host| {
        let heading = explain::lane(&sequence.trace, host, Language::default());
        assert!(heading.is_among_others);
        format!("{}: {}", heading.title, heading.detail)
    });
    assert_eq!(headings, ["Web server: api.example.com", "Web server: second.example.net"]);
    assert_eq!(sequence.hosts().filter(|host| host.role == Role::OriginServer).count(), 2);
    let text = mermaid(&sequence);
    let participants: Vec<&str> =
        text.lines().filter(|line| line.contains("participant Server")).map(str::trim).collect();
    let expected = [
        "participant Server as Web Server api.example.com",
        "participant Server2 as Web Server second.example.net",
    ];
    assert_eq!(participants, expected);
}

#[test]
fn what_goes_back_towards_the_client_is_dashed() {
    let simulated = Arc::unwrap_or_clone(over_tls().trace);
    let (mut trace, [client, between, server]) = with_server_between(simulated);
    // The second server speaks TLS with the first one, in the client's place.
    for message in &mut trace.messages {
        if matches!(message.content, Content::Tls { .. }) {
            let moved = |host| if host == client { between } else { host };
            (message.from, message.to) = (moved(message.from), moved(message.to));
        }
    }
    let sequence = Sequence::new(Arc::new(trace), Level::Connection);
    let is_tls = |step: &&picture::Step| match step.kind {
        StepKind::Message(id) => {
            matches!(sequence.trace.message(id).content, Content::Tls { .. })
        }
        _ => false,
    };
    let flights: Vec<_> = sequence.steps.iter().filter(is_tls).collect();
    assert!(flights.iter().any(|step| step.from == server));
    assert!(flights.iter().all(|step| sequence.is_answer(step) == (step.from == server)));
}

#[test]
fn hosts_that_have_one_title_are_told_apart_in_narrow_pictures_as_well() {
    let mut n_named = 0;
    for example in built_in() {
        let trace = Arc::new(engine::simulate(&example.scenario));
        let sequence = Sequence::new(trace, Level::Story);
        let drawn = svg::svg(&sequence, &layout(&sequence, 700.0, Form::Narrow));
        for host in sequence.hosts() {
            let heading = explain::lane(&sequence.trace, host.id, sequence.language);
            if heading.is_among_others {
                let start: String = heading.detail.chars().take(6).collect();
                assert!(drawn.contains(&[">", &*start].concat()), "{}: {start}", example.name);
                n_named += 1;
            }
        }
    }
    assert!(n_named > 4, "some examples have two servers: {n_named}");
}
