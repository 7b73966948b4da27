//! The browser's console.

/// Writes into the browser's console.
pub fn log_error(text: &str) {
    web_sys::console::error_1(&text.into());
}
