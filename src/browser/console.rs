//! The browser's console.

/// Says to who looks into the browser's console that something is not as it was meant.
pub fn warn(text: &str) {
    web_sys::console::warn_1(&["Roundtrip: ", text].concat().into());
}

/// Writes into the browser's console.
pub fn log_error(text: &str) {
    web_sys::console::error_1(&text.into());
}
