//! Goals for an exchange of which nobody wrote any: what is true of it, or would be if one thing were changed.

use crate::bench::runs::{Answered, Bench, Wanted};
use compose::change::{Change, changes};
use lesson::file::{Solution, Spec, SpecKind};
use lesson::{Aims, Kind, written};
use trace::{Scenario, Trace, World};

/// How far a goal has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Aimed {
    /// The engine works on this.
    Waiting(Box<Wanted>),
    /// The engine cannot; why.
    Failed(String),
    /// There is nothing to ask for.
    Nothing,
    /// What is asked, with something that reaches it.
    Here(Box<Spec>),
}

/// What a lesson would say to ask for a kind that needs no goal.
pub fn plain(kind: SpecKind) -> Spec {
    Spec {
        kind,
        exchange: Some(0),
        seed: 0,
        about: String::new(),
        goals: Vec::new(),
        fewest: None,
        question: String::new(),
        options: Vec::new(),
        solution: None,
    }
}

/// A goal of a kind for an exchange. To make: something that is true of it. To mend: something that one change
/// makes true. To write: something that its first request makes true.
pub fn aimed(bench: Bench, trace: &Trace, kind: SpecKind, seed: u64) -> Aimed {
    let start = match kind {
        SpecKind::Mend => trace.clone(),
        _ => Trace::of_hosts(Scenario::with_requests(Vec::new()), trace.hosts.clone()),
    };
    let (wanted, solution) = match kind {
        SpecKind::Mend => {
            let ways = ways(&trace.scenario);
            if ways.is_empty() {
                return Aimed::Nothing;
            }
            let way = ways[(seed % ways.len() as u64) as usize].clone();
            (Wanted::Run(way.clone()), way)
        }
        SpecKind::Write => {
            let Some(request) = trace.scenario.requests.first() else { return Aimed::Nothing };
            let octets = written(request);
            let scenario = Scenario { requests: vec![request.clone()], ..trace.scenario.clone() };
            (Wanted::Written(scenario.clone(), octets), scenario)
        }
        _ => (Wanted::Run(trace.scenario.clone()), trace.scenario.clone()),
    };
    let goal = match bench.answer(&wanted) {
        None => return Aimed::Waiting(Box::new(wanted)),
        Some(Answered::Failed(why)) => return Aimed::Failed(why),
        Some(Answered::Inside(_)) => return Aimed::Nothing,
        Some(Answered::Trace(goal)) => goal,
    };
    let exercise = Aims::between(&start, &goal).exercise(seed);
    let Some(Kind::Make(goal)) = exercise.map(|exercise| exercise.kind) else {
        return Aimed::Nothing;
    };
    Aimed::Here(Box::new(Spec {
        goals: goal.predicates,
        fewest: goal.fewest.filter(|_| kind == SpecKind::Mend),
        solution: Some(Solution(solution)),
        ..plain(kind)
    }))
}

/// The scenario with one thing changed: where something is wrong in its world, without that first.
fn ways(scenario: &Scenario) -> Vec<Scenario> {
    let world = World { client: scenario.world.client.clone(), ..World::default() };
    let mended = Scenario { world, ..scenario.clone() };
    let mended = (mended != *scenario && mended.check().is_ok()).then_some(mended);
    let last = scenario.requests.len().saturating_sub(1);
    let applied = |change: Change| change.applied(scenario, last);
    let changed = changes(scenario, last).into_iter().filter_map(applied);
    mended.into_iter().chain(changed).collect()
}
