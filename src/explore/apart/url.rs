//! A URL: its parts follow what is typed, and it follows its parts.

use super::typed_line;
use crate::composer::url_field::{coloured, term_of};
use crate::explore::Explored;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, paragraph, part};
use compose::anatomy::{default_port, pieces};
use compose::input_error::sentence;
use compose::scheme::with_scheme;
use compose::url_parts::{PARTS, text_of, with_part};
use compose::written::Written;
use language::{fill, say};
use leptos::prelude::*;
use trace::HttpUrl;

/// What is typed, in its parts.
pub fn view(explored: Explored) -> ErasedView {
    let url = explored.url;
    let rows = PARTS.map(|kind| {
        let text = move || text_of(&url.get(), kind).unwrap_or_default().to_owned();
        let write = move |text: String| url.set(with_part(&url.get_untracked(), kind, &text));
        let meaning = term_of(kind).definition(language::current());
        view! {
            <li class=["part-of-url ", crate::composer::url_field::part_class(kind)].concat()>
                {typed_line(kind.name(), text, write)}<small>{meaning}</small></li>
        }
        .erased()
    });
    let shown = part(move || {
        let url = url.get();
        let pieces = pieces(&url).into_iter().map(|(kind, text)| coloured(kind, text));
        Some(pieces.collect::<Vec<_>>().erased())
    });
    let verdict = part(move || {
        let url = url.get();
        Some(match HttpUrl::parse(&with_scheme(&url)) {
            Err(error) => paragraph("input-error", sentence(&error.to_string()).erased()),
            Ok(parsed) => {
                let port = match default_port(&url) {
                    Some((scheme, port)) => fill!(texts::PORT_OF_SCHEME, port, scheme),
                    None => String::new(),
                };
                let said = fill!(
                    texts::URL_ASKS_WHOM_FOR_WHAT,
                    host = parsed.host(),
                    port = parsed.port(),
                    target = parsed.origin_form()
                );
                paragraph("muted", [said, port].join(" ").erased())
            }
        })
    });
    let write = move |_| {
        if let Ok(parsed) = HttpUrl::parse(&with_scheme(&url.get_untracked())) {
            explored.message.set(Written::of_url("GET", &parsed).text());
        }
    };
    view! {
        <h3>{say(texts::URL_IN_ITS_PARTS)}</h3>
        {paragraph("muted", say(texts::TYPE_A_URL_OR_ITS_PARTS).erased())}
        {typed_line(say(texts::WHOLE_URL), move || url.get(), move |text| url.set(text))}
        <p class="apart-url" translate="no" aria-hidden="true">{shown}</p>
        <div role="status">{verdict}</div>
        <ul class="apart-parts">{rows.into_iter().collect::<Vec<_>>()}</ul>
        <p>{button(say(texts::WRITE_THE_REQUEST), write)}</p>
    }
    .erased()
}
