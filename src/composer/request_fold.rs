//! "Edit request": method, client, parameters, headers, body, how it is fetched, and the request as a
//! program.

use crate::composer::body_field::body_field;
use crate::composer::checks::Checks;
use crate::composer::copy_as::copy_as;
use crate::composer::credentials::credentials;
use crate::composer::fetching::fetching;
use crate::composer::row_table::row_table;
use crate::composer::state::Composer;
use crate::composer::url_field::term_of;
use crate::glossary::sentence::{definition, sentence};
use crate::later::door::{Door, PanelDoor};
use crate::mode::Mode;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, live, part, part_while};
use compose::anatomy::anatomy;
use compose::headers::COMMON_NAMES;
use compose::input_error::Place;
use compose::methods::method_facts;
use compose::tables::Table;
use language::{Text, fill, say};
use leptos::prelude::*;
use picture::{Sentence, Span, Term};
use trace::ClientKind;
use trace::hidden::marked;

/// What is under "Edit request".
pub static REQUEST: PanelDoor<Composer> = Door::closed();

/// What is under "Edit request".
pub fn view(composer: Composer) -> ErasedView {
    let checks = Checks::of(composer);
    view! {
        <div class="request-facts">
            {method_line(composer, checks)}
            {url_line(composer)}
            {part(move || Some(checks.warnings_of(Place::Url)))}
            {client_menu(composer)}
        </div>
        {row_table(composer, Table::Params, checks, "".erased())}
        {row_table(composer, Table::Headers, checks, beside_headers(composer))}
        {header_names()}
        {body_field(composer, checks)}
        {part_while(move || composer.mode.get() == Mode::Simulated, move || fetching(composer, checks))}
        {copy_as(composer)}
    }
    .erased()
}

/// What the method does; its words open their definitions.
fn method_line(composer: Composer, checks: Checks) -> ErasedView {
    let said = move || Sentence { spans: method_spans(&composer.draft.read().method) };
    let warnings = part(move || Some(checks.warnings_of(Place::Method)));
    view! { <div class="fact">{explained(said)}{warnings}</div> }.erased()
}

fn method_spans(method: &str) -> Vec<Span> {
    let plain = |text: &str| Span::Plain(text.to_owned());
    let Some(facts) = method_facts(method) else {
        return vec![
            Span::Code(marked(method).into_owned()),
            plain(say(texts::IS_A)),
            Span::Term(Term::Method, say(texts::METHOD_WORD).to_owned()),
            plain(say(texts::OF_YOUR_OWN)),
        ];
    };
    let term = |term: Term, text: &str| Span::Term(term, text.to_owned());
    vec![
        Span::Code(facts.name.to_owned()),
        plain(&fill!(texts::PURPOSE_OF_METHOD, purpose = say(facts.purpose))),
        term(Term::Safe, facts.group.words()),
        plain("; "),
        term(Term::Idempotent, facts.repeating.words()),
        plain("; "),
        term(Term::Body, facts.content.words()),
        plain("."),
    ]
}

/// The parts of the URL by name, where there is no room for the names beneath it.
fn url_line(composer: Composer) -> ErasedView {
    let said = move || {
        let draft = composer.draft.read();
        let text = draft.url.text();
        let mut spans = Vec::new();
        for part in anatomy(text) {
            spans.push(Span::Term(term_of(part.kind), part.kind.name().to_owned()));
            spans.push(Span::Plain(" ".to_owned()));
            spans.push(Span::Code(marked(&text[part.range]).into_owned()));
            spans.push(Span::Plain("  ".to_owned()));
        }
        Sentence { spans }
    };
    view! { <div class="fact url-line">{explained(said)}</div> }.erased()
}

/// A sentence that changes, with the definition of the word that was asked for.
fn explained(said: impl Fn() -> Sentence + Send + Sync + 'static) -> ErasedView {
    let asked = RwSignal::new(None::<Term>);
    let said = Memo::new(move |_| said());
    let words = part(move || Some(sentence(said.get(), asked)));
    // Once one looks elsewhere, it makes room.
    view! {
        <div on:focusout=act(move |_| asked.set(None))>
            <p>{words}</p><div class="meaning">{definition(asked)}</div>
        </div>
    }
    .erased()
}

const CLIENTS: [(ClientKind, Text); 5] = [
    (ClientKind::Browser, texts::BROWSER),
    (ClientKind::Python, texts::PYTHON_SCRIPT),
    (ClientKind::MobileApp, texts::MOBILE_APP),
    (ClientKind::Curl, texts::CURL),
    (ClientKind::Server, texts::ANOTHER_SERVER),
];

/// Who sends the request. Each kind of client adds headers of its own.
fn client_menu(composer: Composer) -> ErasedView {
    let option = move |(kind, name): (ClientKind, Text)| {
        let name = say(name);
        let is_chosen = live(move || composer.client.get() == kind);
        view! { <option value=name prop:selected=is_chosen>{name}</option> }.erased()
    };
    let choose = move |name: String| {
        let chosen = CLIENTS.into_iter().find(|(_, known)| say(*known) == name);
        chosen.iter().for_each(|(kind, _)| composer.choose_client(*kind));
    };
    let options = CLIENTS.map(option).into_iter().collect::<Vec<_>>();
    view! {
        <div class="fact">
            <label for="client">{say(texts::CLIENT)}</label>" "
            <select id="client" on:change:target=move |changed| choose(changed.target().value())>
                {options}
            </select>
            " "<span class="muted">{say(texts::CLIENT_OF_ANOTHER_KIND)}</span>
        </div>
    }
    .erased()
}

/// What stands beside the button that adds a header: the fields that the client adds by itself where
/// nobody says otherwise, as far as they are missing, and who asks.
fn beside_headers(composer: Composer) -> ErasedView {
    let missing = Memo::new(move |_| {
        let draft = composer.draft.read();
        draft.headers.missing(composer.client.get()).collect::<Vec<_>>()
    });
    let add = move |_| {
        let client = composer.client.get_untracked();
        composer.draft.update(|draft| draft.headers.complete(client, 0, &[]));
    };
    let offer = part(move || {
        let names = missing.get();
        let label = fill!(texts::ADD_WHAT_THE_CLIENT_SENDS, names = names.join(", "));
        (!names.is_empty()).then(|| button(label, add))
    });
    view! { {offer}{credentials(composer)} }.erased()
}

/// The names that are offered while one types a header.
fn header_names() -> ErasedView {
    let option = |(name, meaning): (&'static str, Text)| {
        view! { <option value=name>{say(meaning)}</option> }.erased()
    };
    let options = COMMON_NAMES.map(option).into_iter().collect::<Vec<_>>();
    view! { <datalist id="header-names">{options}</datalist> }.erased()
}
