//! What is told of a request that was really sent, against what the server saw of it: no more than
//! a browser lets a page know.

use crate::acts::{real, send_for_real, texts};
use crate::drive::Browser;
use crate::elsewhere::{Elsewhere, Reply, closed_port, octets};
use crate::page::Role;

const CARD: &str = ".is-real-part .response";
const STEPS: &str = ".real-steps";
const ROWS: &str = ".real-rows";
const SAY: &str = ".is-real-part .say";
const CORS: &str = "Access-Control-Allow-Origin: *";
const OPEN: &str = "Timing-Allow-Origin: *";

fn redirect(to: &str) -> Reply {
    Reply::Octets(octets("302 Found", &[CORS, OPEN, &format!("Location: {to}")], b""))
}

/// The host and port of a server.
fn host(server: &Elsewhere) -> String {
    server.url.trim_start_matches("http://").trim_end_matches('/').to_owned()
}

#[tokio::test]
async fn what_needed_permission_and_got_none_is_not_drawn_as_sent() {
    let server = Elsewhere::serve(|_, _| Reply::Octets(octets("403 Forbidden", &[], b"")));
    let page = real().await;
    page.choose_method("PUT").await;
    send_for_real(&page, &server.url).await;
    page.see_in(CARD, "then PUT itself was never sent").await;
    assert_eq!(server.asked(), ["OPTIONS /"]);
    page.see_in(ROWS, "OPTIONS, unless asked lately").await;
    page.see_in(ROWS, "PUT /, if it was allowed").await;
    page.see_in(STEPS, "Whether it got permission, it shows to no page").await;
    page.close().await;
}

#[tokio::test]
async fn a_permission_that_the_browser_remembers_is_not_drawn_as_asked_for() {
    let server = Elsewhere::serve(|_, _| {
        let allowed = ["Access-Control-Allow-Methods: PUT", "Access-Control-Max-Age: 600"];
        Reply::Octets(octets("200 OK", &[CORS, OPEN, allowed[0], allowed[1]], b"done"))
    });
    let page = real().await;
    page.choose_method("PUT").await;
    for n_sent in [1, 2] {
        send_for_real(&page, &server.url).await;
        page.see_in(CARD, "done").await;
        page.see_in(ROWS, "PUT / HTTP/1.1").await;
        let n_puts = server.asked().iter().filter(|asked| *asked == "PUT /").count();
        assert_eq!(n_puts, n_sent);
        page.see_in(ROWS, "OPTIONS, unless asked lately").await;
        page.see_in(STEPS, "unless it asked a short time ago").await;
    }
    // Some browsers ask again whatever they were allowed.
    let asked = server.asked();
    let is_remembered = asked == ["OPTIONS /", "PUT /", "PUT /"];
    assert!(is_remembered || asked == ["OPTIONS /", "PUT /", "OPTIONS /", "PUT /"], "{asked:?}");
    page.close().await;
}

#[tokio::test]
async fn after_a_redirect_the_server_that_answered_is_told() {
    let second = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[CORS, OPEN], b"there")));
    let to = format!("{}new", second.url);
    let first = Elsewhere::serve(move |_, _| redirect(&to));
    let page = real().await;
    send_for_real(&page, &format!("{}old", first.url)).await;
    page.see_in(CARD, "there").await;
    let said = page.text_of(SAY).await;
    let (first_host, second_host) = (host(&first), host(&second));
    assert!(said.starts_with(&second_host), "{said}");
    assert!(said.contains(&format!("sent on from {first_host} to {}new", second.url)), "{said}");
    let heads = page.text_of(".is-real-part .lane-heads").await;
    assert!(heads.contains(&format!("{first_host}, then {second_host}")), "{heads}");
    page.see_in(ROWS, "GET /old, sent on").await;
    page.see_in(ROWS, "GET /new").await;
    assert_eq!((first.asked(), second.asked()), (vec!["GET /old".into()], vec!["GET /new".into()]));
    page.close().await;
}

#[tokio::test]
async fn a_server_that_shares_is_not_blamed_for_the_one_that_it_sends_to() {
    let second = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[OPEN], b"secret")));
    let to = second.url.clone();
    let first = Elsewhere::serve(move |_, _| redirect(&to));
    let page = real().await;
    send_for_real(&page, &first.url).await;
    page.see_in(CARD, "Withheld after a redirect").await;
    let said = page.text_of(SAY).await;
    assert!(said.starts_with(&format!("{} sends the browser on", host(&first))), "{said}");
    page.see_in(ROWS, "a status that sends on").await;
    page.see_in(ROWS, "withheld by the browser").await;
    assert!(second.asked().contains(&"GET /".to_owned()));
    page.close().await;
}

#[tokio::test]
async fn where_a_server_was_reached_it_is_not_said_that_none_is_there() {
    let server = Elsewhere::serve(|method, path| match path {
        "/circle" => redirect("/circle"),
        "/reset" => Reply::Nothing,
        "/ssh" => Reply::Broken(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()),
        // Its answer is kept from the page, and HEAD breaks it.
        _ if method == "HEAD" => Reply::Nothing,
        _ => Reply::Octets(octets("200 OK", &[], b"secret")),
    });
    let page = real().await;
    // Firefox takes whatever is no HTTP for an answer of HTTP/0.9, and withholds it.
    let ssh = match Browser::chosen() {
        Browser::Firefox => "The browser withheld the answer",
        Browser::Chromium | Browser::WebKit => "No usable answer",
    };
    for (path, title) in [
        ("circle", "Sent on, and no answer at the end"),
        ("reset", "No usable answer"),
        ("ssh", ssh),
        ("no-head", "No usable answer"),
    ] {
        send_for_real(&page, &format!("{}{path}", server.url)).await;
        page.see_in(CARD, title).await;
        assert!(server.asked().contains(&format!("GET /{path}")), "{path} was asked for");
        let whole = page.text_of(".main .is-real-part").await + &page.text_of(CARD).await;
        assert!(!whole.contains("Nothing answered"), "{whole}");
    }
    page.see_in(SAY, "does not tell whether a server was reached").await;
    page.close().await;
}

#[tokio::test]
async fn what_is_hidden_is_told_as_what_may_have_been() {
    let server = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[CORS], b"hello")));
    let page = real().await;
    let port = server.url.rsplit(':').next().expect("a port").to_owned();
    send_for_real(&page, &format!("http://localhost:{port}")).await;
    page.see_in(CARD, "hello").await;
    page.see_in(STEPS, "unless one is open already").await;
    page.see_in(STEPS, "unless the browser has kept the answer").await;
    page.see_in(STEPS, "localhost is always this machine").await;
    page.see_in(ROWS, "TCP, unless open").await;
    page.close().await;
}

#[tokio::test]
async fn what_the_browser_had_kept_is_told_without_an_arrow() {
    let server = Elsewhere::serve(|_, _| {
        let head = format!("HTTP/1.1 200 OK\r\n{CORS}\r\n{OPEN}\r\nCache-Control: max-age=600");
        let rest =
            "\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: close\r\n\r\nkept";
        Reply::Octets((head + rest).into())
    });
    let page = real().await;
    send_for_real(&page, &server.url).await;
    page.see_in(ROWS, "GET / HTTP/1.1").await;
    page.click("Send for real").await;
    if Browser::chosen() == Browser::WebKit {
        // It counts no octets, and so does not tell.
        page.see_in(STEPS, "unless the browser had kept the answer").await;
        assert_eq!(
            texts(&page, ".real-rows .wire:not(.is-unsure, .is-both, .is-back)").await,
            [""; 0]
        );
        return page.close().await;
    }
    page.see_in(SAY, "asked nobody for it").await;
    assert_eq!(server.asked(), ["GET /"]);
    assert_eq!(texts(&page, ".real-rows .wire").await, [""; 0], "nothing went anywhere");
    page.see_in(".real-rows .plate", "200 OK · text/plain, kept").await;
    let steps = page.text_of(STEPS).await;
    assert!(steps.contains("Asknot needed"), "{steps}");
    assert_eq!(steps.matches("measured").count(), 1, "the whole alone: {steps}");
    page.close().await;
}

#[tokio::test]
async fn a_body_that_cannot_be_unpacked_is_not_told_as_a_connection_that_ended() {
    let server = Elsewhere::serve(|_, _| {
        let fields = [CORS, "Content-Encoding: gzip", "Access-Control-Expose-Headers: *"];
        Reply::Octets(octets("200 OK", &fields, b"this is not gzip at all"))
    });
    let page = real().await;
    send_for_real(&page, &server.url).await;
    if Browser::chosen() == Browser::WebKit {
        // It hands out what it cannot unpack.
        page.see_in(CARD, "this is not gzip at all").await;
        return page.close().await;
    }
    page.see_in(CARD, "The answer broke off").await;
    page.see_in(CARD, "could not be unpacked").await;
    page.see_in(CARD, "packed with gzip").await;
    page.see_in(CARD, "200 OK").await;
    page.close().await;
}

#[tokio::test]
async fn what_has_come_of_a_slow_answer_is_shown_with_its_own_time() {
    let server = Elsewhere::serve(|_, _| {
        let head = format!("HTTP/1.1 200 OK\r\n{CORS}\r\nContent-Type: text/plain\r\n\r\n");
        Reply::Drip(head.into(), b"tick\n".to_vec())
    });
    let page = real().await;
    send_for_real(&page, &server.url).await;
    page.see_in(CARD, "tick\ntick\n").await;
    page.see_in(CARD, "200 OK").await;
    page.see_in(CARD, "of the body so far").await;
    page.see_in(SAY, "began to answer 200 OK after").await;
    page.see_in(SAY, "The rest is on its way").await;
    page.see_in(STEPS, "tells its times when the answer has ended").await;
    page.click("Cancel").await;
    page.see_in(CARD, "You cancelled after").await;
    page.see_in(CARD, "tick").await;
    let said = page.text_of(SAY).await;
    let ms = said.split(" after ").nth(1).and_then(|rest| rest.split(['.', ' ']).next());
    let ms: u32 = ms.and_then(|ms| ms.parse().ok()).unwrap_or_else(|| panic!("{said}"));
    assert!(ms < 1000, "the time is that of the head: {said}");
    let limit = page.element(Role::Combobox, "Give up after").await;
    limit.select_by_value("2").await.expect("two seconds are offered");
    page.click("Send for real").await;
    page.see_in(CARD, "when the 2 s were over").await;
    page.see_in(CARD, "tick").await;
    page.close().await;
}

#[tokio::test]
async fn an_address_in_the_url_is_never_looked_up() {
    let server = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[CORS, OPEN], b"hello")));
    let page = real().await;
    send_for_real(&page, &server.url).await;
    page.see_in(CARD, "hello").await;
    page.see_in(STEPS, "Find the addressnot needed").await;
    page.see_in(STEPS, "127.0.0.1 is an address, so there is none to find").await;
    page.close().await;
}

#[tokio::test]
async fn the_times_of_any_number_of_requests_are_read() {
    let server = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[CORS, OPEN], b"hello")));
    let page = real().await;
    page.run("performance.setResourceTimingBufferSize(2)", vec![]).await;
    // What fails leaves records as well.
    for _ in 0..3 {
        send_for_real(&page, &format!("http://127.0.0.1:{}/", closed_port())).await;
        page.see_in(CARD, "No program listens on port").await;
    }
    for turn in 0..5 {
        send_for_real(&page, &format!("{}{turn}", server.url)).await;
        page.see_in(ROWS, &format!("GET /{turn} HTTP/1.1")).await;
        page.see_in(STEPS, "Askmeasured").await;
    }
    page.close().await;
}

#[tokio::test]
async fn who_refused_is_told_and_nothing_was_sent() {
    let server = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[CORS], b"hello")));
    let page = real().await;
    send_for_real(&page, &server.url.replace("http://", "http://user:secret@")).await;
    page.see_in(CARD, "The browser would refuse this").await;
    page.see_in(SAY, "So Roundtrip did not ask it to").await;
    page.see_in(".real-rows .plate", "not sent").await;
    assert!(server.asked().is_empty());
    page.fill("URL", &format!("http://127.0.0.1:{}/", closed_port())).await;
    page.click("Send for real").await;
    page.see_in(CARD, "No program listens on port").await;
    page.close().await;
}
