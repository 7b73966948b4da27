//! Write it yourself.

use crate::materials::{SEEDS, all, said};
use engine::simulate_written;
use lesson::{Aims, Answer, Kind, judge, write_it_yourself, written};
use trace::Scenario;

#[test]
fn what_the_servers_parser_makes_of_it_decides() {
    let whole = Scenario::default();
    let nonsense = simulate_written(&whole, b"HELLO\r\n\r\n");
    let unfinished = simulate_written(&whole, b"GET / HTTP/1.1\r\nHost: api.example.com\r\n");
    for named in all() {
        let request = named.trace.scenario.requests.first().expect("every scenario asks");
        let mut sent = request.clone();
        sent.url = whole.requests[0].url.clone();
        let scenario = Scenario { requests: vec![sent], ..whole.clone() };
        let goal = simulate_written(&scenario, &written(request));
        let aims = Aims::between(&nonsense, &goal);
        for seed in 0..SEEDS {
            let place = format!("{}, seed {seed}", named.name);
            let exercise = write_it_yourself(&aims, seed);
            let exercise = exercise.unwrap_or_else(|| panic!("{place}: no exercise"));
            assert!(!said(&exercise.question).is_empty(), "{place}");
            let Kind::Write(wanted) = &exercise.kind else { panic!("{place}: nothing to write") };
            let key = judge(&exercise, &Answer::Run(&goal));
            assert!(key.is_right, "{place}: {wanted:?}");
            let wrong = judge(&exercise, &Answer::Run(&nonsense));
            assert!(!wrong.is_right, "{place}: {wanted:?}");
            let told = judge(&exercise, &Answer::Run(&unfinished)).feedback;
            let told: Vec<String> =
                [key.feedback, wrong.feedback, told].concat().iter().map(said).collect();
            assert!(
                told.iter().any(|words| words.contains("400 Bad Request")),
                "{place}: {told:?}"
            );
            assert!(told.iter().any(|words| words.contains("still waits")), "{place}: {told:?}");
            assert!(!judge(&exercise, &Answer::Text("")).is_right, "{place}");
        }
    }
}
