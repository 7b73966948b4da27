//! The clocks of time-outs: what they say at each step agrees with when the client gives up.

use core::time::Duration;
use language::Language;
use picture::clock::{Clock, Limits, clocks};
use picture::{Level, Sequence, StepKind};
use std::sync::Arc;
use trace::{ClientKind, Failure, Fault, Request, Scenario, built_in};

fn scenario(url: &str, faults: &[Fault], set: impl Fn(&mut Request)) -> Scenario {
    let mut request = Request::parse("GET", url, &[], Vec::new()).unwrap();
    set(&mut request);
    let mut scenario = Scenario::with_requests(vec![request]);
    scenario.world.client.kind = ClientKind::Python;
    scenario.world.faults = faults.to_vec();
    scenario
}

fn sequence(scenario: &Scenario) -> Sequence {
    Sequence::new(Arc::new(engine::simulate(scenario)), Level::Connection)
}

/// Each step with the clocks that run, where any does.
fn told(sequence: &Sequence) -> String {
    let line = |step: usize| {
        let said: Vec<String> = clocks(sequence, step)
            .iter()
            .map(|clock| {
                let over = if clock.is_over() { " (over)" } else { "" };
                let said = clock.said(Language::ENGLISH).replace('\u{a0}', " ");
                format!("{said}{over}")
            })
            .collect();
        (!said.is_empty()).then(|| format!("{} | {}\n", sequence.label(step), said.join(" | ")))
    };
    (0..sequence.steps.len()).filter_map(line).collect()
}

const URL: &str = "http://api.example.com/users/42";

#[test]
fn the_clock_of_a_silent_server_runs_until_the_client_gives_up() {
    let set = |request: &mut Request| request.fetch.read_timeout = Some(Duration::from_secs(3));
    let sequence = sequence(&scenario(URL, &[Fault::ServerSilent], set));
    insta::assert_snapshot!(told(&sequence), @"
        SYN, ACK | Waits for a word of the server: 0 of 3 s
        ACK | Waits for a word of the server: 0.02 of 3 s
        GET /users/42 HTTP/1.1 | Waits for a word of the server: 0.02 of 3 s
        No answer in time | Waits for a word of the server: 3 of 3 s (over)
        ");
}

#[test]
fn the_clock_of_a_connection_runs_while_syn_is_repeated() {
    let set = |request: &mut Request| request.fetch.connect_timeout = Some(Duration::from_secs(5));
    let sequence = sequence(&scenario(URL, &[Fault::ConnectTimeout], set));
    insta::assert_snapshot!(told(&sequence), @"
        93.184.216.34 | Waits for a connection: 0 of 5 s
        SYN (lost) | Waits for a connection: 0 of 5 s
        SYN (again) (lost) | Waits for a connection: 1 of 5 s
        SYN (again) (lost) | Waits for a connection: 3 of 5 s
        No connection: no answer in time | Waits for a connection: 5 of 5 s (over)
        ");
}

#[test]
fn the_clock_of_all_of_a_fetch_runs_over_its_attempts() {
    let set = |request: &mut Request| {
        request.fetch.total_timeout = Some(Duration::from_secs(4));
        request.fetch.read_timeout = Some(Duration::from_secs(1));
        request.fetch.retries = 5;
    };
    let sequence = sequence(&scenario(URL, &[Fault::ServerSilent], set));
    let story = Sequence::new(Arc::clone(&sequence.trace), Level::Story);
    insta::assert_snapshot!(told(&story), @"
        Resolve api.example.com | All of it: 0 of 4 s
        93.184.216.34 | All of it: 0.05 of 4 s
        GET /users/42 HTTP/1.1 | Waits for a word of the server: 0.02 of 1 s | All of it: 0.11 of 4 s
        No answer in time | Waits for a word of the server: 1 of 1 s (over) | All of it: 1.09 of 4 s
        Wait 1 000.0 ms, then try again · remembered: 93.184.216.34, for 297 s more | All of it: 2.09 of 4 s
        GET /users/42 HTTP/1.1 | Waits for a word of the server: 0.02 of 1 s | All of it: 2.15 of 4 s
        No answer in time | Waits for a word of the server: 1 of 1 s (over) | All of it: 3.13 of 4 s
        Not done in time | All of it: 4 of 4 s (over)
        ");
    // The wait that the limit cuts off is as long as it was.
    let labels: Vec<String> =
        (0..story.steps.len()).map(|step| story.label(step).to_string()).collect();
    assert!(labels.contains(&"Wait 865.4 ms, until time is up".to_owned()), "{labels:?}");
}

#[test]
fn a_client_gives_up_when_its_clock_has_run_out_and_not_before() {
    let second = Duration::from_secs(1);
    let limited = |url: &str, faults: &[Fault]| {
        scenario(url, faults, |request| {
            request.fetch.connect_timeout = Some(2 * second);
            request.fetch.read_timeout = Some(3 * second);
        })
    };
    let https = "https://api.example.com/users/42";
    // Shorter than the client looks.
    let short =
        |request: &mut Request| request.fetch.read_timeout = Some(Duration::from_millis(250));
    let made = [URL, https].map(|url| {
        let silent = limited(url, &[Fault::ServerSilent]);
        let unheard = limited(url, &[Fault::ConnectTimeout]);
        [silent, unheard, scenario(url, &[Fault::ServerSilent], short)]
    });
    let all = built_in().into_iter().map(|example| example.scenario);
    let mut n_over = 0;
    for scenario in all.chain(made.into_iter().flatten()) {
        let sequence = sequence(&scenario);
        for (place, step) in sequence.steps.iter().enumerate() {
            let clocks = clocks(&sequence, place);
            let of = |limits| clocks.iter().find(|clock: &&Clock| clock.limits == limits);
            let gives_up = match &step.kind {
                StepKind::Failure(Failure::ConnectTimedOut) => Some(Limits::Connecting),
                StepKind::Failure(Failure::ResponseTimedOut) => Some(Limits::Silence),
                StepKind::Failure(Failure::TimedOut) => Some(Limits::All),
                _ => None,
            };
            if let Some(limits) = gives_up {
                let clock = of(limits).unwrap_or_else(|| panic!("{:?} has no clock", step.kind));
                assert!(clock.is_over(), "{:?}: {clock:?} of {:?}", step.kind, scenario.requests);
                n_over += 1;
            } else {
                let over: Vec<&Clock> = clocks.iter().filter(|clock| clock.is_over()).collect();
                assert!(over.is_empty(), "{} {over:?}", sequence.label(place));
            }
        }
    }
    assert!(n_over >= 6, "{n_over}");
}

#[test]
fn a_limit_shorter_than_a_second_is_kept() {
    let limit = Duration::from_millis(250);
    let set = |request: &mut Request| request.fetch.read_timeout = Some(limit);
    let trace = engine::simulate(&scenario(URL, &[Fault::ServerSilent], set));
    let exchange = &trace.exchanges[0];
    let asked_at = exchange.timing.request_start.unwrap();
    assert_eq!(exchange.finished_at.unwrap() - asked_at, limit);
}
