//! The engine in the page's worker says what the native engine says, to the last octet.

use crate::page::Page;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conversation::{FromWorker, RunNumber, ToWorker};
use serde_json::json;
use trace::{built_in, encode_trace, hash};

/// Tells a worker of its own something and answers in base64 what it says.
const ASK: &str = "
    const [wanted, done] = arguments;
    const worker = new Worker('./worker_loader.js', { type: 'module' });
    worker.onerror = error => done('error: ' + error.message);
    let isListening = false;
    worker.onmessage = ({ data }) => {
        // What is no octets is about its loading.
        if (data.failed) done(data.error);
        if (data.byteLength === undefined) return;
        if (!isListening) {
            isListening = true;
            const octets = Uint8Array.from(atob(wanted), letter => letter.charCodeAt(0));
            return worker.postMessage(octets.buffer);
        }
        worker.terminate();
        const letters = Array.from(new Uint8Array(data), octet => String.fromCharCode(octet));
        done(btoa(letters.join('')));
    };";

#[tokio::test]
async fn every_built_in_scenario_has_the_same_trace_in_the_page_as_natively() {
    let page = Page::open().await;
    for example in built_in() {
        let number = RunNumber(7);
        let wanted = ToWorker::Run { number, scenario: example.scenario.clone() }.encode();
        let wanted = json!(STANDARD.encode(wanted));
        let said = page.client.execute_async(ASK, vec![wanted]).await.expect("it runs");
        let said = said.as_str().unwrap_or_default();
        let said = STANDARD.decode(said).unwrap_or_else(|_| panic!("{}: {said}", example.name));
        let Ok(FromWorker::Trace { octets, .. }) = FromWorker::decode(&said) else {
            panic!("{}: no trace is answered", example.name);
        };
        let native = encode_trace(&engine::simulate(&example.scenario));
        assert_eq!(hash(octets), hash(&native), "{}", example.name);
    }
    page.close().await;
}
