//! Everything without a mouse.

use crate::keys::{DOWN, END, ENTER, ESCAPE, HOME, LEFT, PAGE_DOWN, PAGE_UP, RIGHT, TAB, UP};
use crate::page::{Page, Role};

/// Goes on with Tab until something with this name has the focus.
pub async fn tab_to(page: &Page, name: &str) {
    for _ in 0..60 {
        if page.focus().await.starts_with(name) {
            return;
        }
        page.press(&[TAB]).await;
    }
    panic!("Tab does not lead to “{name}”");
}

#[tokio::test]
async fn a_request_is_sent_and_read_by_keyboard_alone() {
    let page = Page::open().await;
    tab_to(&page, "URL").await;
    page.press(&[END, '\u{E003}', '7', ENTER]).await;
    tab_to(&page, "Next step").await;
    page.see_step("Step 1 of 9").await;
    page.press(&[ENTER]).await;
    page.see_step("Step 2 of 9").await;
    page.press(&[RIGHT, PAGE_DOWN, ' ']).await;
    // The space bar pressed the button that has the focus.
    page.see_step("Step 5 of 9").await;
    page.press(&[LEFT, PAGE_UP]).await;
    page.see_step("Step 3 of 9").await;
    page.press(&[END]).await;
    page.see_step("Step 9 of 9").await;
    page.see_response("404 Not Found").await;
    page.close().await;
}

#[tokio::test]
async fn the_list_of_steps_and_the_diagram_follow_each_other() {
    let page = Page::open().await;
    page.click("Send").await;
    page.click("Next step").await;
    page.run("document.querySelector('.steps [aria-current=step]').focus()", vec![]).await;
    page.press(&[DOWN]).await;
    assert!(page.focus().await.starts_with("3 messages (TCP)"), "what is folded has an item");
    page.see_step("Step 2 of 9").await;
    page.press(&[DOWN]).await;
    page.see_step("Step 3 of 9").await;
    assert!(page.focus().await.starts_with("Your request travels"), "the focus went along");
    page.press(&[UP, UP, UP, UP]).await;
    page.see_step("Step 1 of 9").await;
    page.press(&[END]).await;
    page.see_step("Step 9 of 9").await;
    page.press(&[HOME]).await;
    page.see_step("Step 1 of 9").await;
    let stops = page
        .run("return document.querySelectorAll('.steps [tabindex=\"0\"]').length", vec![])
        .await;
    assert_eq!(stops, 1, "the list is one stop of the Tab key");
    page.run("document.querySelectorAll('.steps [data-says-step]')[4].focus()", vec![]).await;
    page.see_step("Step 5 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn keys_that_belong_to_a_field_do_not_step() {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    tab_to(&page, "URL").await;
    page.press(&[LEFT, RIGHT, ' ', END]).await;
    page.see_step("Step 1 of 9").await;
    assert!(page.value("URL").await.contains(' '));
    page.close().await;
}

#[tokio::test]
async fn an_underlined_word_is_explained_when_it_has_the_focus() {
    let page = Page::open().await;
    page.click("Send").await;
    tab_to(&page, "DNS").await;
    page.see_in(".definition", "DNS").await;
    let is_open = "return document.activeElement.ariaExpanded";
    page.press(&[ESCAPE]).await;
    assert_eq!(page.run(is_open, vec![]).await, "false");
    page.press(&[ENTER]).await;
    assert_eq!(page.run(is_open, vec![]).await, "true");
    page.close().await;
}

/// Opens an example of the menu by its title.
async fn open_example(page: &Page, title: &str) {
    page.click("Examples").await;
    page.click(title).await;
    page.element(Role::Slider, "Position").await;
}

/// The step that is shown, from 1, and how many there are.
async fn place(page: &Page) -> (usize, usize) {
    let position = page.position().await;
    let mut words = position.trim_start_matches("Step ").split([' ', ':']);
    let mut number = || words.find_map(|word| word.parse().ok()).expect("a number");
    (number(), number())
}

#[tokio::test]
async fn down_goes_through_every_step_at_every_level_and_in_a_later_exchange() {
    let page = Page::open().await;
    for title in ["GET: read one user", "Keep-alive: ask twice", "HTTP/2: one request"] {
        open_example(&page, title).await;
        for level in ["Story", "+ Connection", "+ Packets"] {
            let choose = "[...document.querySelectorAll('.level-bar label')]
                .find(label => label.textContent === arguments[0]).click();
                document.activeElement.blur()";
            page.run(choose, vec![serde_json::json!(level)]).await;
            page.press(&[HOME]).await;
            let (_, n_steps) = place(&page).await;
            page.run("document.querySelector('.steps [data-step=\"0\"]').focus()", vec![]).await;
            // What is folded has items of its own between the steps.
            for _ in 0..n_steps + 8 {
                page.press(&[DOWN]).await;
            }
            assert_eq!(place(&page).await, (n_steps, n_steps), "{title} at {level}");
            let in_sight = "const list = document.querySelector('.steps').getBoundingClientRect();
                const now = document.activeElement.getBoundingClientRect();
                return now.top >= list.top - 3 && now.bottom <= list.bottom + 3;";
            assert_eq!(page.run(in_sight, vec![]).await, true, "{title} at {level}");
        }
    }
    page.close().await;
}

/// How many requests were sent.
async fn n_sent(page: &Page) -> u64 {
    crate::acts::count(page, ".chip").await
}

#[tokio::test]
async fn keys_that_step_do_so_after_a_click_on_the_slider_and_after_a_press_of_send() {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.press(&[' ']).await;
    page.see_step("Step 2 of 9").await;
    assert_eq!(n_sent(&page).await, 1, "nothing is sent twice");
    page.element(Role::Slider, "Position").await.click().await.expect("the slider can be clicked");
    page.see_step("Step 5 of 9").await;
    page.press(&[PAGE_DOWN]).await;
    page.see_step("Step 6 of 9").await;
    page.press(&[PAGE_UP, PAGE_UP]).await;
    page.see_step("Step 4 of 9").await;
    page.press(&[END]).await;
    page.see_step("Step 9 of 9").await;
    page.click("1 GET /users/42").await;
    page.press(&[RIGHT, ' ']).await;
    page.see_step("Step 3 of 9").await;
    crate::acts::choose(&page, "+ Connection").await;
    page.press(&[HOME, RIGHT]).await;
    page.see_in(".where", "Step 2 of").await;
    page.close().await;
}

#[tokio::test]
async fn keys_that_step_do_so_after_a_url_and_enter() {
    let page = Page::open().await;
    tab_to(&page, "URL").await;
    page.press(&[END, '7', ENTER]).await;
    page.see_in(".chips", "/users/427").await;
    page.press(&[PAGE_DOWN]).await;
    page.see_in(".where", "Step 2 of").await;
    page.press(&['.']).await;
    page.element(Role::Button, "Show the page again").await;
    page.press(&['.']).await;
    assert!(page.value("URL").await.ends_with("/427"), "nothing is typed");
    assert!(page.focus().await.starts_with("Send"), "what has just sent leaves Space to the steps");
    page.press(&[' ']).await;
    page.see_in(".where", "Step 3 of").await;
    assert_eq!(n_sent(&page).await, 1, "nothing is sent twice by a key that steps");
    page.press(&[TAB]).await;
    tab_to(&page, "Send").await;
    page.press(&[' ']).await;
    page.see_in(".chips", "2 GET").await;
    page.see_in(".where", "Step 1 of").await;
    page.press(&[' ', ' ']).await;
    page.see_in(".where", "Step 3 of").await;
    assert_eq!(n_sent(&page).await, 2, "nothing is sent twice by a key that steps");
    page.press(&[ENTER]).await;
    page.see_in(".chips", "3 GET").await;
    page.close().await;
}

#[tokio::test]
async fn a_blanked_page_stays_so_when_it_is_loaded_again() {
    let page = crate::acts::sent().await;
    page.press(&['.']).await;
    page.element(Role::Button, "Show the page again").await;
    page.client.refresh().await.expect("the page loads again");
    page.element(Role::Button, "Show the page again").await;
    page.press(&[ESCAPE]).await;
    assert!(page.find(Role::Button, "Show the page again").await.is_none());
    page.client.refresh().await.expect("the page loads again");
    page.see_step("Step 1 of 9").await;
    assert!(page.find(Role::Button, "Show the page again").await.is_none());
    page.close().await;
}

#[tokio::test]
async fn an_example_is_found_by_typing_its_name() {
    let page = Page::open().await;
    page.click("Examples").await;
    page.element(Role::Button, "GET: read one user").await;
    page.press(&['4', '0', '4']).await;
    assert!(page.focus().await.starts_with("404 Not Found"));
    page.press(&[ENTER]).await;
    page.see_in(".chips", "99999").await;
    page.close().await;
}

#[tokio::test]
async fn every_step_that_is_played_is_announced() {
    let page = crate::acts::sent().await;
    let listen = "window.heard = [];
        const region = document.querySelector('.app > [aria-live=polite]');
        new MutationObserver(() => heard.push(region.textContent))
            .observe(region, { childList: true, characterData: true, subtree: true });
        window.said = [...document.querySelectorAll('.steps [data-step]')]
            .map(step => step.lastChild.textContent)";
    page.run(listen, vec![]).await;
    page.press(&['f', 'f', 'k']).await;
    page.see_step("Step 9 of 9").await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let missed = "return said.slice(1).filter(said => !heard.join(' ').includes(said))";
    assert_eq!(page.run(missed, vec![]).await, serde_json::json!([]));
    page.close().await;
}

#[tokio::test]
async fn words_that_are_passed_by_are_shown_and_the_one_that_is_asked_for_is_read_out() {
    let page = Page::open().await;
    page.click("Send").await;
    tab_to(&page, "DNS").await;
    page.see_in(".definition", "DNS").await;
    let politeness = "return document.querySelector('.definition').closest('[aria-live]').ariaLive";
    assert_eq!(page.run(politeness, vec![]).await, "off");
    page.press(&[ENTER]).await;
    page.see_in(".definition", "DNS").await;
    assert_eq!(page.run(politeness, vec![]).await, "polite");
    page.close().await;
}
