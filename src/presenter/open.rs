//! Opens the window that is missing: the presenter's from the room's, or the room's from the
//! presenter's.

use crate::browser::channel::Channel;
use crate::browser::windows::{self, Opened};
use crate::browser::{address, page};
use crate::room::pairing::{Other, Pairing, Trouble, presenter_hash};
use crate::session::Session;
use crate::share::address::hash_for_room;
use core::cell::RefCell;
use leptos::prelude::*;
use std::time::Duration;

/// A window of this size stands beside notes on a small screen.
const PRESENTER_PX: (u32, u32) = (1024, 700);
const ROOM_PX: (u32, u32) = (1280, 720);

/// How long the other window may take to say something.
const PATIENCE: Duration = Duration::from_secs(12);

thread_local! {
    /// What this window opened last.
    static OPENED: RefCell<Option<Opened>> = const { RefCell::new(None) };
}

/// Opens the other window, or brings it to the front.
pub fn open(session: Session) {
    let opened = OPENED.with_borrow(|opened| opened.clone());
    if let Some(opened) = opened.filter(|opened| !opened.is_closed()) {
        return opened.come_to_front();
    }
    if Channel::is_unknown() {
        return session.pairing.update(|pairing| pairing.trouble = Some(Trouble::NoChannel));
    }
    let pairing = Pairing::clone(&session.pairing.peek());
    let room = pairing.room.clone().unwrap_or_else(|| format!("{:x}", windows::random_number()));
    let (hash, (width, height)) = match pairing.is_presenter {
        true => (hash_for_room(session.screen()), ROOM_PX),
        false => (presenter_hash(&room), PRESENTER_PX),
    };
    let address = [&address::address_without_hash(), "#", &*hash].concat();
    let opened = match page::is_framed() {
        true => None,
        false => windows::open(&address, width, height),
    };
    let trouble = opened.is_none().then_some(Trouble::Blocked);
    let is_opened = opened.is_some();
    OPENED.set(opened);
    session.pairing.update(|pairing| {
        pairing.trouble = trouble;
        if is_opened {
            pairing.room = Some(room);
            pairing.other = Other::Awaited;
        }
    });
    if is_opened {
        set_timeout(move || tell_if_silent(session), PATIENCE);
    }
}

fn tell_if_silent(session: Session) {
    let is_awaited = session.pairing.peek().other == Other::Awaited;
    let is_closed =
        OPENED.with_borrow(|opened| opened.as_ref().is_none_or(|opened| opened.is_closed()));
    if is_awaited && !is_closed && session.pairing.peek().trouble.is_none() {
        session.pairing.update(|pairing| pairing.trouble = Some(Trouble::Silent));
    }
}
