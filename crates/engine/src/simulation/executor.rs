//! A small single-threaded executor: tasks run in the order in which they were woken.

use core::cell::RefCell;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Waker};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::task::Wake;

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// The tasks of a world.
#[derive(Default)]
pub struct Executor {
    tasks: RefCell<Vec<Option<Task>>>,
    ready: Arc<Ready>,
}

/// Which tasks can go on, first woken first. Behind a lock only because wakers must be `Send`.
#[derive(Default)]
struct Ready(Mutex<VecDeque<usize>>);

impl Ready {
    fn push(&self, index: usize) {
        let mut queue = self.0.lock().expect("one thread, and no panic while it holds the lock");
        if !queue.contains(&index) {
            queue.push_back(index);
        }
    }

    fn pop(&self) -> Option<usize> {
        self.0.lock().expect("one thread, and no panic while it holds the lock").pop_front()
    }
}

struct TaskWaker {
    index: usize,
    ready: Arc<Ready>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.ready.push(self.index);
    }
}

impl Executor {
    /// Adds a task; it runs at the next [`Self::run_ready`].
    pub fn spawn(&self, task: Task) {
        let mut tasks = self.tasks.borrow_mut();
        tasks.push(Some(task));
        self.ready.push(tasks.len() - 1);
    }

    /// Whether a task can go on.
    pub fn has_ready(&self) -> bool {
        !self.ready.0.lock().expect("one thread, and no panic while it holds the lock").is_empty()
    }

    /// Runs every task that can go on, until none can.
    pub fn run_ready(&self) {
        while let Some(index) = self.ready.pop() {
            // Taken out while it runs, because it may spawn others.
            let Some(mut task) = self.tasks.borrow_mut()[index].take() else { continue };
            let waker = Waker::from(Arc::new(TaskWaker { index, ready: Arc::clone(&self.ready) }));
            if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
                self.tasks.borrow_mut()[index] = Some(task);
            }
        }
    }

    /// Ends every task: breaks the circle of tasks that hold the world that holds them.
    pub fn drop_tasks(&self) {
        let tasks = core::mem::take(&mut *self.tasks.borrow_mut());
        drop(tasks);
    }
}
