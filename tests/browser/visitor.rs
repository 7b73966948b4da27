//! A visitor who clicks, taps and types at everything.
//!
//! On every example that comes along, chance chooses what to do next among all that can be seen.
//! Whatever that is: no error of the page, nothing cut off, and no control that does nothing without
//! showing why. `ROUNDTRIP_VISITOR_ACTS` says how many acts in all, `ROUNDTRIP_VISITOR_SEED` with
//! which seed.

use crate::dist::{self, Fault, Faults};
use crate::drive::Browser;
use crate::page::Page;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::time::Duration;
use testing::Chance;

const ACTS: usize = 300;
const SEED: u64 = 1;
/// After so many things that are wrong, it says so.
const FOUND_MAX: usize = 8;

const SIZES: &[(u32, u32)] = &[
    (1440, 900),
    (1280, 720),
    (1024, 768),
    (844, 390),
    (700, 500),
    (600, 400),
    (390, 844),
    (320, 640),
];

/// What is pressed and typed: keys of the page, of its fields, and what nobody expects.
const KEYS: &[&str] = &[
    "n", "p", "k", "h", "t", "d", "i", "o", "x", "s", "f", "3", " ", "\u{E00C}", "\u{E010}",
    "\u{E011}", "\u{E00F}", "\u{E00E}", "\u{E014}", "\u{E012}", "\u{E013}", "\u{E015}", "\u{E004}",
    "\u{E004}",
];
const TEXTS: &[&str] =
    &["a", "7", "/", "?", "&", "=", "%", "é", "{", "\"", "\\", " ", "\u{202e}", "日"];

/// Runs before the page: hears of errors, sees what has an effect, and lets nothing out.
const WATCH: &str = r"
    window.visit = { errors: [], effects: 0 };
    // A size that changes while sizes are told is told in the next frame: no error.
    const tell = what => /ResizeObserver loop/.test(what) || visit.errors.push(String(what?.stack ?? what));
    addEventListener('error', event => tell(event.error ?? event.message));
    addEventListener('unhandledrejection', event => tell(event.reason));
    const wrong = console.error;
    console.error = (...said) => { tell(said.join(' ')); wrong(...said); };
    const effect = () => { visit.effects += 1; };
    for (const name of ['scroll', 'toggle', 'input', 'change', 'hashchange', 'close']) {
        addEventListener(name, effect, true);
    }
    // What is acted at has the focus anyway.
    addEventListener('focusin', ({ target }) => {
        const { chosen } = visit;
        if (chosen && !chosen.contains(target) && !target.contains(chosen)) effect();
    });
    new MutationObserver(effect).observe(document, {
        subtree: true, childList: true, attributes: true, characterData: true,
    });
    HTMLAnchorElement.prototype.click = effect;
    HTMLInputElement.prototype.showPicker = effect;
    window.print = effect;
    window.open = () => { effect(); return null; };
    addEventListener('click', event => {
        window.visit.clicked ??= event.target;
        if (event.target.closest?.('a[href], input[type=file]')) { effect(); event.preventDefault(); }
    }, true);
    addEventListener('touchstart', () => { visit.is_touched = true; }, { capture: true, passive: true });
    const fetched = window.fetch;
    window.fetch = (from, ...rest) => {
        const url = new URL(from.url ?? from, location.href);
        return url.host === location.host ? fetched(from, ...rest)
            : Promise.reject(new TypeError('nothing is sent from here'));
    };";

/// All that can be seen and acted at; the one with the number that is asked for is described.
const CHOOSE: &str = r"
    const ACTED_AT = 'button, a[href], input, select, textarea, summary, [role=button], [role=tab],'
        + '[role=treeitem], label, .arrow, .note, .folded, .act-title, .stage';
    const found = [];
    // One that is no other example of what was clicked, if only such are asked for.
    const kind = element => element.tagName + '.' + (element.getAttribute('class') ?? '') + ' '
        + (element.getAttribute('aria-label') ?? element.textContent).trim().replace(/[0-9]+/g, '#').slice(0, 60);
    const known = new Set(arguments[1] ?? []);
    for (const element of document.querySelectorAll(ACTED_AT)) {
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        if (arguments[1]) {
            if (known.has(kind(element)) || found.length > 0) continue;
            element.scrollIntoView({ block: 'center', behavior: 'instant' });
        }
        const area = element.getBoundingClientRect();
        const x = area.left + area.width / 2, y = area.top + area.height / 2;
        if (area.width < 1 || x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
        const on_top = document.elementFromPoint(x, y);
        if (!element.contains(on_top)) continue;
        found.push([element, x, y]);
    }
    if (found.length === 0) return null;
    const [element, x, y] = found[arguments[0] % found.length];
    const input = element.matches('label') ? element.querySelector('input') ?? element : element;
    Object.assign(window.visit, { chosen: input, aimed: { element, x, y }, clicked: null, is_touched: false, effects: 0 });
    const says = name => input.closest('[' + name + ']')?.getAttribute(name);
    const type = input.getAttribute('type');
    // It shows by itself why nothing more comes of it, or the focus is all that is asked of it.
    const reason = says('aria-disabled') === 'true' || input.disabled
        || says('aria-current') !== undefined && says('aria-current') !== null
        || input.getAttribute('aria-pressed') === 'true' || input.getAttribute('aria-selected') === 'true'
        || (type === 'radio' && input.checked) || input.matches('textarea, select, .stage')
        || (input.matches('input') && !['radio', 'checkbox'].includes(type))
        || input.matches('[role=treeitem]:not([aria-expanded]), .is-now, .is-now *, .cell.is-lit, label:not(:has(input))');
    const name = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40);
    return {
        x: Math.round(x), y: Math.round(y), reason, tag: input.tagName, type, kind: kind(element),
        name: element.tagName.toLowerCase() + '.' + (element.getAttribute('class') ?? '') + ' “' + name + '”',
    };";

/// Everything that is wrong after an act, one a line.
const WRONG: &str = r"
    const wrong = visit.errors.splice(0);
    if (document.querySelector('.recover')) wrong.push('the page broke');
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) wrong.push('the page is ' + root.scrollWidth + ' px wide');
    const scrolls = element => {
        for (let at = element; at; at = at.parentElement) {
            if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(at).overflowX)
                && at !== document.body && at !== root) return true;
        }
        return false;
    };
    for (const control of document.querySelectorAll('button, select, input:not([type=radio], [type=checkbox])')) {
        if (!control.checkVisibility({ visibilityProperty: true })) continue;
        const area = control.getBoundingClientRect();
        if (area.width === 0 || control.closest('.unseen, .method')) continue;
        const name = control.className + ' “' + control.textContent.trim().slice(0, 40) + '”';
        if ((area.right > innerWidth + 1 || area.left < -1) && !scrolls(control.parentElement)) {
            wrong.push('out of sight: ' + name);
        }
        const style = getComputedStyle(control);
        if (control.tagName === 'BUTTON' && control.scrollWidth > control.clientWidth + 2
            && style.textOverflow !== 'ellipsis' && style.display !== 'inline') {
            wrong.push('cut off: ' + name);
        }
    }
    // What moves while one aims is missed. It was not if it was clicked, or is still where it was.
    const { element, x, y } = visit.aimed ?? {};
    // A finger that a busy machine leaves on it for long presses it for its menu, which is no click.
    const at = visit.clicked ?? (visit.is_touched ? null : element && document.elementFromPoint(x, y));
    const is_met = Boolean(at && element?.isConnected && element.contains(at));
    // Send is refused as long as it stands beside a field why.
    const is_refused = element?.matches('.send')
        && [...document.querySelectorAll('.input-error, [aria-invalid=true]')].some(said => {
            const { top, bottom } = said.getBoundingClientRect();
            return said.checkVisibility() && bottom > 0 && top < innerHeight;
        });
    return { wrong: wrong.join('\n'), effects: visit.effects, is_met: is_met && !is_refused };";

struct Visitor {
    page: Page,
    chance: Chance,
    /// What was done on this example, for whoever has to do it again.
    story: String,
    /// What was wrong, and how often.
    found: String,
    n_found: usize,
}

impl Visitor {
    async fn open(seed: u64) -> Self {
        // No engine but Chromium runs a script before those of the page, unless the page names it.
        let html = fs::read_to_string(dist::folder().join("index.html")).expect("a page");
        let html = html.replacen("<script", "<script src=\"./watch.js\"></script><script", 1);
        let octets = |text: &str| Fault::Octets(text.as_bytes().to_vec());
        let faults = Faults::none().once("index.html", octets(&html));
        let page = Page::open_with(faults.once("watch.js", octets(WATCH))).await;
        Self {
            page,
            chance: Chance::new(seed),
            story: String::new(),
            found: String::new(),
            n_found: 0,
        }
    }

    /// Opens the example with this place in the menu; says which it is, if there is one.
    async fn open_example(&mut self, place: usize) -> Option<String> {
        let leave = "document.querySelectorAll('dialog[open]').forEach(dialog => dialog.close());
            document.querySelectorAll(':popover-open').forEach(open => open.hidePopover());
            document.querySelector('.blank')?.click();
            document.querySelector('[popovertarget=examples]').click()";
        self.page.run(leave, vec![]).await;
        let start = "const item = document.querySelectorAll('#examples button')[arguments[0]];
            item?.click();
            document.querySelectorAll(':popover-open').forEach(open => open.hidePopover());
            return item?.textContent ?? null";
        let is_listed = "return document.querySelector('#examples button') !== null";
        for _ in 0..200 {
            if self.page.run(is_listed, vec![]).await == true {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let title = self.page.run(start, vec![json!(place)]).await.as_str().map(str::to_owned)?;
        tokio::time::sleep(Duration::from_millis(250)).await;
        self.story = format!("example “{title}”\n");
        Some(title)
    }

    /// Does one thing, and looks at what comes of it.
    async fn act(&mut self) {
        let needs_effect = match self.chance.below(12) {
            0 => {
                let (width, height) = SIZES[self.chance.below(SIZES.len())];
                let _ = writeln!(self.story, "resize to {width} × {height}");
                self.page.resize(width, height).await;
                None
            }
            1..=3 => {
                let key = self.chance.pick(KEYS);
                let _ = writeln!(self.story, "press {key:?}");
                self.press(key).await;
                None
            }
            _ => self.act_at_something().await,
        };
        tokio::time::sleep(Duration::from_millis(60)).await;
        self.look(needs_effect).await;
    }

    async fn press(&self, keys: &str) {
        let keys: Vec<char> = keys.chars().collect();
        self.page.press(&keys).await;
    }

    /// Acts at something that can be seen; says what, if it has to have an effect.
    async fn act_at_something(&mut self) -> Option<String> {
        let chosen = self.page.run(CHOOSE, vec![json!(self.chance.below(1 << 30))]).await;
        self.act_at(&chosen).await
    }

    /// Acts at what was chosen; says what, if it has to have an effect.
    async fn act_at(&mut self, chosen: &Value) -> Option<String> {
        let text = |member: &str| chosen[member].as_str().unwrap_or_default().to_owned();
        if chosen.is_null() {
            return None;
        }
        let (name, x, y) = (text("name"), chosen["x"].as_i64()?, chosen["y"].as_i64()?);
        if text("tag") == "SELECT" {
            let _ = writeln!(self.story, "choose from {name}");
            let choose = "const menu = visit.chosen;
                menu.selectedIndex = arguments[0] % menu.options.length;
                menu.dispatchEvent(new Event('change', { bubbles: true }))";
            self.page.run(choose, vec![json!(self.chance.below(50))]).await;
            return None;
        }
        // WebKitWebDriver has no fingers.
        let is_tap = self.chance.below(3) == 0 && Browser::chosen() != Browser::WebKit;
        let _ = writeln!(self.story, "{} {name}", if is_tap { "tap" } else { "click" });
        self.page.press_at(x, y, if is_tap { "touch" } else { "mouse" }).await;
        let types = text("tag") == "TEXTAREA" || (text("tag") == "INPUT" && text("type") == "text");
        if types && self.chance.below(2) == 0 {
            let typed = self.chance.text(TEXTS, 6);
            let _ = writeln!(self.story, "type {typed:?}");
            self.press(&typed).await;
        }
        (chosen["reason"] == false).then_some(name)
    }

    async fn look(&mut self, needs_effect: Option<String>) {
        let mut seen = self.page.run(WRONG, vec![]).await;
        // A busy machine takes its time.
        for _ in 0..40 {
            if needs_effect.is_none() || seen["effects"] != 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            let wrong = seen["wrong"].take();
            seen = self.page.run(WRONG, vec![]).await;
            if wrong != "" {
                seen["wrong"] = wrong;
            }
        }
        let mut wrong = seen["wrong"].as_str().unwrap_or_default().to_owned();
        let is_in_vain = seen["effects"] == 0 && seen["is_met"] == true;
        if let Some(name) = needs_effect.filter(|_| is_in_vain) {
            let _ = writeln!(wrong, "no effect and no reason: {name}");
        }
        if !wrong.is_empty() {
            let _ = writeln!(self.found, "{wrong}after:\n{}", self.story);
            self.n_found += 1;
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[tokio::test]
async fn a_visitor_who_clicks_on_everything_breaks_nothing() {
    let acts = number("ROUNDTRIP_VISITOR_ACTS").map_or(ACTS, |acts| acts as usize);
    let seed = number("ROUNDTRIP_VISITOR_SEED").unwrap_or(SEED);
    let mut visitor = Visitor::open(seed).await;
    let all = trace::built_in().len();
    for place in 0..all {
        let example = visitor.open_example(place).await;
        assert!(example.is_some(), "example {place} is on the menu");
        visitor.look(None).await;
        // So that the acts of all examples together are those that were asked for.
        for _ in acts * place / all..acts * (place + 1) / all {
            visitor.act().await;
        }
        if visitor.n_found >= FOUND_MAX {
            break;
        }
    }
    let Visitor { page, found, .. } = visitor;
    assert!(found.is_empty(), "with seed {seed}:\n{found}");
    page.close().await;
}

/// Leaves the room, closes what lies above, then opens one thing: by its number, as long as there is
/// one.
const OPEN: &str = "document.querySelector('.room-button:last-of-type')?.click();
    document.querySelectorAll('dialog[open]').forEach(dialog => dialog.close());
    document.querySelectorAll(':popover-open').forEach(open => open.hidePopover());
    const shut = [...document.querySelectorAll('[popovertarget], [aria-expanded=false], .tab, summary')]
        .filter(found => found.checkVisibility());
    shut[arguments[0]]?.click();
    return shut.length > arguments[0]";

#[tokio::test]
async fn every_control_that_comes_into_sight_is_clicked() {
    let mut visitor = Visitor::open(SEED).await;
    let mut clicked = BTreeSet::new();
    visitor.open_example(0).await;
    // Which thing is opened next, where nothing new is in sight.
    let mut next = 0;
    while visitor.n_found < FOUND_MAX {
        let chosen = visitor.page.run(CHOOSE, vec![json!(0), json!(clicked)]).await;
        if let Some(kind) = chosen["kind"].as_str() {
            next = 0;
            clicked.insert(kind.to_owned());
            let needs_effect = visitor.act_at(&chosen).await;
            tokio::time::sleep(Duration::from_millis(60)).await;
            visitor.look(needs_effect).await;
        } else if visitor.page.run(OPEN, vec![json!(next)]).await == true {
            next += 1;
            tokio::time::sleep(Duration::from_millis(60)).await;
        } else {
            break;
        }
    }
    let Visitor { page, found, .. } = visitor;
    assert!(found.is_empty(), "{found}");
    println!("{}", clicked.iter().map(|kind| format!("{kind}\n")).collect::<String>());
    assert!(clicked.len() > 300, "only {} were seen", clicked.len());
    page.close().await;
}
