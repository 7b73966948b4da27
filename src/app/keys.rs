//! The keys that do something wherever the focus is, unless something there takes them.

use crate::browser::keys::{Binding, Characters, binding, bound};
use crate::playback::state::Command;
use crate::texts;
use language::say;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// Something of the playback.
    Do(Command),
    /// Hide what comes, or show it.
    HideWhatComes,
    /// Two lanes, or all of them.
    TwoLanes,
    /// Heights say time, or the order alone.
    Axis,
    /// Blank the page, or show it again.
    Blank,
    /// Show two fetches beside each other.
    Compare,
    /// Show what is sent again and again.
    Replay,
    /// Open exercises on what is shown.
    Exercises,
    /// Show all fetches on one clock.
    Overview,
    /// Tell all keys.
    Keys,
    /// Show the lanes and the sentence alone, large, or the page again.
    Present,
    /// Open the scenes, or close them.
    Scenes,
}

/// All of them but the digits, in the order of the list that tells them.
pub const BINDINGS: &[Binding<Shortcut>] = &[
    binding(&["ArrowRight", "PageDown", " ", "n"], Shortcut::Do(Command::Next), texts::NEXT_STEP),
    binding(&["ArrowLeft", "PageUp", "p"], Shortcut::Do(Command::Back), texts::ONE_STEP_BACK),
    binding(&["Home"], Shortcut::Do(Command::First), texts::FIRST_STEP),
    binding(&["End"], Shortcut::Do(Command::Last), texts::LAST_STEP),
    binding(&["k"], Shortcut::Do(Command::PlayOrPause), texts::PLAY_OR_PAUSE),
    binding(&["s"], Shortcut::Do(Command::Slower), texts::PLAY_SLOWER),
    binding(&["f"], Shortcut::Do(Command::Faster), texts::PLAY_FASTER),
    binding(&["i"], Shortcut::Do(Command::LoopFrom), texts::LOOP_FROM_HERE),
    binding(&["o"], Shortcut::Do(Command::LoopTo), texts::LOOP_TO_HERE),
    binding(&["x"], Shortcut::Do(Command::ClearLoop), texts::NO_LOOP),
    binding(&["h"], Shortcut::HideWhatComes, texts::HIDE_WHAT_COMES_OR),
    binding(&["t"], Shortcut::TwoLanes, texts::TWO_LANES_OR_ALL),
    binding(&["y"], Shortcut::Axis, texts::TO_SCALE_OR_NOT),
    binding(&["d"], Shortcut::Do(Command::ToggleDnsHosts), texts::OPEN_OR_CLOSE_THE),
    binding(&[".", "b"], Shortcut::Blank, texts::BLANK_THE_PAGE_OR),
    binding(&["Shift+P"], Shortcut::Present, texts::PRESENT_OR_NOT),
    binding(&["Shift+D"], Shortcut::Scenes, texts::SCENES_OR_NOT),
    binding(&["m"], Shortcut::Compare, texts::COMPARE_BY_KEY),
    binding(&["g"], Shortcut::Replay, texts::REPLAY_BY_KEY),
    binding(&["Shift+E"], Shortcut::Exercises, texts::EXERCISES_BY_KEY),
    binding(&["w"], Shortcut::Overview, texts::OVERVIEW_BY_KEY),
    binding(&["?"], Shortcut::Keys, texts::THESE_KEYS),
];

/// What a key of this name asks for while nothing is being typed.
pub fn shortcut(name: &str, characters: Characters) -> Option<Shortcut> {
    match name.as_bytes() {
        [digit @ b'1'..=b'9'] if characters == Characters::Act => {
            Some(Shortcut::Do(Command::GoToAct(usize::from(digit - b'1'))))
        }
        _ => bound(BINDINGS, name, characters),
    }
}

/// What stands on a key, e.g. `→` or `N`.
pub fn key_cap(key: &str) -> String {
    match key {
        "ArrowRight" => "→".to_owned(),
        "ArrowLeft" => "←".to_owned(),
        "PageDown" => say(texts::PAGE_DOWN).to_owned(),
        "PageUp" => say(texts::PAGE_UP).to_owned(),
        " " => say(texts::SPACE).to_owned(),
        "Escape" => "Esc".to_owned(),
        other if other.len() == 1 => other.to_ascii_uppercase(),
        other => match other.strip_prefix("Shift+") {
            Some(letter) => [say(texts::SHIFT), letter].concat(),
            None => other.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::keys as room;

    #[track_caller]
    fn check(key: &str, expected: Option<Command>) {
        assert_eq!(shortcut(key, Characters::Act), expected.map(Shortcut::Do));
    }

    #[test]
    fn keys_of_remotes_and_keyboards_step() {
        check("PageDown", Some(Command::Next));
        check("ArrowLeft", Some(Command::Back));
        check("n", Some(Command::Next));
        check("3", Some(Command::GoToAct(2)));
        check("0", None);
        check("a", None);
        assert_eq!(shortcut(".", Characters::Act), Some(Shortcut::Blank));
        assert_eq!(shortcut("Shift+P", Characters::Act), Some(Shortcut::Present));
    }

    #[test]
    fn characters_rest_where_they_are_switched_off() {
        for key in ["n", "?", ".", "3", "Shift+P"] {
            assert_eq!(shortcut(key, Characters::Rest), None, "{key}");
        }
        assert_eq!(shortcut(" ", Characters::Rest), Some(Shortcut::Do(Command::Next)));
    }

    #[test]
    fn no_key_does_two_things() {
        let mut keys: Vec<&str> =
            BINDINGS.iter().flat_map(|binding| binding.keys).copied().collect();
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{keys:?}");
    }

    #[test]
    fn no_key_of_the_room_does_something_else_on_the_page() {
        for key in room::BINDINGS.iter().flat_map(|bound| bound.keys) {
            assert_eq!(shortcut(key, Characters::Act), None, "{key}");
        }
        assert_eq!(shortcut("Shift+N", Characters::Act), None);
    }
}
