//! "Change the world": distance, bandwidth, loss and chance. A change runs what was sent again.

use crate::session::Session;
use crate::state::world::WorldField;
use leptos::prelude::*;

/// Four numbers.
#[component]
pub fn WorldPanel(session: Session) -> impl IntoView {
    view! {
        <fieldset class="world">
            <legend>"The world between client and web server"</legend>
            <Number session field=WorldField::RoundTrip label="Distance, there and back" unit="ms"/>
            <Number session field=WorldField::Bandwidth label="Bandwidth" unit="Mbit/s"/>
            <Number session field=WorldField::Loss label="Packets lost" unit="%"/>
            <Number session field=WorldField::Seed label="Seed of all chance" unit=""/>
            <p class="muted">"A change runs everything that you sent again, at once. The same seed gives the same chance."</p>
        </fieldset>
    }
}

#[component]
fn Number(
    session: Session,
    field: WorldField,
    label: &'static str,
    unit: &'static str,
) -> impl IntoView {
    let message = move || {
        session.world_error().filter(|error| error.field == field).map(|error| error.message)
    };
    let id = match field {
        WorldField::RoundTrip => "world-rtt",
        WorldField::Bandwidth => "world-bandwidth",
        WorldField::Loss => "world-loss",
        WorldField::Seed => "world-seed",
    };
    let slip_id = format!("{id}-error");
    let described_by = slip_id.clone();
    view! {
        <div class="number">
            <label for=id>{label}</label>
            <span class="number-line">
                <input id=id type="text" inputmode="decimal" autocomplete="off"
                    aria-invalid=move || message().map(|_| "true")
                    aria-describedby=move || message().map(|_| described_by.clone())
                    prop:value=move || session.world.read().text(field).to_owned()
                    on:input:target=move |typed| session.world.write().set_text(field, typed.target().value())
                    on:change=move |_| session.simulate_again()/>
                <span class="muted">{unit}</span>
            </span>
            {move || message().map(|message| view! { <p class="slip" id=slip_id.clone() role="alert">{message}</p> })}
        </div>
    }
}
