//! What several tests do.

use crate::drive::Browser;
use crate::page::{Page, Role};
use fantoccini::Locator;
use serde_json::{Value, json};
use std::time::Duration;

/// The page with the default exchange at its first step, and the focus nowhere.
pub async fn sent() -> Page {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.run("document.activeElement.blur()", vec![]).await;
    page
}

/// Clicks the radio button or box with this label.
pub async fn choose(page: &Page, label: &str) {
    let path = format!("//label[starts-with(normalize-space(.), '{label}')]");
    for candidate in page.client.find_all(Locator::XPath(&path)).await.expect("labels") {
        if !candidate.is_displayed().await.unwrap_or(false) {
            continue;
        }
        if Browser::chosen() != Browser::WebKit {
            return candidate.click().await.expect("a label can be clicked");
        }
        // WebKitWebDriver does not find the middle of every label.
        let script = "arguments[0].scrollIntoView({ block: 'center' });
            const { x, y, width, height } = arguments[0].getBoundingClientRect();
            return [Math.round(x + width / 2), Math.round(y + height / 2)]";
        let label = serde_json::to_value(&candidate).expect("an element can be named");
        let middle = page.run(script, vec![label]).await;
        let [x, y] = [0, 1].map(|axis| middle[axis].as_i64().expect("a place"));
        return page.press_at(x, y, "mouse").await;
    }
    panic!("no choice “{label}” is shown");
}

/// The page, turned to real requests.
pub async fn real() -> Page {
    let page = Page::open().await;
    choose(&page, "Real").await;
    page
}

/// Sends what stands in the composer to this URL, for real.
pub async fn send_for_real(page: &Page, url: &str) {
    page.fill("URL", url).await;
    page.click("Send for real").await;
}

/// The texts of everything that is shown and that a selector finds.
pub async fn texts(page: &Page, selector: &str) -> Vec<String> {
    let script = "return [...document.querySelectorAll(arguments[0])]
        .filter(found => found.checkVisibility({ visibilityProperty: true }))
        .map(found => found.textContent)";
    let found = page.run(script, vec![json!(selector)]).await;
    let text = |text: &Value| text.as_str().unwrap_or_default().to_owned();
    found.as_array().map(|all| all.iter().map(text).collect()).unwrap_or_default()
}

/// What stands over the lanes.
pub async fn heads(page: &Page) -> String {
    texts(page, ".lane-heads b").await.join(", ")
}

/// Waits until the lanes are these.
pub async fn see_heads(page: &Page, expected: &str) {
    for _ in 0..100 {
        if heads(page).await == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(heads(page).await, expected);
}

/// Chooses from a menu.
pub async fn choose_from(page: &Page, menu: &str, value: &str) {
    let menu = page.element(Role::Combobox, menu).await;
    menu.select_by_value(value).await.expect("it is offered");
}

/// Sends a GET and goes to its answer.
pub async fn get(page: &Page, url: &str) {
    page.fill("URL", url).await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
}

/// How many elements a selector finds.
pub async fn count(page: &Page, selector: &str) -> u64 {
    let script = "return document.querySelectorAll(arguments[0]).length";
    page.run(script, vec![json!(selector)]).await.as_u64().unwrap_or_default()
}
