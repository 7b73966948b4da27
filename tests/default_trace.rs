//! The page carries the trace of the default exchange, so that it can be stepped through before
//! the engine has arrived. The engine made it, and this holds it to that.

use std::path::Path;
use trace::{Scenario, encode_trace};

#[test]
fn the_trace_in_the_page_is_what_the_engine_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/default_trace.bin");
    let made = encode_trace(&engine::simulate(&Scenario::default()));
    if std::env::var_os("ROUNDTRIP_UPDATE").is_some() {
        std::fs::write(&path, &made).expect("the trace can be written");
    }
    let carried = std::fs::read(&path).expect("the page carries a trace");
    assert!(
        carried == made,
        "src/default_trace.bin is not what the engine says; run this test again with ROUNDTRIP_UPDATE=1"
    );
}
