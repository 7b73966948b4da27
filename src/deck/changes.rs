//! What scenes show since they were changed live, while the deck is given: who comes back to one finds
//! it as it was left, until it is put back.

use sharing::link::{LinkState, Secrets, file_text, read_file};

/// What is kept over a reload has at most so many octets; what is more is forgotten by that.
const KEPT_MAX: usize = 500_000;

/// What scenes show instead of what they store, by their ids.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes(Vec<(u32, LinkState)>);

impl Changes {
    /// What a scene shows by now, where it was changed.
    pub fn of(&self, id: u32) -> Option<&LinkState> {
        self.0.iter().find(|(changed, _)| *changed == id).map(|(_, state)| state)
    }

    /// A scene shows this by now, or again what it stores.
    pub fn set(&mut self, id: u32, state: Option<LinkState>) {
        self.0.retain(|(changed, _)| *changed != id);
        self.0.extend(state.map(|state| (id, state)));
    }

    /// As it is kept over a reload, without secrets: a line for each scene, with its place.
    pub fn text(&self, place_of: impl Fn(u32) -> Option<usize>) -> String {
        let line = |(id, state): &(u32, LinkState)| {
            Some(format!("{} {}", place_of(*id)?, file_text(state, Secrets::LeaveOut)))
        };
        let text: String = self.0.iter().filter_map(line).collect();
        if text.len() > KEPT_MAX { String::new() } else { text }
    }

    /// Reads what [`Self::text`] wrote; what says nothing is passed over.
    pub fn read(text: &str, id_of: impl Fn(usize) -> Option<u32>) -> Self {
        let line = |line: &str| {
            let (place, state) = line.split_once(' ')?;
            Some((id_of(place.parse().ok()?)?, read_file(state).ok()?))
        };
        Self(text.lines().filter_map(line).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sharing::place::Place;
    use trace::Scenario;

    #[test]
    fn what_was_changed_comes_back_after_a_reload_at_the_places_of_its_scenes() {
        let state = |seed| {
            let scenario = Scenario { seed, ..Scenario::default() };
            LinkState::sent(scenario, Place { step: 3, ..Place::default() })
        };
        let mut changes = Changes::default();
        changes.set(7, Some(state(2)));
        changes.set(9, Some(state(3)));
        changes.set(7, Some(state(4)));
        let place_of = |id: u32| (7..10).position(|known| known == id);
        let text = changes.text(place_of);
        let read = Changes::read(&text, |place| Some(place as u32 + 20));
        assert_eq!((read.of(20), read.of(22)), (Some(&state(4)), Some(&state(3))));
        assert_eq!(read.of(21), None);
        changes.set(9, None);
        assert_eq!(changes.of(9), None);
        for text in ["", "x", "1 v1.x", "0\n", "-1 a"] {
            assert_eq!(Changes::read(text, |_| Some(1)), Changes::default(), "{text}");
        }
    }
}
