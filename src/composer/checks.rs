//! What is said of the form: why it cannot be sent, and what may surprise.

use crate::composer::state::Composer;
use crate::mode::Mode;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{Live, button, input_error, nothing, paragraph, part};
use compose::input_error::{InputError, Place, Remedy};
use compose::tables::Table;
use compose::warnings::{SentBy, Warning, warnings};
use leptos::prelude::*;
use trace::hidden::marked;

/// What is said of the form: why it cannot be sent, and what may surprise.
#[derive(Clone, Copy)]
pub struct Checks {
    /// What is wrong, once Send was refused.
    pub error: Memo<Option<InputError>>,
    /// What may surprise.
    pub warnings: Memo<Vec<Warning>>,
}

impl Checks {
    /// What is said of this.
    pub fn of(composer: Composer) -> Self {
        let sent_by = move || match composer.mode.get() {
            Mode::Simulated => SentBy::Simulated(composer.client.get()),
            Mode::Real => SentBy::ThisBrowser,
        };
        Self {
            error: Memo::new(move |_| composer.input_error()),
            warnings: Memo::new(move |_| warnings(&composer.draft.read(), sent_by())),
        }
    }

    /// Whether a row cannot be sent.
    pub fn has_error(self, table: Table, id: u32) -> bool {
        let place = Place::FieldRow(id);
        table == Table::Headers
            && self.error.get().as_ref().is_some_and(|error| error.place == place)
    }

    /// The warnings about one place.
    pub fn warnings_of(self, place: Place) -> ErasedView {
        let warnings = self.warnings.get();
        let here = warnings.iter().filter(|warning| warning.place == place);
        let lines = here
            .map(|warning| paragraph("warning", marked(&warning.message).into_owned().erased()));
        lines.collect::<Vec<_>>().erased()
    }
}

/// Whether the field at `place` is wrong.
pub fn is_wrong(error: Memo<Option<InputError>>, place: Place) -> impl Fn() -> bool + Copy + Send {
    move || error.get().as_ref().is_some_and(|error| error.place == place)
}

/// What is wrong in one of some places, with what one click can do about it.
pub fn error_line(
    composer: Composer,
    error: Memo<Option<InputError>>,
    places: fn(Place) -> bool,
    id: &'static str,
) -> Live<ErasedView> {
    part(move || {
        let error = error.get().filter(|error| places(error.place))?;
        let remedy = error.remedy.map_or_else(nothing, |remedy| remedy_button(composer, remedy));
        Some(input_error(id.to_owned(), error.message, remedy))
    })
}

fn remedy_button(composer: Composer, remedy: Remedy) -> ErasedView {
    button(remedy.label, move |_| {
        composer.draft.update(|draft| draft.url.retype(remedy.url.as_str()));
        composer.is_checking.set(false);
    })
}
