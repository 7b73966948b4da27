//! Decks: made in the page, saved and opened, given with a clicker, changed live, and lost by nothing.

use crate::acts::{count, texts};
use crate::files::DROP;
use crate::keys::{CONTROL, ENTER, ESCAPE, HOME, PAGE_DOWN, PAGE_UP, TAB};
use crate::page::{Page, Role};
use serde_json::json;
use std::time::Duration;

const SHIFT: char = '\u{E008}';
const F5: char = '\u{E035}';

/// The five scenes of the document.
fn documented() -> &'static str {
    let guide = include_str!("../../docs/deck.md");
    let deck = guide.split("```json\n").nth(1).and_then(|rest| rest.split("```").next());
    deck.expect("a deck stands in its document")
}

/// Lets a file fall on the page.
pub async fn drop_file(page: &Page, text: &str) {
    page.run(DROP, vec![json!("deck.json"), json!(text)]).await;
}

/// The page with the deck of the document open.
pub async fn opened() -> Page {
    let page = Page::open().await;
    page.element(Role::Button, "Examples").await;
    loaded(&page).await;
    drop_file(&page, documented()).await;
    page.see_in("#deck .scenes", "Far away, and lossy").await;
    page
}

/// Waits until the last part of the program is here.
pub async fn loaded(page: &Page) {
    for _ in 0..200 {
        if count(page, "#deck").await == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no panel of scenes comes");
}

pub async fn toggle_panel(page: &Page) {
    page.press_together(&[SHIFT, 'd']).await;
    settle().await;
}

pub async fn settle() {
    tokio::time::sleep(Duration::from_millis(350)).await;
}

async fn names(page: &Page) -> Vec<String> {
    texts(page, ".scene-name").await
}

pub async fn see_scene(page: &Page, scene: &str, step: &str) {
    page.see_in(".room-scene", scene).await;
    page.see_in(".room-place", step).await;
}

async fn example(page: &Page, name: &str) {
    page.click("Examples").await;
    page.click(name).await;
    page.element(Role::Slider, "Position").await;
    settle().await;
}

async fn add(page: &Page) {
    toggle_panel(page).await;
    page.click("Add this as a scene").await;
    settle().await;
}

/// What the page would save under this button.
async fn saved(page: &Page, button: &str) -> String {
    page.click(button).await;
    for _ in 0..100 {
        let saved = page.run("return self.saved?.pop() ?? null", vec![]).await;
        if let Some(text) = saved[1].as_str() {
            return text.to_owned();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nothing is saved");
}

#[tokio::test]
async fn five_scenes_are_made_in_the_page_saved_opened_and_given_with_a_clicker() {
    let page = Page::open().await;
    page.reload_after(crate::files::KEEP).await;
    loaded(&page).await;
    page.resize(1280, 720).await;
    for (name, n_on) in [
        ("GET: read one user", 0),
        ("POST: add a user", 2),
        ("404 Not Found", 0),
        ("TLS: the same, encrypted", 1),
        ("500 Internal", 0),
    ] {
        example(&page, name).await;
        for _ in 0..n_on {
            page.press(&[PAGE_DOWN]).await;
        }
        settle().await;
        add(&page).await;
        page.press(&[ESCAPE]).await;
    }
    toggle_panel(&page).await;
    assert_eq!(names(&page).await.len(), 5);
    page.click("Title and notes: GET").await;
    page.fill("Title of the deck", "Requests").await;
    page.fill("Notes, for you alone", "Ask who takes part.").await;
    page.fill("What to ask the room", "How many?").await;
    page.click("Move up: 500").await;
    settle().await;
    assert!(names(&page).await[3].starts_with("500"), "{:?}", names(&page).await);
    let text = saved(&page, "Save as a file").await;
    for said in
        ["\"Requests\"", "Ask who takes part.", "How many?", "\"server-error\"", "\"step\": 3"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    // It is opened in place of an empty one, and by another page as well.
    page.click("Start a new deck").await;
    settle().await;
    assert_eq!(names(&page).await.len(), 0);
    drop_file(&page, &text).await;
    page.see_in("#deck .scenes", "500").await;
    page.click("Present from the first scene").await;
    see_scene(&page, "scene 1 / 5", "1 / 9").await;
    // Page Down alone leads through all of it.
    let mut seen = Vec::new();
    for _ in 0..80 {
        let place = page.text_of(".room-scene").await + " " + &page.text_of(".room-place").await;
        if seen.last() == Some(&place) && place.starts_with("scene 5") {
            break;
        }
        seen.push(place);
        page.press(&[PAGE_DOWN]).await;
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    for scene in 1..=5 {
        let first = match scene {
            2 => 3,
            5 => 2,
            _ => 1,
        };
        let begin = format!("scene {scene} / 5 {first} / ");
        assert!(seen.iter().any(|place| place.starts_with(&begin)), "{begin}: {seen:?}");
    }
    page.see_in(".room-hint", "the last scene").await;
    // And back, to the end of the scene before.
    page.press(&[HOME]).await;
    settle().await;
    page.press(&[PAGE_UP]).await;
    page.see_in(".room-scene", "scene 4 / 5").await;
    settle().await;
    let place = page.text_of(".room-place").await;
    let (step, count) = place.split_once(" / ").expect("a place");
    assert_eq!(step, count, "at its end");
    page.close().await;
}

#[tokio::test]
async fn a_scene_is_changed_live_and_put_back_and_a_reload_keeps_both() {
    let page = opened().await;
    page.resize(1280, 720).await;
    page.click("Present from the first scene").await;
    see_scene(&page, "scene 1 / 5", "1 / 9").await;
    settle().await;
    let url = page.run("return location.hash", vec![]).await;
    page.press(&['r']).await;
    page.fill("URL", "http://api.example.com/users/99999").await;
    assert_eq!(texts(&page, ".mode").await.len(), 0, "nothing is sent for real from here");
    page.press(&[ENTER]).await;
    page.see_in(".room-changed", "Changed: GET http://api.example.com/users/99999").await;
    settle().await;
    assert_eq!(count(&page, "[data-drawer]").await, 0, "what was sent is seen");
    page.press(&[PAGE_DOWN, PAGE_DOWN]).await;
    page.see_in(".room-place", "3 / ").await;
    settle().await;
    page.client.refresh().await.expect("the page loads again");
    see_scene(&page, "scene 1 / 5", "3 / ").await;
    page.see_in(".room-changed", "Changed: GET http://api.example.com/users/99999").await;
    page.see_in(".room-stage", "99999").await;
    page.press(&['u']).await;
    see_scene(&page, "scene 1 / 5", "1 / 9").await;
    settle().await;
    assert_eq!(count(&page, ".room-changed").await, 0);
    assert_eq!(page.run("return location.hash", vec![]).await, url, "all is as it was");
    // Escape closes the drawer, and only then leaves; F5 comes back to the scene.
    page.press(&['r']).await;
    settle().await;
    page.press(&[ESCAPE]).await;
    settle().await;
    assert_eq!(count(&page, ".room").await, 1);
    page.press(&[ESCAPE]).await;
    settle().await;
    page.press(&[F5]).await;
    see_scene(&page, "scene 1 / 5", "1 / 9").await;
    page.close().await;
}

#[tokio::test]
async fn a_reload_in_the_middle_comes_back_to_scene_and_step_and_the_deck() {
    let page = opened().await;
    page.click("Title and notes: The same, safely").await;
    page.fill("Notes, for you alone", "Typed just now").await;
    page.client.refresh().await.expect("the page loads again");
    loaded(&page).await;
    toggle_panel(&page).await;
    page.click("Title and notes: The same, safely").await;
    assert_eq!(page.value("Notes, for you alone").await, "Typed just now");
    page.click("Present from here: The same, safely").await;
    see_scene(&page, "scene 4 / 5", "9 / ").await;
    page.press(&[PAGE_DOWN]).await;
    see_scene(&page, "scene 4 / 5", "10 / ").await;
    settle().await;
    page.client.refresh().await.expect("the page loads again");
    see_scene(&page, "scene 4 / 5", "10 / ").await;
    // The second scene hides what comes, and the others do not.
    let future = "return document.documentElement.dataset.future ?? ''";
    assert_eq!(page.run(future, vec![]).await, "");
    toggle_panel(&page).await;
    page.click("Nobody there").await;
    see_scene(&page, "scene 2 / 5", "5 / ").await;
    assert_eq!(page.run(future, vec![]).await, "hidden");
    page.press(&['h']).await;
    settle().await;
    assert_eq!(page.run(future, vec![]).await, "", "and it is shown");
    page.press(&[ESCAPE]).await;
    settle().await;
    page.click("Menu").await;
    let ticked = "return [...document.querySelectorAll('#menu input')].filter(box => box.checked).map(box => box.parentElement.textContent).join()";
    let ticked = page.run(ticked, vec![]).await.to_string();
    assert!(!ticked.contains("Hide what comes"), "what a scene hides is no preference: {ticked}");
    page.close().await;
}

#[tokio::test]
async fn a_deck_begins_at_the_scene_that_its_address_names() {
    let page = opened().await;
    page.run("location.hash = 'scene=3&view=present'; location.reload()", vec![]).await;
    see_scene(&page, "scene 3 / 5", "1 / ").await;
    page.close().await;
}

#[tokio::test]
async fn a_step_moves_nothing_that_the_room_reads_from_scene_to_scene() {
    let page = opened().await;
    page.resize(1280, 720).await;
    page.click("Present from the first scene").await;
    see_scene(&page, "scene 1 / 5", "1 / 9").await;
    let places = "return [...document.querySelectorAll('.room-stage, .room-foot, .room-say')]
        .map(one => { const { x, y, width } = one.getBoundingClientRect(); return [x, y, width].map(Math.round).join(); }).join(' ')";
    settle().await;
    let before = page.run(places, vec![]).await;
    for _ in 0..12 {
        page.press(&[PAGE_DOWN]).await;
        settle().await;
        assert_eq!(page.run(places, vec![]).await, before);
    }
    page.see_in(".room-scene", "scene 2 / 5").await;
    page.close().await;
}

#[tokio::test]
async fn a_deck_is_made_with_the_keyboard_alone() {
    let page = Page::open().await;
    loaded(&page).await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    toggle_panel(&page).await;
    assert_eq!(page.focus().await, "Add this as a scene");
    // The keys of the room go on as before: nothing of theirs is typed.
    toggle_panel(&page).await;
    toggle_panel(&page).await;
    assert_eq!(page.focus().await, "Add this as a scene");
    page.press(&[ENTER]).await;
    page.see_in("#deck [role=status]", "Added as scene 1").await;
    page.press(&[ENTER]).await;
    page.see_in("#deck [role=status]", "Added as scene 2").await;
    for _ in 0..30 {
        if page.focus().await.starts_with("Title and notes") {
            break;
        }
        page.press(&[TAB]).await;
    }
    page.press(&[ENTER]).await;
    settle().await;
    assert_eq!(page.focus().await, "Title");
    page.press_together(&[CONTROL, 'a']).await;
    page.press(&['O', 'n', 'e', TAB, 'n', '?']).await;
    settle().await;
    assert_eq!(names(&page).await[0], "One");
    for name in ["Move down: One", "Move down: One"] {
        let button = page.element(Role::Button, name).await;
        let focus = "arguments[0].focus()";
        page.run(focus, vec![serde_json::to_value(&button).expect("a name")]).await;
        page.press(&[ENTER]).await;
        settle().await;
        assert_eq!(page.focus().await, name, "the focus stays with the scene");
    }
    assert_eq!(names(&page).await[1], "One");
    let button = page.element(Role::Button, "Remove: One").await;
    page.run("arguments[0].focus()", vec![serde_json::to_value(&button).expect("a name")]).await;
    page.press(&[ENTER]).await;
    settle().await;
    assert_eq!(names(&page).await.len(), 1);
    assert_eq!(page.focus().await, "Put the scene back");
    page.press(&[ENTER]).await;
    settle().await;
    assert_eq!(names(&page).await[1], "One");
    page.press(&[ESCAPE]).await;
    settle().await;
    assert_eq!(
        page.run("return document.querySelector('#deck').matches(':popover-open')", vec![]).await,
        false
    );
    page.close().await;
}

#[tokio::test]
async fn what_cannot_be_opened_says_scene_and_cause_and_loses_nothing() {
    let page = opened().await;
    page.press(&[ESCAPE]).await;
    let scenes = |count: usize| vec!["{\"example\": \"get\"}"; count].join(",");
    let deck = |scenes: &str| format!("{{\"version\": 1, \"scenes\": [{scenes}]}}");
    let bad = [
        (deck("{\"example\": \"get\"}, {\"link\": \"v1.abc\"}"), "scene 2: this link was cut"),
        (deck(&scenes(201)), "at most 200 scenes, and this has 201"),
        (
            deck("{\"example\": \"<img src=x onerror=self.hit=1>\"}"),
            "scene 1: no example is called “<img",
        ),
        (format!("{} {}", deck(&scenes(1)), " ".repeat(1024 * 1024)), "at most 1 MiB"),
        ("{\"version\": 9, \"scenes\": []}".to_owned(), "a deck of format 9"),
        (documented()[..documented().len() / 2].to_owned(), "ends too early"),
    ];
    for (text, told) in bad {
        drop_file(&page, &text).await;
        page.see_in(".hash-news", told).await;
        page.click("Close").await;
        settle().await;
    }
    toggle_panel(&page).await;
    assert_eq!(names(&page).await.len(), 5);
    // Links that are typed stay until all of them are scenes.
    page.click("Add links").await;
    page.fill("Links, one a line", "First v1.abc").await;
    page.click("Add the links").await;
    page.see_in("#deck .input-error", "Line 1: this link was cut").await;
    assert_eq!(page.value("Links, one a line").await, "First v1.abc");
    assert_eq!(page.run("return self.hit ?? 0", vec![]).await, 0);
    assert_eq!(names(&page).await.len(), 5);
    page.close().await;
}

#[tokio::test]
async fn links_one_a_line_are_scenes() {
    let page = Page::open().await;
    loaded(&page).await;
    page.fill("URL", "http://api.example.com/users/7").await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    settle().await;
    let url = page.run("return location.href", vec![]).await;
    let url = url.as_str().expect("an address");
    toggle_panel(&page).await;
    page.click("Add links").await;
    page.fill("Links, one a line", &format!("The seventh: {url}")).await;
    page.click("Add the links").await;
    settle().await;
    assert_eq!(names(&page).await, ["The seventh"]);
    assert_eq!(page.value("Links, one a line").await, "");
    page.close().await;
}

#[tokio::test]
async fn texts_of_a_deck_are_texts_and_secrets_stay_out() {
    let page = Page::open().await;
    loaded(&page).await;
    let markup = "<img src=x onerror=self.hit=1><b>bold</b>";
    let scene = json!({ "example": "get", "title": markup, "notes": markup, "ask": markup });
    let deck = json!({ "version": 1, "title": markup, "scenes": [scene] });
    drop_file(&page, &deck.to_string()).await;
    page.see_in(".scene-name", markup).await;
    page.click("Title and notes: <img").await;
    page.click("Remove: <img").await;
    page.see_in(".deck-taken", markup).await;
    page.press(&[ESCAPE]).await;
    page.fill("URL", "http://api.example.com/users?token=s3cr3t-t0ken").await;
    page.click("Send").await;
    page.element(Role::Slider, "Position").await;
    settle().await;
    add(&page).await;
    let kept = page.run("return localStorage.getItem('roundtrip.deck')", vec![]).await.to_string();
    assert!(kept.contains("v1.") && !kept.contains("s3cr3t"), "{kept}");
    assert!(names(&page).await[0].contains("left-out"), "{:?}", names(&page).await);
    assert_eq!(
        page.run("return self.hit ?? document.querySelectorAll('#deck b').length", vec![]).await,
        0
    );
    page.close().await;
}

#[tokio::test]
async fn where_nothing_is_kept_or_no_room_is_left_it_is_said_and_the_deck_goes_on() {
    let full = "const set = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
            if (key === 'roundtrip.deck') throw new DOMException('full', 'QuotaExceededError');
            return set.call(this, key, value);
        };";
    let forbidden = "Object.defineProperty(window, 'localStorage', {
        get() { throw new DOMException('denied', 'SecurityError') } });";
    for (script, told) in [(full, "no room left"), (forbidden, "keeps nothing here")] {
        let page = Page::open().await;
        page.reload_after(script).await;
        loaded(&page).await;
        page.click("Send").await;
        page.see_step("Step 1 of 9").await;
        add(&page).await;
        page.see_in("#deck .warning", told).await;
        page.click("Present from the first scene").await;
        see_scene(&page, "scene 1 / 1", "1 / 9").await;
        page.close().await;
    }
}

#[tokio::test]
async fn the_panel_passes_axe_and_fits_phones_and_frames() {
    let page = opened().await;
    page.click("Title and notes: Nobody there").await;
    page.click("Add links").await;
    page.click("Remove: One request").await;
    settle().await;
    crate::accessibility::check(&page, "the scenes").await;
    for (width, height) in [(1280, 720), (390, 844), (700, 500), (600, 400)] {
        page.resize(width, height).await;
        settle().await;
        let wrong = "const panel = document.querySelector('#deck'), box = panel.getBoundingClientRect();
            const wrong = box.left < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1 ? ['panel ' + JSON.stringify(box)] : [];
            for (const one of panel.querySelectorAll('*')) {
                const { left, right } = one.getBoundingClientRect();
                if (one.checkVisibility() && !one.closest('.unseen') && (left < box.left - 1 || right > box.right + 1)) wrong.push(one.tagName + one.className);
            }
            return wrong;";
        assert_eq!(page.run(wrong, vec![]).await, json!([]), "{width} × {height}");
    }
    page.resize(1280, 720).await;
    page.press(&[ESCAPE]).await;
    page.press_together(&[SHIFT, 'p']).await;
    page.see_in(".room-place", "1 / ").await;
    page.press(&['r']).await;
    settle().await;
    crate::accessibility::check(&page, "the request over the lanes").await;
    page.press(&[ESCAPE]).await;
    toggle_panel(&page).await;
    crate::accessibility::check(&page, "the scenes before a room").await;
    page.close().await;
}

#[tokio::test]
async fn a_page_in_a_frame_has_no_scenes() {
    let page = crate::frames::framed(None, crate::dist::Faults::none()).await;
    let menu = "const button = document.querySelector('.app:not(#shell) .menu-button');
        const menu = document.querySelector('#menu');
        if (button && !menu.matches(':popover-open')) button.click();
        return menu?.textContent ?? ''";
    let mut told = String::new();
    for _ in 0..200 {
        told = page.run(menu, vec![]).await.as_str().unwrap_or_default().to_owned();
        if told.contains("Theme") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(told.contains("Present") && !told.contains("Scenes"), "{told}");
    assert_eq!(count(&page, "#deck").await, 0);
    page.close().await;
}

#[tokio::test]
async fn what_another_window_changes_of_the_deck_is_here_as_well() {
    let page = opened().await;
    let change = "const other = document.createElement('iframe');
        document.body.append(other);
        const kept = JSON.parse(localStorage.getItem('roundtrip.deck'));
        kept.scenes[0].title = 'Changed elsewhere';
        other.contentWindow.localStorage.setItem('roundtrip.deck', JSON.stringify(kept));";
    page.run(change, vec![]).await;
    page.see_in("#deck .scenes", "Changed elsewhere").await;
    assert_eq!(names(&page).await.len(), 5);
    page.close().await;
}
