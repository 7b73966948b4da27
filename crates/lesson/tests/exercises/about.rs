//! What a lesson says that an exercise is about.

use crate::materials::{SEEDS, all, said};
use engine::{Language, inspect};
use lesson::Exercise;
use lesson::file::read_markdown;

/// The exercise of a kind about something, of the scenario of this name. `None` where it has nothing of it.
fn exercise(name: &str, kind: &str, about: &str, seed: u64) -> Option<Exercise> {
    let named = all().iter().find(|named| named.name == name).expect("it is built in");
    let lesson = format!(
        "---\ntitle: a\n---\n```roundtrip\n--example {name}\n```\n\n```exercise\nkind: {kind}\nabout: {about}\nseed: {seed}\n```\n"
    );
    let mut written = read_markdown(&lesson).unwrap_or_else(|slips| panic!("{slips:?}"));
    let specs = written.specs();
    let [spec] = &specs[..] else { panic!("one exercise") };
    spec.exercise(Some(&named.material), |what| {
        Some(inspect(&named.trace, what, Language::ENGLISH))
    })
}

#[test]
fn an_exercise_is_about_what_the_lesson_says() {
    let check = |kind: &str, about: &str, question: &str| {
        for seed in 0..SEEDS / 20 {
            let asked = exercise("get", kind, about, seed);
            let asked =
                asked.unwrap_or_else(|| panic!("{kind} about {about}, seed {seed}: nothing"));
            let words = said(&asked.question);
            assert!(words.contains(question), "{kind} about {about}, seed {seed}: {words}");
        }
    };
    check("how-much", "time", "How long does exchange 1 take");
    check("how-much", "packet", "When does the packet arrive");
    check("how-much", "connections", "How many TCP connections");
    check("how-much", "waits", "does the client wait");
    check("how-much", "bytes", "How many bytes go over the line");
    check("how-much", "window", "of the window are used");
    check("point", "url", "of this URL");
    check("point", "message", "point at what is called");
    check("point", "lane", "Who sends this");
    check("point", "longest", "takes longest");
    check("point", "packet", "Which packet carries");
    check("fill-in", "response Status Code", "what does “Status Code” say here?");
    check("fill-in", "request accept", "what does “Accept” say here?");
    check("fill-in", "packet Total Length", "what does “Total Length” say here?");
    check("next", "1", "What happens next?");
    check("next", "0", "What happens first?");
}

#[test]
fn where_there_is_nothing_of_it_nothing_is_asked() {
    for (name, kind, about) in [
        ("get", "how-much", "cache"),
        ("get", "fill-in", "tls"),
        ("get", "fill-in", "response Retry-After"),
        ("get", "next", "99"),
        ("retry-after", "how-much", "cache"),
    ] {
        assert_eq!(exercise(name, kind, about, 1), None, "{name}: {kind} about {about}");
    }
}
