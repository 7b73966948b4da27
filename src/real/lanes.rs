//! The lanes of a real exchange, and the list that says the same in sentences.

use crate::real::sending::Real;
use crate::real::state::{HostKind, Mark, RealRun, RealStep, Wire, told, told_of_failure};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{nothing, part};
use language::{fill, say};
use leptos::prelude::*;
use trace::HttpUrl;
use trace::hidden::marked;

/// Who takes part, and what went between them.
pub fn lanes(real: Real) -> ErasedView {
    let server = Memo::new(move |_| match &*real.requests.run.read() {
        RealRun::Receiving(exchange) | RealRun::Answered(exchange) => {
            let asked = exchange.is_answered_elsewhere().then(|| exchange.target.url.clone());
            Some((exchange.answered_by.clone(), asked))
        }
        RealRun::Failed(diagnosis) => Some((diagnosis.request.url.clone(), None)),
        RealRun::Idle | RealRun::Running => {
            let typed = HttpUrl::parse(real.composer.draft.read().url.text()).ok();
            typed.map(|url| (url, None))
        }
    });
    let heads = move || Some(heads(server.get()));
    let rows = part(move || {
        let rows = steps(&real.requests.run.read()).iter().map(row).collect::<Vec<_>>();
        Some(rows.erased())
    });
    let has_dns = move || server.get().is_none_or(|(url, _)| is_looked_up(&url));
    view! {
        <div class="real-lanes" class:has-dns=crate::view::live::live(has_dns) aria-hidden="true">
            {part(heads)}
            <div class="real-rows">{rows}</div>
        </div>
    }
    .erased()
}

/// Whether there is a name to ask DNS for.
fn is_looked_up(url: &HttpUrl) -> bool {
    HostKind::of(url) == HostKind::Name
}

fn steps(run: &RealRun) -> Vec<RealStep> {
    match run {
        RealRun::Receiving(exchange) | RealRun::Answered(exchange) => told(exchange),
        RealRun::Failed(diagnosis) => told_of_failure(diagnosis),
        RealRun::Idle | RealRun::Running => Vec::new(),
    }
}

/// The server that answers, and the one that was asked where that is another.
fn heads(server: Option<(HttpUrl, Option<HttpUrl>)>) -> ErasedView {
    let head = |class: &'static str, title: &'static str, detail: String| {
        view! { <div class=class><b><i class="swatch"></i>{title}</b><small>{detail}</small></div> }
            .erased()
    };
    let dns = match server.as_ref().is_none_or(|(url, _)| is_looked_up(url)) {
        true => head("lane is-dns", "DNS", say(texts::ADDRESS_BOOK).to_owned()),
        false => nothing(),
    };
    let detail = match server {
        None => String::new(),
        Some((url, None)) => url.host_field(),
        Some((url, Some(asked))) => {
            fill!(texts::FIRST_THEN_SECOND, first = asked.host_field(), second = url.host_field())
        }
    };
    let client = head("lane is-client", say(texts::CLIENT), say(texts::THIS_BROWSER).to_owned());
    let server = head("lane is-server", say(texts::WEB_SERVER), detail);
    view! { <div class="lane-heads"><div class="heads">{client}{dns}{server}</div></div> }.erased()
}

fn row(step: &RealStep) -> ErasedView {
    let time = step.time.clone().unwrap_or_else(|| step.mark.words().to_owned());
    view! {
        <div class=leg_class(step.mark)>
            <p class="leg-title"><b>{step.title}</b><small>{time}</small></p>
            <div class="leg-wires">{wire(&step.wire)}</div>
        </div>
    }
    .erased()
}

fn leg_class(mark: Mark) -> &'static str {
    match mark {
        Mark::Measured => "leg",
        Mark::FromServer => "leg is-told",
        Mark::NotNeeded => "leg is-not-needed",
        Mark::Hidden | Mark::NotTold => "leg is-hidden",
    }
}

fn wire(wire: &Wire) -> ErasedView {
    let (class, label) = match wire {
        Wire::WithDns(label) => ("wire is-dns is-both", label),
        Wire::WithServer(label) => ("wire is-both", label),
        Wire::ToServer(label) => ("wire", label),
        Wire::ToClient(label) => ("wire is-back", label),
        Wire::Unsure(label) => ("wire is-unsure", label),
        Wire::Withheld(label) => ("wire is-back is-lost", label),
        Wire::AtClient(label) => ("plate is-client", label),
        Wire::AtServer(label) => ("plate", label),
        Wire::Nothing => return nothing(),
    };
    view! { <p class=class><span>{marked(label).into_owned()}</span></p> }.erased()
}

/// One sentence a step, each marked with where its knowledge comes from.
pub fn list(real: Real) -> ErasedView {
    let items = move || {
        let items = steps(&real.requests.run.read()).iter().map(item).collect::<Vec<_>>();
        let is_empty = items.is_empty();
        (!is_empty).then(|| {
            view! { <ol class="real-steps" aria-label=say(texts::STEPS)>{items}</ol> }.erased()
        })
    };
    part(items).erased()
}

fn item(step: &RealStep) -> ErasedView {
    let bar = match step.place {
        Some((from, to)) => {
            let (from, width) = (percent(from), percent(to - from));
            view! { <span class="bar-track"><i style=("left", from) style=("width", width)></i></span> }
                .erased()
        }
        None => nothing(),
    };
    let time = step.time.clone().map(|time| [" · ", &time].concat()).unwrap_or_default();
    view! {
        <li>
            <p><b>{step.title}</b><span class="mark-of">{step.mark.words()}{time}</span></p>
            <p>{marked(&step.sentence).into_owned()}</p>
            {bar}
        </li>
    }
    .erased()
}

/// Thousandths as a length.
fn percent(thousandths: u64) -> String {
    let (whole, tenths) = (thousandths / 10, thousandths % 10);
    [&whole.to_string(), ".", &tenths.to_string(), "%"].concat()
}
