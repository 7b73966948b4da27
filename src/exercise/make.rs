//! Making something happen: in the page, or octet for octet.

use crate::bench::runs::{Answered, Bench, Wanted};
use crate::browser::scroll;
use crate::exercise::picture::show;
use crate::exercise::reveal::reveal;
use crate::exercise::state::Attempt;
use crate::exercise::work;
use crate::session::Session;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, live, paragraph, part, truth, watch};
use language::{fill, say};
use leptos::prelude::*;
use picture::{Level, Sequence};
use std::sync::Arc;
use trace::hidden::marked;
use trace::{Scenario, Trace};

/// The way to the page, where it is made.
pub fn in_page(session: Session, attempt: Attempt) -> ErasedView {
    // What is done is not to be done again.
    let class = live(move || if attempt.is_open.get() { "ghost" } else { "send" });
    let go = view! {
        <button type="button" class=class on:click=act(move |_| work::begin(session, attempt))>
            {say(texts::EXERCISE_TRY_IT)}
        </button>
    };
    let hint = paragraph("muted hint", say(texts::EXERCISE_TRY_IT_HINT).erased());
    view! { {hint}<p class="exercise-acts">{go}</p> }.erased()
}

/// A field for a request, octet for octet, and what sends it into the world of a scenario.
pub fn written(bench: Bench, attempt: Attempt, scenario: Scenario) -> ErasedView {
    let typed = RwSignal::new(String::new());
    let sent = RwSignal::new(None::<String>);
    let goes_to = goes_to(&scenario).map(|said| paragraph("exercise-goes-to", said.erased()));
    let wanted = move |text: &str| Wanted::Written(scenario.clone(), octets(text));
    let ask = wanted.clone();
    let send = move |_| {
        let text = typed.get_untracked();
        if untrack(|| attempt.is_waiting()) && !text.is_empty() {
            bench.ask_anew(ask(&text));
            sent.set(Some(text));
        }
    };
    let found = wanted.clone();
    let answer = Memo::new_with_compare(
        move |_| Some((sent.get()?, bench.answer(&found(&sent.get()?)))),
        |_, _| true,
    );
    watch(move || {
        if let Some((text, Some(Answered::Trace(trace)))) = answer.get() {
            judge(attempt, text, trace);
        }
    });
    let cannot = move || attempt.is_open.get() || typed.get().is_empty();
    let said = part(move || match answer.get()?.1 {
        None => Some(paragraph("muted", say(texts::STILL_SIMULATING).erased())),
        Some(Answered::Failed(why)) => {
            let why = marked(&why).into_owned();
            Some(paragraph("input-error", why.erased()))
        }
        Some(Answered::Trace(_) | Answered::Inside(_)) => None,
    });
    view! {
        {goes_to}
        <label class="exercise-octets">{say(texts::EXERCISE_OCTETS)}
            <textarea rows="7" spellcheck="false" autocapitalize="off" autocomplete="off"
                readonly=live(move || attempt.is_open.get())
                on:input:target=move |input| typed.set(input.target().value())></textarea>
        </label>
        {paragraph("muted hint", say(texts::EXERCISE_OCTETS_HINT).erased())}
        <p class="exercise-acts">
            <button type="button" class="send" aria-disabled=truth(cannot) on:click=act(send)>{say(texts::SEND)}</button>
        </p>
        {said}
    }
    .erased()
}

/// Where what is written goes to, and what is different in that world: nobody can tell from the octets.
fn goes_to(scenario: &Scenario) -> Option<String> {
    let url = scenario.requests.first()?.url.as_url();
    let (host, port) = (url.host_str()?, url.port_or_known_default()?.to_string());
    let key = match url.scheme() {
        "https" => texts::EXERCISE_GOES_TO_TLS,
        _ => texts::EXERCISE_GOES_TO,
    };
    let said = fill!(key, host = marked(host), port = port);
    let world = lesson::world_in_words(scenario, language::current());
    let world = world.map(|world| marked(&world).into_owned());
    Some(core::iter::once(said).chain(world).collect::<Vec<_>>().join(" "))
}

/// What is typed, as it is sent: with the line ends of HTTP (RFC 9112 §2.2).
fn octets(text: &str) -> Vec<u8> {
    text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes()
}

fn judge(attempt: Attempt, text: String, trace: Arc<Trace>) {
    let is_right = attempt.answer_run(&trace, text);
    attempt.made.set(Some(trace));
    attempt.is_open.set(is_right);
}

/// Shows what was made.
pub fn show_made(attempt: Attempt) {
    let Some(trace) = Option::clone(&attempt.made.read()) else { return };
    let sequence = Sequence::new(trace, Level::Story);
    show(attempt.player, &sequence, sequence.steps.len(), 0);
}

/// A button that shows something that reaches the goal, once something was tried.
///
/// From where it is to be mended, what changes is shown; else all of it.
pub fn solution(
    session: Session,
    attempt: Attempt,
    start: Option<&Scenario>,
    wanted: Wanted,
) -> ErasedView {
    let bench = session.bench;
    let is_asked = RwSignal::new(false);
    let text = match &wanted {
        Wanted::Written(_, octets) => String::from_utf8_lossy(octets).into_owned(),
        Wanted::Run(scenario) | Wanted::Look(scenario, _) => match start {
            Some(start) => lesson::changes_in_words(start, scenario, language::current()),
            None => lesson::in_words(scenario, language::current()),
        },
    };
    let text = marked(&text).into_owned();
    let (found, wanted) = (wanted.clone(), StoredValue::new(wanted));
    watch(move || {
        if let (true, Some(Answered::Trace(trace))) = (is_asked.get(), bench.answer(&found)) {
            attempt.made.set(Some(trace));
            attempt.is_open.set(true);
        }
    });
    // Who tries again does not see it any more.
    watch(move || {
        if !attempt.is_open.get() && attempt.made.peek().is_some() {
            is_asked.set(false);
        }
    });
    let show = move |_| {
        bench.ask(wanted.get_value());
        is_asked.set(true);
        scroll::show_soon(".exercise-solution");
    };
    part(move || {
        if is_asked.get() {
            let example = example_of(&wanted.get_value());
            let text = [Some(text.clone()), example].into_iter().flatten().collect::<Vec<_>>();
            let text = text.join("\n");
            return Some(
                view! { <pre class="exercise-solution" translate="no">{text}</pre> }.erased(),
            );
        }
        let show = match (attempt.is_open.get(), session.is_presenting.get()) {
            (true, _) => None,
            (false, true) => Some(reveal(show)),
            (false, false) => (!attempt.tries.read().is_empty())
                .then(|| button(say(texts::EXERCISE_SHOW_ME), show)),
        };
        Some(view! { <p class="exercise-acts">{show}</p> }.erased())
    })
    .erased()
}

/// Which example a solution is: what is sent may be half of it, and the world belongs to it.
fn example_of(wanted: &Wanted) -> Option<String> {
    let Wanted::Run(scenario) = wanted else { return None };
    let example = trace::built_in().into_iter().find(|one| one.scenario == *scenario)?;
    Some(fill!(texts::EXERCISE_AS_EXAMPLE, title = example.title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_is_sent_as_http_writes_it() {
        assert_eq!(octets("GET / HTTP/1.1\nHost: a\r\n\n"), b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    }
}
