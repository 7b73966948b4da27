//! A session without a page: what is ordered, sent and told.

use super::*;
use crate::composer::state::{CHECK, check};
use trace::ClientKind;

/// A session without a page.
pub fn with_session(story: impl FnOnce(Session)) {
    let owner = Owner::new();
    owner.with(|| {
        let session = Session::new(Start::default());
        wake(session);
        CHECK.open(check);
        story(session);
    });
}

fn step(session: Session) -> Option<usize> {
    (*session.player.playback.peek()).as_ref().map(|playback| playback.step)
}

#[test]
fn a_session_needs_no_page() {
    with_session(|session| {
        assert!(!session.is_busy());
        session.press_send();
        assert_eq!(*session.simulator.run.peek(), Run::Finished);
        session.player.dispatch(Command::Next);
        assert_eq!(step(session), Some(1));
        session.orders.give(Order::SimulateAgain);
        assert_eq!(step(session), Some(1), "the same again is shown at the same place");
        session.orders.give(Order::ResetWorld);
        assert_eq!(step(session), None);
    });
}

#[test]
fn what_was_ordered_before_anybody_obeys_is_done_later() {
    Owner::new().with(|| {
        let session = Session::new(Start::default());
        session.press_send();
        assert!(session.is_busy());
        assert_eq!(step(session), None);
        wake(session);
        assert!(!session.is_busy());
        assert_eq!(step(session), Some(0));
    });
}

#[test]
fn what_cannot_be_sent_is_told_beside_its_field() {
    with_session(|session| {
        session.composer.draft.update(|draft| draft.url.retype("htp://x/"));
        assert_eq!(session.composer.input_error(), None);
        session.press_send();
        assert!(session.composer.input_error().is_some());
        assert_eq!(step(session), None);
    });
}

#[test]
fn nothing_is_sent_for_real_but_by_a_press_on_send() {
    with_session(|session| {
        session.choose_mode(Mode::Real);
        assert_eq!(*session.requests.ordered.peek(), None);
        session.press_send();
        assert!(session.requests.ordered.peek().is_some());
        session.choose_mode(Mode::Simulated);
        assert_eq!(*session.requests.ordered.peek(), None, "the switch takes the order back");
    });
}

#[test]
fn a_link_is_shown_at_its_place_and_never_sends_for_real() {
    with_session(|session| {
        session.choose_mode(Mode::Real);
        let place = Place { step: 3, fetch: Some(FetchId(0)), ..Place::default() };
        let (draft, scenario) = (Box::default(), Box::default());
        session.orders.give(Order::Restore(draft, scenario, place));
        assert_eq!(session.composer.mode.get_untracked(), Mode::Simulated);
        assert_eq!(step(session), Some(3));
    });
}

#[test]
fn another_client_brings_its_headers_and_sends_again() {
    with_session(|session| {
        session.composer.choose_client(ClientKind::Curl);
        let draft = session.composer.draft.peek();
        assert!(draft.headers.value("User-Agent").is_some_and(|agent| agent.contains("curl")));
        assert_eq!(*session.simulator.run.peek(), Run::Idle, "nothing was sent so far");
    });
}
