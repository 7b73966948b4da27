//! The engine in the page's worker says what the native engine says, to the last octet.

use crate::page::Page;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use trace::{built_in, encode_scenario, encode_trace, hash};

/// Runs one scenario in a worker of its own and answers the trace in base64.
const RUN: &str = "
    const [scenario, done] = arguments;
    const worker = new Worker('./worker_loader.js', { type: 'module' });
    worker.onerror = error => done('error: ' + error.message);
    worker.onmessage = ({ data }) => {
        if (typeof data === 'string') {
            const octets = Uint8Array.from(atob(scenario), letter => letter.charCodeAt(0));
            return worker.postMessage([7, octets]);
        }
        worker.terminate();
        const [number, buffer] = data;
        const letters = Array.from(new Uint8Array(buffer), octet => String.fromCharCode(octet));
        done(number === 7 ? btoa(letters.join('')) : 'error: the answer is to another run');
    };";

#[tokio::test]
async fn every_built_in_scenario_has_the_same_trace_in_the_page_as_natively() {
    let page = Page::open().await;
    for example in built_in() {
        let scenario = STANDARD.encode(encode_scenario(&example.scenario));
        let said = page.client.execute_async(RUN, vec![json!(scenario)]).await.expect("it runs");
        let said = said.as_str().unwrap_or_default();
        let octets = STANDARD.decode(said).unwrap_or_else(|_| panic!("{}: {said}", example.name));
        let native = encode_trace(&engine::simulate(&example.scenario));
        assert_eq!(hash(&octets), hash(&native), "{}", example.name);
    }
    page.close().await;
}
