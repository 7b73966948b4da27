//! What a reader's line carries for an embed, in the octets that are published.

use crate::dist::{folder, is_published};
use crate::embed::{embedded, files, see_step, start};

/// All that has to come before the first step of an example is seen.
const BEFORE_FIRST_STEP_OCTETS: u64 = 450_000;
/// A poster with its markup, style and script: what ten embeds on one page carry ten times at most.
const POSTER_OCTETS: u64 = 15_000;

/// Notes when the first step is there.
const SEE_FIRST_STEP: &str = "new MutationObserver(() => {
        const said = document.querySelector('.embed .where')?.textContent ?? '';
        if (said.includes('Step 1 of')) window.first_step ??= performance.now();
    }).observe(document, { subtree: true, childList: true, characterData: true })";
const ASKED_BEFORE: &str = "return performance.getEntriesByType('resource')
    .filter(({ startTime }) => startTime < window.first_step).map(({ name }) => name)";

/// The octets of what the frame has asked for so far, and of its page, as brotli made them.
fn octets(files: &[String]) -> (u64, Vec<String>) {
    let mut paths: Vec<String> = files.iter().map(|url| path(url)).collect();
    paths.push("embed.html".to_owned());
    paths.sort();
    paths.dedup();
    let size = |path: &String| {
        let plain = folder().join(path);
        let compressed = folder().join(format!("{path}.br"));
        let found = std::fs::metadata(compressed).or_else(|_| std::fs::metadata(plain));
        found.unwrap_or_else(|error| panic!("{path}: {error}")).len()
    };
    let sizes: Vec<(String, u64)> =
        paths.into_iter().map(|path| (path.clone(), size(&path))).collect();
    let told = sizes.iter().map(|(path, octets)| format!("{path}: {octets}")).collect();
    (sizes.iter().map(|(_, octets)| octets).sum(), told)
}

/// Where a file lies, from the folder of the page on.
fn path(url: &str) -> String {
    let (_, behind) = url.split_once("://").expect("a whole address");
    let (_, path) = behind.split_once('/').expect("it has a path");
    path.split(['?', '#']).next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_first_step_of_an_example_waits_for_450_kb_at_most() {
    if !is_published() {
        return;
    }
    for example in ["get", "https", "lossy-link"] {
        let page = embedded(&format!("example={example}"), 700, 500).await;
        page.see_in("[data-foot]", "steps").await;
        let (poster, told) = octets(&files(&page).await);
        assert!(poster <= POSTER_OCTETS, "{poster} octets for the poster: {told:#?}");
        page.run(SEE_FIRST_STEP, vec![]).await;
        start(&page).await;
        see_step(&page, "Step 1 of").await;
        let asked = page.run(ASKED_BEFORE, vec![]).await;
        let asked: Vec<String> = serde_json::from_value(asked).expect("names of files");
        let (all, told) = octets(&asked);
        assert!(all > 150_000, "the program is among them: {told:#?}");
        assert!(all <= BEFORE_FIRST_STEP_OCTETS, "{all} octets for {example}: {told:#?}");
        page.close().await;
    }
}
