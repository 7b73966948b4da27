//! Doors to the later part, and where that part is.

use crate::browser::page;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, paragraph, part};
use language::say;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::sync::OnceLock;

/// A way to a function of the later part. The first part of the program names the door, and only
/// the later part names what is behind it.
pub struct Door<F>(OnceLock<F>);

impl<F: Copy> Door<F> {
    /// A door as it is before the later part is here.
    pub const fn closed() -> Self {
        Self(OnceLock::new())
    }

    /// What is behind it from now on. The compiler must not know: it would see that nothing else is
    /// ever behind this door, walk straight through it, and so take all of it into the first part.
    pub fn open(&self, behind: F) {
        self.0.get_or_init(|| black_box(behind));
    }

    /// What is behind it. Who asks is told when the later part comes.
    pub fn behind(&self) -> Option<F> {
        arrival().get();
        self.0.get().copied()
    }
}

/// A door to a panel, which takes the parts that it needs.
pub type PanelDoor<P> = Door<fn(P) -> ErasedView>;

/// Where the later part is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// On its way, or not asked for yet.
    Awaited,
    /// Here: all doors are open.
    Here,
    /// It could not be loaded.
    Failed,
}

/// Has the later part come and open its doors; says whether it did.
pub type Load = fn() -> Pin<Box<dyn Future<Output = bool>>>;

static ARRIVAL: OnceLock<ArcRwSignal<Arrival>> = OnceLock::new();
static LOAD: OnceLock<Load> = OnceLock::new();

/// Where the later part is, as long as the program runs.
fn arrival() -> &'static ArcRwSignal<Arrival> {
    ARRIVAL.get_or_init(|| ArcRwSignal::new(Arrival::Awaited))
}

/// Whether it is still to come.
pub fn is_awaited() -> bool {
    arrival().get() == Arrival::Awaited
}

/// Loads the later part.
pub fn load(load: Load) {
    LOAD.get_or_init(|| load);
    arrival().set(Arrival::Awaited);
    spawn_local(async move {
        let is_here = load().await;
        page::apply_later_styles();
        arrival().set(if is_here { Arrival::Here } else { Arrival::Failed });
    });
}

/// Says that the later part could not be loaded, and loads it again.
pub fn failure() -> Option<ErasedView> {
    (arrival().get() == Arrival::Failed).then(|| {
        let again = button(say(texts::TRY_AGAIN), move |_| {
            LOAD.get().into_iter().for_each(|again| load(*again));
        });
        let said = say(texts::THIS_PART_OF_THE);
        paragraph("input-error", view! { {said}{again} }.erased())
    })
}

/// What stands in the place of what is awaited.
pub fn awaited() -> ErasedView {
    paragraph("muted", say(texts::LOADING).erased())
}

/// A panel of the later part: at once where that is here, else as soon as it is.
pub fn panel<P: Copy + Send + 'static>(door: &'static PanelDoor<P>, parts: P) -> ErasedView {
    panel_of(Box::new(move || Some(door.behind()?(parts))))
}

fn panel_of(behind: Box<dyn Fn() -> Option<ErasedView> + Send>) -> ErasedView {
    let view = move || {
        let found = behind();
        Some(found.or_else(failure).unwrap_or_else(awaited))
    };
    part(view).erased()
}
