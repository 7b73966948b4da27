//! What the reader may order that concerns more than one part of the page. Views give orders, the
//! session obeys them; so no view has to know the session.

use crate::view::fact::Fact;
use compose::draft::Draft;
use leptos::prelude::*;
use sharing::place::{Compared, Place};
use std::sync::Arc;
use trace::{FetchId, Scenario};

/// An order.
#[derive(Debug, Clone)]
pub enum Order {
    /// Give up on the run under way.
    Cancel,
    /// Open the presenter's window from the room's, or the room's from the presenter's.
    OpenOtherWindow,
    /// Open a fetch of the history, and put its request back into the composer.
    OpenFetch(FetchId),
    /// Start afresh with a whole scenario.
    OpenScenario(Box<Scenario>),
    /// Show what another program recorded: the text of an HTTP Archive.
    OpenRecording(Arc<str>),
    /// Send what stands in the composer to where the switch says.
    PressSend,
    /// Have nothing go wrong any more, and run everything again.
    Repair,
    /// Start afresh: nothing was sent, the world is the default one.
    ResetWorld,
    /// Show what a link says.
    Restore(Box<Draft>, Box<Scenario>, Place),
    /// Show a scene; what is shown stays until it is there.
    ShowScene(Box<Draft>, Box<Scenario>, Place),
    /// Put a request into the composer and send it into the simulated world.
    SendDraft(Box<Draft>),
    /// Send what stands in the composer into the simulated world.
    SendSimulated,
    /// Run what was sent so far again, in the world that was typed.
    SimulateAgain,
    /// Show all fetches on one clock, or the page again.
    ToggleOverview,
    /// Open exercises on what is shown, or close them.
    ToggleExercises,
    /// Show what is sent again and again, or the page again.
    ToggleReplaying,
    /// Show these two beside each other.
    Compare(Box<Compared>),
    /// Show two fetches beside each other, or the page again.
    ToggleComparing,
    /// Open the list of keys, or close it.
    ToggleKeysList,
    /// Show the lanes and the sentence alone, large, or the page again.
    TogglePresenting,
}

type Obey = Arc<dyn Fn(Order) + Send + Sync>;

/// Where orders are given. Copies are the same.
#[derive(Clone, Copy)]
pub struct Orders {
    obey: StoredValue<Option<Obey>>,
    /// The last order that nobody obeyed yet.
    waiting: Fact<Option<Order>>,
}

impl Default for Orders {
    fn default() -> Self {
        Self { obey: StoredValue::new(None), waiting: Fact::new(None) }
    }
}

impl Orders {
    /// From now on orders are obeyed; so is the last one that waited for this.
    pub fn obey(self, obey: impl Fn(Order) + Send + Sync + 'static) {
        self.obey.set_value(Some(Arc::new(obey)));
        if let Some(order) = &*self.waiting.peek() {
            self.waiting.set(None);
            self.give(order.clone());
        }
    }

    /// Gives an order.
    pub fn give(self, order: Order) {
        match self.obey.get_value() {
            Some(obey) => obey(order),
            None => self.waiting.set(Some(order)),
        }
    }

    /// Whether an order waits to be obeyed.
    pub fn is_waiting(self) -> bool {
        self.waiting.read().is_some()
    }
}
