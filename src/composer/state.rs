//! What is being written, and all that changes it.

use crate::composer::pasted::Pasted;
use crate::later::door::Door;
use crate::mode::Mode;
use crate::orders::{Order, Orders};
use crate::view::fact::Fact;
use compose::body::{BodyKind, EarlierBodies};
use compose::credentials::Credentials;
use compose::draft::Draft;
use compose::input_error::{InputError, Place};
use leptos::prelude::*;
use trace::{ClientKind, Request};

/// Where what cannot be sent stands, if it is folded away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// In the request: a header, the body.
    Request,
    /// In the world.
    World,
}

/// Says what is wrong with a request. Nobody asks before something was to be sent.
pub static CHECK: Door<fn(&Draft) -> Option<InputError>> = Door::to_steps();

/// The request being written. Copies are the same.
#[derive(Clone, Copy)]
pub struct Composer {
    /// The request being written.
    pub draft: Fact<Draft>,
    /// What kind of program sends it.
    pub client: RwSignal<ClientKind>,
    /// What was typed to say who asks.
    pub credentials: Fact<Credentials>,
    /// What became of the curl command that was pasted last.
    pub pasted: Fact<Option<Pasted>>,
    /// Whether Send was refused; from then on errors are shown until there are none.
    pub is_checking: RwSignal<bool>,
    /// What stands in the way of the last press on Send, unless the URL or the method does.
    pub refused: RwSignal<Option<Refused>>,
    /// Where Send sends to. A page never starts with Real, whatever its link says.
    pub mode: RwSignal<Mode>,
    earlier_bodies: Fact<EarlierBodies>,
    orders: Orders,
}

impl Composer {
    /// A composer in which this stands.
    pub fn new(draft: Draft, orders: Orders) -> Self {
        Self {
            draft: Fact::new(draft),
            client: RwSignal::new(ClientKind::Python),
            credentials: Fact::new(Credentials::default()),
            pasted: Fact::new(None),
            is_checking: RwSignal::new(false),
            refused: RwSignal::new(None),
            mode: RwSignal::new(Mode::Simulated),
            earlier_bodies: Fact::new(EarlierBodies::default()),
            orders,
        }
    }

    /// What is wrong with the request, once Send was refused.
    pub fn input_error(self) -> Option<InputError> {
        let check = CHECK.behind().filter(|_| self.is_checking.get())?;
        check(&self.draft.read())
    }

    /// The request that is written, or an error beside its field.
    pub fn checked_request(self) -> Option<Request> {
        let request = self.draft.peek().request();
        self.is_checking.set(request.is_err());
        let is_folded = |error: &InputError| !matches!(error.place, Place::Url | Place::Method);
        if request.as_ref().is_err_and(is_folded) {
            self.refused.set(Some(Refused::Request));
        }
        request.ok()
    }

    /// Puts another request into the composer.
    pub fn replace_draft(self, draft: Draft) {
        self.earlier_bodies.set(EarlierBodies::default());
        self.is_checking.set(false);
        self.draft.set(draft);
    }

    /// Another kind of body: what was written as one of the others stays known.
    pub fn choose_body(self, kind: BodyKind) {
        self.earlier_bodies.update(|earlier| {
            self.draft.update(|draft| earlier.switch(&mut draft.body, kind));
        });
    }

    /// Another kind of client sends, and has sent what was sent so far.
    pub fn choose_client(self, kind: ClientKind) {
        let old = self.client.get_untracked();
        if kind == old {
            return;
        }
        self.client.set(kind);
        self.draft.update(|draft| draft.headers.change_client(old, kind));
        self.orders.give(Order::SimulateAgain);
    }

    /// Sends what was pasted from curl itself, as long as nothing was typed since with the very fields
    /// that it would send.
    pub fn send_pasted_from_curl(self) {
        if let Some(Pasted::Taken { after, from_curl, .. }) = &*self.pasted.peek()
            && **after == *self.draft.peek()
        {
            self.draft.set(Draft::clone(from_curl));
            self.client.set(ClientKind::Curl);
            return self.orders.give(Order::SimulateAgain);
        }
        self.choose_client(ClientKind::Curl);
    }

    /// Takes back the curl command that was pasted last.
    pub fn undo_paste(self) {
        if let Some(Pasted::Taken { before, client_before, .. }) = &*self.pasted.peek() {
            self.choose_client(*client_before);
            self.replace_draft(Draft::clone(before));
        }
        self.pasted.set(None);
    }

    /// The same if nothing was typed since; tells whether it was done.
    pub fn undo_paste_if_untouched(self) -> bool {
        let is_untouched = match &*self.pasted.peek() {
            Some(Pasted::Taken { after, from_curl, .. }) => {
                let draft = self.draft.peek();
                **after == *draft || **from_curl == *draft
            }
            Some(Pasted::Waiting(_) | Pasted::Refused(_)) | None => false,
        };
        if is_untouched {
            self.undo_paste();
        }
        is_untouched
    }
}

/// What is wrong with a request.
pub fn check(draft: &Draft) -> Option<InputError> {
    draft.request().err()
}
