//! "Share": a link to this step, a file where it is too much for a link, and what a course page shows
//! it with.

use crate::browser::files;
use crate::browser::page;
use crate::later::door::{self, Door, PanelDoor};
use crate::later::popover::{Popover, popover};
use crate::playback::player::Shown;
use crate::save_as;
use crate::share::address as links;
use crate::share::address::{Hash, Screen};
use crate::share::copied::Told;
use crate::share::{code, copied, course_page, dropped};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::{Fact, toggle};
use crate::view::live::{act, button, live, nothing, paragraph, part, part_while, truth};
use compose::secrets::{holds_secrets, redacted_request};
use language::{fill, say};
use leptos::prelude::*;
use picture::layout::{Form, layout};
use picture::{Sequence, svg, transcript};
use sharing::link::Secrets;
use std::sync::Arc;

/// A button that opens the panel.
pub fn share(screen: Screen) -> ErasedView {
    let panel = Popover {
        id: "share",
        class: "panel is-below share",
        role: "group",
        name: say(texts::SHARE),
    };
    popover("ghost", say(texts::SHARE).erased(), panel, move || door::panel(&SHARE, screen))
}

/// How wide the pictures are, in CSS pixels: lanes with headings beside them, and a column of text.
const PICTURE_PX: f64 = 1000.0;
const STRIP_PX: f64 = 720.0;

/// What is under "Share".
pub static SHARE: PanelDoor<Screen> = Door::closed();

/// What is in the panel.
pub fn view(screen: Screen) -> ErasedView {
    let told = RwSignal::new(Told::Nothing);
    let includes_secrets = RwSignal::new(false);
    let has_code = RwSignal::new(false);
    let secrets = move || Secrets::as_asked(includes_secrets.get_untracked());
    let copy = move |_| copy(screen, secrets(), told);
    let save = move |_| {
        files::save_file("exchange.roundtrip", &links::file(screen, secrets()));
    };
    let save_scenario = move |_| match links::scenario(screen, secrets()) {
        Some(text) => files::save_file("scenario.json", &text),
        None => told.set(Told::Refused(say(texts::NOTHING_TO_SAVE).to_owned())),
    };
    let sequence = Shown::of(screen.player).sequence;
    let has_sent_secrets = Memo::new(move |_| {
        let sequence = sequence.get();
        let sent = sequence.iter().flat_map(|sequence| &sequence.trace.scenario.requests);
        sent.into_iter().any(|sent| redacted_request(sent) != *sent)
    });
    let has_secrets =
        Memo::new(move |_| has_sent_secrets.get() || holds_secrets(&screen.composer.draft.read()));
    let ask = move || {
        let choice = view! {
            <label class="choice">
                <input type="checkbox" prop:checked=live(move || includes_secrets.get())
                    on:change:target=move |changed| includes_secrets.set(changed.target().checked())/>
                <span>{say(texts::INCLUDE_PASSWORDS_TOKENS_AND)}</span>
            </label>
        };
        has_secrets.get().then(|| choice.erased())
    };
    // A frame tells nobody what it forbids.
    let framed = match page::is_framed() {
        true => paragraph("muted", say(texts::IN_A_FRAME_SAVING_AND).erased()),
        false => nothing(),
    };
    view! {
        <p class="muted">{say(texts::LINK_HOLDS_THE_REQUEST)}</p>
        {part(ask)}
        <div class="offers">
            {button(say(texts::COPY_LINK_TO_THIS), copy)}
            <button type="button" class="ghost" aria-expanded=truth(move || has_code.get())
                on:click=act(move |_| toggle(has_code))>{say(texts::CODE)}</button>
            {button(say(texts::SAVE_AS_A_FILE), save)}
            {button(say(texts::SAVE_AS_A_SCENARIO), save_scenario)}
            <label class="ghost open-file">
                {say(texts::OPEN_A_FILE)}
                <input type="file" class="unseen" accept=".roundtrip,.json,.har,.md,application/json,text/markdown"
                    on:change:target=move |chosen| dropped::open_file(screen, &chosen.target())/>
            </label>
        </div>
        {copied::status(told)}
        {part_while(move || has_code.get(), move || code::view(screen))}
        {part_while(move || sequence.get().is_some(), move || files_of(sequence))}
        {course_page::view(screen, includes_secrets)}
        {framed}
    }
    .erased()
}

/// The lanes as a picture, and each step by itself.
fn files_of(sequence: Memo<Option<Arc<Sequence>>>) -> ErasedView {
    let lanes = move || {
        let sequence = sequence.get_untracked()?;
        let diagram = layout(&sequence, PICTURE_PX, Form::for_page(PICTURE_PX));
        let (svg, words) = (svg::svg(&sequence, &diagram), transcript::whole(&sequence));
        Some(save_as::Shown { svg, words })
    };
    let steps = move || {
        let sequence = sequence.get_untracked()?;
        let (svg, words) = (svg::strip(&sequence, STRIP_PX), transcript::whole(&sequence));
        Some(save_as::Shown { svg, words })
    };
    view! {
        {save_as::buttons(say(texts::LANES), "lanes", Arc::new(lanes))}
        {save_as::buttons(say(texts::ALL_STEPS), "steps", Arc::new(steps))}
    }
    .erased()
}

/// A button that copies a link to what is shown, and under it what became of that.
pub fn copy_link(screen: Screen) -> ErasedView {
    let told = RwSignal::new(Told::Nothing);
    let copy = move |_| copy(screen, Secrets::LeaveOut, told);
    view! {
        <p class="setting">{button(say(texts::COPY_LINK_TO_THIS), copy)}</p>
        {copied::status(told)}
    }
    .erased()
}

fn copy(screen: Screen, secrets: Secrets, told: RwSignal<Told>) {
    copied::copy(links::address(screen, secrets), told, ".by-hand textarea");
}

/// Says what became of the hash, where that is bad news.
pub static HASH_NEWS: PanelDoor<Fact<Hash>> = Door::closed();

/// Says what became of the hash in the page's address, where that is bad news.
pub fn hash_news(hash: Fact<Hash>) -> ErasedView {
    let close = move |_| hash.set(Hash::InStep);
    let news = move || {
        let message = match &*hash.read() {
            Hash::InStep => return None,
            Hash::ToOpen(_) => {
                return Some(paragraph("banner", say(texts::OPENING_WHAT_THE_LINK).erased()));
            }
            Hash::Refused(message) => {
                fill!(texts::LINK_COULD_NOT_BE, message)
            }
            Hash::FileRefused(message) => {
                fill!(texts::FILE_COULD_NOT_BE, message)
            }
            Hash::TooLong(message) => {
                fill!(texts::RELOAD_WOULD_LOSE_WHAT, message)
            }
        };
        let close = button(say(texts::CLOSE), close);
        Some(paragraph("banner is-failure", view! { {message}{close} }.erased()))
    };
    view! { <div class="hash-news" role="alert">{part(news)}</div> }.erased()
}
