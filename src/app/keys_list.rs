//! The list of all keys.

use crate::app::keys::{BINDINGS, key_cap};
use crate::later::door::{Door, PanelDoor};
use crate::present::keys as present;
use crate::settings::preferences::Settings;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::part;
use language::say;
use leptos::prelude::*;

/// What "?" opens.
pub static KEYS: PanelDoor<Fact<Settings>> = Door::closed();

/// What "?" opens.
pub fn view(settings: Fact<Settings>) -> ErasedView {
    let row =
        |keys: &[&str], does| keys_row(keys.iter().map(|key| cap(&key_cap(key))).collect(), does);
    let rows = BINDINGS.iter().map(|bound| row(bound.keys, say(bound.does))).collect::<Vec<_>>();
    let of_room = present::BINDINGS.iter().map(|bound| row(bound.keys, say(bound.does)));
    let of_room = of_room.collect::<Vec<_>>();
    let digits = keys_row(vec![cap("1"), " … ".erased(), cap("9")], say(texts::TO_THIS_PART_OF));
    let escape = keys_row(vec![cap("Esc")], say(texts::CLOSE_WHAT_IS_OPEN));
    let rest = part(move || {
        let is_off = settings.read().ignores_letters;
        is_off.then(|| {
            let said = say(texts::LETTERS_DIGITS_AND_SIGNS);
            view! { <p class="muted">{said}</p> }.erased()
        })
    });
    view! {
        <h2>{say(texts::KEYS)}</h2>
        <dl class="keys">{rows}{digits}{escape}</dl>
        <h3>{say(texts::WHILE_PRESENTING)}</h3>
        <dl class="keys">{of_room}</dl>
        <p class="muted">{say(texts::WHILE_YOU_TYPE_IN)}</p>
        {rest}
        <button type="button" class="ghost" popovertarget="keys" popovertargetaction="hide">{say(texts::CLOSE)}</button>
    }
    .erased()
}

fn cap(text: &str) -> ErasedView {
    view! { <kbd translate="no">{text.to_owned()}</kbd> }.erased()
}

fn keys_row(caps: Vec<ErasedView>, does: &'static str) -> ErasedView {
    view! { <div><dt>{caps}</dt><dd>{does}</dd></div> }.erased()
}
