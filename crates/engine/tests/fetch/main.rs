//! What a user agent makes of whole fetches: redirects, attempts, limits, and servers that answer by
//! a script.

mod as_curl;
mod cache;
mod hostile;
mod redirects;
mod retries;
mod scripts;

use engine::simulate;
use trace::{ClientKind, Content, Outcome, Scenario, Trace, scenario_from_json};

/// Runs requests against a world, both as JSON, from a client of this kind.
fn run(kind: ClientKind, servers: &str, requests: &str) -> Trace {
    let json =
        format!("{{\"version\":2,\"world\":{{\"servers\":{servers}}},\"requests\":{requests}}}");
    let mut scenario = scenario_from_json(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    scenario.world.client.kind = kind;
    simulate(&scenario)
}

/// Each request that arrived anywhere, with its answer: `GET http://a.test/x 302`.
fn asked(trace: &Trace) -> Vec<String> {
    let line = |exchange: &trace::Exchange| {
        let outcome = match &exchange.outcome {
            Some(Outcome::Answered(code)) => code.to_string(),
            Some(Outcome::Failed(failure)) => failure.to_string(),
            None => "unfinished".to_owned(),
        };
        format!("{} {} {outcome}", exchange.method, exchange.url)
    };
    trace.exchanges.iter().map(line).collect()
}

/// What came of the fetches.
fn outcomes(trace: &Trace) -> Vec<String> {
    let line = |fetch: &trace::Fetch| match &fetch.outcome {
        Some(Outcome::Answered(code)) => code.to_string(),
        Some(Outcome::Failed(failure)) => failure.to_string(),
        None => "unfinished".to_owned(),
    };
    trace.fetches.iter().map(line).collect()
}

/// The requests that were sent, with a field of each.
fn sent(trace: &Trace, field: &str) -> Vec<Option<String>> {
    let value = |message: &trace::Message| match &message.content {
        Content::HttpRequest { field_lines, .. } => {
            Some(field_lines.value(field).map(str::to_owned))
        }
        _ => None,
    };
    trace.messages.iter().filter_map(value).collect()
}

/// The stages of the client of one kind, each with its detail and how long it took in ms.
fn stages(trace: &Trace, kind: trace::StageKind) -> Vec<(String, u64)> {
    let of_kind = trace.stages.iter().filter(|stage| stage.kind == kind);
    let told = of_kind.map(|stage| {
        let took = stage.ended_at - stage.started_at;
        (stage.detail.clone(), took.as_millis() as u64)
    });
    told.collect()
}

fn with_world(scenario: &str) -> Scenario {
    scenario_from_json(scenario).expect("a good scenario")
}
