//! The Response card.

use crate::acts::{count, get};
use crate::dist::{Fault, Faults};
use crate::page::{Page, Role};
use serde_json::json;

#[tokio::test]
async fn a_body_is_pretty_or_as_it_travelled() {
    let page = Page::open().await;
    get(&page, "http://api.example.com/users").await;
    page.see_in(".response .content", "[\n  {\n    \"id\": 1,").await;
    page.click("Raw").await;
    page.see_in(".response .content", "[{\"id\": 1, \"name\": \"Ada\"}").await;
    page.click("Pretty").await;
    page.see_in(".response .content", "\n    \"id\": 1,").await;
    page.close().await;
}

#[tokio::test]
async fn an_answer_says_what_its_status_and_headers_mean() {
    let page = Page::open().await;
    get(&page, "http://api.example.com/users/99999").await;
    page.see_in(".response .family", "4xx error answer, client's side").await;
    page.see_in(".response .meaning", "finds nothing under this URL").await;
    page.see_in(".response .shown-error", "no user has the id 99999").await;
    page.run("document.querySelector('.status .term').click()", vec![]).await;
    page.see_in(".response .definition", "RFC 9110 §15.5.5").await;
    page.run("document.querySelector('.headers summary').click()", vec![]).await;
    page.run("document.querySelector('.headers .term').focus()", vec![]).await;
    page.see_in(".response .definition", "When the message was made").await;
    page.close().await;
}

#[tokio::test]
async fn a_page_is_rendered_without_a_single_request() {
    let bait = Faults::none().once("page/red.png", Fault::Octets(b"bait".to_vec()));
    let page = Page::open_with(bait).await;
    get(&page, "http://api.example.com/page").await;
    page.see_in(".response .content", "<h1>Our teapots</h1>").await;
    page.click("Page").await;
    page.element(Role::Button, "Raw").await;
    let frame = "const frame = document.querySelector('iframe');
        return [frame.getAttribute('sandbox'), frame.srcdoc.includes(\"default-src 'none'\"),
            frame.srcdoc.includes('Our teapots')]";
    assert_eq!(page.run(frame, vec![]).await, json!(["", true, true]));
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let taken = "const done = arguments[0];
        fetch('./page/red.png').then(answer => done(answer.status), done)";
    let status = page.client.execute_async(taken, vec![]).await.expect("it can be asked");
    assert_eq!(status, 200, "nobody else asked for it");
    page.close().await;
}

#[tokio::test]
async fn a_page_is_shown_before_what_it_is_made_of() {
    let page = Page::open().await;
    page.click("Examples").await;
    page.click("A page over HTTP/2").await;
    page.click("Skip to the answer").await;
    assert!(page.value("URL").await.ends_with("/page"));
    page.see_in(".chip[aria-current]", "1 GET /page").await;
    assert_eq!(count(&page, "iframe.rendered").await, 1, "a browser shows the page itself");
    page.close().await;
}

#[tokio::test]
async fn a_picture_is_shown_as_one() {
    let page = Page::open().await;
    for (path, source) in [("violet.png", ""), ("logo.svg", "<svg")] {
        get(&page, &format!("http://api.example.com/page/{path}")).await;
        page.see_in(".chips", &format!("GET /page/{path}")).await;
        let shown = "const done = arguments[0], look = () => {
            const picture = document.querySelector('.response .picture');
            if (picture?.complete && picture.naturalWidth > 0) done(picture.alt);
            else setTimeout(look, 50);
        }; look()";
        let name = page.client.execute_async(shown, vec![]).await.expect("it is shown");
        let name = name.as_str().unwrap_or_default().to_owned();
        assert!(name.starts_with("The picture that came: image/"), "{name}");
        if !source.is_empty() {
            page.click("Raw").await;
            page.see_in(".response .content", source).await;
        }
    }
    page.close().await;
}
