//! A fact: a value that is looked at while it changes, without a lock that anyone could hold.
//!
//! The framework's signals lend their value: as long as what was lent is alive, to write panics,
//! and how long that is depends on where in an expression it stands. A [`Fact`] lends nothing. It
//! hands out a share of the value as it is, and changes by taking the place of it. Everywhere else
//! `clippy.toml` denies whatever lends (`read`, `with`, `write`, `update` and their kin), so a
//! signal that is no fact is read and written whole: `get`, `set`.
//!
//! All facts are signals of one type, since the program is compiled once for each.

#![allow(clippy::disallowed_methods, reason = "the one place that knows signals from within")]

use leptos::prelude::*;
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

/// A value of any type.
type Value = Arc<dyn Any + Send + Sync>;

/// A value that may change. Copies are the same fact.
pub struct Fact<T: 'static>(RwSignal<Value>, PhantomData<fn() -> T>);

impl<T> Clone for Fact<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Fact<T> {}

impl<T: Send + Sync + 'static> Fact<T> {
    /// A fact that starts as `value`.
    pub fn new(value: T) -> Self {
        Self(RwSignal::new(Arc::new(value)), PhantomData)
    }

    /// The value as it is now. Who reads is told when there is another.
    pub fn read(self) -> Arc<T> {
        typed(self.0.get())
    }

    /// The value as it is now, for who does not want to be told.
    pub fn peek(self) -> Arc<T> {
        typed(self.0.get_untracked())
    }

    /// Another value from now on.
    pub fn set(self, value: T) {
        self.0.set(Arc::new(value));
    }
}

impl<T: Clone + Send + Sync + 'static> Fact<T> {
    /// Changes a copy, which then takes the place of the value. What `change` reads of this fact
    /// is still the old value, and what it writes to it is overwritten.
    pub fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> R {
        let mut value = T::clone(&self.peek());
        let result = change(&mut value);
        self.set(value);
        result
    }
}

fn typed<T: Send + Sync + 'static>(value: Value) -> Arc<T> {
    value.downcast().expect("a fact holds what it was made of")
}

/// Turns `yes` into `no` and back.
pub fn toggle(switch: RwSignal<bool>) {
    switch.set(!switch.get_untracked());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(story: impl FnOnce()) {
        let owner = Owner::new();
        owner.with(story);
    }

    #[test]
    fn a_fact_is_written_while_what_was_read_of_it_is_alive() {
        check(|| {
            let fact = Fact::new(vec![1]);
            let (before, again) = (fact.read(), fact.peek());
            fact.set(vec![2]);
            fact.update(|value| value.push(before[0] + again[0]));
            assert_eq!((&*before, &*fact.read()), (&vec![1], &vec![2, 2]));
        });
    }

    #[test]
    fn a_change_may_read_and_write_the_fact_that_it_changes() {
        check(|| {
            let fact = Fact::new(1);
            let seen = fact.update(|value| {
                fact.set(7);
                *value += *fact.peek();
                *fact.read()
            });
            assert_eq!((seen, *fact.peek()), (7, 8));
        });
    }

    #[test]
    fn a_memo_of_a_fact_follows_it() {
        check(|| {
            let fact = Fact::new("a".to_owned());
            let memo = Memo::new(move |_| fact.read().len());
            assert_eq!(memo.get(), 1);
            fact.update(|text| text.push('b'));
            assert_eq!(memo.get(), 2);
        });
    }
}
