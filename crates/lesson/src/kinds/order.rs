//! Put in order: every order that the causality of the trace allows is right.

use crate::draw::Draw;
use crate::exercise::Ordering;
use crate::{Exercise, Given, Kind, Material, Told, Verdict, texts};
use std::collections::BTreeSet;

/// The most steps that are put in order.
const ITEMS_MAX: usize = 5;
/// How often a few steps are drawn until some of them depend on each other.
const TRIES: usize = 8;

/// Asks for some steps to be put in order. `None` where no step depends on another one.
pub fn put_in_order(material: &Material, seed: u64) -> Option<Exercise> {
    let mut draw = Draw::new(seed, "order");
    let n_steps = material.steps.len();
    let mut drawn = (0..TRIES).map(|_| {
        let mut items = draw.some_below(n_steps, ITEMS_MAX);
        items.retain(|step| !spans_others(material, *step));
        // Of what is said several times the number would give the order away.
        let mut said = BTreeSet::new();
        items.retain(|step| said.insert(&material.steps[*step].whole));
        items
    });
    let mut items = drawn.find(|items| !pairs(material, items).is_empty());
    if items.is_none() {
        // Few depend on each other: any two that do.
        let is_one = |step: &usize| !spans_others(material, *step);
        let depends =
            |later: usize| (0..later).filter(is_one).find(|step| material.is_before(*step, later));
        items = (1..n_steps).filter(is_one).find_map(|later| Some(vec![later, depends(later)?]));
    }
    let items = items?;
    let before = pairs(material, &items);
    let mut happened: Vec<usize> = (0..items.len()).collect();
    happened.sort_by_key(|place| items[*place]);
    let items = items.iter().map(|step| material.named(*step)).collect();
    Some(Exercise {
        question: texts::ORDER.into(),
        given: Given::Nothing,
        kind: Kind::Order(Ordering { items, before, happened }),
    })
}

/// Whether it is work of a host that begins before something else of that host's, and ends behind it:
/// its card would have no one place.
fn spans_others(material: &Material, step: usize) -> bool {
    let steps = &material.sequence.steps;
    let one = &steps[step];
    let Some(ended_at) = one.ended_at.filter(|_| one.from == one.to) else { return false };
    steps.iter().any(|other| {
        other.from == one.from && one.started_at < other.started_at && other.started_at < ended_at
    })
}

/// Which of them come before which in every order that is right, by their places in the list.
fn pairs(material: &Material, items: &[usize]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (place, item) in items.iter().enumerate() {
        for (other_place, other) in items.iter().enumerate() {
            if material.is_before(*item, *other) {
                pairs.push((place, other_place));
            }
        }
    }
    pairs
}

/// Whether an order of the items, by their places in the list, is right.
pub(crate) fn judge(ordering: &Ordering, order: &[usize]) -> Verdict {
    let n_items = ordering.items.len();
    let mut place_of = vec![usize::MAX; n_items];
    for (place, item) in order.iter().enumerate() {
        match place_of.get_mut(*item) {
            Some(known) if *known == usize::MAX => *known = place,
            Some(_) | None => return Verdict::not_an_answer(),
        }
    }
    if order.len() != n_items {
        return Verdict::not_an_answer();
    }
    match ordering.before.iter().find(|(first, then)| place_of[*first] > place_of[*then]) {
        None => Verdict::new(true, texts::ORDER_RIGHT),
        Some((first, then)) => Verdict::new(
            false,
            Told::Words(
                texts::ORDER_WRONG,
                vec![
                    ("first", ordering.items[*first].clone()),
                    ("then", ordering.items[*then].clone()),
                ],
            ),
        ),
    }
}
