//! The engine as the page sees it: a Web Worker.
//!
//! What is posted when is decided in [`WorkerState`]; this file only does it.

use crate::browser::script::member;
use crate::browser::worker::{self, Wanted};
use crate::worker::state::{Move, WorkerState};
use conversation::{FromWorker, QuestionNumber, RunNumber, ToWorker};
use js_sys::{ArrayBuffer, Function, Reflect, Uint8Array};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// What is heard from the engine.
pub enum Heard<'a> {
    /// A run ended with these octets of a trace.
    Trace(RunNumber, &'a [u8]),
    /// A recording cannot be shown, and these octets say why.
    Refused(RunNumber, &'a [u8]),
    /// A question was answered with these octets of a dissection.
    Dissection(QuestionNumber, &'a [u8]),
    /// What was written is taken apart, and these octets say how.
    TakenApart(QuestionNumber, &'a [u8]),
    /// The worker broke with this text.
    Crash(String),
    /// Two workers ended without a word.
    Silence,
    /// No worker can be loaded.
    Unloadable(Unloadable),
    /// Page and engine come from different builds.
    OtherBuild,
}

/// Why no worker can be loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unloadable {
    /// There is no network.
    Offline,
    /// A file is missing, or something keeps it back.
    Blocked,
    /// The browser runs no WebAssembly here.
    NoWasm,
    /// The browser allows no worker here.
    NoWorker,
}

/// How far the engine has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Coming {
    /// Here, or not asked for.
    #[default]
    Settled,
    /// So many percent are loaded, where that can be known.
    Loading(Option<u8>),
}

/// The engine. Copies are the same engine.
#[derive(Clone, Copy)]
pub struct Engine {
    /// How far it has come.
    pub coming: RwSignal<Coming>,
    parts: StoredValue<Rc<RefCell<Parts>>, LocalStorage>,
}

type Listener = Rc<dyn Fn(Heard<'_>)>;

#[derive(Default)]
struct Parts {
    state: WorkerState,
    worker: Option<Worker>,
    /// What the worker is called; no two are called the same.
    name: String,
    /// What the browser calls: with messages, with errors.
    callbacks: Option<(Function, Function)>,
    listener: Option<Listener>,
}

impl Default for Engine {
    /// An engine that is not started yet, and needs no browser until then.
    fn default() -> Self {
        Self {
            coming: RwSignal::new(Coming::default()),
            parts: StoredValue::new_local(Rc::default()),
        }
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
        self.parts.get_value()
    }

    fn message(self, message: &MessageEvent) {
        let data = message.data();
        if let Some(percent) = data.as_f64() {
            return self.coming.set(Coming::Loading(Some(percent as u8)));
        }
        if let Some(why) = why_unloadable(&data) {
            return self.cannot_load(why);
        }
        if Reflect::get(&data, &"alive".into()).is_ok_and(|alive| alive.is_truthy()) {
            let name = self.parts().borrow().name.clone();
            return worker::on_end(&name.clone(), move || self.end(&name));
        }
        if let Some(pulse) = member(&data, "pulse").filter(JsValue::is_object) {
            return self.feel(pulse);
        }
        let octets = Uint8Array::new(&data.unchecked_into::<ArrayBuffer>()).to_vec();
        let is_first = matches!(self.parts().borrow().state, WorkerState::Starting(_));
        match FromWorker::decode(&octets) {
            Ok(FromWorker::Here { version, build_id }) => {
                self.coming.set(Coming::Settled);
                let next = self.parts().borrow_mut().state.announced(version, build_id);
                self.make(next);
            }
            Ok(FromWorker::Trace { number, octets }) => {
                self.answered(|order| run_of(order) == Some(number));
                self.say(Heard::Trace(number, octets));
            }
            Ok(FromWorker::Refused { number, octets }) => {
                self.answered(|order| run_of(order) == Some(number));
                self.say(Heard::Refused(number, octets));
            }
            Ok(FromWorker::Dissection { number, octets }) => {
                self.answered(|order| matches!(order, ToWorker::Inspect { number: asked, .. } if *asked == number));
                self.say(Heard::Dissection(number, octets));
            }
            Ok(FromWorker::TakenApart { number, octets }) => {
                self.answered(|order| matches!(order, ToWorker::TakeApart { number: asked, .. } if *asked == number));
                self.say(Heard::TakenApart(number, octets));
            }
            // A worker that is too old, or too new, for this conversation.
            Err(_) if is_first => {
                let next = self.parts().borrow_mut().state.announced(0, "");
                self.make(next);
            }
            Err(garbled) => self.crash(garbled.to_string()),
        }
    }

    fn answered(self, is_answered: impl Fn(&ToWorker) -> bool) {
        self.parts().borrow_mut().state.answered(is_answered);
    }

    /// Signs of life of the worker that we have come from here.
    fn feel(self, pulse: JsValue) {
        let name = self.parts().borrow().name.clone();
        let asked = name.clone();
        let wanted = move || {
            let parts = self.parts();
            let parts = parts.borrow();
            match (parts.name == asked, parts.state.is_awaited()) {
                (false, _) => Wanted::Never,
                (true, true) => Wanted::Now,
                (true, false) => Wanted::Later,
            }
        };
        worker::on_silence(pulse, wanted, move || self.end(&name));
    }

    /// The worker of this name ended. Without a word, if it is the one that we have.
    fn end(self, name: &str) {
        if self.parts().borrow().name != name {
            return;
        }
        let next = self.parts().borrow_mut().state.ended();
        self.make(next);
    }

    fn cannot_load(self, why: Unloadable) {
        self.coming.set(Coming::Settled);
        let parts = self.parts();
        let mut parts = parts.borrow_mut();
        parts.worker.take().iter().for_each(Worker::terminate);
        parts.name = String::new();
        parts.state = WorkerState::Absent;
        drop(parts);
        self.say(Heard::Unloadable(why));
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
            Move::GiveUp => {
                self.coming.set(Coming::Settled);
                self.say(Heard::Silence);
            }
        }
    }

    fn start_worker(self) {
        self.coming.set(Coming::Loading(None));
        let before = self.parts().borrow_mut().worker.take();
        before.iter().for_each(Worker::terminate);
        let name = worker::new_name();
        let started = worker::start(&name);
        self.parts().borrow_mut().name = name;
        let Some(worker) = started else { return self.cannot_load(Unloadable::NoWorker) };
        let parts = self.parts();
        let mut parts = parts.borrow_mut();
        let (on_message, on_error) = parts.callbacks.get_or_insert_with(|| self.callbacks());
        worker.set_onmessage(Some(on_message));
        worker.set_onerror(Some(on_error));
        parts.worker = Some(worker);
    }

    fn callbacks(self) -> (Function, Function) {
        let message = move |message: MessageEvent| self.message(&message);
        let error = move |error: ErrorEvent| {
            error.prevent_default();
            match text_of(&error) {
                Some(text) => self.crash(text),
                None => self.cannot_load(Unloadable::Blocked),
            }
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

/// Which run an order is, if it is one.
fn run_of(order: &ToWorker) -> Option<RunNumber> {
    match order {
        ToWorker::Run { number, .. }
        | ToWorker::Written { number, .. }
        | ToWorker::Open { number, .. } => Some(*number),
        ToWorker::Inspect { .. } | ToWorker::TakeApart { .. } => None,
    }
}

/// What an error event says. A worker whose script did not come says nothing.
fn text_of(error: &ErrorEvent) -> Option<String> {
    Reflect::get(error, &"message".into()).ok()?.as_string()
}

/// What a worker says that could load no engine (`worker_loader.js`).
fn why_unloadable(said: &JsValue) -> Option<Unloadable> {
    let why = Reflect::get(said, &"failed".into()).ok()?.as_string()?;
    Some(match why.as_str() {
        "offline" => Unloadable::Offline,
        "no-wasm" => Unloadable::NoWasm,
        _ => Unloadable::Blocked,
    })
}
