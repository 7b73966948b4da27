//! Two fetches beside each other, and all of them on one clock.

use crate::accessibility;
use crate::acts::{count, sent, texts};
use crate::embed::{embedded, press, start, until};
use crate::keys::{DOWN, END, ENTER, ESCAPE, HOME, PAGE_DOWN, RIGHT};
use crate::page::Page;
use fantoccini::Locator;
use serde_json::json;

/// The default exchange beside a change of it.
async fn compared() -> Page {
    let page = sent().await;
    page.press_together(&['m']).await;
    page.see_in(".compare", "Compare").await;
    page.see_in(".compare-differences li", "A ").await;
    page
}

async fn row(page: &Page) -> String {
    texts(page, ".compare-controls .position b").await.concat()
}

async fn see_none(page: &Page, selector: &str) {
    for _ in 0..40 {
        if count(page, selector).await == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{selector} is still there");
}

async fn ask(page: &Page, script: &str) -> serde_json::Value {
    tokio::time::sleep(std::time::Duration::from_millis(350)).await;
    page.run(script, vec![]).await
}

#[tokio::test]
async fn a_change_stands_beside_what_was_sent_and_what_differs_is_said() {
    let page = compared().await;
    page.see_in(".compare-differences", "Round trips, one after another: A 3, B 4").await;
    assert!(count(&page, ".compare .difference").await > 0, "differences are marked");
    let signs = texts(&page, ".compare .difference-sign").await;
    assert!(signs.iter().all(|sign| !sign.is_empty()), "each mark has a sign: {signs:?}");
    let heights = "
        const tops = side => [...document.querySelectorAll(`.compare-side:nth-child(${side}) .arrow .line`)]
            .map(line => Number(line.getAttribute('y1')));
        const [first, second] = [tops(1), tops(2)];
        return second.filter(y => first.includes(y)).length >= 6;";
    assert_eq!(ask(&page, heights).await, json!(true), "what belongs together has one height");
    page.close().await;
}

#[tokio::test]
async fn one_slider_and_the_keys_move_both_sides() {
    let page = compared().await;
    page.press(&[RIGHT]).await;
    page.press(&[RIGHT]).await;
    assert_eq!(row(&page).await, "3");
    let places = texts(&page, ".compare-place").await;
    assert!(places.iter().all(|place| place.starts_with("Step 3 ")), "{places:?}");
    page.press(&[END]).await;
    let places = texts(&page, ".compare-place").await;
    assert!(places.iter().all(|place| place.contains("client")), "{places:?}");
    page.press(&[HOME]).await;
    assert_eq!(row(&page).await, "1");
    // A step that is pressed on one side leads both.
    page.run("document.querySelectorAll('.compare-side:nth-child(2) .arrow')[3].dispatchEvent(new MouseEvent('click', { bubbles: true }))", vec![]).await;
    let now = ask(&page, "return document.querySelector('.compare-controls input').value").await;
    assert_ne!(now, json!("0"));
    page.press(&[ESCAPE]).await;
    see_none(&page, ".compare").await;
    page.close().await;
}

#[tokio::test]
async fn to_scale_both_sides_stand_on_one_ruler() {
    let page = compared().await;
    page.press_together(&['y']).await;
    until(&page, "return document.querySelectorAll('.compare .ruler').length", |count| {
        *count == json!(2)
    })
    .await;
    let are_same = "
        const ticks = side => [...document.querySelectorAll(`.compare-side:nth-child(${side}) .ruler-tick`)]
            .map(tick => tick.textContent + '@' + tick.getAttribute('y')).join();
        return ticks(1) !== '' && ticks(1) === ticks(2);";
    assert_eq!(ask(&page, are_same).await, json!(true), "one instant has one height");
    accessibility::check(&page, "comparing to scale").await;
    page.click("Time to scale").await;
    see_none(&page, ".compare .ruler").await;
    page.close().await;
}

#[tokio::test]
async fn what_is_compared_is_in_the_link() {
    let page = compared().await;
    page.press(&[RIGHT]).await;
    page.press(&[RIGHT]).await;
    let said = texts(&page, ".compare-differences li").await;
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    page.client.refresh().await.expect("a page can be loaded again");
    page.see_in(".compare-differences", "Round trips").await;
    assert_eq!(texts(&page, ".compare-differences li").await, said);
    assert_eq!(row(&page).await, "3");
    page.close().await;
}

#[tokio::test]
async fn comparing_is_accessible_on_any_screen() {
    let page = compared().await;
    for (width, height) in [(1280, 720), (700, 500), (390, 844)] {
        page.resize(width, height).await;
        let shown = ask(&page, "
            const box = selector => document.querySelector(selector).getBoundingClientRect();
            const stages = [...document.querySelectorAll('.compare-stage')].map(one => one.getBoundingClientRect());
            const fits = box('.compare-controls').bottom <= innerHeight + 1
                && document.documentElement.scrollWidth <= innerWidth;
            return fits && stages.every(stage => stage.height >= 60 && stage.width > 150);").await;
        assert_eq!(shown, json!(true), "{width} × {height}");
        accessibility::check(&page, "comparing").await;
    }
    page.close().await;
}

async fn overview_of_a_page() -> Page {
    let page = sent().await;
    page.click("Examples").await;
    page.click("A page over HTTP/1.1").await;
    page.see_in(".chips", "GET /page/style.css").await;
    page.run("document.activeElement.blur()", vec![]).await;
    page.press_together(&['w']).await;
    page
}

#[tokio::test]
async fn all_fetches_of_a_page_stand_on_one_clock_and_one_is_opened() {
    let page = overview_of_a_page().await;
    page.see_in(".overview", "connections: 6").await;
    accessibility::check(&page, "the overview").await;
    let rows = count(&page, ".bar-row").await;
    assert!(rows >= 6, "a row each: {rows}");
    for (key, row) in [(HOME, 0), (DOWN, 1), (DOWN, 2)] {
        page.press(&[key]).await;
        // The focus comes with the next frame, which a busy machine draws late.
        let focused =
            "return [...document.querySelectorAll('.bar-row')].indexOf(document.activeElement)";
        for _ in 0..20 {
            if ask(&page, focused).await == json!(row) {
                break;
            }
        }
        assert_eq!(ask(&page, focused).await, json!(row), "the focus goes along");
    }
    // What is lit in the bars is lit in the lanes, and the other way round.
    page.see_in(".band.is-lit", "3").await;
    let hover = "document.querySelector('.band[data-row=\"4\"]').dispatchEvent(new PointerEvent('pointerenter'))";
    page.run(hover, vec![]).await;
    page.see_in(".bar-row.is-lit", "5 GET").await;
    let arrows = "return document.querySelectorAll('.of-fetch.is-lit .arrow').length > 0
        && document.querySelectorAll('.of-fetch.is-dim').length > 0";
    assert_eq!(ask(&page, arrows).await, json!(true), "so are its arrows, and others are not");
    page.press(&[ENTER]).await;
    see_none(&page, ".overview").await;
    page.see_in(".chip[aria-current]", "3 GET").await;
    page.close().await;
}

#[tokio::test]
async fn the_overview_is_in_the_link_with_the_fetch_in_the_light() {
    let page = overview_of_a_page().await;
    page.see_in(".band.is-lit", "1").await;
    for key in [DOWN, DOWN, DOWN] {
        page.press(&[key]).await;
    }
    page.see_in(".band.is-lit", "4").await;
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    page.client.refresh().await.expect("a page can be loaded again");
    page.see_in(".overview", "connections: 6").await;
    page.see_in(".band.is-lit", "4").await;
    page.see_in(".bar-row.is-lit", "4 GET").await;
    // Each fetch has its band, however many are under way at once; what is wider scrolls.
    page.resize(700, 500).await;
    if count(&page, ".overview-lanes").await == 0 {
        page.click("Lanes").await;
    }
    page.see_in(".band", "1").await;
    let shown = ask(
        &page,
        "
        const lanes = document.querySelector('.overview-lanes');
        lanes.scrollTo(lanes.scrollWidth, 0);
        const inside = lanes.getBoundingClientRect();
        const svg = lanes.querySelector('svg.diagram').getBoundingClientRect();
        return svg.right <= inside.right + 1 && svg.width > inside.width * 0.6
            && document.documentElement.scrollWidth <= innerWidth",
    )
    .await;
    assert_eq!(shown, json!(true));
    page.press(&[ESCAPE]).await;
    see_none(&page, ".overview").await;
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    page.client.refresh().await.expect("a page can be loaded again");
    page.see_in(".chips", "GET /page/style.css").await;
    see_none(&page, ".overview").await;
    page.close().await;
}

/// Names of the controls around the lanes that lie over each other.
const OVERLAPS: &str = "
    const shown = [...document.querySelectorAll('header button, .composer button, .composer summary, .controls button')]
        .filter(control => control.checkVisibility() && control.getClientRects().length && !control.closest('[popover], .chips'))
        .map(control => [control.textContent, control.getBoundingClientRect()]);
    return shown.flatMap(([first, a], at) => shown.slice(at + 1).flatMap(([second, b]) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1
            ? [`${first} / ${second}`] : []));";

/// Opens the comparison as a finger would: beside what was sent, else in the menu.
const OPEN: &str = "
    const beside = document.querySelector('.history > .compare-open');
    if (beside.checkVisibility()) { beside.click(); return 'beside'; }
    document.querySelector('.menu-button').click();
    const offered = [...document.querySelectorAll('.of-what-was-sent button')];
    offered.find(button => button.textContent === 'Compare').click();
    return 'menu';";

#[tokio::test]
async fn comparing_is_reached_at_every_size_and_no_control_lies_over_another() {
    let page = sent().await;
    page.click("Menu").await;
    page.see_in(".of-what-was-sent", "Compare").await;
    page.press(&[ESCAPE]).await;
    for (width, height, place) in [
        (1440, 900, "beside"),
        (1280, 720, "beside"),
        (700, 500, "menu"),
        (600, 400, "menu"),
        (390, 844, "menu"),
        (320, 568, "menu"),
    ] {
        page.resize(width, height).await;
        assert_eq!(ask(&page, OVERLAPS).await, json!([]), "{width} × {height}");
        assert_eq!(ask(&page, OPEN).await, json!(place), "{width} × {height}");
        page.see_in(".compare", "Compare").await;
        page.press(&[ESCAPE]).await;
        see_none(&page, ".compare").await;
        let focused = ask(&page, "return document.activeElement.tagName").await;
        assert_ne!(focused, json!("BODY"), "{width} × {height}: the focus is somewhere");
    }
    page.close().await;
}

#[tokio::test]
async fn the_keys_go_on_after_a_choice_and_a_room_shows_the_same() {
    let page = compared().await;
    let select = page.client.find(Locator::Css("#compare-b")).await.expect("it is there");
    select.click().await.expect("it can be pressed");
    page.press(&[DOWN]).await;
    page.press(&[ENTER]).await;
    until(&page, "return document.activeElement?.tagName", |tag| *tag != json!("BODY")).await;
    let before = row(&page).await;
    page.press(&[PAGE_DOWN]).await;
    until(
        &page,
        "return document.querySelector('.compare-controls .position b').textContent",
        |row| *row != json!(before),
    )
    .await;
    let chosen = "return document.querySelector('#compare-b').selectedOptions[0].textContent";
    let name = page.run(chosen, vec![]).await;
    page.press(&['P']).await;
    page.see_in(".compare.is-large", "Compare").await;
    assert_eq!(page.run(chosen, vec![]).await, name, "what was chosen stays");
    page.press(&['P']).await;
    see_none(&page, ".compare.is-large").await;
    assert_eq!(count(&page, ".compare").await, 1);
    page.close().await;
}

#[tokio::test]
async fn in_an_embed_time_is_to_scale_as_well() {
    let page = embedded("example=get&step=9", 900, 600).await;
    start(&page).await;
    press(&page, ".more").await;
    press(&page, ".compare-open").await;
    page.see_in(".compare-differences li", "A ").await;
    page.press(&['y']).await;
    until(&page, "return document.querySelectorAll('.compare .ruler').length", |count| {
        count.as_u64().is_some_and(|count| count > 0)
    })
    .await;
    page.close().await;
}
