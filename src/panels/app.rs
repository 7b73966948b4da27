//! The page.

use super::composer::ComposerPanel;
use super::controls::Controls;
use super::examples::Examples;
use super::live::{button, live, paragraph, part, part_while, watch};
use super::piece::IntoPiece;
use super::share::{HashBanner, Share};
use super::side::Side;
use super::stage::Stage;
use crate::later::Arrival;
use crate::session::{Session, Shown};
use crate::state::announcer::{Announcer, Pace};
use crate::state::link::Mode;
use crate::state::playback::{Command, STEP_MS, command_from_key};
use crate::{dom, later, links, recover};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use picture::explain;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Everything on the screen.
#[component]
pub fn App() -> impl IntoView {
    let session = Session::new(recover::draft());
    let shown = Shown::of(session);
    watch(move || recover::remember(&session.draft.read()));
    watch(move || {
        if let Arrival::Here(later) = session.later.get() {
            recover::keep_with(later.kept);
        }
    });
    // Once the first screen is painted, not before.
    request_animation_frame(move || set_timeout(move || session.load_rest(), Duration::ZERO));
    links::follow(session);
    listen_to_keys(session);
    play(session, shown);
    let announcement = announcements(shown);
    let glossary = move || later::panel(session, |later| later.glossary);
    let is_real = move || session.mode.get() == Mode::Real;
    let controls = move || view! { <Controls session shown/> }.piece();
    view! {
        <div class="app">
            <header class="masthead">
                <span class="logo" aria-hidden="true"><Mark/>"Roundtrip"</span>
                <Examples session/>
                <span class="space"></span>
                <Share session/>
            </header>
            <ComposerPanel session shown/>
            <HashBanner session/>
            <RunBanner session/>
            <main class="main" class:is-real=live(is_real)>
                <h1 class="unseen">"Roundtrip: an HTTP request, step by step"</h1>
                {part_while(is_real, move || later::panel(session, |later| later.real))}
                <Stage session shown/>
                <Side session shown/>
            </main>
            {part_while(move || session.is_glossary_open.get(), glossary)}
            {part_while(move || shown.sequence.read().is_some() && !is_real(), controls)}
            <p class="unseen" aria-live="polite">{live(move || announcement.get())}</p>
        </div>
    }
}

/// Two arrows, there and back.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
            <path class="there" d="M3 7h13m0 0l-4-4m4 4l-4 4"/>
            <path class="back" d="M19 15H6m0 0l4-4m-4 4l4 4"/>
        </svg>
    }
}

/// Says that a run takes long, or came to nothing.
#[component]
fn RunBanner(session: Session) -> impl IntoView {
    let is_slow = move || session.run.read().is_running() && session.is_slow.get();
    let cancel = move || {
        let cancel = button("Cancel", move |_| session.cancel());
        paragraph("banner", view! { "Still simulating… "{cancel} }.piece())
    };
    let failure = move || {
        let message = session.run.read().failure().map(str::to_owned)?;
        Some(paragraph("banner is-failure", message.piece()))
    };
    view! {
        <div role="status">{part_while(is_slow, cancel)}</div>
        <div role="alert">{part(failure)}</div>
    }
}

/// Keys that nothing else wants move through the steps.
fn listen_to_keys(session: Session) {
    let handle = window_event_listener(leptos::ev::keydown, move |pressed: KeyboardEvent| {
        let is_combination = pressed.ctrl_key() || pressed.alt_key() || pressed.meta_key();
        let target = pressed.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_taken = target.is_some_and(|target| dom::takes_key(&target, &pressed.key()));
        let is_real = session.mode.get_untracked() == Mode::Real;
        if is_real || is_combination || is_taken || pressed.default_prevented() {
            return;
        }
        if let Some(command) = command_from_key(&pressed.key()) {
            pressed.prevent_default();
            session.dispatch(command);
        }
    });
    on_cleanup(move || handle.remove());
}

/// While playing, a step follows the other.
fn play(session: Session, shown: Shown) {
    watch(move || {
        if shown.is_playing.get() {
            let tick = move || session.dispatch(Command::Tick);
            let handle = set_interval_with_handle(tick, Duration::from_millis(STEP_MS));
            on_cleanup(move || {
                handle.into_iter().for_each(|handle| handle.clear());
            });
        }
    });
}

/// What the live region says. Silent where the focused element says it already.
fn announcements(shown: Shown) -> ReadSignal<String> {
    let (announcement, say) = signal(String::new());
    let mut announcer = Announcer::default();
    watch(move || {
        let step = shown.step.get();
        let Some(sequence) = shown.sequence.get() else { return };
        let pace = if shown.is_playing.get_untracked() { Pace::Playing } else { Pace::ByHand };
        let is_heard =
            dom::focused().is_some_and(|focused| focused.has_attribute("data-says-step"));
        if step < sequence.steps.len() && !is_heard && announcer.announces(dom::now_ms(), pace) {
            say.set(explain::sentence(&sequence, step).plain_text());
        }
    });
    announcement
}
