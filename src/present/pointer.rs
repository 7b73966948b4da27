//! What points at something for a room: it follows the mouse, and fades when that rests.

use crate::room::sight::Sight;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::live;
use leptos::ev::PointerEvent;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// How long it stays where the mouse rests, before it fades.
const REST: Duration = Duration::from_millis(900);

/// Where it points, if it can be seen. Copies are the same.
#[derive(Clone, Copy)]
pub struct Pointer {
    at: RwSignal<(i32, i32)>,
    is_seen: RwSignal<bool>,
    fading: StoredValue<Option<TimeoutHandle>>,
}

impl Pointer {
    /// One that points nowhere yet.
    pub fn new() -> Self {
        Self {
            at: RwSignal::new((0, 0)),
            is_seen: RwSignal::new(false),
            fading: StoredValue::new(None),
        }
    }

    /// The mouse was moved.
    pub fn follow(self, moved: &PointerEvent, sight: Fact<Sight>) {
        if !sight.peek().has_pointer {
            return;
        }
        self.at.set((moved.client_x(), moved.client_y()));
        self.is_seen.set(true);
        self.fading.get_value().into_iter().for_each(|earlier| earlier.clear());
        self.fading.set_value(set_timeout_with_handle(move || self.is_seen.set(false), REST).ok());
    }

    /// The mark itself.
    pub fn view(self) -> ErasedView {
        let x = live(move || [&*self.at.get().0.to_string(), "px"].concat());
        let y = live(move || [&*self.at.get().1.to_string(), "px"].concat());
        view! {
            <div class="pointer" class:is-seen=live(move || self.is_seen.get()) aria-hidden="true"
                style=("--x", x) style=("--y", y)></div>
        }
        .erased()
    }
}
