//! Every step has a reason, and a place where it can be read up.

use picture::explain::why;
use picture::{Lanes, Level, Sequence};
use std::collections::BTreeSet;
use std::sync::Arc;
use trace::{Scenario, built_in};

#[test]
fn every_step_of_every_built_in_scenario_has_a_reason() {
    for built_in in built_in() {
        let trace = Arc::new(engine::simulate(&built_in.scenario));
        for level in [Level::Story, Level::Connection, Level::Packets] {
            let sequence = Sequence::new(Arc::clone(&trace), level);
            let sequence = sequence.with_lanes(Lanes { dns_expanded: true, ends_only: false });
            for step in 0..sequence.steps.len() {
                let why = why(&sequence, step);
                let said = why.said.plain_text();
                assert!(said.len() > 80, "{}, step {step}: {said}", built_in.name);
                let is_known = [
                    "https://www.rfc-editor.org/rfc/rfc",
                    "https://www.postgresql.org/docs/",
                    "https://fetch.spec.whatwg.org/#",
                    "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-",
                ];
                assert!(is_known.iter().any(|start| why.source.url.starts_with(start)));
                assert!(why.source.title.contains(": "), "{}", why.source.title);
            }
        }
    }
}

#[test]
fn the_reasons_of_the_default_exchange() {
    let trace = Arc::new(engine::simulate(&Scenario::default()));
    let sequence = Sequence::new(trace, Level::Connection);
    let sources = (0..sequence.steps.len()).map(|step| why(&sequence, step).source.title);
    let mut seen = BTreeSet::new();
    let sources: Vec<String> = sources.filter(|title| seen.insert(title.clone())).collect();
    insta::assert_snapshot!(sources.join("\n"), @"
    RFC 1034, section 5.3.1: Stub resolvers
    RFC 1035, section 4.1.3: Resource record format
    RFC 9293, section 3.5: Establishing a Connection
    RFC 9110, section 9.3.1: GET
    RFC 9110, section 7.1: Determining the Target Resource
    PostgreSQL manual: Extended Query
    RFC 9110, section 3.2: Representations
    RFC 9110, section 15.3.1: 200 OK
    RFC 9110, section 15: Status Codes
    RFC 9293, section 3.6: Closing a Connection
    RFC 9293, section 3.6.1: Half-Closed Connections
    ");
}
