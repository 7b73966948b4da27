//! Characters that nobody sees, or that make others stand where they do not: wherever somebody else's
//! text is shown, marks stand for them. A field cannot draw marks; beneath it they are drawn.

use crate::acts::{choose, real, send_for_real, texts};
use crate::elsewhere::{Elsewhere, Reply, octets};
use crate::page::Page;
use serde_json::json;

/// What nobody sees, with its marks: a change of direction, no width, a tag, an end of a line that is
/// none, a byte order mark, a soft hyphen, a bell.
const HIDDEN: [(&str, &str); 7] = [
    ("\u{202e}", "⟨U+202E⟩"),
    ("\u{200b}", "⟨U+200B⟩"),
    ("\u{e0041}", "⟨U+E0041⟩"),
    ("\u{2028}", "⟨U+2028⟩"),
    ("\u{feff}", "⟨U+FEFF⟩"),
    ("\u{ad}", "⟨U+00AD⟩"),
    ("\u{7}", "⟨U+0007⟩"),
];

/// Types a text into the first field that a selector finds, as far as scripts can tell.
const TYPE: &str = "const field = document.querySelector(arguments[0]);
    const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(field, arguments[1]);
    field.dispatchEvent(new Event('input', { bubbles: true }));";

/// What the first field that a selector finds is described by.
const DESCRIPTION: &str =
    "return (document.querySelector(arguments[0]).getAttribute('aria-describedby') ?? '')
    .split(' ').map(id => document.getElementById(id)?.textContent ?? '').join(' ')";

/// Waits until a field is described by this, or no longer is.
async fn see_description(page: &Page, field: &str, text: &str, is_there: bool) {
    let mut found = String::new();
    for _ in 0..100 {
        let said = page.run(DESCRIPTION, vec![json!(field)]).await;
        found = said.as_str().unwrap_or_default().to_owned();
        if found.contains(text) == is_there {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{field}: “{text}” is {}there: {found}", if is_there { "not " } else { "" });
}

#[tokio::test]
async fn beneath_each_field_stands_what_nobody_sees_in_it_until_it_is_removed() {
    let page = Page::open().await;
    page.click("Edit request").await;
    choose(&page, "Text").await;
    let fields = [
        ("#headers input[aria-label='Header name']", "X-C", "Header name"),
        ("#headers input[aria-label='Header value']", "d", "Header value"),
        ("#body", "e\n", "Body"),
    ];
    for (field, text, name) in fields {
        for (hidden, mark) in HIDDEN {
            page.run(TYPE, vec![json!(field), json!(format!("{text}{hidden}f"))]).await;
            let told = format!("{name} holds characters that nobody sees: ");
            see_description(&page, field, &told, true).await;
            let line = page.run(DESCRIPTION, vec![json!(field)]).await;
            let line = line.as_str().unwrap_or_default().to_owned();
            let expected = format!("{}{mark}f", text.chars().last().unwrap_or_default());
            assert!(line.contains(&expected), "{field}: {line}");
            page.click("Remove them").await;
            see_description(&page, field, "nobody sees", false).await;
            let value = format!("return document.querySelector({}).value", json!(field));
            assert_eq!(page.run(&value, vec![]).await, json!(format!("{text}f")));
        }
    }
    page.click("Say who you are").await;
    for (scheme, field, name, shown) in [
        ("Basic: user and password", "#credential-user", "User", "Al⟨U+200B⟩ice"),
        ("Basic: user and password", "#credential-password", "Password", ": ⟨U+200B⟩"),
        ("Bearer: a token", "#credential-token", "Token", ": ⟨U+200B⟩"),
    ] {
        choose(&page, scheme).await;
        page.run(TYPE, vec![json!(field), json!("Al\u{200b}ice")]).await;
        see_description(&page, field, &format!("{name} holds characters that nobody"), true).await;
        see_description(&page, field, shown, true).await;
        page.click("Remove them").await;
        see_description(&page, field, "nobody sees", false).await;
        let value = format!("return document.querySelector('{field}').value");
        assert_eq!(page.run(&value, vec![]).await, "Alice");
    }
    // What joins letters or signs is seen by what it does.
    page.run(TYPE, vec![json!("#body"), json!("👩\u{200d}💻 می\u{200c}خ")]).await;
    see_description(&page, "#body", "nobody sees", false).await;
    page.close().await;
}

#[tokio::test]
async fn what_the_request_is_called_and_what_is_wrong_with_it_has_marks() {
    let page = Page::open().await;
    page.run(TYPE, vec![json!(".url"), json!("ht\u{202e}p://x/")]).await;
    page.click("Send").await;
    page.see_in("#url-error", "ht%E2%80%AEp").await;
    page.run(
        TYPE,
        vec![
            json!(".url"),
            json!("http://api.example.com/a\u{202e}b\u{200b}c?d\u{e0041}=\u{feff}"),
        ],
    )
    .await;
    // A URL can only hold them escaped, and so they stand in its field.
    let escaped = "http://api.example.com/a%E2%80%AEb%E2%80%8Bc?d%F3%A0%81%81=%EF%BB%BF";
    assert_eq!(page.value("URL").await, escaped);
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_in(".chips", "/a%E2%80%AEb%E2%80%8Bc").await;
    assert_nothing_hidden(&page).await;
    page.close().await;
}

/// Nothing on the page holds a character that nobody sees, but for fields and what lies unseen over
/// the URL.
async fn assert_nothing_hidden(page: &Page) {
    let script = "return [...document.querySelectorAll('body *')]
        .filter(found => !found.closest('.url-sight, textarea'))
        .flatMap(found => [...found.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE))
        .map(({ data }) => data)
        .filter(text => /[\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]|\\udb40/.test(text))";
    assert_eq!(page.run(script, vec![]).await, json!([]));
}

#[tokio::test]
async fn what_a_real_server_sends_has_marks() {
    let server = Elsewhere::serve(|_, _| {
        let fields = [
            "Access-Control-Allow-Origin: *",
            "Access-Control-Expose-Headers: *",
            "Timing-Allow-Origin: *",
            "Content-Type: text/plain; charset=utf-8",
        ];
        let plain = octets("200 OK", &fields, "a\u{202e}b\u{feff}c".as_bytes());
        // Field values and reason phrases are octets, one a character.
        let start = plain.iter().position(|octet| *octet == b'\n').unwrap_or_default() + 1;
        let head = b"HTTP/1.1 200 O\xadK\r\nX-Hidden: d\xade\r\nServer-Timing: f;desc=\"g\xadh\";dur=1\r\n";
        Reply::Octets([head.as_slice(), &plain[start..]].concat())
    });
    let page = real().await;
    send_for_real(&page, &server.url).await;
    page.see_in(".is-real-part .content", "a⟨U+202E⟩b⟨U+FEFF⟩c").await;
    page.see_in(".is-real-part .status", "200 O⟨U+00AD⟩K").await;
    page.see_in(".is-real-part dl", "d⟨U+00AD⟩e").await;
    page.see_in(".real-rows", "g⟨U+00AD⟩h").await;
    page.see_in(".real-steps", "g⟨U+00AD⟩h").await;
    assert!(!texts(&page, ".is-real-part .say").await.is_empty());
    assert_nothing_hidden(&page).await;
    page.close().await;
}
