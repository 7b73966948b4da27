//! What client and server remember at an instant, store by store: what of a request is known again
//! when the next one comes.

mod connections;
mod names;
mod sessions;

use crate::catalogue::Say;
use crate::explain::octet_count;
use crate::text::{on_one_line, shortened};
use crate::{Language, Sentence, Sequence, texts};
use connections::connections;
use language::Text;
use names::addresses;
use sessions::{counters, sessions};
use trace::{ClientKind, HttpsHost, Instant, StoredAnswer, StoredCookie, Trace};

/// What is remembered at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    /// The client's stores; all of them, also where nothing is in one.
    pub client: Vec<Store>,
    /// The server's, without those in which nothing is.
    pub server: Vec<Store>,
    /// What to know of the server's.
    pub stateless: Sentence,
}

/// One kind of what is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// Its heading.
    pub title: &'static str,
    /// What is in it, in the order in which it came.
    pub entries: Vec<Entry>,
    /// What is said where there is nothing.
    pub nothing: Sentence,
}

/// One thing that is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is, as programs write it.
    pub name: String,
    /// What is known of it.
    pub facts: Vec<String>,
    /// Whether its time is over, though it is still there.
    pub is_over: bool,
}

/// The longest name or value of an entry, in cells.
const CELLS_MAX: usize = 120;

/// What client and server remember at an instant.
pub fn memory_at(trace: &Trace, at: Instant, language: Language) -> Memory {
    let moment = Moment { trace, at, language };
    let is_browser = trace.scenario.world.client.kind == ClientKind::Browser;
    let store = |title: Text, entries: Vec<Entry>, nothing: Text| Store {
        title: language.text(title),
        entries,
        nothing: language.say(nothing, &[]),
    };
    let of_browser = |nothing, never| if is_browser { nothing } else { never };
    let client = vec![
        store(texts::MEMORY_COOKIES, cookies(moment), texts::MEMORY_NO_COOKIES),
        store(
            texts::MEMORY_ANSWERS,
            answers(moment),
            of_browser(texts::MEMORY_NO_ANSWERS, texts::MEMORY_NEVER_ANSWERS),
        ),
        store(
            texts::MEMORY_HTTPS_HOSTS,
            https_hosts(moment),
            of_browser(texts::MEMORY_NO_HTTPS_HOSTS, texts::MEMORY_NEVER_HTTPS_HOSTS),
        ),
        store(texts::MEMORY_ADDRESSES, addresses(moment), texts::MEMORY_NO_ADDRESSES),
        store(texts::MEMORY_CONNECTIONS, connections(moment), texts::MEMORY_NO_CONNECTIONS),
    ];
    let server = [
        store(texts::MEMORY_SESSIONS, sessions(moment), texts::MEMORY_NOTHING),
        store(texts::MEMORY_COUNTERS, counters(moment), texts::MEMORY_NOTHING),
    ];
    let server: Vec<Store> = server.into_iter().filter(|store| !store.entries.is_empty()).collect();
    let stateless = match server.is_empty() {
        true => texts::MEMORY_NOTHING,
        false => texts::MEMORY_OF_PROGRAM,
    };
    Memory { client, server, stateless: language.say(stateless, &[]) }
}

/// The instant at which a step is over: what it does to what is remembered is done.
pub fn remembered_behind(sequence: &Sequence, step: usize) -> Instant {
    let step = &sequence.steps[step];
    step.ended_at.unwrap_or(step.started_at)
}

/// A trace at an instant, told in a language.
#[derive(Clone, Copy)]
struct Moment<'a> {
    trace: &'a Trace,
    at: Instant,
    language: Language,
}

impl Moment<'_> {
    /// The second of the calendar, since 1970.
    fn unix_s(self) -> i64 {
        self.trace.scenario.starts_at_unix_s.saturating_add_unsigned(self.at.0 / 1_000_000_000)
    }

    fn word(self, text: Text) -> String {
        self.language.text(text).to_owned()
    }

    /// A fact about a number of seconds.
    fn of_seconds(self, text: Text, seconds: u64) -> String {
        self.language.write(text, &[("span", &span(seconds, self.language))])
    }

    /// How long something lasts still, in seconds of the calendar.
    fn left(self, until_unix_s: u64) -> Option<u64> {
        let left = i64::try_from(until_unix_s).ok()?.checked_sub(self.unix_s())?;
        u64::try_from(left).ok().filter(|left| *left > 0)
    }
}

/// A number of seconds in a unit in which it is easy to read. Seconds are what ticks.
fn span(seconds: u64, language: Language) -> String {
    let (key, count) = match seconds {
        0..600 => (texts::SECONDS, seconds),
        600..7_200 => (texts::MINUTES, seconds / 60),
        7_200..172_800 => (texts::HOURS, seconds / 3_600),
        _ => (texts::DAYS, seconds / 86_400),
    };
    language.write(key, &[("count", &count.to_string())])
}

fn cookies(moment: Moment<'_>) -> Vec<Entry> {
    moment.trace.cookies_at(moment.at).into_iter().map(|cookie| of_cookie(moment, cookie)).collect()
}

fn of_cookie(moment: Moment<'_>, cookie: &StoredCookie) -> Entry {
    let pair = match &*cookie.name {
        "" => cookie.value.clone(),
        name => format!("{name}={}", cookie.value),
    };
    let reach = match cookie.host_only {
        true => texts::MEMORY_FOR_HOST,
        false => texts::MEMORY_FOR_HOST_AND_BELOW,
    };
    let left = match cookie.expires_unix_s {
        None => moment.word(texts::MEMORY_UNTIL_CLOSED),
        Some(end) => moment.of_seconds(texts::MEMORY_LEFT, moment.left(end).unwrap_or(0)),
    };
    let mut facts = vec![
        moment.language.write(reach, &[("host", &cookie.domain)]),
        moment.language.write(texts::MEMORY_FOR_PATH, &[("path", &in_short(&cookie.path))]),
        left,
    ];
    let flags = [(cookie.secure, "Secure"), (cookie.http_only, "HttpOnly")];
    facts.extend(flags.iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| (*flag).to_owned()));
    facts.extend(cookie.same_site.as_ref().map(|site| format!("SameSite={site}")));
    Entry { name: in_short(&pair), facts, is_over: false }
}

fn answers(moment: Moment<'_>) -> Vec<Entry> {
    moment.trace.answers_at(moment.at).into_iter().map(|answer| of_answer(moment, answer)).collect()
}

fn of_answer(moment: Moment<'_>, answer: &StoredAnswer) -> Entry {
    let StoredAnswer { url, status_code, cache_control, lifetime_s, .. } = answer;
    let age_s = answer.age_s(moment.at);
    let is_asked_each_time =
        cache_control.split(',').any(|member| member.trim().eq_ignore_ascii_case("no-cache"));
    let is_fresh = *lifetime_s > age_s && !answer.is_outdated;
    let state = if answer.is_outdated {
        moment.word(texts::MEMORY_OUTDATED)
    } else if is_asked_each_time {
        moment.word(texts::MEMORY_ASKED_EACH_TIME)
    } else if is_fresh && answer.is_guess {
        moment.of_seconds(texts::MEMORY_FRESH_BY_GUESS, lifetime_s - age_s)
    } else if is_fresh {
        moment.of_seconds(texts::MEMORY_FRESH, lifetime_s - age_s)
    } else if *lifetime_s == 0 && !answer.has_validator {
        moment.word(texts::MEMORY_OF_NO_USE)
    } else if *lifetime_s == 0 {
        moment.word(texts::MEMORY_ASKED_EACH_TIME)
    } else {
        moment.of_seconds(texts::MEMORY_STALE, age_s - lifetime_s)
    };
    let octets = usize::try_from(answer.content_octets).unwrap_or(usize::MAX);
    let mut facts = vec![
        status_code.to_string(),
        octet_count(octets, moment.language),
        moment.of_seconds(texts::MEMORY_AGE, age_s),
        state,
    ];
    if !cache_control.is_empty() {
        facts.push(in_short(&format!("Cache-Control: {cache_control}")));
    }
    facts.extend(answer.chosen_by.iter().map(|line| {
        let field = in_short(&format!("{}: {}", line.name, line.value));
        moment.language.write(texts::MEMORY_FOR_REQUESTS_WITH, &[("field", &field)])
    }));
    let is_over = !is_fresh || is_asked_each_time;
    Entry { name: in_short(&format!("GET {url}")), facts, is_over }
}

fn https_hosts(moment: Moment<'_>) -> Vec<Entry> {
    let hosts = moment.trace.https_hosts_at(moment.at).into_iter();
    hosts.map(|host| of_https_host(moment, host)).collect()
}

fn of_https_host(moment: Moment<'_>, host: &HttpsHost) -> Entry {
    let mut facts = vec![moment.of_seconds(texts::MEMORY_LEFT, (host.until - moment.at).as_secs())];
    if host.covers_subdomains {
        facts.push(moment.word(texts::MEMORY_AND_BELOW));
    }
    Entry { name: host.name.clone(), facts, is_over: false }
}

/// A text of somebody else's on one line, and no longer than can be read.
fn in_short(text: &str) -> String {
    shortened(&on_one_line(text), CELLS_MAX)
}
