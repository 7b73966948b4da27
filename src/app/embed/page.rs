//! The embed as a whole.

use crate::app::embed::controls;
use crate::app::embed::deck;
use crate::app::embed::host;
use crate::app::embed::keys;
use crate::app::embed::messages::Wish;
use crate::app::embed::opening::{commands, open};
use crate::app::embed::options::{Options, Panel};
use crate::app::head::composer_bar;
use crate::browser::page;
use crate::browser::{address, console, focus, storage};
use crate::compare::view::COMPARE;
use crate::composer::state::Composer;
use crate::diagram::panel::Stage;
use crate::inspect::look_inside::look_inside;
use crate::languages;
use crate::later::door::{self, Door};
use crate::later::popover::{Popover, popover};
use crate::overview::view::OVERVIEW;
use crate::playback::player::Shown;
use crate::replay::view::REPLAY;
use crate::response::card;
use crate::run::news::RUN_NEWS;
use crate::session::{self, Session, Start};
use crate::share::address::{self as links, Screen};
use crate::share::panel::HASH_NEWS;
use crate::steps::side::NOW;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::{act, live, part, part_while, watch};
use compose::methods::{MethodGroup, method_facts};
use compose::rows::{Escaping, Rows};
use language::{fill, say};
use leptos::ev::MouseEvent;
use leptos::html::A;
use leptos::prelude::*;
use picture::explain;
use sharing::link::Secrets;

/// So many wishes of the page around are kept until there is something to step through.
const WAITING_MAX: usize = 20;

/// The whole embed: it takes the place of the poster.
pub static EMBED: Door<fn() -> ErasedView> = Door::to_steps();

/// What a hash says, and what of it is no value.
fn options_of(hash: &str) -> (Options, Vec<String>) {
    let rows = Rows::of_text(Some(hash), Escaping::Form);
    let pairs: Vec<_> = rows.iter().map(|row| (row.name(), row.value())).collect();
    let spoken = |asked: &str| languages::known(asked).or((asked == "en").then_some("en"));
    Options::read(&pairs, &spoken)
}

/// The language that the hash asks for; none for English.
pub static LANGUAGE: Door<fn() -> Option<&'static str>> = Door::to_steps();

/// The language that the hash asks for; none for English.
pub fn language() -> Option<&'static str> {
    options_of(&address::hash()).0.language
}

/// An embed, and what its hash says of it. Copies are the same.
#[derive(Clone, Copy)]
pub struct Embed {
    /// What is shown.
    pub session: Session,
    /// How.
    pub options: Fact<Options>,
    /// Whether what the options say is still to come.
    is_due: RwSignal<bool>,
    /// What the page around wants of what is still to come.
    waiting: StoredValue<Vec<Wish>>,
    /// The hash that was loaded last.
    loaded: StoredValue<String>,
    /// How often something was loaded.
    n_loads: StoredValue<u32>,
}

impl Embed {
    fn new() -> Self {
        let (options, _) = options_of(&address::hash());
        let session = Session::new(Start { settings: options.settings(), ..Start::default() });
        let embed = Self {
            session,
            options: Fact::new(options),
            is_due: RwSignal::new(true),
            waiting: StoredValue::new(Vec::new()),
            loaded: StoredValue::new(String::new()),
            n_loads: StoredValue::new(0),
        };
        session::wake(session);
        embed.load(&address::hash());
        embed
    }

    /// Shows what another hash says.
    pub fn load(self, hash: &str) {
        let (mut options, complaints) = options_of(hash);
        if options.is_in_deck {
            options.step = storage::kept_step(hash).or(options.step);
        }
        complaints.iter().for_each(|complaint| console::warn(complaint));
        let settings = options.settings();
        page::mark_root("data-theme", settings.theme.mark());
        page::mark_root("data-future", settings.hides_what_comes.then_some("hidden"));
        page::mark_root("data-motion", options.motion.mark());
        self.session.settings.set(settings);
        self.session.hash.set(links::Hash::InStep);
        self.session.player.playback.set(None);
        self.is_due.set(true);
        self.loaded.set_value(hash.to_owned());
        let number = self.n_loads.get_value() + 1;
        self.n_loads.set_value(number);
        open(self.session, &options.subject, move || self.n_loads.get_value() == number);
        self.options.set(options);
    }

    /// The frame's address has another hash.
    fn follow(self) {
        let hash = address::hash();
        // A browser tells more than once.
        if self.loaded.get_value() != hash {
            self.load(&hash);
        }
    }

    /// What has come is shown where the options want it; then the poster goes.
    fn arrive(self) {
        let Self { session, options, is_due, .. } = self;
        let shown = Shown::of(session.player);
        watch(move || {
            let is_here = shown.sequence.get().is_some();
            let is_refused = session.simulator.run.read().failure().is_some()
                || *session.hash.read() != links::Hash::InStep;
            if !is_due.get() || !(is_here || is_refused) {
                return;
            }
            is_due.set(false);
            let come = session.player.playback.peek();
            if let Some(come) = &*come {
                let commands = commands(&options.peek(), come).into_iter();
                commands.for_each(|command| session.player.dispatch(command));
            }
            let waiting = self.waiting.get_value();
            self.waiting.set_value(Vec::new());
            waiting.iter().for_each(|wish| host::grant(session.player, wish));
            // Who pressed Start goes on with the button that steps.
            if page::take_away("poster") {
                focus::focus_soon(".embed .is-primary".to_owned());
            }
        });
    }

    /// What the page around wants: at once where there is something to step through, else as soon as
    /// there is.
    fn hear(self, wish: Wish) {
        match wish {
            Wish::Load(hash) => {
                self.waiting.set_value(Vec::new());
                // So that it is shown after a reload, too; an entry of the history it is not.
                address::replace_hash(&hash);
                self.load(&hash);
            }
            wish if self.is_due.get_untracked() => {
                let mut waiting = self.waiting.get_value();
                waiting.push(wish);
                let n_too_many = waiting.len().saturating_sub(WAITING_MAX);
                waiting.drain(..n_too_many);
                self.waiting.set_value(waiting);
            }
            wish => host::grant(self.session.player, &wish),
        }
    }

    /// Whether a part is shown, now that something is.
    fn shows(self, panel: Panel) -> bool {
        self.options.read().shows(panel) && self.session.player.playback.read().is_some()
    }
}

/// Everything in the frame.
pub fn view() -> ErasedView {
    let embed = Embed::new();
    let Embed { session, options, .. } = embed;
    keys::listen(session, options);
    embed.arrive();
    deck::keep_step(session.player, options, embed.loaded, embed.is_due);
    host::tell(session.player);
    host::listen(move |wish| embed.hear(wish));
    address::on_history_move(move || embed.follow());
    let Session { player, simulator, orders, inspector, .. } = session;
    let shown = Shown::of(player);
    let client = session.composer.client;
    let run_news = move || RUN_NEWS.behind().map(|news| news(simulator, orders));
    let hash_news = move || HASH_NEWS.behind().map(|news| news(session.hash));
    let has_lanes = move || options.read().shows(Panel::Lanes);
    let lanes = move || view! { <Stage player client shown/> }.erased();
    // Nothing is sent for real from here; that is done in a page of its own.
    let composer =
        move || composer_bar(session, shown, whole_page(session, say(texts::FOR_REAL_IN_A_TAB)));
    let sentence = move || {
        let answer = part_while(move || !embed.shows(Panel::Response), move || answer(session));
        let now = door::panel(&NOW, player);
        view! { <aside class="now" aria-label=say(texts::THIS_STEP)>{answer}{now}</aside> }.erased()
    };
    let response = move || {
        let content = door::panel(&card::CONTENT, (player, orders));
        view! { <section class="response" aria-label=say(texts::RESPONSE) tabindex="-1">{content}</section> }
            .erased()
    };
    let inspector = move || {
        view! { <section class="details" aria-label=say(texts::LOOK_INSIDE_FIELDS_BYTES)>{look_inside(player, inspector)}</section> }.erased()
    };
    let shown_controls =
        Memo::new(move |_| (*player.playback.read()).is_some().then(|| options.read().controls));
    let controls = move || Some(controls::view(session, shown_controls.get()?));
    view! {
        <div class="embed">
            {head(session, options)}
            {part_while(move || options.read().shows(Panel::Composer), composer)}
            <div class="news">{part(run_news)}{part(hash_news)}</div>
            <main class="main">
                <h1 class="unseen">{say(texts::ROUNDTRIP_AN_HTTP_REQUEST)}</h1>
                {part_while(has_lanes, lanes)}
            </main>
            {part_while(move || embed.shows(Panel::Sentence), sentence)}
            {part_while(move || embed.shows(Panel::Response), response)}
            {part_while(move || embed.shows(Panel::Inspector), inspector)}
            {part(controls)}
            {part_while(move || session.comparer.is_shown(), move || door::panel(&COMPARE, (session.comparer, player, session.is_presenting, orders)))}
            {part_while(move || session.overviewed.get().is_some(), move || door::panel(&OVERVIEW, session))}
            {part_while(move || session.replayed.read().is_some(), move || door::panel(&REPLAY, session))}
            <p class="unseen" aria-live="polite">{live(move || player.announcement.get())}</p>
        </div>
    }
    .erased()
}

/// What is asked, or what the author calls it; and the way to the whole page.
fn head(session: Session, options: Fact<Options>) -> ErasedView {
    let Composer { draft, .. } = session.composer;
    let method = move || draft.read().method.clone();
    let only_reads =
        move || method_facts(&method()).is_some_and(|facts| facts.group == MethodGroup::OnlyReads);
    let title = Memo::new(move |_| options.read().title.clone());
    let request = move || {
        Some(match title.get() {
            Some(title) => view! { <b class="embed-title">{title}</b> }.erased(),
            None => view! {
                <b class="embed-method" class:only-reads=live(only_reads)>{live(method)}</b>
                <span class="embed-url" translate="no">{live(move || draft.read().url.text().to_owned())}</span>
            }
            .erased(),
        })
    };
    view! { <header class="embed-head">{part(request)}{whole_page(session, say(texts::OPEN_IN_A_TAB))}</header> }
        .erased()
}

/// The address of the whole page that shows what is shown here.
pub static ADDRESS: Door<fn(Screen) -> Option<String>> = Door::closed();

/// The address of the whole page that shows what is shown here, if it is not too long for one.
pub fn address_of(screen: Screen) -> Option<String> {
    links::address(screen, Secrets::LeaveOut).ok()
}

/// A way to the whole page, to what is shown here. The address is written when somebody is about to
/// go there, since it changes with every step, and as soon as what writes it is here: a press before
/// that waits for it.
fn whole_page(session: Session, label: &'static str) -> ErasedView {
    let anchor = NodeRef::<A>::new();
    let write = move || {
        let link = untrack(|| ADDRESS.behind()).and_then(|address| address(session.screen()));
        let link = link.unwrap_or_else(address::whole_page);
        anchor.get_untracked().iter().for_each(|anchor| anchor.set_href(&link));
    };
    let is_pressed = StoredValue::new(false);
    watch(move || {
        let is_here = ADDRESS.behind().is_some();
        if is_here {
            write();
        }
        // Where it does not come, the page alone is opened.
        if (is_here || !door::is_awaited()) && is_pressed.get_value() {
            is_pressed.set_value(false);
            anchor.get_untracked().iter().for_each(|anchor| anchor.click());
        }
    });
    let press = move |pressed: MouseEvent| {
        if untrack(|| ADDRESS.behind().is_none() && door::is_awaited()) {
            pressed.prevent_default();
            return is_pressed.set_value(true);
        }
        write();
    };
    view! {
        <a class="embed-open" href=address::whole_page() target="_blank" rel="noopener" node_ref=anchor
            on:focus=act(move |_| write()) on:pointerenter=act(move |_| write())
            on:click=act(press)>{label}<span aria-hidden="true">" ↗"</span></a>
    }
    .erased()
}

/// When the answer comes, and then what it is; a press shows the card.
fn answer(session: Session) -> ErasedView {
    let Session { player, orders, .. } = session;
    let shown = Shown::of(player);
    // Read out of the whole trace, so not at each step: when it comes, and what it is called.
    let comes = Memo::new(move |_| {
        let card = card::card(shown)?;
        let title = match &card {
            explain::ResponseCard::Answer { answer, .. } => answer.title.clone(),
            explain::ResponseCard::Failure { .. } | explain::ResponseCard::Unfinished { .. } => {
                say(texts::RESPONSE).to_owned()
            }
        };
        Some((card.step(), title))
    });
    let label = live(move || match comes.get() {
        Some((step, title)) if step.is_none_or(|step| shown.step.get() >= step) => title,
        Some((Some(step), _)) if !player.settings.read().hides_what_comes => {
            fill!(texts::RESPONSE_AT_STEP, step = step + 1)
        }
        Some(_) | None => say(texts::RESPONSE).to_owned(),
    });
    let panel = Popover {
        id: "response",
        class: "panel is-above response",
        role: "dialog",
        name: say(texts::RESPONSE),
    };
    popover("link embed-answer", label.erased(), panel, move || {
        door::panel(&card::CONTENT, (player, orders))
    })
}
