//! Bodies that real servers send: in any encoding, pictures, and what is made to be hard to show.

use crate::acts::{real, send_for_real};
use crate::elsewhere::{Elsewhere, Reply, octets};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::json;
use std::time::Duration;

const CARD: &str = ".is-real-part .response";
const CONTENT: &str = ".is-real-part .content";
const CORS: &str = "Access-Control-Allow-Origin: *";

#[tokio::test]
async fn text_is_decoded_by_its_mark_then_its_header_then_as_utf_8() {
    let server = Elsewhere::serve(|_, path| {
        let (kind, body): (&str, &[u8]) = match path {
            "/latin" => ("text/plain; charset=ISO-8859-1", b"Gr\xfc\xdfe"),
            "/utf-16" => ("text/plain", b"\xff\xfeG\0r\0\xfc\0\xdf\0e\0"),
            "/mark" => ("text/plain; charset=ISO-8859-1", "\u{feff}Grüße".as_bytes()),
            "/japanese" => ("text/html; charset=Shift_JIS", b"\x83e\x83X\x83g"),
            "/page" => ("text/html", b"<meta charset=windows-1252>Gr\xfc\xdfe"),
            "/json" => ("application/json", "\u{feff}{\"a\":\"Grüße\",\"b\":[1,2]}".as_bytes()),
            _ => ("application/json; charset=latin1", b"{\"a\":\"Gr\xfc\xdfe\",\"b\":[1,2]}"),
        };
        Reply::Octets(octets("200 OK", &[CORS, &format!("Content-Type: {kind}")], body))
    });
    let page = real().await;
    for (path, text, encoding) in [
        ("latin", "Grüße", "Read as iso-8859-1."),
        ("utf-16", "Grüße", "Read as utf-16le."),
        ("mark", "Grüße", ""),
        ("japanese", "テスト", "Read as shift_jis."),
        ("page", "<meta charset=windows-1252>Grüße", "Read as windows-1252."),
        ("json", "{\n  \"a\": \"Grüße\",\n", ""),
        ("json-latin", "{\n  \"a\": \"Grüße\",\n", "Read as latin1."),
    ] {
        send_for_real(&page, &format!("{}{path}", server.url)).await;
        page.see_in(".real-rows", &format!("GET /{path}")).await;
        page.see_in(CONTENT, text).await;
        page.see_in(CARD, encoding).await;
        assert!(page.text_of(CONTENT).await.starts_with(text), "{path}: no mark before it");
    }
    page.close().await;
}

/// One pixel each.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const GIF: &str = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const JPEG: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAABAAEDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AIgAf//Z";

#[tokio::test]
async fn pictures_are_shown_and_none_of_them_runs_or_loads_anything() {
    let bait = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[CORS], b"bait")));
    let bait_url = bait.url.clone();
    let server = Elsewhere::serve(move |_, path| {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9' onload='top.pwned=1'>\
             <script>top.pwned=1</script><image href='{bait_url}x.png' width='9' height='9'/>\
             <style>@import '{bait_url}x.css';</style><circle r='9'/></svg>"
        );
        let decoded = |text| BASE64_STANDARD.decode(text).expect("good base64");
        let (kind, body) = match path {
            "/png" => ("image/png", decoded(PNG)),
            "/gif" => ("image/gif", decoded(GIF)),
            // What it is, is in its octets.
            "/jpeg" => ("text/plain", decoded(JPEG)),
            _ => ("image/svg+xml", svg.into_bytes()),
        };
        Reply::Octets(octets("200 OK", &[CORS, &format!("Content-Type: {kind}")], &body))
    });
    let page = real().await;
    for (path, width, name) in [
        ("png", 1, "image/png, 70 bytes"),
        ("gif", 1, "image/gif, 42 bytes"),
        ("jpeg", 1, "image/jpeg"),
        ("svg", 9, "image/svg+xml"),
    ] {
        send_for_real(&page, &format!("{}{path}", server.url)).await;
        page.see_in(".real-rows", &format!("GET /{path}")).await;
        let shown = "const done = arguments[1], look = () => {
            const picture = document.querySelector('.picture');
            if (picture && picture.alt.includes(arguments[0]) && picture.complete)
                done([picture.naturalWidth, picture.alt]);
            else setTimeout(look, 50);
        }; look()";
        let shown = page.client.execute_async(shown, vec![json!(name)]).await;
        let shown = shown.unwrap_or_else(|error| panic!("{path} is not shown: {error}"));
        assert_eq!(shown[0], json!(width), "{path}: {shown}");
    }
    page.click("Raw").await;
    page.see_in(CONTENT, "<script>top.pwned=1</script>").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(bait.asked().is_empty(), "{:?}", bait.asked());
    assert_eq!(page.run("return window.pwned ?? null", vec![]).await, json!(null));
    page.close().await;
}

/// From now on, the longest time between two frames is noted.
pub const WATCH: &str = "window.longest = 0;
    let before = performance.now();
    const look = now => {
        window.longest = Math.max(window.longest, now - before);
        before = now;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look)";

/// The longest frame that a reader may meet, in milliseconds, with what a busy machine adds.
const LONGEST_MS: f64 = 150.0;
/// What else runs on the machine holds a frame up now and then, but not each time.
const TURNS: usize = 4;

#[tokio::test]
async fn what_is_made_to_be_hard_to_show_stops_no_frame() {
    let server = Elsewhere::serve(|_, path| {
        let path = path.split('?').next().unwrap_or_default();
        let body = match path {
            "/bidi" => "\u{202e}\u{2066}x\u{202d}".repeat(80_000),
            "/marks" => format!("e{}", "\u{301}\u{489}".repeat(262_000)),
            "/lines" => "\n".repeat(1_000_000),
            "/json" => format!("[{}0]", "[],".repeat(300_000)),
            "/headers" => String::new(),
            _ => "\u{fdfa}".repeat(340_000),
        };
        let kind = if path == "/json" { "application/json" } else { "text/plain; charset=utf-8" };
        let many = (0..if path == "/headers" { 20_000 } else { 0 }).map(|n| format!("a{n}: b"));
        let mut fields: Vec<String> = many.collect();
        fields.extend([CORS, "Access-Control-Expose-Headers: *"].map(str::to_owned));
        fields.push(format!("Content-Type: {kind}"));
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        Reply::Octets(octets("200 OK", &fields, body.as_bytes()))
    });
    let page = real().await;
    for path in ["bidi", "marks", "lines", "json", "ligatures", "headers"] {
        let mut longest = f64::MAX;
        for turn in 0..TURNS {
            page.fill("URL", &format!("{}{path}?{turn}", server.url)).await;
            page.run(WATCH, vec![]).await;
            page.click("Send for real").await;
            page.see_in(".real-rows", &format!("GET /{path}?{turn}")).await;
            page.see_in(CARD, "200 OK").await;
            if path == "headers" {
                // The card is made anew when the answer is whole.
                page.see_in(CARD, "No body").await;
                let open = "document.querySelector('.is-real-part .headers summary').click()";
                page.run(open, vec![]).await;
            }
            page.click("Show more: ").await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            let found = page.run("return window.longest", vec![]).await;
            longest = longest.min(found.as_f64().unwrap_or(f64::MAX));
            if longest < LONGEST_MS {
                break;
            }
        }
        assert!(longest < LONGEST_MS, "{path}: a frame took {longest} ms, each time");
    }
    page.close().await;
}
