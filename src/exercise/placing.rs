//! Things on their way into an order: which of them stands where by now.

/// Places in a row, some with a thing in it; the things without a place wait.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placing {
    /// For each place the thing in it, by its number.
    pub places: Vec<Option<usize>>,
    /// The place whose thing the arrow keys move.
    pub held: Option<usize>,
}

impl Placing {
    /// So many things, all of which wait.
    pub fn of(count: usize) -> Self {
        Self { places: vec![None; count], held: None }
    }

    /// The things that wait, in their own order.
    pub fn waiting(&self) -> Vec<usize> {
        (0..self.places.len()).filter(|thing| !self.places.contains(&Some(*thing))).collect()
    }

    /// The order, once nothing waits.
    pub fn order(&self) -> Option<Vec<usize>> {
        self.places.iter().copied().collect()
    }

    /// Puts a thing into a place. What stood there goes to where the thing was.
    pub fn put(&mut self, thing: usize, place: usize) {
        if place >= self.places.len() || thing >= self.places.len() {
            return;
        }
        let from = self.places.iter().position(|known| *known == Some(thing));
        let other = self.places[place].replace(thing);
        if let Some(from) = from.filter(|from| *from != place) {
            self.places[from] = other;
        }
        self.held = None;
    }

    /// Puts a thing that waits into the first free place.
    pub fn put_first(&mut self, thing: usize) {
        if let Some(free) = self.places.iter().position(Option::is_none) {
            self.put(thing, free);
        }
    }

    /// Has a thing wait again.
    pub fn take_out(&mut self, thing: usize) {
        self.held = None;
        self.places
            .iter_mut()
            .filter(|place| **place == Some(thing))
            .for_each(|place| *place = None);
    }

    /// Takes up the thing of a place, or lets it go.
    pub fn hold(&mut self, place: usize) {
        let is_there = self.places.get(place).is_some_and(Option::is_some);
        self.held = (self.held != Some(place) && is_there).then_some(place);
    }

    /// Moves the thing that is held by one place. Says whether one is held.
    pub fn shift(&mut self, is_on: bool) -> bool {
        let Some(held) = self.held else { return false };
        let next = if is_on { held + 1 } else { held.wrapping_sub(1) };
        if next < self.places.len() {
            self.places.swap(held, next);
            self.held = Some(next);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_one_place_or_waits() {
        let mut placing = Placing::of(4);
        placing.put_first(2);
        placing.put(1, 3);
        assert_eq!((placing.order(), placing.waiting()), (None, vec![0, 3]));
        placing.put(0, 0);
        assert_eq!(placing.places, [Some(0), None, None, Some(1)], "what stood there waits again");
        placing.put(1, 0);
        assert_eq!(placing.places, [Some(1), None, None, Some(0)], "both have changed places");
        placing.put_first(2);
        placing.put_first(3);
        assert_eq!(placing.order(), Some(vec![1, 2, 3, 0]));
        placing.put_first(2);
        placing.put(9, 0);
        placing.put(0, 9);
        assert_eq!(placing.order(), Some(vec![1, 2, 3, 0]));
        placing.take_out(2);
        assert_eq!(placing.waiting(), [2]);
    }

    #[test]
    fn what_is_held_moves_by_one_place_and_stays_within() {
        let mut placing = Placing::of(3);
        assert!(!placing.shift(true));
        placing.hold(0);
        assert!(!placing.shift(true), "nothing stands there");
        placing.put(1, 0);
        placing.hold(0);
        assert!(placing.shift(true) && placing.shift(true) && placing.shift(true));
        assert_eq!((placing.places.clone(), placing.held), (vec![None, None, Some(1)], Some(2)));
        placing.hold(2);
        assert!(!placing.shift(false));
    }
}
