//! What a client keeps in mind of one fetch from hop to hop: who asks, and which cookies count.

use super::UserAgent;
use super::cookies::{Asker, Cookies};
use super::cors::{Page, Permissions, View};
use super::decisions::Decisions;
use crate::roles::client_profile::CookieMemory;
use crate::roles::http_client::Response;
use std::rc::Rc;
use trace::{ExchangeId, Failure, FieldLine, FieldLines, HttpUrl, Request};

/// One fetch on its way.
#[derive(Clone)]
pub struct Course {
    /// The page that asks; `None` for programs, which ask for themselves.
    page: Option<Page>,
    asker: Asker,
    cookies: Option<Rc<Cookies>>,
}

impl UserAgent {
    /// The course of a fetch that begins with this request, of which is taken out what may not be
    /// sent.
    ///
    /// # Errors
    /// Nothing may be sent; it is noted.
    pub(super) fn course(
        &self,
        decisions: Decisions<'_>,
        request: &mut Request,
    ) -> Result<Course, Failure> {
        let asker = Asker::of(request, self.profile.shows_pages);
        let page = self.profile.shows_pages.then(|| Page::of(decisions, request)).transpose()?;
        let cookies = match self.profile.cookies {
            CookieMemory::Nothing => None,
            CookieMemory::OneCall => Some(Rc::new(Cookies::of_one_call(self.profile.cookie_field))),
            CookieMemory::Kept => Some(Rc::clone(&self.cookies)),
        };
        Ok(Course { page, asker, cookies })
    }
}

impl Course {
    /// Looks at a hop before it is sent. Gives back the question that has to be asked first.
    ///
    /// # Errors
    /// It may not be sent; it is noted.
    pub fn question(
        &mut self,
        decisions: Decisions<'_>,
        request: &Request,
        known: &Permissions,
    ) -> Result<Option<Request>, Failure> {
        match &mut self.page {
            Some(page) => page.before(decisions, request, known),
            None => Ok(None),
        }
    }

    /// The page that asks.
    pub fn page(&self) -> Option<&Page> {
        self.page.as_ref()
    }

    /// A request with what the client adds for this hop: cookies, and who asks.
    pub fn completed(&self, decisions: Decisions<'_>, request: &Request) -> Option<Request> {
        let cookies = self.cookies().and_then(|jar| jar.field(decisions, &self.asker, request));
        let origin = self.page.as_ref().and_then(Page::origin_field);
        let origin = origin.filter(|_| request.field_value("origin").is_none());
        let added: Vec<FieldLine> = origin.into_iter().chain(cookies).collect();
        if added.is_empty() {
            return None;
        }
        let mut request = request.clone();
        if added.iter().any(|line| line.is("cookie")) {
            request.field_lines.retain(|line| !line.is("cookie"));
        }
        request.field_lines.extend(added);
        Some(request)
    }

    /// A request with all that the server would be told, for whom it is not sent yet: what a cache
    /// compares (RFC 9111 §4.1).
    pub fn foreseen(&self, decisions: Decisions<'_>, request: &Request) -> Request {
        let cookies = self.cookies().and_then(|jar| jar.foreseen(decisions, &self.asker, request));
        let origin = self.page.as_ref().and_then(Page::origin_field);
        let origin = origin.filter(|_| request.field_value("origin").is_none());
        let mut request = request.clone();
        request.field_lines.extend(origin.into_iter().chain(cookies));
        request
    }

    /// Takes in the cookies that came with an answer.
    pub fn take_in(
        &self,
        decisions: Decisions<'_>,
        exchange: ExchangeId,
        url: &HttpUrl,
        answer: &FieldLines,
    ) {
        if let Some(jar) = self.cookies() {
            jar.take_in(decisions, &self.asker, exchange, url, answer);
        }
    }

    /// The jar, where cookies go along with this hop.
    fn cookies(&self) -> Option<&Cookies> {
        let go_along = self.page.as_ref().is_none_or(Page::includes_credentials);
        self.cookies.as_deref().filter(|_| go_along)
    }

    /// Judges an answer.
    ///
    /// # Errors
    /// The client's code does not get it.
    pub fn check(
        &self,
        decisions: Decisions<'_>,
        exchange: Option<ExchangeId>,
        answer: &FieldLines,
    ) -> Result<(), Failure> {
        self.page.as_ref().map_or(Ok(()), |page| page.check(decisions, exchange, answer))
    }

    /// What the client's code sees of the last answer.
    pub fn view(
        &self,
        decisions: Decisions<'_>,
        exchange: Option<ExchangeId>,
        response: &Response,
    ) -> View {
        match &self.page {
            Some(page) => page.view(decisions, exchange, response),
            None => View { seen: None, is_used: true },
        }
    }

    /// Goes on to where an answer sends.
    ///
    /// # Errors
    /// It may not; it is noted.
    pub fn redirected(&mut self, decisions: Decisions<'_>, next: &Request) -> Result<(), Failure> {
        self.page.as_mut().map_or(Ok(()), |page| page.redirected(decisions, next))
    }
}
