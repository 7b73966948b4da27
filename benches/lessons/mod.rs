//! Before a learner: from the press that opens a lesson to its first part on the screen, in a page that has just
//! been loaded, where the engine is not there yet; and the same once it is.

use super::{At, median, told};
use crate::page::{Page, Role};
use serde_json::json;
use std::time::Duration;

/// Lessons that are opened; of some the first part is watched, of others something is asked.
const LESSONS: [&str; 5] = [
    "01-request-and-response",
    "03-methods-and-status",
    "06-when-it-goes-wrong",
    "08-addresses-and-secrets",
    "10-rest-at-work",
];

/// Opens a lesson, and answers with the milliseconds until its text stands there, and until its picture does,
/// each behind the frame that shows it.
const OPEN: &str = "
    const [name, done] = arguments;
    const started = performance.now();
    let text = null;
    const look = () => {
        const lessons = document.querySelector('.lessons');
        if (text === null && lessons?.querySelector('.lesson-text')) text = performance.now();
        const picture = lessons?.querySelector('.exercise-picture .diagram g');
        picture
            ? requestAnimationFrame(() => done([text - started, performance.now() - started]))
            : requestAnimationFrame(look);
    };
    location.hash = `lesson=${name}`;
    look();";

/// Tells all of them.
pub async fn times() {
    println!("\n  before a learner, median of {} lessons:", LESSONS.len());
    let page = Page::open().await;
    page.resize(1280, 720).await;
    let [mut texts, mut first, mut later] = [Vec::new(), Vec::new(), Vec::new()];
    for name in LESSONS {
        // Behind what a page does once it is loaded.
        page.client.refresh().await.expect("the page loads again");
        page.element(Role::Textbox, "URL").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        for times in [&mut first, &mut later] {
            let took = page.client.execute_async(OPEN, vec![json!(name)]).await;
            let took = took.expect("the lesson opens");
            texts.extend(took[0].as_f64());
            times.extend(took[1].as_f64());
            page.click("Leave").await;
            page.element(Role::Textbox, "URL").await;
        }
    }
    told("a lesson opens, to its text", median(texts), "ms", Some(At::Most(500.0)));
    told("to its picture, with the engine", median(first), "ms", Some(At::Most(500.0)));
    told("the same, once the engine is there", median(later), "ms", Some(At::Most(500.0)));
    page.close().await;
}
