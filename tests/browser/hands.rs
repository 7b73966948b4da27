//! Forced colours, more contrast, and fingers.

use crate::acts::sent;
use crate::page::Page;
use serde_json::json;
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
    let muted = "return getComputedStyle(document.querySelector('.where')).color";
    page.pretend("screen", &[("prefers-color-scheme", "light")]).await;
    let usual = page.run(muted, vec![]).await;
    let more = [("prefers-contrast", "more"), ("prefers-color-scheme", "light")];
    page.pretend("screen", &more).await;
    assert_eq!(page.run(muted, vec![]).await, "rgb(48, 53, 60)");
    assert_ne!(usual, "rgb(48, 53, 60)");
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
