//! Which steps of two sequences belong together: those of a common subsequence of their keys stand at
//! one height, and what is left with one key belongs together in another order.

use super::key::Key;
use super::{Both, Row, mirrored};
use crate::Sequence;
use core::time::Duration;
use std::collections::{BTreeMap, VecDeque};

/// A table with more cells is not filled: what is longer is matched by the order of each key alone.
const CELLS_MAX: usize = 4_000_000;

/// Every step of both, those that belong together in one row. What stands between two such rows is
/// in order of time, each told from its own start.
pub(super) fn align(keys: Both<Vec<Key>>, both: Both<&Sequence>) -> Vec<Row> {
    // Of several ways to match them, one is taken; the same whichever comes first.
    if keys[1] < keys[0] {
        let [first, second] = keys;
        let rows = align_in_order([&second, &first], [both[1], both[0]]);
        return rows.iter().map(mirrored).collect();
    }
    align_in_order([&keys[0], &keys[1]], both)
}

fn align_in_order(keys: Both<&[Key]>, both: Both<&Sequence>) -> Vec<Row> {
    let mut rows = Vec::with_capacity(keys[0].len().max(keys[1].len()));
    let mut next = [0, 0];
    let ends = [keys[0].len(), keys[1].len()];
    for matched in pairs(keys).into_iter().chain([ends]) {
        between(&mut rows, next, matched, both);
        if matched != ends {
            rows.push(matched.map(Some));
        }
        next = matched.map(|step| step + 1);
    }
    rows
}

/// The steps that belong together though they stand in no row together, because both sides do them in
/// another order: of those that are left with one key the first to the first, and so on.
///
/// Each with the rows that its steps stand in.
pub(super) fn moved(keys: Both<&[Key]>, rows: &[Row]) -> Vec<(Both<usize>, Both<usize>)> {
    let mut left: BTreeMap<&Key, VecDeque<(usize, usize)>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        if let [None, Some(step)] = row
            && keys[1][*step].is_told_apart()
        {
            left.entry(&keys[1][*step]).or_default().push_back((*step, place));
        }
    }
    let mut found = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        if let [Some(step), None] = row
            && let Some(others) = left.get_mut(&keys[0][*step])
            && let Some((other, other_place)) = others.pop_front()
        {
            found.push(([*step, other], [place, other_place]));
        }
    }
    found
}

/// Adds the steps from `next` to before `end`, none of which belong together.
fn between(rows: &mut Vec<Row>, mut next: Both<usize>, end: Both<usize>, both: Both<&Sequence>) {
    let time = |side: usize, step: usize| -> Duration {
        both[side].steps[step].started_at.since(both[side].starts_at())
    };
    while next[0] < end[0] || next[1] < end[1] {
        let is_first =
            next[1] >= end[1] || (next[0] < end[0] && time(0, next[0]) <= time(1, next[1]));
        let side = usize::from(!is_first);
        let mut row = [None, None];
        row[side] = Some(next[side]);
        rows.push(row);
        next[side] += 1;
    }
}

/// The places that belong together, in order.
fn pairs([first, second]: Both<&[Key]>) -> Vec<Both<usize>> {
    let same = |(a, b): &(&Key, &Key)| a == b;
    let n_head = first.iter().zip(second).take_while(same).count();
    let (first, second) = (&first[n_head..], &second[n_head..]);
    let n_tail = first.iter().rev().zip(second.iter().rev()).take_while(same).count();
    let (n_first, n_second) = (first.len() - n_tail, second.len() - n_tail);
    let middle = match n_first.saturating_mul(n_second) {
        ..=CELLS_MAX => longest([&first[..n_first], &second[..n_second]]),
        _ => by_number([&first[..n_first], &second[..n_second]]),
    };
    let head = (0..n_head).map(|step| [step, step]);
    let middle = middle.into_iter().map(|[a, b]| [a + n_head, b + n_head]);
    let tail = (0..n_tail).map(|step| [n_head + n_first + step, n_head + n_second + step]);
    head.chain(middle).chain(tail).collect()
}

/// A common subsequence of the greatest weight, by the table of all weights.
fn longest([first, second]: Both<&[Key]>) -> Vec<Both<usize>> {
    let width = second.len() + 1;
    // What matches from here on weighs so much.
    let mut weights = vec![0u32; (first.len() + 1) * width];
    for a in (0..first.len()).rev() {
        for b in (0..second.len()).rev() {
            weights[a * width + b] = match first[a] == second[b] {
                true => weights[(a + 1) * width + b + 1] + first[a].weight(),
                false => weights[(a + 1) * width + b].max(weights[a * width + b + 1]),
            };
        }
    }
    let (mut a, mut b, mut pairs) = (0, 0, Vec::new());
    while a < first.len() && b < second.len() {
        if first[a] == second[b] {
            pairs.push([a, b]);
            (a, b) = (a + 1, b + 1);
        } else if weights[(a + 1) * width + b] >= weights[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// The first with a key belongs to the first with it, the second to the second; of those pairs the
/// longest row that crosses nowhere.
fn by_number([first, second]: Both<&[Key]>) -> Vec<Both<usize>> {
    let mut places: BTreeMap<(&Key, u32), usize> = BTreeMap::new();
    let mut counts: BTreeMap<&Key, u32> = BTreeMap::new();
    for (place, key) in second.iter().enumerate() {
        let count = counts.entry(key).or_default();
        places.insert((key, *count), place);
        *count += 1;
    }
    let mut counts: BTreeMap<&Key, u32> = BTreeMap::new();
    let mut candidates = Vec::new();
    for (place, key) in first.iter().enumerate() {
        let count = counts.entry(key).or_default();
        candidates.extend(places.get(&(key, *count)).map(|other| [place, *other]));
        *count += 1;
    }
    increasing(&candidates)
}

/// A longest part of `pairs` whose second members rise, as their first ones do.
fn increasing(pairs: &[Both<usize>]) -> Vec<Both<usize>> {
    // The pair that ends the best row of each length, and the pair before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, [_, place]) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end][1] < *place);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut row = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        row.push(pairs[index]);
        at = before[index];
    }
    row.reverse();
    row
}
