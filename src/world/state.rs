//! The world being chosen.

use crate::orders::{Order, Orders};
use crate::view::fact::Fact;
use crate::world::form::{WorldError, WorldForm};
use trace::Scenario;

/// The world being chosen. Copies are the same.
#[derive(Clone, Copy)]
pub struct World {
    /// What is chosen and typed.
    pub form: Fact<WorldForm>,
    orders: Orders,
}

impl World {
    /// The usual world.
    pub fn new(orders: Orders) -> Self {
        Self { form: Fact::new(WorldForm::default()), orders }
    }

    /// What is wrong with what was typed.
    pub fn error(self) -> Option<WorldError> {
        self.form.read().apply_to(&mut Scenario::default()).err()
    }

    /// Has what was sent so far run in it.
    pub fn run_again(self) {
        self.orders.give(Order::SimulateAgain);
    }
}
