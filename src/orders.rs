//! What the reader may order that concerns more than one part of the page. Views give orders, the
//! session obeys them; so no view has to know the session.

use crate::playback::state::Place;
use compose::draft::Draft;
use leptos::prelude::*;
use std::sync::Arc;
use trace::{FetchId, Scenario};

/// An order.
#[derive(Debug, Clone)]
pub enum Order {
    /// Open a fetch of the history, and put its request back into the composer.
    OpenFetch(FetchId),
    /// Start afresh with a whole scenario.
    OpenScenario(Box<Scenario>),
    /// Have nothing go wrong any more, and run everything again.
    Repair,
    /// Start afresh: nothing was sent, the world is the default one.
    ResetWorld,
    /// Show what a link says.
    Restore(Box<Draft>, Box<Scenario>, Place),
    /// Put a request into the composer and send it into the simulated world.
    SendDraft(Box<Draft>),
    /// Send what stands in the composer into the simulated world.
    SendSimulated,
    /// Run what was sent so far again, in the world that was typed.
    SimulateAgain,
    /// Open the list of keys, or close it.
    ToggleKeysList,
}

type Obey = Arc<dyn Fn(Order) + Send + Sync>;

/// Where orders are given. Copies are the same.
#[derive(Clone, Copy)]
pub struct Orders(StoredValue<Option<Obey>>);

impl Default for Orders {
    fn default() -> Self {
        Self(StoredValue::new(None))
    }
}

impl Orders {
    /// From now on orders are obeyed.
    pub fn obey(self, obey: impl Fn(Order) + Send + Sync + 'static) {
        self.0.set_value(Some(Arc::new(obey)));
    }

    /// Gives an order. What gives one is shown once somebody obeys.
    pub fn give(self, order: Order) {
        self.0.get_value().into_iter().for_each(|obey| obey(order.clone()));
    }
}
