//! Which steps a trace has at each level, and what they are called.

mod trace_builder;

use picture::explain::ResponseCard;
use picture::{Act, Level, Sequence, StepKind};
use std::sync::Arc;
use trace::{Content, Failure, FetchId, Limit, Outcome, StageKind, Trace};
use trace_builder::{CLIENT, SERVER, TraceBuilder, at, default_exchange, get, query};

/// One line a step: act, hosts, label; and `▸` for what is folded.
fn told(trace: &Arc<Trace>, level: Level) -> String {
    told_of(&Sequence::new(trace.clone(), level))
}

fn told_of(sequence: &Sequence) -> String {
    let lane = |host: trace::HostId| sequence.trace.host(host).role.name();
    let mut lines = Vec::new();
    let mut folded = sequence.folded.iter().peekable();
    for step in 0..=sequence.steps.len() {
        while let Some(row) = folded.next_if(|row| row.before <= step) {
            lines.push(format!("{:<20} ▸ {}", title(sequence, row.act), row.count));
        }
        let Some(shown) = sequence.steps.get(step) else { continue };
        let arrow = match (&shown.kind, shown.ended_at) {
            (StepKind::Message(_) | StepKind::Packet(..), Some(_)) => {
                format!("{} → {}", lane(shown.from), lane(shown.to))
            }
            (StepKind::Message(_) | StepKind::Packet(..), None) => {
                format!("{} ✗ {}", lane(shown.from), lane(shown.to))
            }
            _ => lane(shown.from).to_owned(),
        };
        let line =
            format!("{:<20} {arrow:<22} {}", title(sequence, shown.act), sequence.label(step));
        lines.push(line);
    }
    lines.join("\n")
}

fn title(sequence: &Sequence, act: Act) -> &'static str {
    picture::explain::act_title(act, sequence.language)
}

fn default_trace() -> Arc<Trace> {
    let mut builder = TraceBuilder::new();
    default_exchange(&mut builder);
    builder.done()
}

#[test]
fn the_story_has_six_arrows_and_three_notes() {
    insta::assert_snapshot!(told(&default_trace(), Level::Story), @r#"
    Find the address     user-agent → resolver  Resolve api.example.com
    Find the address     resolver → user-agent  93.184.216.34
    Open a connection    ▸ 3
    Ask                  user-agent → origin    GET /users/42 HTTP/1.1
    Server works         origin                 Parse · find handler
    Server works         origin → database      SELECT * FROM users WHERE id=$1 · $1 = 42
    Server works         database → origin      1 row
    Server works         origin                 Turn row into JSON
    Answer               origin → user-agent    200 OK · application/json
    Use the answer       user-agent             Parse JSON · show it
    Close the connection ▸ 3
    "#);
}

#[test]
fn the_connection_is_opened_and_closed_around_the_story() {
    insta::assert_snapshot!(told(&default_trace(), Level::Connection), @r#"
    Find the address     user-agent → resolver  Resolve api.example.com
    Find the address     resolver → user-agent  93.184.216.34
    Open a connection    user-agent → origin    SYN
    Open a connection    origin → user-agent    SYN, ACK
    Open a connection    user-agent → origin    ACK
    Ask                  user-agent → origin    GET /users/42 HTTP/1.1
    Server works         origin                 Parse · find handler
    Server works         origin → database      SELECT * FROM users WHERE id=$1 · $1 = 42
    Server works         database → origin      1 row
    Server works         origin                 Turn row into JSON
    Answer               origin → user-agent    200 OK · application/json
    Use the answer       user-agent             Parse JSON · show it
    Close the connection user-agent → origin    FIN, ACK
    Close the connection origin → user-agent    FIN, ACK
    Close the connection user-agent → origin    ACK
    "#);
}

#[test]
fn every_packet_is_an_arrow_and_notes_stay_as_they_are() {
    insta::assert_snapshot!(told(&default_trace(), Level::Packets), @r#"
    Find the address     user-agent → resolver  Resolve api.example.com
    Find the address     resolver → user-agent  93.184.216.34
    Open a connection    user-agent → origin    SYN
    Open a connection    origin → user-agent    SYN, ACK
    Open a connection    user-agent → origin    ACK
    Ask                  user-agent → origin    GET /users/42 HTTP/1.1
    Ask                  user-agent → origin    …continued
    Server works         origin                 Parse · find handler
    Server works         origin → user-agent    ACK
    Server works         origin → database      SELECT * FROM users WHERE id=$1 · $1 = 42
    Server works         database → origin      1 row
    Server works         origin                 Turn row into JSON
    Answer               origin → user-agent    200 OK · application/json
    Use the answer       user-agent             Parse JSON · show it
    Use the answer       user-agent → origin    ACK
    Close the connection user-agent → origin    FIN, ACK
    Close the connection origin → user-agent    FIN, ACK
    Close the connection user-agent → origin    ACK
    "#);
}

#[test]
fn what_is_lost_is_told_and_sent_again() {
    let mut builder = TraceBuilder::new();
    builder.start(at(0));
    let lost = builder.segment([CLIENT, SERVER], at(0), "SYN", (100, None), 0);
    builder.lose(lost);
    let again = builder.segment([CLIENT, SERVER], at(10_000), "SYN", (100, None), 0);
    builder.repeats(again, lost);
    builder.segment([SERVER, CLIENT], at(10_200), "SYN ACK", (500, Some(101)), 0);
    builder.segment([CLIENT, SERVER], at(10_400), "ACK", (101, Some(501)), 0);
    let request = builder.message([CLIENT, SERVER], at(10_400), Some(at(20_600)), get("/users/42"));
    let cut = builder.segment([CLIENT, SERVER], at(10_400), "PSH ACK", (101, Some(501)), 40);
    builder.lose(cut);
    builder.carries(cut, request);
    let repeated = builder.segment([CLIENT, SERVER], at(20_400), "PSH ACK", (101, Some(501)), 40);
    builder.repeats(repeated, cut);
    let trace = builder.done();
    insta::assert_snapshot!(told(&trace, Level::Story), @r#"
    Open a connection    ▸ 4
    Ask                  user-agent → origin    GET /users/42 HTTP/1.1
    Ask                  ▸ 2
    "#);
    insta::assert_snapshot!(told(&trace, Level::Connection), @"
    Open a connection    user-agent ✗ origin    SYN (lost)
    Open a connection    user-agent → origin    SYN (again)
    Open a connection    origin → user-agent    SYN, ACK
    Open a connection    user-agent → origin    ACK
    Ask                  user-agent ✗ origin    GET /users/42 HTTP/1.1 (lost)
    Ask                  user-agent → origin    GET /users/42 HTTP/1.1 (again)
    ");
    insta::assert_snapshot!(told(&trace, Level::Packets), @r#"
    Open a connection    user-agent ✗ origin    SYN (lost)
    Open a connection    user-agent → origin    SYN (again)
    Open a connection    origin → user-agent    SYN, ACK
    Open a connection    user-agent → origin    ACK
    Ask                  user-agent ✗ origin    GET /users/42 HTTP/1.1 (lost)
    Ask                  user-agent → origin    GET /users/42 HTTP/1.1 (again)
    "#);
}

#[test]
fn a_failure_stands_where_it_happened() {
    let mut builder = TraceBuilder::new();
    builder.start(at(0));
    builder.message(
        [CLIENT, trace_builder::DNS],
        at(0),
        Some(at(90)),
        query("nowhere.example.com"),
    );
    let failure = Failure::NameNotFound { name: "nowhere.example.com".to_owned() };
    builder.fail(at(180), failure);
    builder.start(at(200));
    builder.segment([CLIENT, SERVER], at(200), "SYN", (100, None), 0);
    builder.segment([SERVER, CLIENT], at(400), "RST ACK", (0, Some(101)), 0);
    builder.fail(at(600), Failure::ConnectionRefused { port: 81 });
    let trace = builder.done();
    insta::assert_snapshot!(told(&trace, Level::Connection), @r#"
    Find the address     user-agent → resolver  Resolve nowhere.example.com
    Find the address     user-agent             No such name: nothing reached the server
    Open a connection    user-agent → origin    SYN
    Open a connection    origin → user-agent    RST, ACK
    Open a connection    user-agent             Connection refused: nothing listens there
    "#);
}

#[test]
fn a_bound_is_a_step() {
    let mut builder = TraceBuilder::new();
    builder.start(at(0));
    let packet = builder.segment([CLIENT, SERVER], at(0), "SYN", (100, None), 0);
    builder.lose(packet);
    builder.limit(at(1), Limit::Packets(200_000));
    insta::assert_snapshot!(told(&builder.done(), Level::Connection), @r#"
    Open a connection    user-agent ✗ origin    SYN
    Open a connection    user-agent             The run ends here: 200 000 packets were sent
    "#);
}

#[test]
fn one_fetch_is_seen_alone_with_the_packets_that_close_its_connection() {
    let mut builder = TraceBuilder::new();
    default_exchange(&mut builder);
    builder.start(at(1_400));
    builder.timing().response_end = Some(at(1_500));
    builder.segment([SERVER, CLIENT], at(1_450), "FIN ACK", (631, Some(178)), 0);
    builder.stage(CLIENT, StageKind::UseResponse, at(1_500), at(1_501));
    builder.finish(at(1_501), Outcome::Answered(200));
    let trace = builder.done();
    let count =
        |fetch: u32, level| Sequence::of_fetch(trace.clone(), FetchId(fetch), level).steps.len();
    // The last FIN came after the second fetch had started, on the connection of the first.
    assert_eq!((count(0, Level::Connection), count(1, Level::Connection)), (9 + 3 + 4, 1));
    assert_eq!((count(0, Level::Story), count(1, Level::Story)), (9, 1));
    let second = Sequence::of_fetch(trace.clone(), FetchId(1), Level::Story);
    assert_eq!(second.starts_at(), at(1_400));
    insta::assert_snapshot!(told_of(&second), @"Use the answer       user-agent             No body to read · done");
}

#[test]
fn json_is_json_whatever_else_its_type_says() {
    let told_as = |media_type: &str| {
        let mut trace = Arc::unwrap_or_clone(default_trace());
        let content = &mut trace.messages.last_mut().expect("there is an answer").content;
        let Content::HttpResponse { field_lines, .. } = content else {
            panic!("the last message is the answer");
        };
        let line = field_lines.iter_mut().find(|line| line.is("content-type"));
        line.expect("the answer has a type").value = media_type.to_owned();
        let sequence = Sequence::of_fetch(Arc::new(trace), FetchId(0), Level::Story);
        let card = picture::explain::response(&sequence, FetchId(0));
        let ResponseCard::Answer { answer, .. } = card else { panic!("it is answered") };
        let labels: Vec<String> = (0..9).map(|step| sequence.label(step)).collect();
        let course = picture::mermaid::mermaid(&sequence);
        let is_parsed = course.contains("parse JSON to dict");
        format!("{} | {} | {} | {:?} {is_parsed}", labels[6], labels[7], labels[8], answer.media)
    };
    for media_type in ["application/json", "application/json; charset=utf-8", "Application/JSON"] {
        assert_eq!(
            told_as(media_type),
            "Turn row into JSON | 200 OK · application/json | Parse JSON · show it | Json true"
        );
    }
    assert_eq!(
        told_as("text/html;charset=utf-8"),
        "Write the answer | 200 OK · text/html | Show it | Html false"
    );
}
