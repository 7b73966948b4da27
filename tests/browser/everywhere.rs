//! What matters most, in every engine: compose, send, step, look inside by mouse and touch, links,
//! keys, hostile text, and nothing wider than the window.

use crate::acts::choose;
use crate::dist::Faults;
use crate::elsewhere::{Elsewhere, Reply, octets};
use crate::keys::{END, ENTER, LEFT, RIGHT, TAB};
use crate::page::{Page, Role};
use fantoccini::Locator;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, PointerAction, TouchActions};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_request_is_composed_sent_and_stepped_through() {
    let page = Page::open().await;
    page.choose_method("POST").await;
    page.fill("URL", "http://api.example.com/users").await;
    page.click("Edit request").await;
    choose(&page, "JSON").await;
    let field = page.client.find(Locator::Css(".composer textarea")).await;
    let field = field.expect("there is a field for the body");
    let scroll = "document.querySelector('.composer textarea').scrollIntoView({ block: 'center' })";
    page.run(scroll, vec![]).await;
    field.clear().await.expect("it can be cleared");
    field.send_keys("{\"name\": \"Zoë\"}").await.expect("it can be typed into");
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    for step in 2..=9 {
        page.click("Next step").await;
        page.see_step(&format!("Step {step} of 9")).await;
    }
    page.see_response("201 Created").await;
    page.see_response("Zoë").await;
    page.click("Back").await;
    page.see_step("Step 8 of 9").await;
    page.close().await;
}

/// Waits until an element that `selector` finds says that it is open, or closed.
async fn see_open(page: &Page, selector: &str, is_open: bool) {
    let script = "return document.querySelector(arguments[0])?.getAttribute('aria-expanded')";
    for _ in 0..200 {
        if page.run(script, vec![json!(selector)]).await == json!(is_open.to_string()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{selector} does not become {}", if is_open { "open" } else { "closed" });
}

/// A row of the fields that has others within it.
const ROW: &str = ".tree [role=treeitem][aria-expanded]";

#[tokio::test]
async fn one_looks_inside_by_mouse_and_by_touch() {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.click("Next step").await;
    page.click("Next step").await;
    page.click("Look inside").await;
    page.see_in("#inspect-panel", "Request line").await;
    let was_open = page.run(
        "return document.querySelector(arguments[0]).getAttribute('aria-expanded')",
        vec![json!(ROW)],
    );
    let was_open = was_open.await == json!("true");
    let name = format!("{ROW} .name");
    let scroll = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })";
    page.run(scroll, vec![json!(name)]).await;
    let row = page.client.find(Locator::Css(&name)).await.expect("there is a row");
    row.click().await.expect("it can be clicked");
    see_open(&page, ROW, !was_open).await;
    let row = page.client.find(Locator::Css(&name)).await.expect("it is still there");
    let touch = TouchActions::new("finger".to_owned())
        .then(PointerAction::MoveToElement { element: row, duration: None, x: 0.0, y: 0.0 })
        .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
        .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
    page.client.perform_actions(touch).await.expect("it can be tapped");
    see_open(&page, ROW, was_open).await;
    page.click("Bytes").await;
    page.see_in(".bytes", "47 45 54").await;
    page.click("Why").await;
    assert!(page.text_of("#inspect-panel").await.len() > 40, "a reason is given");
    page.see_step("Step 3 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn a_reload_and_back_come_to_what_was_shown() {
    let page = Page::open().await;
    page.fill("URL", "http://api.example.com/users/7").await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.click("Next step").await;
    page.see_step("Step 2 of 9").await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    page.client.refresh().await.expect("the page loads again");
    page.see_step("Step 2 of 9").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/7");
    page.fill("URL", "http://api.example.com/users/8").await;
    page.click("Send").await;
    page.see_in(".chips", "2 GET /users/8").await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    page.client.back().await.expect("there is a way back");
    page.see_step("Step 2 of 9").await;
    assert!(!page.text_of(".chips").await.contains("/users/8"), "the second is not sent yet");
    page.close().await;
}

#[tokio::test]
async fn a_request_is_sent_and_read_by_keys_alone() {
    let page = Page::open().await;
    let focus = "document.querySelector('[aria-label=URL]').focus()";
    page.run(focus, vec![]).await;
    page.press(&[END, '7', ENTER]).await;
    page.see_step("Step 1 of 9").await;
    page.run("document.activeElement.blur()", vec![]).await;
    page.press(&[RIGHT]).await;
    page.see_step("Step 2 of 9").await;
    page.press(&[END]).await;
    page.see_step("Step 9 of 9").await;
    page.see_response("404 Not Found").await;
    page.press(&[LEFT]).await;
    page.see_step("Step 8 of 9").await;
    let stops = "return document.activeElement === document.body";
    page.press(&[TAB]).await;
    assert_eq!(page.run(stops, vec![]).await, json!(false), "Tab leads somewhere");
    page.close().await;
}

#[tokio::test]
async fn hostile_text_is_text_and_a_hostile_page_loads_nothing() {
    let bait = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[], b"bait")));
    let markup = format!(
        "<script>top.pwned=1</script><img src=x onerror=top.pwned=1><svg onload=top.pwned=1>\
         <img src={0}i><link rel=stylesheet href={0}c><iframe src={0}f></iframe>\
         <iframe src='javascript:top.pwned=1'></iframe><object data={0}o></object>\
         <p>the rest of it</p>",
        bait.url
    );
    let body = markup.clone();
    let server = Elsewhere::serve(move |_, _| {
        let fields = ["Access-Control-Allow-Origin: *", "Content-Type: text/html"];
        Reply::Octets(octets("200 OK", &fields, body.as_bytes()))
    });
    let page = Page::open().await;
    page.fill("URL", &format!("http://api.example.com/{markup}?{markup}")).await;
    page.click("Send").await;
    page.see_step("Step 1 of 6").await;
    page.click("Skip to the answer").await;
    page.see_response("404 Not Found").await;
    choose(&page, "Real").await;
    page.fill("URL", &server.url).await;
    page.click("Send for real").await;
    page.see_in(".is-real-part .content", "<script>top.pwned=1</script>").await;
    page.click("Page").await;
    page.element(Role::Button, "Raw").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(page.run("return window.pwned ?? null", vec![]).await, Value::Null);
    assert!(bait.asked().is_empty(), "{:?}", bait.asked());
    page.close().await;
}

/// Opens the page in a frame of some width, which every engine can make as narrow as a phone, sends
/// and goes on, and tells what is wider than the frame.
const LAYOUT: &str = "
    const [width, size, done] = arguments;
    localStorage.setItem('roundtrip.settings', size);
    const frame = document.createElement('iframe');
    frame.style.cssText = `position:absolute;inset:0 auto auto 0;border:0;width:${width}px;height:800px`;
    frame.src = new URL('../', location.href);
    document.body.replaceChildren(frame);
    const started = Date.now();
    const when = (holds, then) => {
        let found = null;
        try { found = holds(frame.contentDocument); } catch {}
        if (found) setTimeout(() => then(found), 150);
        else if (Date.now() - started > 25000) done(['it does not come: ' + holds]);
        else setTimeout(() => when(holds, then), 50);
    };
    const wide = [];
    const look = what => {
        const inner = frame.contentWindow.innerWidth;
        for (const element of [frame.contentDocument.documentElement,
                frame.contentDocument.querySelector('.main'), frame.contentDocument.querySelector('.steps')]) {
            // Enlarged, a part of the page may be off by what a pixel is rounded by.
            const most = element?.clientWidth + (element === frame.contentDocument.documentElement ? 0 : 1);
            if (!element || element.scrollWidth <= most) continue;
            const edge = element.getBoundingClientRect().right;
            const past = [...element.querySelectorAll('*')].filter(inside =>
                inside.getBoundingClientRect().right > edge + 1).slice(0, 4)
                .map(inside => inside.tagName + '.' + inside.className);
            wide.push(`${what}: ${element.tagName}.${element.className} ${element.scrollWidth}` +
                ` of ${element.clientWidth} in ${inner}: ${past}`);
        }
    };
    const send = page => [...page.querySelectorAll('button')]
        .find(button => button.textContent.trim().startsWith('Send'));
    when(page => !page.querySelector('#shell') && page.querySelector('.composer') && send(page), button => {
        look('first');
        button.click();
        when(page => page.querySelector('.steps [data-says-step]'), () => {
            look('sent');
            for (const fold of frame.contentDocument.querySelectorAll('details')) fold.open = true;
            setTimeout(() => { look('unfolded'); done(wide); }, 300);
        });
    });";

#[tokio::test]
async fn nothing_is_wider_than_the_window() {
    let page = Page::load(Faults::none()).await;
    let base = page.client.current_url().await.expect("the page has a URL");
    let inside = base.join("demo/page.html").expect("a good path");
    page.client.goto(inside.as_str()).await.expect("it loads");
    let mut wide = Vec::new();
    for size in ["", "large", "larger"] {
        for width in [320, 390, 447, 768, 1024, 1280, 1440] {
            let found = page.client.execute_async(LAYOUT, vec![json!(width), json!(size)]).await;
            let found = found.unwrap_or_else(|error| panic!("{size} {width}: {error}"));
            let found = found.as_array().cloned().unwrap_or_default();
            wide.extend(found.iter().map(|one| format!("{size} {width}: {one}")));
        }
    }
    assert!(wide.is_empty(), "{}", wide.join("\n"));
    page.close().await;
}

#[tokio::test]
async fn words_that_are_explained_are_underlined_with_dots() {
    let page = Page::open().await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    let lines = "return [...document.querySelectorAll('.term')].filter(term => term.checkVisibility()).map(term => {
        const style = getComputedStyle(term);
        return [style.textDecorationLine, style.textDecorationStyle].join(' ');
    })";
    let lines = page.run(lines, vec![]).await;
    let lines = lines.as_array().expect("a list");
    assert!(lines.len() > 2, "words are explained: {lines:?}");
    assert!(lines.iter().all(|line| line == "underline dotted"), "{lines:?}");
    page.close().await;
}
