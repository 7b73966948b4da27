//! The languages that the page can speak. English is there at once; the words of another one are
//! fetched before the first word is on the screen.

use crate::browser::files;
use crate::browser::page;
use crate::texts;
use conversation::Words;
use js_sys::{Array, Intl, Object};
use language::{Catalogue, Language, PluralForm};
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::JsValue;

include!(concat!(env!("OUT_DIR"), "/list.rs"));

/// What takes a moment and gives nothing.
type Doing = Pin<Box<dyn Future<Output = ()>>>;

/// [`speak`], as the first part of the program knows it.
pub type Speak = fn(&'static str) -> Doing;

thread_local! {
    /// What the engine says of fields, in another language than English.
    static ENGINE_WORDS: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A language that the page can speak, by its tag; none for English, which needs no choice.
pub fn known(code: &str) -> Option<&'static str> {
    let codes = LANGUAGES.iter().map(|(code, ..)| *code).chain([language::pseudo::CODE]);
    codes.skip(1).find(|known| *known == code)
}

/// The languages to choose from, each with its name in itself; the one that is spoken is among them.
pub fn offered() -> Vec<(&'static str, &'static str)> {
    let spoken = language::current().code();
    let mut offered: Vec<_> = LANGUAGES.iter().map(|(code, _, name)| (*code, *name)).collect();
    if offered.iter().all(|(code, _)| *code != spoken) {
        offered.push((spoken, spoken));
    }
    offered
}

/// Has the words of a language come, and speaks it from now on.
pub fn speak(code: &'static str) -> Doing {
    Box::pin(async move {
        let Some(language) = loaded(code).await else { return };
        language::speak(language);
        page::mark_root("lang", Some(code));
        let listed = LANGUAGES.iter().find(|(listed, ..)| *listed == code);
        page::mark_root("dir", listed.map(|(_, direction, _)| *direction));
    })
}

async fn loaded(code: &'static str) -> Option<Language> {
    let [picture, glossary] = picture::texts::CATALOGUES;
    let (trace, compose) = (trace::texts::CATALOGUE, compose::texts::CATALOGUE);
    let mut files: Vec<(Catalogue, String)> = Vec::new();
    let (sharing, deck) = (sharing::texts::CATALOGUE, deck::texts::CATALOGUE);
    let lesson = lesson::texts::CATALOGUE;
    for catalogue in [picture, glossary, trace, compose, sharing, deck, lesson, texts::CATALOGUE] {
        files.push((catalogue, words(code, catalogue.name()).await?));
    }
    let engine_words = words(code, "engine").await?;
    let files: Vec<(Catalogue, &str)> =
        files.iter().map(|(catalogue, words)| (*catalogue, &**words)).collect();
    let language = Language::load(code, &files, plural_form).ok()?;
    ENGINE_WORDS.set(Some(engine_words));
    Some(language)
}

/// A file of a language.
async fn words(code: &str, name: &str) -> Option<String> {
    files::text_beside_page(&["languages/", code, "/", name, ".txt"].concat()).await
}

/// What CLDR says of a number, as the browser knows it.
fn plural_form(code: &str, count: u64) -> PluralForm {
    let rules = Intl::PluralRules::new(&Array::of1(&code.into()), &Object::new());
    let form = JsValue::from(rules.select(count as f64)).as_string().unwrap_or_default();
    PluralForm::from_name(&form)
}

/// What the engine says of fields, for the worker; none while it says it in English.
pub fn engine_words() -> Option<Words> {
    let words = ENGINE_WORDS.with_borrow(Clone::clone)?;
    Some(Words { code: language::current().code().to_owned(), words })
}
