//! The page without a network: the browser keeps a copy of one build, which answers for its own files
//! and nothing else.

use crate::acts::choose;
use crate::dist::{Dist, Faults, SERVICE_WORKER, is_published};
use crate::drive::Browser;
use crate::elsewhere::{Elsewhere, Reply, octets};
use crate::embed::until;
use crate::frames::enter;
use crate::keys::ESCAPE;
use crate::one_file::play_every_example;
use crate::page::{Page, Role};
use crate::published::{Copy, SECOND, SECOND_WORKER};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// Whether there is a copy, whether a newer one waits, and how many builds the browser has files of.
const KEPT: &str = "return (async () => {
    const found = await navigator.serviceWorker.getRegistration();
    return [!!found?.active, !!found?.waiting, (await caches.keys()).length];
})()";

/// What the worker's script is, as the page gets it.
const WORKER: &str = "return (async () => (await fetch('./worker.js' + arguments[0])).text())()";

/// What the menu says of the copy.
const SAID: &str = ".offline [role=status]";

async fn see_kept(page: &Page, kept: Value) {
    until(page, KEPT, |found| *found == kept).await;
}

/// Opens a page that the browser keeps, until it has.
async fn open_kept(dist: &Dist) -> Page {
    let page = Page::blank().await;
    page.client.goto(&dist.url).await.expect("the page loads");
    see_kept(&page, json!([true, false, 1])).await;
    page
}

/// Loads the page again as a person does, and afresh: what Firefox's driver does goes past everything
/// that is kept.
async fn load_again(page: &Page) {
    let reload = "history.replaceState(null, '', location.pathname);
        self.wasHere = true;
        setTimeout(() => location.reload())";
    page.run(reload, vec![]).await;
    let is_new = "return !self.wasHere && document.readyState === 'complete'";
    for _ in 0..200 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        // On the way from one page to the next there is none to ask.
        if page.client.execute(is_new, vec![]).await.is_ok_and(|is_new| is_new == json!(true)) {
            break;
        }
    }
    page.element(Role::Textbox, "URL").await;
}

/// What the menu says of the copy.
async fn see_in_menu(page: &Page, said: &str) {
    page.click("Menu").await;
    page.see_in(SAID, said).await;
    page.press(&[ESCAPE]).await;
}

/// Asks the engine for something that does not ship with the page.
async fn play(page: &Page) {
    page.fill("URL", "http://api.example.com/users/7").await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("404 Not Found").await;
}

/// The build that a page is of: its title, and of which build its files are.
async fn see_build(page: &Page, is_second: bool) {
    let script = "return [document.title, ...performance.getEntriesByType('resource').map(({ name }) => name)]";
    let names = page.run(script, vec![]).await;
    let names: Vec<&str> =
        names.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let (title, files) = names.split_first().expect("a title");
    assert_eq!(title.starts_with(SECOND), is_second, "{title}");
    let is_of_second = |name: &&str| name.contains("/2222222222222222/");
    assert_eq!(files.iter().any(is_of_second), is_second, "{files:?}");
    let build = files.iter().find_map(|name| name.split_once("worker_loader.js"));
    let build = build.map(|(_, build)| build).unwrap_or_default();
    let script = page.run(WORKER, vec![json!(build)]).await;
    let script = script.as_str().expect("a script");
    assert_eq!(script.contains(SECOND_WORKER), is_second, "the worker is of the same build");
}

#[tokio::test]
async fn the_second_visit_needs_no_network() {
    if !is_published() {
        return;
    }
    let dist = Dist::serve(Faults::none().kept());
    let page = open_kept(&dist).await;
    see_in_menu(&page, "opens without a network").await;
    page.client.goto("about:blank").await.expect("the page can be left");
    dist.publish(None);
    dist.asked();
    for address in ["", "index.html", "#view=present"] {
        page.client.goto("about:blank").await.expect("the page can be left");
        page.client.goto(&[&dist.url, address].concat()).await.expect("the page loads");
        until(&page, "return !document.getElementById('shell')", |here| *here == json!(true)).await;
    }
    page.client.goto("about:blank").await.expect("the page can be left");
    page.client.goto(&dist.url).await.expect("the page loads");
    play(&page).await;
    play_every_example(&page).await;
    page.run("location.hash = 'lessons'", vec![]).await;
    page.see_in(".lesson-items", "One question, one answer").await;
    // The browser itself looks whether there is another build, how the page is installed and, where
    // that is WebKitGTK, what its icon is.
    let icon = crate::dist::file("icon.svg");
    let looks = [SERVICE_WORKER, "manifest.json", &icon].map(|name| format!("GET /{name}"));
    let asked = dist.asked();
    assert!(asked.iter().all(|asked| looks.contains(asked)), "{asked:?}");
    page.close().await;
}

#[tokio::test]
async fn a_newer_build_comes_whole_once_no_window_shows_the_one_before() {
    // WebKitGTK draws nothing in a second window of its driver's.
    if !is_published() || Browser::chosen() == Browser::WebKit {
        return;
    }
    let second = Copy::second_build();
    let dist = Dist::serve(Faults::none().kept());
    let page = open_kept(&dist).await;
    load_again(&page).await;
    dist.publish(Some(&second.folder));
    load_again(&page).await;
    see_kept(&page, json!([true, true, 2])).await;
    play(&page).await;
    see_build(&page, false).await;
    let first = page.client.window().await.expect("it has a window");
    let other = page.client.new_window(true).await.expect("there may be another").handle;
    page.client.switch_to_window(other).await.expect("it is there");
    page.client.goto(&dist.url).await.expect("the page loads");
    play(&page).await;
    see_build(&page, false).await;
    load_again(&page).await;
    play(&page).await;
    see_build(&page, false).await;
    page.click("Menu").await;
    page.see_in(SAID, "A new version of this page is ready").await;
    page.click("Load it").await;
    page.see_in(SAID, "once the other windows of this page are closed").await;
    page.client.close_window().await.expect("it can be closed");
    page.client.switch_to_window(first).await.expect("it is there");
    page.click("Menu").await;
    page.click("Load it").await;
    see_kept(&page, json!([true, false, 1])).await;
    until(&page, "return document.title", |title| {
        title.as_str().is_some_and(|title| title.starts_with(SECOND))
    })
    .await;
    dist.publish(None);
    load_again(&page).await;
    play(&page).await;
    see_build(&page, true).await;
    page.close().await;
}

#[tokio::test]
async fn a_window_that_is_alone_is_of_the_newer_build_when_it_is_loaded_again() {
    // Other browsers do not tell a window that is loaded again from one that is opened.
    if !is_published() || Browser::chosen() != Browser::Chromium {
        return;
    }
    let second = Copy::second_build();
    let dist = Dist::serve(Faults::none().kept());
    let page = open_kept(&dist).await;
    dist.publish(Some(&second.folder));
    load_again(&page).await;
    see_kept(&page, json!([true, true, 2])).await;
    dist.publish(None);
    load_again(&page).await;
    play(&page).await;
    see_build(&page, true).await;
    see_kept(&page, json!([true, false, 1])).await;
    page.close().await;
}

#[tokio::test]
async fn files_of_two_builds_are_never_kept_together() {
    if !is_published() {
        return;
    }
    let torn = Copy::of_dist();
    torn.change("worker.js", |script| format!("{script}\n{SECOND_WORKER}"));
    let dist = Dist::serve_from(torn.folder.clone(), Faults::none().kept());
    let page = Page::blank().await;
    page.client.goto(&dist.url).await.expect("the page loads");
    see_in_menu(&page, "keeps no copy").await;
    see_kept(&page, json!([false, false, 0])).await;
    play(&page).await;
    dist.publish(Some(&crate::dist::folder()));
    load_again(&page).await;
    see_kept(&page, json!([true, false, 1])).await;
    page.close().await;
}

/// What a browser says that has no room.
const NO_ROOM: &str =
    "Cache.prototype.put = async () => { throw new DOMException('full', 'QuotaExceededError') };";
/// What one says that keeps nothing.
const NO_STORE: &str =
    "CacheStorage.prototype.open = async () => { throw new DOMException('no', 'SecurityError') };";

#[tokio::test]
async fn where_there_is_no_room_or_no_store_the_page_works_as_before() {
    if !is_published() {
        return;
    }
    for fault in [NO_ROOM, NO_STORE] {
        let copy = Copy::of_dist();
        copy.change(SERVICE_WORKER, |script| [fault, &script].concat());
        let dist = Dist::serve_from(copy.folder.clone(), Faults::none().kept());
        let page = Page::blank().await;
        page.client.goto(&dist.url).await.expect("the page loads");
        see_in_menu(&page, "keeps no copy").await;
        see_kept(&page, json!([false, false, 0])).await;
        play(&page).await;
        load_again(&page).await;
        play(&page).await;
        page.close().await;
    }
}

#[tokio::test]
async fn a_store_that_is_full_keeps_nothing_and_the_page_works() {
    if !is_published() || Browser::chosen() != Browser::Chromium {
        return;
    }
    let dist = Dist::serve(Faults::none().kept());
    let page = Page::blank().await;
    let quota = json!({ "origin": dist.url.trim_end_matches('/'), "quotaSize": 1_000_000 });
    page.devtools("Storage.overrideQuotaForOrigin", quota).await;
    page.client.goto(&dist.url).await.expect("the page loads");
    see_in_menu(&page, "keeps no copy").await;
    see_kept(&page, json!([false, false, 0])).await;
    play(&page).await;
    page.close().await;
}

#[tokio::test]
async fn a_copy_that_is_lost_is_no_loss_while_there_is_a_network() {
    if !is_published() {
        return;
    }
    let dist = Dist::serve(Faults::none().kept());
    let page = open_kept(&dist).await;
    load_again(&page).await;
    let lose = "return (async () => { for (const name of await caches.keys()) await caches.delete(name) })()";
    page.run(lose, vec![]).await;
    load_again(&page).await;
    play(&page).await;
    page.close().await;
}

#[tokio::test]
async fn where_the_browser_keeps_nothing_the_page_works_as_before() {
    if !is_published() || Browser::chosen() != Browser::Chromium {
        return;
    }
    let refused = "ServiceWorkerContainer.prototype.register = async () => { throw new DOMException('no', 'SecurityError') };";
    let forbidden = "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get() { throw new DOMException('no', 'SecurityError') } });";
    let unknown = "delete Navigator.prototype.serviceWorker;";
    for before in [refused, forbidden, unknown] {
        let page = Page::blank().await;
        page.before_the_page(before).await;
        page.before_the_page("self.wrong = []; addEventListener('unhandledrejection', found => wrong.push(`${found.reason}`));").await;
        page.client.goto(&Dist::serve(Faults::none().kept()).url).await.expect("the page loads");
        see_in_menu(&page, "keeps no copy").await;
        play(&page).await;
        assert_eq!(page.run("return wrong", vec![]).await, json!([]));
        page.close().await;
    }
}

/// Counts what comes by, and what is answered.
const COUNT: &str = "const heard = [], answered = [];
    addEventListener('fetch', ({ request }) => heard.push(request.method + ' ' + request.url));
    const respondWith = FetchEvent.prototype.respondWith;
    FetchEvent.prototype.respondWith = function (answer) {
        answered.push(this.request.method + ' ' + this.request.url);
        return respondWith.call(this, answer);
    };
    addEventListener('message', ({ data, ports: [port] }) => {
        if (data === 'count') port.postMessage([heard.splice(0), answered.splice(0)]);
    });";

const COUNTED: &str = "return new Promise(tell => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => tell(data);
    navigator.serviceWorker.controller.postMessage('count', [port2]);
})";

#[tokio::test]
async fn no_request_for_real_passes_through_it() {
    if !is_published() {
        return;
    }
    let reply = |_: &str, _: &str| {
        let fields = ["Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: *"];
        Reply::Octets(octets("200 OK", &fields, b"hello"))
    };
    // Where a browser can be told what goes elsewhere, and where it cannot.
    for before in ["", "if (self.InstallEvent) InstallEvent.prototype.addRoutes = undefined;"] {
        let copy = Copy::of_dist();
        copy.change(SERVICE_WORKER, |script| [before, COUNT, &script].concat());
        let dist = Dist::serve_from(copy.folder.clone(), Faults::none().kept());
        let elsewhere = Elsewhere::serve(reply);
        let page = open_kept(&dist).await;
        load_again(&page).await;
        play(&page).await;
        let [_, answered] = counted(&page).await;
        assert!(answered.iter().any(|asked| asked.contains("/worker_bg.wasm?")), "{answered:?}");
        dist.asked();
        choose(&page, "Real").await;
        let icon = crate::dist::file("icon.svg");
        let own = ["demo/users.json", "demo/users.json?a=1", "", "?a=1", "index.html", &icon];
        for path in own {
            page.fill("URL", &[&dist.url, path].concat()).await;
            page.click("Send for real").await;
            until(
                &page,
                "return document.querySelector('.is-real-part .status b')?.textContent ?? ''",
                |said| said.as_str().is_some_and(|said| said.starts_with("200")),
            )
            .await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            let target = format!("GET /{path}");
            assert!(dist.asked().contains(&target), "{target} reaches the server");
        }
        for method in ["GET", "POST"] {
            page.choose_method(method).await;
            page.fill("URL", &elsewhere.url).await;
            page.click("Send for real").await;
            page.see_in(".is-real-part .content", "hello").await;
        }
        let asked = elsewhere.asked();
        assert!(
            asked.contains(&"GET /".to_owned()) && asked.contains(&"POST /".to_owned()),
            "{asked:?}"
        );
        let [heard, answered] = counted(&page).await;
        assert_eq!(answered, Vec::<String>::new(), "it answers none of them");
        let can_be_told = before.is_empty() && Browser::chosen() == Browser::Chromium;
        let is_foreign = |heard: &String| heard.contains(&elsewhere.url) || heard.contains("demo");
        assert!(!can_be_told || !heard.iter().any(is_foreign), "none of these comes by: {heard:?}");
        page.close().await;
    }
}

async fn counted(page: &Page) -> [Vec<String>; 2] {
    let counted = page.run(COUNTED, vec![]).await;
    serde_json::from_value(counted).expect("two lists")
}

#[tokio::test]
async fn frames_have_nothing_kept_and_get_their_files_from_the_server() {
    if !is_published() {
        return;
    }
    let around =
        "<!doctype html><title>Course</title><iframe src=\"./\" width=1100 height=700></iframe>
        <iframe src=\"./embed.html#example=get&start=view\" width=700 height=500></iframe>";
    let (first, second) = (Copy::of_dist(), Copy::second_build());
    for copy in [&first, &second] {
        copy.add("course.html", around);
    }
    let dist = Dist::serve_from(first.folder.clone(), Faults::none().kept());
    let page = Page::blank().await;
    page.client.goto(&[&dist.url, "course.html"].concat()).await.expect("the page loads");
    enter(&page).await;
    play(&page).await;
    // It is kept three seconds after it can be used.
    tokio::time::sleep(Duration::from_secs(5)).await;
    let asked = dist.asked();
    assert!(!asked.iter().any(|asked| asked.contains(SERVICE_WORKER)), "{asked:?}");
    page.client.enter_parent_frame().await.expect("there is a way back");
    see_kept(&page, json!([false, false, 0])).await;
    page.client.goto(&dist.url).await.expect("the page loads");
    see_kept(&page, json!([true, false, 1])).await;
    // What is kept is of the first build; what stands in frames is what the server has.
    dist.publish(Some(&second.folder));
    page.client.goto(&[&dist.url, "course.html"].concat()).await.expect("the page loads");
    enter(&page).await;
    play(&page).await;
    see_build(&page, true).await;
    page.client.enter_parent_frame().await.expect("there is a way back");
    // It starts when it comes into sight.
    page.run("document.querySelectorAll('iframe')[1].scrollIntoView()", vec![]).await;
    let frames = page.client.find_all(fantoccini::Locator::Css("iframe")).await.expect("frames");
    frames.into_iter().nth(1).expect("two").enter_frame().await.expect("it can be entered");
    crate::embed::see_step(&page, "Step 1 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn a_reload_past_everything_that_is_kept_harms_nothing() {
    if !is_published() || Browser::chosen() != Browser::Chromium {
        return;
    }
    let dist = Dist::serve(Faults::none().kept());
    let page = open_kept(&dist).await;
    dist.asked();
    page.devtools("Page.reload", json!({ "ignoreCache": true })).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    page.element(Role::Textbox, "URL").await;
    assert!(dist.asked().contains(&"GET /".to_owned()), "it comes from the server");
    let controller = page.run("return navigator.serviceWorker.controller", vec![]).await;
    assert_eq!(controller, Value::Null);
    play(&page).await;
    see_kept(&page, json!([true, false, 1])).await;
    dist.publish(None);
    load_again(&page).await;
    play(&page).await;
    page.close().await;
}

#[tokio::test]
async fn what_is_served_while_one_works_takes_the_place_of_what_was_kept() {
    if !is_published() {
        return;
    }
    let worked_on = Copy::second_build();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(SERVICE_WORKER);
    let source = std::fs::read_to_string(source).expect("it can be read");
    worked_on.change(SERVICE_WORKER, |_| source);
    worked_on.change("index.html", |html| html.replace("rel=\"manifest\"", "rel=\"author\""));
    let dist = Dist::serve(Faults::none().kept());
    let page = open_kept(&dist).await;
    dist.publish(Some(&worked_on.folder));
    load_again(&page).await;
    until(&page, "return document.title", |title| {
        title.as_str().is_some_and(|title| title.starts_with(SECOND))
    })
    .await;
    see_kept(&page, json!([false, false, 0])).await;
    page.close().await;
}

#[tokio::test]
async fn only_the_one_script_may_be_registered() {
    if !is_published() || Browser::chosen() != Browser::Chromium {
        return;
    }
    let page = Page::open().await;
    let attempt = "return navigator.serviceWorker.register(arguments[0]).then(() => 'allowed', error => error.message)";
    for url in ["./another.js", "./service_worker.js?a=1", "./demo/service_worker.js", "blob:1"] {
        let said = page.run(attempt, vec![json!(url)]).await;
        assert_eq!(said, json!("this script is refused"), "{url}");
    }
    page.close().await;
}

#[tokio::test]
async fn the_page_can_be_installed_and_offers_itself_as_one_file() {
    if !is_published() {
        return;
    }
    let page = Page::open().await;
    page.click("Menu").await;
    let link = page.run("return document.querySelector('.offline a')?.href ?? ''", vec![]).await;
    let manifest = "return (async () => {
        const { href } = document.querySelector('link[rel=manifest]');
        const manifest = await (await fetch(href)).json();
        const pictures = manifest.icons.map(async ({ src, sizes }) => {
            const image = new Image();
            image.src = new URL(src, href);
            await image.decode();
            return [sizes, `${image.naturalWidth}x${image.naturalHeight}`];
        });
        const sizes = await Promise.all(pictures);
        const address = (member) => new URL(manifest[member], href).href;
        return [address('start_url'), address('scope'), manifest.display, sizes.slice(1), (await fetch(arguments[0])).status];
    })()";
    let found = page.run(manifest, vec![link]).await;
    let url = page.client.current_url().await.expect("it has one").to_string();
    let sizes = json!([["192x192", "192x192"], ["512x512", "512x512"], ["512x512", "512x512"]]);
    assert_eq!(found, json!([url, url, "standalone", sizes, 200]));
    if Browser::chosen() == Browser::Chromium {
        let errors = page.devtools_answer("Page.getInstallabilityErrors", json!({})).await;
        assert_eq!(errors["installabilityErrors"], json!([]), "{errors}");
    }
    page.close().await;
}
