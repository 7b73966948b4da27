//! What can be saved as text: the steps with the call, all fetches, a comparison, a request again and
//! again.

use picture::compare::{compare, text};
use picture::replay::replay;
use picture::{Level, Sequence, transcript};
use std::sync::Arc;
use trace::{ClientKind, FetchId, Scenario, Trace, built_in};

fn scenario(name: &str) -> Scenario {
    let known = built_in().into_iter().find(|known| known.name == name);
    known.unwrap_or_else(|| panic!("no example is {name}")).scenario
}

fn run(scenario: &Scenario) -> Arc<Trace> {
    Arc::new(engine::simulate(scenario))
}

fn whole(scenario: &Scenario) -> String {
    transcript::whole(&Sequence::new(run(scenario), Level::Story))
}

#[test]
fn each_step_of_python_names_the_stage_of_the_call_and_its_code() {
    let told = whole(&Scenario::default());
    let behind = |start: &str| {
        let line = told.lines().find(|line| line.starts_with(start)).expect("the step is told");
        line.split_once("Stage of the call: ").map(|(_, behind)| behind.to_owned())
    };
    let connect = "Open a connection · socket.create_connection((\"api.example.com\", 80))";
    assert_eq!(behind("1. ").as_deref(), Some(connect));
    assert_eq!(behind("3. ").as_deref(), Some("Send the request · connection.request(…)"));
    assert_eq!(behind("9. ").as_deref(), Some("Use the data · response.json()"));
    let mut other = Scenario::default();
    other.world.client.kind = ClientKind::Curl;
    assert!(!whole(&other).contains("Stage of the call"), "the code is Python’s");
}

#[test]
fn what_the_call_raises_is_told_at_its_stage() {
    let told = whole(&scenario("timeout-connect"));
    let raised = told.lines().filter(|line| line.contains("requests.exceptions.ConnectTimeout"));
    assert!(raised.clone().count() >= 1, "{told}");
    for line in raised {
        assert!(line.contains("Stage of the call: Open a connection · "), "{line}");
    }
}

#[test]
fn all_fetches_of_a_run_stand_behind_the_steps() {
    let told = whole(&scenario("page-http1"));
    let (_, behind) = told.split_once("\n\n").expect("there is a second part");
    let mut lines = behind.lines();
    assert_eq!(lines.next(), Some("9 fetches on one clock"));
    let first = lines.next().expect("there are nine");
    for part in ["1 GET /page: 200, 0.0 to 177.0 ms.", "find ", "connect ", "encrypt ", "wait "] {
        assert!(first.contains(part), "{part}: {first}");
    }
    assert_eq!(lines.count(), 8);
}

#[test]
fn a_comparison_is_told_row_by_row() {
    let trace = run(&scenario("keep-alive"));
    let both = [0, 1].map(|id| Sequence::of_fetch(Arc::clone(&trace), FetchId(id), Level::Story));
    let both = [&both[0], &both[1]];
    let comparison = compare(both[0], both[1]);
    let told = text(&comparison, both, ["first", "second"]);
    let (_, rows) = told.split_once("Step by step.").expect("rows stand behind the differences");
    let rows: Vec<&str> = rows.lines().skip(1).collect();
    assert_eq!(rows.len(), comparison.rows.len());
    for (number, (line, row)) in (1..).zip(rows.iter().zip(&comparison.rows)) {
        assert!(line.starts_with(&format!("{number}. ")), "{line}");
        let is_named = |side: &str| line.contains(&format!("{side} "));
        let ends = line.rsplit_once(". ").expect("times stand last").1;
        assert_eq!(ends.contains("A "), row[0].is_some(), "{line}");
        assert_eq!(ends.contains("B "), row[1].is_some(), "{line}");
        assert!(is_named("A") || is_named("B"));
        let is_alone = row.contains(&None);
        assert_eq!(line.starts_with(&format!("{number}. + ")), is_alone, "{line}");
    }
}

#[test]
fn a_request_again_and_again_is_told_time_by_time() {
    let mut scenario = scenario("post");
    let again = scenario.requests[0].clone();
    scenario.requests.push(again);
    let trace = run(&scenario);
    let found = replay(&trace, FetchId(0), language::Language::ENGLISH);
    let told = transcript::replay(&trace, &found, language::Language::ENGLISH);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], "POST http://api.example.com/users, sent 2 times");
    assert!(lines[1].starts_with("1. 201 Created, "), "{told}");
    assert!(lines[1].contains("Rows of the database: + users"), "{told}");
    assert!(lines[2].starts_with("2. 201 Created, "), "{told}");
    for line in found.shows.iter().chain(&found.differs) {
        assert!(lines.contains(&&*format!("- {line}")), "{line}: {told}");
    }
    assert!(lines.contains(&"What that shows:"));
}
