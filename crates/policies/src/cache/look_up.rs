//! A request comes: what is stored answers it, or is asked about, or does not help (RFC 9111 §4).

use super::conditional;
use super::directives::Directives;
use super::freshness::Freshness;
use super::message::{Answer, Request, set};
use super::mode::has_condition;
use super::range;
use super::reuse::{Case, Verdict, Why};
use super::store::{Entry, given};
use super::{Cache, Utc};
use trace::CacheMode;
use trace::{FieldLine, FieldLines};

/// What the cache says to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookUp {
    /// What happens now.
    pub step: Step,
    /// Why.
    pub why: Why,
    /// How fresh is what is stored; `None` where there is nothing that answers the request.
    pub freshness: Option<Freshness>,
}

/// What happens after a look into the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// This answers the request; nothing is sent.
    Use(Answer),
    /// This answers the request; meanwhile the server is asked in the background.
    UseAndAsk(Answer, Ask),
    /// The server is asked.
    Ask(Ask),
    /// The request takes nothing but what is stored (`only-if-cached`, §5.2.1.7): it is answered
    /// with this 504.
    GatewayTimeout(Answer),
    /// The mode takes nothing but what is stored: the fetch fails.
    NothingToTake,
}

/// What the server is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The header section that is sent in place of the request's own.
    pub field_lines: FieldLines,
    /// What for.
    pub purpose: Purpose,
    /// What is asked about, the newest first.
    pub(super) about: Vec<u64>,
    /// What may stand in for an error.
    pub(super) instead_of_error: Option<u64>,
}

/// What the server is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// An answer.
    Fetch,
    /// Whether what is stored is still good (§4.3).
    Validate,
    /// The rest of what is stored in part (§3.4).
    Complete,
}

impl Ask {
    pub(super) fn fetch(request: &Request<'_>) -> Self {
        let field_lines = request.sent_fields();
        Self { field_lines, purpose: Purpose::Fetch, about: Vec::new(), instead_of_error: None }
    }
}

impl Cache {
    /// What is done about a request at this time.
    pub fn look_up(&mut self, request: &Request<'_>, now: Utc) -> LookUp {
        let found = self.found(request, now);
        if let Some(id) = found.1 {
            self.store.touch(&request.key(), id);
        }
        found.0
    }

    fn found(&self, request: &Request<'_>, now: Utc) -> (LookUp, Option<u64>) {
        let nothing = |why| (not_there(request, why, None, Ask::fetch(request)), None);
        if !matches!(request.method, "GET" | "HEAD") {
            return nothing(Why::Method);
        }
        match request.effective_mode() {
            CacheMode::NoStore => return nothing(Why::ModePassesBy),
            CacheMode::Reload => return nothing(Why::ModeReloads),
            _ => {}
        }
        let key = request.key();
        let selected = match self.store.selected(&key, request.field_lines) {
            Ok(selected) => selected,
            Err(None) => return nothing(Why::NothingStored),
            Err(Some(field)) => {
                let ask = ask_about_variants(request, self.store.of_url(&key));
                return (not_there(request, Why::VariantDiffers { field }, None, ask), None);
            }
        };
        let answering = selected.iter().find_map(|entry| Some((*entry, given(entry, request)?)));
        match answering {
            Some((entry, answer)) => (about(request, entry, answer, now), Some(entry.id)),
            None => {
                let ask = selected.iter().find_map(|entry| ask_for_rest(request, entry));
                let ask = ask.unwrap_or_else(|| Ask::fetch(request));
                (not_there(request, Why::PartMissing, None, ask), None)
            }
        }
    }

    /// What stands in for the answer to a question where that is an error, or where none came (RFC
    /// 5861 §4).
    pub fn instead_of_error(&self, request: &Request<'_>, ask: &Ask, now: Utc) -> Option<InPlace> {
        let entry = self.store.find(&request.key(), ask.instead_of_error?)?;
        let freshness = entry.freshness(now);
        let window_s = with_case(request, entry, freshness, |case| case.stands_in_for_error())?;
        let answer = given(entry, request)?;
        let answer = presented(answer, request, freshness);
        Some(InPlace { answer, freshness, window_s })
    }
}

/// What is used in place of an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InPlace {
    /// The stored answer.
    pub answer: Answer,
    /// How stale it is.
    pub freshness: Freshness,
    /// For how many seconds `stale-if-error` allows that.
    pub window_s: u64,
}

fn with_case<T>(
    request: &Request<'_>,
    entry: &Entry,
    freshness: Freshness,
    then: impl FnOnce(Case<'_>) -> T,
) -> T {
    let asked = Directives::of_request(request.field_lines);
    let said = Directives::of_response(&entry.answer.field_lines);
    let (mode, is_outdated) = (request.effective_mode(), entry.is_outdated);
    then(Case { mode, asked: &asked, said: &said, freshness, is_outdated })
}

fn about(request: &Request<'_>, entry: &Entry, answer: Answer, now: Utc) -> LookUp {
    let freshness = entry.freshness(now);
    let (verdict, why) = with_case(request, entry, freshness, |case| case.verdict());
    let step = match verdict {
        Verdict::Use => Step::Use(presented(answer, request, freshness)),
        Verdict::UseAndAsk => {
            let ask = ask_about(request, entry, &why);
            Step::UseAndAsk(presented(answer, request, freshness), ask)
        }
        Verdict::Ask => {
            let ask = ask_about(request, entry, &why);
            return not_there(request, why, Some(freshness), ask);
        }
    };
    LookUp { step, why, freshness: Some(freshness) }
}

/// The server is asked, unless the request forbids it.
fn not_there(request: &Request<'_>, why: Why, freshness: Option<Freshness>, ask: Ask) -> LookUp {
    let only_stored = Directives::of_request(request.field_lines).has("only-if-cached");
    let step = match request.effective_mode() {
        CacheMode::OnlyIfCached => Step::NothingToTake,
        _ if only_stored => Step::GatewayTimeout(Answer {
            status_code: 504,
            reason_phrase: "Gateway Timeout".to_owned(),
            field_lines: FieldLines::new(),
            content: Vec::new(),
        }),
        _ => Step::Ask(ask),
    };
    LookUp { step, why, freshness }
}

/// §4.3.1. A HEAD goes on as it is: its answer says whether what is stored is still good (§4.3.5).
fn ask_about(request: &Request<'_>, entry: &Entry, why: &Why) -> Ask {
    let mut ask = Ask::fetch(request);
    // What is asked about for another reason than its age may stand in for nothing.
    ask.instead_of_error = matches!(why, Why::Stale).then_some(entry.id);
    if request.method == "GET" && !has_condition(request.field_lines) {
        let conditions = conditional::asking(&entry.answer);
        if !conditions.is_empty() {
            ask.field_lines.extend(conditions);
            (ask.purpose, ask.about) = (Purpose::Validate, vec![entry.id]);
        }
    }
    ask
}

/// §4.3.1: which of the variants is the one that this request selects? Only what is stored whole is
/// asked about.
fn ask_about_variants(request: &Request<'_>, variants: &[Entry]) -> Ask {
    let mut ask = Ask::fetch(request);
    let whole: Vec<&Entry> =
        variants.iter().rev().filter(|entry| entry.answer.status_code != 206).collect();
    let condition = conditional::asking_for_any(whole.iter().map(|entry| &entry.answer));
    let is_plain = request.method == "GET"
        && !request.field_lines.has("range")
        && !has_condition(request.field_lines);
    if let Some(condition) = condition.filter(|_| is_plain) {
        ask.field_lines.push(condition);
        ask.purpose = Purpose::Validate;
        ask.about = whole.iter().map(|entry| entry.id).collect();
    }
    ask
}

/// §3.4: what is stored as far as some octet is asked for from there on, if it is still the same.
fn ask_for_rest(request: &Request<'_>, entry: &Entry) -> Option<Ask> {
    let asks_for_whole = request.method == "GET"
        && !request.field_lines.has("range")
        && !has_condition(request.field_lines);
    let (count, entity_tag) = range::to_continue(&entry.answer).filter(|_| asks_for_whole)?;
    let line = |name: &str, value: String| FieldLine { name: name.to_owned(), value };
    let mut ask = Ask::fetch(request);
    ask.field_lines.push(line("Range", format!("bytes={count}-")));
    ask.field_lines.push(line("If-Range", entity_tag.to_owned()));
    (ask.purpose, ask.about) = (Purpose::Complete, vec![entry.id]);
    Some(ask)
}

/// What the client's code sees of what is stored: with its age (§4), and to a HEAD no content.
fn presented(mut answer: Answer, request: &Request<'_>, freshness: Freshness) -> Answer {
    set(&mut answer.field_lines, "Age", freshness.age_s.to_string());
    if request.method == "HEAD" {
        answer.content.clear();
    }
    answer
}
