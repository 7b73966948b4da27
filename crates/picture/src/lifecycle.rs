//! What a client's call goes through, from the line of code to the data or the exception: a chart of
//! stages, of which each step of a trace lights one.
//!
//! The stages are those of a call of Python's `requests` (its "Lifecycle" in beginners' texts): build,
//! connect, send, wait, read, parse, check, use, and perhaps again. Other clients go through the same;
//! only the code is Python's.

mod code;
mod place;

use crate::catalogue::Say;
use crate::explain::message::status_words;
use crate::{Language, Sequence, texts};
use language::Text;
use place::{Place, place_of};
use trace::{
    Cause, ClientError, ClientKind, Content, Exchange, Fetch, FetchOptions, Trace, client_error,
    status_error,
};

/// A stage of a call, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallStage {
    /// The line of the client's code.
    Call,
    /// Method, URL and headers become a request.
    Build,
    /// An address is found and a connection opened, or one that is open is taken.
    Connect,
    /// The request goes out.
    Send,
    /// Nothing came yet: does it come in time?
    Wait,
    /// The octets of the answer come in.
    Read,
    /// Status code and headers are read out of them.
    Parse,
    /// Which class is the status code of?
    Check,
    /// The code has its data.
    Use,
    /// Is it tried again?
    Retry,
}

impl CallStage {
    /// In the order of the chart.
    pub const ALL: [Self; 10] = [
        Self::Call,
        Self::Build,
        Self::Connect,
        Self::Send,
        Self::Wait,
        Self::Read,
        Self::Parse,
        Self::Check,
        Self::Use,
        Self::Retry,
    ];

    /// Whether it is a question, from which two ways lead on.
    pub fn is_question(self) -> bool {
        matches!(self, Self::Wait | Self::Check | Self::Retry)
    }

    fn title(self) -> Text {
        match self {
            Self::Call => texts::CALL_CALL,
            Self::Build => texts::CALL_BUILD,
            Self::Connect => texts::CALL_CONNECT,
            Self::Send => texts::CALL_SEND,
            Self::Wait => texts::CALL_WAIT,
            Self::Read => texts::CALL_READ,
            Self::Parse => texts::CALL_PARSE,
            Self::Check => texts::CALL_CHECK,
            Self::Use => texts::CALL_USE,
            Self::Retry => texts::CALL_RETRY,
        }
    }
}

/// How far a call has come with a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// It comes later, if at all.
    Ahead,
    /// It is over, in this attempt.
    Over,
    /// Here the call is.
    Lit,
}

/// The chart at a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifecycle {
    /// Which attempt it is, from 1 on.
    pub attempt: usize,
    /// How many there may be.
    pub attempts_max: usize,
    /// All stages, in order.
    pub stages: Vec<StageOfCall>,
    /// Whether the way back is taken, from the last stage to the second.
    pub is_looping: bool,
}

/// A stage as it stands at a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageOfCall {
    /// Which one.
    pub stage: CallStage,
    /// Its name.
    pub title: String,
    /// The line of code that does it; `None` where it is not Python that asks.
    pub code: Option<String>,
    /// How far the call has come with it.
    pub reached: Reached,
    /// Whether the call went wrong here.
    pub is_failed: bool,
    /// What came of it, e.g. the exception that is raised.
    pub note: Option<String>,
    /// The step at which it is lit next, or else first; `None` where no step lights it.
    pub step: Option<usize>,
}

/// The chart of the call that a step is part of. Before the first call nothing is lit and all is
/// ahead; of a step that is part of none, the call before it stays. `None` where a trace has no call.
pub fn lifecycle_at(sequence: &Sequence, step: usize) -> Option<Lifecycle> {
    let places: Vec<Option<Place>> =
        (0..sequence.steps.len()).map(|step| place_of(sequence, step)).collect();
    let here = places.get(..=step)?.iter().rev().find_map(|place| *place);
    let trace = &*sequence.trace;
    let first = sequence.fetch.or_else(|| trace.first_shown())?;
    let fetch = here.map_or(first, |place| place.fetch);
    let chart = Chart { sequence, trace, fetch: trace.fetch(fetch), here, places: &places, step };
    Some(chart.drawn())
}

/// For each step, which stage of a call of Python it lights, with the line of code that does it and
/// what comes of it there. `None` for steps that are part of no call, and where it is not Python that
/// asks.
pub fn told(sequence: &Sequence) -> Vec<Option<String>> {
    let places: Vec<Option<Place>> =
        (0..sequence.steps.len()).map(|step| place_of(sequence, step)).collect();
    let trace = &*sequence.trace;
    let of_step = |(step, here): (usize, &Option<Place>)| {
        let (fetch, here) = (trace.fetch((*here)?.fetch), *here);
        Chart { sequence, trace, fetch, here, places: &places, step }.told()
    };
    places.iter().enumerate().map(of_step).collect()
}

struct Chart<'a> {
    sequence: &'a Sequence,
    trace: &'a Trace,
    fetch: &'a Fetch,
    here: Option<Place>,
    places: &'a [Option<Place>],
    step: usize,
}

impl Chart<'_> {
    fn drawn(&self) -> Lifecycle {
        let exchange = self.here.and_then(|place| place.exchange);
        let retries = self.fetch.exchanges.iter().map(|id| self.trace.exchange(*id));
        let is_before = |it: &&Exchange| exchange.is_some_and(|here| it.id <= here);
        let attempt = 1 + retries.filter(is_before).filter(|it| it.cause == Cause::Retry).count();
        let options = self.options();
        let retries = options.map_or(0, |options| usize::from(options.retries));
        let is_retrying = self.here.is_some_and(|here| here.goes_on);
        Lifecycle {
            attempt,
            attempts_max: (1 + retries).max(attempt),
            stages: CallStage::ALL.into_iter().map(|stage| self.stage(stage)).collect(),
            is_looping: attempt > 1 || is_retrying,
        }
    }

    /// The stage that is lit, in words.
    fn told(&self) -> Option<String> {
        let StageOfCall { title, code, note, .. } = self.stage(self.here?.stage);
        let values = [("stage", &*title), ("code", &*code?)];
        let language = self.language();
        let said = language.write(texts::TRANSCRIPT_CALL, &values);
        Some(match note {
            Some(note) => [&*said, " ", &*note].concat(),
            None => said,
        })
    }

    fn options(&self) -> Option<&FetchOptions> {
        let asked = self.fetch.request?;
        self.trace.scenario.requests.get(asked as usize).map(|request| &request.fetch)
    }

    fn language(&self) -> Language {
        self.sequence.language
    }

    fn stage(&self, stage: CallStage) -> StageOfCall {
        let lit = self.here.map(|place| place.stage);
        let over = self.over_until();
        let reached = match lit {
            Some(lit) if lit == stage => Reached::Lit,
            Some(_) if over.is_some_and(|over| stage <= over) => Reached::Over,
            _ => Reached::Ahead,
        };
        let is_failed = self.failed() == Some(stage);
        let is_python = self.trace.scenario.world.client.kind == ClientKind::Python;
        StageOfCall {
            stage,
            title: self.language().text(stage.title()).to_owned(),
            code: if is_python { code::line(self.trace, self.fetch, stage) } else { None },
            reached,
            is_failed,
            note: self.note(stage, is_failed),
            step: self.step_of(stage),
        }
    }

    /// The stage up to which all is over, besides the one that is lit.
    fn over_until(&self) -> Option<CallStage> {
        let here = self.here?;
        if here.stage != CallStage::Retry {
            // The one that is lit comes later than those before it.
            return CallStage::ALL.into_iter().rev().find(|stage| *stage < here.stage);
        }
        let before = self.places[..self.step].iter().rev().flatten();
        let before = before.filter(|place| place.fetch == here.fetch);
        before.map(|place| place.stage).find(|stage| *stage != CallStage::Retry)
    }

    /// Where it went wrong last: at this step, or in the attempt that it is about to repeat.
    fn failed(&self) -> Option<CallStage> {
        let here = self.here?;
        if here.stage != CallStage::Retry {
            return here.is_failed.then_some(here.stage);
        }
        let before = self.places[..self.step].iter().rev().flatten();
        let mut before = before.filter(|place| place.fetch == here.fetch);
        before
            .find(|place| place.stage != CallStage::Retry)
            .filter(|it| it.is_failed)
            .map(|it| it.stage)
    }

    fn note(&self, stage: CallStage, is_failed: bool) -> Option<String> {
        let here = self.here?;
        let language = self.language();
        let say = |text: Text, value: (&str, &str)| Some(language.write(text, &[value]));
        match stage {
            CallStage::Retry if here.goes_on => {
                let number = self.attempt_behind(here).to_string();
                say(texts::CALL_TRIED_AGAIN, ("number", &number))
            }
            CallStage::Retry => {
                let error = self.raised(here).filter(|_| here.is_failed)?;
                say(texts::CALL_NOT_TRIED_AGAIN, ("name", &error.name))
            }
            CallStage::Check if !is_failed => {
                self.status_words(here).filter(|_| here.stage >= CallStage::Check)
            }
            _ if !is_failed => None,
            _ if here.stage == CallStage::Retry || !self.is_last(here) => {
                Some(language.text(texts::CALL_WITHIN_THE_LIBRARY).to_owned())
            }
            _ => match self.raised(here) {
                Some(error) => Some(error.line),
                None => self.status_words(here),
            },
        }
    }

    /// Which attempt follows.
    fn attempt_behind(&self, here: Place) -> usize {
        let all = self.fetch.exchanges.iter().map(|id| self.trace.exchange(*id));
        let leads_to = |it: &&Exchange| here.exchange.is_none_or(|id| it.id <= id);
        let until = all.filter(leads_to).filter(|it| it.cause == Cause::Retry).count();
        // The exchange may be the one that is repeated, or the next one.
        let is_next = here.exchange.is_some_and(|id| self.trace.exchange(id).cause == Cause::Retry);
        1 + until + usize::from(!is_next)
    }

    /// Whether no attempt follows: what those before the last one end with stays within the library.
    fn is_last(&self, here: Place) -> bool {
        here.exchange.is_none_or(|id| self.fetch.exchanges.last() == Some(&id))
    }

    /// What the client's code is told, where it is told.
    fn raised(&self, here: Place) -> Option<ClientError> {
        if !self.is_last(here) {
            return None;
        }
        if let Some(error) = client_error(self.trace, self.fetch.id) {
            return Some(error);
        }
        let (status, phrase) = self.status_line(here)?;
        let url = here.exchange.map_or(&self.fetch.url, |id| &self.trace.exchange(id).url);
        status_error(self.trace.scenario.world.client.kind, status, phrase, url)
    }

    fn status_words(&self, here: Place) -> Option<String> {
        self.status_line(here).map(|(status, phrase)| status_words(status, phrase))
    }

    fn status_line(&self, here: Place) -> Option<(u16, &str)> {
        if let Some(seen) = self.fetch.seen.as_ref().filter(|_| self.is_last(here)) {
            return Some((seen.status_code, &seen.reason_phrase));
        }
        let response = self.trace.exchange(here.exchange?).response?;
        match &self.trace.message(response).content {
            Content::HttpResponse { status_code, reason_phrase, .. } => {
                Some((*status_code, reason_phrase))
            }
            _ => None,
        }
    }

    fn step_of(&self, stage: CallStage) -> Option<usize> {
        let lights = |step: &usize| {
            self.places[*step].is_some_and(|it| it.fetch == self.fetch.id && it.stage == stage)
        };
        let (next, all) = (self.step + 1..self.places.len(), 0..self.places.len());
        next.into_iter().find(lights).or_else(|| all.into_iter().find(lights))
    }
}
