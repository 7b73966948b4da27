//! Little that becomes very much: a short link, a command, a text or a file with more rows than
//! anybody reads. Each is opened, or refused with its reason, and the page never stands still.

use crate::dist::is_published;
use crate::page::{Page, Role};
use compose::body::Body;
use compose::draft::Draft;
use compose::rows::{Escaping, Rows};
use serde_json::{Value, json};
use sharing::link::{LinkState, Secrets, file_text};

/// From now on the longest task of the page's thread is noted, in milliseconds.
const WATCH: &str = "window.longest = 0;
    window.watch?.disconnect();
    window.watch = new PerformanceObserver(tasks => {
        for (const { duration } of tasks.getEntries()) longest = Math.max(longest, duration);
    });
    watch.observe({ type: 'longtask' })";

/// Does something, and tells after how many milliseconds something is there, and what the longest
/// task took until two seconds later.
const DO: &str = "const [selector, text, done] = arguments;
    const started = performance.now();
    const look = () => {
        const seen = document.querySelector(selector);
        if (!`${seen?.value ?? ''} ${seen?.textContent ?? ''}`.includes(text)) return setTimeout(look, 10);
        const after = performance.now() - started;
        setTimeout(() => done([after, longest]), 2000);
    };
    (() => { /* ACT */ })();
    look();";

/// No longer than this, in milliseconds.
const LONGEST_MS: f64 = 1000.0;
/// What else runs on the machine holds the page up now and then, but not each time.
const TURNS: usize = 3;

/// A thing to do, a place, and what stands there once it is done.
type Deed<'a> = (&'a str, &'a str, &'a str);

/// Does all of this on a new page, and holds that it never stands still.
async fn check(what: &str, link: Option<&str>, deeds: &[Deed<'_>]) {
    // While one works on it, the program is slower.
    if !is_published() {
        return;
    }
    let mut slow = Vec::new();
    for _ in 0..TURNS {
        slow = slow_deeds(link, deeds).await;
        if slow.is_empty() {
            return;
        }
    }
    panic!("{what}: {}", slow.join("\n"));
}

async fn slow_deeds(link: Option<&str>, deeds: &[Deed<'_>]) -> Vec<String> {
    let page = Page::open().await;
    // All parts are here.
    page.click("Edit request").await;
    page.see_in(".fold", "Headers").await;
    page.click("Edit request").await;
    page.run(WATCH, vec![]).await;
    let mut slow = Vec::new();
    let opened = link.map(|link| format!("location.hash = '{}'", link.trim()));
    let open =
        opened.as_deref().zip(deeds.first()).map(|(act, (_, place, text))| (act, *place, *text));
    let rest = if open.is_some() { &deeds[1..] } else { deeds };
    for (act, place, text) in open.into_iter().chain(rest.iter().copied()) {
        let script = DO.replace("/* ACT */", act);
        let found = page.client.execute_async(&script, vec![json!(place), json!(text)]).await;
        let found = found.unwrap_or_else(|error| panic!("“{text}” does not come: {error}"));
        let ms = |at: usize| found[at].as_f64().unwrap_or(f64::MAX);
        if ms(0) >= LONGEST_MS || ms(1) >= LONGEST_MS {
            let act: String = act.chars().take(80).collect();
            slow.push(format!("{act}: there after {} ms, one task of {} ms", ms(0), ms(1)));
        }
        page.run("window.longest = 0", vec![]).await;
    }
    assert_eq!(page.run("return 1 + 1", vec![]).await, json!(2));
    page.element(Role::Textbox, "URL").await;
    page.close().await;
    slow
}

fn link(change: impl FnOnce(&mut Draft)) -> String {
    let mut state = LinkState::default();
    change(&mut state.draft);
    file_text(&state, Secrets::Include)
}

fn headers(n_headers: usize, is_enabled: bool) -> String {
    link(|draft| {
        for _ in 0..n_headers {
            let id = draft.headers.add("", "");
            draft.headers.edit(id, |row| row.is_enabled = is_enabled);
        }
    })
}

/// Clicks the button whose text starts so.
fn click(text: &str) -> String {
    format!(
        "[...document.querySelectorAll('button')]
            .find(button => button.textContent.startsWith('{text}')).click()"
    )
}

const TYPE: &str = "const field = document.querySelector('.url');
    field.value += 'z';
    field.dispatchEvent(new Event('input', { bubbles: true }))";

#[tokio::test]
async fn a_short_link_with_very_many_parameters_stops_nothing() {
    let (edit, send) = (click("Edit request"), click("Send"));
    let link = link(|draft| draft.url.retype(format!("http://x/?{}", "&".repeat(16_000))));
    let deeds = [
        ("", ".url", "http://x/?&&"),
        (&edit, "#params", "holds up to"),
        (TYPE, ".url", "&z"),
        (&send, "body", ""),
        (TYPE, ".url", "&zz"),
    ];
    check("parameters", Some(&link), &deeds).await;
}

#[tokio::test]
async fn a_short_link_with_a_form_of_very_many_rows_stops_nothing() {
    let (edit, send) = (click("Edit request"), click("Send"));
    let link = link(|draft| {
        draft.body = Body::Form(Rows::of_text(Some(&"&".repeat(200_000)), Escaping::Form));
        draft.url.retype("http://x/form");
    });
    let deeds = [
        ("", ".url", "http://x/form"),
        (&edit, "#form", "holds up to"),
        (TYPE, ".url", "formz"),
        (&send, "body", ""),
    ];
    check("form", Some(&link), &deeds).await;
}

#[tokio::test]
async fn a_short_link_with_very_many_headers_is_refused_at_once() {
    for link in [headers(4_000, true), headers(60_000, false)] {
        let deeds = [("", ".news", "holds more than"), (TYPE, ".url", "42z")];
        check("headers", Some(&link), &deeds).await;
    }
    let edit = click("Edit request");
    let deeds = [("", ".under", "1 header"), (&edit, "#headers", "Show"), (TYPE, ".url", "42z")];
    check("as many headers as there may be", Some(&headers(900, false)), &deeds).await;
}

fn paste(command: &Value) -> String {
    format!(
        "const pasted = new DataTransfer();
        pasted.setData('text', {command});
        const field = document.querySelector('.url');
        field.select();
        const event = new ClipboardEvent('paste', {{ clipboardData: pasted, bubbles: true, cancelable: true }});
        if (!field.dispatchEvent(event)) return;
        field.value = {command};
        field.dispatchEvent(new Event('input', {{ bubbles: true }}))"
    )
}

#[tokio::test]
async fn what_is_pasted_with_very_many_rows_stops_nothing() {
    let edit = click("Edit request");
    let ampersands = |n: usize| "&".repeat(n);
    let url = json!(format!("http://x/u?{}", ampersands(16_000)));
    let parameters = json!(format!("curl 'http://x/c?{}'", ampersands(16_000)));
    let form = json!(format!("curl http://x/f -d '{}'", ampersands(200_000)));
    let lines = json!(format!("curl http://x/h{}", " -H 'a: b'".repeat(60_000)));
    for (what, pasted, place, expected) in [
        ("a URL", url, ".url", "http://x/u?&"),
        ("a command's URL", parameters, ".url", "http://x/c?&"),
        ("a command's form", form, ".url", "http://x/f"),
        ("a command's headers", lines, ".notice", "Nothing was changed"),
    ] {
        let deeds = [
            (paste(&pasted), place, expected),
            (edit.clone(), "#headers", "Headers"),
            (TYPE.to_owned(), ".url", "z"),
        ];
        let deeds = deeds.each_ref().map(|(act, place, text)| (act.as_str(), *place, *text));
        check(what, None, &deeds).await;
    }
}

/// Chooses a file of this text.
fn choose_file(text: &str) -> String {
    format!(
        "const chosen = new DataTransfer();
        chosen.items.add(new File([{}], 'lesson.roundtrip'));
        document.querySelector('[popovertarget=share]').click();
        const choose = () => {{
            const field = document.querySelector('.open-file input');
            if (!field) return setTimeout(choose, 10);
            field.files = chosen.files;
            field.dispatchEvent(new Event('change', {{ bubbles: true }}));
        }};
        choose()",
        json!(text.trim())
    )
}

#[tokio::test]
async fn a_short_file_that_holds_very_much_stops_nothing() {
    let edit = click("Edit request");
    let body = |text: &str, n: usize| {
        let text = text.repeat(n);
        link(|draft| {
            draft.url.retype("http://x/file");
            draft.body = Body::Text(text);
        })
    };
    let form = |n: usize| {
        let rows = Rows::of_text(Some(&"&".repeat(n)), Escaping::Form);
        link(|draft| {
            draft.url.retype("http://x/file");
            draft.body = Body::Form(rows);
        })
    };
    for (what, file, place, expected) in [
        ("headers", headers(60_000, false), ".news", "holds more than"),
        ("a form", form(200_000), ".url", "http://x/file"),
        ("a longer form", form(2_000_000), ".news", "holds more than"),
        ("a long body", body("a", 250_000), ".url", "http://x/file"),
        ("a body of many lines", body("\n", 20_000), ".url", "http://x/file"),
        ("a body that nobody sees", body("\u{202e}", 50_000), ".url", "http://x/file"),
        ("more than a file may hold", body("a", 20_000_000), ".news", "holds more than"),
    ] {
        let open = choose_file(&file);
        let deeds =
            [(open.as_str(), place, expected), (&edit, "#headers", "Headers"), (TYPE, ".url", "z")];
        check(what, None, &deeds).await;
    }
}
