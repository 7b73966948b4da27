//! A real exchange in a sentence or two.

use super::timing::{Timing, ms_text};
use super::{BodyEnd, RealExchange};
use crate::texts;
use crate::view::octet_count::octets_text;
use language::{fill, say};

/// The exchange in one sentence: who answered, and when.
pub fn summary(exchange: &RealExchange) -> String {
    let status = status_text(exchange);
    let text = |us| ms_text(us, exchange.grain_us);
    let timing = exchange.timing.as_ref();
    if timing.is_some_and(Timing::is_from_cache) {
        let time = text(total_us(exchange));
        return fill!(texts::BROWSER_HAD_THE_ANSWER, status, time);
    }
    let host = exchange.answered_by.host_field();
    let total_us = total_us(exchange);
    // The page hears of the head a little later than the browser.
    let (began, whole) = (text(began_us(exchange).min(total_us)), text(total_us));
    let said = match exchange.end {
        BodyEnd::Whole if exchange.n_octets == 0 || began == whole => {
            fill!(texts::HOST_ANSWERED_STATUS_AFTER, host, status, time = whole)
        }
        BodyEnd::Whole => fill!(texts::HOST_ANSWERED_AND_WAS_WHOLE, host, status, began, whole),
        BodyEnd::UnderWay => fill!(texts::HOST_BEGAN_AND_GOES_ON, host, status, began),
        BodyEnd::Cut | BodyEnd::BrokenOff | BodyEnd::TimeLimit(_) | BodyEnd::Cancelled => {
            fill!(texts::HOST_BEGAN_TO_ANSWER_STATUS, host, status, began)
        }
    };
    let first = exchange.target.url.host_field();
    let redirected = match exchange.is_redirected {
        true => fill!(texts::IT_WAS_SENT_ON, host = first, url = exchange.answered_by.as_str()),
        false => String::new(),
    };
    let revalidated = match timing.is_some_and(Timing::is_revalidated) {
        true => say(texts::SERVER_ONLY_SAID_THAT),
        false => "",
    };
    [&said, redirected.as_str(), revalidated].concat()
}

/// Why there is no more of the body than is shown; `None` where that is all of it.
pub fn end_note(exchange: &RealExchange) -> Option<String> {
    let octets = octets_text(exchange.n_octets);
    let time = ms_text(exchange.elapsed_us, exchange.grain_us);
    Some(match exchange.end {
        BodyEnd::Whole | BodyEnd::UnderWay => return None,
        BodyEnd::Cut => fill!(texts::ONLY_THE_FIRST_IS_SHOWN, octets, time),
        BodyEnd::TimeLimit(seconds) => fill!(texts::TIME_LIMIT_ENDED_THE_ANSWER, octets, seconds),
        BodyEnd::Cancelled => fill!(texts::YOU_ENDED_THE_ANSWER, octets, time),
        BodyEnd::BrokenOff => {
            let said = fill!(texts::ANSWER_BROKE_OFF, octets, time);
            match exchange.field_value("content-encoding") {
                Some(coding) => [&said, " ", &fill!(texts::IT_IS_PACKED_WITH, coding)].concat(),
                None => said,
            }
        }
    })
}

/// From the call to the head of the answer: as the browser measured it where it tells, else by the
/// page's own clock.
fn began_us(exchange: &RealExchange) -> u64 {
    let told = exchange.timing.as_ref().filter(|timing| timing.response_start > 0);
    told.and_then(|timing| timing.response_start.checked_sub(timing.start_time))
        .unwrap_or(exchange.began_us)
}

/// From the call to the end of the answer.
pub fn total_us(exchange: &RealExchange) -> u64 {
    exchange.timing.as_ref().and_then(Timing::total_us).unwrap_or(exchange.elapsed_us)
}

/// E.g. `404 Not Found`.
pub fn status_text(exchange: &RealExchange) -> String {
    format!("{} {}", exchange.status_code, exchange.reason_phrase).trim_end().to_owned()
}
