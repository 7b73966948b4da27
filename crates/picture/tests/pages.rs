//! A picture for a room, page by page.

mod trace_builder;

use core::ops::Range;
use picture::layout::{Diagram, Division, Form, Item, layout, layout_of_lane};
use picture::{Level, Sequence, Step};
use proptest::prelude::*;
use trace_builder::{TraceBuilder, default_exchange};

fn sequence(level: Level) -> Sequence {
    let mut builder = TraceBuilder::new();
    default_exchange(&mut builder);
    Sequence::new(builder.done(), level)
}

fn bare(level: Level) -> (Sequence, Diagram) {
    let sequence = sequence(level);
    let diagram = layout(&sequence, 853.0, Form::Bare);
    (sequence, diagram)
}

/// The steps that start on a page.
fn steps_on(page: &Range<f64>, diagram: &Diagram, sequence: &Sequence) -> Vec<usize> {
    let starts_here = |step: &usize| page.contains(&diagram.step_span(*step).start);
    (0..sequence.steps.len()).filter(starts_here).collect()
}

#[test]
fn the_default_exchange_has_room_on_one_page_of_a_small_screen() {
    let (_, diagram) = bare(Level::Story);
    // 1280 × 720, drawn half as large again, without heads and sentence.
    assert!(diagram.height <= 355.0, "{}", diagram.height);
    assert_eq!(diagram.pages(355.0, Division::Full), [0.0..diagram.acts.last().unwrap().bottom]);
}

#[test]
fn a_room_sees_arrows_and_notes_and_nothing_that_is_folded() {
    let (sequence, diagram) = bare(Level::Story);
    assert!(!sequence.folded.is_empty());
    let items = diagram.items(&sequence);
    assert_eq!(items.len(), sequence.steps.len());
    assert!(items.iter().all(|item| !matches!(item, Item::Folded(_))));
    assert!(diagram.label_px >= 15.0 && diagram.note_px >= 13.5);
}

#[test]
fn each_act_has_a_page_where_that_is_asked_for() {
    let (sequence, diagram) = bare(Level::Story);
    let pages = diagram.pages(1000.0, Division::ByAct);
    assert_eq!(pages.len(), diagram.acts.len());
    for (step, shown) in sequence.steps.iter().enumerate() {
        let page = &pages[diagram.page_of(&pages, step)];
        let steps = steps_on(page, &diagram, &sequence);
        assert!(steps.contains(&step));
        assert!(steps.into_iter().all(|other| sequence.steps[other].act == shown.act));
    }
}

proptest! {
    #[test]
    fn every_step_is_whole_on_one_page(
        room in 0.0..900.0_f64,
        width in 200.0..1400.0_f64,
        is_by_act in any::<bool>(),
        has_packets in any::<bool>(),
    ) {
        let level = if has_packets { Level::Packets } else { Level::Story };
        let division = if is_by_act { Division::ByAct } else { Division::Full };
        let sequence = sequence(level);
        let diagram = layout(&sequence, width, Form::Bare);
        let pages = diagram.pages(room, division);
        prop_assert_eq!(pages[0].start, 0.0);
        for pair in pages.windows(2) {
            prop_assert_eq!(pair[0].end, pair[1].start);
        }
        let mut last = 0;
        for step in 0..sequence.steps.len() {
            let number = diagram.page_of(&pages, step);
            let (page, span) = (&pages[number], diagram.step_span(step));
            prop_assert!(page.start <= span.start && span.end <= page.end);
            prop_assert!(number == last || number == last + 1, "pages come one after the other");
            last = number;
            let is_one_row = steps_on(page, &diagram, &sequence).len() == 1;
            prop_assert!(is_one_row || page.end - page.start.max(diagram.acts[0].top) <= room + 4.0);
        }
    }
}

#[test]
fn a_lane_alone_has_its_own_steps_between_the_lanes_that_it_reaches() {
    let sequence = sequence(Level::Story);
    for host in sequence.hosts() {
        let diagram = layout_of_lane(&sequence, 900.0, host.id);
        let steps: Vec<usize> = diagram.items(&sequence).iter().map(Item::step).collect();
        let touches = |index: &usize| {
            let step = &sequence.steps[*index];
            step.from == host.id || step.to == host.id
        };
        let expected: Vec<usize> = (0..sequence.steps.len()).filter(touches).collect();
        assert_eq!(steps, expected, "{}", host.name);
        let is_reached = |id| {
            let ends = |step: &Step| [step.from, step.to];
            id == host.id
                || expected.iter().any(|index| ends(&sequence.steps[*index]).contains(&id))
        };
        assert!(diagram.lanes.iter().all(|lane| is_reached(lane.host)), "{}", host.name);
        let pages = diagram.pages(200.0, Division::Full);
        for step in 0..sequence.steps.len() {
            assert!(diagram.page_of(&pages, step) < pages.len(), "each step has a page to look at");
        }
    }
}
