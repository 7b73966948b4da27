//! What is answered by one of some: what happens next, and what is pointed at.

use crate::materials::{all, each_exercise, said};
use lesson::{
    Answer, Exercise, Given, Kind, Place, Told, judge, point_at_it, what_happens_after,
    what_happens_next,
};

/// Checks options, each with its words, whether it is right, and the answer that chooses it.
#[track_caller]
pub fn check_options(exercise: &Exercise, options: &[(&Told, bool, Answer)], place: &str) {
    let words: Vec<String> = options.iter().map(|(words, ..)| said(words)).collect();
    for (index, option) in words.iter().enumerate() {
        assert!(!words[..index].contains(option), "{place}: “{option}” stands there twice");
    }
    assert!(options.len() >= 2, "{place}: there is nothing to choose");
    assert!(options.iter().any(|(_, is_right, _)| *is_right), "{place}: nothing is right");
    assert!(options.iter().any(|(_, is_right, _)| !is_right), "{place}: everything is right");
    for ((_, is_right, answer), option) in options.iter().zip(&words) {
        let verdict = judge(exercise, answer);
        assert_eq!(verdict.is_right, *is_right, "{place}: {option}");
        assert!(verdict.feedback.iter().all(|told| !said(told).is_empty()), "{place}: {option}");
    }
    let strange =
        [Answer::Choice(usize::MAX), Answer::Text("?"), Answer::Place(Place::Step(usize::MAX))];
    assert!(strange.iter().all(|answer| !judge(exercise, answer).is_right), "{place}");
}

fn check_choices(exercise: &Exercise, place: &str) {
    let Kind::Choose(choices) = &exercise.kind else { panic!("{place}: not a choice") };
    let options: Vec<_> = (choices.iter().enumerate())
        .map(|(index, choice)| (&choice.words, choice.is_right, Answer::Choice(index)))
        .collect();
    assert_eq!(options.iter().filter(|(_, is_right, _)| *is_right).count(), 1, "{place}");
    check_options(exercise, &options, place);
}

#[test]
fn what_happens_next_is_found_among_steps_of_the_same_trace() {
    each_exercise(
        |named, seed| what_happens_next(&named.material, seed),
        |exercise, _, place| check_choices(exercise, place),
    );
}

#[test]
fn what_comes_is_asked_for_behind_every_step_of_each_trace() {
    for named in all() {
        let n_steps = named.material.sequence().steps.len();
        for n_shown in 0..=n_steps {
            for seed in 0..8 {
                let place = format!("{}, behind {n_shown} steps, seed {seed}", named.name);
                let exercise = what_happens_after(&named.material, n_shown, seed);
                let exercise = exercise.unwrap_or_else(|| panic!("{place}: no exercise"));
                assert_eq!(exercise.given, Given::StepsBefore(n_shown), "{place}");
                check_choices(&exercise, &place);
            }
        }
        assert!(what_happens_after(&named.material, n_steps + 1, 0).is_none(), "{}", named.name);
    }
}

#[test]
fn what_is_asked_for_is_pointed_at() {
    each_exercise(
        |named, seed| point_at_it(&named.material, seed),
        |exercise, _, place| {
            let Kind::Point(spots) = &exercise.kind else { panic!("{place}: nothing to point at") };
            let options: Vec<_> = spots
                .iter()
                .map(|spot| (&spot.words, spot.is_right, Answer::Place(spot.place)))
                .collect();
            check_options(exercise, &options, place);
        },
    );
}
