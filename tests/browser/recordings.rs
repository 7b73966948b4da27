//! What other programs recorded, the call step by step, and the charts of methods and status codes.

use crate::accessibility;
use crate::acts::{count, sent, texts};
use crate::files::DROP;
use crate::keyboard::tab_to;
use crate::keys::{END, ENTER};
use crate::page::{Page, Role};
use serde_json::{Value, json};

const FIREFOX: &str = include_str!("../../crates/cli/tests/data/recordings/firefox.har");
const CHROME: &str = include_str!("../../crates/cli/tests/data/recordings/chrome.har");
const CALL: &str = "The call, step by step";
const CHARTS: &str = "Methods and status codes, to try";
const IN_PARTS: &str = "A URL or a message, in its parts";

const IS_WITHIN: &str = "return document.documentElement.scrollWidth <= innerWidth";

/// A page on which this recording was dropped.
async fn dropped(text: &str) -> Page {
    let page = Page::open().await;
    page.run(DROP, vec![json!("recorded.har"), json!(text)]).await;
    page
}

/// At the sizes that pages and frames have: nothing wider than the window, and axe-core finds nothing.
async fn check_sizes(page: &Page, what: &str) {
    for (width, height) in [(1280, 720), (700, 500), (390, 844)] {
        page.resize(width, height).await;
        assert_eq!(page.run(IS_WITHIN, vec![]).await, true, "{what}, {width} px");
        accessibility::check(page, &format!("{what}, {width} × {height}")).await;
    }
    page.resize(1280, 900).await;
}

#[tokio::test]
async fn a_recording_is_shown_in_the_same_views_and_says_what_it_does_not_know() {
    let page = dropped(FIREFOX).await;
    page.see_in(".chips", "1 GET /").await;
    page.see_in(".recorded", "Recorded by Firefox 128.0").await;
    page.see_in(".recorded", "It holds secrets: Cookie × 1").await;
    page.see_in(".lane-heads", "Firefox 128.0").await;
    let inside = texts(&page, ".look-inside").await;
    assert_eq!(inside, [CHARTS, IN_PARTS], "there are no octets to look into");
    page.click("Skip to the answer").await;
    page.see_response("200").await;
    check_sizes(&page, "a recording").await;
    page.press_together(&['w']).await;
    page.see_in(".overview", "Fetches: 3").await;
    accessibility::check(&page, "the overview of a recording").await;
    page.client.refresh().await.expect("the page loads again");
    page.element(Role::Textbox, "URL").await;
    let read = page.run("return document.body.innerText", vec![]).await;
    assert!(!read.to_string().contains("Firefox 128.0"), "a link holds nothing of a recording");
    page.close().await;
}

#[tokio::test]
async fn what_is_sent_behind_a_recording_goes_to_a_fresh_world() {
    let page = dropped(CHROME).await;
    page.see_in(".recorded", "2 entries are left out").await;
    page.click("Send").await;
    page.see_in(".chips", "1 GET /users/42").await;
    assert_eq!(count(&page, ".recorded").await, 0);
    assert_eq!(count(&page, ".chip").await, 1);
    page.close().await;
}

#[tokio::test]
async fn a_bad_recording_is_refused_with_its_place_and_what_was_shown_stays() {
    let page = sent().await;
    let drop = |text: &str| vec![json!("bad.har"), json!(text)];
    page.run(DROP, drop("{\"log\": {\"entries\": [{\"request\": {\"method\": \"GET\"}}]}}")).await;
    page.see_in(".is-failure", "log.entries[0].request.url").await;
    page.see_in(".chips", "GET /users/42").await;
    accessibility::check(&page, "a recording that is refused").await;
    page.run(DROP, drop("{\"log\": {")).await;
    page.see_in(".is-failure", "ends too early").await;
    page.close().await;
}

/// Makes a recording of so many megabytes in the page, drops it, and counts how long the page did not
/// draw at the longest.
const DROP_LARGE: &str = "
    const [megabytes, done] = arguments, body = 'x'.repeat(20000);
    const entry = number => JSON.stringify({
        startedDateTime: new Date(1714564800000 + 5 * number).toISOString(), time: 5,
        request: { method: 'GET', url: `https://x.test/${number}`, headers: [] },
        response: { status: 200, content: { text: body, mimeType: 'text/plain' } },
        timings: { send: 0, wait: 4, receive: 1 },
    });
    const entries = Array.from({ length: megabytes * 50 }, (_, number) => entry(number));
    const text = `{\"log\": {\"entries\": [${entries.join()}]}}`;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'large.har'));
    let last = performance.now(), longest = 0;
    const start = last;
    const frame = now => {
        longest = Math.max(longest, now - last);
        last = now;
        const isHere = document.querySelector('.recorded');
        if (isHere || now - start > 60000)
            done([text.length / 1e6, !!isHere, longest, now - start]);
        else requestAnimationFrame(frame);
    };
    document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    requestAnimationFrame(frame);";

#[tokio::test]
async fn twenty_megabytes_open_while_the_page_goes_on_drawing() {
    let page = Page::open().await;
    let told = page.client.execute_async(DROP_LARGE, vec![json!(20)]).await;
    let told = told.expect("the script runs");
    let number = |place: usize| told[place].as_f64().unwrap_or_default();
    let (size, longest, all) = (number(0), number(2), number(3));
    println!("{size:.1} MB: opened in {all:.0} ms, drawn at least every {longest:.0} ms");
    assert_eq!(told[1], Value::from(true), "it is shown: {told}");
    assert!(size > 20.0);
    assert!(longest < 2000.0, "the page stands still for {longest:.0} ms");
    page.close().await;
}

#[tokio::test]
async fn the_call_goes_with_the_steps_and_its_stages_lead_to_them() {
    let page = sent().await;
    tab_to(&page, CALL).await;
    page.press(&[ENTER]).await;
    page.see_in(".lifecycle", "response = requests.get(url, headers=headers, timeout=30)").await;
    page.see_in(".lifecycle [aria-current=step]", "Open a connection").await;
    page.click("Skip to the answer").await;
    page.see_in(".lifecycle [aria-current=step]", "Read the answer").await;
    tab_to(&page, "Send the request").await;
    page.press(&[ENTER]).await;
    page.see_in(".lifecycle [aria-current=step]", "Send the request").await;
    page.see_in(".where", "Step 3 of").await;
    assert!(page.focus().await.starts_with("Send the request"), "the focus stays");
    page.press(&[END]).await;
    check_sizes(&page, "the call").await;
    page.close().await;
}

#[tokio::test]
async fn an_error_answer_fails_the_check_with_its_exception() {
    let page = Page::open().await;
    page.fill("URL", "http://api.example.com/users/99999").await;
    page.click("Send").await;
    page.see_in(".where", "Step 1 of").await;
    page.click(CALL).await;
    page.press(&[END]).await;
    page.see_in(".lifecycle .is-failed", "requests.exceptions.HTTPError: 404 Client Error").await;
    accessibility::check(&page, "a call that fails").await;
    page.close().await;
}

#[tokio::test]
async fn an_entry_of_the_charts_is_sent_and_the_trace_comes_back_to_it() {
    let page = sent().await;
    tab_to(&page, CHARTS).await;
    page.press(&[ENTER]).await;
    page.see_in(".explore [aria-current]", "GET").await;
    page.click("404 Not Found").await;
    page.see_in(".chips", "GET /users/99999").await;
    page.see_in(".explore .is-client-error [aria-current]", "404 Not Found").await;
    assert!(page.focus().await.starts_with("404 Not Found"), "the next one is at hand");
    page.click("POST twice").await;
    page.see_in(".chips", "2 POST /users").await;
    page.see_in(".explore .is-neither [aria-current]", "POST").await;
    check_sizes(&page, "the charts").await;
    page.close().await;
}
