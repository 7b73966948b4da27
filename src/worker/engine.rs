//! The engine as the page sees it: a Web Worker.
//!
//! What is posted when is decided in [`WorkerState`]; this file only does it.

use crate::texts;
use crate::worker::state::{Move, WorkerState};
use conversation::{FromWorker, QuestionNumber, RunNumber, ToWorker};
use js_sys::{ArrayBuffer, Function, Reflect, Uint8Array};
use language::{fill, say};
use leptos::prelude::*;
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

/// The engine. Copies are the same engine.
#[derive(Clone, Copy)]
pub struct Engine(StoredValue<Rc<RefCell<Parts>>, LocalStorage>);

type Listener = Rc<dyn Fn(Heard<'_>)>;

#[derive(Default)]
struct Parts {
    state: WorkerState,
    worker: Option<Worker>,
    /// What the browser calls: with messages, with errors.
    callbacks: Option<(Function, Function)>,
    listener: Option<Listener>,
}

impl Default for Engine {
    /// An engine that is not started yet, and needs no browser until then.
    fn default() -> Self {
        Self(StoredValue::new_local(Rc::default()))
    }
}

impl Engine {
    /// Tells `listener` from now on what is heard.
    pub fn tell(self, listener: impl Fn(Heard<'_>) + 'static) {
        self.parts().borrow_mut().listener = Some(Rc::new(listener));
    }

    /// Starts the worker, if there is none.
    pub fn start(self) {
        let next = self.parts().borrow_mut().state.start();
        self.make(next);
    }

    /// Has something done.
    pub fn order(self, order: ToWorker) {
        let next = self.parts().borrow_mut().state.order(order);
        self.make(next);
    }

    /// Ends whatever runs.
    pub fn cancel(self) {
        let next = self.parts().borrow_mut().state.cancel();
        self.make(next);
    }

    fn parts(self) -> Rc<RefCell<Parts>> {
        self.0.get_value()
    }

    fn message(self, message: &MessageEvent) {
        let octets = Uint8Array::new(&message.data().unchecked_into::<ArrayBuffer>()).to_vec();
        let is_first = matches!(self.parts().borrow().state, WorkerState::Starting(_));
        match FromWorker::decode(&octets) {
            Ok(FromWorker::Here { version, build_id }) => {
                let next = self.parts().borrow_mut().state.announced(version, build_id);
                self.make(next);
            }
            Ok(FromWorker::Trace { number, octets }) => self.say(Heard::Trace(number, octets)),
            Ok(FromWorker::Dissection { number, octets }) => {
                self.say(Heard::Dissection(number, octets));
            }
            // A worker that is too old, or too new, for this conversation.
            Err(_) if is_first => {
                let next = self.parts().borrow_mut().state.announced(0, "");
                self.make(next);
            }
            Err(garbled) => self.crash(garbled.to_string()),
        }
    }

    fn crash(self, text: String) {
        let next = self.parts().borrow_mut().state.crashed();
        self.make(next);
        self.say(Heard::Crash(text));
    }

    fn say(self, heard: Heard) {
        let listener = self.parts().borrow().listener.clone();
        if let Some(listener) = listener {
            listener(heard);
        }
    }

    fn make(self, next: Move) {
        match next {
            Move::Wait => {}
            Move::Start => self.start_worker(),
            Move::Post(orders) => orders.iter().for_each(|order| self.post(order)),
            Move::AskForReload => self.say(Heard::OtherBuild),
        }
    }

    fn start_worker(self) {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let parts = self.parts();
        let mut parts = parts.borrow_mut();
        if let Some(worker) = parts.worker.take() {
            worker.terminate();
        }
        match Worker::new_with_options(WORKER_URL, &options) {
            Ok(worker) => {
                let (on_message, on_error) =
                    parts.callbacks.get_or_insert_with(|| self.callbacks());
                worker.set_onmessage(Some(on_message));
                worker.set_onerror(Some(on_error));
                parts.worker = Some(worker);
            }
            Err(_) => {
                drop(parts);
                self.crash(say(texts::THIS_BROWSER_ALLOWS_NO).to_owned());
            }
        }
    }

    fn callbacks(self) -> (Function, Function) {
        let message = move |message: MessageEvent| self.message(&message);
        let error = move |error: ErrorEvent| {
            error.prevent_default();
            self.crash(text_of(&error));
        };
        let message = Closure::<dyn Fn(_)>::new(message).into_js_value().unchecked_into();
        (message, Closure::<dyn Fn(_)>::new(error).into_js_value().unchecked_into())
    }

    fn post(self, order: &ToWorker) {
        let octets = Uint8Array::from(order.encode().as_slice()).buffer();
        let parts = self.parts();
        if let Some(worker) = &parts.borrow().worker {
            worker.post_message(&octets).expect("octets can be posted");
        }
    }
}

/// What an error event says. A worker that could not be loaded says nothing.
fn text_of(error: &ErrorEvent) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|text| text.as_string());
    message.unwrap_or_else(|| fill!(texts::WORKER_CANNOT_BE_LOADED, url = WORKER_URL))
}
