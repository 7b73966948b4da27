//! What time it is, and how long the talk has been going on.

use crate::browser::{page, windows};
use crate::room::pairing::Pairing;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::{button, live};
use language::say;
use leptos::prelude::*;
use std::time::Duration;

/// How often it looks: a second is never shown for two.
const LOOKS_EVERY: Duration = Duration::from_millis(250);

/// The time of day, that since the start, and a button that starts anew.
pub fn clock(pairing: Fact<Pairing>) -> ErasedView {
    let now_ms = RwSignal::new(page::now_ms());
    let handle = set_interval_with_handle(move || now_ms.set(page::now_ms()), LOOKS_EVERY);
    on_cleanup(move || handle.into_iter().for_each(|handle| handle.clear()));
    let day = Memo::new(move |_| {
        now_ms.get();
        time_text(windows::time_of_day())
    });
    let began_at_ms = Memo::new(move |_| pairing.read().began_at_ms);
    let since = Memo::new(move |_| match began_at_ms.get() {
        0.0 => elapsed_text(0.0),
        began_at_ms => elapsed_text(now_ms.get() - began_at_ms),
    });
    let reset = move |_| pairing.update(|pairing| pairing.began_at_ms = page::now_ms());
    view! {
        <div class="presenter-clock">
            <p class="presenter-day"><span class="unseen">{say(texts::TIME_OF_DAY)}" "</span>{live(move || day.get())}</p>
            <p class="presenter-since" role="timer">
                <span class="unseen">{say(texts::TIME_SINCE_START)}" "</span>{live(move || since.get())}
            </p>
            {button(say(texts::START_CLOCK_ANEW), reset)}
        </div>
    }
    .erased()
}

/// E.g. `9:05`.
fn time_text((hours, minutes): (u32, u32)) -> String {
    format!("{hours}:{minutes:02}")
}

/// E.g. `4:07`, or from an hour on `1:04:07`.
fn elapsed_text(ms: f64) -> String {
    // A clock that was put back has not run yet.
    let seconds = (ms.max(0.0) / 1000.0) as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_told_in_minutes_and_from_an_hour_on_in_hours() {
        assert_eq!(elapsed_text(-5000.0), "0:00");
        assert_eq!(elapsed_text(247_900.0), "4:07");
        assert_eq!(elapsed_text(3_847_000.0), "1:04:07");
        assert_eq!(time_text((9, 5)), "9:05");
    }
}
