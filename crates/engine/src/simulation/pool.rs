//! Things that several tasks share: each is lent to one task at a time, first come, first served.

use core::cell::RefCell;
use core::ops::{Deref, DerefMut};
use futures_channel::oneshot;
use std::collections::VecDeque;
use std::rc::Rc;

/// A pool; clones are the same pool.
pub struct Pool<T>(Rc<RefCell<Places<T>>>);

struct Places<T> {
    /// What came back last goes out first.
    idle: Vec<T>,
    waiting: VecDeque<oneshot::Sender<Lease<T>>>,
}

/// Something on loan: it goes back when this is dropped.
pub struct Lease<T> {
    /// `None` once it has gone back.
    item: Option<T>,
    pool: Pool<T>,
}

impl<T> Clone for Pool<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Pool<T> {
    /// A pool of these.
    pub fn new(items: impl IntoIterator<Item = T>) -> Self {
        let idle = items.into_iter().collect();
        Self(Rc::new(RefCell::new(Places { idle, waiting: VecDeque::new() })))
    }

    /// Waits until one is free.
    pub async fn take(&self) -> Lease<T> {
        let idle = self.0.borrow_mut().idle.pop();
        if let Some(item) = idle {
            return Lease { item: Some(item), pool: self.clone() };
        }
        let (turn, wait) = oneshot::channel();
        self.0.borrow_mut().waiting.push_back(turn);
        wait.await.expect("the pool is there as long as somebody waits at it")
    }

    fn give_back(&self, item: T) {
        let mut lease = Lease { item: Some(item), pool: self.clone() };
        loop {
            let next = self.0.borrow_mut().waiting.pop_front();
            let Some(turn) = next else { break };
            match turn.send(lease) {
                Ok(()) => return,
                // Whoever waited has given up.
                Err(unsent) => lease = unsent,
            }
        }
        let item = lease.item.take();
        self.0.borrow_mut().idle.extend(item);
    }
}

impl<T> Drop for Lease<T> {
    fn drop(&mut self) {
        if let Some(item) = self.item.take() {
            self.pool.give_back(item);
        }
    }
}

impl<T> Deref for Lease<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.item.as_ref().expect("it is here until it goes back")
    }
}

impl<T> DerefMut for Lease<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.item.as_mut().expect("it is here until it goes back")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[test]
    fn first_come_first_served_and_who_gives_up_loses_the_place() {
        let pool = Pool::new(["a"]);
        let lease = pool.take().now_or_never().expect("one is free");
        let mut waiting: Vec<_> = (0..3).map(|_| Box::pin(pool.take())).collect();
        assert!(waiting.iter_mut().all(|wait| wait.as_mut().now_or_never().is_none()));
        drop(waiting.remove(0));
        drop(lease);
        assert!(waiting[1].as_mut().now_or_never().is_none());
        let lease = waiting[0].as_mut().now_or_never().expect("it is free again");
        assert_eq!(*lease, "a");
        drop(lease);
        // Given to the last one, who never looks.
        drop(waiting);
        assert!(pool.take().now_or_never().is_some());
    }
}
