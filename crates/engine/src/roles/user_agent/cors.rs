//! What a browser lets a page ask for and see (Fetch, “Main fetch”, “CORS protocol”). Other clients
//! ask for themselves, and see everything.

use super::decisions::Decisions;
use crate::roles::http_client::Response;
use core::cell::RefCell;
use policies::cors::{
    Allowed, Blocked, Fetching, Modes, Origin, Preflight, PreflightCache, Route, Shown, Tainting,
    Type, normalized, settable,
};
use policies::redirect::is_redirect_status;
use trace::{
    ClientKind, ExchangeId, Failure, FieldLine, FieldLines, Initiator, RedirectMode, Request,
    StageKind,
};

/// What a browser remembers of permissions.
#[derive(Debug, Default)]
pub struct Permissions(RefCell<PreflightCache>);

/// The page that asks, for one fetch.
#[derive(Debug, Clone)]
pub struct Page {
    fetching: Fetching,
    initiator: Initiator,
    redirect: RedirectMode,
    /// Whether the scenario says that a page asks. Where it does not, the reader does, and nothing
    /// is said of an origin.
    is_told: bool,
}

impl Page {
    /// The page that asks for this in a browser, and what is left of the request when a script
    /// may not set all of it.
    ///
    /// # Errors
    /// `fetch` throws; it is noted.
    pub fn of(decisions: Decisions<'_>, request: &mut Request) -> Result<Self, Failure> {
        let modes = Modes::of(&request.fetch);
        let initiator = request.fetch.initiator;
        if initiator == Initiator::Script {
            request.method = normalized(&request.method);
            leave_out_fields(decisions, request, modes)?;
        }
        let page = request.fetch.page.as_ref().unwrap_or(&request.url);
        let (method, url) = (&request.method, request.url.clone());
        let set = set_by_page(&request.field_lines);
        Ok(Self {
            fetching: Fetching::new(Origin::of(page), modes, method, url, set),
            initiator,
            redirect: request.fetch.redirect,
            is_told: request.fetch.page.is_some() || initiator != Initiator::Navigation,
        })
    }

    /// Looks at a hop before it is sent. Gives back the question that has to be asked first.
    ///
    /// # Errors
    /// It may not be sent; it is noted.
    pub fn before(
        &mut self,
        decisions: Decisions<'_>,
        request: &Request,
        known: &Permissions,
    ) -> Result<Option<Request>, Failure> {
        // It may have become https on the way.
        self.fetching.url = request.url.clone();
        let follows = !matches!(self.redirect, RedirectMode::Manual | RedirectMode::Error);
        let route = self.fetching.route(follows);
        match route.map_err(|why| not_allowed(decisions, &why))? {
            Route::Plain | Route::Checked => Ok(None),
            Route::AskFirst { .. } => {
                if known.0.borrow().allows(&self.fetching, decisions.utc()) {
                    decisions.note(StageKind::AllowedBefore, "");
                    return Ok(None);
                }
                Ok(Some(self.question(request)))
            }
        }
    }

    /// The preflight before a request: its own fields, and those that every request has.
    fn question(&self, request: &Request) -> Request {
        let own = Preflight::of(&self.fetching).field_lines;
        let usual = request.field_lines.iter().filter(|line| is_usual(line));
        let usual = usual.filter(|line| !own.has(&line.name)).cloned().collect::<Vec<_>>();
        Request {
            method: "OPTIONS".to_owned(),
            field_lines: usual.into_iter().chain(own.iter().cloned()).collect(),
            body: Vec::new(),
            ..request.clone()
        }
    }

    /// Reads the answer to the preflight.
    ///
    /// # Errors
    /// The request may not be sent; it is noted.
    pub fn allowed(
        &self,
        decisions: Decisions<'_>,
        known: &Permissions,
        exchange: ExchangeId,
        status_code: u16,
        answer: &FieldLines,
    ) -> Result<(), Failure> {
        match Allowed::by(&self.fetching, status_code, answer) {
            Ok(allowed) => {
                let told = [allowed.methods.join(", "), allowed.names.join(", ")];
                let told: Vec<String> = told.into_iter().filter(|list| !list.is_empty()).collect();
                decisions.note_of(exchange, StageKind::CheckMaySend, &told.join("; "));
                known.0.borrow_mut().remember(&self.fetching, &allowed, decisions.utc());
                Ok(())
            }
            Err(why) => {
                decisions.note_refused(exchange, StageKind::CheckMaySend, &why.to_string());
                Err(not_allowed(decisions, &why))
            }
        }
    }

    /// What was asked for came to nothing: what was allowed is asked again.
    pub fn forget(&self, known: &Permissions) {
        known.0.borrow_mut().forget(&self.fetching);
    }

    /// Whether cookies go along with this hop, and are kept of its answer.
    pub fn includes_credentials(&self) -> bool {
        self.fetching.includes_credentials()
    }

    /// The Origin field of this hop.
    pub fn origin_field(&self) -> Option<FieldLine> {
        let value = self.fetching.origin_field().filter(|_| self.is_told)?;
        Some(FieldLine { name: "Origin".to_owned(), value })
    }

    /// Judges an answer, also one that sends elsewhere.
    ///
    /// # Errors
    /// The page does not get it. The check is noted, the failure is not.
    pub fn check(
        &self,
        decisions: Decisions<'_>,
        exchange: Option<ExchangeId>,
        answer: &FieldLines,
    ) -> Result<(), Failure> {
        let found = self.fetching.check(answer);
        if self.fetching.tainting != Tainting::Cors {
            return Ok(());
        }
        match found {
            Ok(()) => {
                let allowed = answer.combined("access-control-allow-origin").unwrap_or_default();
                let told = format!("Access-Control-Allow-Origin: {allowed}");
                decisions.note_of(exchange, StageKind::CheckMayRead, &told);
                Ok(())
            }
            Err(why) => {
                let reason = why.to_string();
                decisions.note_refused(exchange, StageKind::CheckMayRead, &reason);
                Err(Failure::AnswerWithheld { reason })
            }
        }
    }

    /// Goes on to where an answer sends.
    ///
    /// # Errors
    /// It may not; it is noted.
    pub fn redirected(&mut self, decisions: Decisions<'_>, next: &Request) -> Result<(), Failure> {
        let set = set_by_page(&next.field_lines);
        let gone = self.fetching.redirected(next.url.clone(), &next.method, set);
        gone.map_err(|why| not_allowed(decisions, &why))
    }

    /// What the page sees of the answer of the fetch; what it does not see is noted.
    pub fn view(
        &self,
        decisions: Decisions<'_>,
        exchange: Option<ExchangeId>,
        response: &Response,
    ) -> View {
        let Response { status_code, reason_phrase, field_lines: answer, content } = response;
        let stays = is_redirect_status(*status_code) && self.redirect == RedirectMode::Manual;
        let is_script = self.initiator == Initiator::Script;
        let shown = match stays && is_script && answer.has("location") {
            true => Fetching::shown_of_redirect(answer),
            false => self.fetching.shown(answer),
        };
        let Shown { kind, field_lines, hidden } = shown;
        let is_all = hidden.is_empty() || kind == Type::Basic && !is_script;
        match kind {
            Type::Basic | Type::Cors if is_all => View { seen: None, is_used: true },
            Type::Basic | Type::Cors => {
                // That scripts see no cookies of their own origin is no news.
                if kind == Type::Cors {
                    decisions.note_of(exchange, StageKind::HideFromPage, &hidden.join(", "));
                }
                let seen = Response {
                    status_code: *status_code,
                    reason_phrase: reason_phrase.clone(),
                    field_lines,
                    content: content.clone(),
                };
                View { seen: Some(seen), is_used: true }
            }
            Type::Opaque | Type::OpaqueRedirect => {
                decisions.note_of(exchange, StageKind::HideFromPage, ALL_OF_IT);
                let seen = Response {
                    status_code: 0,
                    reason_phrase: String::new(),
                    field_lines,
                    content: Vec::new(),
                };
                // What shows an image shows it whatever the page may read.
                View { seen: Some(seen), is_used: !is_script }
            }
        }
    }
}

/// What a page sees of an answer.
pub struct View {
    /// The answer as it sees it; `None` where it sees all.
    pub seen: Option<Response>,
    /// Whether the content is used.
    pub is_used: bool,
}

const ALL_OF_IT: &str = "status, headers and body";

fn not_allowed(decisions: Decisions<'_>, why: &Blocked) -> Failure {
    decisions.fail(Failure::RequestNotAllowed { reason: why.to_string() })
}

/// What a browser sends with every request is no matter of the page.
fn is_usual(line: &FieldLine) -> bool {
    let mut usual = ClientKind::Browser.default_fields().iter();
    usual.any(|(name, value)| line.is(name) && line.value == *value)
}

fn set_by_page(field_lines: &FieldLines) -> FieldLines {
    field_lines.iter().filter(|line| !is_usual(line)).cloned().collect()
}

fn leave_out_fields(
    decisions: Decisions<'_>,
    request: &mut Request,
    modes: Modes,
) -> Result<(), Failure> {
    let set = set_by_page(&request.field_lines);
    let settled = settable(&request.method, &set, modes.mode);
    let (kept, left_out) = settled
        .map_err(|why| decisions.fail(Failure::RequestNotAllowed { reason: why.to_string() }))?;
    if !left_out.is_empty() {
        let told: Vec<String> = left_out.iter().map(ToString::to_string).collect();
        decisions.note(StageKind::LeaveOutFields, &told.join("; "));
    }
    let usual: Vec<FieldLine> =
        request.field_lines.iter().filter(|line| is_usual(line)).cloned().collect();
    request.field_lines = usual.into_iter().chain(kept.iter().cloned()).collect();
    Ok(())
}
