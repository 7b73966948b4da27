//! Radio buttons and boxes to tick, made in one place.

use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{Live, act};
use leptos::prelude::*;

/// Something to do when a choice is made.
pub type Deed = Box<dyn FnMut(leptos::ev::Event)>;

/// A group of radio buttons in one frame.
pub fn choices(class: &'static str, legend: &'static str, choices: Vec<ErasedView>) -> ErasedView {
    view! {
        <fieldset class=class>
            <legend>{legend}</legend>
            <div class="levels">{choices}</div>
        </fieldset>
    }
    .erased()
}

/// One radio button of the group `name`.
pub fn choice(
    name: &'static str,
    label: &'static str,
    is_chosen: Live<bool>,
    mut choose: impl FnMut() + 'static,
) -> ErasedView {
    radio(name, label, is_chosen, act(move |_| choose()))
}

fn radio(
    name: &'static str,
    label: &'static str,
    is_chosen: Live<bool>,
    choose: Deed,
) -> ErasedView {
    view! {
        <label>
            <input type="radio" name=name prop:checked=is_chosen on:change=choose/>
            <span>{label}</span>
        </label>
    }
    .erased()
}

/// A box to tick, with what it does.
pub fn tick_box(
    label: &'static str,
    detail: &'static str,
    is_ticked: Live<bool>,
    toggle: Deed,
) -> ErasedView {
    view! {
        <label class="tick-box">
            <input type="checkbox" prop:checked=is_ticked on:change=toggle/>
            <span>{label}<small>{detail}</small></span>
        </label>
    }
    .erased()
}
