//! "In a course page": what is pasted into a page, a slide or a course, so that it shows what is on
//! the screen.

use crate::browser::{address, clipboard, focus, page};
use crate::playback::player::Shown as Playing;
use crate::share::address::{Screen, exchange};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, live, paragraph, part, watch};
use language::{fill, say};
use leptos::html::Section;
use leptos::prelude::*;
use sharing::link::Secrets;
use sharing::snippet::{HEIGHT_PX, PICTURE_FILE};
use sharing::{Host, Shown, Site, Snippet};

/// The field with the snippet.
const FIELD: &str = "#snippet";

/// What is pasted.
#[derive(Clone, PartialEq)]
struct Pasted {
    text: String,
    /// Whether a picture belongs to it that is still to be made.
    lacks_picture: bool,
}

/// The snippet for each kind of page, with what `secrets` says in or left out.
pub fn view(screen: Screen, includes_secrets: RwSignal<bool>) -> ErasedView {
    let host = RwSignal::new(Host::Html);
    let is_copied = RwSignal::new(None::<bool>);
    let section = NodeRef::<Section>::new();
    let is_seen = RwSignal::new(true);
    watch(move || {
        if let Some(section) = section.get() {
            page::on_popover_toggle(&section, move |is_open| is_seen.set(is_open));
        }
    });
    let playing = Playing::of(screen.player);
    let pasted = Memo::new(move |_| {
        // Nothing is written while nobody sees it.
        if !is_seen.get() {
            return None;
        }
        // Read, because a memo that nobody has read yet follows nothing.
        playing.sequence.get();
        playing.step.get();
        screen.composer.draft.read();
        screen.world.form.read();
        screen.composer.client.track();
        let secrets = Secrets::as_asked(includes_secrets.get());
        Some(snippet(screen, host.get(), secrets))
    });
    watch(move || {
        pasted.track();
        is_copied.set(None);
    });
    let copy = move |_| {
        let Some(Ok(Pasted { text, .. })) = pasted.get_untracked() else { return };
        clipboard::copy(&text, move |is_allowed| {
            is_copied.set(Some(is_allowed));
            if !is_allowed {
                focus::select_soon(FIELD);
            }
        });
    };
    let options: Vec<ErasedView> = Host::ALL
        .into_iter()
        .map(|host| view! { <option value=host.name()>{host.title()}</option> }.erased())
        .collect();
    let choose = move |name: String| host.set(Host::from_name(&name).unwrap_or(Host::Html));
    let refused = move || {
        let message = pasted.get()?.err()?;
        Some(paragraph("input-error", format!("{message}.").erased()))
    };
    let text = move || pasted.get().and_then(Result::ok).map(|pasted| pasted.text);
    let lines = move || text().map_or(2, |text| text.lines().count().clamp(4, 6)).to_string();
    let picture = move || {
        let lacks_picture = pasted.get()?.ok()?.lacks_picture;
        let told = || fill!(texts::SNIPPET_NEEDS_PICTURE, file = PICTURE_FILE);
        lacks_picture.then(|| paragraph("muted", told().erased()))
    };
    let said = move || {
        let told = if is_copied.get()? { texts::COPIED } else { texts::SNIPPET_IS_SELECTED };
        Some(paragraph("muted", say(told).erased()))
    };
    view! {
        <section class="course-page" aria-labelledby="course-page" node_ref=section>
            <h2 id="course-page">{say(texts::IN_A_COURSE_PAGE)}</h2>
            <div class="pasted">
                <label for="snippet-host">{say(texts::PASTED_INTO)}</label>
                <select id="snippet-host" translate="no"
                    on:change=act(move |changed| choose(event_target_value(&changed)))>{options}</select>
                {button(say(texts::COPY_SNIPPET), copy)}
            </div>
            <textarea id="snippet" readonly=true spellcheck="false" translate="no"
                aria-label=say(texts::SNIPPET) rows=live(lines)
                prop:value=live(move || text().unwrap_or_default())></textarea>
            {part(picture)}
            <div role="status">{part(refused)}{part(said)}</div>
        </section>
    }
    .erased()
}

/// Where the page stands; somewhere on the web where it is a file, which has no address that others could use.
pub fn site() -> Site {
    Site::parse(&address::whole_page()).unwrap_or_default()
}

/// What is pasted there to show what is on the screen.
fn snippet(screen: Screen, host: Host, secrets: Secrets) -> Result<Pasted, String> {
    let exchange = exchange(screen, secrets)?;
    let site = site();
    let snippet = Snippet {
        site: &site,
        embed: &exchange.embed,
        title: &exchange.title,
        link: &exchange.link,
        height_px: HEIGHT_PX,
    };
    let text = snippet.text(host).map_err(|error| error.to_string())?;
    let is_own = matches!(exchange.embed.shown, Shown::State(_));
    Ok(Pasted { text, lacks_picture: host == Host::Markdown && is_own })
}
