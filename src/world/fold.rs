//! "Change the world": distance, bandwidth, loss, chance, the version of HTTP, and what is broken.
//! A change runs what was sent again.

use crate::session::Session;
use crate::texts;
use crate::view::erased_view::{IntoPiece, Piece};
use crate::view::live::{act, attribute_while, button, live, nothing, part, slip};
use crate::world::contents_panel as contents;
use crate::world::faults::{
    FaultPlace, Obstacle, Unusual, facts, menu, obstacle, obstacle_to_http2,
};
use crate::world::form::{WorldField, WorldForm};
use language::say;
use leptos::prelude::*;
use picture::simplified;
use trace::HttpVersion;

/// What is under "Change the world".
pub fn view(session: Session) -> Piece {
    let number = move |field, label, unit| number(session, field, label, unit);
    let http = choice(
        "world-http",
        say(texts::VERSION_OF_HTTP),
        vec![
            option(session, "1.1", "HTTP/1.1", is_http1),
            option(session, "2", "HTTP/2", is_http2),
        ],
        move |version| {
            let http = HttpVersion::from_name(version).unwrap_or_default();
            session.world.update(|world| world.http = http);
            session.simulate_again();
        },
    );
    let fault =
        choice("world-fault", say(texts::WHAT_GOES_WRONG), fault_options(session), move |name| {
            session.world.update(|world| world.choose(Unusual::from_name(name)));
            session.simulate_again();
        });
    let numbers = vec![
        number(WorldField::RoundTrip, say(texts::DISTANCE_THERE_AND_BACK), "ms"),
        number(WorldField::Bandwidth, say(texts::BANDWIDTH), "Mbit/s"),
        number(WorldField::Loss, say(texts::PACKETS_LOST), "%"),
        number(WorldField::Seed, say(texts::SEED_OF_ALL_CHANCE), ""),
    ];
    view! {
        <fieldset class="world">
            <legend>{say(texts::WORLD_BETWEEN_CLIENT_AND)}</legend>
            {fault}
            {numbers}
            {http}
            <div class="told" id="world-told" aria-live="polite">{part(move || Some(told(session)))}</div>
            <p class="muted">{say(texts::CHANGE_RUNS_EVERYTHING_THAT)}</p>
        </fieldset>
        {contents::view(session)}
        {simpler()}
    }
    .piece()
}

/// What nobody should learn from this world.
fn simpler() -> Piece {
    let items = simplified(language::current()).into_iter().map(|said| view! { <li>{said}</li> });
    view! {
        <details class="simpler">
            <summary><b>{say(texts::WHAT_IS_SIMPLER_HERE)}</b></summary>
            <ul>{items.collect::<Vec<_>>()}</ul>
        </details>
    }
    .piece()
}

fn is_http1(form: &WorldForm) -> bool {
    form.http == HttpVersion::Http1
}

fn is_http2(form: &WorldForm) -> bool {
    form.http == HttpVersion::Http2
}

/// A menu with a label.
fn choice(
    id: &'static str,
    label: &'static str,
    options: Vec<Piece>,
    choose: impl Fn(&str) + 'static,
) -> Piece {
    let choose = act(move |changed: leptos::ev::Event| choose(&event_target_value(&changed)));
    view! {
        <div class="number">
            <label for=id>{label}</label>
            <select id=id on:change=choose>{options}</select>
        </div>
    }
    .piece()
}

fn option(
    session: Session,
    value: &'static str,
    label: &'static str,
    is_chosen: fn(&WorldForm) -> bool,
) -> Piece {
    let is_chosen = live(move || is_chosen(&session.world.read()));
    view! { <option value=value prop:selected=is_chosen>{label}</option> }.piece()
}

fn fault_options(session: Session) -> Vec<Piece> {
    let several = move || {
        let is_several = session.world.read().chosen.len() > 1;
        is_several
            .then(|| view! { <option selected=true>{say(texts::SEVERAL_THINGS)}</option> }.piece())
    };
    let mut options = vec![
        option(session, "", say(texts::NOTHING), |form| form.chosen.is_empty()),
        part(several).piece(),
    ];
    for place in FaultPlace::ALL {
        let within = menu().filter(|facts| facts.place == place);
        let within = within.map(|facts| {
            let is_chosen = live(move || session.world.read().chosen[..] == [facts.what]);
            view! { <option value=facts.what.name() prop:selected=is_chosen>{facts.label}</option> }
                .piece()
        });
        let within: Vec<Piece> = within.collect();
        options.push(view! { <optgroup label=place.title()>{within}</optgroup> }.piece());
    }
    options
}

/// What each fault does and what to look for, and what stands in its way.
fn told(session: Session) -> Piece {
    let (chosen, http) = {
        let form = session.world.read();
        (form.chosen.clone(), form.http)
    };
    let url = session.draft.read().url.text().to_owned();
    let mut lines = Vec::new();
    for what in chosen {
        let facts = facts(what);
        let story = view! { <p><b>{facts.label}</b>": "{facts.story}</p> };
        lines.push(story.piece());
        lines.extend(obstacle(facts.place, &url).map(|found| obstacle_view(session, found)));
    }
    if http == HttpVersion::Http2 {
        lines.extend(obstacle_to_http2(&url).map(|found| obstacle_view(session, found)));
    }
    lines.piece()
}

fn obstacle_view(session: Session, found: Obstacle) -> Piece {
    let remedy = match found.https_url {
        None => nothing(),
        Some(url) => button(say(texts::USE_HTTPS), move |_| {
            session.draft.update(|draft| draft.url.retype(url.clone()))
        }),
    };
    view! { <p class="obstacle">{found.message}" "{remedy}</p> }.piece()
}

fn number(session: Session, field: WorldField, label: &'static str, unit: &'static str) -> Piece {
    let message = move || {
        session.world_error().filter(|error| error.field == field).map(|error| error.message)
    };
    let is_wrong = move || message().is_some();
    let id = match field {
        WorldField::RoundTrip => "world-rtt",
        WorldField::Bandwidth => "world-bandwidth",
        WorldField::Loss => "world-loss",
        WorldField::Seed => "world-seed",
    };
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    view! {
        <div class="number">
            <label for=id>{label}</label>
            <span class="number-line">
                <input id=id type="text" inputmode="decimal" autocomplete="off"
                    aria-invalid=attribute_while("true", is_wrong)
                    aria-describedby=attribute_while(described_by, is_wrong)
                    prop:value=live(move || session.world.read().text(field).to_owned())
                    on:input:target=move |typed| {
                        session.world.update(|world| world.set_text(field, typed.target().value()));
                    }
                    on:change:target=move |_| session.simulate_again()/>
                <span class="muted">{unit}</span>
            </span>
            {part(move || Some(slip(error_id.clone(), message()?, nothing())))}
        </div>
    }
    .piece()
}
