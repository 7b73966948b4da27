//! Parts of a view that change, in few types.
//!
//! The renderer is compiled once for every type that it is given, and every closure has a type of
//! its own. So closures go through here, where they get one type for each kind of value, and what
//! is drawn often is made here in one place. Without this the program is a quarter larger.

use crate::view::erased_view::{IntoPiece, Piece};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use std::sync::{Arc, Mutex};

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
pub fn part(mut view: impl FnMut() -> Option<Piece> + Send + 'static) -> Live<Piece> {
    live(move || view().unwrap_or_else(nothing))
}

/// A part of the page that is there while a condition holds, and stays the same meanwhile.
pub fn part_while(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    mut view: impl FnMut() -> Piece + Send + 'static,
) -> Live<Piece> {
    let holds = Memo::new(move |_| holds());
    part(move || holds.get().then(&mut view))
}

/// Nothing to see: an empty text, so that something can take its place.
pub fn nothing() -> Piece {
    "".piece()
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
pub fn button(label: impl Into<String>, deed: impl FnMut(MouseEvent) + 'static) -> Piece {
    button_of_class("ghost", label.into(), Box::new(deed))
}

/// A button that reads like a link.
pub fn link(label: impl Into<String>, deed: impl FnMut(MouseEvent) + 'static) -> Piece {
    button_of_class("link", label.into(), Box::new(deed))
}

fn button_of_class(class: &'static str, label: String, deed: Box<dyn FnMut(MouseEvent)>) -> Piece {
    view! { <button type="button" class=class on:click=deed>{label}</button> }.piece()
}

/// A paragraph.
pub fn paragraph(class: &'static str, content: Piece) -> Piece {
    view! { <p class=class>{content}</p> }.piece()
}

/// What is wrong with what was typed, for the field that names `id` as its description.
pub fn slip(id: String, message: String, remedy: Piece) -> Piece {
    view! { <p class="slip" id=id role="alert">{message}" "{remedy}</p> }.piece()
}
