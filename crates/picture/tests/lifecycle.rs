//! What a client's call goes through, over all built-in scenarios and levels.

use picture::lifecycle::{CallStage, Lifecycle, Reached, StageOfCall, lifecycle_at};
use picture::{Level, Sequence, StepKind};
use std::sync::Arc;
use trace::{
    Cause, ClientKind, FetchOptions, Outcome, Request, RetryMethods, Scenario, Trace, built_in,
    client_error,
};

const LEVELS: [Level; 3] = [Level::Story, Level::Connection, Level::Packets];

fn run(scenario: &Scenario) -> Arc<Trace> {
    Arc::new(engine::simulate(scenario))
}

fn lit(chart: &Lifecycle) -> Vec<CallStage> {
    let lit = chart.stages.iter().filter(|stage| stage.reached == Reached::Lit);
    lit.map(|stage| stage.stage).collect()
}

fn stage(chart: &Lifecycle, which: CallStage) -> &StageOfCall {
    chart.stages.iter().find(|stage| stage.stage == which).expect("a chart has all stages")
}

/// The stages that the steps of the first fetch light, each once in a row, with what is said there.
fn walked(scenario: &Scenario, level: Level) -> Vec<String> {
    let sequence = Sequence::new(run(scenario), level);
    let mut told: Vec<String> = Vec::new();
    for step in 0..sequence.steps.len() {
        let chart = lifecycle_at(&sequence, step).expect("there is a call");
        let line = match &lit(&chart)[..] {
            [one] => {
                let shown = stage(&chart, *one);
                let failed = if shown.is_failed { " failed" } else { "" };
                let note = shown.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
                format!("{} {one:?}{failed}{note}", chart.attempt)
            }
            none => format!("{none:?}"),
        };
        if told.last() != Some(&line) {
            told.push(line);
        }
    }
    told
}

#[test]
fn every_step_lights_one_stage_or_none_before_the_first_call() {
    for example in built_in() {
        let trace = run(&example.scenario);
        for level in LEVELS {
            let sequence = Sequence::new(Arc::clone(&trace), level);
            let mut has_begun = false;
            for step in 0..sequence.steps.len() {
                let at = format!("{}, {level:?}, step {}", example.name, step + 1);
                let Some(chart) = lifecycle_at(&sequence, step) else {
                    assert!(trace.fetches.is_empty(), "{at}");
                    continue;
                };
                let lit = lit(&chart);
                assert!(lit.len() == 1 || (lit.is_empty() && !has_begun), "{at}: {lit:?}");
                has_begun |= !lit.is_empty();
                assert_eq!(chart.stages.len(), CallStage::ALL.len(), "{at}");
                assert!((1..=chart.attempts_max).contains(&chart.attempt), "{at}");
            }
            assert!(has_begun || trace.fetches.is_empty(), "{}, {level:?}", example.name);
        }
    }
}

#[test]
fn what_is_over_stands_before_what_is_ahead() {
    for example in built_in() {
        let sequence = Sequence::new(run(&example.scenario), Level::Packets);
        for step in 0..sequence.steps.len() {
            let Some(chart) = lifecycle_at(&sequence, step) else { continue };
            let order = chart.stages.iter().filter(|stage| stage.reached != Reached::Lit);
            let is_over: Vec<bool> = order.map(|it| it.reached == Reached::Over).collect();
            assert!(is_over.is_sorted_by(|a, b| a >= b), "{}: {is_over:?}", example.name);
        }
    }
}

#[test]
fn each_stage_leads_to_a_step_that_lights_it() {
    for example in built_in() {
        let sequence = Sequence::new(run(&example.scenario), Level::Story);
        for step in 0..sequence.steps.len() {
            let Some(chart) = lifecycle_at(&sequence, step) else { continue };
            for stage in &chart.stages {
                let Some(there) = stage.step else { continue };
                let chart = lifecycle_at(&sequence, there).expect("there is a call");
                assert_eq!(lit(&chart), [stage.stage], "{}, step {}", example.name, there + 1);
            }
        }
    }
}

#[test]
fn a_call_that_fails_ends_in_the_exception_that_its_code_is_told() {
    let mut n_failed = 0;
    for example in built_in() {
        let trace = run(&example.scenario);
        for fetch in &trace.fetches {
            let Some(Outcome::Failed(_)) = &fetch.outcome else { continue };
            let Some(error) = client_error(&trace, fetch.id) else { continue };
            let sequence = Sequence::of_fetch(Arc::clone(&trace), fetch.id, Level::Story);
            let is_failure =
                |step: &usize| matches!(sequence.steps[*step].kind, StepKind::Failure(_));
            let Some(last) = (0..sequence.steps.len()).rev().find(is_failure) else { continue };
            let chart = lifecycle_at(&sequence, last).expect("there is a call");
            let failed = chart.stages.iter().find(|stage| stage.is_failed).expect("one failed");
            assert_eq!(failed.note.as_deref(), Some(&*error.line), "{}", example.name);
            n_failed += 1;
        }
    }
    assert!(n_failed > 10, "only {n_failed}");
}

#[test]
fn only_python_shows_its_code() {
    for example in built_in() {
        let sequence = Sequence::new(run(&example.scenario), Level::Story);
        let Some(chart) = lifecycle_at(&sequence, 0) else { continue };
        let is_python = example.scenario.world.client.kind == ClientKind::Python;
        assert!(chart.stages.iter().all(|stage| stage.code.is_some() == is_python));
    }
}

#[test]
fn a_call_that_is_answered_goes_from_connecting_to_its_data() {
    let asked = Request::parse("GET", "http://api.example.com/users/42", &[], Vec::new());
    let scenario = Scenario::with_requests(vec![asked.expect("a good request")]);
    let walked = walked(&scenario, Level::Story);
    assert_eq!(walked, ["1 Connect", "1 Send", "1 Wait", "1 Read", "1 Use"]);
    let sequence = Sequence::new(run(&scenario), Level::Story);
    let chart = lifecycle_at(&sequence, sequence.steps.len() - 1).expect("there is a call");
    let code = |which| stage(&chart, which).code.clone().expect("Python asks");
    assert_eq!(code(CallStage::Call), "response = requests.get(url, timeout=30)");
    assert_eq!(code(CallStage::Use), "response.json()");
    assert_eq!(stage(&chart, CallStage::Check).note.as_deref(), Some("200 OK"));
    assert!(!chart.is_looping);
}

#[test]
fn an_error_answer_fails_the_check() {
    let asked = Request::parse("GET", "http://api.example.com/users/99999", &[], Vec::new());
    let scenario = Scenario::with_requests(vec![asked.expect("a good request")]);
    let walked = walked(&scenario, Level::Story);
    let last = walked.last().expect("something is walked through");
    assert_eq!(
        last,
        "1 Check failed: requests.exceptions.HTTPError: 404 Client Error: Not Found for url: \
         http://api.example.com/users/99999"
    );
}

#[test]
fn what_is_tried_again_goes_back_to_the_start_and_counts() {
    let scenario = built_in().into_iter().find(|it| it.name == "retry-after").expect("built in");
    let mut scenario = scenario.scenario;
    scenario.world.client.kind = ClientKind::Python;
    let trace = run(&scenario);
    let n_retries =
        trace.exchanges.iter().filter(|exchange| exchange.cause == Cause::Retry).count();
    assert!(n_retries > 0);
    let sequence = Sequence::new(trace, Level::Story);
    let charts: Vec<Lifecycle> = (0..sequence.steps.len())
        .map(|step| lifecycle_at(&sequence, step).expect("there is a call"))
        .collect();
    let asks = charts.iter().find(|chart| lit(chart) == [CallStage::Retry]).expect("it asks");
    let note = stage(asks, CallStage::Retry).note.clone();
    assert_eq!(note.as_deref(), Some("Yes: attempt 2 follows."));
    assert!(asks.is_looping);
    let last = charts.last().expect("there are steps");
    assert_eq!((last.attempt, last.attempts_max), (1 + n_retries, 4));
    assert_eq!(lit(last), [CallStage::Use]);
}

#[test]
fn a_time_out_of_an_attempt_stays_within_the_library_but_for_the_last() {
    let asked = Request::parse("GET", "http://api.example.com/users/42", &[], Vec::new());
    let mut asked = asked.expect("a good request");
    asked.fetch = FetchOptions {
        retries: 1,
        retry_methods: RetryMethods::All,
        read_timeout: Some(core::time::Duration::from_secs(3)),
        ..FetchOptions::default()
    };
    let mut scenario = Scenario::with_requests(vec![asked]);
    scenario.world.faults = vec![trace::Fault::ServerSilent];
    let walked = walked(&scenario, Level::Story);
    let of_waiting: Vec<&String> =
        walked.iter().filter(|line| line.contains("Wait failed")).collect();
    let [first, last] = &of_waiting[..] else { panic!("{walked:#?}") };
    assert_eq!(*first, "1 Wait failed: The code hears nothing of this: the library tries again.");
    assert!(last.starts_with("2 Wait failed: requests.exceptions.ConnectionError"), "{last}");
}
