//! Keeps this window in step with the other one.
//!
//! Whatever changes here is said to the other window; whatever it says is shown here, if it is newer
//! ([`Agreement`]). What was heard is not said again, or two windows that are moved at once would move
//! each other for ever. While a run is under way nothing is said: what it comes to will be.

use crate::browser::channel::Channel;
use crate::browser::{page, storage, windows};
use crate::later::door::Door;
use crate::playback::state::Command;
use crate::presenter::agreement::{Agreement, Heard};
use crate::presenter::exchange::Exchange;
use crate::presenter::said::{Said, Speaker, Stamp};
use crate::presenter::shown::{Outcome, Shown, Written, show, shown_by};
use crate::room::pairing::{Other, Pairing, Trouble};
use crate::session::Session;
use crate::share::address::Hash;
use crate::view::live::watch;
use leptos::prelude::*;
use std::time::Duration;

/// What the name of a room's channel starts with.
const CHANNEL: &str = "roundtrip.room.";

/// How long a room's window listens first: whether another one has its id, or knows something newer.
const LISTENS: Duration = Duration::from_millis(300);
/// How long a presenter's window does, before it takes itself to be alone.
const LISTENS_LONGER: Duration = Duration::from_secs(3);

/// How often a presenter's window asks whether the room's is there.
const ASKS_EVERY: Duration = Duration::from_secs(2);
/// After so many questions without an answer it is not.
const QUESTIONS: u32 = 2;

/// An exchange whose text is longer is not kept over a reload; the other window has it.
const KEPT_MAX: usize = 500_000;

/// Joins the two windows, as soon as they are meant to be.
pub static PAIR: Door<fn(Session)> = Door::closed();

/// What a window knows of what both show.
#[derive(Clone)]
struct State {
    agreement: Agreement,
    /// Whether that is still to be shown here,
    awaits: bool,
    /// and what of it was tried to.
    tried: Option<u64>,
    /// What this window showed when it was last looked at.
    seen: Option<Shown>,
    /// How many questions nobody has answered.
    n_unanswered: u32,
    /// The exchange that was kept last, and whether it holds secrets.
    kept: Option<(u64, bool)>,
}

/// This window, joined to the other.
#[derive(Clone, Copy)]
struct Joined {
    session: Session,
    by: Speaker,
    room: StoredValue<String>,
    channel: StoredValue<Channel, LocalStorage>,
    written: StoredValue<Written>,
    state: StoredValue<State>,
    /// Whether it has listened for long enough to say what it shows.
    is_settled: RwSignal<bool>,
}

/// Joins the other window, now or when there is to be one.
pub fn pair(session: Session) {
    let pairing = session.pairing;
    if let (None, Some((room, _))) = (&pairing.peek().room, kept()) {
        pairing.update(|pairing| pairing.room = Some(room));
    }
    let room = Memo::new(move |_| pairing.read().room.clone());
    watch(move || {
        if let Some(room) = room.get() {
            untrack(|| join(session, room));
        }
    });
}

/// What this tab has kept: its room, and what was shown.
fn kept() -> Option<(String, Said)> {
    let text = storage::kept_pair()?;
    let (room, said) = text.split_once('\n')?;
    Some((room.to_owned(), Said::read(said)?))
}

fn join(session: Session, room: String) {
    if Channel::is_unknown() {
        return tell(session, |pairing| pairing.trouble = Some(Trouble::NoChannel));
    }
    let channel = Channel::join(&[CHANNEL, &room].concat());
    let is_presenter = session.pairing.peek().is_presenter;
    let window = windows::random_number();
    let written = StoredValue::new(None);
    let is_whole = |exchange: &Exchange| exchange.text.is_some();
    let kept = kept()
        .filter(|(of, said)| *of == room && said.shown.exchange.as_ref().is_none_or(is_whole));
    let comes_back = kept.is_some() && (is_presenter || windows::is_reload());
    let agreement = match kept {
        Some((_, mut said)) => {
            // What went on by itself went with the window.
            said.shown.is_playing = false;
            Agreement::kept(window, said)
        }
        None => Agreement::new(window),
    };
    // A presenter's window that knows nothing says nothing; the room's shows what is right.
    let seen = is_presenter.then(|| shown_by(session, written));
    let joined = Joined {
        session,
        by: Speaker { window, is_presenter, since_ms: page::now_ms() },
        room: StoredValue::new(room),
        channel: StoredValue::new_local(channel.clone()),
        written,
        state: StoredValue::new(State {
            agreement,
            awaits: comes_back,
            tried: None,
            seen,
            n_unanswered: 0,
            kept: None,
        }),
        is_settled: RwSignal::new(false),
    };
    channel.listen(move |text| untrack(|| joined.hear(text)));
    windows::on_leave(move || joined.leave());
    joined.say(true, true);
    let wait = if is_presenter { LISTENS_LONGER } else { LISTENS };
    let settling = set_timeout_with_handle(move || joined.is_settled.set(true), wait).ok();
    let asking = is_presenter
        .then(|| set_interval_with_handle(move || joined.ask(), ASKS_EVERY).ok())
        .flatten();
    watch(move || joined.look());
    on_cleanup(move || {
        settling.into_iter().for_each(|handle| handle.clear());
        asking.into_iter().for_each(|handle| handle.clear());
        channel.leave();
    });
}

/// Changes what is known of the pair, if that changes anything.
fn tell(session: Session, change: impl FnOnce(&mut Pairing)) {
    let before = session.pairing.peek();
    let mut pairing = (*before).clone();
    change(&mut pairing);
    if pairing != *before {
        session.pairing.set(pairing);
    }
}

impl Joined {
    /// Looks at what this window shows, now and whenever that changes.
    fn look(self) {
        let now = shown_by(self.session, self.written);
        let is_running = self.session.simulator.run.read().is_running();
        let is_opening = matches!(*self.session.hash.read(), Hash::ToOpen(_));
        let is_settled = self.is_settled.get();
        if is_running || is_opening {
            return;
        }
        untrack(|| match self.state.get_value().awaits {
            true => self.show(),
            false if is_settled => self.tell_change(now),
            false => {}
        });
        if self.by.is_presenter && is_settled {
            tell(self.session, |pairing| {
                if pairing.began_at_ms == 0.0 {
                    pairing.began_at_ms = page::now_ms();
                }
            });
        }
    }

    /// Shows what was agreed on.
    fn show(self) {
        let mut state = self.state.get_value();
        let wanted = state.agreement.shown.clone();
        let exchange = wanted.exchange.as_ref().map(|exchange| exchange.id);
        let has_failed = exchange.is_some()
            && state.tried == exchange
            && shown_by(self.session, self.written).exchange != wanted.exchange;
        if !has_failed {
            state.tried = exchange;
            self.state.set_value(state.clone());
            if show(self.session, self.written, &wanted) == Outcome::Runs {
                return;
            }
        }
        (state.awaits, state.tried) = (false, None);
        state.seen = Some(shown_by(self.session, self.written));
        self.state.set_value(state);
        storage::keep_blank(wanted.is_blank);
        self.keep();
    }

    /// Something else is shown here than before: so it is to be everywhere.
    fn tell_change(self, mut now: Shown) {
        let mut state = self.state.get_value();
        // The other window's deck comes by way of the storage, maybe behind the word of its scene.
        let wanted = state.agreement.shown.scene;
        let is_as_before = state.seen.as_ref().is_some_and(|seen| seen.scene == now.scene);
        if is_as_before && now.scene != wanted {
            self.session.deck.arrive(wanted);
            now.scene = self.session.deck.peek().shown();
            state.seen.iter_mut().for_each(|seen| seen.scene = now.scene);
            self.state.set_value(state.clone());
        }
        if state.seen.as_ref() == Some(&now) {
            return;
        }
        let known = &state.agreement.shown;
        let is_new = known.exchange != now.exchange;
        // A window that was opened by a link to what both show has nothing new to say.
        if state.seen.is_none() && !is_new && known.place == now.place {
            state.awaits = true;
            self.state.set_value(state);
            return self.show();
        }
        state.seen = Some(now.clone());
        state.agreement.change(now);
        self.state.set_value(state);
        self.say(false, is_new);
        self.keep();
    }

    fn hear(self, text: &str) {
        let Some(said) = Said::read(text) else { return };
        if said.by.is_presenter == self.by.is_presenter && !self.by.is_presenter {
            return self.hear_another_room(&said);
        }
        let is_other = said.by.is_presenter != self.by.is_presenter;
        if is_other {
            let other = if said.is_leaving { Other::Gone } else { Other::Here };
            tell(self.session, |pairing| {
                pairing.other = other;
                pairing.trouble = None;
            });
        }
        let mut state = self.state.get_value();
        if is_other {
            state.n_unanswered = 0;
        }
        if said.is_leaving {
            self.state.set_value(state);
            return self.stop_what_is_led();
        }
        // A room that has yet to say what it shows knows no less than this window.
        let knows_something = said.stamp != Stamp::default();
        let before = state.agreement.shown.exchange.clone();
        let theirs = said.shown.exchange.clone();
        let heard = state.agreement.hear(said.stamp, said.shown);
        let is_same_exchange = state.agreement.shown.exchange == before;
        let is_running = self.session.simulator.run.peek().is_running();
        let is_opening = matches!(*self.session.hash.peek(), Hash::ToOpen(_));
        if heard == Heard::Newer {
            // What is being sent from here is newer than a step within what was shown before.
            state.awaits |= !(is_running && is_same_exchange);
        }
        let (is_due, mine) = (state.awaits, state.agreement.shown.exchange.clone());
        self.state.set_value(state);
        match heard {
            Heard::Newer if is_due && !is_opening && !(is_running && is_same_exchange) => {
                self.show();
            }
            Heard::Newer | Heard::Same => {}
            Heard::Unknown => return self.say(true, true),
            Heard::Older => return self.say(false, mine != theirs),
        }
        if is_other && self.by.is_presenter && knows_something {
            self.is_settled.set(true);
        }
        if said.is_asking {
            self.say(false, mine != theirs);
        }
    }

    /// Two windows that would both be the room's, as a tab and its duplicate: the younger one is a room
    /// of its own.
    fn hear_another_room(self, said: &Said) {
        let younger = |one: &Speaker, other: &Speaker| {
            (one.since_ms, one.window) > (other.since_ms, other.window)
        };
        if said.is_leaving {
            return;
        }
        if younger(&self.by, &said.by) {
            storage::keep_pair(None);
            return self.session.pairing.set(Pairing::default());
        }
        if said.is_asking {
            self.say(false, false);
        }
    }

    /// What went on by the other window's time goes on no more.
    fn stop_what_is_led(self) {
        let player = self.session.player;
        let is_led = (*player.playback.peek()).as_ref().is_some_and(|playback| playback.is_led);
        if is_led {
            player.dispatch(Command::PlayOrPause);
        }
    }

    fn ask(self) {
        let mut state = self.state.get_value();
        if state.n_unanswered >= QUESTIONS {
            tell(self.session, |pairing| pairing.other = Other::Gone);
        }
        state.n_unanswered += 1;
        self.state.set_value(state);
        self.say(true, false);
    }

    fn leave(self) {
        let state = self.state.get_value();
        let said = Said { by: self.by, is_leaving: true, ..Said::default() };
        let said = Said { stamp: state.agreement.stamp, ..said };
        self.channel.get_value().say(&said.text());
    }

    fn said(self) -> Said {
        let Agreement { stamp, shown, .. } = self.state.get_value().agreement;
        Said { by: self.by, stamp, shown, ..Said::default() }
    }

    fn say(self, is_asking: bool, with_text: bool) {
        let mut said = Said { is_asking, ..self.said() };
        if !with_text {
            drop_text(&mut said, 0);
        }
        self.channel.get_value().say(&said.text());
    }

    /// Keeps what is shown for when this window comes back; what holds secrets stays with the other
    /// window alone.
    fn keep(self) {
        let mut said = self.said();
        drop_text(&mut said, KEPT_MAX);
        if let Some(exchange) = &said.shown.exchange {
            let mut state = self.state.get_value();
            let known = state.kept.filter(|(id, _)| *id == exchange.id);
            let (id, is_secret) = known.unwrap_or_else(|| (exchange.id, exchange.holds_secrets()));
            state.kept = Some((id, is_secret));
            self.state.set_value(state);
            drop_text(&mut said, if is_secret { 0 } else { KEPT_MAX });
        }
        storage::keep_pair(Some(&[&self.room.get_value(), "\n", &*said.text()].concat()));
    }
}

/// Leaves out the text of what was sent where it is longer than this.
fn drop_text(said: &mut Said, most: usize) {
    if let Some(exchange) = &mut said.shown.exchange {
        exchange.text = exchange.text.take().filter(|text| text.len() <= most);
    }
}
