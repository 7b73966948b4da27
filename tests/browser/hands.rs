//! Forced colours, more contrast, and fingers.

use crate::acts::sent;
use crate::dist::{Dist, Faults};
use crate::embed;
use crate::keys::{END, ESCAPE};
use crate::page::{Page, Role};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn forced_colours_leave_everything_that_is_pressed_or_read() {
    let page = sent().await;
    page.pretend("screen", &[("forced-colors", "active"), ("prefers-color-scheme", "dark")]).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let seen = "const style = (selector, part) => getComputedStyle(document.querySelector(selector), part);
        const ground = style('body').backgroundColor;
        return {
            send: style('.send').backgroundColor !== ground,
            slider: style('.scrubber input').forcedColorAdjust,
            method: style('.method select').color,
            lifeline: style('.lifeline').stroke !== ground && style('.lifeline').strokeOpacity === '1',
            level: style('.levels input:checked + span').backgroundColor !== ground,
        }";
    let expected = json!({
        "send": true, "slider": "none", "method": "rgba(0, 0, 0, 0)", "lifeline": true, "level": true,
    });
    assert_eq!(page.run(seen, vec![]).await, expected);
    page.close().await;
}

#[tokio::test]
async fn the_picture_of_a_real_request_keeps_its_lines_in_forced_colours() {
    let page = Page::open().await;
    crate::acts::choose(&page, "Real").await;
    page.see_in(".before", "").await;
    page.pretend("screen", &[("forced-colors", "active")]).await;
    page.run("document.querySelector('.fixtures button').click()", vec![]).await;
    page.click("Send").await;
    page.see_in(".real-steps", "Answer").await;
    let kept = "return [...document.querySelectorAll('.leg-wires, .leg-wires .wire')]
        .every(line => getComputedStyle(line).forcedColorAdjust === 'none')";
    assert_eq!(page.run(kept, vec![]).await, true);
    page.close().await;
}

#[tokio::test]
async fn whoever_wants_more_contrast_gets_it() {
    let page = sent().await;
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    // What is muted, in each part of the page, and the contrast that it has.
    let muted = "const numbers = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
        const light = colour => numbers(colour).map(c => c / 255)
            .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const ground = light(getComputedStyle(document.body).backgroundColor);
        return ['.where', '.composer .muted', '.lane-heads small', '.steps .number', '.response .meaning']
            .map(selector => light(getComputedStyle(document.querySelector(selector)).color))
            .map(text => (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05))";
    for scheme in ["light", "dark"] {
        let mut contrasts = Vec::new();
        for contrast in ["no-preference", "more"] {
            page.pretend(
                "screen",
                &[("prefers-contrast", contrast), ("prefers-color-scheme", scheme)],
            )
            .await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            let seen = page.run(muted, vec![]).await;
            let seen = seen.as_array().expect("a list").iter().filter_map(Value::as_f64);
            contrasts.push(seen.collect::<Vec<_>>());
        }
        let [usual, more] = &contrasts[..] else { panic!("two of them") };
        assert_eq!(more.len(), 5);
        assert!(more.iter().all(|more| *more > 9.0), "{scheme}: {more:?}");
        assert!(more.iter().zip(usual).all(|(more, usual)| more > usual), "{scheme}: {usual:?}");
    }
    page.close().await;
}

#[tokio::test]
async fn the_page_says_in_which_direction_it_is_written() {
    let page = Page::open().await;
    assert_eq!(page.run("return document.documentElement.dir", vec![]).await, "ltr");
    page.close().await;
}

#[tokio::test]
async fn fingers_find_everything_and_no_field_makes_a_phone_zoom() {
    let page = Page::open().await;
    for (width, height) in [(390, 844), (844, 390)] {
        page.resize_phone(width, height).await;
        page.client.refresh().await.expect("the page loads again");
        page.click("Send").await;
        page.see_step("Step 1 of 9").await;
        for fold in ["Edit request", "Change the world"] {
            page.click(fold).await;
            tokio::time::sleep(Duration::from_millis(400)).await;
            let small = "const shown = [...document.querySelectorAll('button, select, summary, .levels label, .mode label, .tick-box, .choice')]
                    .filter(found => found.checkVisibility({ visibilityProperty: true }))
                    .filter(found => !found.closest('.url-names, .method, .unseen'));
                return shown.filter(found => {
                    const area = found.getBoundingClientRect();
                    return area.height < 43.5 && area.width > 0;
                }).map(found => found.className + ' ' + found.textContent + ' '
                    + found.getBoundingClientRect().height)";
            assert_eq!(page.run(small, vec![]).await, json!([]), "{width} × {height}, {fold}");
            let fields = "return [...document.querySelectorAll('input[type=text], input[type=password], select, textarea')]
                .filter(field => field.checkVisibility())
                .filter(field => parseFloat(getComputedStyle(field).fontSize) < 16)
                .map(field => field.className + field.id)";
            assert_eq!(page.run(fields, vec![]).await, json!([]), "{width} × {height}, {fold}");
        }
    }
    page.close().await;
}

/// What is pressed and smaller than a finger, but for words within a sentence and octets within a text.
const SMALL: &str = "
    const pressed = 'button, a[href], select, summary, .levels label, .mode label, .tick-box, .choice';
    const isWithin = found => {
        const text = found.closest('p, li, dt, dd, td, th, h1, h2, h3, legend, .definition');
        return found.matches('.term, a, .link') && text
            && text.textContent.trim().length > found.textContent.trim().length;
    };
    return [...document.querySelectorAll(pressed)]
        .filter(found => found.checkVisibility({ visibilityProperty: true }))
        .filter(found => !found.closest('.unseen, .bytes') && !isWithin(found) && !found.matches('.method select'))
        .map(found => [found, found.getBoundingClientRect()])
        .filter(([, { width, height }]) => width > 0 && (width < 43.5 || height < 43.5))
        .map(([found, { width, height }]) => `${found.localName}.${found.className} ${found.textContent.trim().slice(0, 30)} ${width} × ${height}`)";

/// Sees that nothing is too small for a finger.
async fn see_nothing_small(page: &Page, what: &str) {
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(page.run(SMALL, vec![]).await, json!([]), "{what}");
}

#[tokio::test]
async fn whatever_is_pressed_is_as_high_and_as_wide_as_a_finger() {
    let page = Page::open().await;
    for (width, height) in [(390, 844), (1024, 768), (844, 390)] {
        let what = |what: &str| format!("{what} at {width} × {height}");
        page.resize_phone(width, height).await;
        // What was sent before is forgotten.
        page.run("history.replaceState(null, '', location.pathname)", vec![]).await;
        page.client.refresh().await.expect("the page loads again");
        page.element(Role::Button, "Send").await;
        see_nothing_small(&page, &what("the first screen")).await;
        page.click("Send").await;
        page.see_step("Step 1 of 9").await;
        page.click("Skip to the answer").await;
        see_nothing_small(&page, &what("an answer")).await;
        page.click("Look inside").await;
        page.see_in("#inspect-panel", "Status line").await;
        for tab in ["Bytes", "Why", "Fields"] {
            page.click(tab).await;
            see_nothing_small(&page, &what(tab)).await;
        }
        page.press(&[END]).await;
        see_nothing_small(&page, &what("the end")).await;
        for opens in ["Examples", "Share", "Menu", "Glossary"] {
            page.click(opens).await;
            see_nothing_small(&page, &what(opens)).await;
            page.press(&[ESCAPE]).await;
        }
    }
    page.close().await;
}

#[tokio::test]
async fn in_an_embed_too_whatever_is_pressed_is_as_large_as_a_finger() {
    let page = Page::blank().await;
    let url = Dist::serve(Faults::none()).url + "embed.html#v=1&example=get";
    for (width, height) in [(390, 500), (700, 500)] {
        page.resize_phone(width, height).await;
        page.client.goto(&url).await.expect("the page loads");
        page.client.refresh().await.expect("the page loads");
        see_nothing_small(&page, "the poster").await;
        embed::start(&page).await;
        embed::see_step(&page, "Step 1 of 9").await;
        see_nothing_small(&page, &format!("an embed at {width}")).await;
    }
    page.close().await;
}
