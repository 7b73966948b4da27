//! Make it happen, and mend it: any request and any world that make predicates true are right.

use crate::changes::changes;
use crate::draw::Draw;
use crate::exercise::Goal;
use crate::predicate::{Predicate, facts};
use crate::{Exercise, Given, Kind, Told, Verdict, texts, told};
use trace::{Outcome, Scenario, Trace};

/// What differs between how things are and how they could be.
#[derive(Debug)]
pub struct Aims {
    start: Scenario,
    predicates: Vec<Predicate>,
    fewest: usize,
}

impl Aims {
    /// What is true of one trace and not yet of the other one. Where that asks for nothing, things are
    /// to be made; else to be mended.
    pub fn between(start: &Trace, goal: &Trace) -> Self {
        let is_new = |predicate: &Predicate| !predicate.holds(start);
        let predicates = facts(goal).into_iter().filter(is_new).collect();
        let fewest = changes(&start.scenario, &goal.scenario);
        Self { start: start.scenario.clone(), predicates, fewest }
    }

    /// Asks for one of them. `None` where there is none.
    pub fn exercise(&self, seed: u64) -> Option<Exercise> {
        let mut draw = Draw::new(seed, "make");
        let predicate = draw.pick(&self.predicates)?.clone();
        Some(make_it_happen(&self.start, vec![predicate], Some(self.fewest)))
    }
}

/// Asks for predicates to be made true, from a scenario on; where it is known, with the number of
/// changes that this takes at least.
pub fn make_it_happen(
    start: &Scenario,
    predicates: Vec<Predicate>,
    fewest: Option<usize>,
) -> Exercise {
    let question = if start.requests.is_empty() { texts::MAKE } else { texts::MEND };
    Exercise {
        question: told!(question, aim = aim(&predicates)),
        given: Given::Scenario(Box::new(start.clone())),
        kind: Kind::Make(Goal { predicates, fewest }),
    }
}

/// All that has to happen, in one sentence.
pub(crate) fn aim(predicates: &[Predicate]) -> Told {
    let mut sentences = predicates.iter().map(Predicate::sentence);
    let first = sentences.next().unwrap_or_else(|| texts::AIM_NOTHING.into());
    sentences.fold(first, |all, next| told!(texts::AIM_AND, first = all, then = next))
}

/// What came of the last fetch instead.
fn came(trace: &Trace) -> Option<Told> {
    match trace.fetches.last()?.outcome.as_ref()? {
        Outcome::Answered(code) => Some(told!(texts::MAKE_CAME, code = usize::from(*code))),
        Outcome::Failed(_) => Some(texts::MAKE_CAME_NOTHING.into()),
    }
}

/// How much was changed: what was sent last counts, not what was tried before it.
fn made(start: &Scenario, sent: &Scenario) -> usize {
    let (n_start, n_sent) = (start.requests.len(), sent.requests.len());
    let all = changes(start, sent);
    if n_sent <= n_start {
        return all;
    }
    let mut last =
        Scenario { requests: sent.requests[n_sent - n_start..].to_vec(), ..sent.clone() };
    // When it is sent is no change of it.
    if let (Some(first), Some(at_start)) = (last.requests.first_mut(), start.requests.first()) {
        (first.pause_before, first.at_once) = (at_start.pause_before, at_start.at_once);
    }
    all.min(changes(start, &last))
}

/// Whether what came of a scenario is what was to happen.
pub(crate) fn judge(goal: &Goal, start: Option<&Scenario>, trace: &Trace) -> Verdict {
    let mut feedback: Vec<Told> = Vec::new();
    for predicate in goal.predicates.iter().filter(|predicate| !predicate.holds(trace)) {
        feedback.push(told!(texts::MAKE_NOT_YET, aim = predicate.sentence()));
    }
    if !feedback.is_empty() {
        feedback.extend(came(trace));
        let n_start = start.map_or(0, |start| start.requests.len());
        if trace.scenario.requests.len() > n_start.max(1) {
            feedback.push(texts::MAKE_ALL_COUNTS.into());
        }
        return Verdict { is_right: false, feedback };
    }
    feedback.push(texts::MAKE_RIGHT.into());
    if let Some(start) = start.filter(|start| !start.requests.is_empty()) {
        let made = made(start, &trace.scenario);
        feedback.push(Told::count(texts::MAKE_CHANGES, made as u64));
        match goal.fewest {
            Some(fewest) if made <= fewest => feedback.push(texts::MAKE_FEWEST.into()),
            Some(fewest) => feedback.push(told!(texts::MAKE_FEWER, fewest = fewest)),
            None => {}
        }
    }
    Verdict { is_right: true, feedback }
}
