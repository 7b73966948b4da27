//! The text of a lesson. It comes from whoever wrote the lesson, so it is text and nothing else: elements are
//! made one by one, and of links those that lead to the web or to a place of the page.

use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use language::say;
use leptos::prelude::*;
use lesson::file::{Block, Inline};
use trace::hidden::marked;

/// Some blocks. `title` stands above them already: a heading that says the same is left out.
pub fn prose(blocks: &[Block], title: &str) -> ErasedView {
    let is_title = |block: &&Block| matches!(block, Block::Heading(1, text) if Inline::plain(text).trim() == title.trim());
    let shown = blocks.iter().filter(|block| !is_title(block)).map(block);
    shown.collect::<Vec<_>>().erased()
}

fn all(blocks: &[Block]) -> ErasedView {
    blocks.iter().map(block).collect::<Vec<_>>().erased()
}

fn block(block: &Block) -> ErasedView {
    match block {
        // The title of the lesson is the only heading of the first level.
        Block::Heading(..=1, text) => view! { <h2>{inlines(text)}</h2> }.erased(),
        Block::Heading(2, text) => view! { <h2>{inlines(text)}</h2> }.erased(),
        Block::Heading(3, text) => view! { <h3>{inlines(text)}</h3> }.erased(),
        Block::Heading(_, text) => view! { <h4>{inlines(text)}</h4> }.erased(),
        Block::Paragraph(text) => view! { <p>{inlines(text)}</p> }.erased(),
        Block::List(items) => view! { <ul>{list(items)}</ul> }.erased(),
        Block::NumberedList(first, items) => {
            view! { <ol start=first.to_string()>{list(items)}</ol> }.erased()
        }
        Block::Quote(inner) => view! { <blockquote>{all(inner)}</blockquote> }.erased(),
        Block::Code(text) => view! { <pre translate="no" tabindex="0">{said(text)}</pre> }.erased(),
        Block::Rule => view! { <hr/> }.erased(),
        // Parts have neither among their text.
        Block::Exchange(_) | Block::Exercise(_) => crate::view::live::nothing(),
    }
}

fn list(items: &[Vec<Block>]) -> Vec<ErasedView> {
    items.iter().map(|item| view! { <li>{all(item)}</li> }.erased()).collect()
}

fn inlines(text: &[Inline]) -> ErasedView {
    text.iter().map(inline).collect::<Vec<_>>().erased()
}

fn inline(inline: &Inline) -> ErasedView {
    match inline {
        Inline::Text(text) => said(text).erased(),
        Inline::Emphasis(inner) => view! { <em>{inlines(inner)}</em> }.erased(),
        Inline::Strong(inner) => view! { <strong>{inlines(inner)}</strong> }.erased(),
        Inline::Code(text) => view! { <code translate="no">{said(text)}</code> }.erased(),
        Inline::Link(target, inner) => link(target, inlines(inner)),
        Inline::Break => view! { <br/> }.erased(),
    }
}

/// What leads elsewhere opens beside the lesson, and is told nothing of it.
fn link(target: &str, content: ErasedView) -> ErasedView {
    let href = target.to_owned();
    match target.starts_with('#') {
        true => view! { <a href=href>{content}</a> }.erased(),
        false => {
            let beside = view! { <span class="unseen">{say(texts::OPENS_IN_A_NEW)}</span> };
            view! { <a href=href target="_blank" rel="noopener noreferrer">{content}{beside}</a> }
                .erased()
        }
    }
}

fn said(text: &str) -> String {
    marked(text).into_owned()
}
