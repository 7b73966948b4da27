//! What is given as text: the parts of a URL, those of a message, the lanes; and what stands inside something,
//! with one field blank.

use crate::browser::scroll;
use crate::diagram::lane_heads::lane_class;
use crate::diagram::plain_heads::plain_heads;
use crate::exercise::pointing::{At, Pointing};
use crate::exercise::state::{Attempt, Chosen, Question};
use crate::inspect::rows::{Row, rows};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live, part, truth};
use language::{fill, say};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use lesson::{FieldPlace, Kind, Place};
use picture::Sequence;
use picture::explain::{self, Part, Voice, anatomy};
use trace::hidden::marked;
use trace::{Bits, Dissection, Field};

/// A URL in its parts, each of which can be pointed at.
pub fn url(pointing: &Pointing, parts: &[String]) -> ErasedView {
    let piece = |(index, text): (usize, &String)| {
        let text = marked(text).into_owned();
        let seen = view! { <span>{text}</span> }.erased();
        pointing.button(Place::UrlPart(index), At::default(), seen)
    };
    let pieces = parts.iter().enumerate().filter_map(piece).collect::<Vec<_>>();
    view! { <p class="exercise-url" translate="no">{pieces}</p> }.erased()
}

/// The message of a step; what it says itself can be pointed at.
pub fn message(pointing: &Pointing, sequence: &Sequence, step: usize) -> ErasedView {
    let parts = anatomy(sequence, step).into_iter();
    let parts = parts.filter(|part| part.voice == Voice::Message).enumerate();
    let piece = |(index, part): (usize, Part)| {
        // An empty line has to have a height, to be pointed at.
        let text = if part.text.trim().is_empty() { "\u{a0}".to_owned() } else { part.text };
        let seen = view! { <span>{text}</span> }.erased();
        let button = pointing.button(Place::Part(index), At::default(), seen)?;
        Some(view! { <li>{button}</li> }.erased())
    };
    let pieces = parts.filter_map(piece).collect::<Vec<_>>();
    let heading = explain::heading(sequence, step);
    view! { <p class="muted">{heading}</p><ol class="exercise-message" translate="no">{pieces}</ol> }
        .erased()
}

/// The lanes, each of which can be pointed at.
pub fn lane_heads(pointing: &Pointing, sequence: &Sequence) -> ErasedView {
    let language = language::current();
    let head = |host: &trace::Host| {
        let heading = explain::lane(&sequence.trace, host.id, language);
        let seen =
            view! { <b><i class="swatch"></i>{heading.title}</b><small>{heading.detail}</small> };
        let button = pointing.button(Place::Lane(host.id), At::default(), seen.erased())?;
        let class = lane_class(host.role);
        Some(view! { <div class=class>{button}</div> }.erased())
    };
    let buttons = sequence.hosts().filter_map(head).collect::<Vec<_>>();
    if buttons.is_empty() {
        return plain_heads(sequence);
    }
    view! { <div class="heads exercise-pointed-heads">{buttons}</div> }.erased()
}

/// What stands inside, but for the field that is asked for: a text field stands in its place.
pub fn inside(attempt: Attempt, question: &Question, place: &FieldPlace) -> Option<ErasedView> {
    let dissection = question.inside.clone()?;
    let Kind::FillIn(blank) = &question.exercise.kind else { return None };
    let rows = rows(&dissection.view);
    let wanted = row_of(&dissection, &place.path)?;
    let truth = marked(&blank.value).into_owned();
    let meaning = blank.meaning.clone();
    let row = |(index, row): (usize, &Row)| {
        let is_around = index < wanted && wanted < row.end;
        let said = if index == wanted {
            let raw = raw_of(&dissection, &place.path, &blank.value);
            let raw = raw.map(|raw| view! { " "<small class="exercise-raw">{raw}</small> });
            let field = field(attempt, row.name.clone(), truth.clone(), meaning.clone());
            view! { {field}{raw} }.erased()
        } else {
            // What is around the blank may say what stands in it.
            let (value, meaning) = match is_around {
                true => (String::new(), String::new()),
                false => (row.value.clone(), row.meaning.clone()),
            };
            let name = row.name.clone();
            view! { <b>{name}</b>" "<span translate="no">{value}</span>" "<small>{meaning}</small> }
                .erased()
        };
        let indent = [&*(row.depth * 14).to_string(), "px"].concat();
        let class = match (index == wanted, row.depth) {
            (true, _) => "exercise-row is-blank",
            (false, 1) => "exercise-row is-layer",
            (false, _) => "exercise-row",
        };
        view! { <li class=class style=("padding-inline-start", indent)>{said}</li> }.erased()
    };
    let items = rows.iter().enumerate().map(row).collect::<Vec<_>>();
    // What is asked for may stand far below; it is there once the page has taken it up.
    request_animation_frame(|| scroll::scroll_to_middle(".exercise-picture.is-text", ".is-blank"));
    Some(view! { <ul class="exercise-inside" tabindex="0" aria-label=say(texts::LOOK_INSIDE)>{items}</ul> }.erased())
}

/// More octets than these are not read.
const RAW_MAX: usize = 16;

/// The octets of a field, where its value does not stand in them as text: what is to be read is there.
fn raw_of(dissection: &Dissection, path: &[usize], value: &str) -> Option<String> {
    let (layer, path) = path.split_first()?;
    let mut fields = &dissection.view.layers.get(*layer)?.fields;
    let mut field = None;
    for place in path {
        field = fields.get(*place);
        fields = &field?.children;
    }
    let Field { range, bits, .. } = field?;
    let octets = dissection.view.octets.get(range.start as usize..range.end as usize)?;
    let is_text = String::from_utf8_lossy(octets).contains(value);
    if is_text || octets.is_empty() || octets.len() > RAW_MAX {
        return None;
    }
    Some(match bits {
        None => {
            let hex: Vec<String> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
            fill!(texts::EXERCISE_OCTETS_HERE, octets = hex.join(" "))
        }
        Some(Bits { first, count }) => {
            let all: String = octets.iter().map(|octet| format!("{octet:08b}")).collect();
            let (first, count) = (usize::from(*first), usize::from(*count));
            fill!(texts::EXERCISE_BITS_HERE, bits = all.get(first..first + count)?)
        }
    })
}

/// The number of the row of a field, among all rows in order.
fn row_of(dissection: &Dissection, path: &[usize]) -> Option<usize> {
    fn count(fields: &[Field]) -> usize {
        fields.iter().map(|field| 1 + count(&field.children)).sum()
    }
    let layers = &dissection.view.layers;
    let (layer, path) = path.split_first()?;
    let before = |fields: &[Field], place: usize| count(fields.get(..place).unwrap_or_default());
    let mut row: usize = layers.get(..*layer)?.iter().map(|layer| 1 + count(&layer.fields)).sum();
    let mut fields = &layers.get(*layer)?.fields;
    for place in path {
        row += 1 + before(fields, *place);
        fields = &fields.get(*place)?.children;
    }
    Some(row)
}

/// The blank: what is typed stays, and what stands there comes beside it.
fn field(attempt: Attempt, name: String, truth_text: String, meaning: String) -> ErasedView {
    let typed = RwSignal::new(String::new());
    let check = move || {
        if untrack(|| attempt.takes(typed)) {
            let text = typed.get_untracked();
            let is_right = attempt.answer(Chosen::Text(text.clone()), text);
            attempt.is_open.set(is_right);
        }
    };
    let enter = move |pressed: KeyboardEvent| {
        if pressed.key() == "Enter" && !pressed.is_composing() {
            pressed.prevent_default();
            check();
        }
    };
    let after = part(move || {
        if !attempt.is_open.get() {
            return None;
        }
        let (truth_text, meaning) = (truth_text.clone(), meaning.clone());
        let said = view! {
            " "<b class="exercise-truth">"✓ "<span translate="no">{truth_text}</span></b>" "<small>{meaning}</small>
        };
        Some(said.erased())
    });
    view! {
        <label><b>{name}</b>" "
            <input class="exercise-blank" type="text" autocomplete="off" autocapitalize="off" spellcheck="false"
                readonly=live(move || attempt.is_open.get())
                aria-invalid=truth(move || has_failed(attempt))
                on:input:target=move |input| typed.set(input.target().value()) on:keydown=act(enter)/>
        </label>
        " "<button type="button" class="ghost" aria-disabled=truth(move || !attempt.takes(typed))
            on:click=act(move |_| check())>{say(texts::EXERCISE_CHECK)}</button>{after}
    }
    .erased()
}

/// Whether the last answer was wrong, and nothing is shown yet.
pub fn has_failed(attempt: Attempt) -> bool {
    !attempt.is_open.get() && attempt.tries.read().last().is_some_and(|last| !last.verdict.is_right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::rows::rows;
    use trace::{Layer, OctetRange, View};

    fn field(name: &str, children: Vec<Field>) -> Field {
        Field {
            name: name.to_owned(),
            value: String::new(),
            meaning: String::new(),
            range: OctetRange { start: 0, end: 0 },
            bits: None,
            children,
        }
    }

    #[test]
    fn the_blank_stands_in_the_row_of_its_field() {
        let layer = |name: &str, fields| Layer {
            name: name.to_owned(),
            range: OctetRange { start: 0, end: 0 },
            fields,
        };
        let outer = layer("outer", vec![field("a", vec![field("b", vec![])]), field("c", vec![])]);
        let inner = layer("inner", vec![field("d", vec![]), field("e", vec![field("f", vec![])])]);
        let view = View { octets: Vec::new(), layers: vec![outer, inner] };
        let dissection = Dissection { view, sealed: None };
        let rows = rows(&dissection.view);
        let check = |path: &[usize], expected: &str| {
            let row = row_of(&dissection, path).expect("it is there");
            assert_eq!(rows[row].name, expected, "{path:?}");
        };
        check(&[0, 0], "a");
        check(&[0, 0, 0], "b");
        check(&[0, 1], "c");
        check(&[1, 0], "d");
        check(&[1, 1, 0], "f");
        assert_eq!(row_of(&dissection, &[2, 0]), None);
    }

    #[test]
    fn octets_are_given_where_the_value_is_not_their_text() {
        let within = |start, end, bits| Field {
            range: OctetRange { start, end },
            bits,
            ..field("a", Vec::new())
        };
        let bits = Some(Bits { first: 4, count: 4 });
        let fields = vec![within(0, 2, None), within(2, 3, bits), within(3, 6, None)];
        let layer = Layer { name: "l".to_owned(), range: OctetRange { start: 0, end: 6 }, fields };
        let octets = vec![0x9b, 0x32, 0x45, b'G', b'E', b'T'];
        let view = View { octets, layers: vec![layer] };
        let dissection = Dissection { view, sealed: None };
        let raw = |place, value| raw_of(&dissection, &[0, place], value);
        assert_eq!(raw(0, "39730").as_deref(), Some("octets here: 9b 32"));
        assert_eq!(raw(1, "5").as_deref(), Some("bits here: 0101"));
        assert_eq!(raw(2, "GET"), None);
    }
}
