//! Time as vertical distance.

use picture::layout::{Arrow, Diagram, Form, Item, Label, RULER_PX, layout};
use picture::text::{MONO_EM, cell_count, mono_width};
use picture::{Axis, Level, Sequence};
use std::sync::Arc;
use trace::{Scenario, Trace, built_in};

const LEVELS: [Level; 3] = [Level::Story, Level::Connection, Level::Packets];

fn to_scale(trace: &Arc<Trace>, level: Level) -> Sequence {
    Sequence::new(Arc::clone(trace), level).with_axis(Axis::ToScale)
}

fn run(name: &str) -> Arc<Trace> {
    let found = built_in().into_iter().find(|example| example.name == name);
    Arc::new(engine::simulate(&found.expect("it comes along").scenario))
}

/// Left, right, top and bottom of a text, with the glyphs of the current step, one larger.
fn area(label: &Label, font_px: f64) -> [f64; 4] {
    let half = cell_count(&label.text) as f64 * MONO_EM * (font_px + 1.0) / 2.0;
    [label.x - half, label.x + half, label.y - font_px, label.y + 2.0]
}

fn labels(diagram: &Diagram, sequence: &Sequence) -> Vec<[f64; 4]> {
    let mut areas = Vec::new();
    for item in diagram.items(sequence) {
        match item {
            Item::Arrow(arrow) => areas.push(area(&arrow.label, diagram.label_px)),
            Item::Folded(row) => areas.push(area(&row.label, diagram.label_px.min(13.0))),
            Item::Note(note) => areas.push([
                note.area.x,
                note.area.x + note.area.width,
                note.area.y,
                note.area.y + note.area.height,
            ]),
        }
    }
    let ruler = diagram.ruler.as_ref().expect("heights are time");
    areas.extend(ruler.cuts.iter().map(|cut| area(&cut.label, RULER_PX + 0.5)));
    areas.extend(ruler.ticks.iter().map(|tick| {
        let half = mono_width(&tick.text, RULER_PX) / 2.0;
        [tick.x - half, tick.x + half, tick.y - RULER_PX, tick.y]
    }));
    areas.sort_by(|one, other| one[2].total_cmp(&other[2]));
    areas
}

#[test]
fn labels_never_overlap_at_any_level_and_width() {
    for example in built_in() {
        let trace = Arc::new(engine::simulate(&example.scenario));
        for level in LEVELS {
            let sequence = to_scale(&trace, level);
            for width in [340.0, 390.0, 496.0, 700.0, 981.0, 1280.0, 1920.0] {
                for form in [Form::for_page(width), Form::Bare] {
                    let diagram = layout(&sequence, width, form);
                    let areas = labels(&diagram, &sequence);
                    for (index, [left, right, top, bottom]) in areas.iter().enumerate() {
                        assert!(*left >= diagram.left() - 0.01, "{} {width}", example.name);
                        assert!(*right <= width + 0.01, "{} {level:?} {width}", example.name);
                        assert!(*top >= 0.0 && *bottom <= diagram.height, "{}", example.name);
                        let later = &areas[index + 1..];
                        let near = later.iter().take_while(|other| other[2] < *bottom);
                        let overlap = near
                            .clone()
                            .find(|other| other[0] < *right - 0.01 && *left < other[1] - 0.01);
                        assert_eq!(overlap, None, "{} {level:?} {width} {form:?}", example.name);
                    }
                }
            }
        }
    }
}

fn arrows(diagram: &Diagram, sequence: &Sequence) -> Vec<Arrow> {
    let arrow = |item| match item {
        Item::Arrow(arrow) => Some(arrow),
        Item::Note(_) | Item::Folded(_) => None,
    };
    diagram.items(sequence).into_iter().filter_map(arrow).collect()
}

#[test]
fn whatever_is_later_stands_lower_and_what_arrives_later_ends_lower() {
    for example in built_in() {
        let trace = Arc::new(engine::simulate(&example.scenario));
        let sequence = to_scale(&trace, Level::Packets);
        let diagram = layout(&sequence, 900.0, Form::Narrow);
        let mut ends = Vec::new();
        for arrow in arrows(&diagram, &sequence) {
            let step = &sequence.steps[arrow.step];
            assert!(arrow.y2 >= arrow.y, "{}", example.name);
            ends.push((step.started_at, arrow.y));
            ends.extend(step.ended_at.filter(|_| step.from != step.to).map(|at| (at, arrow.y2)));
        }
        ends.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
        let is_lower = |pair: &[(trace::Instant, f64)]| {
            pair[0].0 == pair[1].0 || pair[0].1 <= pair[1].1 + 0.01
        };
        assert!(ends.windows(2).all(is_lower), "{}", example.name);
    }
}

/// Pixels from start to tip of each arrow between client and web server.
fn slants(scenario: &Scenario) -> Vec<i64> {
    let sequence = to_scale(&Arc::new(engine::simulate(scenario)), Level::Story);
    let diagram = layout(&sequence, 900.0, Form::Wide);
    let arrows = arrows(&diagram, &sequence).into_iter();
    let far = arrows.filter(|arrow| (arrow.x2 - arrow.x1).abs() > 300.0);
    far.map(|arrow| (arrow.y2 - arrow.y).round() as i64).collect()
}

#[test]
fn arrows_slant_by_their_propagation_delay_and_the_rest_keeps_the_scale() {
    assert_eq!(slants(&Scenario::default()), [80, 80], "20 ms there and back");
    let sequence = to_scale(&run("get"), Level::Story);
    let diagram = layout(&sequence, 900.0, Form::Wide);
    // 18 ms to the resolver and back are 72 px, 36 px each way.
    let arrows = arrows(&diagram, &sequence);
    let resolver: Vec<i64> =
        arrows[..2].iter().map(|arrow| (arrow.y2 - arrow.y).round() as i64).collect();
    assert!(resolver.iter().all(|slant| (30..=50).contains(slant)), "{resolver:?}");
    let ticks: Vec<&str> =
        diagram.ruler.iter().flat_map(|ruler| &ruler.ticks).map(|tick| &*tick.text).collect();
    assert!(ticks.starts_with(&["0", "20", "40"]), "{ticks:?}");
}

#[test]
fn a_long_wait_is_cut_short_and_said() {
    let trace = run("timeout-read");
    let sequence = to_scale(&trace, Level::Story);
    let diagram = layout(&sequence, 900.0, Form::Wide);
    let ruler = diagram.ruler.as_ref().expect("heights are time");
    let cuts: Vec<&str> = ruler.cuts.iter().map(|cut| &*cut.label.text).collect();
    assert!(!cuts.is_empty() && cuts.iter().all(|cut| !cut.is_empty()), "{cuts:?}");
    assert!(diagram.height < 3_000.0, "{}", diagram.height);
}

#[test]
fn what_is_in_sight_is_found_by_where_its_arrow_ends() {
    let sequence = to_scale(&run("get"), Level::Story);
    let diagram = layout(&sequence, 900.0, Form::Wide);
    for arrow in arrows(&diagram, &sequence) {
        let seen = diagram.visible(&sequence, arrow.y2 - 1.0..arrow.y2);
        assert!(seen.iter().any(|item| item.step() == arrow.step), "{arrow:?}");
        assert!(diagram.step_span(arrow.step).contains(&arrow.y2));
    }
}
