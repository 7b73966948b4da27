//! The page around the embed: what it wants is done, and where we are is told to it.

use crate::app::embed::messages::{OCTETS_MAX, Said, VERSION, Wish};
use crate::browser::host;
use crate::browser::script::member;
use crate::playback::player::{Player, Shown};
use crate::playback::state::Command;
use crate::view::live::watch;
use js_sys::Object;
use leptos::prelude::Get;
use wasm_bindgen::prelude::*;

/// Listens to the page around, and to what it said before this program was here.
pub fn listen(hear: impl Fn(Wish) + 'static) {
    host::on_message(move |message: &JsValue| {
        let wish = read(message).as_ref().and_then(Wish::of);
        wish.into_iter().for_each(&hear);
    });
}

fn read(message: &JsValue) -> Option<Said> {
    if host::json_length(message)? > OCTETS_MAX {
        return None;
    }
    let said = |name: &str| member(message, name);
    Some(Said {
        kind: said("type")?.as_string(),
        version: said("v").and_then(|version| version.as_f64()),
        step: said("step").and_then(|step| step.as_f64()),
        hash: said("hash").and_then(|hash| hash.as_string()),
        n_members: Object::keys(message.dyn_ref::<Object>()?).length(),
    })
}

/// Does what the page around wants of what is shown.
pub fn grant(player: Player, wish: &Wish) {
    let is_playing = (*player.playback.peek()).as_ref().is_some_and(|playback| playback.is_playing);
    match wish {
        Wish::Play if is_playing => {}
        Wish::Pause if !is_playing => {}
        Wish::Play | Wish::Pause => player.dispatch(Command::PlayOrPause),
        Wish::Next => player.dispatch(Command::Next),
        Wish::Previous => player.dispatch(Command::Back),
        Wish::GoTo(step) => player.dispatch(Command::Seek(*step)),
        // Another embed, and none of this one's steps.
        Wish::Load(_) => {}
    }
}

/// Tells the page around where we are: that there is something to step through, each step, and that
/// the last one is reached.
pub fn tell(player: Player) {
    let shown = Shown::of(player);
    watch(move || {
        if shown.sequence.get().is_some() {
            host::tell("roundtrip/ready", &[("v", VERSION), ("of", shown.n_steps() as f64)]);
        }
    });
    watch(move || {
        let n_steps = shown.n_steps();
        if n_steps == 0 {
            return;
        }
        let step = shown.step.get() + 1;
        let members = [("v", VERSION), ("step", step as f64), ("of", n_steps as f64)];
        host::tell("roundtrip/step", &members);
        if step == n_steps {
            host::tell("roundtrip/done", &[("v", VERSION)]);
        }
    });
}
