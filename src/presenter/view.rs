//! What the presenter's window shows: this step and the next one, all steps, the time, and what drives
//! both windows. Nothing of it is seen by the room.

use crate::browser::{focus, page};
use crate::glossary::sentence::{definition, sentence};
use crate::later::door::{Door, PanelDoor};
use crate::orders::Order;
use crate::playback::controls;
use crate::playback::levels::levels;
use crate::playback::player::Shown;
use crate::playback::state::{Command, acts};
use crate::present::keys;
use crate::presenter::clock::clock;
use crate::room::pairing::Other;
use crate::room::sight::{Part, Sight};
use crate::scenes::drawer::Drawer;
use crate::scenes::in_room::{Leads, RoomScenes};
use crate::session::Session;
use crate::steps::list::Steps;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::toggle;
use crate::view::live::{act, button, live, nothing, paragraph, part, part_while, truth, watch};
use language::{fill, say};
use leptos::prelude::*;
use picture::{Term, explain};
use trace::hidden::marked;

/// The presenter's window.
pub static PRESENTER: PanelDoor<Session> = Door::closed();

/// The presenter's window.
pub fn view(session: Session) -> ErasedView {
    let player = session.player;
    let shown = Shown::of(player);
    let drawer = Drawer::new(session);
    keys::listen(session, drawer);
    // Here too, a step behind the last one leads to the next scene.
    let scenes = RoomScenes::new(session);
    let next = live(move || scenes.next_label());
    let back = live(move || scenes.back_label());
    let place = live(move || match shown.n_steps() {
        0 => String::new(),
        n_steps => [(shown.step.get() + 1).to_string(), n_steps.to_string()].join(" / "),
    });
    view! {
        <main class="presenter" tabindex="-1">
            <h1 class="unseen">{say(texts::PRESENTER_WINDOW)}</h1>
            <header class="presenter-bar">
                <p class="presenter-place"><span class="unseen">{say(texts::POSITION)}" "</span>{place}</p>
                {part(move || Some(room_news(session)))}
                {clock(session.pairing)}
            </header>
            <div class="presenter-words">
                <section class="presenter-said" tabindex="0" aria-label=say(texts::THIS_STEP)>
                    {said(shown, scenes)}
                </section>
                {notes(session, scenes)}
            </div>
            <section class="presenter-steps" aria-labelledby="steps-title">
                <Steps player shown/>
            </section>
            <footer class="presenter-foot">
                <div class="presenter-buttons">
                    {controls::back_to(player, truth(move || scenes.back() == Leads::Nowhere), back.erased())}
                    {controls::next_to(player, truth(move || scenes.next() == Leads::Nowhere), next.erased())}
                    {controls::play_or_pause(player, shown)}
                    <div class="presenter-strip">
                        {part(move || Some(act_buttons(session, shown)))}
                        {part(move || scene_buttons(session))}
                    </div>
                </div>
                <div class="presenter-strip">
                    {live_buttons(session, drawer, scenes)}
                    {switches(session)}
                    {levels(player, shown, "level-bar", "presenter-level")}
                </div>
            </footer>
        </main>
    }
    .erased()
}

/// This step's sentence, with its words explained, and the next one's.
fn said(shown: Shown, scenes: RoomScenes) -> ErasedView {
    let open = RwSignal::new(None::<Term>);
    watch(move || {
        shown.step.get();
        shown.sequence.get();
        open.set(None);
    });
    let now = part(move || Some(sentence(shown.of_step(explain::sentence)?, open)));
    let next = live(move || {
        let sequence = shown.sequence.get();
        let next = shown.step.get() + 1;
        match sequence.filter(|sequence| next < sequence.steps.len()) {
            Some(sequence) => explain::sentence(&sequence, next).plain_text(),
            None if shown.n_steps() == 0 => String::new(),
            None => match (scenes.next(), scenes.is_scene()) {
                (Leads::ToScene(_), _) => scenes.next_label(),
                (_, true) => say(texts::NO_STEP_NOR_SCENE_FOLLOWS).to_owned(),
                (_, false) => say(texts::NO_STEP_FOLLOWS).to_owned(),
            },
        }
    });
    let nothing_yet = part(move || {
        (shown.n_steps() == 0)
            .then(|| paragraph("muted", say(texts::NOTHING_IS_SHOWN_YET).erased()))
    });
    view! {
        {nothing_yet}
        <h2>{say(texts::THIS_STEP)}</h2>
        <p class="presenter-now">{now}</p>
        {definition(open)}
        <h2>{say(texts::NEXT_STEP)}</h2>
        <p class="presenter-next">{next}</p>
    }
    .erased()
}

/// What the lecturer wrote about the scene, and what comes behind it.
fn notes(session: Session, scenes: RoomScenes) -> ErasedView {
    let view = move || {
        let held = session.deck.read();
        let index = held.shown()?;
        let scene = &held.scenes[index].scene;
        let block = |title: &'static str, text: &str| {
            (!text.is_empty()).then(|| {
                let class = "presenter-notes";
                view! { <h2>{title}</h2><p class=class>{marked(text).into_owned()}</p> }.erased()
            })
        };
        let next = held.scenes.get(index + 1).map(|next| next.scene.name());
        let next = next.unwrap_or_else(|| say(texts::NO_SCENE_FOLLOWS).to_owned());
        Some(
            view! {
                <section class="presenter-scene" tabindex="0" aria-label=say(texts::LECTURERS_NOTES)>
                    {block(say(texts::ASK_THE_ROOM), &scene.ask)}
                    {block(say(texts::LECTURERS_NOTES), &scene.notes)}
                    {block(say(texts::NEXT_SCENE), &next)}
                </section>
            }
            .erased(),
        )
    };
    view! { {scenes.changes()}{part(view)} }.erased()
}

/// What is done to the scene while the room watches. Of the request over this window it sees nothing.
fn live_buttons(session: Session, drawer: Drawer, scenes: RoomScenes) -> ErasedView {
    let deck = session.deck;
    let change = button(say(texts::CHANGE_THE_REQUEST), move |_| drawer.toggle());
    let put_back = move || {
        button(say(texts::PUT_THE_SCENE_AS_STORED), move |_| {
            deck.put_back();
            // The button goes with what was changed.
            focus::focus_in_page(".presenter");
        })
    };
    let ask = move || {
        view! {
            <button type="button" class="ghost" aria-pressed=truth(move || scenes.is_asked())
                on:click=act(move |_| keys::ask(session))>{say(texts::ASK_THE_ROOM)}</button>
        }
        .erased()
    };
    let is_changed = scenes.is_changed;
    view! {
        {change}
        {part_while(move || is_changed.get(), put_back)}
        {part_while(move || deck.question().is_some(), ask)}
    }
    .erased()
}

/// A list of all scenes, to go to any of them.
fn scene_buttons(session: Session) -> Option<ErasedView> {
    let deck = session.deck;
    let held = deck.read();
    if held.scenes.is_empty() {
        return None;
    }
    let shown = held.shown();
    let none = shown
        .is_none()
        .then(|| view! { <option selected value="">{say(texts::NO_SCENE)}</option> }.erased());
    let options = held.scenes.iter().enumerate().map(|(index, numbered)| {
        let name = fill!(texts::PART_BY_NUMBER, number = index + 1, title = numbered.scene.name());
        let name = marked(&name).into_owned();
        view! { <option value=index.to_string() selected=shown == Some(index)>{name}</option> }
            .erased()
    });
    let choose = move |index: String| {
        index.parse().into_iter().for_each(|index| deck.go_to(index));
    };
    let view = view! {
        <label class="presenter-scenes">
            <span>{say(texts::SCENE)}</span>
            <select on:change:target=move |changed| choose(changed.target().value())>
                {none}{options.collect::<Vec<_>>()}
            </select>
        </label>
    };
    Some(view.erased())
}

/// Whether the room's window is there, and what of it is not as usual.
fn room_news(session: Session) -> ErasedView {
    let pairing = session.pairing.read();
    let open = move |_| session.orders.give(Order::OpenOtherWindow);
    let content = match pairing.other {
        Other::Awaited => say(texts::LOOKING_FOR_THE_ROOM).erased(),
        Other::Gone => {
            let open = button(say(texts::OPEN_THE_ROOM), open);
            view! { {say(texts::ROOM_IS_GONE)}{open} }.erased()
        }
        Other::Here if session.is_blank.get() => say(texts::ROOM_SEES_NOTHING).erased(),
        Other::Here if pairing.is_room_in_lesson => say(texts::ROOM_SEES_A_LESSON).erased(),
        Other::Here if !pairing.is_room_presenting => {
            let present = button(say(texts::PRESENT), move |_| session.toggle_presenting());
            view! { {say(texts::ROOM_SEES_THE_PAGE)}{present} }.erased()
        }
        Other::Here => say(texts::ROOM_IS_IN_STEP).erased(),
    };
    view! { <div class="presenter-room" role="status">{content}</div> }.erased()
}

/// A button for each part of the exchange, with its digit.
fn act_buttons(session: Session, shown: Shown) -> ErasedView {
    let Some(sequence) = shown.sequence.get() else { return nothing() };
    let player = session.player;
    let buttons = acts(&sequence).into_iter().take(9).enumerate().map(|(index, start)| {
        let name = fill!(texts::PART_BY_NUMBER, number = index + 1, title = start.title);
        let go = act(move |_| player.dispatch(Command::GoToAct(index)));
        view! {
            <button type="button" class="ghost" aria-label=name.clone() title=name on:click=go>
                {(index + 1).to_string()}
            </button>
        }
        .erased()
    });
    view! {
        <div class="presenter-acts" role="group" aria-label=say(texts::PARTS_OF_EXCHANGE)>
            {buttons.collect::<Vec<_>>()}
        </div>
    }
    .erased()
}

/// What the room sees of the step, and how.
fn switches(session: Session) -> ErasedView {
    let Session { sight, is_blank, .. } = session;
    let switch =
        |name: &'static str, is_on: Box<dyn Fn() -> bool + Send>, turn: Box<dyn FnMut()>| {
            let mut turn = turn;
            view! {
                <button type="button" class="ghost" aria-pressed=truth(is_on)
                    on:click=act(move |_| turn())>{name}</button>
            }
            .erased()
        };
    let hides = switch(
        say(texts::HIDE_WHAT_COMES),
        Box::new(move || session.hides_what_comes()),
        Box::new(move || session.toggle_what_comes()),
    );
    let blank = switch(
        say(texts::SHOW_NOTHING),
        Box::new(move || is_blank.get()),
        Box::new(move || toggle(is_blank)),
    );
    let light = switch(
        say(texts::LIGHT_ON_PART),
        Box::new(move || sight.read().light.is_some()),
        Box::new(move || {
            sight.update(|sight| match sight.light {
                Some(part) => sight.toggle_light(part),
                None => sight.toggle_light(Part::Act),
            });
        }),
    );
    let near = switch(
        say(texts::THIS_PART_ALONE),
        Box::new(move || sight.read().near.is_some()),
        Box::new(move || sight.update(Sight::toggle_near)),
    );
    let code = switch(
        say(texts::CODE),
        Box::new(move || sight.read().has_code),
        Box::new(move || sight.update(|sight| sight.has_code = !sight.has_code)),
    );
    let examples = button(say(texts::EXAMPLES), |_| page::press("[popovertarget=examples]"));
    let keys = button(say(texts::KEYS), move |_| session.toggle_keys_list());
    view! { {blank}{hides}{light}{near}{code}{examples}{keys} }.erased()
}
