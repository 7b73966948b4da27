//! From what is posed to the question that stands on the page: what it is made of comes from the engine.

use crate::bench::runs::{Answered, Bench, Wanted};
use crate::exercise::state::{Posed, Question};
use crate::view::live::watch;
use leptos::prelude::*;
use lesson::Material;
use lesson::file::{Spec, SpecKind};
use picture::{Level, Sequence};
use std::sync::Arc;
use trace::{Dissection, Trace, decode_dissection};

/// How far a question has come.
#[derive(Clone)]
pub enum Posing {
    /// The engine works on this.
    Waiting(Box<Wanted>),
    /// The engine cannot: why, and what it was asked.
    Failed(String, Box<Wanted>),
    /// There is nothing to ask of this exchange in this way.
    Nothing,
    /// Here it is.
    Here(Arc<Question>),
}

/// The question of the seed that is wanted now; asks the engine for what is missing.
pub fn posing(bench: Bench, posed: &Posed) -> Memo<Posing> {
    let exchange = posed.exchange.clone();
    let run = exchange.map(Wanted::Run).map(Box::new);
    let asked = run.clone();
    // What happened, or why nobody knows.
    let material = Memo::new_with_compare(
        move |known: Option<&Found>| {
            // What is known stays, whatever else is asked meanwhile.
            if let Some(Some(Ok(known))) = known {
                return Some(Ok(Arc::clone(known)));
            }
            match bench.answer(asked.as_deref()?)? {
                Answered::Trace(trace) => Some(Ok(Arc::new(material(trace)))),
                Answered::Failed(why) => Some(Err(why)),
                Answered::Inside(_) => None,
            }
        },
        |old, new| !is_same(old, new),
    );
    let (spec, seed) = (posed.spec.clone(), posed.seed);
    let posing = Memo::new_with_compare(
        move |_| {
            let found = match (&run, material.get()) {
                (None, _) => None,
                (Some(run), None) => return Posing::Waiting(run.clone()),
                (Some(run), Some(Err(why))) => return Posing::Failed(why, run.clone()),
                (Some(_), Some(Ok(material))) => Some(material),
            };
            let mut spec = spec.clone();
            spec.seed = seed.get();
            let inside = match inside(bench, &spec, found.as_deref()) {
                Ok(inside) => inside,
                Err(posing) => return posing,
            };
            let looked = inside.clone();
            let exercise = spec.exercise(found.as_deref(), |_| {
                looked.map(|dissection| Dissection::clone(&dissection))
            });
            let Some(exercise) = exercise else { return Posing::Nothing };
            let sequence = found.map(|found| found.sequence().clone()).map(Arc::new);
            let (kind, seed) = (spec.kind, spec.seed);
            Posing::Here(Arc::new(Question { exercise, sequence, inside, kind, seed }))
        },
        |_, _| true,
    );
    watch(move || {
        if let Posing::Waiting(wanted) = posing.get() {
            bench.ask(*wanted);
        }
    });
    posing
}

fn material(trace: Arc<Trace>) -> Material {
    Material::new(Sequence::new(trace, Level::Story))
}

type Found = Option<Result<Arc<Material>, String>>;

fn is_same(old: Option<&Found>, new: Option<&Found>) -> bool {
    match (old, new) {
        (Some(Some(Ok(old))), Some(Some(Ok(new)))) => Arc::ptr_eq(old, new),
        (Some(None), Some(None)) => true,
        _ => false,
    }
}

/// What stands inside of what a field is asked of; or what is in the way.
fn inside(
    bench: Bench,
    spec: &Spec,
    material: Option<&Material>,
) -> Result<Option<Arc<Dissection>>, Posing> {
    let (SpecKind::FillIn, Some(material)) = (spec.kind, material) else { return Ok(None) };
    let what = spec.what_to_look_into(material).ok_or(Posing::Nothing)?;
    let wanted = Box::new(Wanted::Look(material.trace().scenario.clone(), what));
    match bench.answer(&wanted) {
        None => Err(Posing::Waiting(wanted)),
        Some(Answered::Failed(why)) => Err(Posing::Failed(why, wanted)),
        Some(Answered::Trace(_)) => Err(Posing::Nothing),
        Some(Answered::Inside(octets)) => match decode_dissection(&octets) {
            Ok(dissection) => Ok(Some(Arc::new(dissection))),
            Err(error) => Err(Posing::Failed(error.to_string(), wanted)),
        },
    }
}
