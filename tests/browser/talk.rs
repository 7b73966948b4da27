//! A talk from a deck: what its buttons say, what the room reads of what is changed and asked, and what
//! is told to those who do not see it.

use crate::acts::{count, sent, texts};
use crate::deck::{drop_file, loaded, opened, see_scene, settle, toggle_panel};
use crate::keys::{END, ENTER, ESCAPE, HOME, PAGE_DOWN, PAGE_UP};
use crate::page::{Page, Role};
use serde_json::json;
use std::time::Duration;

const SHIFT: char = '\u{E008}';

/// Two scenes before a room, at the first one's first step.
async fn given() -> Page {
    let page = Page::open().await;
    page.element(Role::Button, "Examples").await;
    loaded(&page).await;
    page.resize(1280, 720).await;
    let scenes = json!([
        { "title": "One request", "example": "get", "ask": "How many computers take part?" },
        { "title": "Nobody there", "example": "not-found", "hides_what_comes": true },
    ]);
    drop_file(&page, &json!({ "version": 1, "scenes": scenes }).to_string()).await;
    page.see_in("#deck .scenes", "Nobody there").await;
    page.click("Present from the first scene").await;
    see_scene(&page, "scene 1 / 2", "1 / 9").await;
    settle().await;
    page
}

/// The name of the room's button with this sign, and whether it is off.
async fn button(page: &Page, sign: &str) -> (String, bool) {
    let script = "const found = [...document.querySelectorAll('.room-button')]
            .find(button => button.textContent === arguments[0]);
        return [found.getAttribute('aria-label'), found.getAttribute('aria-disabled') === 'true']";
    let found = page.run(script, vec![json!(sign)]).await;
    (found[0].as_str().unwrap_or_default().to_owned(), found[1] == json!(true))
}

fn is_on(name: &str) -> (String, bool) {
    (name.to_owned(), false)
}

fn is_off(name: &str) -> (String, bool) {
    (name.to_owned(), true)
}

#[tokio::test]
async fn a_step_button_says_what_its_key_does_and_is_off_at_the_very_end_alone() {
    let page = given().await;
    assert_eq!(button(&page, "›").await, is_on("Next step"));
    assert_eq!(button(&page, "‹").await, is_off("Back"), "nothing is before the first scene");
    page.press(&[END]).await;
    page.see_in(".room-place", "9 / 9").await;
    assert_eq!(button(&page, "›").await, is_on("Next scene: Nobody there"));
    page.press(&[PAGE_DOWN]).await;
    see_scene(&page, "scene 2 / 2", "1 / ").await;
    settle().await;
    let back = is_on("To the end of the scene before: One request");
    assert_eq!(button(&page, "‹").await, back);
    page.press(&[END]).await;
    settle().await;
    assert_eq!(button(&page, "›").await, is_off("Next step"));
    page.press(&[PAGE_DOWN]).await;
    page.see_in(".room-hint", "This was the last scene.").await;
    page.close().await;
}

#[tokio::test]
async fn the_room_reads_what_was_changed_live_until_it_is_put_back_wherever_it_goes_meanwhile() {
    let page = given().await;
    let lanes = "return document.querySelector('.room-stage').getBoundingClientRect().height";
    let before = page.run(lanes, vec![]).await;
    page.press(&['r']).await;
    settle().await;
    page.click("Change the world").await;
    page.fill("Distance, there and back", "180").await;
    page.press(&[ENTER]).await;
    let changed = "Changed: 180 ms there and back (before: 40 ms)";
    page.see_in(".room-changed", changed).await;
    page.press(&[ESCAPE]).await;
    settle().await;
    let read = "const { fontSize } = getComputedStyle(document.querySelector('.room-changed'));
        const { top, bottom } = document.querySelector('.room-changed').getBoundingClientRect();
        const foot = document.querySelector('.room-foot').getBoundingClientRect();
        return parseFloat(fontSize) >= 20 && top > 0 && bottom <= foot.top + 1";
    assert_eq!(page.run(read, vec![]).await, true);
    crate::accessibility::check(&page, "what was changed").await;
    page.press(&[END, PAGE_DOWN]).await;
    see_scene(&page, "scene 2 / 2", "1 / ").await;
    settle().await;
    assert_eq!(count(&page, ".room-changed").await, 0, "the other scene is as it was");
    page.press(&[PAGE_UP]).await;
    see_scene(&page, "scene 1 / 2", "9 / 9").await;
    page.see_in(".room-changed", changed).await;
    // A reload elsewhere loses nothing of it.
    page.press(&[PAGE_DOWN]).await;
    see_scene(&page, "scene 2 / 2", "1 / ").await;
    settle().await;
    page.client.refresh().await.expect("the page loads again");
    see_scene(&page, "scene 2 / 2", "1 / ").await;
    settle().await;
    page.press(&[HOME, PAGE_UP]).await;
    see_scene(&page, "scene 1 / 2", "9 / 9").await;
    page.see_in(".room-changed", changed).await;
    let button = "document.querySelector('.room-button[aria-label^=\"The scene again\"]').focus()";
    page.run(button, vec![]).await;
    page.press(&[ENTER]).await;
    see_scene(&page, "scene 1 / 2", "1 / 9").await;
    settle().await;
    assert_eq!(count(&page, ".room-changed").await, 0);
    assert_eq!(page.run(lanes, vec![]).await, before, "the lanes have their room again");
    let focus = "return document.activeElement.className";
    assert!(page.run(focus, vec![]).await.to_string().contains("room"), "the focus stays here");
    page.press(&[END, PAGE_DOWN]).await;
    see_scene(&page, "scene 2 / 2", "1 / ").await;
    settle().await;
    page.press(&[PAGE_UP]).await;
    see_scene(&page, "scene 1 / 2", "9 / 9").await;
    settle().await;
    assert_eq!(count(&page, ".room-changed").await, 0, "what was put back stays so");
    page.close().await;
}

#[tokio::test]
async fn without_a_deck_the_room_reads_what_was_changed_as_well() {
    let page = sent().await;
    page.press_together(&[SHIFT, 'p']).await;
    page.see_in(".room-place", "1 / 9").await;
    page.press(&['r']).await;
    settle().await;
    page.click("Change the world").await;
    page.fill("Distance, there and back", "180").await;
    page.press(&[ENTER]).await;
    page.see_in(".room-changed", "Changed: 180 ms there and back (before: 40 ms)").await;
    page.press(&[ESCAPE, 'e']).await;
    page.click("404 Not Found").await;
    page.see_in(".room-stage", "99999").await;
    settle().await;
    assert_eq!(count(&page, ".room-changed").await, 0, "that is another exchange");
    page.close().await;
}

#[tokio::test]
async fn the_room_is_asked_at_the_step_where_the_lecturer_asks_it() {
    let page = given().await;
    page.press(&[PAGE_DOWN, 'a']).await;
    page.see_in(".room-question", "How many computers take part?").await;
    crate::accessibility::check(&page, "a question").await;
    page.press(&[PAGE_DOWN]).await;
    page.see_in(".room-place", "3 / 9").await;
    settle().await;
    assert_eq!(count(&page, ".room-question").await, 0, "a step is the answer");
    page.press(&['a']).await;
    page.see_in(".room-question", "How many").await;
    page.press(&[ESCAPE]).await;
    settle().await;
    assert_eq!(count(&page, ".room-question").await, 0);
    page.press(&[END, PAGE_DOWN]).await;
    see_scene(&page, "scene 2 / 2", "1 / ").await;
    page.press(&['a']).await;
    settle().await;
    assert_eq!(count(&page, ".room-question").await, 0, "this scene has none");
    page.close().await;
}

#[tokio::test]
async fn what_a_scene_hides_is_not_hidden_of_an_example_that_is_shown_beside_it() {
    let page = given().await;
    page.press(&[END, PAGE_DOWN]).await;
    see_scene(&page, "scene 2 / 2", "1 / ").await;
    settle().await;
    let future = "return document.documentElement.dataset.future ?? ''";
    assert_eq!(page.run(future, vec![]).await, "hidden");
    page.press(&['e']).await;
    page.click("500 Internal").await;
    page.see_in(".room-changed", "Beside the scene: 500 Internal").await;
    assert_eq!(page.run(future, vec![]).await, "");
    page.press(&['u']).await;
    page.see_in(".room-stage", "99999").await;
    settle().await;
    assert_eq!(page.run(future, vec![]).await, "hidden", "the scene hides it again");
    page.close().await;
}

#[tokio::test]
async fn the_keys_are_told_once_a_visit() {
    let page = given().await;
    page.see_in(".room-hint", "PgDn next").await;
    page.press(&[PAGE_DOWN, HOME]).await;
    page.see_in(".room-place", "1 / 9").await;
    settle().await;
    assert_eq!(count(&page, ".room-hint").await, 0);
    page.press(&[END, PAGE_DOWN]).await;
    see_scene(&page, "scene 2 / 2", "1 / ").await;
    settle().await;
    assert_eq!(count(&page, ".room-hint").await, 0, "nor at the next scene");
    page.client.refresh().await.expect("the page loads again");
    see_scene(&page, "scene 2 / 2", "1 / ").await;
    settle().await;
    assert_eq!(count(&page, ".room-hint").await, 0, "nor after a reload");
    page.close().await;
}

#[tokio::test]
async fn what_is_done_to_scenes_is_told_and_keeps_the_focus() {
    let page = opened().await;
    let announced = "return [...document.querySelectorAll('.app > [aria-live]')].map(one => one.textContent).join()";
    let announced = page.run(announced, vec![]).await.to_string();
    assert!(announced.contains("Opened, with 5 scenes."), "{announced}");
    page.see_in("#deck [role=status]", "Opened, with 5 scenes.").await;
    page.click("Move down: One request").await;
    page.see_in("#deck [role=status]", "“One request” is scene 2 now.").await;
    page.click("Move up: One request").await;
    page.see_in("#deck [role=status]", "“One request” is scene 1 now.").await;
    page.click("Remove: Nobody there").await;
    page.see_in("#deck [role=status]", "“Nobody there” was removed.").await;
    settle().await;
    assert_eq!(page.focus().await, "Put the scene back");
    page.press(&[ENTER]).await;
    page.see_in("#deck [role=status]", "“Nobody there” is scene 2 now.").await;
    settle().await;
    assert_eq!(page.focus().await, "Nobody there");
    page.click("Start a new deck").await;
    settle().await;
    assert_eq!(page.focus().await, "Put that deck back");
    page.press(&[ENTER]).await;
    settle().await;
    assert_eq!(page.focus().await, "One request");
    // What cannot be opened as a deck says so, and takes nothing away.
    let empty = "{\"version\": 1, \"title\": \"t\", \"scenes\": []}";
    page.press(&[ESCAPE]).await;
    drop_file(&page, empty).await;
    page.see_in(".hash-news", "this deck has no scene").await;
    toggle_panel(&page).await;
    assert_eq!(count(&page, ".scenes > li").await, 5);
    page.click("Add links").await;
    page.click("Add the links").await;
    page.see_in("#deck .input-error", "There is no link here yet").await;
    page.fill("Links, one a line", "hello").await;
    page.click("Add the links").await;
    page.see_in("#deck .input-error", "Line 1: no link stands at the end of this line").await;
    page.close().await;
}

#[tokio::test]
async fn a_request_that_was_changed_and_not_sent_is_in_no_scene_and_that_is_told() {
    let page = sent().await;
    loaded(&page).await;
    page.fill("URL", "http://api.example.com/never-sent").await;
    page.run("document.activeElement.blur()", vec![]).await;
    toggle_panel(&page).await;
    page.click("Add this as a scene").await;
    page.see_in("#deck [role=status]", "was not sent, and is not in the scene").await;
    assert_eq!(texts(&page, ".scene-name").await, ["GET: read one user"]);
    let kept = page.run("return localStorage.getItem('roundtrip.deck')", vec![]).await.to_string();
    assert!(!kept.contains("never-sent") && kept.contains("get"), "{kept}");
    page.close().await;
    let page = Page::open().await;
    loaded(&page).await;
    page.fill("URL", "http://api.example.com/users/7").await;
    page.run("document.activeElement.blur()", vec![]).await;
    toggle_panel(&page).await;
    page.click("Add this as a scene").await;
    page.see_in("#deck [role=status]", "the scene sends it as it stands now").await;
    assert_eq!(texts(&page, ".scene-name").await, ["GET http://api.example.com/users/7"]);
    page.close().await;
}

/// How much higher the sentences need the foot to be than it is, at the size of the window: at each
/// level of each example, since the foot has room for the longest.
const CUT: &str = "
    const done = arguments[arguments.length - 1];
    const wait = ms => new Promise(done => setTimeout(done, ms));
    const press = key => window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    (async () => {
        const cut = [], panel = document.querySelector('#examples');
        const examples = [...panel.querySelectorAll('button')];
        for (const example of examples) {
            const before = document.querySelector('.room-say.is-measure');
            panel.showPopover();
            example.click();
            const now = () => document.querySelector('.room-say.is-measure');
            for (let n = 0; n < 100 && (!now() || now() === before); n++) await wait(20);
            if (panel.matches(':popover-open')) panel.hidePopover();
            for (let level = 0; level < 3; level++) {
                const said = document.querySelector('.room-said');
                const longest = document.querySelectorAll('.room-say.is-measure');
                if (!longest.length || said.scrollHeight > said.clientHeight + 1)
                    cut.push(`${example.textContent}, level ${level}: ${said.scrollHeight} of ${said.clientHeight}`);
                const lanes = document.querySelector('.room-stage').getBoundingClientRect().height;
                if (lanes < innerHeight * arguments[0]) cut.push(`${example.textContent}: the lanes have ${lanes}`);
                press('c');
                await wait(30);
            }
        }
        done([examples.length, cut]);
    })();";

#[tokio::test]
async fn no_sentence_of_any_example_is_cut_at_any_size_of_the_window() {
    let page = sent().await;
    page.press_together(&[SHIFT, 'p']).await;
    page.see_in(".room-place", "1 / 9").await;
    page.client.update_timeouts(patient()).await.expect("a script may take its time");
    page.press(&['e']).await;
    page.element(Role::Button, "GET: read one user").await;
    page.press(&[ESCAPE]).await;
    for (width, height, lanes) in [(1280, 720, 0.7), (700, 500, 0.5), (600, 400, 0.4)] {
        page.resize(width, height).await;
        settle().await;
        let found = page.client.execute_async(CUT, vec![json!(lanes)]).await.expect("it runs");
        assert_eq!(found[1], json!([]), "{width} × {height}");
        assert!(found[0].as_u64() > Some(60), "{found}");
    }
    page.close().await;
}

fn patient() -> fantoccini::wd::TimeoutConfiguration {
    let script = Some(Duration::from_secs(300));
    fantoccini::wd::TimeoutConfiguration::new(script, None, None)
}
