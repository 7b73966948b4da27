//! The cookies that a client keeps, and what it does with them (RFC 6265bis §5.7, §5.8).

use super::decisions::Decisions;
use crate::roles::client_profile::CookieField;
use core::cell::RefCell;
use core::fmt::Write as _;
use policies::cookies::{
    Api, Cookie, Jar, Kept, Occasion, Party, Reach, SameSite, Selection, Site, What, Withheld,
};
use std::borrow::Cow;
use trace::{
    CookieChange, ExchangeId, FieldLine, FieldLines, HttpUrl, Initiator, Request, StageKind,
    StoredCookie,
};

/// The cookie jar of a client.
#[derive(Debug)]
pub struct Cookies {
    jar: RefCell<Jar>,
    /// Whether it outlives the call, and is told as what the client keeps.
    is_kept: bool,
    field: CookieField,
}

/// Who asks for something, as far as cookies care.
#[derive(Debug, Clone)]
pub struct Asker {
    /// The site of the page that asks; `None` where the reader does, or a program.
    site: Option<Site>,
    /// What becomes of the answer.
    reach: Reach,
}

impl Asker {
    /// Who asks for this. A program asks for itself.
    pub fn of(request: &Request, is_browser: bool) -> Self {
        let site = request.fetch.page.as_ref().filter(|_| is_browser).map(Site::of);
        let reach = match request.fetch.initiator {
            Initiator::Image | Initiator::Script if is_browser => Reach::Within,
            _ => Reach::TopLevel,
        };
        Self { site, reach }
    }

    fn occasion<'a>(&self, url: &'a HttpUrl) -> Occasion<'a> {
        let party = Party::of(url, self.site.as_ref());
        Occasion { url, party, reach: self.reach, api: Api::Http }
    }
}

impl Cookies {
    /// One that lasts as long as the client.
    pub fn kept(field: CookieField) -> Self {
        Self { jar: RefCell::default(), is_kept: true, field }
    }

    /// One that is thrown away when the call is done.
    pub fn of_one_call(field: CookieField) -> Self {
        Self { jar: RefCell::default(), is_kept: false, field }
    }

    /// Forgets all of them, as if their time were over.
    pub fn expire(&self) {
        self.jar.borrow_mut().expire();
    }

    /// What belongs to a request; `None` where what it has itself takes its place.
    fn selected(
        &self,
        decisions: Decisions<'_>,
        asker: &Asker,
        request: &Request,
    ) -> Option<Selection> {
        let occasion = asker.occasion(&request.url);
        let select = || self.jar.borrow_mut().select(occasion, &request.method, decisions.utc());
        match self.field {
            CookieField::AsStandard if request.field_value("cookie").is_some() => None,
            CookieField::AsStandard => Some(select()),
            CookieField::AsCurl => Some(select().as_curl()),
        }
    }

    /// The Cookie field of a request, if there are cookies for it: in place of its own, which is
    /// in it then.
    pub fn field(
        &self,
        decisions: Decisions<'_>,
        asker: &Asker,
        request: &Request,
    ) -> Option<FieldLine> {
        let selection = self.selected(decisions, asker, request)?;
        let withheld = selection.withheld.iter().filter(|(_, why)| *why != Withheld::Path);
        let told: Vec<String> =
            withheld.map(|(cookie, why)| format!("{}: {why}", name_of(cookie))).collect();
        if !told.is_empty() {
            decisions.note(StageKind::HoldBackCookies, &cut(&told.join("; ")));
        }
        let value = selection.cookie_string()?;
        decisions.note(StageKind::SendCookies, &cut(&value));
        let own = request.field_value("cookie").map(|own| format!("; {own}"));
        let value = value + &own.unwrap_or_default();
        Some(FieldLine { name: "Cookie".to_owned(), value })
    }

    /// The Cookie field that [`Self::field`] would give, of which nothing is noted.
    pub fn foreseen(
        &self,
        decisions: Decisions<'_>,
        asker: &Asker,
        request: &Request,
    ) -> Option<FieldLine> {
        let value = self.selected(decisions, asker, request)?.cookie_string()?;
        Some(FieldLine { name: "Cookie".to_owned(), value })
    }

    /// Takes in the cookies that came with the answer to a request for `url`.
    pub fn take_in(
        &self,
        decisions: Decisions<'_>,
        asker: &Asker,
        exchange: ExchangeId,
        url: &HttpUrl,
        answer: &FieldLines,
    ) {
        let mut jar = self.jar.borrow_mut();
        let mut n_untold = 0;
        for (number, line) in answer.values("set-cookie").enumerate() {
            let received = jar.receive(line, asker.occasion(url), decisions.utc());
            if let Ok(kept) = &received
                && self.is_kept
            {
                record_change(decisions, exchange, kept);
            }
            match received {
                _ if number >= TOLD_MAX => n_untold += 1,
                Ok(kept) => note_kept(decisions, exchange, &kept),
                Err(why) => {
                    let pair = line.split(';').next().unwrap_or_default().trim();
                    let told = format!("{}: {why}", shortened(pair));
                    decisions.note_of(exchange, StageKind::RefuseCookie, &told);
                }
            }
        }
        if n_untold > 0 {
            decisions.note_of(
                exchange,
                StageKind::KeepCookie,
                &format!("{n_untold} more, which are not told one by one"),
            );
        }
    }
}

/// How many cookies of one answer are told one by one.
const TOLD_MAX: usize = 20;

fn note_kept(decisions: Decisions<'_>, exchange: ExchangeId, kept: &Kept) {
    let Kept { cookie, what, .. } = kept;
    match what {
        What::Added | What::Replaced { .. } => {
            decisions.note_of(exchange, StageKind::KeepCookie, &described(cookie));
        }
        What::Deleted | What::OverAlready => {
            decisions.note_of(exchange, StageKind::DeleteCookie, name_of(cookie));
        }
    }
}

fn record_change(decisions: Decisions<'_>, exchange: ExchangeId, kept: &Kept) {
    let Kept { cookie, what, evicted } = kept;
    let is_kept = matches!(what, What::Added | What::Replaced { .. });
    let own = change(decisions, exchange, cookie, is_kept);
    let gone = evicted.iter().map(|evicted| change(decisions, exchange, evicted, false));
    decisions.simulation.record(|record| record.cookies_change(core::iter::once(own).chain(gone)));
}

/// What it is called, or its value where it has no name.
fn name_of(cookie: &Cookie) -> &str {
    if cookie.name.is_empty() { shortened(&cookie.value) } else { &cookie.name }
}

/// The start of a name or a value that may be long.
fn shortened(text: &str) -> &str {
    const SHOWN_CHARS: usize = 60;
    text.char_indices().nth(SHOWN_CHARS).map_or(text, |(end, _)| &text[..end])
}

/// The start of a list that may be long, with a sign that there is more.
fn cut(list: &str) -> Cow<'_, str> {
    const SHOWN_CHARS: usize = 400;
    match list.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => Cow::Owned(format!("{}…", &list[..end])),
        None => Cow::Borrowed(list),
    }
}

/// Name, value and what it is good for, e.g. `sid=1 (api.example.com/, HttpOnly)`.
fn described(cookie: &Cookie) -> String {
    let mut told = match cookie.name.as_str() {
        "" => String::new(),
        name => format!("{name}="),
    };
    let below = if cookie.host_only { "" } else { "*." };
    let Cookie { value, domain, path, .. } = cookie;
    // Writing to a string cannot fail.
    let _ = write!(told, "{} ({below}{domain}{path}", shortened(value));
    let same_site = same_site(cookie.same_site).map(|site| format!("SameSite={site}"));
    let flags = [
        cookie.secure.then(|| "Secure".to_owned()),
        cookie.http_only.then(|| "HttpOnly".to_owned()),
        same_site,
    ];
    for flag in flags.into_iter().flatten() {
        told += ", ";
        told += &flag;
    }
    told + ")"
}

fn same_site(same_site: SameSite) -> Option<&'static str> {
    match same_site {
        SameSite::Strict => Some("Strict"),
        SameSite::Lax => Some("Lax"),
        SameSite::None => Some("None"),
        SameSite::Default => None,
    }
}

fn change(
    decisions: Decisions<'_>,
    exchange: ExchangeId,
    cookie: &Cookie,
    is_kept: bool,
) -> CookieChange {
    let stored = StoredCookie {
        name: cookie.name.clone(),
        value: cookie.value.clone(),
        domain: cookie.domain.clone(),
        host_only: cookie.host_only,
        path: cookie.path.clone(),
        expires_unix_s: cookie.expires.map(|end| end.as_secs()),
        secure: cookie.secure,
        http_only: cookie.http_only,
        same_site: same_site(cookie.same_site).map(str::to_owned),
    };
    CookieChange { at: decisions.now(), exchange, cookie: stored, is_kept }
}
