//! What exercises are made of: the steps of a trace with their words, looked up once.

use crate::causality::Causality;
use crate::cause::{Finding, findings};
use crate::exercise::FieldPlace;
use crate::{Given, Told, texts, told};
use picture::explain::{Voice, anatomy};
use picture::{Piece, Sequence, explain};
use std::sync::OnceLock;
use trace::{HostId, Inspected, Message, Trace};

/// The most messages, and the most packets, that fields are taken from.
const INSPECTED_MAX: usize = 16;

/// A sequence with everything that exercises say of it.
#[derive(Debug)]
pub struct Material {
    pub(crate) sequence: Sequence,
    hosts: Vec<String>,
    pub(crate) steps: Vec<StepWords>,
    explained: Vec<OnceLock<String>>,
    parts: Vec<OnceLock<Vec<(&'static str, String)>>>,
    /// The steps that show a message which packets carried, from its first octet on.
    pub(crate) carried: Vec<usize>,
    causality: OnceLock<Causality>,
    findings: OnceLock<Vec<Finding>>,
    /// What a field may be taken from.
    pub(crate) inspectable: Vec<Inspected>,
}

/// What is said of a step.
#[derive(Debug)]
pub(crate) struct StepWords {
    /// What stands on its arrow.
    pub label: String,
    /// Who to whom, and the label: `Client → Web server: GET /users/42`.
    pub whole: String,
}

impl Material {
    /// Of the steps of a sequence, in the language of that.
    pub fn new(sequence: Sequence) -> Self {
        let hosts = names(&sequence);
        let name = |id: HostId| &*hosts[id.0 as usize];
        let steps = sequence.steps.iter().enumerate().map(|(index, step)| {
            let label = sequence.label(index);
            let whole = whole(name(step.from), name(step.to), &label);
            StepWords { label, whole }
        });
        let steps: Vec<StepWords> = steps.collect();
        let explained = steps.iter().map(|_| OnceLock::new()).collect();
        let parts = steps.iter().map(|_| OnceLock::new()).collect();
        let is_carried = |step: &usize| {
            let shown = &sequence.steps[*step];
            let message = shown.message().filter(|_| shown.piece != Piece::Content);
            message.is_some_and(|id| !sequence.trace.message(id).packets.is_empty())
        };
        let inspectable = inspectable(&sequence.trace);
        let carried = (0..steps.len()).filter(is_carried).collect();
        Self {
            steps,
            hosts,
            sequence,
            explained,
            parts,
            carried,
            causality: OnceLock::new(),
            findings: OnceLock::new(),
            inspectable,
        }
    }

    /// What happened.
    pub fn trace(&self) -> &Trace {
        &self.sequence.trace
    }

    /// The steps.
    pub fn sequence(&self) -> &Sequence {
        &self.sequence
    }

    /// What a host is called, which no other one is.
    pub(crate) fn host(&self, id: HostId) -> &str {
        &self.hosts[id.0 as usize]
    }

    /// What happens in a step, in whole sentences.
    pub(crate) fn explained(&self, step: usize) -> &str {
        let said = || explain::sentence(&self.sequence, step).plain_text();
        self.explained[step].get_or_init(said)
    }
}

impl Material {
    /// Whether a step comes before another one in every order that could have been.
    pub(crate) fn is_before(&self, earlier: usize, later: usize) -> bool {
        self.causality.get_or_init(|| Causality::of(&self.sequence)).is_before(earlier, later)
    }

    /// What a step says; which of several that say the same.
    pub(crate) fn named(&self, step: usize) -> Told {
        let whole = &self.steps[step].whole;
        let is_same = |other: &&StepWords| other.whole == *whole;
        let count = self.steps.iter().filter(is_same).count();
        if count == 1 {
            return whole.as_str().into();
        }
        let number = 1 + self.steps[..step].iter().filter(is_same).count();
        told!(texts::ORDER_NTH, step = whole.as_str(), number = number, count = count)
    }

    /// What of the exchange is given, for who has no picture of it: behind which step, or where a field
    /// stands. `None` where the question says all.
    pub fn situation(&self, given: &Given) -> Option<Told> {
        match given {
            Given::StepsBefore(n_steps) => {
                let last = n_steps.checked_sub(1)?;
                Some(told!(texts::BEHIND_STEP, number = *n_steps, step = self.named(last)))
            }
            Given::Field(FieldPlace { what: Inspected::Packet(id), .. }) => {
                let packet = self.trace().packet(*id);
                let (from, to) = (self.host(packet.from), self.host(packet.to));
                let number = id.0 as usize + 1;
                Some(told!(texts::IN_PACKET, number = number, from = from, to = to))
            }
            Given::Field(FieldPlace { what: Inspected::Message(id), .. }) => {
                let message = self.trace().message(*id);
                let (from, to) = (self.host(message.from), self.host(message.to));
                let number = id.0 as usize + 1;
                // Its label may say what is asked for.
                Some(told!(texts::IN_MESSAGE, number = number, from = from, to = to))
            }
            Given::Nothing
            | Given::Lanes
            | Given::Packets
            | Given::Scenario(_)
            | Given::Step(_)
            | Given::Steps
            | Given::Url(_) => None,
        }
    }

    /// What is wrong, with the steps that prove it.
    pub(crate) fn findings(&self) -> &[Finding] {
        self.findings.get_or_init(|| findings(&self.sequence))
    }

    /// What of the message of a step can be pointed at, with the name of each part.
    pub(crate) fn parts(&self, step: usize) -> &[(&'static str, String)] {
        self.parts[step].get_or_init(|| parts(&self.sequence, step))
    }
}

/// Who sends what to whom; or who does what.
pub(crate) fn whole(from: &str, to: &str, label: &str) -> String {
    if from == to {
        [from, ": ", label].concat()
    } else {
        [from, " → ", to, ": ", label].concat()
    }
}

/// The titles of the lanes; where several have the same, with what stands under them.
fn names(sequence: &Sequence) -> Vec<String> {
    let trace = &*sequence.trace;
    let lane = |id| explain::lane(trace, id, sequence.language);
    let titles: Vec<&str> = trace.hosts.iter().map(|host| lane(host.id).title).collect();
    let name = |(host, title): (&trace::Host, &&str)| match titles
        .iter()
        .filter(|other| *other == title)
        .count()
    {
        1 => (*title).to_owned(),
        _ => format!("{title} {}", lane(host.id).detail),
    };
    trace.hosts.iter().zip(&titles).map(name).collect()
}

/// What of a message can be pointed at: its own parts, with their names.
fn parts(sequence: &Sequence, step: usize) -> Vec<(&'static str, String)> {
    let own = anatomy(sequence, step).into_iter().filter(|part| part.voice == Voice::Message);
    own.map(|part| (part.name, part.text)).collect()
}

/// What a field may be taken from: some messages and packets, spread over the trace.
fn inspectable(trace: &Trace) -> Vec<Inspected> {
    let has_octets = |message: &&Message| !message.octets.is_empty();
    let messages = trace.messages.iter().filter(has_octets);
    let messages: Vec<Inspected> = messages.map(|message| Inspected::Message(message.id)).collect();
    let packets = trace.packets.iter().map(|packet| Inspected::Packet(packet.id)).collect();
    let spread = |all: Vec<Inspected>| {
        let every = all.len().div_ceil(INSPECTED_MAX).max(1);
        all.into_iter().step_by(every)
    };
    spread(messages).chain(spread(packets)).collect()
}
