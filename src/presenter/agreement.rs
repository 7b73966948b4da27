//! Which of two windows is right: the one that changed something last.
//!
//! Each change gets a number that is higher than all that its window has heard of, and the window's
//! own name, which decides between two that changed something at the same moment (L. Lamport, Time,
//! Clocks, and the Ordering of Events in a Distributed System, 1978). A window takes whatever has a
//! higher stamp than what it shows, and answers a lower one with its own. So all end at the same,
//! in whatever order they hear, and one that comes back finds the newest with whoever is there.

use crate::presenter::said::{Said, Stamp};
use crate::presenter::shown::Shown;

/// What a window knows to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The window's own name.
    own: u32,
    /// When what is shown was changed; the least of all before anything is known.
    pub stamp: Stamp,
    /// What is shown.
    pub shown: Shown,
}

/// What to do about something that was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It is newer: it is to be shown here too.
    Newer,
    /// It is newer, and what was sent is not known here: it is to be asked for.
    Unknown,
    /// It is older: whoever says so is to be told.
    Older,
    /// Nothing.
    Same,
}

impl Agreement {
    /// Of a window that knows nothing yet.
    pub fn new(own: u32) -> Self {
        Self { own, stamp: Stamp::default(), shown: Shown::default() }
    }

    /// Of a window that comes back and had kept this.
    pub fn kept(own: u32, kept: Said) -> Self {
        Self { own, stamp: kept.stamp, shown: kept.shown }
    }

    /// This window shows something else now.
    pub fn change(&mut self, shown: Shown) {
        self.stamp = Stamp { revision: self.stamp.revision + 1, writer: self.own };
        self.shown = shown;
    }

    /// Another window says what it shows.
    pub fn hear(&mut self, stamp: Stamp, mut shown: Shown) -> Heard {
        if stamp <= self.stamp {
            return if stamp == self.stamp { Heard::Same } else { Heard::Older };
        }
        if let Some(exchange) = &mut shown.exchange
            && exchange.text.is_none()
        {
            let known = self.shown.exchange.as_ref().filter(|known| *known == exchange);
            let Some(text) = known.and_then(|known| known.text.clone()) else {
                return Heard::Unknown;
            };
            exchange.text = Some(text);
        }
        (self.stamp, self.shown) = (stamp, shown);
        Heard::Newer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presenter::exchange::Exchange;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    /// Windows, and what each has yet to hear.
    struct Room {
        windows: Vec<Agreement>,
        kept: Vec<Said>,
        inboxes: Vec<VecDeque<Said>>,
        n_loads: u32,
    }

    #[derive(Debug, Clone)]
    enum Event {
        Change { window: usize, step: usize, exchange: u8 },
        Hear { window: usize },
        Reload { window: usize },
        CrashWithoutARecord { window: usize },
    }

    impl Room {
        fn new(n: usize) -> Self {
            let mut room = Self {
                windows: Vec::new(),
                kept: vec![Said::default(); n],
                inboxes: vec![VecDeque::new(); n],
                n_loads: 0,
            };
            for window in 0..n {
                room.windows.push(Agreement::new(window as u32));
            }
            room.change(0, 0, 0);
            room
        }

        fn say(&mut self, from: usize, is_asking: bool, with_text: bool) {
            let Agreement { stamp, shown, .. } = self.windows[from].clone();
            let mut said = Said { stamp, shown, is_asking, ..Said::default() };
            self.kept[from] = said.clone();
            if !with_text && let Some(exchange) = &mut said.shown.exchange {
                exchange.text = None;
            }
            let said = Said::read(&said.text()).expect("what is said is understood");
            for (to, inbox) in self.inboxes.iter_mut().enumerate() {
                if to != from {
                    inbox.push_back(said.clone());
                }
            }
        }

        fn change(&mut self, window: usize, step: usize, exchange: u8) {
            let exchange = Some(Exchange::of_text(&exchange.to_string()));
            let is_new = self.windows[window].shown.exchange != exchange;
            let mut shown = Shown { exchange, ..Shown::default() };
            shown.place.step = step;
            self.windows[window].change(shown);
            self.say(window, false, is_new);
        }

        fn hear(&mut self, window: usize) {
            let Some(said) = self.inboxes[window].pop_front() else { return };
            let heard = self.windows[window].hear(said.stamp, said.shown);
            let is_unknown = heard == Heard::Unknown;
            if is_unknown || heard == Heard::Older || said.is_asking {
                self.say(window, is_unknown, true);
            }
        }

        /// What was under way to it is lost.
        fn reload(&mut self, window: usize, kept: Said) {
            self.n_loads += 1;
            self.inboxes[window].clear();
            self.windows[window] = Agreement::kept(100 + self.n_loads, kept);
            self.say(window, true, true);
        }

        fn take(&mut self, event: Event) {
            match event {
                Event::Change { window, step, exchange } => self.change(window, step, exchange),
                Event::Hear { window } => self.hear(window),
                Event::Reload { window } => self.reload(window, self.kept[window].clone()),
                Event::CrashWithoutARecord { window } => self.reload(window, Said::default()),
            }
        }

        fn come_to_rest(&mut self) {
            for _ in 0..10_000 {
                let Some(window) = self.inboxes.iter().position(|inbox| !inbox.is_empty()) else {
                    return;
                };
                self.hear(window);
            }
            panic!("they go on talking for ever");
        }
    }

    fn event(n: usize) -> impl Strategy<Value = Event> {
        let change = (0..n, 0..9_usize, 0..3_u8);
        prop_oneof![
            6 => change.prop_map(|(window, step, exchange)| Event::Change { window, step, exchange }),
            6 => (0..n).prop_map(|window| Event::Hear { window }),
            1 => (0..n).prop_map(|window| Event::Reload { window }),
            1 => (0..n).prop_map(|window| Event::CrashWithoutARecord { window }),
        ]
    }

    proptest! {
        #[test]
        fn all_windows_end_at_the_same_whatever_is_pressed_heard_and_loaded_again(
            events in proptest::collection::vec(event(3), 0..200)
        ) {
            let mut room = Room::new(3);
            for event in events {
                room.take(event);
            }
            // Each window asks now and then, in case that something was lost.
            for window in 0..3 {
                room.say(window, true, true);
            }
            room.come_to_rest();
            let first = room.windows[0].clone();
            for window in &room.windows {
                prop_assert_eq!((window.stamp, &window.shown), (first.stamp, &first.shown));
            }
        }
    }

    #[test]
    fn what_is_newer_is_never_lost_to_a_window_that_comes_back() {
        let mut room = Room::new(2);
        room.come_to_rest();
        for step in 1..5 {
            room.change(0, step, 1);
        }
        room.reload(1, Said::default());
        room.come_to_rest();
        assert_eq!(room.windows[1].shown.place.step, 4);
        room.change(1, 7, 1);
        // The one that had not heard yet is gone before it does.
        room.reload(0, room.kept[0].clone());
        room.come_to_rest();
        assert_eq!(room.windows[0].shown.place.step, 7);
    }
}
