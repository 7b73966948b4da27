//! "Share": a link to this step, or a file where it is too much for a link.

use super::live::{button, live, nothing, paragraph, part};
use super::piece::{IntoPiece, Piece};
use super::popover::{Popover, popover};
use crate::session::{Session, Shown};
use crate::state::link::Secrets;
use crate::{dom, links};
use compose::secrets::{holds_secrets, redacted_request};
use leptos::prelude::*;

/// A button that opens the panel.
pub fn share(session: Session) -> Piece {
    let panel = Popover {
        id: "share",
        class: "panel is-below share",
        role: "group",
        name: "Share",
        content: |later| later.share,
    };
    popover(session, "ghost", "Share".piece(), panel)
}

/// What became of the last click.
#[derive(Clone, PartialEq)]
enum Told {
    Nothing,
    Copied,
    /// The clipboard is denied: here is the link, to be copied by hand.
    ByHand(String),
    Refused(String),
}

/// What is in the panel.
pub fn view(session: Session) -> Piece {
    let told = RwSignal::new(Told::Nothing);
    let includes_secrets = RwSignal::new(false);
    let secrets = move || match includes_secrets.get_untracked() {
        true => Secrets::Include,
        false => Secrets::LeaveOut,
    };
    let copy = move |_| match links::address(session, secrets()) {
        Ok(address) => {
            let by_hand = address.clone();
            dom::copy(&address, move |is_copied| {
                told.set(if is_copied { Told::Copied } else { Told::ByHand(by_hand) });
            });
        }
        Err(message) => told.set(Told::Refused(message)),
    };
    let save = move |_| {
        dom::save_file("exchange.roundtrip", &links::file(session, secrets()));
    };
    let sequence = Shown::of(session).sequence;
    let has_sent_secrets = Memo::new(move |_| {
        let sequence = sequence.get();
        let sent = sequence.iter().flat_map(|sequence| &sequence.trace.scenario.requests);
        sent.into_iter().any(|sent| redacted_request(sent) != *sent)
    });
    let has_secrets =
        Memo::new(move |_| has_sent_secrets.get() || holds_secrets(&session.draft.read()));
    let ask = move || {
        let choice = view! {
            <label class="choice">
                <input type="checkbox" prop:checked=live(move || includes_secrets.get())
                    on:change:target=move |changed| includes_secrets.set(changed.target().checked())/>
                <span>"Include passwords, tokens and cookies"</span>
            </label>
        };
        has_secrets.get().then(|| choice.piece())
    };
    let answer = move || {
        Some(match told.get() {
            Told::Nothing => nothing(),
            Told::Copied => paragraph("muted", "Copied.".piece()),
            Told::ByHand(address) => view! {
                <label class="by-hand">
                    "This browser does not let a page copy. Copy this:"
                    <textarea readonly rows="3">{address}</textarea>
                </label>
            }
            .piece(),
            Told::Refused(message) => paragraph("slip", format!("{message}.").piece()),
        })
    };
    view! {
        <p class="muted">"The link holds the request, the world, what was sent and this step. It is read by this page alone: no server sees what is behind the #."</p>
        {part(ask)}
        <div class="offers">
            {button("Copy link to this step", copy)}
            {button("Save as a file", save)}
            <label class="ghost open-file">
                "Open a file"
                <input type="file" class="unseen" accept=".roundtrip"
                    on:change:target=move |chosen| links::open_file(session, &chosen.target())/>
            </label>
        </div>
        <div role="status">{part(answer)}</div>
    }
    .piece()
}

/// Says what became of the hash in the page's address, where that is bad news.
pub fn hash_news(session: Session) -> Piece {
    let close = move |_| session.hash.set(links::Hash::InStep);
    let news = move || {
        let message = match &*session.hash.read() {
            links::Hash::InStep => return None,
            links::Hash::ToOpen(_) => {
                return Some(paragraph("banner", "Opening what the link shows…".piece()));
            }
            links::Hash::Refused(message) => {
                format!("The link could not be opened: {message}. ")
            }
            links::Hash::TooLong(message) => {
                format!("A reload would lose what is on the screen: {message}. ")
            }
        };
        let close = button("Close", close);
        Some(paragraph("banner is-failure", view! { {message}{close} }.piece()))
    };
    view! { <div class="hash-news" role="alert">{part(news)}</div> }.piece()
}
