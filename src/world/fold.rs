//! "Change the world": distance, bandwidth, loss, chance, the version of HTTP, and what is broken.
//! A change runs what was sent again.

use crate::composer::state::Composer;
use crate::later::door::{Door, PanelDoor};
use crate::playback::player::Player;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, attribute_while, button, input_error, live, nothing, part};
use crate::world::contents_panel as contents;
use crate::world::faults::{
    FaultPlace, Obstacle, Unusual, facts, menu, obstacle, obstacle_to_http2,
};
use crate::world::form::{WorldField, WorldForm};
use crate::world::state::World;
use language::say;
use leptos::prelude::*;
use picture::simplified;
use trace::HttpVersion;

/// What is under "Change the world".
pub static WORLD: PanelDoor<(World, Composer, Player)> = Door::closed();

/// What is under "Change the world".
pub fn view((world, composer, player): (World, Composer, Player)) -> ErasedView {
    let number = move |field, label, unit| number(world, field, label, unit);
    let http = choice(
        "world-http",
        say(texts::VERSION_OF_HTTP),
        vec![option(world, "1.1", "HTTP/1.1", is_http1), option(world, "2", "HTTP/2", is_http2)],
        move |version| {
            let http = HttpVersion::from_name(version).unwrap_or_default();
            world.form.update(|form| form.http = http);
            world.run_again();
        },
    );
    let fault =
        choice("world-fault", say(texts::WHAT_GOES_WRONG), fault_options(world), move |name| {
            world.form.update(|form| form.choose(Unusual::from_name(name)));
            world.run_again();
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
            <div class="told" id="world-told" aria-live="polite">{part(move || Some(told(world, composer)))}</div>
            <p class="muted">{say(texts::CHANGE_RUNS_EVERYTHING_THAT)}</p>
        </fieldset>
        {contents::view(player, composer)}
        {simpler()}
    }
    .erased()
}

/// What nobody should learn from this world.
fn simpler() -> ErasedView {
    let items = simplified(language::current()).into_iter().map(|said| view! { <li>{said}</li> });
    view! {
        <details class="simpler">
            <summary><b>{say(texts::WHAT_IS_SIMPLER_HERE)}</b></summary>
            <ul>{items.collect::<Vec<_>>()}</ul>
        </details>
    }
    .erased()
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
    options: Vec<ErasedView>,
    choose: impl Fn(&str) + 'static,
) -> ErasedView {
    let choose = act(move |changed: leptos::ev::Event| choose(&event_target_value(&changed)));
    view! {
        <div class="number">
            <label for=id>{label}</label>
            <select id=id on:change=choose>{options}</select>
        </div>
    }
    .erased()
}

fn option(
    world: World,
    value: &'static str,
    label: &'static str,
    is_chosen: fn(&WorldForm) -> bool,
) -> ErasedView {
    let is_chosen = live(move || is_chosen(&world.form.read()));
    view! { <option value=value prop:selected=is_chosen>{label}</option> }.erased()
}

fn fault_options(world: World) -> Vec<ErasedView> {
    let several = move || {
        let is_several = world.form.read().chosen.len() > 1;
        is_several
            .then(|| view! { <option selected=true>{say(texts::SEVERAL_THINGS)}</option> }.erased())
    };
    let mut options = vec![
        option(world, "", say(texts::NOTHING), |form| form.chosen.is_empty()),
        part(several).erased(),
    ];
    for place in FaultPlace::ALL {
        let within = menu().filter(|facts| facts.place == place);
        let within = within.map(|facts| {
            let is_chosen = live(move || world.form.read().chosen[..] == [facts.what]);
            view! { <option value=facts.what.name() prop:selected=is_chosen>{facts.label}</option> }
                .erased()
        });
        let within: Vec<ErasedView> = within.collect();
        options.push(view! { <optgroup label=place.title()>{within}</optgroup> }.erased());
    }
    options
}

/// What each fault does and what to look for, and what stands in its way.
fn told(world: World, composer: Composer) -> ErasedView {
    let (chosen, http) = {
        let form = world.form.read();
        (form.chosen.clone(), form.http)
    };
    let url = composer.draft.read().url.text().to_owned();
    let mut lines = Vec::new();
    for what in chosen {
        let facts = facts(what);
        let story = view! { <p><b>{facts.label}</b>": "{facts.story}</p> };
        lines.push(story.erased());
        lines.extend(obstacle(facts.place, &url).map(|found| obstacle_view(composer, found)));
    }
    if http == HttpVersion::Http2 {
        lines.extend(obstacle_to_http2(&url).map(|found| obstacle_view(composer, found)));
    }
    lines.erased()
}

fn obstacle_view(composer: Composer, found: Obstacle) -> ErasedView {
    let remedy = match found.https_url {
        None => nothing(),
        Some(url) => button(say(texts::USE_HTTPS), move |_| {
            composer.draft.update(|draft| draft.url.retype(url.clone()))
        }),
    };
    view! { <p class="obstacle">{found.message}" "{remedy}</p> }.erased()
}

fn number(world: World, field: WorldField, label: &'static str, unit: &'static str) -> ErasedView {
    let message =
        move || world.error().filter(|error| error.field == field).map(|error| error.message);
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
                    prop:value=live(move || world.form.read().text(field).to_owned())
                    on:input:target=move |typed| {
                        world.form.update(|form| form.set_text(field, typed.target().value()));
                    }
                    on:change:target=move |_| world.run_again()/>
                <span class="muted">{unit}</span>
            </span>
            {part(move || Some(input_error(error_id.clone(), message()?, nothing())))}
        </div>
    }
    .erased()
}
