//! "Change the world": distance, bandwidth, loss and chance. A change runs what was sent again.

use super::live::{attribute_while, live, nothing, part, slip};
use super::piece::{IntoPiece, Piece};
use crate::session::Session;
use crate::state::world::WorldField;
use leptos::prelude::*;

/// What is under "Change the world": four numbers.
pub fn view(session: Session) -> Piece {
    let number = move |field, label, unit| number(session, field, label, unit);
    view! {
        <fieldset class="world">
            <legend>"The world between client and web server"</legend>
            {number(WorldField::RoundTrip, "Distance, there and back", "ms")}
            {number(WorldField::Bandwidth, "Bandwidth", "Mbit/s")}
            {number(WorldField::Loss, "Packets lost", "%")}
            {number(WorldField::Seed, "Seed of all chance", "")}
            <p class="muted">"A change runs everything that you sent again, at once. The same seed gives the same chance."</p>
        </fieldset>
    }
    .piece()
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
                    on:input:target=move |typed| session.world.write().set_text(field, typed.target().value())
                    on:change:target=move |_| session.simulate_again()/>
                <span class="muted">{unit}</span>
            </span>
            {part(move || Some(slip(error_id.clone(), message()?.to_owned(), nothing())))}
        </div>
    }
    .piece()
}
