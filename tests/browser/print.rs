//! What comes out of the printer.

use crate::acts::{choose, count, sent};
use crate::keys::ESCAPE;
use crate::page::Page;
use serde_json::json;
use std::time::Duration;

/// The page as it is printed, from a dark screen.
async fn print(page: &Page) {
    page.resize(720, 1000).await;
    page.pretend("print", &[("prefers-color-scheme", "dark")]).await;
    page.run("dispatchEvent(new Event('beforeprint'))", vec![]).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
}

#[tokio::test]
async fn a_sheet_is_there_before_the_browser_looks_and_goes_afterwards() {
    let page = sent().await;
    // Firefox lets nothing that waits have its turn before it prints.
    let print = "dispatchEvent(new Event('beforeprint'));
        const printed = document.querySelectorAll('.app > .sheet .frame').length;
        dispatchEvent(new Event('afterprint'));
        return [printed, document.querySelectorAll('.sheet').length]";
    for _ in 0..2 {
        assert_eq!(page.run(print, vec![]).await, json!([9, 0]));
    }
    page.close().await;
}

const SHOWN: &str = "return [...document.querySelectorAll(arguments[0])]
    .filter(found => found.checkVisibility()).length";

#[tokio::test]
async fn a_sheet_has_a_frame_for_each_step_and_each_head_over_its_line() {
    let page = sent().await;
    for (level, n_steps) in [("Story", 9), ("+ Packets", 0)] {
        choose(&page, level).await;
        print(&page).await;
        let apart = "const middle = found => { const area = found.getBoundingClientRect();
                return area.left + area.width / 2; };
            return [...document.querySelectorAll('.sheet .frame')].flatMap(frame => {
                const heads = [...frame.querySelectorAll('.lane-title')].map(middle);
                return [...frame.querySelectorAll('.lifeline')]
                    .map((line, lane) => Math.abs(middle(line) - heads[lane]));
            }).filter(distance => !(distance <= 1.5))";
        assert_eq!(page.run(apart, vec![]).await, json!([]), "{level}");
        let n_frames = count(&page, ".sheet .frame").await;
        assert!(n_steps == 0 || n_frames == n_steps, "{level}: {n_frames}");
        assert_eq!(count(&page, ".sheet .frame .is-now").await, n_frames, "each has its own step");
        // Two stand on a sheet of A4 or Letter, and none is broken.
        let too_high = "return [...document.querySelectorAll('.sheet .frame')]
            .filter(frame => frame.offsetHeight > 470
                || getComputedStyle(frame).breakInside !== 'avoid').length";
        assert_eq!(page.run(too_high, vec![]).await, 0, "{level}");
        for control in ["button", "input", ".masthead", ".controls"] {
            let shown = page.run(SHOWN, vec![json!(control)]).await;
            assert_eq!(shown, 0, "{control} is printed");
        }
        let cut = "return document.documentElement.scrollWidth - innerWidth";
        assert!(page.run(cut, vec![]).await.as_i64() <= Some(0));
        let ground = "return getComputedStyle(document.querySelector('.sheet h1')).color";
        assert_eq!(page.run(ground, vec![]).await, "rgb(22, 24, 27)", "dark on white");
        page.see_in(".sheet", "Alice").await;
        page.run("dispatchEvent(new Event('afterprint'))", vec![]).await;
        page.pretend("screen", &[]).await;
        page.resize(1440, 900).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(count(&page, ".sheet").await, 0, "the sheet goes");
    }
    page.close().await;
}

#[tokio::test]
async fn the_glossary_is_printed_with_all_its_words() {
    let page = Page::open().await;
    page.run("location.hash = '#glossary'", vec![]).await;
    page.see_in("#glossary-title", "Glossary").await;
    print(&page).await;
    let hidden = "const dialog = document.querySelector('.glossary'), list = dialog.querySelector('dl');
        const area = dialog.getBoundingClientRect();
        return [list.scrollHeight - list.clientHeight,
            [...list.querySelectorAll('dt')].filter(term => term.getBoundingClientRect().bottom > area.bottom).length]";
    assert_eq!(page.run(hidden, vec![]).await, json!([0, 0]));
    page.press(&[ESCAPE]).await;
    page.close().await;
}
