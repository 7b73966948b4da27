//! A lesson, part by part: its head with the way through it, and the part that somebody is at.

use crate::browser::focus;
use crate::browser::page::{is_framed, now, now_ms};
use crate::exercise::state::{Outcome, Posed};
use crate::exercise::view::{exercise, watch_exchange};
use crate::learn::parts::Parts;
use crate::learn::prose::prose;
use crate::learn::shown::Shown;
use crate::learn::told;
use crate::learn::way::{how, way};
use crate::learn::{end, own};
use crate::lessons::place::{Place, Which};
use crate::share::copied::{self, Told};
use crate::share::course_page::site;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, live, paragraph, part};
use language::{fill, say, say_count};
use leptos::prelude::*;
use lesson::file::{Act, Block, Named, Spec};
use sharing::snippet::lesson_frame;
use std::sync::Arc;
use trace::Scenario;
use trace::hidden::marked;

/// A lesson.
pub fn view(parts: Parts, named: Arc<Named>, which: Which) -> ErasedView {
    let all = Arc::new(named.lesson.parts());
    let shown = Shown { parts, named, which, all, opened_at_ms: now_ms() };
    let place = parts.session.lessons.place;
    take_over(&shown);
    let last = shown.all.len() - 1;
    let number = Memo::new(move |_| match &*place.read() {
        Some(Place::Part(_, number)) => (*number).min(last),
        Some(Place::List) | None => 0,
    });
    let head = head(shown.clone(), number);
    let language = shown.named.lesson.language.clone();
    let body = part(move || {
        focus::focus_soon(".lesson-text".to_owned());
        told::is_at(number.get());
        Some(body(shown.clone(), number.get()))
    });
    view! { {head}<div class="lesson-body" lang=language>{body}</div> }.erased()
}

/// Notes what was answered of this lesson elsewhere.
fn take_over(shown: &Shown) {
    let answered = shown.parts.session.lessons.answered;
    let elsewhere = answered.peek();
    if elsewhere.is_empty() {
        return;
    }
    answered.set(Vec::new());
    let exercises: Vec<usize> = told::exercises(shown).collect();
    shown.parts.note(|progress| {
        for (exercise, right, tries) in elsewhere.iter() {
            let part = exercise.checked_sub(1).and_then(|exercise| exercises.get(exercise));
            if let Some(part) = part {
                progress.answered_elsewhere(&shown.named.name, *part, *right, *tries, &now());
            }
        }
    });
}

/// What the lesson is called, how far one is, and the way out.
fn head(shown: Shown, number: Memo<usize>) -> ErasedView {
    let (parts, count) = (shown.parts, shown.all.len());
    let title = marked(&shown.named.lesson.title).into_owned();
    let minutes = shown.named.lesson.minutes as usize;
    let place = live(move || {
        let left = (minutes * (count - number.get())).div_ceil(count);
        let place = fill!(texts::LESSON_PLACE, number = number.get() + 1, count = count);
        [place, say_count(texts::LESSON_ABOUT_MINUTES, left as u64)].join(" · ")
    });
    let way = way(&shown, number);
    let told = RwSignal::new(Told::Nothing);
    let copy = move |_| {
        let which = own::for_others(&shown.which);
        let frame = which.map(|which| {
            let place = Place::Part(which, number.get_untracked()).hash();
            lesson_frame(&site(), &place, &shown.named.lesson.title)
        });
        copied::copy(frame, told, ".lesson-head textarea");
    };
    view! {
        <header class="lesson-head">
            <h1>{title}</h1>
            {way}
            <p class="lesson-place">{place}</p>
            <span class="space"></span>
            {copied::status(told)}
            {(!is_framed()).then(|| button(say(texts::LESSON_FOR_PAGE), copy))}
            {button(say(texts::PRESENT), move |_| parts.session.toggle_presenting())}
            {(!is_framed()).then(|| button(say(texts::LESSON_LEAVE), move |_| parts.leave()))}
        </header>
    }
    .erased()
}

/// The part that somebody is at.
fn body(shown: Shown, number: usize) -> ErasedView {
    let Shown { parts, named, all, .. } = &shown;
    let part = &all[number];
    let label = fill!(texts::LESSON_PART_OF, number = number + 1, count = all.len());
    let text = prose(&part.text, &named.lesson.title);
    let before = view! {
        <section class="lesson-text" tabindex="-1" aria-label=label>{text}</section>
    }
    .erased();
    let scenario = |place: usize| -> Option<Scenario> {
        Some(named.lesson.exchanges.get(place)?.scenario.clone())
    };
    match &part.act {
        Some(Act::Watch(place)) => match scenario(*place) {
            Some(scenario) => {
                let after = acts(shown.clone(), number, RwSignal::new(true));
                watch_exchange(parts.session, scenario, before, after)
            }
            // A lesson is refused whose exchanges are not there.
            None => before,
        },
        Some(Act::Answer(spec)) => {
            let exchange = spec.exchange.and_then(scenario);
            answer(&shown, number, spec, exchange, before)
        }
        None => {
            let end = end::view(shown.clone(), number);
            let back = back(&shown, number);
            view! {
                <div class="exercise">
                    <div class="exercise-side">{before}{end}<p class="lesson-acts">{back}</p></div>
                </div>
            }
            .erased()
        }
    }
}

fn answer(
    shown: &Shown,
    number: usize,
    spec: &Spec,
    exchange: Option<Scenario>,
    before: ErasedView,
) -> ErasedView {
    let (parts, name) = (shown.parts, shown.named.name.clone());
    // A room begins anew.
    let known = parts.progress.peek().of(&name).exercises.get(&number).copied();
    let known = known.filter(|_| !parts.session.is_presenting.get_untracked());
    let is_answered = RwSignal::new(known.is_some());
    let lesson = shown.clone();
    let done = Callback::new(move |outcome: Outcome| {
        is_answered.set(true);
        parts.note(|progress| progress.answered(&name, number, outcome.is_right, &now()));
        told::answered(&lesson, number, outcome);
    });
    let text = Block::plain(&shown.all[number].text);
    let posed = Posed { seed: RwSignal::new(spec.seed), spec: spec.clone(), exchange, text };
    let told = known.map(|known| fill!(texts::LESSON_BEFORE, told = how(known)));
    let told = told.map(|told| paragraph("muted lesson-before", told.erased()));
    let after = view! { {told}{acts(shown.clone(), number, is_answered)} }.erased();
    exercise(parts.session, posed, before, after, done)
}

/// The ways on and back.
fn acts(shown: Shown, number: usize, is_answered: RwSignal<bool>) -> ErasedView {
    let back = back(&shown, number);
    let label = live(move || match is_answered.get() {
        true => say(texts::LESSON_GO_ON),
        false => say(texts::LESSON_SKIP),
    });
    let go = act(move |_| shown.go_on(number));
    view! {
        <p class="lesson-acts">
            <button type="button" class="ghost lesson-go" class:is-primary=live(move || is_answered.get())
                on:click=go>{label}</button>
            {back}
        </p>
    }
    .erased()
}

/// The way back, where there is one.
fn back(shown: &Shown, number: usize) -> Option<ErasedView> {
    let before = number.checked_sub(1)?;
    let href = shown.address(before);
    Some(view! { <a class="ghost" href=href>{say(texts::LESSON_BACK)}</a> }.erased())
}
