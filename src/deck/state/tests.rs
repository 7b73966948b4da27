//! A deck that is made, and given, without a page.

use super::*;
use crate::orders::Order;
use crate::playback::state::Command;
use crate::session::{Session, Start, wake};
use crate::share::address::Unsent;
use ::deck::Shows;
use sharing::place::Place;
use trace::built_in;

/// A session without a page, and the names of these examples as its scenes.
fn with_scenes(names: &[&str], story: impl FnOnce(Session, DeckState)) {
    Owner::new().with(|| {
        let session = Session::new(Start::default());
        wake(session);
        for name in names {
            session.deck.add_current(&example(name), false).expect("there is room");
        }
        story(session, session.deck);
    });
}

fn example(name: &str) -> LinkState {
    let found = built_in().into_iter().find(|example| example.name == name);
    LinkState::sent(found.expect("it comes along").scenario, Place::default())
}

fn names(deck: DeckState) -> Vec<String> {
    let held = deck.peek();
    let name = |numbered: &Arc<Numbered>| match numbered.scene.shows {
        Shows::Example(name) => name.to_owned(),
        Shows::Link(_) | Shows::Scenario(_) => numbered.scene.name(),
    };
    held.scenes.iter().map(name).collect()
}

fn id(deck: DeckState, index: usize) -> u32 {
    deck.peek().scenes[index].id
}

#[test]
fn scenes_change_places_and_come_back_where_they_were() {
    with_scenes(&["get", "post", "head"], |_, deck| {
        let post = id(deck, 1);
        deck.move_up(post);
        assert_eq!(names(deck), ["post", "get", "head"]);
        deck.move_up(post);
        assert_eq!(names(deck), ["post", "get", "head"], "none is before the first");
        deck.move_down(post);
        deck.move_down(post);
        deck.move_down(post);
        assert_eq!(names(deck), ["get", "head", "post"]);
        deck.set_notes(post, "Ask first.".to_owned());
        deck.remove(post);
        deck.remove(id(deck, 0));
        deck.put_back_taken();
        assert_eq!(names(deck), ["get", "head"]);
        deck.remove(id(deck, 1));
        deck.put_back_taken();
        deck.put_back_taken();
        assert_eq!(names(deck), ["get", "head"], "only what was taken last");
    });
}

#[test]
fn what_is_added_stands_behind_the_scene_that_is_shown() {
    with_scenes(&["get", "post"], |_, deck| {
        deck.go_to(0);
        assert_eq!(deck.add_current(&example("head"), true), Ok(1));
        assert_eq!(names(deck), ["get", "head", "post"]);
        assert_eq!(deck.peek().shown(), Some(1));
        assert!(deck.peek().scenes[1].scene.hides_what_comes);
    });
}

#[test]
fn a_deck_that_cannot_be_opened_leaves_everything_as_it_is() {
    with_scenes(&["get", "post"], |_, deck| {
        let before = deck.peek();
        for text in ["hello", "{\"version\": 1}", "{\"version\": 1, \"scenes\": [{}]}"] {
            assert!(deck.open_text(text).is_err() && deck.add_text(text).is_err(), "{text}");
            assert_eq!(deck.peek(), before);
        }
        let why = deck.open_text("{\"version\": 1, \"scenes\": [{\"link\": \"v1.x\"}]}");
        assert!(why.unwrap_err().starts_with("scene 1: "));
    });
}

#[test]
fn a_deck_that_another_took_the_place_of_comes_back() {
    with_scenes(&["get", "post"], |_, deck| {
        deck.set_title("Mine".to_owned());
        let mine = deck.to_text();
        assert_eq!(
            deck.open_text("{\"version\": 1, \"scenes\": [{\"example\": \"head\"}]}"),
            Ok(1)
        );
        assert_eq!((names(deck), deck.peek().shown()), (vec!["head".to_owned()], None));
        deck.put_back_taken();
        assert_eq!(deck.to_text(), mine);
        deck.put_back_taken();
        assert_eq!(names(deck), ["head"], "and the other one as well");
        deck.put_back_taken();
        deck.start_anew();
        deck.start_anew();
        deck.put_back_taken();
        assert_eq!(deck.to_text(), mine, "an empty deck takes the place of none");
    });
}

#[test]
fn a_text_that_was_saved_opens_the_same_deck() {
    with_scenes(&["get", "https", "page-http2"], |_, deck| {
        deck.edit(id(deck, 2), |scene| scene.ask = "Which?".to_owned());
        let text = deck.to_text();
        deck.start_anew();
        assert_eq!(deck.open_text(&text), Ok(3));
        assert_eq!(deck.to_text(), text);
    });
}

#[test]
fn a_full_deck_takes_no_more() {
    with_scenes(&[], |_, deck| {
        let scenes = vec!["{\"example\": \"get\"}"; MAX_SCENES].join(",");
        let text = format!("{{\"version\": 1, \"scenes\": [{scenes}]}}");
        assert_eq!(deck.open_text(&text), Ok(MAX_SCENES));
        let why = "a deck has at most 200 scenes, and this has 201; make two decks of it";
        assert_eq!(deck.add_current(&example("get"), false), Err(why.to_owned()));
        let one = "{\"version\": 1, \"scenes\": [{\"example\": \"get\"}]}";
        assert_eq!(deck.add_text(one), Err(why.to_owned()));
    });
}

#[test]
fn from_scene_to_scene_and_not_beyond() {
    with_scenes(&["get", "get", "get"], |session, deck| {
        assert!(!deck.next(), "the last one was added last");
        deck.go_to(0);
        assert!(!deck.previous());
        assert!(deck.next());
        assert_eq!(deck.peek().shown(), Some(1));
        assert!(deck.previous());
        let shown = session.player.playback.peek();
        assert!((*shown).as_ref().is_some_and(|shown| shown.is_at_end()), "to its end");
    });
}

#[test]
fn a_step_where_there_is_none_is_told() {
    with_scenes(&["get"], |session, deck| {
        deck.go_to(0);
        let player = session.player;
        player.dispatch(Command::Next);
        assert_eq!(player.stayed.get_untracked(), None);
        player.dispatch(Command::Last);
        player.dispatch(Command::Last);
        assert_eq!(player.stayed.get_untracked(), None);
        player.dispatch(Command::Next);
        assert_eq!(player.stayed.get_untracked(), Some(Command::Next));
    });
}

#[test]
fn what_is_changed_is_put_back_as_it_is_stored() {
    with_scenes(&["get"], |session, deck| {
        deck.go_to(0);
        assert!(!deck.is_changed());
        let mut other = Scenario::default();
        other.requests.push(other.requests[0].clone());
        session.player.show(Arc::new(engine::simulate(&other)), None);
        assert!(deck.is_changed());
        deck.put_back();
        assert!(!deck.is_changed());
        assert_eq!(session.player.scenario_so_far(), Scenario::default());
    });
}

#[test]
fn what_is_opened_on_the_page_is_no_scene_and_before_a_room_it_is_one_that_was_changed() {
    with_scenes(&["get"], |session, deck| {
        let open = || session.orders.give(Order::OpenScenario(Box::default()));
        deck.go_to(0);
        session.is_presenting.set(true);
        open();
        assert_eq!(deck.peek().shown(), Some(0));
        session.is_presenting.set(false);
        open();
        assert_eq!((deck.peek().shown(), deck.hides_what_comes.get_untracked()), (None, None));
    });
}

#[test]
fn what_a_scene_hides_is_hidden_of_nothing_that_is_shown_beside_it() {
    with_scenes(&["get"], |session, deck| {
        let id = id(deck, 0);
        deck.edit(id, |scene| scene.hides_what_comes = true);
        session.is_presenting.set(true);
        deck.go_to(0);
        assert!(session.hides_what_comes());
        session.orders.give(Order::OpenScenario(Box::default()));
        assert!(!session.hides_what_comes());
        deck.put_back();
        assert!(session.hides_what_comes(), "the scene itself hides it again");
    });
}

/// Shows what was sent so far as it goes on in a world where packets take longer.
fn change_live(session: Session) -> Scenario {
    let mut changed = session.player.scenario_so_far();
    changed.world.network.round_trip_time *= 4;
    session.player.show(Arc::new(engine::simulate(&changed)), None);
    changed
}

/// Has scenes come at once, whatever they show.
fn show_at_once(session: Session) {
    session.orders.obey(move |order| {
        if let Order::ShowScene(_, scenario, place) = order {
            session.player.show(Arc::new(engine::simulate(&scenario)), Some(place));
        }
    });
}

#[test]
fn what_is_changed_before_a_room_stays_with_its_scene_until_it_is_put_back() {
    with_scenes(&["get", "post"], |session, deck| {
        show_at_once(session);
        let shown = || session.player.scenario_so_far();
        deck.give(Some(DeckState::remember));
        deck.go_to(0);
        let changed = change_live(session);
        assert!(deck.next());
        assert_eq!(shown(), example("post").scenario);
        assert!(deck.previous());
        assert_eq!(shown(), changed);
        let place = |playback: &Option<Playback>| playback.as_ref().map(|shown| shown.is_at_end());
        assert_eq!(place(&session.player.playback.peek()), Some(true), "at its end");
        deck.put_back();
        assert_eq!(shown(), example("get").scenario);
        deck.go_to(1);
        deck.go_to(0);
        assert_eq!(shown(), example("get").scenario, "and it stays put back");
    });
}

#[test]
fn what_is_shown_beside_a_scene_or_changed_on_the_page_is_not_kept_with_it() {
    with_scenes(&["get", "post"], |session, deck| {
        show_at_once(session);
        let shown = || session.player.scenario_so_far();
        let leave_and_come_back = || {
            deck.go_to(1);
            deck.go_to(0);
        };
        deck.go_to(0);
        change_live(session);
        leave_and_come_back();
        assert_eq!(shown(), example("get").scenario, "no room saw it");
        deck.give(Some(DeckState::remember));
        let mut beside = example("get").scenario;
        beside.seed = 7;
        deck.step_aside(Some(&beside));
        session.player.show(Arc::new(engine::simulate(&beside)), None);
        leave_and_come_back();
        assert_eq!(shown(), example("get").scenario);
        change_live(session);
        deck.go_to(1);
        deck.forget_changes();
        deck.go_to(0);
        assert_eq!(shown(), example("get").scenario, "a talk starts as it was prepared");
    });
}

#[test]
fn an_empty_deck_takes_nothing_away_that_could_be_put_back() {
    with_scenes(&["get", "post"], |_, deck| {
        let mine = deck.to_text();
        let empty = "{\"version\": 1, \"title\": \"Nothing\", \"scenes\": []}";
        assert!(deck.open_text(empty).unwrap_err().contains("no scene"));
        assert_eq!(deck.to_text(), mine);
        deck.start_anew();
        deck.set_title("New".to_owned());
        deck.start_anew();
        let first = deck.put_back_taken().map(|first| first.scene.name());
        assert_eq!((first, deck.to_text()), (Some("GET: read one user".to_owned()), mine));
        assert_eq!(deck.put_back_taken(), None, "of nothing, nothing is kept");
    });
}

#[test]
fn a_request_that_was_not_sent_is_in_no_scene_of_what_was() {
    with_scenes(&[], |session, deck| {
        let screen = session.screen();
        assert_eq!(screen.unsent(), Unsent::AllOfIt);
        session.press_send();
        assert_eq!(screen.unsent(), Unsent::Nothing);
        session.composer.draft.update(|draft| draft.url.retype("http://api.example.com/x"));
        assert_eq!(screen.unsent(), Unsent::Since);
        assert_eq!(deck.add_current(&screen.for_scene(), false), Ok(0));
        let scene = deck.peek().scenes[0].scene.clone();
        assert_eq!((scene.shows, &*scene.title), (Shows::Example("get"), "GET: read one user"));
        session.composer.draft.update(|draft| draft.url.retype("http://"));
        assert_eq!(screen.unsent(), Unsent::Since, "nor one that cannot be sent");
        assert_eq!(deck.add_current(&screen.for_scene(), false), Ok(1));
    });
}

#[test]
fn the_scenes_around_the_one_that_is_shown_have_names() {
    with_scenes(&["get", "post"], |_, deck| {
        deck.arrive(Some(0));
        let post = Some("POST: add a user".to_owned());
        assert_eq!((deck.previous_name(), deck.next_name()), (None, post));
        deck.arrive(Some(1));
        let get = Some("GET: read one user".to_owned());
        assert_eq!((deck.previous_name(), deck.next_name()), (get, None));
        deck.arrive(None);
        assert_eq!((deck.previous_name(), deck.next_name()), (None, None));
    });
}
