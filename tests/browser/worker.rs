//! What goes wrong with the engine is told and recovered; nothing typed is lost.
//!
//! The page has no door for tests. The server hands out a loader that does to the real worker
//! what might happen to it, once; the next loader is the real one.

use crate::dist::{Dist, Fault, Faults, folder};
use crate::page::{Page, Role};
use conversation::{FromWorker, VERSION};
use std::time::Duration;

const URL: &str = "http://api.example.com/users?sort=desc";
const LOADER: &str = "worker_loader.js";

/// The loader of `dist` with a script before and one behind it.
pub fn loader(before: &str, behind: &str) -> Fault {
    let real = std::fs::read_to_string(folder().join(LOADER)).expect("dist has a loader");
    // Imports stand first in a module, whatever is written before them.
    Fault::Octets(format!("{before}\n{real}\n{behind}").into())
}

async fn send_again(page: &Page) {
    assert_eq!(page.value("URL").await, URL, "nothing typed is lost");
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    assert_eq!(
        page.text_of(".chips").await,
        "1 GET /users?sort=desc",
        "the failed run left nothing"
    );
}

#[tokio::test]
async fn a_crash_is_told_and_the_next_run_works() {
    let garbled = "const hear = self.onmessage;
        self.onmessage = () => hear({ data: new Uint8Array([1, 2, 3]).buffer });";
    let page = Page::open_with(Faults::none().once(LOADER, loader("", garbled))).await;
    page.fill("URL", URL).await;
    page.click("Send").await;
    page.see_in("[role=alert]", "The simulation broke").await;
    send_again(&page).await;
    page.close().await;
}

#[tokio::test]
async fn a_run_that_takes_too_long_can_be_cancelled() {
    let endless = "self.onmessage = () => { for (;;); };";
    let page = Page::open_with(Faults::none().once(LOADER, loader("", endless))).await;
    page.fill("URL", URL).await;
    page.click("Send").await;
    page.click("Cancel").await;
    assert!(page.find(Role::Button, "Cancel").await.is_none());
    send_again(&page).await;
    page.close().await;
}

#[tokio::test]
async fn a_worker_that_cannot_be_loaded_is_asked_for_again() {
    let page =
        Page::open_with(Faults::none().once(LOADER, Fault::Missing).once(LOADER, Fault::Missing))
            .await;
    page.fill("URL", URL).await;
    page.click("Send").await;
    page.see_in("[role=alert]", "The engine could not be loaded: its files are missing").await;
    send_again(&page).await;
    page.close().await;
}

#[tokio::test]
async fn why_the_engine_cannot_be_loaded_is_told() {
    let offline = "Object.defineProperty(navigator, 'onLine', { value: false });";
    let no_wasm = "delete self.WebAssembly;";
    let reasons = [
        (true, "", "its files are missing on the server"),
        (true, offline, "you are offline"),
        (false, no_wasm, "this browser runs no WebAssembly in a worker"),
    ];
    for (is_missing, before, said) in reasons {
        // It is loaded for whoever types, and again for a press on Send if that was in vain.
        let faults = (0..2).fold(Faults::none(), |faults, _| {
            let faults = faults.once(LOADER, loader(before, ""));
            if is_missing { faults.once("worker_bg.wasm", Fault::Missing) } else { faults }
        });
        let page = Page::open_with(faults).await;
        page.fill("URL", URL).await;
        tokio::time::sleep(Duration::from_millis(1500)).await;
        page.click("Send").await;
        page.see_in("[role=alert]", &format!("The engine could not be loaded: {said}")).await;
        assert_eq!(page.value("URL").await, URL, "nothing typed is lost");
        // On a busy machine the first press came while it was loaded for the first time.
        for _ in 0..2 {
            page.click("Send").await;
            tokio::time::sleep(Duration::from_millis(1500)).await;
        }
        page.click("Skip to the answer").await;
        page.see_response("200 OK").await;
        page.close().await;
    }
}

#[tokio::test]
async fn a_browser_that_allows_no_worker_is_told_apart_from_files_that_are_missing() {
    let page = Page::open().await;
    page.reload_after("self.Worker = class { constructor() { throw new Error('no worker') } }")
        .await;
    page.fill("URL", URL).await;
    page.click("Send").await;
    page.see_in("[role=alert]", "this browser allows no worker here").await;
    assert_eq!(page.value("URL").await, URL, "nothing typed is lost");
    page.close().await;
}

/// How long after a press on Send the page asked for a second worker, in milliseconds.
const NOTICED: &str = "
    const done = arguments[0];
    const asked = () => performance.getEntriesByType('resource')
        .filter(({ name }) => name.includes('worker_loader.js'));
    const look = () => asked().length > 1
        ? done(asked()[1].startTime - self.pressed)
        : setTimeout(look, 20);
    document.querySelector('.send').click();
    self.pressed = performance.now();
    look();";

#[tokio::test]
async fn a_worker_that_ends_without_a_word_is_noticed_and_followed_by_another() {
    let ends = "self.onmessage = () => self.close();";
    let page = Page::open_with(Faults::none().once(LOADER, loader("", ends))).await;
    page.fill("URL", URL).await;
    // It is there before the press, so that what is measured is how soon its end is noticed.
    let is_here = "const done = arguments[0];
        const look = () => performance.getEntriesByType('resource').length;
        let before = -1;
        const wait = () => {
            const now = look();
            if (now === before) return done(now);
            before = now;
            setTimeout(wait, 3000);
        };
        wait();";
    page.client.execute_async(is_here, vec![]).await.expect("it comes to rest");
    let noticed_ms = page.client.execute_async(NOTICED, vec![]).await.expect("it is noticed");
    assert!(noticed_ms.as_f64().is_some_and(|ms| ms < 1000.0), "{noticed_ms}");
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    assert_eq!(page.value("URL").await, URL, "nothing typed is lost");
    page.close().await;
}

/// As in a page that was not loaded safely.
const NO_LOCKS: &str =
    "Object.defineProperty(Object.getPrototypeOf(navigator), 'locks', { value: undefined });";

/// What else runs on the machine holds a sign up now and then, but not each time.
const TURNS: usize = 3;

#[tokio::test]
async fn where_there_are_no_locks_a_sign_of_life_tells_of_a_worker_that_ends_without_a_word() {
    let mut noticed_ms = f64::MAX;
    for _ in 0..TURNS {
        noticed_ms = noticed_ms.min(noticed_without_locks().await);
        if noticed_ms < 1000.0 {
            return;
        }
    }
    panic!("noticed after {noticed_ms} ms");
}

async fn noticed_without_locks() -> f64 {
    // It ends while something is awaited of it, and works for a while first: that is no silence.
    let ends = "self.onmessage = () => {
        const until = Date.now() + 3000;
        while (Date.now() < until);
        self.postMessage(-1);
        self.close();
    };";
    let page = Page::blank().await;
    page.before_the_page(&format!(
        "{NO_LOCKS}
        const Real = self.Worker;
        self.nWorkers = 0;
        self.Worker = class extends Real {{
            constructor(...given) {{
                super(...given);
                self.nWorkers += 1;
                if (nWorkers === 2) self.noticed = performance.now();
                this.addEventListener('message', ({{ data }}) => {{
                    if (data === -1) self.ended = performance.now();
                }});
            }}
        }};"
    ))
    .await;
    let dist = Dist::serve(
        Faults::none().once(LOADER, loader(NO_LOCKS, ends)).once(LOADER, loader(NO_LOCKS, "")),
    );
    page.client.goto(&dist.url).await.expect("the page loads");
    page.fill("URL", URL).await;
    page.click("Send").await;
    let noticed = "const done = arguments[0];
        const look = () => self.noticed ? done([self.ended, noticed - ended]) : setTimeout(look, 20);
        look();";
    let noticed = page.client.execute_async(noticed, vec![]).await.expect("it is noticed");
    assert!(noticed[0].is_f64(), "it was given the time that it took: {noticed}");
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    assert_eq!(page.value("URL").await, URL, "nothing typed is lost");
    assert_eq!(page.run("return nWorkers", vec![]).await, 2, "the second one was let work");
    page.close().await;
    noticed[1].as_f64().unwrap_or(f64::MAX)
}

#[tokio::test]
async fn workers_that_end_without_a_word_again_are_told() {
    let ends = loader("", "self.onmessage = () => self.close();");
    let page = Page::open_with(Faults::none().once(LOADER, ends.clone()).once(LOADER, ends)).await;
    page.fill("URL", URL).await;
    page.click("Send").await;
    page.see_in("[role=alert]", "ended twice without a word").await;
    send_again(&page).await;
    page.close().await;
}

#[tokio::test]
async fn an_engine_that_takes_its_time_says_how_much_of_it_is_there() {
    let slow = Faults::none().once("worker_bg.wasm", Fault::Halting(Duration::from_secs(4)));
    let page = Page::open_with(slow).await;
    page.fill("URL", URL).await;
    page.click("Send").await;
    page.see_in(".news [role=status]", "Loading the engine… (").await;
    page.see_in(".news [role=status]", " %)").await;
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    page.close().await;
}

#[tokio::test]
async fn a_page_that_is_sent_compressed_simulates() {
    let page = Page::open_with(Faults::none().compressed()).await;
    page.fill("URL", URL).await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    page.close().await;
}

#[tokio::test]
async fn the_engine_is_not_loaded_before_it_is_needed() {
    let page = Page::open().await;
    page.element(Role::Button, "Send").await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let loaded = "return performance.getEntriesByType('resource')
        .filter(({ name }) => name.includes('worker')).length";
    assert_eq!(page.run(loaded, vec![]).await, 0);
    page.fill("URL", URL).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(page.run(loaded, vec![]).await, 1, "who types will send");
    page.close().await;
}

#[tokio::test]
async fn a_worker_of_another_build_asks_for_a_reload() {
    // From another build, and from one that spoke in another way.
    let foreign = FromWorker::Here { version: VERSION, build_id: "yesterday" }.encode();
    for first in [format!("new Uint8Array({foreign:?}).buffer"), "'another build'".to_owned()] {
        let script = format!(
            "const post = self.postMessage.bind(self);
            self.postMessage = () => {{ post({first}); self.postMessage = post; }};"
        );
        let page = Page::open_with(Faults::none().once(LOADER, loader(&script, ""))).await;
        page.fill("URL", URL).await;
        page.click("Send").await;
        page.see_in("[role=alert]", "reload the page").await;
        assert_eq!(page.value("URL").await, URL);
        page.close().await;
    }
}

#[tokio::test]
async fn a_request_sent_before_the_engine_is_there_waits_for_it() {
    let slow = "await new Promise(resolve => setTimeout(resolve, 1500));";
    let real = "const { default: init } = await import('./worker.js'); await init();";
    let fault = Fault::Octets(format!("{slow}\n{real}").into());
    let page = Page::open_with(Faults::none().once(LOADER, fault)).await;
    page.fill("URL", URL).await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    page.close().await;
}
