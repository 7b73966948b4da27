//! Names, roles, and what axe-core finds wrong.

use crate::page::{Page, Role};
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};
use std::io::Read;

const AXE: &[u8] = include_bytes!("../vendor/axe.min.js.gz");
/// SHA-256 of the script as its authors publish it.
const AXE_HASH: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";

/// Everything that axe-core checks, and how large is what is pressed but for words within a text, as
/// `rule: what it is about`, one a line.
const FIND: &str = "
    const done = arguments[arguments.length - 1];
    axe.configure({ rules: [{ id: 'target-size', selector: ':not(.term)' }] });
    const rules = { 'target-size': { enabled: true } };
    // What is scrolled half out of sight is as large as it is.
    const counts = ({ failureSummary }) => !failureSummary.includes('partially obscured');
    const told = ({ id, nodes }) =>
        nodes.filter(counts).map(node => id + ': ' + node.html + ' ' + node.failureSummary);
    axe.run(document, { resultTypes: ['violations'], rules }).then(
        found => done(found.violations.flatMap(told).join('\\n')),
        error => done('error: ' + error));";

fn axe() -> String {
    let mut axe = String::new();
    GzDecoder::new(AXE).read_to_string(&mut axe).expect("the vendored file is whole");
    axe
}

#[test]
fn the_vendored_script_is_the_one_that_its_authors_publish() {
    assert_eq!(format!("{:x}", Sha256::digest(axe())), AXE_HASH);
}

/// Has axe-core look at the page as it stands, light and dark.
pub async fn check(page: &Page, what: &str) {
    page.run(&axe(), vec![]).await;
    for scheme in ["light", "dark"] {
        page.prefer(scheme).await;
        // The page takes a moment to be drawn anew.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let found = page.client.execute_async(FIND, vec![]).await.expect("axe runs");
        assert_eq!(found.as_str(), Some(""), "{what}, {scheme}");
    }
}

#[tokio::test]
async fn axe_finds_nothing_wrong_in_any_state_light_and_dark() {
    let page = Page::open().await;
    check(&page, "the first screen").await;
    page.click("Send").await;
    page.click("Next step").await;
    page.click("Next step").await;
    check(&page, "the third step").await;
    page.press(&['\u{E010}']).await;
    page.click("Edit request").await;
    check(&page, "the end, with the request unfolded").await;
    page.click("Change the world").await;
    check(&page, "the world unfolded").await;
    page.fill("URL", "htp://x/").await;
    page.click("Send").await;
    check(&page, "an error in the URL").await;
    page.fill("URL", "http://nowhere.invalid/").await;
    page.click("Send").await;
    page.see_in(".chips", "2 GET /").await;
    page.click("Skip to the answer").await;
    check(&page, "no answer").await;
    page.resize(390, 844).await;
    check(&page, "a phone").await;
    page.close().await;
}

#[tokio::test]
async fn the_page_keeps_its_contract_of_names_and_roles() {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    let contract = [
        (Role::Textbox, "URL"),
        (Role::Combobox, "Method"),
        (Role::Button, "Send"),
        (Role::Button, "Next step"),
        (Role::Button, "Back"),
        (Role::Button, "Play"),
        (Role::Slider, "Position"),
        (Role::List, "Steps"),
        (Role::Region, "Response"),
    ];
    for (role, name) in contract {
        let element = page.element(role, name).await;
        assert_eq!(page.role(&element).await.as_deref(), Some(role.name()), "{name}");
    }
    // Slowly: a busy machine takes its time to look at every button.
    page.press(&['s']).await;
    page.click("Play").await;
    page.element(Role::Button, "Pause").await;
    page.close().await;
}

#[tokio::test]
async fn a_step_is_announced_once_in_a_polite_live_region() {
    let page = Page::open().await;
    let regions = "return document.querySelectorAll('.app > [aria-live=polite]').length";
    assert_eq!(page.run(regions, vec![]).await, 1);
    page.click("Send").await;
    page.see_in(".app > [aria-live=polite]", "The client asks DNS").await;
    page.click("Next step").await;
    page.see_in(".app > [aria-live=polite]", "DNS answers").await;
    page.close().await;
}

#[tokio::test]
async fn nothing_is_wider_than_the_page_down_to_320_pixels() {
    let page = Page::open().await;
    page.click("Send").await;
    for (width, height) in
        [(1920, 1080), (1440, 900), (980, 700), (700, 500), (390, 844), (320, 640)]
    {
        page.resize(width, height).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let overflow = "return document.documentElement.scrollWidth - innerWidth + ' '
            + (document.querySelector('.main').scrollWidth - document.querySelector('.main').clientWidth)";
        assert_eq!(page.run(overflow, vec![]).await, "0 0", "{width} × {height}");
        let sight = "const shown = selector => {
                const box = document.querySelector(selector).getBoundingClientRect();
                return box.top >= 0 && box.bottom <= innerHeight && box.height > 0;
            };
            return ['.url', '.lane-heads', '.say', '.response h2', '.is-primary'].filter(part => !shown(part)).join();";
        assert_eq!(page.run(sight, vec![]).await, "", "in sight at {width} × {height}");
    }
    page.close().await;
}
