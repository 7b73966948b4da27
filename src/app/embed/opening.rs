//! How an embed comes to what it shows: by a trace that comes along, or by the engine.

use crate::app::embed::options::{Options, ShownLanes, Subject};
use crate::app::embed::request::draft_of;
use crate::browser::files;
use crate::browser::page;
use crate::later::door::Door;
use crate::orders::Order;
use crate::playback::state::{Command, Playback};
use crate::run::state::Run;
use crate::session::Session;
use crate::share::address::Hash;
use crate::view::live::watch;
use compose::input_error::sentence;
use js_sys::Promise;
use js_sys::futures::JsFuture;
use leptos::prelude::{GetValue, SetValue, StoredValue};
use leptos::task::spawn_local;
use picture::Lanes;
use sharing::link::{LinkState, read_link};
use std::cell::RefCell;
use std::sync::Arc;
use trace::{Trace, built_in, decode_trace};
use wasm_bindgen::JsValue;

/// The example whose trace the program carries.
const CARRIED: &str = "get";

/// What opens a subject whose trace is not at hand.
pub static BY_ENGINE: Door<fn(Session, &Subject)> = Door::closed();

thread_local! {
    /// Settled once the published trace that was asked for is shown, or does not come.
    static ASKED_FOR: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Waits until the first step is shown that a published trace is asked for, or that trace does not come:
/// what is loaded then takes it no room on the line.
pub async fn trace_settled() {
    // Until what leads to the steps has asked for it.
    page::wait(0).await;
    if let Some(asked_for) = ASKED_FOR.take() {
        JsFuture::from(asked_for).await.ok();
    }
}

/// Shows a subject as soon as it is there, unless something else is wanted by then.
pub fn open(session: Session, subject: &Subject, is_wanted: impl Fn() -> bool + Copy + 'static) {
    match subject {
        Subject::Example(name) if name == CARRIED => {
            session.open_trace(session.player.default_trace());
        }
        Subject::Example(name) => {
            let name = name.clone();
            let mut settle = None;
            let asked_for = Promise::new(&mut |resolve, _| settle = Some(resolve));
            ASKED_FOR.set(Some(asked_for));
            spawn_local(async move {
                let published = published_trace(&name).await;
                if is_wanted() {
                    match published {
                        Some(trace) => session.open_trace(Arc::new(trace)),
                        None => open_by_engine(session, Subject::Example(name), is_wanted),
                    }
                }
                // Behind what the browser does to show it.
                page::wait(0).await;
                if let Some(settle) = settle {
                    settle.call0(&JsValue::NULL).ok();
                }
            });
        }
        Subject::State(_) | Subject::Request(_) => {
            open_by_engine(session, subject.clone(), is_wanted);
        }
    }
}

/// The trace of an example that was published beside the page, where that can be read.
async fn published_trace(name: &str) -> Option<Trace> {
    let folder = page::root_mark("data-examples")?;
    let octets = files::octets_of(&[&folder, name, ".trace"].concat()).await?;
    decode_trace(&octets).ok()
}

/// As soon as that is here.
fn open_by_engine(session: Session, subject: Subject, is_wanted: impl Fn() -> bool + 'static) {
    let is_open = StoredValue::new(false);
    watch(move || {
        if let Some(open) = BY_ENGINE.behind().filter(|_| !is_open.get_value() && is_wanted()) {
            is_open.set_value(true);
            open(session, &subject);
        }
    });
}

/// Has the engine make the trace.
pub fn by_engine(session: Session, subject: &Subject) {
    let name = match subject {
        Subject::State(hash) => return open_link(session, hash),
        Subject::Request(text) => return open_request(session, text),
        Subject::Example(name) => name,
    };
    let found = built_in().into_iter().find(|example| example.name == name);
    match found {
        Some(example) => session.orders.give(Order::OpenScenario(Box::new(example.scenario))),
        // embed.js has told that it is no name of an example.
        None => session.open_trace(session.player.default_trace()),
    }
}

/// A request goes to a world that nobody has changed yet.
fn open_request(session: Session, text: &str) {
    match draft_of(text) {
        Ok(draft) => {
            session.orders.give(Order::ResetWorld);
            session.orders.give(Order::SendDraft(Box::new(draft)));
        }
        Err(message) => session.simulator.run.set(Run::Failed(sentence(&message))),
    }
}

/// What was sent is simulated; where nothing was, the request that is written.
fn open_link(session: Session, hash: &str) {
    match read_link(hash) {
        Ok(state) => {
            let LinkState { draft, scenario, place } = state.unwrap_or_default();
            let was_sent = !scenario.requests.is_empty();
            session.orders.give(Order::Restore(Box::new(draft), Box::new(scenario), place));
            if !was_sent {
                session.orders.give(Order::SendSimulated);
            }
        }
        Err(error) => session.hash.set(Hash::Refused(error.to_string())),
    }
}

/// What brings a playback that has just come to where the options want it.
pub fn commands(options: &Options, come: &Playback) -> Vec<Command> {
    let mut commands = Vec::new();
    commands.extend(options.level.map(Command::ShowLevel));
    if let Some(lanes) = options.lanes {
        let Lanes { dns_expanded, .. } = come.sequence.lanes;
        if dns_expanded != (lanes == ShownLanes::Dns) {
            commands.push(Command::ToggleDnsHosts);
        }
        commands.push(Command::ShowEndsOnly(lanes == ShownLanes::Ends));
    }
    commands.extend(options.axis.map(Command::ShowAxis));
    if options.from.is_some() || options.to.is_some() {
        commands.extend([Command::Seek(options.from.unwrap_or(0)), Command::LoopFrom]);
        commands.extend([options.to.map_or(Command::Last, Command::Seek), Command::LoopTo]);
        // Where neither is said, it starts where it is repeated.
        commands.push(Command::Seek(options.step.or(options.from).unwrap_or(0)));
    } else {
        commands.extend(options.step.map(Command::Seek));
    }
    commands.push(Command::SetSpeed(options.speed));
    if options.is_autoplay {
        commands.push(Command::PlayOrPause);
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playback::speed::Speed;
    use crate::playback::state::Repeat;
    use picture::Level;
    use trace::Scenario;

    fn shown(options: Options) -> Playback {
        let trace = Arc::new(engine::simulate(&Scenario::default()));
        let mut playback = Playback::of_newest_fetch(trace, Level::Story);
        commands(&options, &playback.clone())
            .into_iter()
            .for_each(|command| playback.apply(command));
        playback
    }

    #[test]
    fn a_playback_starts_where_the_options_want_it() {
        let playback = shown(Options { step: Some(2), speed: Speed::Double, ..Options::default() });
        assert_eq!((playback.step, playback.speed, playback.is_playing), (2, Speed::Double, false));
        let playback = shown(Options { step: Some(900), ..Options::default() });
        assert!(playback.is_at_end(), "a step that is not there is the last one");
        let lanes = Some(ShownLanes::Dns);
        let playback = shown(Options {
            level: Some(Level::Packets),
            lanes,
            is_autoplay: true,
            ..Options::default()
        });
        assert_eq!(playback.sequence.level, Level::Packets);
        assert!(playback.sequence.lanes.dns_expanded && playback.is_playing);
        let playback = shown(Options { lanes: Some(ShownLanes::Ends), ..Options::default() });
        assert!(playback.sequence.lanes.ends_only);
    }

    #[test]
    fn a_loop_has_the_ends_that_the_options_name() {
        let ends = |from, to, step| {
            let playback = shown(Options { from, to, step, ..Options::default() });
            let Repeat { from, to } = playback.repeat;
            (from, to, playback.step)
        };
        assert_eq!(ends(Some(1), Some(3), None), (Some(1), Some(3), 1));
        assert_eq!(ends(Some(1), Some(3), Some(2)), (Some(1), Some(3), 2));
        assert_eq!(ends(Some(4), None, None), (Some(4), Some(8), 4));
        assert_eq!(ends(None, Some(4), None), (Some(0), Some(4), 0));
        assert_eq!(ends(None, None, None), (None, None, 0));
    }
}
