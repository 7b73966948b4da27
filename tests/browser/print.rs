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

const SHOWN: &str = "return [...document.querySelectorAll(arguments[0])]
    .filter(found => found.checkVisibility()).length";

#[tokio::test]
async fn a_sheet_has_every_step_and_each_head_over_its_line() {
    let page = sent().await;
    for (level, n_steps) in [("Story", 9), ("+ Packets", 0)] {
        choose(&page, level).await;
        print(&page).await;
        let apart = "const middle = found => { const area = found.getBoundingClientRect();
                return area.left + area.width / 2; };
            const heads = [...document.querySelectorAll('.sheet thead .lane-title')].map(middle);
            const bands = [...document.querySelectorAll('.sheet tbody svg')];
            return bands.flatMap(band => [...band.querySelectorAll('.lifeline')]
                .map((line, lane) => Math.abs(middle(line) - heads[lane])))
                .filter(distance => distance > 1.5)";
        assert_eq!(page.run(apart, vec![]).await, json!([]), "{level}");
        let listed = count(&page, ".sheet ol li").await;
        let drawn = count(&page, ".sheet :is(.arrow, .note)").await;
        assert_eq!(listed, drawn, "{level}");
        assert!(n_steps == 0 || listed == n_steps, "{level}: {listed}");
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
