//! Decks there and back, lists of links, and what is wrong with others.

use crate::{
    Cause, Deck, DeckError, Linked, MAX_OCTETS, MAX_SCENES, Scene, Shows, read, read_kept,
    read_links, write,
};
use compose::draft::Draft;
use picture::Level;
use proptest::prelude::*;
use sharing::link::{LinkError, LinkState, Secrets, link_text};
use sharing::place::Place;
use trace::{Request, Scenario, built_in};

/// More short words than a link has room for.
fn noise() -> Vec<u8> {
    let letter = |n: u32| match n % 5 {
        0 => b' ',
        _ => b'a' + (trace::hash(&n.to_be_bytes()) % 26) as u8,
    };
    (0..20_000).map(letter).collect()
}

fn link(url: &str) -> String {
    let request = Request::parse("GET", url, &[], Vec::new()).expect("a good request");
    let place = Place { step: 2, level: Level::Connection, ..Place::default() };
    let state = LinkState::sent(Scenario::with_requests(vec![request]), place);
    link_text(&state, Secrets::LeaveOut).expect("it is short")
}

#[track_caller]
fn check_error(text: &str, expected: &str) {
    let found = read(text).map_err(|error| error.to_string());
    assert_eq!(found, Err(expected.to_owned()), "{text}");
}

fn with_scene(scene: &str) -> String {
    format!(r#"{{"version": 1, "scenes": [{{"example": "get"}}, {scene}]}}"#)
}

#[test]
fn a_deck_that_uses_every_member_comes_back_as_it_was() {
    let scenario = r#"{ "version": 2, "requests": [{ "url": "http://api.example.com/users" }] }"#;
    let link = link("http://api.example.com/users/7");
    let text = format!(
        r##"{{ "$schema": "deck.schema.json", "version": 1, "title": "Caching", "scenes": [
            {{ "title": "One", "link": "https://example.org/roundtrip/#{link}&view=present", "notes": "a\nb" }},
            {{ "example": "not-found", "step": 3, "level": "packets", "hides_what_comes": true, "ask": "Why?" }},
            {{ "scenario": {scenario}, "hides_what_comes": false }} ] }}"##
    );
    let deck = read(&text).expect("it is whole");
    assert_eq!(deck.title, "Caching");
    let [one, two, three] = &deck.scenes[..] else { panic!("three scenes") };
    assert_eq!((one.title.as_str(), one.notes.as_str(), one.step), ("One", "a\nb", None));
    assert_eq!((one.state().place.step, one.state().place.level), (2, Level::Connection));
    assert_eq!((two.step, two.level), (Some(2), Some(Level::Packets)));
    assert_eq!((two.hides_what_comes, two.ask.as_str()), (true, "Why?"));
    assert_eq!(three.name(), "GET http://api.example.com/users");
    assert_eq!(read(&write(&deck)), Ok(deck));
}

#[test]
fn a_list_of_links_is_a_deck() {
    let (one, two) = (link("http://api.example.com/1"), link("http://api.example.com/2"));
    let text = format!("\n- First of all: https://x.example/#{one}\n\n{two}\n");
    let deck = read(&text).expect("a list of links");
    let titles: Vec<&str> = deck.scenes.iter().map(|scene| &*scene.title).collect();
    assert_eq!(titles, ["First of all", ""]);
    assert_eq!(deck.scenes[1].name(), "GET http://api.example.com/2");
    let cut = &one[..one.len() - 3];
    check_error(
        &format!("{two}\n\nSecond {cut}\n"),
        "line 3: this link was cut or changed on its way; ask for it again, or copy it whole",
    );
    check_error("hello", "this is neither a deck nor a list of links, one a line");
    check_error("", "this is neither a deck nor a list of links, one a line");
}

#[test]
fn what_cannot_be_opened_says_scene_and_cause() {
    check_error("{", "this is cut, or is not JSON, at line 1, column 1");
    check_error(
        "{\"version\": 1,\n \"scenes\": [}",
        "this is cut, or is not JSON, at line 2, column 13",
    );
    check_error("{}", "“version” is missing; add it");
    check_error(r#"{"version": 1}"#, "“scenes” is missing; add it");
    check_error(r#"{"version": 1, "scenes": {}}"#, "“scenes” takes a list [ … ] of scenes");
    check_error(
        r#"{"version": 2, "slides": []}"#,
        "this is a deck of format 2, and this program reads format 1; reload the page, or use a newer Roundtrip",
    );
    check_error(
        r#"{"version": 1, "slides": []}"#,
        "“slides” is not known here; remove it, or look for a slip of the pen",
    );
    let check = |scene: &str, expected: &str| {
        check_error(&with_scene(scene), &format!("scene 2: {expected}"));
    };
    let not_one = "a scene shows one thing: a “link”, an “example” or a “scenario”";
    check("{}", not_one);
    check(r#"{"example": "get", "link": ""}"#, not_one);
    check("7", "“scenes” takes an object in curly brackets");
    check(r#"{"example": "teapot"}"#, "no example is called “teapot”; `roundtrip list` names them");
    check(r#"{"example": "get", "step": 0}"#, "“step” takes a whole number from 1 to 1000000");
    check(r#"{"example": "get", "step": 1.5}"#, "“step” takes a whole number from 1 to 1000000");
    check(r#"{"example": "get", "level": "all"}"#, "“level” takes story, connection, packets");
    check(r#"{"example": "get", "hides_what_comes": 1}"#, "“hides_what_comes” takes true or false");
    check(r#"{"example": "get", "notes": 1}"#, "“notes” takes a text in quotes");
    check(
        r#"{"example": "get", "ask": "", "ask": ""}"#,
        "“ask” stands here twice; keep one of them",
    );
    check(
        r#"{"example": "get", "note": ""}"#,
        "“note” is not known here; remove it, or look for a slip of the pen",
    );
    let long = "x".repeat(501);
    check(
        &format!(r#"{{"example": "get", "ask": "{long}"}}"#),
        "“ask” has more than 500 characters; shorten it",
    );
    check(
        r#"{"link": "v2.abc"}"#,
        "this was made with a newer Roundtrip; reload the page and open it again",
    );
    check(
        r#"{"example": "get", "step": 1000001}"#,
        "“step” takes a whole number from 1 to 1000000",
    );
    check(r#"{"link": ""}"#, "this is not a link or file of Roundtrip; start with a new request");
}

#[test]
fn a_scenario_or_a_trace_that_is_opened_as_a_deck_is_told_so() {
    let told = "this is a scenario, not a deck; open it with “Open…” under “Share”, or write it into a scene of a deck as its “scenario”";
    let scenario = &built_in()[0].scenario;
    check_error(&trace::scenario_to_json(scenario), told);
    check_error(r#"{"version": 2, "scenario": {}, "packets": []}"#, told);
    check_error(r#"{"version": 1, "world": {}, "requests": 7}"#, told);
}

#[test]
fn a_deck_without_a_scene_is_kept_and_not_opened() {
    let empty = write(&Deck { title: "Mine".to_owned(), scenes: Vec::new() });
    check_error(&empty, "this deck has no scene; add one to it first");
    assert_eq!(read_kept(&empty).map(|deck| deck.title), Ok("Mine".to_owned()));
}

#[test]
fn what_is_typed_as_links_and_is_none_says_what_a_link_is() {
    let check = |text: &str, told: &str| {
        let found = read_links(text).map(|deck| deck.scenes.len());
        assert_eq!(found.map_err(|error| error.to_string()), Err(told.to_owned()), "{text}");
    };
    let none = "there is no link here yet; copy one with “Copy link to this step” under “Share”, and paste it here, one a line";
    check("", none);
    check(" \n\n", none);
    let not_one = "no link stands at the end of this line; a link is what “Copy link to this step” under “Share” copies, with or without a title before it";
    check("\nhello\n", &format!("line 2: {not_one}"));
    let link = link("http://api.example.com/1");
    check(&format!("One {link}\nhttps://example.org/"), &format!("line 2: {not_one}"));
    let deck = with_scene(r#"{"example": "post"}"#);
    assert_eq!(read_links(&deck).map(|deck| deck.scenes.len()), Ok(2));
}

#[test]
fn whatever_a_file_says_a_message_stays_short() {
    let (long, digits) = ("x".repeat(9000), "9".repeat(9000));
    for scene in [
        format!(r#"{{"example": "get", "step": {digits}}}"#),
        format!(r#"{{"example": "get", "step": "{long}"}}"#),
        format!(r#"{{"example": "get", "step": 1e{digits}}}"#),
        format!(r#"{{"example": "get", "level": "{long}"}}"#),
        format!(r#"{{"example": "{long}"}}"#),
        format!(r#"{{"example": "get", "{long}": 1}}"#),
        format!(r#"{{"example": "get", "{long}": 1, "{long}": 1}}"#),
        format!(r#"{{"link": "{long}"}}"#),
        format!(r#"{{"scenario": {{"version": {digits}}}}}"#),
        format!(r#"{{"scenario": {{"version": 2, "seed": {digits}, "requests": []}}}}"#),
        format!(r#"{{"scenario": {{"version": 2, "{long}": {digits}, "requests": []}}}}"#),
        format!(r#"{{"scenario": {{"version": 2, "requests": [{{"url": "{long}"}}]}}}}"#),
        format!(r#"{{"scenario": {{"version": 2, "requests": [{{"method": "{long}"}}]}}}}"#),
        format!(
            r#"{{"scenario": {{"version": 2, "world": {{"network": {{"rtt_ms": {digits}}}}}, "requests": [{{"url": "http://x/"}}]}}}}"#
        ),
        format!(
            r#"{{"scenario": {{"version": 2, "world": {{"client": {{"kind": "{long}"}}}}, "requests": [{{"url": "http://x/"}}]}}}}"#
        ),
    ] {
        let told = read(&with_scene(&scene)).expect_err(&scene).to_string();
        assert!(told.chars().count() < 360, "{told}");
    }
    let told = read(&format!(r#"{{"version": {digits}, "scenes": []}}"#)).expect_err("it is");
    assert!(told.to_string().chars().count() < 300, "{told}");
}

#[test]
fn what_is_wrong_with_a_scenario_says_the_line_of_the_deck() {
    let text = "{\"version\": 1, \"scenes\": [\n  {\"scenario\": {\"version\": 2,\n    \"requests\": 7}}]}";
    check_error(
        text,
        "scene 1: “requests” must be a list [ … ], but is a number (line 3, column 17)",
    );
}

#[test]
fn a_deck_has_its_bounds() {
    let scenes = |count: usize| {
        let scenes = vec![r#"{"example": "get"}"#; count].join(",");
        format!(r#"{{"version": 1, "scenes": [{scenes}]}}"#)
    };
    assert_eq!(read(&scenes(MAX_SCENES)).map(|deck| deck.scenes.len()), Ok(MAX_SCENES));
    let too_many = "a deck has at most 200 scenes, and this has 201; make two decks of it";
    check_error(&scenes(MAX_SCENES + 1), too_many);
    check_error(&format!("{}\n", link("http://x/")).repeat(MAX_SCENES + 1), too_many);
    let too_big = "a deck has at most 1 MiB; shorten notes, or make two decks of it";
    check_error(&" ".repeat(MAX_OCTETS + 1), too_big);
}

#[test]
fn what_is_on_a_screen_becomes_the_shortest_scene() {
    for example in built_in() {
        let place = Place { step: 3, level: Level::Packets, ..Place::default() };
        let scene = Scene::of_screen(&LinkState::sent(example.scenario.clone(), place)).unwrap();
        let Shows::Example(name) = scene.shows else { panic!("{scene:?}") };
        let found = built_in().into_iter().find(|found| found.name == name).unwrap();
        assert_eq!(found.scenario, example.scenario);
        assert_eq!((scene.step, scene.level), (Some(3), Some(Level::Packets)));
    }
    let first_screen = Scene::of_screen(&LinkState::default()).unwrap();
    assert_eq!(first_screen.shows, Shows::Example("get"));
    let of_url = |url: &str, body: Vec<u8>| {
        let request = Request::parse("PUT", url, &[], body).unwrap();
        let place = Place { step: 1, ..Place::default() };
        Scene::of_screen(&LinkState::sent(Scenario::with_requests(vec![request]), place)).unwrap()
    };
    let own = of_url("http://api.example.com/users/7", Vec::new());
    assert!(matches!(own.shows, Shows::Link(_)));
    assert_eq!((own.title.as_str(), own.step), ("PUT http://api.example.com/users/7", None));
    assert_eq!(own.state().place.step, 1);
    let mut many = own.state();
    many.scenario.requests = (0..900u32)
        .map(|n| {
            let url = format!("http://api.example.com/users/{}", trace::hash(&n.to_be_bytes()));
            Request::parse("GET", &url, &[], Vec::new()).unwrap()
        })
        .collect();
    let large = Scene::of_screen(&many).unwrap();
    assert!(matches!(large.shows, Shows::Scenario(_)), "too much for a link");
    assert_eq!((large.step, large.state().scenario), (Some(1), many.scenario));
}

#[test]
fn what_was_not_sent_yet_is_sent_by_its_scene() {
    let draft = Draft { method: "DELETE".to_owned(), ..Draft::default() };
    let unsent = LinkState { draft, ..LinkState::default() };
    let scene = Scene::of_screen(&unsent).unwrap();
    let sent = scene.state().scenario.requests;
    assert_eq!(sent.iter().map(|sent| &*sent.method).collect::<Vec<_>>(), ["DELETE"]);
    // A link that somebody copied before Send as well.
    let link = link_text(&unsent, Secrets::LeaveOut).unwrap();
    assert_eq!(
        Scene::new(Shows::Link(Box::new(Linked::read(&link).unwrap()))).state().scenario.requests,
        sent
    );
    let mut bad = unsent;
    bad.draft.url.retype("http://");
    assert_eq!(Scene::of_screen(&bad).unwrap_err(), Cause::NothingToSend);
}

#[test]
fn a_scene_holds_no_secret_of_the_screen() {
    let secret = "s3cr3t-t0ken";
    let lines = [("Authorization".to_owned(), format!("Bearer {secret}"))];
    let url = format!("http://api.example.com/users?token={secret}");
    for body in [Vec::new(), noise()] {
        let request = Request::parse("POST", &url, &lines, body).unwrap();
        let sent = Scenario::with_requests(vec![request]);
        let scene = Scene::of_screen(&LinkState::sent(sent.clone(), Place::default())).unwrap();
        assert!(scene.shows_scenario(&sent), "nothing else was changed");
        let state = format!("{:?} {}", scene.state(), scene.title);
        assert!(!state.contains(secret) && state.contains("left-out"), "{state}");
        let deck = Deck { title: String::new(), scenes: vec![scene] };
        assert!(!write(&deck).contains(secret));
    }
}

#[test]
fn whether_a_scene_was_changed_is_told_by_what_was_sent() {
    let scene = Scene::new(Shows::example("not-found").unwrap());
    assert!(scene.shows_scenario(&scene.state().scenario));
    let mut other = scene.state().scenario;
    other.requests.push(other.requests[0].clone());
    assert!(!scene.shows_scenario(&other));
    let mut other = scene.state().scenario;
    other.seed += 1;
    assert!(!scene.shows_scenario(&other));
}

fn shows() -> impl Strategy<Value = Shows> {
    let example = (0..built_in().len()).prop_map(|at| Shows::Example(built_in()[at].name));
    let linked = (1..1000u32).prop_map(|n| {
        let link = link(&format!("http://api.example.com/users/{n}"));
        Shows::Link(Box::new(Linked::read(&link).unwrap()))
    });
    let own = (0..built_in().len(), any::<u64>()).prop_map(|(at, seed)| {
        Shows::Scenario(Box::new(Scenario { seed, ..built_in()[at].scenario.clone() }))
    });
    prop_oneof![example, linked, own]
}

fn scenes() -> impl Strategy<Value = Scene> {
    let level = prop_oneof![Just(Level::Story), Just(Level::Connection), Just(Level::Packets)];
    let step = prop::option::of(0..1_000_000usize);
    let texts = ("\\PC{0,40}", any::<String>(), any::<String>());
    (shows(), step, prop::option::of(level), any::<bool>(), texts).prop_map(
        |(shows, step, level, hides_what_comes, (title, notes, ask))| Scene {
            title,
            shows,
            step,
            level,
            hides_what_comes,
            notes,
            ask,
        },
    )
}

proptest! {
    #[test]
    fn what_was_written_is_read_as_it_was(
        title in any::<String>(), scenes in prop::collection::vec(scenes(), 1..8),
    ) {
        let deck = Deck { title, scenes };
        prop_assert_eq!(read(&write(&deck)), Ok(deck));
    }

    #[test]
    fn no_text_panics(text in any::<String>(), json in "\\{[\\PC\n]{0,200}\\}") {
        let _: Result<Deck, DeckError> = read(&text);
        let _: Result<Deck, DeckError> = read(&json);
    }

    #[test]
    fn a_deck_that_is_cut_or_changed_is_read_or_refused(
        scene in scenes(), at in any::<prop::sample::Index>(), sign in any::<char>(),
    ) {
        let text = write(&Deck { title: "A deck".to_owned(), scenes: vec![scene] });
        let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
        let place = places[at.index(places.len())];
        let _ = read(&text[..place]);
        let mut changed = text.clone();
        changed.insert(place, sign);
        let _ = read(&changed);
        prop_assert_eq!(Linked::read("v1.!").unwrap_err(), Cause::Link(LinkError::Damaged));
    }
}
