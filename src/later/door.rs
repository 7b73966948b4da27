//! Doors to the later parts, and where those are.

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

/// What is loaded behind the first part of the program, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What leads from Send to the steps.
    Steps,
    /// What is opened after that, and what waits for it.
    Rest,
}

impl Part {
    /// In the order in which they come.
    pub const ALL: [Self; 2] = [Self::Steps, Self::Rest];
}

/// A way to a function of a later part. The first part of the program names the door, and only
/// the later part names what is behind it.
pub struct Door<F> {
    behind: OnceLock<F>,
    part: Part,
}

impl<F: Copy> Door<F> {
    /// A door to the rest, as it is before that is here.
    pub const fn closed() -> Self {
        Self::to(Part::Rest)
    }

    /// A door to what leads to the steps, as it is before that is here.
    pub const fn to_steps() -> Self {
        Self::to(Part::Steps)
    }

    const fn to(part: Part) -> Self {
        Self { behind: OnceLock::new(), part }
    }

    /// What is behind it from now on. The compiler must not know: it would see that nothing else is
    /// ever behind this door, walk straight through it, and so take all of it into the first part.
    pub fn open(&self, behind: F) {
        self.behind.get_or_init(|| black_box(behind));
    }

    /// What is behind it. Who asks is told when its part comes.
    pub fn behind(&self) -> Option<F> {
        arrival(self.part).get();
        self.behind.get().copied()
    }
}

/// A door to a panel, which takes the parts that it needs.
pub type PanelDoor<P> = Door<fn(P) -> ErasedView>;

/// Where a later part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arrival {
    /// On its way, or not asked for yet.
    Awaited,
    /// Here: its doors are open.
    Here,
    /// It could not be loaded.
    Failed,
}

/// Has a part come and open its doors; says whether it did.
pub type Load = fn(Part) -> Pin<Box<dyn Future<Output = bool>>>;

static ARRIVALS: OnceLock<[ArcRwSignal<Arrival>; Part::ALL.len()]> = OnceLock::new();
static LOAD: OnceLock<Load> = OnceLock::new();

/// Where a part is, as long as the program runs.
fn arrival(part: Part) -> &'static ArcRwSignal<Arrival> {
    let arrivals = ARRIVALS.get_or_init(|| Part::ALL.map(|_| ArcRwSignal::new(Arrival::Awaited)));
    &arrivals[part as usize]
}

/// Whether something is still to come.
pub fn is_awaited() -> bool {
    arrival(Part::Rest).get() == Arrival::Awaited
}

/// Loads the later parts.
pub fn load(load: Load) {
    LOAD.get_or_init(|| load);
    let missing: Vec<Part> = Part::ALL
        .into_iter()
        .filter(|part| arrival(*part).get_untracked() != Arrival::Here)
        .collect();
    for part in &missing {
        arrival(*part).set(Arrival::Awaited);
    }
    spawn_local(async move {
        let mut is_here = true;
        for part in missing {
            // What comes behind what did not come would be of no use.
            is_here = is_here && load(part).await;
            if part == Part::Steps {
                page::apply_later_styles();
            }
            arrival(part).set(if is_here { Arrival::Here } else { Arrival::Failed });
        }
    });
}

/// Says that something could not be loaded, and loads it again.
pub fn failure() -> Option<ErasedView> {
    (arrival(Part::Rest).get() == Arrival::Failed).then(|| {
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

/// A panel of a later part: at once where that is here, else as soon as it is.
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
