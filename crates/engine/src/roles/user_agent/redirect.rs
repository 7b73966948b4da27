//! Where a fetch goes on after an answer that sends elsewhere (WHATWG Fetch §4.4, HTTP-redirect
//! fetch; RFC 9110 §15.4).

use super::decisions::Decisions;
use super::origin::is_same_origin;
use crate::roles::client_profile::Redirects;
use crate::roles::http_client::Response;
use policies::redirect::{BODY_FIELDS, NotFollowed, location, next_method};
use trace::{Failure, FieldLine, HttpUrl, RedirectMode, Request, StageKind};

/// What is asked for next after `response` to `request`, which was reached by `n_followed` redirects;
/// `None` where it is the answer of the fetch.
///
/// # Errors
/// Why the answer leads nowhere.
pub fn next(
    decisions: Decisions<'_>,
    client: Redirects,
    request: &Request,
    response: &Response,
    n_followed: u32,
) -> Result<Option<Request>, Failure> {
    if !client.follows_empty && response.field_lines.value("location") == Some("") {
        return Ok(None);
    }
    let Some(to) = location(response.status_code, &response.field_lines, &request.url) else {
        return Ok(None);
    };
    match mode(client, request) {
        RedirectMode::Manual | RedirectMode::AsClient => return Ok(None),
        RedirectMode::Error => return Err(Failure::RedirectForbidden),
        RedirectMode::Follow => {}
    }
    let redirects_max = request.fetch.redirects_max.map_or(client.followed_max, u32::from);
    let to = match to {
        Ok(_) if n_followed >= redirects_max => {
            return Err(Failure::TooManyRedirects { redirects_max });
        }
        Ok(to) => to,
        Err(NotFollowed::BadLocation { location }) => {
            return Err(Failure::LocationMalformed { location });
        }
        Err(NotFollowed::OtherScheme { scheme }) => {
            return Err(Failure::LocationNotHttp { scheme });
        }
    };
    let (method, is_rewritten) = method_of_next(client, request, response.status_code);
    let mut next = Request { method, url: to, ..request.clone() };
    if is_rewritten {
        next.body = Vec::new();
        next.field_lines.retain(|line| !BODY_FIELDS.iter().any(|name| line.is(name)));
        next.field_lines.retain(|line| !line.is("transfer-encoding") && !line.is("expect"));
    }
    if !is_same_origin(&next.url, &request.url) {
        next.field_lines.retain(|line| !line.is("host"));
        if !request.fetch.trusts_location {
            leave_credentials_behind(decisions, &mut next);
        }
    }
    if client.takes_new_user && has_other_user(&next.url, &request.url) {
        next.field_lines.retain(|line| !line.is("authorization"));
    }
    if request.fetch.tells_referer {
        tell_referer(&mut next, &request.url);
    }
    Ok(Some(next))
}

/// Whether a URL names a user, and another one than the URL before.
fn has_other_user(url: &HttpUrl, before: &HttpUrl) -> bool {
    let [url, before] = [url, before].map(HttpUrl::as_url);
    let [user, before] = [url, before].map(|url| (url.username(), url.password()));
    user != ("", None) && user != before
}

/// The method to go on with, and whether the content is left out.
fn method_of_next(client: Redirects, request: &Request, status_code: u16) -> (String, bool) {
    let fetch = &request.fetch;
    let stays_post = match status_code {
        301 => fetch.post_after_301,
        302 => fetch.post_after_302,
        303 => fetch.post_after_303,
        _ => false,
    };
    // What curl is told by `-X` is only how it calls what it does.
    let asked = match (fetch.keeps_method, request.body.is_empty()) {
        (false, _) => &*request.method,
        (true, true) => "GET",
        (true, false) => "POST",
    };
    let (method, is_rewritten) = match asked == "POST" && stays_post {
        true => (asked.to_owned(), false),
        false => next_method(status_code, asked, client.rewriting),
    };
    match fetch.keeps_method {
        true => (request.method.clone(), is_rewritten),
        false => (method, is_rewritten),
    }
}

/// Names the URL before, without user, password and fragment (RFC 9110 §10.1.3), where curl writes it.
fn tell_referer(next: &mut Request, before: &HttpUrl) {
    const IN_FRONT: [&str; 5] =
        ["host", "authorization", "user-agent", "accept", "accept-encoding"];
    let mut url = before.as_url().clone();
    url.set_fragment(None);
    // A URL of http has a host, and so may have both.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let referer = FieldLine { name: "Referer".to_owned(), value: url.as_str().to_owned() };
    let mut lines: Vec<FieldLine> = next.field_lines.iter().cloned().collect();
    match lines.iter_mut().find(|line| line.is("referer")) {
        Some(line) => line.value = referer.value,
        None => {
            let is_in_front = |line: &FieldLine| IN_FRONT.iter().any(|name| line.is(name));
            let place = lines.iter().rposition(is_in_front).map_or(0, |place| place + 1);
            lines.insert(place, referer);
        }
    }
    next.field_lines = lines.into();
}

/// What is done in this fetch: as it says, or as its client does.
fn mode(client: Redirects, request: &Request) -> RedirectMode {
    let follows = client.are_followed && (client.follows_after_head || request.method != "HEAD");
    match request.fetch.redirect {
        RedirectMode::AsClient if follows => RedirectMode::Follow,
        RedirectMode::AsClient => RedirectMode::Manual,
        said => said,
    }
}

/// The credentials for one origin go to no other (Fetch §4.4, step 13).
fn leave_credentials_behind(decisions: Decisions<'_>, next: &mut Request) {
    let is_for_origin = ["authorization", "cookie"];
    let has_some = is_for_origin.iter().any(|name| next.field_value(name).is_some());
    next.field_lines.retain(|line| !is_for_origin.iter().any(|name| line.is(name)));
    if has_some {
        decisions.note(StageKind::LeaveOutCredentials, next.url.host());
    }
}
