//! What a deeper level adds, and that it leaves nothing out.

use picture::{Level, Sequence, StepKind, explain};
use std::collections::BTreeSet;
use std::sync::Arc;
use trace::{BuiltIn, FetchId, MessageId, StageId, Trace};

fn run(name: &str) -> Arc<Trace> {
    let example = trace::built_in().into_iter().find(|example| example.name == name);
    Arc::new(engine::simulate(&example.expect("it comes along").scenario))
}

/// The whole of a trace, and each of its fetches.
fn sequences(trace: &Arc<Trace>, level: Level) -> Vec<Sequence> {
    let whole = Sequence::new(trace.clone(), level);
    let fetches = (0..trace.fetches.len() as u32).map(FetchId);
    let alone = fetches.map(|id| Sequence::of_fetch(trace.clone(), id, level));
    core::iter::once(whole).chain(alone).collect()
}

/// The messages that are told from their first octet on.
fn told_messages(sequence: &Sequence) -> BTreeSet<MessageId> {
    sequence.steps.iter().filter_map(picture::Step::message).collect()
}

/// The work that notes tell of.
fn told_stages(sequence: &Sequence) -> BTreeSet<StageId> {
    let stages = sequence.steps.iter().filter_map(|step| match &step.kind {
        StepKind::Note(stages) => Some(stages),
        _ => None,
    });
    stages.flatten().copied().collect()
}

fn check_levels(example: &BuiltIn, less: Level, more: Level) {
    let trace = Arc::new(engine::simulate(&example.scenario));
    for (less, more) in sequences(&trace, less).iter().zip(&sequences(&trace, more)) {
        let (name, fetch) = (example.name, less.fetch);
        let missing: Vec<MessageId> =
            told_messages(less).difference(&told_messages(more)).copied().collect();
        let labels: Vec<String> =
            missing.iter().map(|id| trace.message(*id).content.first_line()).collect();
        assert!(missing.is_empty(), "{name}, {fetch:?}: not told any more: {labels:?}");
        let (n_less, n_more) = (less.steps.len(), more.steps.len());
        assert!(n_more >= n_less, "{name}, {fetch:?}: {n_more} steps instead of {n_less}");
        for kind in less.steps.iter().map(|step| &step.kind) {
            match kind {
                StepKind::Message(_) => {}
                // What is one note where nothing is told in between may be two.
                StepKind::Note(stages) => {
                    let told = told_stages(more);
                    assert!(stages.iter().all(|id| told.contains(id)), "{name}: {kind:?}");
                }
                StepKind::Packet(..)
                | StepKind::Further(_)
                | StepKind::Failure(_)
                | StepKind::Limit(_) => {
                    assert!(more.steps.iter().any(|step| step.kind == *kind), "{name}: {kind:?}");
                }
            }
        }
    }
}

#[test]
fn a_deeper_level_of_every_example_tells_every_message_and_more() {
    for example in trace::built_in() {
        check_levels(&example, Level::Story, Level::Connection);
        check_levels(&example, Level::Connection, Level::Packets);
    }
}

/// Act, hosts and label of each step.
fn labels(sequence: &Sequence) -> String {
    let lines = (0..sequence.steps.len()).map(|index| {
        let step = &sequence.steps[index];
        let act = explain::act_title(step.act, sequence.language);
        let from = sequence.trace.host(step.from).role.name();
        format!("{act:<20} {from:<10} {}", sequence.label(index))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn messages_that_share_a_packet_have_a_step_each() {
    let sequence = Sequence::of_fetch(run("http2"), FetchId(0), Level::Packets);
    insta::assert_snapshot!(labels(&sequence), @"
    Find the address     user-agent Resolve api.example.com
    Find the address     resolver   93.184.216.34
    Open a connection    user-agent SYN
    Open a connection    origin     SYN, ACK
    Open a connection    user-agent ACK
    Encrypt              user-agent ClientHello
    Encrypt              origin     ServerHello … Finished
    Encrypt              user-agent Finished
    Ask                  user-agent connection preface, SETTINGS (same packet)
    Ask                  user-agent GET /users/42 HTTP/2 (same packet)
    Server works         origin     Parse
    Server works         origin     NewSessionTicket
    Server works         origin     SETTINGS, SETTINGS ACK (same packet)
    Server works         origin     Find handler
    Server works         origin     SELECT * FROM users WHERE id=$1 · $1 = 42
    Server works         database   1 row
    Server works         origin     Turn row into JSON
    Answer               origin     200 OK · application/json
    Answer               origin     ACK
    Answer               user-agent SETTINGS ACK
    Use the answer       user-agent Parse JSON · show it
    Close the connection user-agent GOAWAY NO_ERROR, FIN
    Close the connection user-agent Alert close_notify (same packet)
    Close the connection origin     Alert close_notify, FIN
    Close the connection user-agent ACK
    ");
    let https = Sequence::of_fetch(run("https"), FetchId(0), Level::Packets);
    let said = |label: &str| {
        let step = (0..https.steps.len()).find(|step| https.label(*step) == label);
        explain::sentence(&https, step.expect("there is such a step")).plain_text()
    };
    insta::assert_snapshot!(said("Finished"), @"The client has checked the server's proof, and confirms that nobody changed a word of what was said. One packet of 161 bytes carries it all. The same packet also carries: GET /users/42 HTTP/1.1.");
    insta::assert_snapshot!(said("GET /users/42 HTTP/1.1 (same packet)"), @"Your request travels to the server. Its first line says what you want: GET (read) the resource /users/42. It travels in the same packet as Finished.");
    insta::assert_snapshot!(said("Alert close_notify, FIN"), @"The client says with close_notify that it sends nothing more over TLS: so nobody on the way can cut the end off unnoticed. One packet of 24 bytes carries it all. With FIN the client says, too, that it has nothing more to send.");
}

#[test]
fn a_packet_that_closes_a_connection_stands_for_the_farewell_in_it() {
    let sequence = Sequence::of_fetch(run("http2"), FetchId(0), Level::Connection);
    insta::assert_snapshot!(labels(&sequence), @"
    Find the address     user-agent Resolve api.example.com
    Find the address     resolver   93.184.216.34
    Open a connection    user-agent SYN
    Open a connection    origin     SYN, ACK
    Open a connection    user-agent ACK
    Encrypt              user-agent ClientHello
    Encrypt              origin     ServerHello … Finished
    Encrypt              user-agent Finished
    Ask                  user-agent connection preface, SETTINGS
    Ask                  user-agent GET /users/42 HTTP/2
    Server works         origin     Parse
    Server works         origin     NewSessionTicket
    Server works         origin     SETTINGS, SETTINGS ACK
    Server works         origin     Find handler
    Server works         origin     SELECT * FROM users WHERE id=$1 · $1 = 42
    Server works         database   1 row
    Server works         origin     Turn row into JSON
    Answer               origin     200 OK · application/json
    Answer               user-agent SETTINGS ACK
    Use the answer       user-agent Parse JSON · show it
    Close the connection user-agent GOAWAY NO_ERROR, FIN
    Close the connection user-agent Alert close_notify
    Close the connection origin     Alert close_notify, FIN
    Close the connection user-agent ACK
    ");
}
