//! HTML that a server sent, as a browser renders it: nothing in it leads anywhere.

use crate::acts::choose;
use crate::elsewhere::{Elsewhere, Reply, octets};
use crate::page::{Page, Role};
use crate::real_bodies::WATCH;
use fantoccini::Locator;
use serde_json::json;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// A port that counts who connects.
fn counter() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port is free");
    let address = listener.local_addr().expect("a bound listener has an address");
    let n_connections = Arc::new(AtomicUsize::new(0));
    let counted = n_connections.clone();
    thread::spawn(move || {
        for _ in listener.incoming() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (format!("http://{address}/"), n_connections)
}

/// Everything that might load, connect or lead away, by itself or by a click.
fn bait(url: &str) -> String {
    format!(
        "<!doctype html><html><head><title>Bait</title>
        <link rel=preconnect href={url}><link rel=dns-prefetch href={url}>
        <link rel=stylesheet href={url}a.css><link rel=preload as=image href={url}b.png>
        <link rel=prefetch href={url}c><link rel=icon href={url}d.ico><base href={url}>
        <meta http-equiv=refresh content='0;url={url}e'>
        <style>@import '{url}f.css'; body {{ background: url({url}g.png) }}</style></head>
        <body background={url}h.png><h1>Bait</h1>
        <a id=other href='{url}?delete=1' ping={url}i>other</a>
        <a id=own href='/users?delete=1'>own</a><a id=here href='#x'>here</a>
        <map name=m><area shape=default href={url}j></map><img src={url}k.png usemap=#m>
        <template shadowrootmode=open><a href={url}l>shadow</a></template>
        <svg width=90 height=20><a id=drawn href={url}m><text y=15>drawn</text></a>
        <a id=moved><animate attributeName=href to={url}n fill=freeze></animate><text x=50 y=15>moved</text></a></svg>
        <form action={url}o><button id=sent>sent</button></form>
        <iframe src={url}p></iframe><object data={url}q></object><video src={url}r autoplay></video>
        <noscript><link rel=preconnect href={url}><a href={url}s>t</a></noscript></body></html>"
    )
}

#[tokio::test]
async fn a_hostile_page_is_rendered_as_far_as_holds_nobody_up() {
    let hostile = [
        "<b>".repeat(340_000),
        "<a href=x>".repeat(100_000),
        "a\u{301}\u{302}\u{303}".repeat(140_000),
        "\u{202e}x".repeat(250_000),
        "<p>\n".repeat(250_000),
        "<table><tr><td>".repeat(70_000),
    ];
    let bodies = hostile.clone();
    let server = Elsewhere::serve(move |_, path| {
        let fields = ["Access-Control-Allow-Origin: *", "Content-Type: text/html; charset=utf-8"];
        let body = path[1..].parse().map_or("", |at: usize| &*bodies[at]);
        Reply::Octets(octets("200 OK", &fields, body.as_bytes()))
    });
    let page = Page::open().await;
    choose(&page, "Real").await;
    for (at, html) in hostile.iter().enumerate() {
        page.fill("URL", &format!("{}{at}", server.url)).await;
        page.click("Send for real").await;
        page.see_in(".real-rows", &format!("GET /{at}")).await;
        page.element(Role::Button, "Page").await;
        page.run(WATCH, vec![]).await;
        page.click("Page").await;
        page.see_in("iframe.rendered + p", "are rendered here; Raw has all of them").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let longest = page.run("return window.longest", vec![]).await.as_f64().expect("a number");
        let start = html.get(..8).unwrap_or(html);
        assert!(longest < 1000.0, "{start:?} holds the page up for {longest} ms");
        page.click("Raw").await;
    }
    page.close().await;
}

#[tokio::test]
async fn nothing_in_a_rendered_page_connects_loads_or_leads_away() {
    let (url, n_connections) = counter();
    let html = bait(&url);
    let server = Elsewhere::serve(move |_, _| {
        let fields = ["Access-Control-Allow-Origin: *", "Content-Type: text/html"];
        Reply::Octets(octets("200 OK", &fields, html.as_bytes()))
    });
    let page = Page::open().await;
    choose(&page, "Real").await;
    page.fill("URL", &server.url).await;
    page.click("Send for real").await;
    page.click("Page").await;
    page.element(Role::Button, "Raw").await;
    let asked = server.asked().len();
    let frame = page.client.find(Locator::Css("iframe")).await.expect("it is rendered");
    frame.enter_frame().await.expect("it can be entered");
    for id in ["other", "own", "here", "drawn", "moved", "sent"] {
        let found = page.client.find(Locator::Id(id)).await;
        let found = found.unwrap_or_else(|_| panic!("{id} is rendered, and nothing led away"));
        found.click().await.unwrap_or_else(|error| panic!("{id} cannot be clicked: {error}"));
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    let heading = page.run("return document.querySelector('h1').textContent", vec![]).await;
    assert_eq!(heading, json!("Bait"));
    page.client.enter_parent_frame().await.expect("there is a way back");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(n_connections.load(Ordering::SeqCst), 0, "nobody was connected to");
    assert_eq!(server.asked().len(), asked, "nobody was asked");
    page.close().await;
}
