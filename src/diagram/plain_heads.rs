//! The heads of lanes beside which there is no room for more: who takes part, and nothing to press.

use crate::diagram::lane_heads::lane_class;
use crate::view::erased_view::{Erase, ErasedView};
use leptos::prelude::*;
use picture::{Sequence, explain};
use trace::Host;

/// Above these lanes there is less room for each.
const FEW_LANES: usize = 5;

/// Who takes part; several with one title have their names below it.
pub fn plain_heads(sequence: &Sequence) -> ErasedView {
    let head = |host: &Host| {
        let heading = explain::lane(&sequence.trace, host.id, language::current());
        let name = heading.is_among_others.then(|| {
            view! { <small class="is-name" translate="no">{heading.detail}</small> }.erased()
        });
        view! {
            <div class=lane_class(host.role)><b><i class="swatch"></i>{heading.title}</b>{name}</div>
        }
        .erased()
    };
    let heads = sequence.hosts().map(head).collect::<Vec<_>>();
    let class = if heads.len() > FEW_LANES { "heads is-many" } else { "heads" };
    view! { <div class=class>{heads}</div> }.erased()
}
