//! What goes wrong with the engine is told and recovered; nothing typed is lost.
//!
//! The page has no door for tests. The server hands out a loader that does to the real worker
//! what might happen to it, once; the next loader is the real one.

use crate::dist::{Fault, Faults, folder};
use crate::page::{Page, Role};
use conversation::{FromWorker, VERSION};

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
    page.see_in("[role=alert]", "The simulation broke").await;
    send_again(&page).await;
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
