//! The page that Trunk builds from the same index.html. `cargo xtask test` builds it, and says where
//! it is with `ROUNDTRIP_TRUNK_DIST`.

use crate::page::Page;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Before the page's own scripts: whatever goes wrong from now on is noted.
const WATCH: &str = "
    window.wrong = [];
    addEventListener('securitypolicyviolation', found =>
        wrong.push(found.effectiveDirective + ' ' + found.blockedURI + ' ' + found.sample));
    addEventListener('unhandledrejection', found => wrong.push('rejected ' + found.reason));
    addEventListener('error', found =>
        wrong.push('error ' + (found.message ?? found.target.outerHTML)), true);
    const error = console.error;
    console.error = (...said) => { wrong.push('console ' + said.join(' ')); error(...said); };";

/// The page that Trunk built, or `None` where there is none, which is said.
fn folder() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("ROUNDTRIP_TRUNK_DIST") else {
        // Past the test runner, which keeps what a test prints to itself.
        use std::io::Write;
        let said = "skipped: ROUNDTRIP_TRUNK_DIST names no page that Trunk built; \
                    `cargo xtask test` sets it\n";
        std::io::stderr().write_all(said.as_bytes()).expect("there is a terminal or a file");
        assert!(std::env::var_os("CI").is_none(), "{said}");
        return None;
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    assert!(folder.join("index.html").is_file(), "{} holds no page", folder.display());
    Some(folder)
}

#[tokio::test]
async fn a_page_that_trunk_built_starts_steps_and_simulates_under_the_same_policy() {
    let Some(folder) = folder() else { return };
    let page = Page::load_from(folder).await;
    page.reload_after(WATCH).await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    for step in 2..=9 {
        page.click("Next step").await;
        page.see_step(&format!("Step {step} of 9")).await;
    }
    page.see_response("200 OK").await;
    // What is above ships with the page; this comes from the engine.
    page.fill("URL", "http://api.example.com/users/7").await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("404 Not Found").await;
    let styles = "return [...document.styleSheets].filter(sheet => sheet.media.mediaText !== '')
        .map(sheet => sheet.media.mediaText + ' ' + sheet.cssRules.length)";
    let styles = page.run(styles, vec![]).await;
    let styles = styles.as_array().expect("a list of style sheets");
    assert!(
        !styles.is_empty()
            && styles.iter().all(|sheet| {
                sheet.as_str().is_some_and(|sheet| sheet.starts_with("all ") && sheet != "all 0")
            }),
        "the later styles apply: {styles:?}"
    );
    assert_eq!(page.run("return wrong", vec![]).await, json!([]));
    page.close().await;
}

#[test]
fn a_page_that_trunk_built_has_the_policies_first_and_no_script_within() {
    let Some(folder) = folder() else { return };
    let html = std::fs::read_to_string(folder.join("index.html")).expect("it can be read");
    let policy = html.find("Content-Security-Policy").expect("the policy is there");
    let scripts: Vec<&str> = html.split("<script").skip(1).collect();
    assert!(html.find("<script").is_some_and(|first| policy < first), "{html}");
    assert!(html.find("<link").is_some_and(|first| policy < first), "{html}");
    assert!(scripts[0].contains("policy"), "{}", scripts[0]);
    for script in scripts {
        let (tag, behind) = script.split_once('>').expect("a tag ends");
        assert!(tag.contains("src=") && behind.starts_with("</script>"), "{script}");
    }
    // Nothing keeps this page, and what kept another at its address goes.
    assert!(!html.contains("manifest.json"), "{html}");
    assert!(folder.join("service_worker.js").is_file());
    assert!(!html.contains("<style") && !html.contains(" style="), "{html}");
}
