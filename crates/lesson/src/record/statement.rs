//! Statements of xAPI 1.0.3 (part 2, §2), without an actor.

use super::asked::{Asked, Interaction, id};
use serde_json::{Map, Value, json};

const VERBS: &str = "http://adlnet.gov/expapi/verbs/";
const ACTIVITIES: &str = "http://adlnet.gov/expapi/activities/";

/// A lesson, as statements name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonRef {
    /// The address of the folder of the page that shows it: an IRI. The names of all activities begin
    /// with it, so that they are the publisher's own.
    pub page: String,
    /// Its name, e.g. `01-request-and-response`.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// The language that it is written in, a BCP 47 tag.
    pub language: String,
}

/// An answer to an exercise of a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Which of its exercises, from 0.
    pub exercise: usize,
    /// Its seed: another seed is another exercise.
    pub seed: u64,
    /// What was asked.
    pub asked: Asked,
    /// What was answered, as [`response`](super::response) has it.
    pub response: Option<String>,
    /// Whether that is right.
    pub is_right: bool,
    /// How often it was answered by now, this time included.
    pub tries: u32,
    /// Since it was shown, in milliseconds.
    pub took_ms: u64,
}

/// What of a lesson was answered rightly, at whichever try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// So many exercises.
    pub n_right: usize,
    /// Of so many.
    pub n_exercises: usize,
}

impl Score {
    /// Whether four of five are right, which is what passing a lesson takes.
    pub fn is_passed(self) -> bool {
        self.n_right * 5 >= self.n_exercises * 4
    }

    /// As `result.score`; all of a lesson without exercises is right.
    fn to_json(self) -> Value {
        let Self { n_right, n_exercises } = self;
        let scaled = match n_exercises {
            0 => 1.0,
            _ => (n_right.min(n_exercises) as f64 / n_exercises as f64 * 1e4).round() / 1e4,
        };
        match n_exercises {
            0 => json!({ "scaled": scaled }),
            _ => json!({ "scaled": scaled, "raw": n_right, "min": 0, "max": n_exercises }),
        }
    }
}

impl LessonRef {
    /// The lesson's own name among activities.
    fn id(&self) -> String {
        format!("{}#lesson={}", self.page, self.name)
    }

    fn activity(&self) -> Value {
        json!({
            "objectType": "Activity",
            "id": self.id(),
            "definition": {
                "type": format!("{ACTIVITIES}lesson"),
                "name": { (&*self.language): self.title },
            },
        })
    }

    /// That an exercise was answered: for each answer, right or wrong.
    pub fn answered(&self, attempt: &Attempt) -> Value {
        let Attempt { exercise, seed, asked, response, is_right, tries, took_ms } = attempt;
        let number = exercise + 1;
        let mut result = Map::new();
        result.insert("success".to_owned(), json!(is_right));
        let points = u8::from(*is_right);
        let score = json!({ "scaled": points, "raw": points, "min": 0, "max": 1 });
        result.insert("score".to_owned(), score);
        if let Some(response) = response {
            result.insert("response".to_owned(), json!(response));
        }
        result.insert("duration".to_owned(), json!(duration(*took_ms)));
        let tries_of = format!("{}#tries", self.page);
        result.insert("extensions".to_owned(), json!({ tries_of: tries }));
        json!({
            "verb": verb("answered"),
            "object": {
                "objectType": "Activity",
                "id": format!("{}&exercise={number}&seed={seed}", self.id()),
                "definition": self.definition(asked),
            },
            "result": result,
            "context": { "contextActivities": { "parent": [self.activity()] } },
        })
    }

    fn definition(&self, asked: &Asked) -> Value {
        let Asked { question, interaction, choices, right } = asked;
        let mut definition = Map::new();
        let mut member = |name: &str, value: Value| definition.insert(name.to_owned(), value);
        member("type", json!(format!("{ACTIVITIES}cmi.interaction")));
        member("name", json!({ (&*self.language): question }));
        member("interactionType", json!(interaction.name()));
        let has_choices = matches!(interaction, Interaction::Choice | Interaction::Sequencing);
        if has_choices {
            let choice = |(place, words): (usize, &String)| json!({ "id": id(place), "description": { (&*self.language): words } });
            member("choices", choices.iter().enumerate().map(choice).collect());
        }
        if !right.is_empty() {
            member("correctResponsesPattern", json!(right));
        }
        Value::Object(definition)
    }

    /// That a lesson was gone through to its end, and whether that is enough to pass it.
    pub fn ended(&self, score: Score, took_ms: u64) -> Value {
        let verb = verb(if score.is_passed() { "passed" } else { "completed" });
        json!({
            "verb": verb,
            "object": self.activity(),
            "result": {
                "completion": true,
                "success": score.is_passed(),
                "score": score.to_json(),
                "duration": duration(took_ms),
            },
        })
    }
}

fn verb(name: &str) -> Value {
    json!({ "id": format!("{VERBS}{name}"), "display": { "en": name } })
}

/// A duration as ISO 8601 has it, in hundredths of a second, which is as exact as xAPI compares.
fn duration(ms: u64) -> String {
    let hundredths = ms.div_ceil(10);
    let (minutes, rest) = (hundredths / 6_000, hundredths % 6_000);
    let seconds = format!("{}.{:02}S", rest / 100, rest % 100);
    match (minutes / 60, minutes % 60) {
        (0, 0) => format!("PT{seconds}"),
        (0, minutes) => format!("PT{minutes}M{seconds}"),
        (hours, minutes) => format!("PT{hours}H{minutes}M{seconds}"),
    }
}
