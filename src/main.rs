//! The viewer.
use leptos::prelude::*;

fn main() {
    leptos::mount::mount_to_body(|| view! { <h1>"Roundtrip"</h1> });
}
