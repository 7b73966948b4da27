//! A client with a cache, and a server that answers what a test wishes.

use policies::Utc;
use policies::cache::{Answer, Ask, Cache, Kept, Limits, Request, Step, TakenIn, Times, Why};
use trace::CacheMode;
use trace::{FieldLine, FieldLines, HttpUrl};

/// 2026-01-05T09:00:00Z.
pub const START: Utc = Utc::from_secs(1_767_603_600);
pub const DATE: (&str, &str) = ("Date", "Mon, 05 Jan 2026 09:00:00 GMT");
pub const URL: &str = "http://api.example.com/a";

pub type Fields<'a> = &'a [(&'a str, &'a str)];

pub fn lines(fields: Fields<'_>) -> FieldLines {
    let line = |(name, value): &(&str, &str)| FieldLine {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    };
    fields.iter().map(line).collect()
}

pub fn answer(status_code: u16, fields: Fields<'_>, content: &str) -> Answer {
    Answer {
        status_code,
        reason_phrase: String::new(),
        field_lines: lines(fields),
        content: content.as_bytes().to_vec(),
    }
}

/// What the client's code asks for.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub method: &'a str,
    pub url: &'a str,
    pub fields: Fields<'a>,
    pub mode: CacheMode,
}

pub const GET: Call<'_> = Call { method: "GET", url: URL, fields: &[], mode: CacheMode::Default };

/// What came of a call.
#[derive(Debug)]
pub struct Came {
    pub why: Why,
    /// What was sent, once for each question.
    pub sent: Vec<FieldLines>,
    /// What the client's code sees; `None` for a network error.
    pub answer: Option<Answer>,
    pub kept: Option<Kept>,
    pub invalidated: Vec<String>,
    /// What is asked behind the answer.
    pub behind: Option<Ask>,
}

impl Came {
    pub fn is_from_cache(&self) -> bool {
        self.sent.is_empty() && self.answer.is_some()
    }

    pub fn status_code(&self) -> u16 {
        self.answer.as_ref().map_or(0, |answer| answer.status_code)
    }

    pub fn content(&self) -> String {
        let content = self.answer.as_ref().map(|answer| answer.content.clone());
        String::from_utf8(content.unwrap_or_default()).expect("tests write text")
    }

    pub fn field(&self, name: &str) -> Option<&str> {
        self.answer.as_ref()?.field_lines.value(name)
    }

    /// The value of a field in the only question.
    pub fn sent_field(&self, name: &str) -> Option<&str> {
        assert_eq!(self.sent.len(), 1, "{self:?}");
        self.sent[0].value(name)
    }
}

/// A client with its clock.
pub struct Tab {
    pub cache: Cache,
    pub now: Utc,
}

impl Tab {
    pub fn new() -> Self {
        Self { cache: Cache::new(Limits::default()), now: START }
    }

    pub fn wait(&mut self, seconds: u64) {
        self.now += Utc::from_secs(seconds);
    }

    /// Calls; the server answers each question with the next of these, or not at all.
    pub fn call(&mut self, call: Call<'_>, server: &[Answer]) -> Came {
        let (url, field_lines) = (HttpUrl::parse(call.url).expect("a URL"), lines(call.fields));
        let request =
            Request { method: call.method, url: &url, field_lines: &field_lines, mode: call.mode };
        let found = self.cache.look_up(&request, self.now);
        let mut came = Came {
            why: found.why,
            sent: Vec::new(),
            answer: None,
            kept: None,
            invalidated: Vec::new(),
            behind: None,
        };
        let mut ask = match found.step {
            Step::Use(answer) | Step::GatewayTimeout(answer) => {
                came.answer = Some(answer);
                return came;
            }
            Step::UseAndAsk(answer, ask) => {
                (came.answer, came.behind) = (Some(answer), Some(ask));
                return came;
            }
            Step::NothingToTake => return came,
            Step::Ask(ask) => ask,
        };
        let times = Times { requested_at: self.now, received_at: self.now };
        for answer in server {
            came.sent.push(ask.field_lines.clone());
            match self.cache.take_in(&request, &ask, answer.clone(), times) {
                TakenIn::AskAgain(again) => ask = again,
                TakenIn::Answer(taken) => {
                    came.answer = Some(taken.answer);
                    came.kept = Some(taken.kept);
                    came.invalidated = taken.invalidated;
                    return came;
                }
            }
        }
        came.sent.push(ask.field_lines.clone());
        let stale = self.cache.instead_of_error(&request, &ask, self.now);
        came.answer = stale.map(|stale| stale.answer);
        came
    }

    /// A plain GET that is answered with 200 and these fields.
    pub fn get(&mut self, fields: Fields<'_>, content: &str) -> Came {
        self.call(GET, &[answer(200, fields, content)])
    }
}

/// What a second plain GET brings, some seconds behind a first one that was answered like this.
pub fn again(status_code: u16, fields: Fields<'_>, after_s: u64) -> Came {
    again_with(&[], status_code, fields, after_s)
}

/// The same with fields in the second request.
pub fn again_with(request: Fields<'_>, status_code: u16, fields: Fields<'_>, after_s: u64) -> Came {
    let mut tab = Tab::new();
    tab.call(GET, &[answer(status_code, fields, "first")]);
    tab.wait(after_s);
    tab.call(Call { fields: request, ..GET }, &[answer(200, &[], "second")])
}
