//! What page and worker say to each other: one enum each way, encoded with postcard.
//!
//! The worker speaks first. [`FromWorker::Here`] says that it listens, which version of the
//! conversation it knows and which build it is from; the page talks to its own build only. So no
//! message but the first needs a version of its own. What the worker answers is handed on as
//! octets: the codec of traces has a version and a checksum, and a dissection is decoded only
//! where somebody looks at it.

use core::fmt;
use serde::{Deserialize, Serialize, Serializer};
use trace::{Inspected, RecordingError, Scenario, TakenApart};

/// Changes whenever one of the enums changes its shape. [`FromWorker::Here`] keeps its own for
/// good: it is how an old worker and a new page find out.
pub const VERSION: u32 = 4;

/// Which build this is. Page and worker come from one, or do not talk to each other.
pub const BUILD_ID: &str = match option_env!("ROUNDTRIP_BUILD_ID") {
    Some(id) => id,
    None => "development",
};

/// Tells one run from the next, so that a late answer is not taken for a newer one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RunNumber(pub u32);

impl RunNumber {
    /// Who counts so: numbers of one asker share their two highest bits, so that what one asks does
    /// not take the place of what another one waits for.
    pub fn asker(self) -> u32 {
        self.0 >> ASKER_SHIFT
    }

    /// The number before an asker's first.
    pub const fn before_first_of(asker: u32) -> Self {
        Self(asker << ASKER_SHIFT)
    }
}

/// How many bits of a number are counted.
const ASKER_SHIFT: u32 = 30;

/// Tells one question from the next, so that a late answer is not taken for a newer one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionNumber(pub u32);

impl QuestionNumber {
    /// Who asks, as [`RunNumber::asker`] says it.
    pub fn asker(self) -> u32 {
        self.0 >> ASKER_SHIFT
    }
}

/// What the page wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Run a scenario.
    Run {
        /// Which run this is.
        number: RunNumber,
        /// What is run.
        scenario: Scenario,
    },
    /// Run the world of a scenario with octets in place of its first request.
    Written {
        /// Which run this is.
        number: RunNumber,
        /// The world, and where the request goes.
        scenario: Scenario,
        /// What is sent, octet for octet.
        octets: Vec<u8>,
    },
    /// Look into a part of the trace that a scenario gives.
    Inspect {
        /// Which question this is.
        number: QuestionNumber,
        /// What the trace comes from.
        scenario: Scenario,
        /// What is looked into.
        inspected: Inspected,
        /// In which words; none for English.
        words: Option<Words>,
    },
    /// Take octets that somebody wrote apart as a message of HTTP/1.1.
    TakeApart {
        /// Which question this is.
        number: QuestionNumber,
        /// What was written.
        octets: Vec<u8>,
        /// In which words; none for English.
        words: Option<Words>,
    },
    /// Make a trace of what another program recorded: an HTTP Archive.
    Open {
        /// Which run this stands for.
        number: RunNumber,
        /// The text of the file.
        text: String,
    },
}

/// What the engine says of fields, in a language that the page has loaded. It comes with each
/// question, so that a worker that was started anew knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The BCP 47 tag, e.g. `de`.
    pub code: String,
    /// The file `engine.txt` of the language.
    pub words: String,
}

/// What the worker says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromWorker<'a> {
    /// It listens.
    Here {
        /// [`VERSION`] of the worker.
        version: u32,
        /// [`BUILD_ID`] of the worker.
        build_id: &'a str,
    },
    /// A run ended.
    Trace {
        /// Which one.
        number: RunNumber,
        /// The trace, as [`trace::encode_trace`] writes it.
        #[serde(serialize_with = "at_once")]
        octets: &'a [u8],
    },
    /// A question is answered.
    Dissection {
        /// Which one.
        number: QuestionNumber,
        /// The dissection, as [`trace::encode_dissection`] writes it.
        #[serde(serialize_with = "at_once")]
        octets: &'a [u8],
    },
    /// What was written is taken apart.
    TakenApart {
        /// Which question this answers.
        number: QuestionNumber,
        /// What it is made of, as [`written_apart`] writes it.
        octets: &'a [u8],
    },
    /// A recording cannot be shown.
    Refused {
        /// Which run it stands for.
        number: RunNumber,
        /// Why, as [`written_refusal`] writes it.
        octets: &'a [u8],
    },
}

/// Why a recording cannot be shown, for [`FromWorker::Refused`].
pub fn written_refusal(why: &RecordingError) -> Vec<u8> {
    postcard::to_allocvec(why).expect("plain data always encodes")
}

/// The other way round.
///
/// # Errors
/// The octets are nothing that [`written_refusal`] writes.
pub fn read_refusal(octets: &[u8]) -> Result<RecordingError, Garbled> {
    postcard::from_bytes(octets).map_err(|_| Garbled)
}

/// What octets are made of, for [`FromWorker::TakenApart`].
pub fn written_apart(apart: &TakenApart) -> Vec<u8> {
    postcard::to_allocvec(apart).expect("plain data always encodes")
}

/// The other way round.
///
/// # Errors
/// The octets are nothing that [`written_apart`] writes.
pub fn read_apart(octets: &[u8]) -> Result<TakenApart, Garbled> {
    postcard::from_bytes(octets).map_err(|_| Garbled)
}

/// In one piece, and not as a sequence of numbers: a trace may have many megabytes.
fn at_once<S: Serializer>(octets: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(octets)
}

/// What was said is nothing that is said here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Garbled;

impl fmt::Display for Garbled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("page and worker do not understand each other; reload the page")
    }
}

impl core::error::Error for Garbled {}

impl ToWorker {
    /// For `postMessage`.
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("what is in memory can be written to memory")
    }

    /// What was posted. Its scenario can be run.
    ///
    /// # Errors
    /// The octets are nothing that a page of this build says.
    pub fn decode(octets: &[u8]) -> Result<Self, Garbled> {
        let said: Self = postcard::from_bytes(octets).map_err(|_| Garbled)?;
        if let Self::Run { scenario, .. }
        | Self::Written { scenario, .. }
        | Self::Inspect { scenario, .. } = &said
        {
            scenario.check().map_err(|_| Garbled)?;
        }
        Ok(said)
    }
}

impl<'a> FromWorker<'a> {
    /// What a worker of this build says first.
    pub const HERE: FromWorker<'static> = FromWorker::Here { version: VERSION, build_id: BUILD_ID };

    /// For `postMessage`.
    pub fn encode(self) -> Vec<u8> {
        let room = match self {
            Self::Here { build_id, .. } => build_id.len(),
            Self::Trace { octets, .. }
            | Self::Dissection { octets, .. }
            | Self::TakenApart { octets, .. }
            | Self::Refused { octets, .. } => octets.len(),
        };
        postcard::to_extend(&self, Vec::with_capacity(room + 16))
            .expect("what is in memory can be written to memory")
    }

    /// What was posted.
    ///
    /// # Errors
    /// The octets are nothing that a worker of this build says, or any worker first.
    pub fn decode(octets: &'a [u8]) -> Result<Self, Garbled> {
        postcard::from_bytes(octets).map_err(|_| Garbled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use trace::MessageId;

    #[test]
    fn what_is_said_is_heard() {
        let scenario = Scenario::default;
        let inspected = Inspected::Message(MessageId(3));
        let words = Some(Words { code: "de".to_owned(), words: "set = \"Gesetzt\"".to_owned() });
        for said in [
            ToWorker::Run { number: RunNumber(7), scenario: scenario() },
            ToWorker::Written {
                number: RunNumber(7),
                scenario: scenario(),
                octets: b"GET / HTTP/1.1\r\n".to_vec(),
            },
            ToWorker::TakeApart {
                number: QuestionNumber(6),
                octets: b"GET / HTTP/1.1\r\n".to_vec(),
                words: words.clone(),
            },
            ToWorker::Inspect { number: QuestionNumber(8), scenario: scenario(), inspected, words },
            ToWorker::Open { number: RunNumber(9), text: "{\"log\": {}}".to_owned() },
        ] {
            assert_eq!(ToWorker::decode(&said.encode()), Ok(said));
        }
        for said in [
            FromWorker::HERE,
            FromWorker::Trace { number: RunNumber(7), octets: b"RTTR" },
            FromWorker::Dissection { number: QuestionNumber(8), octets: b"RTDI" },
            FromWorker::TakenApart { number: QuestionNumber(6), octets: b"apart" },
            FromWorker::Refused { number: RunNumber(9), octets: b"why" },
        ] {
            assert_eq!(FromWorker::decode(&said.encode()), Ok(said));
        }
    }

    #[test]
    fn why_a_recording_is_refused_is_heard() {
        let why = trace::trace_of_har("{\"log\": 7}").expect_err("a log is an object");
        assert_eq!(read_refusal(&written_refusal(&why)), Ok(why));
    }

    #[test]
    fn what_is_taken_apart_is_heard() {
        let at = trace::OctetRange { start: 4, end: 5 };
        let verdict =
            trace::Verdict::Refused { status_code: 400, reason: "no host".to_owned(), at };
        let apart = TakenApart { view: trace::View::default(), verdict };
        assert_eq!(read_apart(&written_apart(&apart)), Ok(apart));
    }

    #[test]
    fn what_is_said_first_keeps_its_shape() {
        let said = FromWorker::Here { version: 300, build_id: "abc" };
        assert_eq!(said.encode(), b"\0\xac\x02\x03abc");
    }

    #[test]
    fn what_cannot_be_run_is_not_heard() {
        let mut scenario = Scenario::default();
        scenario.requests[0].method = "G E T".to_owned();
        let said = ToWorker::Run { number: RunNumber(1), scenario };
        assert_eq!(ToWorker::decode(&said.encode()), Err(Garbled));
    }

    #[test]
    fn a_length_that_is_not_there_takes_no_memory() {
        // No requests, but the claim that 2⁶⁴ − 1 of them follow.
        let scenario = Scenario { requests: Vec::new(), ..Scenario::default() };
        let mut octets = ToWorker::Run { number: RunNumber(1), scenario }.encode();
        assert_eq!(octets.pop(), Some(0));
        octets.extend([0xFF; 9]);
        octets.push(0x01);
        assert_eq!(ToWorker::decode(&octets), Err(Garbled));
    }

    proptest! {
        #[test]
        fn no_octets_panic(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = ToWorker::decode(&octets);
            let _ = FromWorker::decode(&octets);
            let _ = read_refusal(&octets);
            let _ = read_apart(&octets);
        }
    }
}
