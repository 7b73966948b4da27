//! What stands beside each other, and what runs it.

use crate::compare::subjects::{first_choice, scenario_of};
use crate::playback::player::Player;
use crate::run::simulator::Simulator;
use crate::view::fact::Fact;
use crate::worker::engine::Engine;
use sharing::place::{Compared, Subject};
use std::sync::Arc;
use trace::{Scenario, Trace};

/// What stands beside each other. Copies are the same.
#[derive(Clone, Copy)]
pub struct Comparer {
    /// The two, and how far both were gone through; nothing while nothing is compared.
    pub compared: Fact<Option<Compared>>,
    /// The trace of the side with a change, once there is one.
    pub changed: Fact<Option<Arc<Trace>>>,
    /// What makes it.
    pub simulator: Simulator,
}

impl Comparer {
    /// Nothing is compared yet.
    pub fn new(engine: Engine) -> Self {
        Self {
            compared: Fact::new(None),
            changed: Fact::new(None),
            simulator: Simulator::beside(engine),
        }
    }

    /// Opens it on what is shown and what was sent before it, or a change of it; closes it where it is
    /// open. Nothing where nothing was sent.
    pub fn toggle(self, player: Player) {
        let next = match (&*self.compared.peek(), &*player.playback.peek()) {
            (None, Some(playback)) => {
                let shown = playback.sequence.fetch;
                shown.and_then(|fetch| first_choice(playback.trace(), fetch))
            }
            (Some(_), _) | (None, None) => None,
        };
        self.compared.set(next.map(|sides| Compared { sides, row: 0 }));
    }

    /// Whether something is compared.
    pub fn is_shown(self) -> bool {
        self.compared.read().is_some()
    }

    /// Puts something on one side. Of two changes one is run at a time, so the other side shows what was
    /// sent.
    pub fn choose(self, side: usize, subject: Subject) {
        self.compared.update(|compared| {
            let Some(Compared { sides, row }) = compared else { return };
            let other = &mut sides[1 - side];
            if matches!((&*other, &subject), (Subject::Changed(..), Subject::Changed(..))) {
                *other = Subject::Sent(other.fetch());
            }
            sides[side] = subject;
            *row = 0;
        });
    }

    /// Each side in the place of the other.
    pub fn swap(self) {
        self.compared.update(|compared| {
            compared.iter_mut().for_each(|Compared { sides, .. }| sides.reverse());
        });
    }

    /// Goes to a row.
    pub fn seek(self, row: usize) {
        let is_there = self.compared.peek().as_ref().as_ref().is_some_and(|now| now.row == row);
        if !is_there {
            self.compared.update(|compared| {
                compared.iter_mut().for_each(|compared| compared.row = row);
            });
        }
    }

    /// Has the change be run that one side shows, unless its trace is here.
    pub fn run(self, sent: &Arc<Trace>, sides: &[Subject; 2]) {
        let scenario = sides.iter().find_map(|subject| scenario_of(sent, subject));
        scenario.into_iter().for_each(|scenario| self.run_beside(scenario));
    }

    /// Has a scenario be run beside what is shown, unless its trace is here.
    pub fn run_beside(self, scenario: Scenario) {
        let changed = self.changed.peek();
        if (*changed).as_ref().is_none_or(|trace| trace.scenario != scenario) {
            self.simulator.start(scenario, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::tests::with_session;
    use compose::change::Change;
    use trace::FetchId;

    fn sides(comparer: Comparer) -> Option<[Subject; 2]> {
        comparer.compared.peek().as_ref().as_ref().map(|compared| compared.sides.clone())
    }

    #[test]
    fn nothing_is_compared_before_something_was_sent() {
        with_session(|session| {
            session.comparer.toggle(session.player);
            assert_eq!(sides(session.comparer), None);
        });
    }

    #[test]
    fn one_side_at_most_is_a_change() {
        with_session(|session| {
            session.press_send();
            let comparer = session.comparer;
            comparer.toggle(session.player);
            let Some([Subject::Sent(first), Subject::Changed(..)]) = sides(comparer) else {
                panic!("what was sent, and a change of it");
            };
            comparer.swap();
            comparer.choose(1, Subject::Changed(first, Change::Encrypted(true)));
            let expected = [Subject::Sent(first), Subject::Changed(first, Change::Encrypted(true))];
            assert_eq!(sides(comparer), Some(expected));
            comparer.toggle(session.player);
            assert_eq!(sides(comparer), None);
        });
    }

    #[test]
    fn a_link_opens_what_it_compares() {
        with_session(|session| {
            let compared = Compared { sides: [0, 0].map(|id| Subject::Sent(FetchId(id))), row: 4 };
            let place = sharing::place::Place {
                compared: Some(Box::new(compared.clone())),
                ..Default::default()
            };
            let order = crate::orders::Order::Restore(Box::default(), Box::default(), place);
            session.orders.give(order);
            assert_eq!(*session.comparer.compared.peek(), Some(compared));
            session.orders.give(crate::orders::Order::ResetWorld);
            assert_eq!(*session.comparer.compared.peek(), None);
        });
    }
}
