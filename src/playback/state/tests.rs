//! What the commands do.

use super::*;
use trace::decode_trace;

fn at_first_step() -> Playback {
    let trace = decode_trace(include_bytes!("../../default_trace.bin")).unwrap();
    Playback::of_newest_fetch(Arc::new(trace), Level::Story)
}

#[track_caller]
fn check(playback: &Playback, expected: &str) {
    let is_playing = if playback.is_playing { ", playing" } else { "" };
    let shown = format!("{} of {}{is_playing}", playback.step + 1, playback.n_steps());
    assert_eq!(shown, expected);
}

#[test]
fn steps_stay_within_the_trace() {
    let mut playback = at_first_step();
    check(&playback, "1 of 9");
    playback.apply(Command::Back);
    check(&playback, "1 of 9");
    playback.apply(Command::Next);
    check(&playback, "2 of 9");
    playback.apply(Command::Last);
    playback.apply(Command::Next);
    check(&playback, "9 of 9");
    playback.apply(Command::Seek(1000));
    check(&playback, "9 of 9");
    playback.apply(Command::First);
    check(&playback, "1 of 9");
}

#[test]
fn playing_ends_at_the_last_step_and_starts_again_from_the_first() {
    let mut playback = at_first_step();
    playback.apply(Command::PlayOrPause);
    check(&playback, "1 of 9, playing");
    for _ in 0..7 {
        playback.apply(Command::Tick);
    }
    check(&playback, "8 of 9, playing");
    playback.apply(Command::Tick);
    check(&playback, "9 of 9");
    playback.apply(Command::Tick);
    check(&playback, "9 of 9");
    playback.apply(Command::PlayOrPause);
    check(&playback, "1 of 9, playing");
}

#[test]
fn stepping_by_hand_ends_playing() {
    let mut playback = at_first_step();
    playback.apply(Command::PlayOrPause);
    playback.apply(Command::Next);
    check(&playback, "2 of 9");
}

#[test]
fn another_level_stays_at_the_same_message_and_leads_back_to_it() {
    let mut playback = at_first_step();
    playback.apply(Command::Seek(2));
    let shown = playback.sequence.steps[2].kind.clone();
    playback.apply(Command::ShowLevel(Level::Connection));
    assert_eq!(playback.sequence.steps[playback.step].kind, shown);
    assert!(playback.n_steps() > 9);
    playback.apply(Command::ShowLevel(Level::Packets));
    playback.apply(Command::ShowLevel(Level::Story));
    check(&playback, "3 of 9");
}

#[test]
fn the_connection_is_shown_from_its_first_packet_on() {
    let mut playback = at_first_step();
    playback.apply(Command::Last);
    playback.apply(Command::ShowConnection);
    assert_eq!(playback.sequence.level, Level::Connection);
    assert_eq!(playback.sequence.label(playback.step), "SYN");
}

#[test]
fn another_world_keeps_the_place() {
    let mut playback = at_first_step();
    playback.apply(Command::Seek(4));
    let moved = playback.in_trace(playback.trace().clone());
    check(&moved, "5 of 9");
}

#[test]
fn the_slider_names_the_step() {
    let playback = at_first_step();
    let text = position_text(&playback.sequence, 0);
    assert!(text.starts_with("Step 1 of 9: The client asks DNS"), "{text}");
    let starts: Vec<_> = acts(&playback.sequence).iter().map(|act| act.step).collect();
    assert_eq!(starts, [0, 2, 3, 7, 8]);
}

#[test]
fn of_many_steps_those_around_the_current_one_are_listed() {
    assert_eq!(window_of(3, 9), 0..9);
    assert_eq!(window_of(0, 5000), 0..300);
    assert_eq!(window_of(250, 5000), 100..400);
    assert_eq!(window_of(4999, 5000), 4800..5000);
}

#[test]
fn a_step_and_back_leads_to_where_one_was_in_every_scenario() {
    for built_in in trace::built_in() {
        let trace = Arc::new(engine::simulate(&built_in.scenario));
        for level in [Level::Story, Level::Connection, Level::Packets] {
            let mut playback = Playback::of_newest_fetch(trace.clone(), level);
            while !playback.is_at_end() {
                let before = playback.clone();
                playback.apply(Command::Next);
                let after = playback.clone();
                playback.apply(Command::Back);
                assert_eq!(playback, before, "{} at {level:?}", built_in.name);
                playback = after;
            }
        }
    }
}

#[test]
fn a_loop_is_played_again_and_again_until_it_is_cleared() {
    let mut playback = at_first_step();
    playback.apply(Command::Seek(2));
    playback.apply(Command::LoopFrom);
    assert_eq!(playback.repeat.ends(), None, "one end is no loop yet");
    playback.apply(Command::Seek(4));
    playback.apply(Command::LoopTo);
    playback.apply(Command::Last);
    playback.apply(Command::PlayOrPause);
    check(&playback, "3 of 9, playing");
    for expected in ["4 of 9, playing", "5 of 9, playing", "3 of 9, playing"] {
        playback.apply(Command::Tick);
        check(&playback, expected);
    }
    playback.apply(Command::ClearLoop);
    for _ in 0..6 {
        playback.apply(Command::Tick);
    }
    check(&playback, "9 of 9");
}

#[test]
fn a_loop_stays_around_the_same_messages_at_another_level() {
    let mut playback = at_first_step();
    playback.apply(Command::Seek(2));
    playback.apply(Command::LoopFrom);
    playback.apply(Command::Seek(7));
    playback.apply(Command::LoopTo);
    playback.apply(Command::ShowLevel(Level::Connection));
    let (from, to) = playback.repeat.ends().unwrap();
    assert_eq!(playback.sequence.label(from), "GET /users/42 HTTP/1.1");
    assert_eq!(playback.sequence.label(to), "200 OK · application/json");
}

#[test]
fn the_end_of_a_loop_before_its_start_starts_it_at_the_beginning() {
    let mut playback = at_first_step();
    playback.apply(Command::Seek(5));
    playback.apply(Command::LoopFrom);
    playback.apply(Command::Seek(3));
    playback.apply(Command::LoopTo);
    assert_eq!(playback.repeat.ends(), Some((0, 3)));
}

#[test]
fn acts_are_jumped_to_by_their_number() {
    let mut playback = at_first_step();
    playback.apply(Command::GoToAct(3));
    assert_eq!(acts(&playback.sequence)[3].title, "Answer");
    check(&playback, "8 of 9");
    playback.apply(Command::GoToAct(8));
    check(&playback, "8 of 9");
}

#[test]
fn a_row_opens_and_closes_in_place_without_another_level() {
    let mut playback = at_first_step();
    playback.apply(Command::Seek(2));
    let before = playback.clone();
    let row = playback.sequence.folded.iter().find(|row| row.before == 2).unwrap().id;
    playback.apply(Command::ToggleRow(row));
    assert_eq!(playback.sequence.level, Level::Story);
    check(&playback, "6 of 12");
    playback.apply(Command::Back);
    assert_eq!(playback.sequence.label(playback.step), "ACK");
    playback.apply(Command::ToggleRow(row));
    assert_eq!(playback, before, "the request starts as the last of the row does");
}

#[test]
fn lanes_and_speed_last_over_levels_and_fetches() {
    let mut playback = at_first_step();
    playback.apply(Command::SetSpeed(Speed::Double));
    playback.apply(Command::ShowEndsOnly(true));
    playback.apply(Command::ShowLevel(Level::Connection));
    let next = playback.of_newest_in(playback.trace().clone());
    assert_eq!((next.speed, next.sequence.hosts().count()), (Speed::Double, 2));
    assert_eq!(next.sequence.level, Level::Connection);
    playback.apply(Command::ShowEndsOnly(false));
    playback.apply(Command::ToggleDnsHosts);
    assert_eq!(playback.sequence.hosts().count(), 7);
}

#[test]
fn heights_say_the_same_at_every_level_and_place() {
    let mut playback = at_first_step();
    playback.apply(Command::Seek(3));
    playback.apply(Command::ShowAxis(Axis::ToScale));
    assert_eq!((playback.step, playback.place().axis), (3, Axis::ToScale));
    playback.apply(Command::ShowLevel(Level::Packets));
    playback.apply(Command::ShowEndsOnly(true));
    let place = playback.place();
    assert_eq!(place.axis, Axis::ToScale);
    let again = Playback::at(Arc::clone(playback.trace()), place);
    assert_eq!(again.sequence.axis, Axis::ToScale);
    assert_eq!(again.of_newest_in(Arc::clone(again.trace())).sequence.axis, Axis::ToScale);
}
