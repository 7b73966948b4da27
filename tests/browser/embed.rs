//! The page in a frame of somebody else's page, as docs/embed.md promises it.

use crate::dist::{Dist, Fault, Faults, file, folder, is_published};
use crate::frames::{enter, within};
use crate::page::Page;
use crate::{accessibility, keys};
use fantoccini::Locator;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// What takes room in the frame, and how much of it.
const SEEN: &str = "
    const [stage, ...others] = ['.stage', '.now', '.is-primary', '.level-bar'].map(sign => {
        const { top, bottom } = document.querySelector(`.embed ${sign}`).getBoundingClientRect();
        return [top, bottom];
    });
    const areIn = others.every(([top, bottom]) => top >= 0 && bottom <= innerHeight && bottom > top);
    return [areIn, stage[1] - stage[0], document.documentElement.scrollHeight <= innerHeight];";

/// A browser that shows a page of another origin, with an embed of this hash in it. It stands in the
/// frame.
pub async fn embedded(hash: &str, width: u32, height: u32) -> Page {
    embedded_in("", hash, width, height).await
}

/// The same; `attributes` are those of the frame.
async fn embedded_in(attributes: &str, hash: &str, width: u32, height: u32) -> Page {
    let inner = format!("{}embed.html#{hash}", Dist::serve(Faults::none()).url);
    let frame = format!(
        "<iframe {attributes} src=\"{inner}\" width={width} height={height} style='border:0'></iframe>"
    );
    in_course(&frame).await
}

/// A page of another origin around these frames, which remembers what they tell it.
pub async fn in_course(frames: &str) -> Page {
    let html = format!(
        "<!doctype html><meta charset=utf-8><title>Course</title><body style='margin:0'>
        <script>self.heard = []; addEventListener('message', ({{ data }}) => heard.push(data))</script>
        <p>Before</p>{frames}<p style='height: 3000px'>Behind</p>"
    );
    within(html).await
}

/// Waits until a script says something that is true of this.
pub async fn until(page: &Page, script: &str, holds: impl Fn(&Value) -> bool) -> Value {
    let mut said = Value::Null;
    for _ in 0..200 {
        said = page.run(script, vec![]).await;
        if holds(&said) {
            return said;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it does not come to hold; `{script}` says {said}");
}

pub async fn press(page: &Page, selector: &str) {
    let script = "return !!document.querySelector(arguments[0])?.checkVisibility()";
    for _ in 0..200 {
        if page.run(script, vec![json!(selector)]).await == json!(true) {
            let found = page.client.find(Locator::Css(selector)).await.expect("it is there");
            return found.click().await.expect("it can be pressed");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{selector} does not come");
}

pub async fn start(page: &Page) {
    press(page, ".start").await;
    until(page, "return !document.getElementById('poster')", |gone| *gone == json!(true)).await;
}

/// The names of the files that the frame has asked for.
pub async fn files(page: &Page) -> Vec<String> {
    let script = "return performance.getEntriesByType('resource').map(({ name }) => name)";
    let said = page.run(script, vec![]).await;
    let names = said.as_array().cloned().unwrap_or_default();
    names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

/// Which part of a step's heading is shown, e.g. `Step 3 of 9`.
pub async fn see_step(page: &Page, step: &str) {
    page.see_in(".embed .where", step).await;
}

async fn plays_at(width: u32, height: u32) {
    let page = embedded("v=1&example=get", width, height).await;
    until(&page, "return document.querySelector('.first-frame').naturalWidth > 0", |is_there| {
        *is_there == json!(true)
    })
    .await;
    assert_eq!(page.text_of(".embed-url").await, "http://api.example.com/users/42");
    page.see_in("[data-foot]", "sent nowhere · 9 steps").await;
    let loaded = files(&page).await;
    let is_program = |name: &String| {
        name.contains(".wasm") || name.contains("worker") || name.contains("viewer")
    };
    assert!(!loaded.iter().any(is_program), "the poster needs no program: {loaded:?}");
    page.client.enter_parent_frame().await.expect("there is a way back");
    let host = "return [history.length, document.activeElement.tagName, scrollY]";
    let before = page.run(host, vec![]).await;
    assert_eq!(before[1], json!("BODY"), "the poster takes no focus");
    enter(&page).await;
    start(&page).await;
    see_step(&page, "Step 1 of 9").await;
    for step in 2..=9 {
        press(&page, ".embed .is-primary").await;
        see_step(&page, &format!("Step {step} of 9")).await;
        let seen = page.run(SEEN, vec![]).await;
        assert_eq!(
            (&seen[0], &seen[2]),
            (&json!(true), &json!(true)),
            "{width}×{height} at {step}"
        );
        let lanes = seen[1].as_f64().unwrap_or_default();
        assert!(lanes >= 200.0, "{lanes} px of lanes at step {step} in {width}×{height}");
    }
    page.see_in(".embed-answer", "200 OK").await;
    let loaded = files(&page).await;
    assert!(!loaded.iter().any(|name| name.contains("worker")), "no engine was needed: {loaded:?}");
    let own = page.run("return [origin, document.cookie]", vec![]).await;
    let origin = own[0].as_str().unwrap_or_default();
    assert!(loaded.iter().all(|name| name.starts_with(origin)), "nobody else is asked: {loaded:?}");
    assert_eq!(own[1], json!(""), "no cookie is set");
    page.client.enter_parent_frame().await.expect("there is a way back");
    let after = page.run(host, vec![]).await;
    assert_eq!(
        (&after[0], &after[2]),
        (&before[0], &before[2]),
        "history and scroll are the host's"
    );
    page.close().await;
}

#[tokio::test]
async fn in_a_wide_frame_of_another_origin_an_exchange_is_stepped_through() {
    plays_at(700, 500).await;
}

#[tokio::test]
async fn in_a_low_frame_of_another_origin_an_exchange_is_stepped_through() {
    plays_at(600, 400).await;
}

#[tokio::test]
async fn in_a_narrow_frame_of_another_origin_an_exchange_is_stepped_through() {
    plays_at(340, 500).await;
}

/// Opens the embed by itself, in a window of this size, and starts it.
pub async fn alone(page: &Page, url: &str, hash: &str) {
    // A hash alone would load nothing anew.
    page.client.goto("about:blank").await.expect("nothing loads");
    page.client.goto(&format!("{url}embed.html#{hash}")).await.expect("the page loads");
    start(page).await;
}

/// A hash, a script, and what it says then.
type Row = (&'static str, &'static str, Value);

#[tokio::test]
async fn every_key_of_the_hash_does_what_it_is_for() {
    let rows: [Row; 20] = [
        ("v=1", "return text('.embed-url')", json!("http://api.example.com/users/42")),
        (
            "example=not-found",
            "return text('.embed-url')",
            json!("http://api.example.com/users/99999"),
        ),
        (
            "request=curl+-X+DELETE+http%3A%2F%2Fapi.example.com%2Fusers%2F42",
            "return [text('.embed-method'), text('.embed-answer').slice(0, 8)]",
            json!(["DELETE", "Response"]),
        ),
        ("step=3", "return text('.where').slice(0, 11)", json!("Step 3 of 9")),
        ("step=99", "return text('.where').slice(0, 11)", json!("Step 9 of 9")),
        ("level=packets", "return text('.levels :checked + span')", json!("+ Packets")),
        ("lanes=ends", "return document.querySelectorAll('.heads .lane').length", json!(2)),
        ("lanes=dns", "return document.querySelectorAll('.heads .lane').length", json!(7)),
        (
            "panels=composer,response",
            "return ['.url', '.embed > .response', '.stage', '.now'].map(sign => !!document.querySelector(sign))",
            json!([true, true, false, false]),
        ),
        ("panels=inspector", "return text('.look-inside').slice(0, 11)", json!("Look inside")),
        (
            "controls=steps",
            "return document.querySelectorAll('.embed-bar button').length",
            json!(2),
        ),
        ("controls=none", "return document.querySelectorAll('.embed-bar').length", json!(0)),
        ("autoplay=1&speed=0.5", "return text('.play')", json!("Pause")),
        (
            "speed=4",
            "return getComputedStyle(document.querySelector('.stage')).getPropertyValue('--step-time')",
            json!("125ms"),
        ),
        ("theme=dark", "return document.documentElement.dataset.theme", json!("dark")),
        ("motion=reduce", "return document.documentElement.dataset.motion", json!("reduced")),
        ("lang=en-XA", "return document.documentElement.lang", json!("en-XA")),
        ("title=Read+a+user", "return text('.embed-head').slice(0, 11)", json!("Read a user")),
        (
            "hide=future",
            "return getComputedStyle(document.querySelector('.arrow.is-ahead')).visibility",
            json!("hidden"),
        ),
        ("example=https&step=2", "return text('.where').slice(0, 12)", json!("Step 2 of 9 ")),
    ];
    let url = Dist::serve(Faults::none()).url;
    let page = Page::blank().await;
    page.resize(700, 500).await;
    for (hash, script, expected) in rows {
        alone(&page, &url, hash).await;
        let script = format!(
            "const text = sign => document.querySelector(`.embed ${{sign}}`)?.textContent ?? ''; {script}"
        );
        until(&page, &script, |said| *said == expected).await;
    }
    page.close().await;
}

#[tokio::test]
async fn a_loop_plays_between_its_ends() {
    let url = Dist::serve(Faults::none()).url;
    let page = Page::blank().await;
    alone(&page, &url, "from=2&to=4&speed=4&autoplay=1").await;
    let script = "return self.seen = [...new Set([...(self.seen ?? []), document.querySelector('.where').textContent.slice(5, 6)])]";
    let seen =
        until(&page, script, |seen| seen.as_array().is_some_and(|seen| seen.len() == 3)).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let later = page.run(script, vec![]).await;
    assert_eq!(later, seen, "no other step comes");
    page.close().await;
}

#[tokio::test]
async fn what_is_no_value_is_told_in_the_console_and_the_usual_holds() {
    let url = Dist::serve(Faults::none()).url;
    let page = Page::blank().await;
    page.before_the_page("self.told = []; console.warn = (...said) => told.push(said.join(' '))")
        .await;
    alone(&page, &url, "step=x&theme=sepia&sound=on&level=story").await;
    see_step(&page, "Step 1 of 9").await;
    let told = page.run("return self.told", vec![]).await;
    let told: Vec<&str> = told.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("Roundtrip: step=x: ") && told[1].contains("theme=sepia"),
        "{told:?}"
    );
    page.close().await;
}

#[tokio::test]
async fn a_link_has_a_poster_with_its_request_and_is_shown_where_it_was_copied() {
    let url = Dist::serve(Faults::none()).url;
    let page = Page::blank().await;
    page.client.goto(&url).await.expect("the page loads");
    page.fill("URL", "http://api.example.com/users/7?a=b").await;
    page.click("Send").await;
    page.see_step("Step 1 of 6").await;
    page.click("Next step").await;
    page.see_step("Step 2 of 6").await;
    // The hash is written as soon as nothing has changed for a while.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let link = page.run("return location.hash.slice(1)", vec![]).await;
    let link = link.as_str().expect("there is a hash").to_owned();
    for hash in [format!("state={link}"), link.clone()] {
        page.client.goto("about:blank").await.expect("nothing loads");
        page.client.goto(&format!("{url}embed.html#{hash}")).await.expect("the page loads");
        page.see_in(".embed-url", "http://api.example.com/users/7?a=b").await;
        assert_eq!(page.text_of(".embed-method").await, "GET");
        start(&page).await;
        see_step(&page, "Step 2 of 6").await;
        let whole = page.run("const a = document.querySelector('.embed:not(.poster) .embed-open'); a.focus(); return a.href", vec![]).await;
        assert_eq!(whole, json!(format!("{url}#{link}")), "the whole page shows the same");
    }
    page.close().await;
}

#[tokio::test]
async fn a_press_that_comes_before_what_writes_its_address_waits_for_that() {
    if !is_published() {
        return;
    }
    let late = Fault::Late(Duration::from_secs(3));
    let url = Dist::serve(Faults::none().once(&file("split_rest.wasm"), late)).url;
    let page = Page::blank().await;
    alone(&page, &url, "example=get&step=4").await;
    see_step(&page, "Step 4 of 9").await;
    let before = page.client.windows().await.expect("windows can be counted");
    press(&page, ".embed:not(.poster) .embed-open").await;
    let mut opened = None;
    for _ in 0..100 {
        let now = page.client.windows().await.expect("windows can be counted");
        opened = now.into_iter().find(|window| !before.contains(window));
        if opened.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    page.client.switch_to_window(opened.expect("it opens")).await.expect("the window is there");
    page.see_step("Step 4 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn a_frame_whose_hash_changes_shows_something_else() {
    let url = Dist::serve(Faults::none()).url;
    let page = Page::blank().await;
    alone(&page, &url, "example=get").await;
    page.run("location.hash = 'example=not-found&step=9'", vec![]).await;
    see_step(&page, "Step 9 of 9").await;
    page.see_in(".embed-answer", "404 Not Found").await;
    page.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_wrong_in_an_embed_light_and_dark() {
    let url = Dist::serve(Faults::none()).url;
    let page = Page::blank().await;
    page.resize(320, 500).await;
    page.client.goto(&format!("{url}embed.html#example=not-found")).await.expect("it loads");
    page.see_in("[data-foot]", "9 steps").await;
    accessibility::check(&page, "the poster").await;
    alone(&page, &url, "example=not-found&step=3").await;
    see_step(&page, "Step 3 of 9").await;
    accessibility::check(&page, "the third step").await;
    press(&page, ".more").await;
    press(&page, "#more .ghost").await;
    accessibility::check(&page, "what there is more").await;
    page.resize(900, 900).await;
    alone(&page, &url, "panels=composer,lanes,sentence,response,inspector&step=9").await;
    see_step(&page, "Step 9 of 9").await;
    accessibility::check(&page, "every part").await;
    page.close().await;
}

#[tokio::test]
async fn an_embed_is_started_and_stepped_through_by_keys_alone() {
    let url = Dist::serve(Faults::none()).url;
    let page = Page::blank().await;
    page.client.goto(&format!("{url}embed.html")).await.expect("it loads");
    page.see_in("[data-foot]", "9 steps").await;
    page.press(&[keys::TAB, keys::TAB]).await;
    page.press(&[keys::ENTER]).await;
    see_step(&page, "Step 1 of 9").await;
    until(&page, "return document.activeElement.matches('.embed .is-primary')", |is_there| {
        *is_there == json!(true)
    })
    .await;
    page.press(&[keys::ENTER]).await;
    see_step(&page, "Step 2 of 9").await;
    page.press(&[keys::RIGHT, keys::RIGHT]).await;
    see_step(&page, "Step 4 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn a_poster_and_its_program_are_small() {
    if !is_published() {
        return;
    }
    let size = |name: &str| {
        let path = folder().join(format!("{name}.br"));
        std::fs::metadata(path).map(|found| found.len()).unwrap_or_default()
    };
    let sum = |endings: &[&str]| endings.iter().map(|ending| size(&file(ending))).sum::<u64>();
    let poster =
        size("embed.html") + sum(&["/embed.js", "/embed.css", "/policy.js", "examples/get.svg"]);
    assert!((1_000..=15_000).contains(&poster), "{poster} octets for a poster");
    // What is asked for from the press to the first step, as the browser counts it.
    let url = Dist::serve(Faults::none().compressed()).url;
    let page = Page::blank().await;
    alone(&page, &url, "example=not-found").await;
    see_step(&page, "Step 1 of 9").await;
    let sizes = "return performance.getEntriesByType('resource')
        .map(({ name, encodedBodySize, responseEnd }) => [name.split('/').at(-1), encodedBodySize, responseEnd])";
    let sizes = page.run(sizes, vec![]).await;
    let is_needed = |name: &&str| !name.contains("rest");
    let rows = sizes.as_array().cloned().unwrap_or_default();
    // What was asked for early is told again when it is used.
    let files: BTreeMap<&str, u64> = rows
        .iter()
        .filter_map(|row| Some((row[0].as_str().filter(is_needed)?, row[1].as_u64()?)))
        .collect();
    let all: u64 = files.values().sum();
    assert!((100_000..=450_000).contains(&all), "{all} octets before the first step: {sizes}");
    page.close().await;
}

#[tokio::test]
async fn where_a_frame_has_no_storage_an_embed_plays_all_the_same() {
    let page = Page::blank().await;
    page.before_the_page(
        "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(self, name, {
            get() { throw new DOMException('it is denied', 'SecurityError'); } });",
    )
    .await;
    alone(&page, &Dist::serve(Faults::none()).url, "example=get&deck=1").await;
    see_step(&page, "Step 1 of 9").await;
    press(&page, ".embed .is-primary").await;
    see_step(&page, "Step 2 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn where_a_frame_allows_scripts_alone_an_embed_plays_all_the_same() {
    if !is_published() {
        return;
    }
    let page = embedded_in("sandbox='allow-scripts'", "example=not-found", 700, 500).await;
    start(&page).await;
    see_step(&page, "Step 1 of 9").await;
    press(&page, ".embed .is-primary").await;
    see_step(&page, "Step 2 of 9").await;
    page.close().await;
}

/// The frames that docs/embed.md promises room in.
const FRAMES: [(u32, u32); 3] = [(700, 500), (600, 400), (340, 500)];

#[tokio::test]
async fn forced_colours_leave_everything_of_an_embed() {
    let url = Dist::serve(Faults::none()).url;
    let page = Page::blank().await;
    page.pretend("screen", &[("forced-colors", "active"), ("prefers-color-scheme", "dark")]).await;
    page.resize(700, 500).await;
    page.client.goto(&format!("{url}embed.html#example=get&step=3")).await.expect("it loads");
    page.see_in("[data-foot]", "9 steps").await;
    // In forced colours a background says nothing; a border does.
    let border = "const style = getComputedStyle(document.querySelector(arguments[0]));
        return style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) >= 1";
    assert_eq!(page.run(border, vec![json!(".start")]).await, json!(true), "Start");
    start(&page).await;
    see_step(&page, "Step 3 of 9").await;
    for button in [".embed .is-primary", ".embed .play", ".embed .more"] {
        assert_eq!(page.run(border, vec![json!(button)]).await, json!(true), "{button}");
    }
    let lines = "return [...document.querySelectorAll('.diagram .arrow line, .diagram .arrow path')]
        .every(line => getComputedStyle(line).stroke !== 'none' || getComputedStyle(line).fill !== 'none')";
    assert_eq!(page.run(lines, vec![]).await, json!(true), "arrows are drawn");
    page.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_wrong_in_the_frames_of_course_pages() {
    let url = Dist::serve(Faults::none()).url;
    let page = Page::blank().await;
    for (width, height) in FRAMES {
        page.resize(width, height).await;
        page.client.goto("about:blank").await.expect("nothing loads");
        page.client.goto(&format!("{url}embed.html#example=get&step=3")).await.expect("it loads");
        page.see_in("[data-foot]", "9 steps").await;
        accessibility::check(&page, &format!("the poster in {width}×{height}")).await;
        start(&page).await;
        see_step(&page, "Step 3 of 9").await;
        accessibility::check(&page, &format!("the third step in {width}×{height}")).await;
    }
    page.close().await;
}

#[tokio::test]
async fn everything_in_a_frame_is_reached_and_pressed_by_keys_alone() {
    let page = embedded("example=get", 340, 500).await;
    until(&page, "return !document.querySelector('.start').hidden", |is_there| {
        *is_there == json!(true)
    })
    .await;
    page.run("document.querySelector('.embed-open').focus()", vec![]).await;
    page.press(&[keys::TAB]).await;
    page.press(&[keys::ENTER]).await;
    see_step(&page, "Step 1 of 9").await;
    until(&page, "return document.activeElement.matches('.embed .is-primary')", |is_there| {
        *is_there == json!(true)
    })
    .await;
    page.press(&[keys::ENTER]).await;
    see_step(&page, "Step 2 of 9").await;
    page.press(&[keys::RIGHT]).await;
    see_step(&page, "Step 3 of 9").await;
    page.close().await;
}
