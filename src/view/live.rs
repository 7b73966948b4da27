//! Parts of a view that change, in few types.
//!
//! The renderer is compiled once for every type that it is given, and every closure has a type of
//! its own. So closures go through here, where they get one type for each kind of value, and what
//! is drawn often is made here in one place. Without this the program is a quarter larger.

use crate::view::erased_view::{Erase, ErasedView};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use std::sync::{Arc, Mutex};
use trace::hidden::marked;

/// A value that changes.
pub type Live<T> = SharedReactiveFunction<T>;

/// A value that changes: for text, attributes, classes and properties.
pub fn live<T: 'static>(value: impl FnMut() -> T + Send + 'static) -> Live<T> {
    Arc::new(Mutex::new(value))
}

/// The text of an attribute that is `true` or `false`.
pub fn truth(holds: impl Fn() -> bool + Send + 'static) -> Live<String> {
    live(move || holds().to_string())
}

/// An attribute that is there with this text while a condition holds.
pub fn attribute_while(
    text: impl Into<String>,
    holds: impl Fn() -> bool + Send + 'static,
) -> Live<Option<String>> {
    let text = text.into();
    live(move || holds().then(|| text.clone()))
}

/// A part of the page that is made anew whenever what it reads has changed.
pub fn part(mut view: impl FnMut() -> Option<ErasedView> + Send + 'static) -> Live<ErasedView> {
    live(move || view().unwrap_or_else(nothing))
}

/// A part of the page that is there while a condition holds, and stays the same meanwhile.
pub fn part_while(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    mut view: impl FnMut() -> ErasedView + Send + 'static,
) -> Live<ErasedView> {
    let holds = Memo::new(move |_| holds());
    part(move || holds.get().then(&mut view))
}

/// Nothing to see: an empty text, so that something can take its place.
pub fn nothing() -> ErasedView {
    "".erased()
}

/// Does something now and whenever what it reads has changed.
pub fn watch(deed: impl FnMut() + 'static) {
    let deed: Box<dyn FnMut()> = Box::new(deed);
    Effect::new(deed);
}

/// Something to do when something happens.
pub fn act<E: 'static>(deed: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(deed)
}

/// A quiet button.
pub fn button(label: impl Into<String>, deed: impl FnMut(MouseEvent) + 'static) -> ErasedView {
    button_of_class("ghost", label.into(), Box::new(deed))
}

/// A button that reads like a link.
pub fn link(label: impl Into<String>, deed: impl FnMut(MouseEvent) + 'static) -> ErasedView {
    button_of_class("link", label.into(), Box::new(deed))
}

fn button_of_class(
    class: &'static str,
    label: String,
    deed: Box<dyn FnMut(MouseEvent)>,
) -> ErasedView {
    view! { <button type="button" class=class on:click=deed>{label}</button> }.erased()
}

/// A paragraph.
pub fn paragraph(class: &str, content: ErasedView) -> ErasedView {
    view! { <p class=class.to_owned()>{content}</p> }.erased()
}

/// What is wrong with what was typed, for the field that names `id` as its description.
pub fn input_error(id: String, message: String, remedy: ErasedView) -> ErasedView {
    let message = marked(&message).into_owned();
    view! { <p class="input-error" id=id role="alert">{message}" "{remedy}</p> }.erased()
}
