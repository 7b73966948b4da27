//! The wasm shell around the engine: hear what the page wants, have it done, say what comes of it.
//! No logic but to keep the last trace, which the page may want to look into.
//!
//! What is said is in `conversation`; each message is the octets of one. A panic ends the worker;
//! the page hears of it as an error event.

use conversation::{FromWorker, ToWorker, Words, written_apart, written_refusal};
use engine::Language;
use js_sys::{Array, ArrayBuffer, Intl, Object, Uint8Array};
use language::PluralForm;
use std::cell::{Cell, RefCell};
use trace::{Scenario, Trace, encode_dissection, encode_trace, trace_of_har};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

thread_local! {
    /// The last trace, which holds its scenario: the same scenario gives the same trace.
    static KEPT: RefCell<Option<Trace>> = const { RefCell::new(None) };
    /// The language that was asked for last.
    static SPOKEN: Cell<Language> = const { Cell::new(Language::ENGLISH) };
}

fn main() {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(|message: MessageEvent| hear(&message));
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    on_message.forget();
    say(FromWorker::HERE);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Does what the page wants and says what comes of it.
fn hear(message: &MessageEvent) {
    let octets = Uint8Array::new(&message.data().unchecked_into::<ArrayBuffer>()).to_vec();
    let wanted = ToWorker::decode(&octets).expect("the page says what a worker understands");
    drop(octets);
    KEPT.with_borrow_mut(|kept| match wanted {
        ToWorker::Run { number, scenario } => {
            let trace = simulated(kept, &scenario);
            say(FromWorker::Trace { number, octets: &encode_trace(trace) });
        }
        // What was written is in no scenario, so nobody can ask for it again.
        ToWorker::Written { number, scenario, octets } => {
            *kept = None;
            let trace = engine::simulate_written(&scenario, &octets);
            say(FromWorker::Trace { number, octets: &encode_trace(&trace) });
        }
        ToWorker::Inspect { number, scenario, inspected, words } => {
            let trace = match kept {
                Some(trace) if trace.scenario == scenario => &*trace,
                Some(_) | None => simulated(kept, &scenario),
            };
            let dissection = engine::inspect(trace, inspected, language(words));
            say(FromWorker::Dissection { number, octets: &encode_dissection(&dissection) });
        }
        ToWorker::TakeApart { number, octets, words } => {
            let apart = engine::take_apart(&octets, language(words));
            say(FromWorker::TakenApart { number, octets: &written_apart(&apart) });
        }
        // Nothing is looked into that no engine made, so none of it is kept.
        ToWorker::Open { number, text } => match trace_of_har(&text) {
            Ok(trace) => say(FromWorker::Trace { number, octets: &encode_trace(&trace) }),
            Err(why) => say(FromWorker::Refused { number, octets: &written_refusal(&why) }),
        },
    });
}

/// The language of these words. It is kept, since a page does not change its language.
fn language(words: Option<Words>) -> Language {
    let Some(Words { code, words }) = words else { return Language::ENGLISH };
    let spoken = SPOKEN.get();
    if spoken.code() == code {
        return spoken;
    }
    // The page's own files fit its own worker; others are said in English.
    let files = [(engine::texts::CATALOGUE, &*words)];
    let loaded = Language::load(&code, &files, plural_form).unwrap_or_default();
    SPOKEN.set(loaded);
    loaded
}

/// What CLDR says of a number, as the browser knows it.
fn plural_form(code: &str, count: u64) -> PluralForm {
    let rules = Intl::PluralRules::new(&Array::of1(&code.into()), &Object::new());
    let form = JsValue::from(rules.select(count as f64)).as_string().unwrap_or_default();
    PluralForm::from_name(&form)
}

/// The trace of a scenario, in place of the one that was kept.
fn simulated<'a>(kept: &'a mut Option<Trace>, scenario: &Scenario) -> &'a Trace {
    // The old one goes first: two large ones may not fit.
    *kept = None;
    kept.insert(engine::simulate(scenario))
}

/// Posts, handing over the octets without a copy.
fn say(said: FromWorker) {
    let buffer = Uint8Array::from(said.encode().as_slice()).buffer();
    scope()
        .post_message_with_transfer(&buffer, &Array::of1(&buffer))
        .expect("a buffer can be posted");
}
