//! The first screen before its program is there: it is the one that the program draws, what is done
//! in it is kept, and what is missing is told.

use crate::accessibility;
use crate::dist::{Dist, Fault, Faults, file};
use crate::elsewhere::{Elsewhere, Reply, octets};
use crate::page::{Page, Role};
use fantoccini::Locator;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// The program's screen as index.html has to hold it.
const SHELL_OF: &str = include_str!("shell/shell_of.js");

/// Where what one sees first stands, in either of the two screens.
const PLACES: &str = "
    const screen = document.querySelector(arguments[0]);
    const seen = '.masthead, .masthead > :not([popover]), .composer, .bar > *, .url, .url-part, .under > *, .stage,'
        + '.lane-heads, .heads > .lane, .head, .head ~ small, .side, .say, .more, .response, .response > *';
    return [...screen.querySelectorAll(seen)].filter(element => element.checkVisibility()).map(element => {
        let { x, y, width, height } = element.getBoundingClientRect();
        // How far down it reaches, nobody sees.
        if (element.matches('.stage') && innerWidth < 981) height = 0;
        return [element.className || element.localName, ...[x, y, width, height].map(Math.round)].join(' ');
    });";

/// The page whose program never comes.
async fn without_program() -> Page {
    let viewer = file("viewer_bg.wasm");
    let never = (0..4).fold(Faults::none(), |faults, _| faults.once(&viewer, Fault::Silence));
    let page = Page::load(never).await;
    page.client.wait().for_element(Locator::Id("shell")).await.expect("the first screen is there");
    page
}

/// The page whose program comes after a while. Nobody waits for all that the page loads early.
async fn with_late_program() -> Page {
    let late = Fault::Late(Duration::from_secs(6));
    let site = Dist::serve(Faults::none().once(&file("viewer_bg.wasm"), late));
    let page = Page::blank().await;
    page.run("setTimeout(() => { location.href = arguments[0]; })", vec![json!(site.url)]).await;
    page.client.wait().for_element(Locator::Id("shell")).await.expect("the first screen is there");
    page
}

async fn find(page: &Page, selector: &str) -> fantoccini::elements::Element {
    let found = page.client.find(Locator::Css(selector)).await;
    found.unwrap_or_else(|error| panic!("{selector} is not there: {error}"))
}

#[tokio::test]
async fn the_first_screen_of_index_html_is_the_one_that_the_program_draws() {
    let page = Page::open().await;
    let script = format!("arguments = [document.querySelector('.app')];{SHELL_OF}");
    let drawn = page.run(&script, vec![]).await.as_str().expect("markup").to_owned();
    page.close().await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html");
    let source = std::fs::read_to_string(&path).expect("it can be read");
    let (head, rest) = source.split_once("<body>\n").expect("a page has a body");
    let (shell, end) = rest.split_once("\n</body>").expect("a body ends");
    let (_, news) = shell.split_once("<div class=\"news\">").expect("there is room for news");
    let (news, _) = news.split_once("\n  </div>\n  <main").expect("it ends");
    let drawn = drawn.replace("<div class=\"news\">", &format!("<div class=\"news\">{news}\n  "));
    if std::env::var_os("ROUNDTRIP_UPDATE").is_some() {
        let source = [head, "<body>\n", &drawn, "\n</body>", end].concat();
        std::fs::write(&path, source).expect("it can be written");
    } else {
        let advice =
            "index.html does not hold what the program draws; ROUNDTRIP_UPDATE=1 writes it";
        assert_eq!(drawn, shell, "{advice}");
    }
}

/// Whether something stands where it stood, but for what nobody notices.
fn is_near(before: &Value, after: &Value) -> bool {
    let words = |place: &Value| -> Vec<String> {
        place.as_str().unwrap_or_default().split(' ').map(str::to_owned).collect()
    };
    let (before, after) = (words(before), words(after));
    let is_same = |(before, after): (&String, &String)| match (before.parse(), after.parse()) {
        (Ok::<f64, _>(before), Ok::<f64, _>(after)) => (before - after).abs() <= 4.0,
        _ => before == after,
    };
    before.len() == after.len() && before.iter().zip(&after).all(is_same)
}

#[tokio::test]
async fn nothing_jumps_when_the_program_comes() {
    let (before, after) = (without_program().await, Page::open().await);
    for (width, height) in [(1280, 720), (900, 900), (390, 844), (1280, 600)] {
        let mut places = Vec::new();
        for (page, screen) in [(&before, "#shell"), (&after, ".app:not(#shell)")] {
            page.resize(width, height).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            places.push(page.run(PLACES, vec![json!(screen)]).await);
        }
        let places = places.iter().map(|places| places.as_array().expect("a list"));
        let [before, after] = places.collect::<Vec<_>>()[..] else { panic!("two screens") };
        assert!(before.len() > 15, "{before:?}");
        for (before, after) in before.iter().zip(after) {
            assert!(is_near(before, after), "{before} becomes {after} at {width} × {height}");
        }
        assert_eq!(before.len(), after.len(), "at {width} × {height}");
    }
    before.close().await;
    after.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_wrong_before_the_program_is_there() {
    let page = without_program().await;
    accessibility::check(&page, "the first screen before the program").await;
    page.close().await;
}

#[tokio::test]
async fn what_is_typed_and_sent_before_the_program_is_there_is_kept_and_done() {
    let page = with_late_program().await;
    let url = find(&page, "#shell .url").await;
    url.clear().await.expect("it can be cleared");
    url.send_keys("http://api.example.com/users/7").await.expect("it can be typed into");
    find(&page, "#shell .send").await.click().await.expect("it can be pressed");
    page.see_in("#shell [data-says=loading]:not([hidden])", "kept until it is here").await;
    page.click("Skip to the answer").await;
    page.see_response("404 Not Found").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/7");
    page.close().await;
}

#[tokio::test]
async fn caret_and_focus_are_kept() {
    let page = with_late_program().await;
    let url = find(&page, "#shell .url").await;
    // Two to the left of the end.
    url.send_keys("\u{E010}\u{E012}\u{E012}0").await.expect("it can be typed into");
    page.see_in("body > .app:not(#shell) .send", "Send").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/042");
    assert_eq!(page.focus().await, "URL");
    let caret = page.run("return document.activeElement.selectionStart", vec![]).await;
    assert_eq!(caret, "http://api.example.com/users/0".len());
    page.close().await;
}

#[tokio::test]
async fn enter_and_method_are_kept_and_the_keys_are_for_the_steps() {
    let page = with_late_program().await;
    let menu = find(&page, "#shell select").await;
    menu.select_by_label("HEAD").await.expect("it is offered");
    page.see_in("#shell .method", "HEAD ▾").await;
    let url = find(&page, "#shell .url").await;
    // Two to the left of the end, then Enter.
    url.send_keys("\u{E010}\u{E012}\u{E012}0\u{E007}").await.expect("it can be typed into");
    page.see_in(".where", "Step 1 of 8").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/042");
    let focus = page.focus().await;
    assert!(focus.starts_with("Send"), "{focus}");
    page.see_in(".steps", "the resource /users/042, without its body").await;
    page.close().await;
}

#[tokio::test]
async fn what_is_opened_before_the_program_is_there_opens_with_it() {
    let page = with_late_program().await;
    find(&page, "#shell .menu-button").await.click().await.expect("it can be pressed");
    page.see_in("#menu:popover-open", "Text size").await;
    page.close().await;
}

#[tokio::test]
async fn nothing_is_sent_for_real_by_a_press_before_the_program_is_there() {
    let server = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[], b"")));
    let page = with_late_program().await;
    let url = find(&page, "#shell .url").await;
    url.clear().await.expect("it can be cleared");
    url.send_keys(&server.url).await.expect("it can be typed into");
    find(&page, "#shell .mode label:last-child").await.click().await.expect("it can be chosen");
    find(&page, "#shell .send").await.click().await.expect("it can be pressed");
    page.element(Role::Button, "Send for real").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(page.value("URL").await, server.url);
    assert_eq!(server.asked(), Vec::<String>::new());
    page.close().await;
}

#[tokio::test]
async fn the_first_screen_is_as_the_reader_prefers_it() {
    let page = without_program().await;
    let prefer = "localStorage.setItem('roundtrip.settings', 'dark larger')";
    page.run(prefer, vec![]).await;
    page.client.refresh().await.expect("the page loads again");
    let marks = "const { theme, textSize } = document.documentElement.dataset;
        return [theme, textSize, !!document.getElementById('shell')]";
    assert_eq!(page.run(marks, vec![]).await, json!(["dark", "larger", true]));
    page.close().await;
}

/// The page with files missing, until something is said.
async fn told(missing: &[&str], said: &str) -> Page {
    let missing =
        missing.iter().filter(|name| crate::dist::files().iter().any(|file| file.ends_with(*name)));
    let faults = missing.fold(Faults::none(), |faults, name| {
        let name = file(name);
        (0..3).fold(faults, |faults, _| faults.once(&name, Fault::Missing))
    });
    let page = Page::load(faults).await;
    page.see_in("#shell [data-says]:not([hidden])", said).await;
    let is_seen = "const { height } = document.querySelector('#shell [data-says]:not([hidden])')
        .getBoundingClientRect(); return height > 10 && document.querySelector('.url').value";
    assert_eq!(page.run(is_seen, vec![]).await, json!("http://api.example.com/users/42"));
    page
}

#[tokio::test]
async fn a_missing_file_is_named_in_the_first_screen() {
    for missing in [&["policy.js"][..], &["start.js", "whole.js"], &["viewer.js", "whole.js"]] {
        let page = told(missing, "did not come").await;
        page.see_in("#shell [data-says=missing]:not([hidden]) code", ".js").await;
        page.close().await;
    }
}

#[tokio::test]
async fn whoever_is_offline_is_told_so_and_needs_no_button_once_there_is_a_network() {
    let page = Page::blank().await;
    let offline =
        "Object.defineProperty(navigator, 'onLine', { get: () => self.isOnline ?? false });";
    page.before_the_page(offline).await;
    let viewer = file("viewer.js");
    let missing = (0..3).fold(Faults::none(), |faults, _| faults.once(&viewer, Fault::Missing));
    let missing = match crate::dist::is_published() {
        true => missing.once(&file("whole.js"), Fault::Missing),
        false => missing,
    };
    page.client.goto(&Dist::serve(missing).url).await.expect("the page loads");
    page.see_in("#shell [data-says]:not([hidden])", "You are offline").await;
    let comes = "self.isOnline = true; dispatchEvent(new Event('online'))";
    page.run(comes, vec![]).await;
    if crate::dist::is_published() {
        page.click("Send").await;
        page.see_step("Step 1 of 9").await;
    }
    page.close().await;
}

#[tokio::test]
async fn a_program_that_breaks_while_it_starts_is_told_with_what_it_said() {
    let page = without_program().await;
    let breaks = "WebAssembly.instantiate = WebAssembly.instantiateStreaming =
        async () => { throw new Error('it broke as it started') };";
    page.before_the_page(breaks).await;
    page.client.goto(&Dist::serve(Faults::none()).url).await.expect("the page loads");
    let said = "#shell [data-says=broken]:not([hidden])";
    page.see_in(said, "could not be started: Error: it broke as it started").await;
    let url = find(&page, "#shell .url").await;
    url.send_keys("0").await.expect("it can be typed into");
    find(&page, &format!("{said} [data-again]")).await.click().await.expect("it is offered");
    page.see_in(said, "could not be started: Error: it broke as it started").await;
    let value = page.run("return document.querySelector('.url').value", vec![]).await;
    assert_eq!(value, json!("http://api.example.com/users/420"));
    page.close().await;
}

#[tokio::test]
async fn a_start_script_that_is_not_what_it_should_be_is_followed_by_the_one_script() {
    if !crate::dist::is_published() {
        return;
    }
    let (start, whole) = (file("start.js"), file("whole.js"));
    for odd in ["throw new Error('odd');", "<!doctype html><title>Log in first</title>"] {
        let odd = || Fault::Octets(odd.into());
        let page = Page::load(Faults::none().once(&start, odd())).await;
        page.click("Send").await;
        page.see_step("Step 1 of 9").await;
        page.close().await;
        let page = Page::load(Faults::none().once(&start, odd()).once(&whole, odd())).await;
        let said = "#shell [data-says=broken]:not([hidden])";
        page.see_in(said, "The page could not be started: ").await;
        page.see_in(said, "Error: ").await;
        find(&page, &format!("{said} [data-again]")).await.click().await.expect("it is offered");
        page.click("Send").await;
        page.see_step("Step 1 of 9").await;
        page.close().await;
    }
}

#[tokio::test]
async fn a_program_that_comes_at_the_second_try_keeps_what_was_typed() {
    if !crate::dist::files().iter().any(|name| name.ends_with("whole.js")) {
        return;
    }
    let page = told(&["viewer.js", "whole.js"], "did not come").await;
    let url = find(&page, "#shell .url").await;
    url.send_keys("0").await.expect("it can be typed into");
    // The fault is there three times.
    for _ in 0..3 {
        find(&page, "#shell [data-again]").await.click().await.expect("it can be pressed");
        tokio::time::sleep(Duration::from_millis(300)).await;
        if page.run("return !document.getElementById('shell')", vec![]).await == json!(true) {
            break;
        }
    }
    assert_eq!(page.value("URL").await, "http://api.example.com/users/420");
    page.close().await;
}

#[tokio::test]
async fn a_viewer_that_is_missing_comes_as_one_script() {
    if !crate::dist::files().iter().any(|name| name.ends_with("whole.js")) {
        return;
    }
    for name in ["start.js", "viewer.js", "viewer_bg.wasm"] {
        let name = file(name);
        let missing = (0..3).fold(Faults::none(), |faults, _| faults.once(&name, Fault::Missing));
        let page = Page::load(missing).await;
        page.click("Send").await;
        page.see_step("Step 1 of 9").await;
        page.close().await;
    }
}

#[tokio::test]
async fn a_browser_without_webassembly_is_told_so() {
    let page = without_program().await;
    page.before_the_page("delete self.WebAssembly").await;
    page.client.refresh().await.expect("the page loads again");
    page.see_in("#shell [data-says]:not([hidden])", "no WebAssembly").await;
    page.close().await;
}

#[tokio::test]
async fn a_page_without_javascript_says_what_it_is_and_shows_it() {
    let page = without_program().await;
    page.forbid_scripts().await;
    page.client.refresh().await.expect("the page loads again");
    let said = find(&page, ".without-script").await;
    assert!(said.is_displayed().await.expect("it can be asked"));
    assert!(said.text().await.expect("it has text").contains("needs JavaScript"));
    let picture = find(&page, ".without-script img").await;
    assert!(picture.is_displayed().await.expect("it can be asked"));
    let Value::Number(width) = json!(picture.rectangle().await.expect("it has a place").2) else {
        panic!("a width is a number")
    };
    assert!(width.as_f64().is_some_and(|width| width > 200.0), "the picture came: {width}");
    page.close().await;
}
