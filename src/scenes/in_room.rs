//! Scenes before a room: which one it is, from one to the next, what was changed of it, and back to what
//! is stored.

use crate::browser::focus;
use crate::deck::state::DeckState;
use crate::playback::player::{Player, Shown};
use crate::playback::state::Command;
use crate::room::changes;
use crate::room::sight::Asked;
use crate::session::Session;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live, paragraph, part, part_while, watch};
use language::{fill, say};
use leptos::prelude::*;
use std::sync::Arc;
use trace::hidden::marked;
use trace::{Scenario, Trace};

/// What is known of the scenes while a room watches.
#[derive(Clone, Copy)]
pub struct RoomScenes {
    session: Session,
    shown: Shown,
    /// Whether somebody wanted to go on behind the last scene, or back before the first.
    pub is_at_end: RwSignal<bool>,
    /// Whether something else is shown than the scene stores.
    pub is_changed: Memo<bool>,
    /// What was changed, in words.
    told: Memo<Option<String>>,
    /// What the room is asked.
    asked: Memo<Option<String>>,
}

/// Where a step leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads {
    /// To another step.
    ToStep,
    /// To the scene of this name.
    ToScene(String),
    /// Nowhere.
    Nowhere,
}

impl RoomScenes {
    /// From now on a step behind the last one leads to the next scene, and what is changed of a scene
    /// stays with it.
    pub fn new(session: Session) -> Self {
        let deck = session.deck;
        deck.give(Some(DeckState::remember));
        on_cleanup(move || deck.give(None));
        let Player { stayed, playback, .. } = session.player;
        let is_changed = Memo::new(move |_| deck.is_changed());
        let told = told_of(session);
        let (shown, sight) = (Shown::of(session.player), session.sight);
        let asked = Memo::new(move |_| {
            let here = Asked { scene: deck.read().shown()?, step: shown.step.get() };
            let is_asked = sight.read().question == Some(here);
            is_asked.then(|| deck.question()).flatten()
        });
        let is_at_end = RwSignal::new(false);
        let scenes = Self { session, shown, is_at_end, is_changed, told, asked };
        // What was pressed before is over.
        stayed.set(None);
        watch(move || {
            let Some(command) = stayed.get() else { return };
            stayed.set(None);
            scenes.go_on(command);
        });
        let step = Memo::new(move |_| {
            let step = (*playback.read()).as_ref().map(|shown| shown.step);
            (step, deck.read().shown())
        });
        watch(move || {
            step.get();
            scenes.is_at_end.set(false);
        });
        scenes
    }

    /// From the first step back, or from the last one on.
    fn go_on(self, command: Command) {
        let Session { deck, player, simulator, .. } = self.session;
        // Whoever presses fast is not to miss a scene.
        if deck.peek().shown().is_none() || simulator.run.peek().is_running() {
            return;
        }
        let (is_gone, end) = match command {
            Command::Next => (deck.next(), texts::THIS_WAS_THE_LAST_SCENE),
            Command::Back => (deck.previous(), texts::THIS_IS_THE_FIRST_SCENE),
            _ => return,
        };
        if !is_gone {
            player.announcement.set(say(end).to_owned());
            self.is_at_end.set(true);
        }
    }

    /// Where a step on leads.
    pub fn next(self) -> Leads {
        leads(self.shown.is_at_end(), self.session.deck.next_name())
    }

    /// Where a step back leads.
    pub fn back(self) -> Leads {
        leads(self.shown.step.get() == 0, self.session.deck.previous_name())
    }

    /// Whether a scene is shown.
    pub fn is_scene(self) -> bool {
        self.session.deck.read().shown().is_some()
    }

    /// Whether the room is asked the question of the scene.
    pub fn is_asked(self) -> bool {
        self.asked.get().is_some()
    }

    /// What the button for a step on says.
    pub fn next_label(self) -> String {
        label(self.next(), texts::NEXT_STEP, texts::NEXT_SCENE_IS)
    }

    /// What the button for a step back says.
    pub fn back_label(self) -> String {
        label(self.back(), texts::BACK, texts::SCENE_BEFORE_IS)
    }

    /// Which scene it is; nothing, where no scene is shown.
    pub fn place(self) -> ErasedView {
        let deck = self.session.deck;
        let place = Memo::new(move |_| {
            let held = deck.read();
            held.shown().map(|shown| (shown + 1, held.scenes.len()))
        });
        let said = live(move || match place.get() {
            Some((number, count)) => fill!(texts::SCENE_OF, number, count),
            None => String::new(),
        });
        let view = move || view! { <p class="room-scene">{said.clone()}</p> }.erased();
        part_while(move || place.get().is_some(), view).erased()
    }

    /// What was changed, for all to read: in its place there is nothing while nothing was.
    pub fn changes(self) -> ErasedView {
        let told = self.told;
        let said = move || {
            let told = told.get()?;
            Some(paragraph("room-changed", marked(&told).into_owned().erased()))
        };
        view! { <div role="status">{part(said)}</div> }.erased()
    }

    /// The question of the scene, while the room is asked it.
    pub fn question(self) -> ErasedView {
        let question = self.asked;
        let said = move || {
            let question = question.get()?;
            Some(paragraph("room-question", marked(&question).into_owned().erased()))
        };
        view! { <div role="status">{part(said)}</div> }.erased()
    }

    /// A button that puts back what was changed.
    pub fn put_back(self) -> ErasedView {
        let deck = self.session.deck;
        let name = say(texts::PUT_BACK_THE_SCENE);
        let button = move || {
            let put_back = act(move |_| {
                deck.put_back();
                // The button goes with what was changed.
                focus::focus_soon(".room".to_owned());
            });
            view! {
                <button type="button" class="room-button" aria-label=name title=name
                    on:click=put_back>"↺"</button>
            }
            .erased()
        };
        let is_changed = self.is_changed;
        part_while(move || is_changed.get(), button).erased()
    }
}

/// Where a step leads, of which it is known whether it is beyond the exchange, and which scene is there.
fn leads(is_over: bool, scene: Option<String>) -> Leads {
    match (is_over, scene) {
        (false, _) => Leads::ToStep,
        (true, Some(name)) => Leads::ToScene(name),
        (true, None) => Leads::Nowhere,
    }
}

fn label(leads: Leads, step: language::Text, scene: language::Text) -> String {
    match leads {
        Leads::ToScene(name) => fill_name(scene, &marked(&name)),
        Leads::ToStep | Leads::Nowhere => say(step).to_owned(),
    }
}

fn fill_name(words: language::Text, name: &str) -> String {
    fill!(words, name)
}

/// What was changed since the scene, or, where there is none, since the exchange was opened.
fn told_of(session: Session) -> Memo<Option<String>> {
    let Session { deck, simulator, player, .. } = session;
    let same = |old: Option<&Option<Arc<Trace>>>, new: Option<&Option<Arc<Trace>>>| {
        let (old, new) = (old.and_then(Option::as_ref), new.and_then(Option::as_ref));
        !old.zip(new).is_some_and(|(old, new)| Arc::ptr_eq(old, new))
    };
    // A step changes nothing of it.
    let trace = Memo::new_with_compare(
        move |_| (*player.playback.read()).as_ref().map(|shown| Arc::clone(shown.trace())),
        same,
    );
    let opened = StoredValue::new(None::<Scenario>);
    Memo::new(move |_| {
        let held = deck.read();
        let now = trace.get()?;
        // Until it is simulated, what is shown is something else.
        if simulator.run.read().is_running() {
            return None;
        }
        let now = &now.scenario;
        if let Some(index) = held.shown() {
            let scene = &held.scenes[index].scene;
            return match scene.shows_scenario(now) {
                true => None,
                false if deck.is_beside(now) => Some(changes::beside(now)),
                false => changes::told(&scene.state().scenario, now),
            };
        }
        let is_change = |opened: &Scenario| {
            *opened == *now || (changes::is_live_change(opened, now) && !deck.is_beside(now))
        };
        let before = opened.get_value().filter(is_change);
        if before.is_none() {
            opened.set_value(Some(now.clone()));
        }
        changes::told(&before?, now)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_button_says_where_its_key_leads() {
        let said = |is_over, scene: Option<&str>| {
            label(leads(is_over, scene.map(str::to_owned)), texts::NEXT_STEP, texts::NEXT_SCENE_IS)
        };
        assert_eq!(said(false, Some("Nobody there")), "Next step");
        assert_eq!(said(true, Some("Nobody there")), "Next scene: Nobody there");
        assert_eq!(said(true, None), "Next step");
        assert_eq!(leads(true, None), Leads::Nowhere, "there alone it is disabled");
    }
}
