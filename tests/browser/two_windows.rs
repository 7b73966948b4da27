//! The presenter's window beside the one that a room sees: both at the same step, whatever happens to
//! either.

use crate::acts::{choose, sent};
use crate::keys::{END, ENTER, ESCAPE, HOME, PAGE_DOWN, PAGE_UP};
use crate::page::{Page, Role};
use fantoccini::wd::WindowHandle;
use serde_json::json;
use std::time::{Duration, Instant};
use testing::Chance;

const SHIFT: char = '\u{E008}';
const PATIENCE: Duration = Duration::from_secs(20);

/// Two windows that belong together.
struct Pair {
    page: Page,
    room: WindowHandle,
    presenter: WindowHandle,
}

impl Pair {
    /// The default exchange before a room, and its presenter's window.
    async fn open() -> Self {
        let page = sent().await;
        page.press_together(&[SHIFT, 'p']).await;
        page.see_in(".room-place", "1 / 9").await;
        Self::of(page).await
    }

    /// With the presenter's window of the room that `page` shows.
    async fn of(page: Page) -> Self {
        let room = page.client.window().await.expect("the window has a handle");
        let presenter = open_by(&page, &[SHIFT, 's']).await;
        let pair = Self { page, room, presenter };
        pair.to_presenter().await;
        pair.page.see_in(".presenter-place", " / ").await;
        pair.page.see_in(".presenter-room", "in step").await;
        pair
    }

    /// At the first scene of [`DECK`].
    async fn of_deck() -> Self {
        let page = sent().await;
        page.run("localStorage.setItem('roundtrip.deck', arguments[0])", vec![json!(DECK)]).await;
        page.client.refresh().await.expect("the page loads again");
        let started = Instant::now();
        while page.run("return !!document.querySelector('#deck')", vec![]).await != json!(true) {
            assert!(started.elapsed() < PATIENCE, "the deck is taken up");
        }
        page.run("location.hash = 'scene=1&view=present'", vec![]).await;
        page.see_in(".room-scene", "scene 1 / 2").await;
        Self::of(page).await
    }

    async fn to(&self, window: &WindowHandle) {
        self.page.client.switch_to_window(window.clone()).await.expect("the window is there");
    }

    async fn to_room(&self) {
        self.to(&self.room).await;
    }

    async fn to_presenter(&self) {
        self.to(&self.presenter).await;
    }

    /// Waits until both windows say that they are at this place.
    async fn see_both(&self, place: &str) {
        self.to_room().await;
        self.page.see_in(".room-place", place).await;
        self.to_presenter().await;
        self.page.see_in(".presenter-place", place).await;
    }

    /// Where both come to rest; panics if that is not the same place.
    async fn place_of_both(&self) -> String {
        let started = Instant::now();
        let mut seen = [String::new(), String::new()];
        while started.elapsed() < PATIENCE {
            self.to_room().await;
            seen[0] = self.page.text_of(".room-place").await;
            self.to_presenter().await;
            seen[1] = self.page.text_of(".presenter-place").await.replace("Position ", "");
            if seen[0] == seen[1] && !seen[0].is_empty() {
                tokio::time::sleep(Duration::from_millis(400)).await;
                self.to_room().await;
                if self.page.text_of(".room-place").await == seen[0] {
                    return seen[0].clone();
                }
            }
        }
        panic!("the room is at {}, its presenter at {}", seen[0], seen[1]);
    }
}

/// The window that these keys open.
async fn open_by(page: &Page, keys: &[char]) -> WindowHandle {
    let before = page.client.windows().await.expect("windows can be counted");
    page.press_together(keys).await;
    new_window(page, &before).await
}

async fn new_window(page: &Page, before: &[WindowHandle]) -> WindowHandle {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        let now = page.client.windows().await.expect("windows can be counted");
        if let Some(new) = now.into_iter().find(|window| !before.contains(window)) {
            return new;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no window opens");
}

const COMMANDS: [char; 14] = [
    PAGE_DOWN, PAGE_DOWN, PAGE_DOWN, PAGE_DOWN, PAGE_UP, PAGE_UP, HOME, END, '1', '2', '3', 'c',
    'h', '.',
];

async fn check_commands(seed: u64) {
    let pair = Pair::open().await;
    let mut chance = Chance::new(seed);
    for number in 0..200 {
        match chance.below(2) {
            0 => pair.to_room().await,
            _ => pair.to_presenter().await,
        }
        pair.page.press(&[COMMANDS[chance.below(COMMANDS.len())]]).await;
        if number == 70 || number == 140 {
            match number {
                70 => pair.to_presenter().await,
                _ => pair.to_room().await,
            }
            pair.page.client.refresh().await.expect("the page loads again");
        }
    }
    let place = pair.place_of_both().await;
    // They still are one pair.
    pair.to_presenter().await;
    pair.page.press(&[HOME]).await;
    let n_steps = place.split(" / ").nth(1).expect("so many steps").to_owned();
    pair.see_both(&format!("1 / {n_steps}")).await;
    pair.to_room().await;
    pair.page.press(&[END]).await;
    pair.see_both(&format!("{n_steps} / {n_steps}")).await;
    pair.page.close().await;
}

#[tokio::test]
async fn a_presenter_window_that_is_opened_changes_nothing_of_what_the_room_sees() {
    let page = sent().await;
    page.press_together(&[SHIFT, 'p']).await;
    page.press(&['3', PAGE_DOWN, 'h']).await;
    page.see_in(".room-place", "5 / 9").await;
    let address = "return location.hash";
    tokio::time::sleep(Duration::from_millis(500)).await;
    let before = page.run(address, vec![]).await;
    let pair = Pair::of(page).await;
    // Longer than either listens first.
    tokio::time::sleep(Duration::from_secs(4)).await;
    pair.see_both("5 / 9").await;
    pair.to_room().await;
    assert_eq!(pair.page.run(address, vec![]).await, before);
    let future = "return document.documentElement.dataset.future";
    assert_eq!(pair.page.run(future, vec![]).await, "hidden");
    pair.page.close().await;
}

#[tokio::test]
async fn two_hundred_commands_in_both_windows_leave_both_at_the_same_step() {
    check_commands(0x5eed).await;
}

#[tokio::test]
async fn so_do_two_hundred_others() {
    check_commands(0xc0ffee).await;
}

#[tokio::test]
async fn commands_at_the_same_moment_leave_both_at_the_same_step() {
    let pair = Pair::open().await;
    // Each window presses its keys by its own clock, so that none has heard of the other's.
    let press = "const [key, count] = arguments;
        for (let at = 0; at < count; at++) setTimeout(() => window.dispatchEvent(
            new KeyboardEvent('keydown', { key, bubbles: true })), 400 + 7 * at)";
    for _ in 0..4 {
        pair.to_room().await;
        pair.page.run(press, vec![json!("PageDown"), json!(31)]).await;
        pair.to_presenter().await;
        pair.page.run(press, vec![json!("PageUp"), json!(30)]).await;
        tokio::time::sleep(Duration::from_millis(900)).await;
        pair.place_of_both().await;
    }
    pair.page.close().await;
}

#[tokio::test]
async fn buttons_of_the_presenter_drive_the_room_which_sees_nothing_else_of_them() {
    let pair = Pair::open().await;
    let page = &pair.page;
    page.click("Next step").await;
    page.see_in(".presenter-now", "DNS answers").await;
    page.see_in(".presenter-next", "Your request travels").await;
    pair.see_both("2 / 9").await;
    page.click("3: ").await;
    pair.see_both("4 / 9").await;
    choose(page, "+ Connection").await;
    pair.place_of_both().await;
    let n_steps = page.text_of(".room-place").await;
    assert!(!n_steps.ends_with("/ 9"), "more is shown: {n_steps}");
    pair.to_presenter().await;
    page.click("Hide what comes").await;
    page.click("Light on this part").await;
    pair.to_room().await;
    page.see_in("main.room", " / ").await;
    let started = Instant::now();
    let sees = "return [document.documentElement.dataset.future, !!document.querySelector('.room .is-dim')]";
    while page.run(sees, vec![]).await != json!(["hidden", true]) {
        assert!(started.elapsed() < PATIENCE, "the room is asked, and its light falls on a part");
    }
    pair.to_presenter().await;
    assert_eq!(
        page.run("return document.documentElement.dataset.future ?? null", vec![]).await,
        json!(null),
        "the presenter sees what comes"
    );
    page.click("Show nothing").await;
    page.see_in(".presenter-room", "sees nothing").await;
    pair.to_room().await;
    page.element(Role::Button, "Show the page again").await;
    pair.to_presenter().await;
    page.click("Show nothing").await;
    // What opens, opens here.
    page.press(&['e']).await;
    page.element(Role::Button, "GET: read one user").await;
    pair.to_room().await;
    assert!(page.find(Role::Button, "GET: read one user").await.is_none());
    pair.to_presenter().await;
    page.click("404").await;
    pair.to_room().await;
    page.see_in(".room-stage", "99999").await;
    pair.place_of_both().await;
    // Escape shows everything, and does not leave the room.
    pair.to_presenter().await;
    page.press(&[ESCAPE, ESCAPE, ESCAPE]).await;
    pair.to_room().await;
    page.see_in(".room-place", "1 / ").await;
    page.press(&[ESCAPE]).await;
    page.element(Role::Slider, "Position").await;
    pair.to_presenter().await;
    page.see_in(".presenter-room", "shows the whole page").await;
    page.click("Present").await;
    pair.to_room().await;
    page.see_in(".room-place", "1 / ").await;
    pair.page.close().await;
}

#[tokio::test]
async fn either_window_is_closed_and_the_other_goes_on_and_finds_it_again() {
    let pair = Pair::open().await;
    let page = &pair.page;
    page.press(&[PAGE_DOWN, PAGE_DOWN]).await;
    pair.see_both("3 / 9").await;
    page.client.close_window().await.expect("the presenter's window closes");
    pair.to_room().await;
    page.press(&[PAGE_DOWN]).await;
    page.see_in(".room-place", "4 / 9").await;
    let presenter = open_by(page, &[SHIFT, 's']).await;
    let pair = Pair { presenter, ..pair };
    pair.see_both("4 / 9").await;
    pair.to_room().await;
    pair.page.client.close_window().await.expect("the room's window closes");
    pair.to_presenter().await;
    let page = &pair.page;
    page.see_in(".presenter-room", "is not open").await;
    page.press(&[PAGE_DOWN]).await;
    page.see_in(".presenter-place", "5 / 9").await;
    page.client.refresh().await.expect("it loads again");
    page.see_in(".presenter-place", "5 / 9").await;
    page.see_in(".presenter-room", "is not open").await;
    let before = page.client.windows().await.expect("windows can be counted");
    page.click("Open the room’s window").await;
    let room = new_window(page, &before).await;
    let pair = Pair { room, ..pair };
    pair.see_both("5 / 9").await;
    pair.page.press(&[PAGE_DOWN]).await;
    pair.see_both("6 / 9").await;
    pair.page.close().await;
}

#[tokio::test]
async fn two_rooms_in_one_browser_do_not_drive_each_other() {
    let one = Pair::open().await;
    let url = {
        one.to_room().await;
        one.page.client.current_url().await.expect("it has an address").to_string()
    };
    // A room of its own: another tab at the same address,
    let tab = one.page.client.new_window(true).await.expect("a tab opens").handle;
    one.to(&tab).await;
    one.page.client.goto(&url).await.expect("the page loads");
    one.page.see_in(".room-place", "1 / 9").await;
    let presenter = open_by(&one.page, &[SHIFT, 's']).await;
    one.to(&presenter).await;
    one.page.see_in(".presenter-place", "1 / 9").await;
    one.page.see_in(".presenter-room", "in step").await;
    // and a duplicate of the first one, with all that it keeps.
    one.to_room().await;
    let before = one.page.client.windows().await.expect("windows can be counted");
    one.page.run("window.open(location.href)", vec![]).await;
    let duplicate = new_window(&one.page, &before).await;
    one.to(&duplicate).await;
    one.page.see_in(".room-place", "1 / 9").await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    one.page.press(&[END]).await;
    one.page.see_in(".room-place", "9 / 9").await;
    one.to(&presenter).await;
    one.page.press(&[PAGE_DOWN]).await;
    one.to(&tab).await;
    one.page.see_in(".room-place", "2 / 9").await;
    one.to_presenter().await;
    one.page.press(&[PAGE_DOWN, PAGE_DOWN]).await;
    one.see_both("3 / 9").await;
    one.to(&tab).await;
    one.page.see_in(".room-place", "2 / 9").await;
    one.to(&presenter).await;
    one.page.see_in(".presenter-place", "2 / 9").await;
    one.to(&duplicate).await;
    one.page.see_in(".room-place", "9 / 9").await;
    one.page.close().await;
}

#[tokio::test]
async fn what_is_in_the_way_of_a_second_window_is_told_with_what_to_do() {
    let page = sent().await;
    page.reload_after("window.open = () => null").await;
    page.press_together(&[SHIFT, 'p']).await;
    page.see_in(".room-place", "1 / 9").await;
    page.press_together(&[SHIFT, 's']).await;
    page.see_in(".news", "Allow pop-ups").await;
    page.click("Try again").await;
    page.see_in(".news", "Allow pop-ups").await;
    page.click("Close").await;
    page.press(&[PAGE_DOWN]).await;
    page.see_in(".room-place", "2 / 9").await;
    page.close().await;
    let page = sent().await;
    page.reload_after("delete window.BroadcastChannel").await;
    page.press_together(&[SHIFT, 'p']).await;
    page.see_in(".room-place", "1 / 9").await;
    page.press_together(&[SHIFT, 's']).await;
    page.see_in(".news", "BroadcastChannel").await;
    assert_eq!(page.client.windows().await.expect("windows can be counted").len(), 1);
    page.close().await;
}

#[tokio::test]
async fn the_presenter_window_is_read_in_small_and_by_everyone() {
    let pair = Pair::of_deck().await;
    let page = &pair.page;
    let fits = "const wrong = [];
        const root = document.documentElement;
        if (root.scrollWidth > innerWidth) wrong.push('wider than the window');
        for (const part of document.querySelectorAll('.presenter button, .presenter p, .presenter label')) {
            if (!part.checkVisibility() || part.closest('.steps')) continue;
            const { left, right, top, bottom } = part.getBoundingClientRect();
            const scrolls = part.closest('.presenter-said, .presenter-scene');
            const slides = part.closest('.presenter-strip');
            if ((!slides && (left < 0 || right > innerWidth + 1)) || (!scrolls && (top < 0 || bottom > innerHeight + 1)))
                wrong.push(part.textContent);
        }
        // This step, the next one, what to ask and the notes are seen without a hand on anything.
        for (const words of document.querySelectorAll('.presenter-now, .presenter-next, .presenter-notes')) {
            const box = words.closest('section').getBoundingClientRect(), { top, bottom } = words.getBoundingClientRect();
            const seen = (Math.min(bottom, box.bottom) - Math.max(top, box.top)) / (bottom - top);
            if (seen < 0.99 && !words.textContent.includes('Nobody there')) wrong.push(`${seen} of ${words.textContent}`);
        }
        const { height } = document.querySelector('.presenter-words').getBoundingClientRect();
        if (height < innerHeight * 0.3) wrong.push(`the words have ${height} pixels`);
        return wrong";
    for (width, height) in [(1024, 700), (700, 500), (390, 844), (1440, 900)] {
        page.resize(width, height).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(page.run(fits, vec![]).await, json!([]), "{width} × {height}");
        crate::accessibility::check(page, &format!("the presenter's window, {width}")).await;
    }
    // By keys alone: from the list of steps too.
    page.run("document.querySelector('.presenter .steps button').focus()", vec![]).await;
    page.press(&[PAGE_DOWN]).await;
    pair.see_both("2 / 9").await;
    pair.page.close().await;
}

const DECK: &str = r#"{ "version": 1, "scenes": [
    { "title": "One request", "example": "get", "notes": "Who talks to whom?", "ask": "How many?" },
    { "title": "Nobody there", "example": "not-found", "step": 8, "hides_what_comes": true,
      "notes": "Stop before the answer." }
] }"#;

#[tokio::test]
async fn notes_and_scenes_are_the_presenters_and_a_scene_is_shown_in_both_windows() {
    let pair = Pair::of_deck().await;
    let page = &pair.page;
    page.see_in(".presenter-scene", "Who talks to whom?").await;
    page.see_in(".presenter-scene", "How many?").await;
    page.see_in(".presenter-scene", "Nobody there").await;
    crate::accessibility::check(page, "the notes of a scene").await;
    // A clicker leads on from the last step, here as in the room.
    page.press(&[END]).await;
    page.see_in(".presenter-next", "Next scene: Nobody there").await;
    page.element(Role::Button, "Next scene: Nobody there").await;
    page.press(&[PAGE_DOWN]).await;
    page.see_in(".presenter-scene", "Stop before the answer.").await;
    pair.see_both("8 / 9").await;
    pair.to_room().await;
    page.see_in(".room-scene", "scene 2 / 2").await;
    let shown = page.text_of("body").await;
    assert!(!shown.contains("Stop before the answer."), "the room sees no notes");
    let future = "return document.documentElement.dataset.future";
    assert_eq!(page.run(future, vec![]).await, json!("hidden"));
    page.client.refresh().await.expect("the page loads again");
    page.see_in(".room-scene", "scene 2 / 2").await;
    page.see_in(".room-place", "8 / 9").await;
    page.press(&[HOME]).await;
    page.see_in(".room-place", "1 / 9").await;
    page.press(&[PAGE_UP]).await;
    pair.see_both("9 / 9").await;
    page.see_in(".presenter-scene", "Who talks to whom?").await;
    pair.page.close().await;
}

#[tokio::test]
async fn the_clock_goes_on_over_a_reload_and_starts_anew_when_asked() {
    let pair = Pair::open().await;
    let page = &pair.page;
    page.see_in(".presenter-since", "0:03").await;
    page.client.refresh().await.expect("the page loads again");
    page.see_in(".presenter-room", "in step").await;
    let since = page.text_of(".presenter-since").await;
    assert!(!since.ends_with("0:00") && !since.ends_with("0:01"), "{since}");
    page.click("Start the clock anew").await;
    page.see_in(".presenter-since", "0:00").await;
    let day = page.text_of(".presenter-day").await;
    let here =
        "return new Date().getHours() + ':' + String(new Date().getMinutes()).padStart(2, '0')";
    let here = page.run(here, vec![]).await;
    assert!(day.ends_with(here.as_str().expect("a time")), "{day}");
    pair.page.close().await;
}

#[tokio::test]
async fn a_scene_is_changed_and_put_back_from_the_presenters_window_too() {
    let pair = Pair::of_deck().await;
    let page = &pair.page;
    page.press(&['r']).await;
    page.fill("URL", "http://api.example.com/users/7").await;
    pair.to_room().await;
    assert_eq!(page.text_of(".room-changed").await, "", "the room does not see it being typed");
    assert!(page.find(Role::Textbox, "URL").await.is_none());
    pair.to_presenter().await;
    page.press(&[ENTER]).await;
    let changed = "Changed: GET http://api.example.com/users/7";
    page.see_in(".room-changed", changed).await;
    assert!(page.find(Role::Textbox, "URL").await.is_none(), "it closes once it is sent");
    pair.to_room().await;
    page.see_in(".room-changed", changed).await;
    page.see_in(".room-scene", "scene 1 / 2").await;
    pair.to_presenter().await;
    page.press(&['u']).await;
    pair.see_both("1 / 9").await;
    pair.to_room().await;
    page.see_in(".room-stage", "/users/42").await;
    assert_eq!(page.text_of(".room-changed").await, "");
    // By buttons as well, and what was changed in the room.
    pair.to_presenter().await;
    page.click("Change the request").await;
    page.element(Role::Textbox, "URL").await;
    page.press(&[ESCAPE]).await;
    pair.to_room().await;
    page.press(&['r']).await;
    page.fill("URL", "http://api.example.com/users/7").await;
    page.press(&[ENTER]).await;
    page.see_in(".room-changed", changed).await;
    pair.to_presenter().await;
    page.see_in(".room-changed", changed).await;
    page.press(&[END, PAGE_DOWN]).await;
    page.see_in(".presenter-scene", "Stop before the answer.").await;
    pair.see_both("8 / 9").await;
    page.press(&[HOME]).await;
    pair.see_both("1 / 9").await;
    page.press(&[PAGE_UP]).await;
    page.see_in(".room-changed", changed).await;
    page.click("Put back what was changed").await;
    pair.see_both("1 / 9").await;
    assert_eq!(page.text_of(".room-changed").await, "");
    // What to ask is seen by the room when it is asked.
    page.click("Ask the room").await;
    pair.to_room().await;
    page.see_in(".room-question", "How many?").await;
    page.press(&['a']).await;
    pair.to_presenter().await;
    let started = Instant::now();
    let is_asked = "return !!document.querySelector('.presenter [aria-pressed=true]')";
    while page.run(is_asked, vec![]).await != json!(false) {
        assert!(started.elapsed() < PATIENCE, "either window asks no more");
    }
    pair.page.close().await;
}

#[tokio::test]
async fn what_stands_beside_the_lanes_does_so_in_both_windows_and_moves_in_both() {
    let pair = Pair::open().await;
    pair.to_presenter().await;
    pair.page.press_together(&['m']).await;
    pair.page.see_in(".compare-differences li", "A ").await;
    pair.to_room().await;
    pair.page.see_in(".compare-differences li", "A ").await;
    pair.to_presenter().await;
    pair.page.press(&[PAGE_DOWN]).await;
    pair.page.press(&[PAGE_DOWN]).await;
    pair.to_room().await;
    pair.page.see_in(".compare-controls .position b", "3").await;
    pair.page.press(&[ESCAPE]).await;
    pair.to_presenter().await;
    let started = Instant::now();
    while pair.page.run("return !!document.querySelector('.compare')", vec![]).await == json!(true)
    {
        assert!(started.elapsed() < PATIENCE, "it is closed in both");
    }
    pair.page.press_together(&['g']).await;
    pair.page.see_in(".replay-shows", "No row was changed").await;
    pair.to_room().await;
    pair.page.see_in(".replay-shows", "No row was changed").await;
    pair.page.press(&[ESCAPE]).await;
    let started = Instant::now();
    while pair.page.run("return !!document.querySelector('.replay')", vec![]).await == json!(true) {
        assert!(started.elapsed() < PATIENCE, "it is closed");
    }
    pair.page.press_together(&['w']).await;
    pair.page.see_in(".bar-row.is-lit", "1 GET").await;
    pair.to_presenter().await;
    pair.page.see_in(".overview", "Fetches: 1").await;
    pair.page.see_in(".bar-row.is-lit", "1 GET").await;
    pair.page.close().await;
}
