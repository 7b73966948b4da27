//! All fetches of a run on one clock.

use picture::waterfall::{Part, ROW_PX, Waterfall, waterfall};
use std::sync::Arc;
use trace::{Trace, built_in};

fn run(name: &str) -> Arc<Trace> {
    let found = built_in().into_iter().find(|example| example.name == name);
    Arc::new(engine::simulate(&found.expect("it comes along").scenario))
}

/// A line a bar: its connection, its parts as letters, and its label.
fn told(waterfall: &Waterfall) -> String {
    let line = |bar: &picture::waterfall::Bar| {
        let parts = bar.parts.iter().map(|(part, _)| match part {
            Part::Find => 'f',
            Part::Connect => 'c',
            Part::Encrypt => 'e',
            Part::Wait => 'w',
            Part::Answer => 'a',
        });
        let parts: String = parts.collect();
        format!("{} #{} {parts} {}", bar.name, bar.connection.unwrap_or_default(), bar.label)
    };
    waterfall.bars.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_of_six_connections_is_told_apart_and_one_is_one() {
    let one = waterfall(&run("page-http1"), 1200.0);
    insta::assert_snapshot!(told(&one), @"
    1 GET /page #1 fcew 200 · 177.0 ms
    2 GET /page/style.css #1 w 200 · 42.1 ms
    3 GET /page/app.js #2 cew 200 · 122.3 ms
    4 GET /page/logo.svg #3 cew 200 · 122.4 ms
    5 GET /page/red.png #4 cew 200 · 122.8 ms
    6 GET /page/amber.png #5 cew 200 · 123.2 ms
    7 GET /page/green.png #6 cew 200 · 123.6 ms
    8 GET /page/blue.png #1 w 200 · 83.7 ms
    9 GET /page/violet.png #1 w 200 · 125.3 ms
    ");
    let two = waterfall(&run("page-http2"), 1200.0);
    assert_eq!((one.connections, two.connections), (Some(6), Some(1)));
}

#[test]
fn every_bar_stands_within_its_width_and_its_parts_within_the_bar() {
    for example in built_in() {
        let trace = engine::simulate(&example.scenario);
        for width in [340.0, 700.0, 1280.0, 1920.0] {
            let laid_out = waterfall(&trace, width);
            assert_eq!(laid_out.bars.len(), trace.fetches.len(), "{}", example.name);
            for bar in &laid_out.bars {
                assert!(bar.span.start >= laid_out.left - 0.01 && bar.span.end <= width + 0.01);
                assert!(bar.span.start <= bar.span.end);
                let mut at = bar.span.start;
                for (part, span) in &bar.parts {
                    assert!(span.start >= at - 0.01, "{}: {part:?} starts early", example.name);
                    assert!(span.end <= bar.span.end + 0.01, "{}: {part:?}", example.name);
                    at = span.start;
                }
                let label_px = picture::text::mono_width(&bar.label, 13.0);
                assert!(bar.label_x + label_px <= laid_out.width + 0.01, "{}", example.name);
                assert!(!bar.told.is_empty());
            }
            let ticks = laid_out.ticks.windows(2);
            assert!(ticks.clone().all(|two| two[1].x - two[0].x >= 80.0), "labels do not touch");
            assert!(laid_out.ticks.iter().all(|tick| tick.x <= width));
        }
    }
}

#[test]
fn a_long_wait_is_cut_and_said() {
    let mut scenario = run("keep-alive").scenario.clone();
    scenario.requests.last_mut().expect("it sends several").pause_before =
        std::time::Duration::from_secs(1800);
    let laid_out = waterfall(&engine::simulate(&scenario), 900.0);
    let cuts: Vec<&str> = laid_out.cuts.iter().map(|cut| &*cut.label).collect();
    assert_eq!(cuts, ["30 min"]);
    let widths = laid_out.bars.iter().map(|bar| bar.span.end - bar.span.start);
    assert!(widths.min_by(f64::total_cmp).expect("there are bars") > 30.0, "bars can be seen");
}

#[test]
fn of_very_many_rows_those_in_sight_are_given() {
    let mut laid_out = waterfall(&run("get"), 900.0);
    laid_out.bars = vec![laid_out.bars[0].clone(); 100_000];
    let (first, seen) = laid_out.visible(50_000.0 * ROW_PX..50_020.0 * ROW_PX);
    assert_eq!((first, seen.len()), (50_000, 21));
    assert_eq!(laid_out.visible(-400.0..10.0 * ROW_PX).0, 0);
    assert_eq!(laid_out.visible(laid_out.height()..laid_out.height() + 900.0).1.len(), 0);
}

#[test]
fn where_no_packet_was_seen_the_connections_are_not_known() {
    let har = include_str!("../../cli/tests/data/recordings/firefox.har");
    let recorded = trace::trace_of_har(har).expect("it opens");
    assert_eq!(waterfall(&recorded, 1200.0).connections, None);
}
