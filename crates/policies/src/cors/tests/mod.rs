//! CORS as Fetch tells it, a file a part of the standard.

mod answers;
mod hops;
mod preflights;
mod requests;

use super::{Credentials, Fetching, Mode, Modes, Origin};
use crate::testing::lines;
use trace::HttpUrl;

const PAGE: &str = "https://shop.example/cart";
const API: &str = "https://api.example/items";

fn url(text: &str) -> HttpUrl {
    HttpUrl::parse(text).expect("a good URL")
}

/// A fetch of a page for [`API`].
fn fetching(mode: Mode, credentials: Credentials, method: &str, set: &[(&str, &str)]) -> Fetching {
    let modes = Modes { mode, credentials };
    Fetching::new(Origin::of(&url(PAGE)), modes, method, url(API), lines(set))
}

/// One in mode cors that was let out.
fn cors(credentials: Credentials, method: &str, set: &[(&str, &str)]) -> Fetching {
    let mut fetching = fetching(Mode::Cors, credentials, method, set);
    fetching.route(true).expect("mode cors may go anywhere");
    fetching
}
