//! Host names beyond ASCII: the browser writes them for the page, tables for the command, and both
//! say the same.

use crate::files::DROP;
use crate::page::Page;
use serde_json::{Value, json};
use trace::{HttpUrl, scenario_from_json};

/// Pastes this text into the field of the URL.
const PASTE: &str = "
    const field = document.querySelector('.url'), clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', arguments[0]);
    field.focus();
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));";

const SCENARIO: &str = r#"{
    "version": 2,
    "world": { "names": { "zone": [
        { "name": "bücher.example", "type": "A", "value": "93.184.216.34", "ttl_s": 60 }
    ] } },
    "requests": [{ "url": "http://BÜCHER。example/users/42" }]
}"#;

/// What the command sends for a scenario file.
fn host_sent_by_the_command(scenario: &str) -> String {
    let scenario = scenario_from_json(scenario).expect("the scenario is read");
    let har = trace::har(&engine::simulate(&scenario));
    let har: Value = serde_json::from_str(&har).expect("HAR is JSON");
    let lines = har["log"]["entries"][0]["request"]["headers"].as_array().expect("there are lines");
    let host = lines.iter().find(|line| line["name"] == "Host").expect("Host is among them");
    host["value"].as_str().expect("it is a text").to_owned()
}

#[tokio::test]
async fn page_and_command_send_the_same_host() {
    let sent = format!("Host: {}", host_sent_by_the_command(SCENARIO));
    assert_eq!(sent, "Host: xn--bcher-kva.example");
    let page = Page::open().await;
    page.run(DROP, vec![json!("books.json"), json!(SCENARIO)]).await;
    for step in 1..3 {
        page.see_step(&format!("Step {step} of 9")).await;
        page.click("Next step").await;
    }
    page.see_in("main", &sent).await;
    page.close().await;
}

#[tokio::test]
async fn what_is_typed_or_pasted_is_asked_for_as_dns_has_it() {
    let page = Page::open().await;
    page.fill("URL", "http://bücher.example/users/42").await;
    page.click("Send").await;
    page.see_in(".say", "xn--bcher-kva.example").await;
    page.run(PASTE, vec![json!("curl 'https://faß.example/'")]).await;
    page.click("Send").await;
    page.see_in(".say", "xn--fa-hia.example").await;
    page.fill("URL", "http://XN--MLLER-KVA.example/").await;
    page.click("Send").await;
    page.see_in(".say", "xn--mller-kva.example").await;
    for refused in [
        "http://a\u{202e}b.example/",
        "http://xn--a/",
        "http://xn--zn7c.com/",
        "http://a％41.example/",
    ] {
        page.fill("URL", refused).await;
        page.click("Send").await;
        page.see_in("#url-error", "is not a URL").await;
    }
    page.close().await;
}

/// Without letters whose mapping has changed with Unicode, as that of ẞ has: engines differ there.
#[tokio::test]
async fn the_browser_writes_hosts_as_the_tables_do() {
    let hosts = [
        "bücher.example",
        "BÜCHER.example",
        "bu\u{308}cher.example",
        "faß.example",
        "βόλος.com",
        "İ.example",
        "ﬁx.example",
        "ｅｘａｍｐｌｅ．ｃｏｍ",
        "a。b．c｡example",
        "bü\u{ad}cher.example",
        "so\u{ad}ft.example",
        "\u{ad}",
        "a\u{200b}b.example",
        "日本語.jp",
        "☕.example",
        "xn--bcher-kva.example",
        "XN--BCHER-KVA.example",
        "xn--a",
        "xn--",
        "xn--zn7c.com",
        "xn--BCHER-3OA.example",
        "ü..example",
        "a..example",
        "-ü-.example",
        "ab--ü.example",
        "ü\u{ffff}.example",
        "ü\u{202e}.example",
        "a／b.example",
        "%C3%BC.example",
        "\u{301}a.example",
        "क्\u{200d}ष.example",
        "a\u{200d}b.example",
        "אב.example",
        "אa.example",
        "1א.example",
        "１２７.0.0.1",
        "①.example",
        "a_ü.example",
        "ü^.example",
    ];
    let long = ["a".repeat(64), format!("ü{}", "a".repeat(64)), "ü.".repeat(130)];
    let hosts: Vec<&str> = hosts.into_iter().chain(long.iter().map(String::as_str)).collect();
    let page = Page::open().await;
    let script = "return arguments[0].map(host => {
        try { return new URL(`http://${host}/`).host } catch { return null }
    })";
    let told = page.run(script, vec![json!(hosts)]).await;
    for (host, told) in hosts.iter().zip(told.as_array().expect("an answer for each")) {
        let expected = HttpUrl::parse(&format!("http://{host}/")).ok();
        let expected = expected.map_or(Value::Null, |url| json!(url.host_field()));
        // Chromium takes what is in ASCII as it is; the page asks about the letters it stands for.
        let is_unjudged = host.is_ascii() && *told == json!(host.to_ascii_lowercase());
        assert!(*told == expected || is_unjudged, "{host:?}: {told}, not {expected}");
    }
    page.close().await;
}
