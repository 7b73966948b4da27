//! The page that is one file, opened from a disk without a network: it asks for nothing, and does all
//! that is simulated.

use crate::dist::{folder, is_published};
use crate::drive::Browser;
use crate::embed::until;
use crate::keys::END;
use crate::page::{Page, Role};
use lzma_rust2::{LzmaOptions, LzmaWriter};
use serde_json::json;
use sharing::link::{LinkState, Secrets, link_text};
use sharing::place::Place;
use std::fs;
use std::io::Write;
use trace::built_in;

/// The most octets that it may have.
const MAX_OCTETS: u64 = 2_000_000;

/// What was asked for since the page was opened, but for what it made itself.
const ASKED: &str = "return performance.getEntriesByType('resource').map(({ name }) => name)
    .filter(name => !/^(blob|data):/.test(name))";

fn url() -> String {
    format!("file://{}", folder().join("roundtrip.html").display())
}

/// A browser without a network, as far as it can be had to be.
async fn offline() -> Page {
    let page = Page::blank().await;
    if Browser::chosen() == Browser::Chromium {
        let offline = json!({
            "offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        page.devtools("Network.enable", json!({})).await;
        page.devtools("Network.emulateNetworkConditions", offline).await;
    }
    page
}

async fn open(page: &Page, hash: &str) {
    page.client.goto("about:blank").await.expect("a page can be left");
    page.client.goto(&[&url(), hash].concat()).await.expect("the file is opened");
    until(page, "return document.getElementById('shell') === null", |gone| *gone == json!(true))
        .await;
}

async fn see_that_nothing_is_asked_for(page: &Page) {
    assert_eq!(page.run(ASKED, vec![]).await, json!([]), "it asks for nothing");
}

#[test]
fn one_file_is_no_more_than_two_megabytes() {
    if is_published() {
        let octets = fs::metadata(folder().join("roundtrip.html")).expect("it is there").len();
        assert!(octets <= MAX_OCTETS, "{octets} octets");
    }
}

#[tokio::test]
async fn one_file_plays_every_example_without_a_network() {
    if !is_published() {
        return;
    }
    let page = offline().await;
    open(&page, "").await;
    play_every_example(&page).await;
    see_that_nothing_is_asked_for(&page).await;
    page.close().await;
}

#[tokio::test]
async fn one_file_holds_the_lessons_as_well() {
    if !is_published() {
        return;
    }
    let page = offline().await;
    open(&page, "#lesson=01-request-and-response").await;
    page.see_in(".lesson-head h1", "One question, one answer").await;
    page.see_in(".lessons .exercise-question", "What happens next?").await;
    see_that_nothing_is_asked_for(&page).await;
    page.close().await;
}

fn packed(octets: &[u8], [lc, lp, pb]: [u32; 3]) -> Vec<u8> {
    let mut options = LzmaOptions::with_preset(6);
    (options.lc, options.lp, options.pb) = (lc, lp, pb);
    let size = Some(octets.len() as u64);
    let writer = LzmaWriter::new_use_header(Vec::new(), &options, size);
    let mut writer = writer.expect("the options are allowed");
    writer.write_all(octets).expect("it is written to memory");
    writer.finish().expect("it is written to memory")
}

#[tokio::test]
async fn what_was_packed_comes_out_and_what_is_damaged_is_refused() {
    const UNPACK: &str = "let octets = 'damaged';
        try { octets = [...unlzma(new Uint8Array(arguments[0]))]; } catch {}
        return octets";
    let script = [include_str!("../../lzma.js"), UNPACK].concat();
    let mut state = 7_u32;
    let mut any = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let noise: Vec<u8> = (0..2000).map(|_| any()).collect();
    let words: Vec<u8> = (0..9000).map(|_| b"ab \0"[usize::from(any() % 4)]).collect();
    let far = [&noise[..], &[0; 30_000], &noise, &noise[5..900], &[1]].concat();
    let page = Page::blank().await;
    for octets in [&[][..], b"a", &noise, &words, &far] {
        for parameters in [[3, 0, 2], [4, 0, 0], [0, 4, 4], [1, 2, 1], [0, 0, 0]] {
            let packed = packed(octets, parameters);
            let found = page.run(&script, vec![json!(packed)]).await;
            assert_eq!(found, json!(octets), "{parameters:?}");
            if let [start @ .., _] = &packed[..] {
                let found = page.run(&script, vec![json!(start)]).await;
                assert_ne!(found, json!(octets), "one octet less, {parameters:?}");
            }
        }
    }
    page.close().await;
}

/// Plays each example of the menu to its end.
pub async fn play_every_example(page: &Page) {
    let start = "document.querySelector('[popovertarget=examples]').click()";
    page.run(start, vec![]).await;
    let listed = "return document.querySelectorAll('#examples button').length";
    let n_examples = built_in().len();
    until(page, listed, |n| *n == json!(n_examples)).await;
    for place in 0..n_examples {
        let choose = "const item = document.querySelectorAll('#examples button')[arguments[0]];
            item.click();
            return item.textContent";
        let name = page.run(choose, vec![json!(place)]).await;
        // The slider is of this run once the chips name its requests.
        let at_start = "return document.querySelector('input[type=range]')?.value === '0'
            && !document.querySelector('.is-busy')";
        until(page, at_start, |is_there| *is_there == json!(true)).await;
        page.run("document.querySelector('input[type=range]').focus()", vec![]).await;
        page.press(&[END]).await;
        let at_end = "const slider = document.querySelector('input[type=range]');
            return slider.value === slider.max
                && document.querySelector('.response').innerText.length > 10
                && !document.querySelector('.recover')";
        until(page, at_end, |is_there| *is_there == json!(true)).await;
        assert!(name.as_str().is_some_and(|name| !name.is_empty()));
    }
}

#[tokio::test]
async fn one_file_has_nothing_kept_and_does_not_offer_itself() {
    if !is_published() {
        return;
    }
    let page = offline().await;
    open(&page, "").await;
    page.click("Menu").await;
    page.see_in("#menu", "Text size").await;
    let found =
        "return document.querySelectorAll('.offline, link[rel=manifest], a[download]').length";
    assert_eq!(page.run(found, vec![]).await, json!(0));
    page.close().await;
}

#[tokio::test]
async fn links_open_in_one_file_as_they_were() {
    if !is_published() {
        return;
    }
    let page = offline().await;
    let mut n_links = 0;
    for (index, example) in built_in().into_iter().step_by(4).take(20).enumerate() {
        let step = 1 + index % 3;
        let place = Place { step, ..Place::default() };
        let url = example.scenario.requests.last().map(|request| request.url.to_string());
        // What comes out of a cache has few steps.
        let trace = std::sync::Arc::new(engine::simulate(&example.scenario));
        let last = trace::FetchId(trace.fetches.len() as u32 - 1);
        let steps = picture::Sequence::of_fetch(trace, last, picture::Level::Story).steps.len();
        let step = step.min(steps - 1);
        let link = link_text(&LinkState::sent(example.scenario, place), Secrets::LeaveOut);
        open(&page, &format!("#{}", link.expect("it is short"))).await;
        let position = "return document.querySelector('input[type=range]')?.value ?? null";
        until(&page, position, |value| *value == json!(step.to_string())).await;
        assert_eq!(Some(page.value("URL").await), url, "{}", example.name);
        see_that_nothing_is_asked_for(&page).await;
        n_links += 1;
    }
    assert_eq!(n_links, 20);
    assert!(page.find(Role::Button, "Send").await.is_some());
    page.close().await;
}
