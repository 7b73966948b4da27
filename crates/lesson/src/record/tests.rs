//! What is told of answers is what a learning record store takes.

use super::{Asked, Attempt, Interaction, LessonRef, Score, response};
use crate::file::read_markdown;
use crate::{Answer, Exercise, Given, Kind, Ordering, Quantity, Told, Unit};
use language::Language;
use serde_json::{Value, json};

fn lesson() -> LessonRef {
    LessonRef {
        page: "https://example.org/roundtrip/".to_owned(),
        name: "copy".to_owned(),
        title: "A copy at hand".to_owned(),
        language: "en".to_owned(),
    }
}

fn exercise(kind: Kind) -> Exercise {
    Exercise { question: Told::from("Which?"), given: Given::Nothing, kind }
}

fn told(kind: Kind, answer: &Answer, is_right: bool) -> Value {
    let exercise = exercise(kind);
    let asked = Asked::of(&exercise, Language::ENGLISH);
    let response = response(&exercise, answer, "12.5 ms");
    let attempt =
        Attempt { exercise: 1, seed: 7, asked, response, is_right, tries: 2, took_ms: 83_214 };
    lesson().answered(&attempt)
}

#[test]
fn an_answer_to_a_question_is_told_whole() {
    let text = "---\ntitle: a\n---\n```exercise\nkind: quiz\nquestion: Which?\n+ this :: yes\n- that :: no\n```\n";
    let mut written = read_markdown(text).expect("a lesson");
    let exercise = written.specs()[0].exercise(None, |_| None).expect("a question");
    let told = told(exercise.kind, &Answer::Choice(0), true);
    let choices = told["object"]["definition"]["choices"].as_array().expect("a list").clone();
    let right = choices.iter().find(|choice| choice["description"]["en"] == "this");
    assert_eq!(
        told,
        json!({
            "verb": {
                "id": "http://adlnet.gov/expapi/verbs/answered",
                "display": { "en": "answered" },
            },
            "object": {
                "objectType": "Activity",
                "id": "https://example.org/roundtrip/#lesson=copy&exercise=2&seed=7",
                "definition": {
                    "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                    "name": { "en": "Which?" },
                    "interactionType": "choice",
                    "choices": choices,
                    "correctResponsesPattern": [right.expect("it is offered")["id"]],
                },
            },
            "result": {
                "success": true,
                "score": { "scaled": 1, "raw": 1, "min": 0, "max": 1 },
                "response": "1",
                "duration": "PT1M23.22S",
                "extensions": { "https://example.org/roundtrip/#tries": 2 },
            },
            "context": { "contextActivities": { "parent": [{
                "objectType": "Activity",
                "id": "https://example.org/roundtrip/#lesson=copy",
                "definition": {
                    "type": "http://adlnet.gov/expapi/activities/lesson",
                    "name": { "en": "A copy at hand" },
                },
            }] } },
        })
    );
}

#[test]
fn every_right_order_is_told() {
    let items = ["a", "b", "c"].map(Told::from).to_vec();
    let ordering = Ordering { items, before: vec![(2, 0)], happened: vec![1, 2, 0] };
    let told = told(Kind::Order(ordering), &Answer::Order(&[1, 2, 0]), true);
    assert_eq!(told["result"]["response"], "2[,]3[,]1");
    let right = &told["object"]["definition"]["correctResponsesPattern"];
    assert_eq!(*right, json!(["2[,]3[,]1", "3[,]1[,]2", "3[,]2[,]1"]));
}

#[test]
fn too_many_right_orders_are_not_told() {
    let items: Vec<Told> = (0..9).map(|item| Told::from(item.to_string())).collect();
    let ordering = Ordering { items, before: Vec::new(), happened: (0..9).collect() };
    let asked = Asked::of(&exercise(Kind::Order(ordering)), Language::ENGLISH);
    assert_eq!((asked.interaction, asked.choices.len()), (Interaction::Sequencing, 9));
    assert_eq!(asked.right, [""; 0]);
}

#[test]
fn amounts_are_numbers() {
    let quantity = |unit, value| {
        Kind::WorkOut(Quantity { unit, value, choices: Vec::new(), solution: Vec::new() })
    };
    let right = |kind| {
        let told = told(kind, &Answer::Text("1,5 s"), false);
        assert_eq!(told["result"]["response"], "1.5");
        told["object"]["definition"]["correctResponsesPattern"][0].clone()
    };
    assert_eq!(right(quantity(Unit::Nanoseconds, 80_250_000)), "80.25[:]80.25");
    assert_eq!(right(quantity(Unit::Nanoseconds, 40_000_000)), "40[:]40");
    assert_eq!(right(quantity(Unit::Octets, 2_048)), "2048[:]2048");
    let exercise = exercise(quantity(Unit::Things, 3));
    for none in ["", "three", "-3", "1.2.3", "."] {
        assert_eq!(response(&exercise, &Answer::Text(none), ""), None, "{none}");
    }
    assert_eq!(response(&exercise, &Answer::Choice(0), "3 things").as_deref(), Some("3"));
}

#[test]
fn the_end_of_a_lesson_is_passed_or_completed() {
    let ended = |n_right, n_exercises| {
        let told = lesson().ended(Score { n_right, n_exercises }, 3_723_000);
        assert_eq!(told["result"]["completion"], true);
        assert_eq!(told["result"]["duration"], "PT1H2M3.00S");
        let verb = told["verb"]["display"]["en"].as_str().expect("a word").to_owned();
        (verb, told["result"]["score"]["scaled"].clone())
    };
    assert_eq!(ended(4, 5), ("passed".to_owned(), json!(0.8)));
    assert_eq!(ended(3, 5), ("completed".to_owned(), json!(0.6)));
    assert_eq!(ended(0, 0), ("passed".to_owned(), json!(1.0)));
}
