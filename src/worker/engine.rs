//! The engine as the page sees it: a Web Worker.
//!
//! What is posted when is decided in [`WorkerState`]; this file only does it.

use crate::texts;
use crate::worker::state::{Move, WorkerState};
use conversation::{FromWorker, QuestionNumber, RunNumber, ToWorker};
use js_sys::{ArrayBuffer, Function, Reflect, Uint8Array};
use language::{fill, say};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

const WORKER_URL: &str = "./worker_loader.js";

/// What is heard from the engine.
pub enum Heard<'a> {
    /// A run ended with these octets of a trace.
    Trace(RunNumber, &'a [u8]),
    /// A question was answered with these octets of a dissection.
    Dissection(QuestionNumber, &'a [u8]),
    /// The worker ended with this text.
    Crash(String),
    /// Page and engine come from different builds.
    OtherBuild,
}

/// The engine. Clones are the same engine.
#[derive(Clone)]
pub struct Engine(Rc<RefCell<Parts>>);

struct Parts {
    state: WorkerState,
    worker: Option<Worker>,
    on_message: Function,
    on_error: Function,
    listener: Rc<dyn Fn(Heard<'_>)>,
}

impl Engine {
    /// An engine that tells `listener` what it hears. Nothing is started yet.
    pub fn new(listener: impl Fn(Heard<'_>) + 'static) -> Self {
        let engine = Rc::new_cyclic(|weak: &std::rc::Weak<RefCell<Parts>>| {
            let (for_messages, for_errors) = (weak.clone(), weak.clone());
            let hear_message = move |message: MessageEvent| {
                for_messages.upgrade().inspect(|parts| Self(parts.clone()).message(&message));
            };
            let hear_error = move |error: ErrorEvent| {
                error.prevent_default();
                for_errors.upgrade().inspect(|parts| Self(parts.clone()).crash(text_of(&error)));
            };
            RefCell::new(Parts {
                state: WorkerState::default(),
                worker: None,
                on_message: Closure::<dyn Fn(_)>::new(hear_message)
                    .into_js_value()
                    .unchecked_into(),
                on_error: Closure::<dyn Fn(_)>::new(hear_error).into_js_value().unchecked_into(),
                listener: Rc::new(listener),
            })
        });
        Self(engine)
    }

    /// Starts the worker, if there is none.
    pub fn start(&self) {
        let next = self.0.borrow_mut().state.start();
        self.make(next);
    }

    /// Has something done.
    pub fn order(&self, order: ToWorker) {
        let next = self.0.borrow_mut().state.order(order);
        self.make(next);
    }

    /// Ends whatever runs.
    pub fn cancel(&self) {
        let next = self.0.borrow_mut().state.cancel();
        self.make(next);
    }

    fn message(&self, message: &MessageEvent) {
        let octets = Uint8Array::new(&message.data().unchecked_into::<ArrayBuffer>()).to_vec();
        let is_first = matches!(self.0.borrow().state, WorkerState::Starting(_));
        match FromWorker::decode(&octets) {
            Ok(FromWorker::Here { version, build_id }) => {
                let next = self.0.borrow_mut().state.announced(version, build_id);
                self.make(next);
            }
            Ok(FromWorker::Trace { number, octets }) => self.tell(Heard::Trace(number, octets)),
            Ok(FromWorker::Dissection { number, octets }) => {
                self.tell(Heard::Dissection(number, octets));
            }
            // A worker that is too old, or too new, for this conversation.
            Err(_) if is_first => {
                let next = self.0.borrow_mut().state.announced(0, "");
                self.make(next);
            }
            Err(garbled) => self.crash(garbled.to_string()),
        }
    }

    fn crash(&self, text: String) {
        let next = self.0.borrow_mut().state.crashed();
        self.make(next);
        self.tell(Heard::Crash(text));
    }

    fn tell(&self, heard: Heard) {
        let listener = self.0.borrow().listener.clone();
        listener(heard);
    }

    fn make(&self, next: Move) {
        match next {
            Move::Wait => {}
            Move::Start => self.start_worker(),
            Move::Post(orders) => orders.iter().for_each(|order| self.post(order)),
            Move::AskForReload => self.tell(Heard::OtherBuild),
        }
    }

    fn start_worker(&self) {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let mut parts = self.0.borrow_mut();
        if let Some(worker) = parts.worker.take() {
            worker.terminate();
        }
        match Worker::new_with_options(WORKER_URL, &options) {
            Ok(worker) => {
                worker.set_onmessage(Some(&parts.on_message));
                worker.set_onerror(Some(&parts.on_error));
                parts.worker = Some(worker);
            }
            Err(_) => {
                drop(parts);
                self.crash(say(texts::THIS_BROWSER_ALLOWS_NO).to_owned());
            }
        }
    }

    fn post(&self, order: &ToWorker) {
        let octets = Uint8Array::from(order.encode().as_slice()).buffer();
        if let Some(worker) = &self.0.borrow().worker {
            worker.post_message(&octets).expect("octets can be posted");
        }
    }
}

/// What an error event says. A worker that could not be loaded says nothing.
fn text_of(error: &ErrorEvent) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|text| text.as_string());
    message.unwrap_or_else(|| fill!(texts::WORKER_CANNOT_BE_LOADED, url = WORKER_URL))
}
