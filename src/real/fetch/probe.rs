//! Further requests, sent to find out why one failed.

use super::{Stop, as_nobody, built, without_fragment};
use crate::real::state::{PageFacts, Probe, is_mixed, is_other_origin};
use gloo_net::http::Response;
use std::time::Duration;
use trace::Request;
use web_sys::{RequestMode, RequestRedirect, ResponseType};

/// Each of them is not waited for longer than this.
const LIMIT: Duration = Duration::from_secs(5);

/// They are HEAD, which changes nothing, and only follow a request that changed nothing either.
fn is_worth_it(request: &Request, page: &PageFacts) -> bool {
    let is_safe = matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS");
    is_safe && !is_mixed(&request.url, &page.url)
}

/// Asks what the page may see of a first answer, and then, since that may be nothing or that it
/// sends on, whether anybody answers at the end of the way.
pub async fn probe(request: &Request, page: &PageFacts) -> Probe {
    if !is_worth_it(request, page) {
        return Probe::NotSent;
    }
    let url = without_fragment(request);
    let first = head(&url, RequestMode::Cors, RequestRedirect::Manual).await;
    let is_sent_on = match first.as_ref().map(Response::type_) {
        Some(ResponseType::Opaqueredirect) => true,
        Some(_) => return Probe::Shares,
        // To one's own server there is nothing that a browser keeps.
        None if !is_other_origin(&request.url, page) => return Probe::Nothing,
        None => false,
    };
    let last = head(&url, RequestMode::NoCors, RequestRedirect::Follow).await;
    match (is_sent_on, last.is_some()) {
        (true, is_answered) => Probe::SendsOn { is_answered },
        (false, true) => Probe::Withholds,
        (false, false) => Probe::Nothing,
    }
}

/// What HEAD without the person's header fields brings, if it brings anything.
async fn head(url: &str, mode: RequestMode, redirect: RequestRedirect) -> Option<Response> {
    let stop = Stop::after(LIMIT)?;
    let builder = as_nobody(url, "HEAD", &stop).ok()?.mode(mode).redirect(redirect);
    built(builder, url, &[]).ok()?.send().await.ok()
}
