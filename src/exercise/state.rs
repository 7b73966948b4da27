//! An exercise as it is asked and answered on the page.

use crate::browser::{page, scroll};
use crate::playback::player::Player;
use crate::settings::preferences::Settings;
use crate::view::fact::Fact;
use leptos::prelude::*;
use lesson::file::{Spec, SpecKind};
use lesson::record::{Asked, response};
use lesson::{Answer, Exercise, Given, Place, Verdict, judge};
use picture::Sequence;
use std::sync::Arc;
use trace::{Dissection, Scenario, Trace};

/// What is asked. Copies ask the same: their seed is one signal.
#[derive(Clone)]
pub struct Posed {
    /// What the lesson says of it.
    pub spec: Spec,
    /// The exchange that it is about, where there is one.
    pub exchange: Option<Scenario>,
    /// Where chance comes from; “Ask me another” takes the next.
    pub seed: RwSignal<u64>,
    /// What the lesson says before it; may be empty.
    pub text: String,
}

/// What became of an answer; told each time something is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Which kind of exercise it was.
    pub kind: SpecKind,
    /// What was answered, as words.
    pub answer: String,
    /// Whether it is right.
    pub is_right: bool,
    /// How often this exercise was answered by now, this time included.
    pub tries: u32,
    /// Since it was shown, in milliseconds.
    pub took_ms: u64,
    /// Its seed.
    pub seed: u64,
    /// What was asked, for whoever records it.
    pub asked: Asked,
    /// What was answered, in the same words.
    pub response: Option<String>,
}

/// What was answered, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// The choice with this index.
    Choice(usize),
    /// What was pointed at.
    Place(Place),
    /// All things by their places in the list, in this order.
    Order(Vec<usize>),
    /// What was typed.
    Text(String),
    /// A cause and a step, by their places.
    Diagnosis(usize, usize),
    /// What came of a run.
    Run,
}

/// An answer, and what was said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Try {
    /// What was answered.
    pub chosen: Chosen,
    /// The same as words.
    pub words: String,
    /// What was said of it.
    pub verdict: Verdict,
}

/// An exercise that stands on the page.
#[derive(Debug)]
pub struct Question {
    /// The exercise with its key.
    pub exercise: Exercise,
    /// The steps that it is about, where there are any.
    pub sequence: Option<Arc<Sequence>>,
    /// What stands inside, where a field of it is asked for.
    pub inside: Option<Arc<Dissection>>,
    /// Which kind it is.
    pub kind: SpecKind,
    /// Its seed.
    pub seed: u64,
}

impl Question {
    /// How many steps are shown while it waits for an answer.
    pub fn n_steps_shown(&self) -> usize {
        match self.exercise.given {
            Given::StepsBefore(n_steps) => n_steps,
            _ => self.sequence.as_ref().map_or(0, |sequence| sequence.steps.len()),
        }
    }
}

/// A question, and what was answered to it so far. Copies are the same.
#[derive(Clone, Copy)]
pub struct Attempt {
    /// What is asked, once it is known.
    pub question: Fact<Option<Arc<Question>>>,
    /// All answers, the first prediction first.
    pub tries: Fact<Vec<Try>>,
    /// Whether the truth is shown.
    pub is_open: RwSignal<bool>,
    /// What is pointed at, where that is only a part of an answer.
    pub pointed: RwSignal<Option<Place>>,
    /// Which cause is named, where that is only a part of an answer.
    pub cause: RwSignal<Option<usize>>,
    /// What was made last, where something is to be made.
    pub made: Fact<Option<Arc<Trace>>>,
    /// What plays in the picture.
    pub player: Player,
    /// What the lesson says before the question; may be empty.
    pub text: StoredValue<String>,
    shown_at_ms: StoredValue<f64>,
    done: Callback<Outcome>,
}

impl Attempt {
    /// Nothing is asked yet.
    pub fn new(settings: Fact<Settings>, done: Callback<Outcome>) -> Self {
        Self {
            question: Fact::new(None),
            tries: Fact::new(Vec::new()),
            is_open: RwSignal::new(false),
            pointed: RwSignal::new(None),
            cause: RwSignal::new(None),
            made: Fact::new(None),
            player: Player::new(settings),
            text: StoredValue::new(String::new()),
            shown_at_ms: StoredValue::new(0.0),
            done,
        }
    }

    /// Asks something else, or nothing.
    pub fn pose(self, question: Option<Arc<Question>>) {
        self.tries.set(Vec::new());
        self.made.set(None);
        self.hide();
        self.question.set(question);
    }

    /// Takes an answer, and tells what became of it. Says whether it is right.
    pub fn answer(self, chosen: Chosen, words: String) -> bool {
        let Some(question) = Option::clone(&self.question.peek()) else { return false };
        let answer = match &chosen {
            Chosen::Choice(index) => Answer::Choice(*index),
            Chosen::Place(place) => Answer::Place(*place),
            Chosen::Order(order) => Answer::Order(order),
            Chosen::Text(text) => Answer::Text(text),
            Chosen::Diagnosis(cause, step) => Answer::Diagnosis { cause: *cause, step: *step },
            Chosen::Run => return false,
        };
        let verdict = judge(&question.exercise, &answer);
        let response = response(&question.exercise, &answer, &words);
        self.judged(&question, Try { chosen, words, verdict }, response)
    }

    /// Takes what came of a run for an answer. Says whether it is right.
    pub fn answer_run(self, trace: &Trace, words: String) -> bool {
        let Some(question) = Option::clone(&self.question.peek()) else { return false };
        let verdict = judge(&question.exercise, &Answer::Run(trace));
        self.judged(&question, Try { chosen: Chosen::Run, words, verdict }, None)
    }

    fn judged(self, question: &Question, new: Try, response: Option<String>) -> bool {
        let (is_right, answer) = (new.verdict.is_right, new.words.clone());
        scroll::show_soon(".exercise-said");
        let tries = self.tries.update(|tries| {
            tries.push(new);
            tries.len() as u32
        });
        let took_ms = (page::now_ms() - self.shown_at_ms.get_value()).max(0.0) as u64;
        let Question { kind, seed, .. } = *question;
        let asked = Asked::of(&question.exercise, language::current());
        self.done.run(Outcome { kind, answer, is_right, tries, took_ms, seed, asked, response });
        is_right
    }

    /// Hides the truth again; what was predicted stays.
    pub fn hide(self) {
        self.is_open.set(false);
        self.pointed.set(None);
        self.cause.set(None);
        self.shown_at_ms.set_value(page::now_ms());
    }

    /// Whether what is typed may be answered with: it is something, and still waited for.
    pub fn takes(self, typed: RwSignal<String>) -> bool {
        self.is_waiting() && !typed.get().trim().is_empty()
    }

    /// Whether something may still be answered.
    pub fn is_waiting(self) -> bool {
        !self.is_open.get()
    }
}
