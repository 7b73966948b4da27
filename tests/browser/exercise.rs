//! Exercises on the exchange at hand: each kind by keyboard alone, on any screen, for every eye.

use crate::accessibility;
use crate::acts::{count, sent, texts};
use crate::keys::{CONTROL, DOWN, END, ENTER, ESCAPE, RIGHT, SPACE, TAB, UP};
use crate::page::Page;
use serde_json::json;
use std::time::Duration;

/// Exercises on the default exchange; the first kind asks what comes next.
async fn opened() -> Page {
    let page = sent().await;
    open(&page).await;
    page
}

async fn open(page: &Page) {
    page.run("document.activeElement.blur()", vec![]).await;
    page.press_together(&['\u{E008}', 'E']).await;
    page.see_in(".exercises", "Exercises").await;
    page.see_in(".exercise-question", "?").await;
}

/// Waits until something is there.
async fn see(page: &Page, selector: &str) {
    for _ in 0..60 {
        if count(page, selector).await > 0 {
            return;
        }
        rest(100).await;
    }
    panic!("{selector} does not come");
}

async fn rest(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

/// Whether what has the focus is this.
async fn is_at(page: &Page, selector: &str) -> bool {
    let script = "return document.activeElement.matches(arguments[0])";
    page.run(script, vec![json!(selector)]).await == json!(true)
}

/// Goes on by Tab until the focus is there.
async fn tab_to(page: &Page, selector: &str) {
    for _ in 0..80 {
        if is_at(page, selector).await {
            return;
        }
        page.press(&[TAB]).await;
    }
    panic!("Tab never comes to {selector}");
}

/// Chooses another kind by its place in the list, counted from that which is chosen.
async fn choose_kind(page: &Page, steps_on: usize, question: &str) {
    tab_to(page, ".exercise-kinds input").await;
    for _ in 0..steps_on {
        page.press(&[RIGHT]).await;
        rest(150).await;
    }
    page.see_in(".exercise-question", question).await;
}

async fn number_of(page: &Page, selector: &str) -> u64 {
    rest(300).await;
    count(page, selector).await
}

#[tokio::test]
async fn what_comes_next_is_chosen_by_number_and_comes_in() {
    let page = opened().await;
    let before = number_of(&page, ".exercise-stage ol li").await;
    let options = count(&page, ".option").await;
    assert!((3..=4).contains(&options), "{options} options");
    assert_eq!(count(&page, ".option.is-right").await, 0, "nothing is told before");
    page.press(&['1']).await;
    page.see_in(".exercise-options", "your prediction").await;
    page.see_in(".option.is-right", "what happened").await;
    assert_eq!(count(&page, ".option.is-right").await, 1);
    assert_eq!(number_of(&page, ".exercise-stage ol li").await, before + 1, "the step came in");
    page.see_in(".exercise-why", "RFC").await;
    // A second number changes nothing any more.
    let said = texts(&page, ".option").await;
    page.press(&['2']).await;
    assert_eq!(texts(&page, ".option").await, said);
    page.press(&[DOWN]).await;
    assert!(is_at(&page, ".option").await, "arrow keys go through the options");
    page.press(&[ESCAPE]).await;
    rest(300).await;
    assert_eq!(count(&page, ".exercises").await, 0);
    page.close().await;
}

#[tokio::test]
async fn nothing_of_what_comes_is_on_the_page_before_the_answer() {
    let page = opened().await;
    for _ in 0..6 {
        let shown = number_of(&page, ".exercise-stage ol li").await;
        let drawn = count(&page, ".exercise-stage .arrow, .exercise-stage .note").await;
        assert_eq!(drawn, shown, "what is drawn is what is said");
        page.press(&['1']).await;
        page.see_in(".exercise-options", "what happened").await;
        page.click("Ask me another").await;
        rest(400).await;
    }
    page.close().await;
}

#[tokio::test]
async fn what_is_asked_for_is_pointed_at_with_tab_arrow_keys_and_enter() {
    let page = opened().await;
    choose_kind(&page, 1, "").await;
    for _ in 0..4 {
        tab_to(&page, ".spot").await;
        page.press(&[DOWN]).await;
        assert!(is_at(&page, ".spot").await);
        let names = "return [...document.querySelectorAll('.spot')].every(one => one.ariaLabel)";
        assert_eq!(page.run(names, vec![]).await, json!(true), "each spot has a name");
        page.press(&[ENTER]).await;
        page.see_in(".exercise-verdict", ".").await;
        assert!(count(&page, ".spot.is-right").await >= 1, "what is right is shown");
        tab_to(&page, ".exercise-acts:last-of-type button:last-child").await;
        page.press(&[ENTER]).await;
        rest(400).await;
    }
    page.close().await;
}

#[tokio::test]
async fn a_field_is_filled_in_at_its_place_and_what_was_written_stays() {
    let page = opened().await;
    choose_kind(&page, 2, "say here").await;
    tab_to(&page, ".exercise-blank").await;
    page.press(&['z', 'z', ENTER]).await;
    page.see_in(".exercise-verdict", "Not quite.").await;
    assert_eq!(count(&page, ".exercise-truth").await, 0, "a wrong answer shows nothing yet");
    tab_to(&page, ".exercise-acts button").await;
    page.press(&[ENTER]).await;
    page.see_in(".exercise-truth", "✓").await;
    let written = "return document.querySelector('.exercise-blank').value";
    assert_eq!(page.run(written, vec![]).await, json!("zz"), "the prediction stays beside it");
    let truth = page.text_of(".exercise-truth span").await;
    tab_to(&page, ".exercise-acts button").await;
    page.press(&[ENTER]).await;
    rest(300).await;
    assert_eq!(count(&page, ".exercise-truth").await, 0);
    tab_to(&page, ".exercise-blank").await;
    page.press_together(&[CONTROL, 'a']).await;
    page.press(&truth.chars().collect::<Vec<_>>()).await;
    page.press(&[ENTER]).await;
    page.see_in(".exercise-verdict", "Right.").await;
    page.see_in(".exercise-said", "Your first prediction: zz").await;
    page.close().await;
}

#[tokio::test]
async fn cards_are_put_in_order_with_arrow_keys_and_space() {
    let page = opened().await;
    choose_kind(&page, 3, "order").await;
    tab_to(&page, ".exercise-card").await;
    let cards = count(&page, ".exercise-card").await;
    for placed in 0..cards {
        // The last of all cards waits, as long as any does.
        page.press(&[END, SPACE]).await;
        rest(150).await;
        assert_eq!(count(&page, ".exercise-place .exercise-card").await, placed + 1);
    }
    assert!(is_at(&page, ".exercise-place .exercise-card").await, "the focus goes along");
    let order = texts(&page, ".exercise-places .exercise-card").await;
    page.press(&[SPACE]).await;
    see(&page, ".exercise-card.is-held").await;
    page.press(&[UP, SPACE]).await;
    rest(200).await;
    let moved = texts(&page, ".exercise-places .exercise-card").await;
    assert_ne!(moved, order, "the arrow key moved the card");
    tab_to(&page, ".exercise-order .send").await;
    page.press(&[ENTER]).await;
    rest(300).await;
    let said = page.text_of(".exercise-verdict").await;
    if said.starts_with("Not quite.") {
        tab_to(&page, ".exercise-acts:last-of-type button").await;
        page.press(&[ENTER]).await;
        page.see_in(".exercise-why", "An order that is right").await;
    }
    see(&page, ".exercise-stage").await;
    page.close().await;
}

#[tokio::test]
async fn cards_are_put_in_order_by_dragging() {
    let page = opened().await;
    choose_kind(&page, 3, "order").await;
    let drag = "
        const [card, place] = [document.querySelector('.exercise-tray .exercise-card'), document.querySelectorAll('.exercise-place')[1]];
        const middle = of => { const { x, y, width, height } = of.getBoundingClientRect(); return [x + width / 2, y + height / 2]; };
        const [from, to] = [middle(card), middle(place)];
        const event = (type, [x, y]) => card.dispatchEvent(new PointerEvent(type,
            { bubbles: true, isPrimary: true, button: 0, clientX: x, clientY: y, pointerId: 1 }));
        event('pointerdown', from);
        event('pointermove', [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
        event('pointermove', to);
        event('pointerup', to);
        return card.textContent.replace(/^⠿/, '');";
    let words = page.run(drag, vec![]).await;
    rest(300).await;
    let second = texts(&page, ".exercise-place:nth-child(2)").await.concat();
    assert_eq!(json!(second.trim_start_matches("⠿2")), words);
    page.close().await;
}

#[tokio::test]
async fn an_amount_is_worked_out_and_the_parts_add_up() {
    let page = opened().await;
    choose_kind(&page, 4, "").await;
    tab_to(&page, ".option").await;
    page.press(&['1']).await;
    page.see_in(".exercise-sum", "Together").await;
    assert_eq!(count(&page, ".option.is-right").await, 1);
    tab_to(&page, ".exercise-acts:last-of-type button:last-child").await;
    page.press(&[ENTER]).await;
    rest(400).await;
    tab_to(&page, ".exercise-typed input").await;
    page.press(&['7', ENTER]).await;
    page.see_in(".exercise-verdict", ".").await;
    page.see_in(".exercise-sum", "Together").await;
    page.close().await;
}

#[tokio::test]
async fn a_fault_is_named_and_proved() {
    let page = Page::open().await;
    page.click("Examples").await;
    page.click("404 Not Found: no such user").await;
    page.see_step("Step 1 of 9").await;
    open(&page).await;
    choose_kind(&page, 5, "What is wrong here?").await;
    tab_to(&page, ".option").await;
    page.press(&['1']).await;
    see(&page, ".option.is-pointed").await;
    tab_to(&page, ".spot").await;
    page.press(&[END, ENTER]).await;
    page.see_in(".exercise-pointed", "Proof: step").await;
    tab_to(&page, ".exercise-side .send").await;
    page.press(&[ENTER]).await;
    page.see_in(".exercise-verdict", ".").await;
    if count(&page, ".spot.is-right").await == 0 {
        tab_to(&page, ".exercise-acts:last-of-type button").await;
        page.press(&[ENTER]).await;
        rest(300).await;
    }
    assert!(count(&page, ".spot.is-right").await >= 1, "what proves it is shown");
    assert_eq!(count(&page, ".option.is-right").await, 1, "and the cause");
    page.close().await;
}

#[tokio::test]
async fn something_is_made_to_happen_in_the_page_and_what_was_typed_comes_back() {
    let page = sent().await;
    page.fill("URL", "http://api.example.com/users?mine=1").await;
    open(&page).await;
    choose_kind(&page, 6, "Make this happen").await;
    tab_to(&page, ".exercise-side .send").await;
    page.press(&[ENTER]).await;
    page.see_in(".exercise-work", "Make this happen").await;
    assert_eq!(count(&page, "dialog:modal").await, 0, "the page is free");
    page.fill("URL", "http://nowhere.invalid/").await;
    page.press(&[ENTER]).await;
    page.see_in(".exercise-work", "Not yet").await;
    tab_to(&page, ".exercise-work button:last-of-type").await;
    page.press(&[ENTER]).await;
    page.see_in(".exercises", "Make this happen").await;
    page.see_in(".exercise-verdict", "Not quite.").await;
    page.press(&[ESCAPE]).await;
    rest(300).await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users?mine=1");
    page.see_step("Step 1 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn what_is_made_in_the_page_brings_one_back_with_its_picture() {
    let page = opened().await;
    choose_kind(&page, 6, "Make this happen").await;
    tab_to(&page, ".exercise-side .send").await;
    page.press(&[ENTER]).await;
    page.see_in(".exercise-work", "Make this happen").await;
    // What was sent before reaches it: that is where the goal is from.
    page.fill("URL", "http://api.example.com/users/42").await;
    page.press(&[ENTER]).await;
    page.see_in(".exercise-verdict", "Right.").await;
    page.see_in(".exercise-stage", "GET /users/42").await;
    page.close().await;
}

#[tokio::test]
async fn a_request_is_written_octet_for_octet_and_the_server_reads_it() {
    let page = opened().await;
    choose_kind(&page, 8, "").await;
    tab_to(&page, ".exercise-octets textarea").await;
    page.press(&"HELLO".chars().collect::<Vec<_>>()).await;
    page.press(&[ENTER, ENTER]).await;
    tab_to(&page, ".exercise-side .send").await;
    page.press(&[ENTER]).await;
    page.see_in(".exercise-verdict", "Not quite.").await;
    page.see_in(".exercise-stage", "400 Bad Request").await;
    page.see_in(".exercise-verdict", "It says: ").await;
    page.see_in(".exercise-goes-to", "sent to api.example.com, port 80, in the clear").await;
    tab_to(&page, ".exercise-side .exercise-acts:not(:has(.send)) button").await;
    page.press(&[ENTER]).await;
    page.see_in(".exercise-solution", "HTTP/1.1").await;
    page.close().await;
}

#[tokio::test]
async fn while_what_comes_is_hidden_the_page_asks_what_comes_next() {
    let page = sent().await;
    page.press(&['h']).await;
    tab_to(&page, ".exercise-gate button").await;
    page.press(&[ENTER]).await;
    page.see_in(".exercise-gate .exercise-question", "What happens next?").await;
    page.see_step("Step 1 of 9").await;
    page.press(&['1']).await;
    page.see_in(".exercise-gate .option.is-right", "what happened").await;
    page.see_step("Step 2 of 9").await;
    accessibility::check(&page, "the question in the page").await;
    page.close().await;
}

#[tokio::test]
async fn exercises_are_accessible_on_any_screen() {
    let page = opened().await;
    for (width, height) in [(1280, 720), (700, 500), (390, 844)] {
        page.resize(width, height).await;
        rest(300).await;
        let fits = "return document.documentElement.scrollWidth <= innerWidth
            && [...document.querySelectorAll('.exercise-stage, .exercise-side')].every(one => one.clientHeight >= 60 && one.clientWidth > 150)";
        assert_eq!(page.run(fits, vec![]).await, json!(true), "{width} × {height}");
        accessibility::check(&page, "what comes next").await;
    }
    for kind in 1..9 {
        choose_kind(&page, 1, "").await;
        rest(700).await;
        accessibility::check(&page, &format!("exercise {kind}")).await;
    }
    page.close().await;
}
