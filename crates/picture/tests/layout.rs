//! Where everything stands.

mod trace_builder;

use core::fmt::Write as _;
use picture::explain::Family;
use picture::layout::{Diagram, Form, Item, Label, layout};
use picture::text::{MONO_EM, cell_count};
use picture::{Level, Sequence};
use trace::{Content, Failure, SqlStatement, StageKind};
use trace_builder::{
    CLIENT, DATABASE, DNS, SERVER, TraceBuilder, at, default_exchange, get, query,
};

fn default_sequence(level: Level) -> Sequence {
    let mut builder = TraceBuilder::new();
    default_exchange(&mut builder);
    Sequence::new(builder.done(), level)
}

/// Labels far too long for any width, at every lane.
fn hostile_sequence() -> Sequence {
    let mut builder = TraceBuilder::new();
    builder.start(at(0));
    let long = "x".repeat(70_000);
    builder.message([CLIENT, DNS], at(0), Some(at(1)), query(&long));
    builder.message([CLIENT, SERVER], at(2), None, get(&format!("/{}", "日本".repeat(300))));
    builder.message([SERVER, CLIENT], at(3), Some(at(4)), get("/\u{0}\n<svg>&amp;\u{fffe}"));
    builder.stage(CLIENT, StageKind::UseResponse, at(4), at(5));
    let statement = SqlStatement { text: long, parameters: Vec::new() };
    builder.message([SERVER, DATABASE], at(5), Some(at(6)), Content::SqlStatement(statement));
    builder.stage(DATABASE, StageKind::Parse, at(6), at(7));
    builder.stage(DATABASE, StageKind::Route, at(6), at(7));
    builder.stage(DATABASE, StageKind::Validate, at(6), at(7));
    builder.stage(DATABASE, StageKind::Serialize, at(6), at(7));
    builder.fail(at(8), Failure::ResponseCut);
    Sequence::new(builder.done(), Level::Packets)
}

/// Left edge, right edge, baseline: with the glyphs of the current step, one larger.
fn reach(label: &Label, font_px: f64) -> (f64, f64, f64) {
    let half = cell_count(&label.text) as f64 * MONO_EM * (font_px + 1.0) / 2.0;
    (label.x - half, label.x + half, label.y)
}

#[track_caller]
fn check_inside(diagram: &Diagram, sequence: &Sequence) {
    let mut floor = 0.0;
    for item in diagram.items(sequence) {
        let (left, right, top, bottom) = match &item {
            Item::Arrow(arrow) => {
                let (left, right, y) = reach(&arrow.label, diagram.label_px);
                (left, right, y - diagram.label_px, arrow.y + 6.0)
            }
            Item::Folded(row) => {
                let (left, right, y) = reach(&row.label, diagram.label_px.min(13.0));
                (left, right, y - 13.0, y)
            }
            Item::Note(note) => {
                for line in &note.lines {
                    let (left, right, y) = reach(line, diagram.note_px - 1.0);
                    assert!(left >= note.area.x && right <= note.area.x + note.area.width);
                    assert!(y > note.area.y && y < note.area.y + note.area.height, "{note:?}");
                }
                let area = note.area;
                (area.x, area.x + area.width, area.y, area.y + area.height)
            }
        };
        assert!(left >= diagram.left() && right <= diagram.width, "{} {item:?}", diagram.width);
        assert!(top >= floor && bottom <= diagram.height, "{} {item:?}", diagram.width);
        floor = bottom;
    }
}

#[test]
fn nothing_leaves_the_picture_and_nothing_overlaps_at_any_width() {
    let sequences =
        [default_sequence(Level::Story), default_sequence(Level::Packets), hostile_sequence()];
    for sequence in &sequences {
        for width in (0..1600).step_by(17).map(f64::from) {
            check_inside(&layout(sequence, width, Form::Narrow), sequence);
            check_inside(&layout(sequence, width, Form::Bare), sequence);
            if width >= 549.0 {
                check_inside(&layout(sequence, width, Form::Wide), sequence);
            }
        }
    }
}

fn printed(diagram: &Diagram, sequence: &Sequence) -> String {
    let mut text = format!("{:.0} × {:.0}\n", diagram.width, diagram.height);
    for act in &diagram.acts {
        let _ = writeln!(
            text,
            "act   {:4.0}–{:<4.0} {}  {}",
            act.top, act.bottom, act.title, act.duration
        );
    }
    for item in diagram.items(sequence) {
        let _ = match item {
            Item::Arrow(a) => writeln!(
                text,
                "arrow {:4.0}  {:.0} → {:.0}  {:?}  “{}” at {:.0}",
                a.y, a.x1, a.x2, a.stroke, a.label.text, a.label.x
            ),
            Item::Note(n) => {
                let lines: Vec<&str> = n.lines.iter().map(|line| line.text.as_str()).collect();
                writeln!(
                    text,
                    "note  {:4.0}  {:.0}, {:.0} wide, {:.0} high  “{}”",
                    n.area.y,
                    n.area.x,
                    n.area.width,
                    n.area.height,
                    lines.join(" / ")
                )
            }
            Item::Folded(f) => {
                writeln!(text, "fold  {:4.0}  “{}” at {:.0}", f.label.y, f.label.text, f.label.x)
            }
        };
    }
    for a in &diagram.activations {
        let _ = writeln!(text, "activation  {:.0}–{:.0} on lane {}", a.top, a.bottom, a.lane);
    }
    text
}

#[test]
fn the_story_on_a_wide_page() {
    let sequence = default_sequence(Level::Story);
    insta::assert_snapshot!(printed(&layout(&sequence, 1008.0, Form::Wide), &sequence), @r#"
    1008 × 607
    act      0–104  Find the address  18.3 ms
    act    104–160  Open a connection  40.0 ms
    act    160–223  Ask  20.0 ms
    act    223–402  Server works  4.7 ms
    act    402–465  Answer  20.1 ms
    act    465–525  Use the answer  0.8 ms
    act    525–581  Close the connection  
    arrow   44  229 → 444  Solid  “Resolve api.example.com” at 336
    arrow   85  443 → 228  Dashed  “93.184.216.34” at 336
    fold   142  “▸ 3 messages (TCP), folded” at 448
    arrow  204  229 → 668  Solid  “GET /users/42 HTTP/1.1” at 448
    note   239  569, 206 wide, 30 high  “Parse · find handler”
    arrow  305  677 → 892  Solid  “SELECT * FROM users WHERE id=$1 · $1 = 42” at 784
    arrow  346  891 → 676  Dashed  “1 row” at 784
    note   359  569, 206 wide, 30 high  “Turn row into JSON”
    arrow  446  667 → 228  Dashed  “200 OK · application/json” at 448
    note   481  132, 206 wide, 30 high  “Parse JSON · show it”
    fold   563  “▸ 3 messages (TCP), folded” at 448
    activation  299–352 on lane 2
    "#);
}

#[test]
fn the_story_on_a_phone() {
    let sequence = default_sequence(Level::Story);
    insta::assert_snapshot!(printed(&layout(&sequence, 296.0, Form::Narrow), &sequence), @r#"
    296 × 646
    act      8–118  Find the address  18.3 ms
    act    118–180  Open a connection  40.0 ms
    act    180–249  Ask  20.0 ms
    act    249–427  Server works  4.7 ms
    act    427–496  Answer  20.1 ms
    act    496–558  Use the answer  0.8 ms
    act    558–620  Close the connection  
    arrow   66  42 → 107  Solid  “Resolve api.example.com” at 93
    arrow  107  106 → 41  Dashed  “93.184.216.34” at 74
    fold   170  “▸ 3 messages (TCP), folded” at 111
    arrow  238  42 → 181  Solid  “GET /users/42 HTTP/1.1” at 111
    note   279  110, 150 wide, 26 high  “Parse · find handler”
    arrow  341  190 → 255  Solid  “SELECT * FROM users WHERE id=$1 · $1…” at 148
    arrow  382  254 → 189  Dashed  “1 row” at 222
    note   395  116, 138 wide, 26 high  “Turn row into JSON”
    arrow  485  180 → 41  Dashed  “200 OK · application/json” at 111
    note   526  3, 150 wide, 26 high  “Parse JSON · show it”
    fold   610  “▸ 3 messages (TCP), folded” at 111
    activation  335–388 on lane 2
    "#);
}

#[test]
fn what_is_visible_is_a_part_of_everything() {
    let sequence = default_sequence(Level::Packets);
    let diagram = layout(&sequence, 800.0, Form::Wide);
    let all = diagram.items(&sequence);
    for step in 0..sequence.steps.len() {
        let span = diagram.step_span(step);
        let visible = diagram.visible(&sequence, span);
        assert_eq!(visible, all[step..=step]);
    }
    assert_eq!(diagram.visible(&sequence, -10.0..0.0), []);
    assert_eq!(diagram.visible_acts(0.0..diagram.height), 0..diagram.acts.len());
    assert!(diagram.visible_acts(diagram.height..f64::INFINITY).is_empty());
}

#[test]
fn a_picture_of_nothing_has_lanes() {
    let sequence = Sequence::new(TraceBuilder::new().done(), Level::Story);
    let diagram = layout(&sequence, 700.0, Form::Narrow);
    assert_eq!((diagram.lanes.len(), diagram.acts.len()), (4, 0));
    assert_eq!(diagram.items(&sequence), []);
    assert_eq!(diagram.step_span(3), 0.0..0.0);
}

#[test]
fn an_exported_picture_is_well_formed_whatever_it_shows() {
    let sequence = hostile_sequence();
    let svg = picture::svg::svg(&sequence, &layout(&sequence, 500.0, Form::Narrow));
    assert!(svg.starts_with("<svg xmlns="));
    assert!(svg.contains("&lt;svg&gt;&amp;amp;"), "signs become entities");
    assert!(!svg.contains(['\u{0}', '\u{fffe}']), "what XML forbids is dropped");
    let opened = svg.matches("<text ").count();
    assert_eq!((opened, svg.matches("</text>").count()), (opened, opened));
    assert!(!svg.contains("foreignObject"));
}

/// The exchange that is answered so, with work that found something wrong.
fn answered_with(status_code: u16) -> Vec<Item> {
    let mut builder = TraceBuilder::new();
    builder.start(at(0));
    builder.answered(at(2), get("/users/42"), (status_code, "X"), &[]);
    let sequence = Sequence::new(builder.done(), Level::Story);
    layout(&sequence, 1008.0, Form::Wide).items(&sequence)
}

#[test]
fn an_answer_has_the_family_of_its_status_and_a_sign_unless_all_went_well() {
    let expected = [
        (200, Family::Success, ""),
        (404, Family::ClientError, "! "),
        (500, Family::ServerError, "‼ "),
    ];
    for (status_code, family, sign) in expected {
        let items = answered_with(status_code);
        let answer = items.iter().find_map(|item| match item {
            Item::Arrow(arrow) if arrow.family.is_some() => Some(arrow),
            _ => None,
        });
        let answer = answer.expect("an answer travels");
        assert_eq!(answer.family, Some(family));
        assert!(answer.label.text.starts_with(&format!("{sign}{status_code}")), "{answer:?}");
    }
}

#[test]
fn no_line_runs_through_a_label_and_the_current_one_stays_on_its_tint() {
    let sequence = default_sequence(Level::Story);
    for (width, form) in
        [(1008.0, Form::Wide), (676.0, Form::Narrow), (236.0, Form::Narrow), (853.0, Form::Bare)]
    {
        let diagram = layout(&sequence, width, form);
        for item in diagram.items(&sequence) {
            let (label, font_px) = match &item {
                Item::Arrow(arrow) => (&arrow.label, diagram.label_px),
                Item::Folded(row) => (&row.label, diagram.label_px.min(13.0)),
                Item::Note(_) => continue,
            };
            let (left, right, _) = reach(label, font_px - 1.0);
            let ground = label.ground(font_px);
            assert!(ground.x <= left && ground.x + ground.width >= right, "{item:?}");
            if let Item::Arrow(arrow) = &item {
                let ground = label.ground(font_px + 1.0);
                let tint = arrow.highlight().around(ground);
                assert!(
                    tint.x <= ground.x && tint.x + tint.width >= ground.x + ground.width - 0.01
                );
            }
        }
        for act in &diagram.acts {
            assert!(act.ground().width > cell_count(act.title) as f64 * 7.0, "{}", act.title);
        }
    }
}
