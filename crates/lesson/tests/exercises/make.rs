//! Make it happen, mend it, and find the fault.

use crate::choices::check_options;
use crate::materials::{SEEDS, all, each_exercise, said};
use core::time::Duration;
use engine::simulate;
use lesson::{Aims, Answer, Choice, Kind, Material, find_the_fault, judge};
use picture::{Level, Sequence};
use std::sync::Arc;
use trace::{Scenario, built_in};

#[test]
fn whatever_makes_it_true_is_right() {
    let empty = simulate(&Scenario::with_requests(Vec::new()));
    for named in all() {
        let aims = Aims::between(&empty, &named.trace);
        for seed in 0..SEEDS {
            let place = format!("{}, seed {seed}", named.name);
            let exercise = aims.exercise(seed).unwrap_or_else(|| panic!("{place}: no exercise"));
            assert!(!said(&exercise.question).is_empty(), "{place}");
            let Kind::Make(goal) = &exercise.kind else { panic!("{place}: nothing to make") };
            let key = judge(&exercise, &Answer::Run(&named.trace));
            assert!(key.is_right, "{place}: {goal:?}");
            let wrong = judge(&exercise, &Answer::Run(&empty));
            assert!(!wrong.is_right, "{place}: {goal:?}");
            let told = key.feedback.iter().chain(&wrong.feedback);
            assert!(told.map(said).all(|words| !words.is_empty()), "{place}");
            assert!(!judge(&exercise, &Answer::Choice(0)).is_right, "{place}");
        }
    }
}

#[test]
fn what_is_mended_with_as_few_changes_is_praised() {
    let whole = simulate(&built_in()[0].scenario);
    let other = all().iter().find(|named| named.name == "post").expect("it is built in");
    for named in all() {
        let goal = if named.name == "get" { &*other.trace } else { &whole };
        let aims = Aims::between(&named.trace, goal);
        for seed in 0..SEEDS {
            // Where all that is true of the goal is true already, there is nothing to mend.
            let Some(exercise) = aims.exercise(seed) else { break };
            let place = format!("{}, seed {seed}", named.name);
            let key = judge(&exercise, &Answer::Run(goal));
            assert!(key.is_right, "{place}: {exercise:?}");
            assert_eq!(key.feedback.len(), 3, "{place}: {:?}", key.feedback);
            assert!(said(&key.feedback[2]).contains("well done"), "{place}: {:?}", key.feedback);
            assert!(!judge(&exercise, &Answer::Run(&named.trace)).is_right, "{place}");
        }
    }
}

#[test]
fn a_fault_is_proved_by_its_steps_alone() {
    each_exercise(
        |named, seed| find_the_fault(&named.material, seed),
        |exercise, _, place| {
            let Kind::FindFault(diagnosis) = &exercise.kind else { panic!("{place}: no fault") };
            let step = *diagnosis.steps.first().unwrap_or_else(|| panic!("{place}: no proof"));
            let causes = diagnosis.causes.iter().enumerate();
            let options: Vec<_> = causes
                .map(|(cause, choice)| {
                    (&choice.words, choice.is_right, Answer::Diagnosis { cause, step })
                })
                .collect();
            check_options(exercise, &options, place);
            let cause = diagnosis.causes.iter().position(|choice| choice.is_right);
            let cause = cause.unwrap_or_else(|| panic!("{place}: nothing is right"));
            for step in diagnosis.steps.iter().map(|step| step + 1) {
                let is_proof = diagnosis.steps.contains(&step);
                let answer = Answer::Diagnosis { cause, step };
                assert_eq!(judge(exercise, &answer).is_right, is_proof, "{place}: step {step}");
            }
        },
    );
}

fn causes(material: &Material, seed: u64) -> Vec<Choice> {
    let exercise = find_the_fault(material, seed).expect("there is something to find");
    let Kind::FindFault(diagnosis) = exercise.kind else { panic!("no fault") };
    diagnosis.causes
}

#[test]
fn what_the_steps_show_is_no_wrong_cause() {
    let check = |name: &str, shown: &str| {
        let named = all().iter().find(|named| named.name == name).expect("it is built in");
        for seed in 0..SEEDS {
            let causes = causes(&named.material, seed);
            let is_offered = causes.iter().any(|cause| said(&cause.words).contains(shown));
            assert!(!is_offered, "{name}, seed {seed}: {causes:?}");
        }
    };
    // Nobody has this name: that it does not exist is just what DNS says.
    check("unknown-host", "name does not exist");
    check("lossy-link", "loses too many packets");
}

#[test]
fn a_network_that_loses_too_much_is_a_cause() {
    let mut scenario = Scenario::default();
    scenario.world.network.loss_ppm = 900_000;
    let trace = Arc::new(simulate(&scenario));
    let material = Material::new(Sequence::new(trace, Level::Story));
    for seed in 0..SEEDS {
        let causes = causes(&material, seed);
        let right: Vec<String> =
            causes.iter().filter(|cause| cause.is_right).map(|cause| said(&cause.words)).collect();
        assert_eq!(right, ["The network loses too many packets"], "seed {seed}");
        // The resolver is silent, as far as anyone can see.
        let is_offered =
            causes.iter().any(|cause| said(&cause.words).contains("resolver is silent"));
        assert!(!is_offered, "seed {seed}: {causes:?}");
    }
}

#[test]
fn who_gives_up_too_soon_is_the_cause() {
    let mut scenario = Scenario::default();
    scenario.requests[0].fetch.total_timeout = Some(Duration::from_millis(50));
    let trace = Arc::new(simulate(&scenario));
    let material = Material::new(Sequence::new(trace, Level::Story));
    for seed in 0..SEEDS {
        for cause in causes(&material, seed) {
            let words = said(&cause.words);
            assert_eq!(cause.is_right, words.contains("gives up too soon"), "{seed}: {words}");
            // Who waits longer may find that nothing is silent: that is no wrong answer.
            assert!(!words.contains("silent") && !words.contains("never answers"), "{seed}");
        }
    }
}

#[test]
fn faults_are_named_by_what_the_world_is() {
    let check = |name: &str, expected: &str| {
        let named = all().iter().find(|named| named.name == name).expect("it is built in");
        let exercise = find_the_fault(&named.material, 1).expect("there is something to find");
        let Kind::FindFault(diagnosis) = exercise.kind else { panic!("no fault") };
        let right = diagnosis.causes.iter().find(|cause| cause.is_right);
        let words = said(&right.expect("one is right").words);
        assert!(words.contains(expected), "{name}: {words}");
    };
    check("get", "Nothing is wrong");
    check("lossy-link", "Nothing in the end");
    check("not-implemented", "The request itself");
    check("not-found", "The request itself");
    check("unknown-host", "The request itself");
    check("fault-nxdomain", "name does not exist");
    check("fault-dns-timeout", "resolver is silent");
    check("fault-refused", "No program listens");
    check("fault-connect-timeout", "Nothing gets through");
    check("fault-certificate-expired", "too old");
    check("fault-certificate-wrong-name", "another host");
    check("fault-certificate-unknown-issuer", "trusts");
    check("fault-reset", "breaks the connection off");
    check("fault-silent", "never answers");
    check("database-down", "database is not running");
    check("server-crash", "program fails");
    check("rate-limited", "too many requests");
}
