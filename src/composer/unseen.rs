//! What nobody sees in a field. A field cannot draw marks, so beneath it stands once more what is in
//! it, with them, and one click takes those characters out. In a URL escapes stand in their place.

use crate::browser::focus;
use crate::composer::state::Composer;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{Live, button, part};
use compose::line_ends::as_field;
use compose::unseen::shown;
use language::{fill, say};
use leptos::prelude::*;
use trace::hidden::without_marked;

/// The id of what is said of the body.
pub const IN_BODY_ID: &str = "body-unseen";

/// What nobody sees in a body that is a text.
pub fn in_body(composer: Composer) -> Live<ErasedView> {
    let text = Memo::new(move |_| shown(&composer.draft.read().body.content()));
    let remove = move || {
        composer.draft.update(|draft| {
            let seen = without_marked(&as_field(&draft.body.content()));
            draft.body.retype(seen);
        });
    };
    let (id, selector) = (IN_BODY_ID.to_owned(), "#body".to_owned());
    line(Field { id, name: say(texts::BODY), selector }, text, remove)
}

/// A field in which something is that nobody sees.
#[derive(Clone)]
pub struct Field {
    /// The id of what is said of it, which describes it.
    pub id: String,
    /// What it is called.
    pub name: &'static str,
    /// Where it is, so that it has the focus once nothing is said any more.
    pub selector: String,
}

/// Says what nobody sees in a field, while there is something.
pub fn line(
    field: Field,
    text: Memo<Option<String>>,
    remove: impl Fn() + Copy + Send + 'static,
) -> Live<ErasedView> {
    part(move || {
        let shown = text.get()?;
        let Field { id, name, selector } = field.clone();
        let remove = move |_| {
            focus::focus_soon(selector.clone());
            remove();
        };
        let view = view! {
            <p class="warning" id=id>
                {fill!(texts::FIELD_HOLDS_UNSEEN, name)}<code translate="no">{shown}</code>" "
                {button(say(texts::REMOVE_UNSEEN), remove)}
            </p>
        };
        Some(view.erased())
    })
}
