//! The page in a language that nobody speaks: English with accents, 40 % longer. Every word on the
//! page is one of its words or is data, and nothing is cut off.
//!
//! What stands between ‹ and › is a value. What else is no word of a language, because messages,
//! programs or specifications write it so, stands in elements marked `translate="no"`.

use crate::elsewhere::closed_port;
use crate::page::{Page, Role};
use language::pseudo::{CODE, said};
use serde_json::json;
use std::time::Duration;

const SIZES: [(u32, u32); 3] = [(1440, 900), (1280, 720), (390, 844)];

/// Everything that is wrong with what is shown, one a line.
const LOOK: &str = r"
    // Names that are words too: of programs, protocols and their parts.
    const NAMES = new Set(['curl', 'Roundtrip', 'Python', 'Esc', 'End', 'Home', 'Mbit', 'kbit', 'ms',
        'Finished', 'Certificate', 'Alert', 'Wireshark', 'English',
        'requests', 'fetch']);
    // A value may start on the line before.
    const outside = text => {
        let depth = 0, kept = '';
        for (const c of text) {
            if (c === '‹') depth += 1;
            else if (c === '›' && depth === 0) kept = '';
            else if (c === '›') depth -= 1;
            else if (depth === 0) kept += c;
        }
        return kept;
    };
    const isPlain = word => /[a-z]{2}/.test(word) && /^[\x21-\x7e’“”]+$/.test(word)
        && !/[\d.:/@_=#*{}]/.test(word.slice(0, -1)) && !/[a-z-][A-Z]/.test(word) && !NAMES.has(word);
    const isCode = text => /^\W*(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|SELECT|INSERT|UPDATE|BEGIN) /.test(text);
    const plain = text => isCode(text) ? [] : outside(text).split(/[\s,;()?!…·→|«»]+/)
        .map(word => word.replace(/[.:’”]+$/, '').replace(/^[“]/, '')).filter(isPlain);
    const isShown = element => element.checkVisibility({ checkVisibilityCSS: true });
    const isData = element => element.closest('[translate=no], textarea') !== null;
    const place = element => {
        const named = element.closest('[id], [class]') ?? element;
        return element.tagName.toLowerCase() + ' in ' + named.tagName.toLowerCase()
            + (named.id ? '#' + named.id : '') + '.' + (named.getAttribute('class') ?? '');
    };
    const wrong = [];
    const tell = (what, text, element) => wrong.push(what + ' “' + text.trim() + '”, ' + place(element));
    const scrolls = element => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    const clips = element => ['hidden', 'clip'].includes(getComputedStyle(element).overflowX);
    // The box that a text may not leave: its nearest ancestor that cuts, its button, or the window.
    const bounds = element => {
        for (let at = element; at && at !== document.body; at = at.parentElement) {
            if (scrolls(at)) return null;
            if (clips(at) || ['svg', 'BUTTON'].includes(at.tagName)) return at.getBoundingClientRect();
        }
        return { left: 0, right: innerWidth };
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode, element = node.parentElement;
        if (!node.data.trim() || !isShown(element)) continue;
        if (!isData(element) && plain(node.data).length > 0) tell('plain', node.data, element);
        if (element.closest('.unseen, legend, option, pre, textarea, datalist')) continue;
        // What is typed scrolls with its field; the first lines of messages are told in full below.
        if (element.closest('.url-sight') || isCode(node.data) || /^\d{3} /.test(node.data)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect(), room = bounds(element);
        if (room && box.width > 0 && (box.right > room.right + 1.5 || box.left < room.left - 1.5)) {
            tell('cut', node.data, element);
        }
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext', 'alt']) {
        for (const element of document.querySelectorAll('body [' + name + ']')) {
            const text = element.getAttribute(name);
            if (isShown(element) && !isData(element) && plain(text).length > 0) {
                tell(name, text, element);
            }
        }
    }
    for (const field of document.querySelectorAll('select')) {
        // Measured with all the room that it wants.
        // The menu of methods lies unseen over the method.
        if (!isShown(field) || field.closest('.method')) continue;
        const width = field.clientWidth, kept = field.style.width;
        field.style.width = 'max-content';
        if (field.clientWidth > width + 1 && getComputedStyle(field).textOverflow !== 'ellipsis') {
            tell('cut', field.selectedOptions[0]?.textContent ?? '', field);
        }
        field.style.width = kept;
    }
    const main = document.querySelector('.main');
    for (const box of [document.documentElement, main].filter(box => box)) {
        if (box.scrollWidth > box.clientWidth + 1) tell('wide', String(box.scrollWidth), box);
    }
    return [...new Set(wrong)].join('\n');";

/// The page, speaking the language.
async fn open() -> Page {
    let page = Page::open().await;
    let choose = "localStorage.setItem('roundtrip.settings', arguments[0])";
    page.run(choose, vec![json!(CODE)]).await;
    page.client.refresh().await.expect("the page loads again");
    page.element(Role::Textbox, "URL").await;
    let spoken = page.run("return document.documentElement.lang", vec![]).await;
    assert_eq!(spoken, CODE, "the page speaks another language");
    page
}

/// Looks at what is shown in every size.
async fn look(page: &Page, what: &str) {
    let mut wrong = String::new();
    for (width, height) in SIZES {
        page.resize(width, height).await;
        tokio::time::sleep(Duration::from_millis(250)).await;
        let found = page.run(LOOK, vec![]).await;
        for line in found.as_str().unwrap_or_default().lines() {
            wrong.push_str(&format!("{width}×{height}: {line}\n"));
        }
    }
    page.resize(SIZES[0].0, SIZES[0].1).await;
    assert!(wrong.is_empty(), "{what}:\n{wrong}");
}

/// Clicks what a selector finds, by script: its words say nothing here.
async fn press_on(page: &Page, selector: &str) {
    let script = "const found = document.querySelector(arguments[0]);
        found?.click();
        return found !== null;";
    for _ in 0..200 {
        if page.run(script, vec![json!(selector)]).await == true {
            tokio::time::sleep(Duration::from_millis(100)).await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nothing is {selector}");
}

/// Waits until a selector finds something.
async fn see(page: &Page, selector: &str) {
    let script = "return document.querySelector(arguments[0])?.checkVisibility() ?? false";
    for _ in 0..400 {
        if page.run(script, vec![json!(selector)]).await == true {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{selector} does not come to be seen");
}

async fn send(page: &Page) {
    press_on(page, "button.send").await;
    see(page, ".controls .nav.is-primary").await;
}

#[tokio::test]
async fn the_first_screen_and_what_it_opens_speak_the_language() {
    let page = open().await;
    see(&page, ".say").await;
    look(&page, "the first screen").await;
    for popover in ["examples", "share", "menu"] {
        press_on(&page, &format!("[popovertarget={popover}]")).await;
        see(&page, &format!("#{popover}:popover-open :is(button, input)")).await;
        look(&page, popover).await;
        press_on(&page, &format!("[popovertarget={popover}]")).await;
    }
    page.press(&['?']).await;
    see(&page, "#keys:popover-open kbd").await;
    look(&page, "the keys").await;
    page.press(&['\u{E00C}']).await;
    page.click(&said("Edit request")).await;
    see(&page, ".row-buttons").await;
    look(&page, "the request unfolded").await;
    page.click(&said("Change the world")).await;
    see(&page, "#world-fault").await;
    look(&page, "the world unfolded").await;
    page.close().await;
}

#[tokio::test]
async fn what_was_typed_wrong_is_told_in_the_language() {
    let page = open().await;
    page.click(&said("Edit request")).await;
    for url in ["htp://x/", "/users", "", "http://a b/"] {
        page.fill("URL", url).await;
        press_on(&page, "button.send").await;
        see(&page, "#url-error").await;
        look(&page, url).await;
    }
    page.fill("URL", "http://api.example.com/users").await;
    page.click(&said("Change the world")).await;
    see(&page, "#world-fault").await;
    page.run(
        "const seed = document.querySelector('#world-seed');
        seed.value = 'x'; seed.dispatchEvent(new Event('input', { bubbles: true }))",
        vec![],
    )
    .await;
    see(&page, "#world-seed-error").await;
    look(&page, "a seed that is none").await;
    page.close().await;
}

#[tokio::test]
async fn an_exchange_is_told_in_the_language_at_every_level() {
    let page = open().await;
    send(&page).await;
    for level in 0..3 {
        page.run(
            "document.querySelectorAll('.level-bar input')[arguments[0]].click()",
            vec![json!(level)],
        )
        .await;
        page.press(&['\u{E011}']).await;
        for _ in 0..30 {
            look(&page, "a step").await;
            let is_last = "return document.querySelector('.controls .is-primary').ariaDisabled";
            if page.run(is_last, vec![]).await == "true" {
                break;
            }
            press_on(&page, ".controls .nav.is-primary").await;
        }
    }
    press_on(&page, "[popovertarget=playing]").await;
    see(&page, "#playing:popover-open button").await;
    look(&page, "how to play").await;
    page.close().await;
}

#[tokio::test]
async fn what_is_inside_is_told_in_the_language() {
    let page = open().await;
    send(&page).await;
    press_on(&page, ".look-inside").await;
    for step in 0..4 {
        for tab in ["tab-fields", "tab-bytes", "tab-why"] {
            press_on(&page, &format!("#{tab}")).await;
            see(&page, "#inspect-panel").await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            look(&page, &format!("{tab} of step {}", step + 1)).await;
        }
        press_on(&page, ".controls .nav.is-primary").await;
    }
    page.close().await;
}

#[tokio::test]
async fn failures_are_told_in_the_language() {
    let page = open().await;
    page.fill("URL", "http://nowhere.invalid/").await;
    send(&page).await;
    page.press(&['\u{E010}']).await;
    look(&page, "no such name").await;
    page.fill("URL", "https://api.example.com/users/99999").await;
    press_on(&page, "button.send").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    page.press(&['\u{E010}']).await;
    look(&page, "not found").await;
    page.close().await;
}

#[tokio::test]
async fn the_real_mode_speaks_the_language() {
    let page = open().await;
    press_on(&page, ".mode label:nth-of-type(2) input").await;
    see(&page, ".before").await;
    look(&page, "before a real request").await;
    press_on(&page, ".fixtures button").await;
    press_on(&page, "button.send").await;
    see(&page, ".real-steps").await;
    look(&page, "an answer").await;
    page.fill("URL", "http://127.0.0.1:9/").await;
    look(&page, "a port that browsers send nothing to").await;
    page.fill("URL", &format!("http://127.0.0.1:{}/", closed_port())).await;
    press_on(&page, "button.send").await;
    see(&page, ".causes").await;
    look(&page, "no answer").await;
    page.close().await;
}

#[tokio::test]
async fn the_glossary_speaks_the_language() {
    let page = open().await;
    page.run("location.hash = '#glossary'", vec![]).await;
    see(&page, "#glossary-title").await;
    look(&page, "the glossary").await;
    page.close().await;
}

#[tokio::test]
async fn a_language_that_does_not_come_leaves_the_page_in_english() {
    let page = Page::open().await;
    page.run("localStorage.setItem('roundtrip.settings', 'en-XA')", vec![]).await;
    let missing = "const fetched = window.fetch;
        window.fetch = (from, ...rest) => String(from.url ?? from).includes('/languages/')
            ? Promise.reject(new TypeError('no network')) : fetched(from, ...rest);";
    page.reload_after(missing).await;
    page.element(Role::Button, "Send").await;
    page.close().await;
}
