//! What is shown, as files: a picture (SVG, PNG) and its words.

use crate::browser::{files, pictures};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, paragraph, part};
use language::{fill, say};
use leptos::prelude::*;
use std::sync::Arc;

/// What is saved: a document and its words; nothing where there is nothing to be saved.
pub struct Shown {
    /// The picture, as an SVG document.
    pub svg: String,
    /// The same in words; empty where another export says them.
    pub words: String,
}

/// Makes what is saved when it is asked for.
pub type Make = Arc<dyn Fn() -> Option<Shown> + Send + Sync>;

/// A button for each form, in a group that is called `title`. Files are called `name` and an ending.
pub fn buttons(title: &'static str, name: &'static str, make: Make) -> ErasedView {
    let is_refused = RwSignal::new(false);
    let file = move |ending: &str| [name, ".", ending].concat();
    let svg = {
        let make = Arc::clone(&make);
        move |_| {
            if let Some(shown) = make() {
                files::save_file(&file("svg"), &shown.svg);
            }
        }
    };
    let png = {
        let make = Arc::clone(&make);
        move |_| {
            let Some(shown) = make() else { return };
            let size = size(&shown.svg).unwrap_or((0.0, 0.0));
            let tell = move |is_saved: bool| is_refused.set(!is_saved);
            pictures::save_png(&file("png"), &shown.svg, size, tell);
        }
    };
    let words = move |_| {
        if let Some(shown) = make() {
            files::save_file(&file("txt"), &shown.words);
        }
    };
    let refused = part(move || {
        is_refused
            .get()
            .then(|| paragraph("input-error", say(texts::PICTURE_IS_TOO_LARGE).erased()))
    });
    view! {
        <div class="save-as" role="group" aria-label=title>
            <span class="muted">{title}</span>
            {named("SVG", title, svg)}{named("PNG", title, png)}{named(say(texts::WORDS), title, words)}
            <div role="status">{refused}</div>
        </div>
    }
    .erased()
}

/// A button for the words alone, where there is no picture.
pub fn words_button(
    title: &'static str,
    name: &'static str,
    make: impl Fn() -> Option<String> + 'static,
) -> ErasedView {
    let save = move |_| {
        if let Some(words) = make() {
            files::save_file(&[name, ".txt"].concat(), &words);
        }
    };
    view! {
        <div class="save-as" role="group" aria-label=title>
            <span class="muted">{title}</span>{named(say(texts::WORDS), title, save)}
        </div>
    }
    .erased()
}

/// A button whose name says of what it makes a file.
fn named(
    label: &'static str,
    title: &str,
    deed: impl FnMut(web_sys::MouseEvent) + 'static,
) -> ErasedView {
    let name = fill!(texts::SAVE_WHAT_AS, what = title, form = label);
    let deed = act(deed);
    view! { <button type="button" class="ghost" aria-label=name on:click=deed>{label}</button> }
        .erased()
}

/// Width and height of a document of ours, in CSS pixels.
fn size(svg: &str) -> Option<(f64, f64)> {
    let attribute = |name: &str| {
        let (_, behind) = svg.split_once(name)?;
        behind.split('"').next()?.parse::<f64>().ok()
    };
    Some((attribute(" width=\"")?, attribute(" height=\"")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_document_is_read() {
        let trace = Arc::new(engine::simulate(&trace::Scenario::default()));
        let svg = picture::svg::overview(&trace, 700.0);
        let (width, height) = size(&svg).expect("it says its size");
        assert_eq!(width, 700.0);
        assert!(height > 60.0);
    }
}
