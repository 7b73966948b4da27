//! Statements of exercises of each kind on every built-in scenario, and of the lessons' own questions.

use crate::{judged, judges, lessons, temporary};
use engine::{Language, inspect, simulate};
use lesson::file::read_markdown;
use lesson::record::{Asked, Attempt, LessonRef, Score, response};
use lesson::{
    Answer, Exercise, Kind, Material, facts, fill_in, find_the_fault, make_it_happen, point_at_it,
    put_in_order, what_happens_next, what_to_look_into, work_it_out,
};
use picture::{Level, Sequence};
use serde_json::{Value, json};
use std::sync::Arc;
use trace::{Scenario, built_in};

/// How many exercises of each kind on each trace.
const SEEDS: u64 = 3;

fn exercises(material: &Material, seed: u64) -> Vec<Exercise> {
    let blank = || {
        let what = what_to_look_into(material, seed)?;
        fill_in(what, &inspect(material.trace(), what, Language::ENGLISH), seed)
    };
    let goals = facts(material.trace()).into_iter().take(1).collect();
    let nothing = Scenario::with_requests(Vec::new());
    let made = [
        what_happens_next(material, seed),
        point_at_it(material, seed),
        put_in_order(material, seed),
        work_it_out(material, seed),
        find_the_fault(material, seed),
        blank(),
        Some(make_it_happen(&nothing, goals, None)),
    ];
    made.into_iter().flatten().collect()
}

/// An answer that could be given, and the words for it.
fn answer(kind: &Kind, take: &mut dyn FnMut(&Answer, &str)) {
    match kind {
        Kind::Choose(choices) => {
            take(&Answer::Choice(choices.len() - 1), &choices[0].words.words(Language::ENGLISH));
        }
        Kind::Point(spots) => take(&Answer::Place(spots[0].place), "there"),
        Kind::Order(ordering) => {
            let order: Vec<usize> = (0..ordering.items.len()).rev().collect();
            take(&Answer::Order(&order), "this order");
        }
        Kind::WorkOut(quantity) => {
            take(&Answer::Choice(0), &quantity.choices[0].words.words(Language::ENGLISH));
        }
        Kind::FillIn(blank) => take(&Answer::Text(&blank.value), &blank.value),
        Kind::FindFault(_) => take(&Answer::Diagnosis { cause: 0, step: 1 }, "a cause / 2"),
        Kind::Make(_) | Kind::Write(_) => {}
    }
}

fn lesson_ref(name: &str) -> LessonRef {
    LessonRef {
        page: "https://example.org/roundtrip/".to_owned(),
        name: name.to_owned(),
        title: format!("“{name}”"),
        language: "en".to_owned(),
    }
}

fn statement(lesson: &LessonRef, exercise: &Exercise, place: usize, seed: u64) -> Value {
    let asked = Asked::of(exercise, Language::ENGLISH);
    let mut told = None;
    answer(&exercise.kind, &mut |answer, words| {
        told = response(exercise, answer, words);
        assert!(told.is_some(), "an answer is told: {exercise:?}");
    });
    let is_right = seed == 0;
    let attempt = Attempt {
        exercise: place,
        seed,
        asked,
        response: told,
        is_right,
        tries: 1,
        took_ms: 61_234,
    };
    lesson.answered(&attempt)
}

fn statements() -> Vec<Value> {
    let mut told = Vec::new();
    for example in built_in() {
        let lesson = lesson_ref(example.name);
        let trace = Arc::new(simulate(&example.scenario));
        let material = Material::new(Sequence::new(trace, Level::Story));
        for seed in 0..SEEDS {
            for (place, exercise) in exercises(&material, seed).iter().enumerate() {
                told.push(statement(&lesson, exercise, place, seed));
            }
        }
    }
    for path in lessons() {
        let text = std::fs::read_to_string(&path).expect("the lesson is there");
        let mut written = read_markdown(&text).expect("a good lesson");
        let lesson = lesson_ref("one that comes along");
        for (place, spec) in written.specs().into_iter().enumerate() {
            if let Some(exercise) = spec.exercise(None, |_| None) {
                told.push(statement(&lesson, &exercise, place, 0));
            }
        }
    }
    for (n_right, n_exercises) in [(0, 0), (2, 3), (7, 7), (0, 9)] {
        told.push(lesson_ref("ended").ended(Score { n_right, n_exercises }, 301_000));
    }
    told
}

/// As a host completes it.
fn with_actor(statement: &Value) -> Value {
    let mut whole = statement.clone();
    whole["actor"] = json!({ "account": { "homePage": "https://lms.example", "name": "4711" } });
    whole
}

/// What a statement may not say, and what has to agree within it.
#[test]
fn statements_name_no_one_and_their_right_responses_are_choices() {
    let told = statements();
    assert!(told.len() > 1_000, "{}", told.len());
    for statement in &told {
        let members: Vec<&String> = statement.as_object().expect("an object").keys().collect();
        let allowed = ["verb", "object", "result", "context"];
        assert!(members.iter().all(|name| allowed.contains(&name.as_str())), "{members:?}");
        let definition = &statement["object"]["definition"];
        let Some(choices) = definition["choices"].as_array() else { continue };
        let ids: Vec<&str> = choices.iter().filter_map(|choice| choice["id"].as_str()).collect();
        assert!(ids.iter().all(|id| !id.is_empty() && !id.contains(char::is_whitespace)));
        let right = definition["correctResponsesPattern"].as_array();
        for pattern in right.into_iter().flatten().filter_map(Value::as_str) {
            assert!(pattern.split("[,]").all(|id| ids.contains(&id)), "{pattern}: {statement}");
        }
        let response = statement["result"]["response"].as_str().expect("it is told");
        assert!(response.split("[,]").all(|id| ids.contains(&id)), "{statement}");
    }
}

#[test]
fn a_learning_record_store_takes_every_statement() {
    let Some(npm) = judges("ROUNDTRIP_NPM_JUDGES") else { return };
    let mut told: Vec<Value> = statements().iter().map(with_actor).collect();
    let n_good = told.len();
    // The judge can say no: without an actor, with a bad duration, with a type that there is not.
    let mut bad = [statements()[0].clone(), told[0].clone(), told[0].clone()];
    bad[1]["result"]["duration"] = json!("83 s");
    bad[2]["object"]["definition"]["interactionType"] = json!("guess");
    told.extend(bad);
    let lines: String = told.iter().map(|statement| format!("{statement}\n")).collect();
    let path = temporary("statements.jsonl");
    std::fs::write(&path, lines).expect("the directory for tests can be written to");
    let verdicts = judged(&npm, "statements", &path);
    assert_eq!(verdicts.len(), told.len());
    for (place, (verdict, statement)) in verdicts.iter().zip(&told).enumerate() {
        let wrong = verdict.as_array().expect("a list");
        assert_eq!(wrong.is_empty(), place < n_good, "{wrong:?}: {statement}");
    }
}
