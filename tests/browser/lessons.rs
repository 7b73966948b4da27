//! Lessons: opened by their list, by file and by link, gone through by keyboard alone, and what is kept of them.

use crate::accessibility::check;
use crate::embed::until;
use crate::files::{DROP, KEEP};
use crate::keys::{ENTER, ESCAPE, PAGE_DOWN, PAGE_UP, TAB};
use crate::page::{Page, Role};
use serde_json::{Value, json};
use std::time::Duration;

const NAMES: [&str; 10] = [
    "01-request-and-response",
    "02-what-comes-back",
    "03-methods-and-status",
    "04-headers-and-memory",
    "05-step-by-step",
    "06-when-it-goes-wrong",
    "07-verbs-and-codes",
    "08-addresses-and-secrets",
    "09-rest-ideas",
    "10-rest-at-work",
];

/// A lesson with everything that a text may have, and HTML that is none.
const OWN: &str = "---
title: A copy at hand
minutes: 5
---

# A copy at hand

A browser *keeps* answers. <img src=x onerror=\"self.ran = 1\"><b>HTML</b> is text, and so is
[this](javascript:self.ran=1); [that](https://example.com/) is a link.

```roundtrip
--example from-cache
```

Ask **twice**.

```exercise
kind: quiz
question: Who is asked the second time?
+ Nobody :: Yes. The copy is at hand.
- The server :: It hears nothing of it.
```

> The end.
";

/// Opens what a hash says, as a link does.
async fn follow(page: &Page, hash: &str) {
    page.run("location.hash = arguments[0]", vec![json!(hash)]).await;
}

async fn hash(page: &Page) -> String {
    let hash = page.run("return location.hash", vec![]).await;
    hash.as_str().unwrap_or_default().to_owned()
}

/// Goes on by Tab until what has the focus is called so.
async fn go_to(page: &Page, name: &str) {
    for _ in 0..80 {
        if page.focus().await.starts_with(name) {
            return;
        }
        page.press(&[TAB]).await;
    }
    panic!("“{name}” is not reached, but “{}”", page.focus().await);
}

/// Presses what is called so, by keyboard alone.
async fn press(page: &Page, name: &str) {
    go_to(page, name).await;
    page.press(&[ENTER]).await;
}

/// Waits until something is found.
async fn see(page: &Page, selector: &str) {
    let script = format!("return document.querySelector({selector:?})?.checkVisibility() ?? false");
    until(page, &script, |is_there| *is_there == json!(true)).await;
}

async fn number(page: &Page, script: &str) -> u64 {
    page.run(script, vec![]).await.as_u64().unwrap_or_default()
}

/// What of an exercise can be answered by choosing, once it is asked.
async fn n_options(page: &Page) -> u64 {
    see(page, ".lessons .exercise-question, .lessons .lesson-end, .lessons .exercise-now").await;
    number(page, "return document.querySelectorAll('.lessons .option').length").await
}

#[tokio::test]
async fn the_first_lesson_is_one_press_away_and_the_page_is_as_it_was_when_it_is_left() {
    let page = Page::open().await;
    page.fill("URL", "http://api.example.com/users/7").await;
    page.run("document.querySelector('.url').focus()", vec![]).await;
    press(&page, "Start lesson 1").await;
    page.see_in(".lesson-head h1", "One question, one answer").await;
    page.see_in(".lesson-place", "1 of 9 · about 8 minutes").await;
    assert_eq!(hash(&page).await, "#lesson=01-request-and-response");
    // Keys of the page are not the lesson's.
    page.press(&['.', 'm', '?']).await;
    assert_eq!(number(&page, "return document.querySelectorAll('.blank, dialog').length").await, 0);
    press(&page, "Leave").await;
    page.element(Role::Textbox, "URL").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/7");
    assert_eq!(number(&page, "return document.querySelectorAll('.lessons').length").await, 0);
    page.client.back().await.expect("there is an entry before");
    page.see_in(".lesson-place", "1 of 9").await;
    page.client.back().await.expect("there is an entry before");
    page.element(Role::Textbox, "URL").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/7");
    page.close().await;
}

/// Answers by the keys 1 to 9, the last option first, until it is right. Says whether that was all that
/// is asked for: a fault has to be proved by a step as well.
async fn answer(page: &Page, n_options: u64) -> bool {
    for option in (1..=n_options).rev() {
        page.run("document.querySelector('.lessons .exercise-question').focus()", vec![]).await;
        page.press(&[char::from_digit(option as u32, 10).expect("a digit")]).await;
        // Whoever was wrong may try again; what was said stays meanwhile.
        let said = "return [...document.querySelectorAll('.lessons .exercise-verdict .is-right, .lessons .exercise-acts button')]
            .map(it => it.className === 'is-right' ? 'right' : it.textContent).join()";
        let mut now = String::new();
        for _ in 0..20 {
            now = page.run(said, vec![]).await.as_str().unwrap_or_default().to_owned();
            if now.contains("right") || now.contains("Try again") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        match now {
            now if now.contains("right") => return true,
            now if now.contains("Try again") => press(page, "Try again").await,
            _ => return false,
        }
    }
    panic!("none of {n_options} is right");
}

async fn go_through(name: &str) {
    let page = Page::open().await;
    follow(&page, &format!("lesson={name}")).await;
    see(&page, ".lesson-text").await;
    let n_parts = number(&page, "return document.querySelectorAll('.lesson-way li').length").await;
    let (mut n_chosen, mut n_skipped) = (0, 0);
    for part in 1..n_parts {
        page.see_in(".lesson-place", &format!("{part} of {n_parts}")).await;
        // What is read comes first.
        until(&page, "return document.activeElement.className", |class| *class == "lesson-text")
            .await;
        match n_options(&page).await {
            0 => n_skipped += 1,
            n_options => match answer(&page, n_options.min(9)).await {
                true => n_chosen += 1,
                false => n_skipped += 1,
            },
        }
        let on = page.run("return document.querySelector('.lesson-go').textContent", vec![]).await;
        press(&page, on.as_str().expect("a way on")).await;
    }
    see(&page, ".lesson-end").await;
    assert!(n_chosen > 1, "{name}: {n_chosen} were answered, {n_skipped} were not");
    let kept = page.run("return JSON.parse(localStorage['roundtrip.progress'])", vec![]).await;
    let done = &kept["lessons"][name];
    assert_eq!(done["parts"].as_array().map(Vec::len), Some(n_parts as usize), "{kept}");
    assert_eq!(done["exercises"].as_object().map(serde_json::Map::len), Some(n_chosen), "{kept}");
    let tried = |exercise: &Value| exercise["tries"].as_u64() > Some(0);
    assert!(done["exercises"].as_object().is_some_and(|all| all.values().all(tried)));
    page.close().await;
}

#[tokio::test]
async fn the_lessons_of_the_first_courses_are_gone_through_by_keyboard_alone() {
    for name in &NAMES[..5] {
        go_through(name).await;
    }
}

#[tokio::test]
async fn the_lessons_of_the_last_courses_are_gone_through_by_keyboard_alone() {
    for name in &NAMES[5..] {
        go_through(name).await;
    }
}

#[tokio::test]
async fn all_ten_are_listed_with_their_courses_and_go_on_where_they_were_left() {
    let page = Page::open().await;
    page.click("Menu").await;
    press(&page, "Lessons").await;
    see(&page, ".lesson-items").await;
    let titles = page
        .run(
            "return [...document.querySelectorAll('.lesson-courses h2')].map(it => it.textContent)",
            vec![],
        )
        .await;
    let courses =
        ["Request and response", "How HTTP works", "HTTP in diagrams", "HTTP from Python", "REST"];
    assert_eq!(titles, json!(courses));
    assert_eq!(number(&page, "return document.querySelectorAll('.lesson-item').length").await, 10);
    page.see_in(".lesson-item", "Beginner · 8 minutes · 6 exercises").await;
    press(&page, "1. One question").await;
    press(&page, "Skip").await;
    page.see_in(".lesson-place", "2 of 9").await;
    press(&page, "Leave").await;
    page.click("Menu").await;
    press(&page, "Lessons").await;
    page.see_in(".lesson-item", "1 of 9 parts").await;
    press(&page, "1. One question").await;
    page.see_in(".lesson-place", "2 of 9").await;
    const WAY: &str = "return [...document.querySelectorAll('.lesson-way a')].slice(0, 3)
        .map(part => part.ariaLabel + ' ' + part.className)";
    let way = page.run(WAY, vec![]).await;
    assert_eq!(way, json!(["Part 1, not answered is-passed", "Part 2 ", "Part 3 "]));
    let n_options = n_options(&page).await;
    assert!(answer(&page, n_options).await, "one of the options is right");
    press(&page, "Go on").await;
    page.see_in(".lesson-place", "3 of 9").await;
    press(&page, "Back").await;
    page.see_in(".lesson-before", "When you were here before: right ").await;
    let way = page.run(WAY, vec![]).await;
    let second = way[1].as_str().unwrap_or_default();
    assert!(second.starts_with("Part 2, right ") && second.ends_with("is-done"), "{way}");
    page.close().await;
}

#[tokio::test]
async fn from_the_page_the_way_back_leads_to_the_exercise_and_a_phone_has_room_for_the_lanes() {
    let page = Page::open().await;
    page.resize(390, 844).await;
    follow(&page, "lesson=04-headers-and-memory&part=8").await;
    see(&page, ".lessons .exercise-question").await;
    page.click("Try it in the page").await;
    page.see_in(".exercise-work", "What the lesson says").await;
    page.see_in(".exercise-work details", "Bearer alice-token").await;
    let invites = "return [...document.querySelectorAll('.first-minute')].filter(one => one.checkVisibility()).length";
    assert_eq!(number(&page, invites).await, 0, "nothing leads to another lesson");
    page.fill("URL", "http://api.example.com/me").await;
    page.press(&[ENTER]).await;
    page.see_in(".exercise-work", "Not yet").await;
    // With all folds open the page is as long as it needs to be.
    page.run(
        "for (const fold of document.querySelectorAll('.composer details')) fold.open = true",
        vec![],
    )
    .await;
    let lanes = "const { height } = document.querySelector('.main').getBoundingClientRect(); return height | 0";
    until(&page, lanes, |height| height.as_u64().is_some_and(|height| height > 200)).await;
    page.client.back().await.expect("there is an entry before");
    see(&page, ".lessons .exercise-question").await;
    assert_eq!(hash(&page).await, "#lesson=04-headers-and-memory&part=8");
    page.see_in(".exercise-verdict", "Not quite.").await;
    page.close().await;
}

/// Presses a key until something holds, but not for ever.
async fn press_until(page: &Page, key: char, script: &str) {
    for _ in 0..20 {
        if page.run(script, vec![]).await == json!(true) {
            return;
        }
        page.press(&[key]).await;
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("it does not come to hold: {script}");
}

#[tokio::test]
async fn before_a_room_nothing_is_told_until_the_lecturer_reveals_it() {
    const PX: &str = "const option = document.querySelector('.lessons .option');
        return parseFloat(getComputedStyle(option).fontSize) * (option.currentCSSZoom ?? 1)";
    const IS_TOLD: &str =
        "return document.querySelectorAll('.lessons :is(.is-right, .exercise-why)').length >= 2";
    const IS_FIRST: &str =
        "return document.querySelector('.lesson-place').textContent.startsWith('1')";
    const IS_SECOND: &str =
        "return document.querySelector('.lesson-place').textContent.startsWith('2')";
    let page = Page::open().await;
    follow(&page, "lesson=01-request-and-response").await;
    page.see_in(".lessons .exercise-question", "What happens next?").await;
    page.press(&['P']).await;
    see(&page, ".lessons .exercise-reveal").await;
    assert_eq!(hash(&page).await, "#lesson=01-request-and-response&view=present");
    page.client.refresh().await.expect("the page loads again");
    see(&page, ".lessons .exercise-reveal").await;
    let px = page.run(PX, vec![]).await.as_f64().unwrap_or_default();
    assert!(px >= 20.0, "an option has {px} pixels");
    assert_eq!(page.run(IS_TOLD, vec![]).await, json!(false));
    // What is asked comes into sight before it is answered, and what is told before one goes on.
    press_until(&page, PAGE_DOWN, IS_TOLD).await;
    page.see_in(".lesson-place", "1 of 9").await;
    assert_eq!(
        number(&page, "return document.querySelectorAll('.exercise-verdict').length").await,
        0
    );
    page.client.refresh().await.expect("the page loads again");
    see(&page, ".lessons .exercise-reveal").await;
    page.press(&['r']).await;
    until(&page, IS_TOLD, |is_told| *is_told == json!(true)).await;
    // What the room says is nobody's progress.
    page.run("document.querySelector('.lessons .option:not(:disabled)')?.click()", vec![]).await;
    press_until(&page, PAGE_DOWN, IS_SECOND).await;
    let kept = page.run("return localStorage.getItem('roundtrip.progress')", vec![]).await;
    assert_eq!(kept, json!(null));
    assert_eq!(hash(&page).await, "#lesson=01-request-and-response&part=2&view=present");
    // Nothing is seen, and all again, by the same key.
    page.press(&['.']).await;
    see(&page, ".blank").await;
    page.press(&['.']).await;
    until(&page, "return document.querySelector('.blank') === null", |gone| *gone == json!(true))
        .await;
    press_until(&page, PAGE_UP, IS_FIRST).await;
    page.see_in(".lesson-place", "1 of 9").await;
    page.press(&[ESCAPE]).await;
    until(&page, "return document.documentElement.dataset.view ?? ''", |view| *view == json!(""))
        .await;
    assert_eq!(hash(&page).await, "#lesson=01-request-and-response");
    page.close().await;
}

#[tokio::test]
async fn back_and_forward_go_from_part_to_part() {
    let page = Page::open().await;
    follow(&page, "lesson=02-what-comes-back").await;
    page.see_in(".lesson-place", "1 of").await;
    press(&page, "Go on").await;
    page.see_in(".lesson-place", "2 of").await;
    assert_eq!(hash(&page).await, "#lesson=02-what-comes-back&part=2");
    page.client.back().await.expect("there is an entry before");
    page.see_in(".lesson-place", "1 of").await;
    page.client.forward().await.expect("there is one behind");
    page.see_in(".lesson-place", "2 of").await;
    page.client.refresh().await.expect("the page loads again");
    page.see_in(".lesson-place", "2 of").await;
    page.close().await;
}

#[tokio::test]
async fn a_lesson_is_opened_from_a_file_and_nothing_in_it_runs() {
    let page = Page::open().await;
    page.run(DROP, vec![json!("own.md"), json!(OWN)]).await;
    page.see_in(".lesson-head h1", "A copy at hand").await;
    page.see_in(".lesson-text", "<img src=x").await;
    let links = "return [...document.querySelectorAll('.lesson-text a')].map(it => [it.href, it.rel, it.target])";
    let expected = json!([["https://example.com/", "noopener noreferrer", "_blank"]]);
    assert_eq!(page.run(links, vec![]).await, expected);
    assert_eq!(
        number(&page, "return document.querySelectorAll('.lesson-text :is(img, b)').length").await,
        0
    );
    assert_eq!(page.run("return self.ran ?? null", vec![]).await, Value::Null);
    press(&page, "Go on").await;
    page.see_in(".exercise-question", "Who is asked the second time?").await;
    page.press(&['1']).await;
    see(&page, ".exercise-verdict").await;
    // It is there after a reload as well.
    page.client.refresh().await.expect("the page loads again");
    page.see_in(".lesson-place", "2 of 3").await;
    page.see_in(".exercise-question", "Who is asked the second time?").await;
    page.close().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_lesson_is_told_line_by_line() {
    let page = Page::open().await;
    let text = OWN.replace("from-cache", "teapot").replace("kind: quiz", "kind: guess");
    page.run(DROP, vec![json!("own.md"), json!(text)]).await;
    page.see_in(".lesson-slips", "Line 18: ").await;
    let text = OWN.replace("from-cache", "teapot");
    page.run(DROP, vec![json!("own.md"), json!(text)]).await;
    page.see_in(".lesson-slips", "Line 12: ").await;
    page.see_in(".lesson-slips", "teapot").await;
    page.run(DROP, vec![json!("own.json"), json!("{\"roundtrip_lesson\": 9}")]).await;
    page.see_in(".lesson-slips", "format 9").await;
    check(&page, "a lesson that cannot be opened").await;
    page.run(DROP, vec![json!("own.md"), json!(OWN)]).await;
    page.see_in(".lesson-head h1", "A copy at hand").await;
    page.close().await;
}

#[tokio::test]
async fn a_link_opens_a_lesson_and_fetches_nothing_without_being_told() {
    let page = Page::open().await;
    follow(&page, "lesson=no-such-lesson").await;
    page.see_in(".lessons", "No lesson called “no-such-lesson”").await;
    let held = sharing::link::packed_text(OWN).expect("it is short");
    follow(&page, &format!("lesson={held}&part=2")).await;
    page.see_in(".lesson-place", "2 of 3").await;
    follow(&page, &format!("lesson={}", &held[..held.len() - 8])).await;
    page.see_in(".lesson-text", "cut").await;
    let asked = "return performance.getEntriesByType('resource').filter(it => it.name.includes('own-lesson')).length";
    let address = page.run("return location.href.split('#')[0]", vec![]).await;
    let url = format!("{}own-lesson.json", address.as_str().unwrap_or_default());
    follow(&page, &format!("lesson={url}")).await;
    page.see_in(".lesson-text", "once you say so").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(number(&page, asked).await, 0, "nothing was fetched");
    press(&page, "Fetch it").await;
    page.see_in(".lesson-text", "No lesson came from").await;
    assert_eq!(number(&page, asked).await, 1);
    page.close().await;
}

#[tokio::test]
async fn what_was_done_is_seen_saved_and_erased_and_can_be_put_back() {
    let page = Page::open().await;
    page.reload_after(KEEP).await;
    follow(&page, "lesson=01-request-and-response").await;
    assert!(n_options(&page).await > 1);
    page.press(&['1']).await;
    see(&page, ".lessons .exercise-verdict").await;
    follow(&page, "lessons").await;
    page.see_in(".lesson-progress", "Something is kept of 1 lesson.").await;
    press(&page, "Save as a file").await;
    until(&page, "return saved[0]?.[0] ?? ''", |name| *name == "roundtrip-progress.json").await;
    let saved = page.run("return saved[0][1]", vec![]).await;
    let saved: Value = serde_json::from_str(saved.as_str().unwrap_or_default()).expect("JSON");
    assert_eq!(saved["lessons"]["01-request-and-response"]["exercises"]["0"]["tries"], 1);
    press(&page, "Erase it").await;
    page.see_in(".lesson-progress", "It is erased.").await;
    assert!(!page.text_of(".lesson-item").await.contains("parts"));
    press(&page, "Put it back").await;
    page.see_in(".lesson-progress", "Something is kept of 1 lesson.").await;
    page.client.refresh().await.expect("the page loads again");
    page.see_in(".lesson-progress", "Something is kept of 1 lesson.").await;
    page.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_wrong_in_lessons_and_nothing_is_wider_than_the_page() {
    let page = Page::open().await;
    let places = [
        "lessons",
        "lesson=01-request-and-response",
        "lesson=01-request-and-response&part=4",
        "lesson=01-request-and-response&part=9",
    ];
    for (width, height) in [(1280, 720), (390, 844), (700, 500), (320, 640)] {
        page.resize(width, height).await;
        for place in places {
            follow(&page, place).await;
            see(&page, ".lesson-items, .lessons .exercise-question, .lessons .lesson-end, .lessons .exercise-now").await;
            let wider = "return document.documentElement.scrollWidth - innerWidth
                + Math.max(...[...document.querySelectorAll('.lessons, .lesson-list, .exercise-side')]
                    .map(it => it.scrollWidth - it.clientWidth))";
            assert_eq!(page.run(wider, vec![]).await, json!(0), "{place} at {width} × {height}");
            if width != 320 {
                check(&page, &format!("{place} at {width} × {height}")).await;
            }
        }
    }
    page.close().await;
}
