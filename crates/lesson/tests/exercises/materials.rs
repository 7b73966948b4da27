//! The traces that exercises are made from.

use engine::{Language, simulate};
use lesson::{Exercise, Material, Told};
use picture::{Level, Sequence};
use std::sync::{Arc, Mutex, OnceLock};
use trace::{Trace, built_in};

/// How many exercises are made of each kind on each trace.
pub const SEEDS: u64 = 1_000;
/// How many worlds are made of each of some scenarios that chance plays a part in.
const WORLD_SEEDS: u64 = 10;
const IN_MANY_WORLDS: [&str; 8] = [
    "get",
    "https",
    "http2",
    "page-http1",
    "lossy-link",
    "fault-packet-loss",
    "retry-after",
    "redirect-moved",
];

/// Something to make exercises from, by name.
pub struct Named {
    pub name: String,
    pub trace: Arc<Trace>,
    pub material: Material,
}

/// Every built-in scenario, and some in other worlds.
pub fn all() -> &'static [Named] {
    static ALL: OnceLock<Vec<Named>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut scenarios = Vec::new();
        for built_in in built_in() {
            if IN_MANY_WORLDS.contains(&built_in.name) {
                scenarios.extend((1..=WORLD_SEEDS).map(|seed| {
                    let mut scenario = built_in.scenario.clone();
                    scenario.seed = 1_000 + seed;
                    (format!("{} in world {seed}", built_in.name), scenario)
                }));
            }
            scenarios.push((built_in.name.to_owned(), built_in.scenario));
        }
        let todo = Mutex::new(scenarios);
        let done = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    loop {
                        let next = todo.lock().expect("no one panics").pop();
                        let Some((name, scenario)) = next else { break };
                        let trace = Arc::new(simulate(&scenario));
                        let sequence = Sequence::new(Arc::clone(&trace), Level::Story);
                        let material = Material::new(sequence);
                        let named = Named { name, trace, material };
                        done.lock().expect("no one panics").push(named);
                    }
                });
            }
        });
        let mut all = done.into_inner().expect("no one panics");
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all
    })
}

/// The exercises of one kind on each trace, each with its place for a message.
pub fn each_exercise(
    make: impl Fn(&Named, u64) -> Option<Exercise>,
    check: impl Fn(&Exercise, &Named, &str),
) {
    for named in all() {
        for seed in 0..SEEDS {
            let place = format!("{}, seed {seed}", named.name);
            let exercise = make(named, seed).unwrap_or_else(|| panic!("{place}: no exercise"));
            assert!(!said(&exercise.question).is_empty(), "{place}: nothing is asked");
            check(&exercise, named, &place);
        }
    }
}

pub fn said(told: &Told) -> String {
    told.words(Language::ENGLISH)
}
