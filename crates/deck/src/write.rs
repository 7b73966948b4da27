//! From a [`Deck`] to the text of a file, laid out as a person would.

use crate::FORMAT_VERSION;
use crate::members::{
    ASK, EXAMPLE, HIDES_WHAT_COMES, LEVEL, LEVELS, LINK, NOTES, SCENARIO, SCENES, STEP, TITLE,
    VERSION,
};
use crate::scene::{Deck, Scene, Shows};
use trace::hidden::escaped_in_json;
use trace::scenario_to_json;

/// Writes a deck as `docs/deck.md` describes it; [`read`](crate::read) reads the same back, if it is
/// not too big.
pub fn write(deck: &Deck) -> String {
    let title = optional(TITLE, &deck.title);
    let title: String = title.into_iter().map(|member| format!("  {member},\n")).collect();
    let scenes: Vec<String> = deck.scenes.iter().map(scene).collect();
    let scenes = match scenes.is_empty() {
        true => "[]".to_owned(),
        false => format!("[\n    {}\n  ]", scenes.join(",\n    ")),
    };
    format!("{{\n  \"{VERSION}\": {FORMAT_VERSION},\n{title}  \"{SCENES}\": {scenes}\n}}\n")
}

fn scene(scene: &Scene) -> String {
    let Scene { title, shows, step, level, hides_what_comes, notes, ask } = scene;
    let shows = match shows {
        Shows::Link(linked) => format!("\"{LINK}\": {}", quoted(linked.text())),
        Shows::Example(name) => format!("\"{EXAMPLE}\": {}", quoted(name)),
        Shows::Scenario(scenario) => {
            // No text holds a line's end as it is.
            let text = scenario_to_json(scenario).trim_end().replace('\n', "\n      ");
            format!("\"{SCENARIO}\": {text}")
        }
    };
    let members = [
        optional(TITLE, title),
        Some(shows),
        step.map(|step| format!("\"{STEP}\": {}", step + 1)),
        level.map(|level| format!("\"{LEVEL}\": \"{}\"", LEVELS[level as usize])),
        hides_what_comes.then(|| format!("\"{HIDES_WHAT_COMES}\": true")),
        optional(NOTES, notes),
        optional(ASK, ask),
    ];
    let members: Vec<String> = members.into_iter().flatten().collect();
    format!("{{\n      {}\n    }}", members.join(",\n      "))
}

fn optional(name: &str, text: &str) -> Option<String> {
    (!text.is_empty()).then(|| format!("\"{name}\": {}", quoted(text)))
}

fn quoted(text: &str) -> String {
    escaped_in_json(serde_json::to_string(text).expect("a text is always JSON"))
}
