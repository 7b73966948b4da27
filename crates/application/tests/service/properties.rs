//! No request panics, and every answer is well-formed.

use crate::Server;
use axum::body::Body;
use http::{Method, Request, Response, StatusCode};
use proptest::prelude::*;

fn method() -> impl Strategy<Value = Method> {
    let known: &'static [&str] =
        &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"];
    let known = prop::sample::select(known).prop_map(str::to_owned);
    let method = prop_oneof![9 => known, 1 => "[A-Za-z!#$%&'*+.^_`|~-]{1,60}"];
    method.prop_map(|method| method.parse().expect("these are tokens"))
}

fn target() -> impl Strategy<Value = String> {
    let segment = prop_oneof![
        Just("users".to_owned()),
        Just("products".to_owned()),
        Just("v1".to_owned()),
        Just("42".to_owned()),
        "[0-9]{1,22}",
        "(%[0-9a-fA-F]{2}|[a-z0-9.~:@-]){0,8}",
    ];
    let path =
        prop::collection::vec(segment, 0..4).prop_map(|parts| format!("/{}", parts.join("/")));
    let query = prop_oneof![
        Just(String::new()),
        "\\?(id|sort|fields|x)=(1|42|asc|desc|id|name|name,id|%[0-9a-f]{2}){1,2}",
        "\\?[a-z0-9=&%;,+]{0,30}",
    ];
    let made = (path, query).prop_map(|(path, query)| path + &query);
    let usual = [
        "/users",
        "/users/42",
        "/users/42/profile",
        "/v1/products",
        "/products/1",
        "/orders",
        "/orders/2",
        "/news",
    ];
    let usual = prop::sample::select(usual.to_vec());
    prop_oneof![2 => usual.prop_map(str::to_owned), 3 => made]
}

fn content() -> impl Strategy<Value = Vec<u8>> {
    let value = prop_oneof![
        Just("null".to_owned()),
        Just("[]".to_owned()),
        "-?[0-9]{1,25}(\\.5)?(e9)?",
        any::<String>().prop_map(|text| serde_json::Value::from(text).to_string()),
    ];
    let name = prop_oneof![
        3 => Just("name".to_owned()),
        2 => Just("price_cents".to_owned()),
        1 => Just("id".to_owned()),
        1 => any::<String>(),
    ];
    let member = (name, value)
        .prop_map(|(name, value)| format!("{}: {value}", serde_json::Value::from(name)));
    let object = prop::collection::vec(member, 0..4)
        .prop_map(|members| format!("{{{}}}", members.join(",")).into_bytes());
    let path = "(/(email|city|interests|newsletter|0|-|a)){0,2}";
    let op = prop::sample::select(vec!["add", "remove", "replace", "move", "copy", "test"]);
    let step = (op, path, path).prop_map(|(op, path, from)| {
        format!(r#"{{"op": "{op}", "path": "{path}", "from": "{from}", "value": ["x"]}}"#)
    });
    let patch = prop::collection::vec(step, 0..4)
        .prop_map(|steps| format!("[{}]", steps.join(",")).into_bytes());
    let order = (0_u32..12, 0_u32..12).prop_map(|(product, quantity)| {
        format!(r#"{{"product_id": {product}, "quantity": {quantity}}}"#).into_bytes()
    });
    let any = prop::collection::vec(any::<u8>(), 0..64);
    prop_oneof![3 => object, 2 => patch, 1 => order, 1 => any]
}

fn request() -> impl Strategy<Value = Request<Body>> {
    let content_type = prop_oneof![
        6 => Just(Some("application/json")),
        1 => Just(Some("application/merge-patch+json")),
        2 => Just(Some("application/json-patch+json")),
        1 => Just(Some("application/x-www-form-urlencoded")),
        1 => Just(Some("multipart/form-data; boundary=x")),
        1 => Just(Some("text/plain; charset=\"é")),
        1 => Just(None),
    ];
    (method(), target(), content_type, content()).prop_filter_map(
        "http takes the target",
        |(method, target, content_type, content)| {
            let mut request = Request::builder().method(method).uri(target);
            request = request.header("authorization", "Bearer alice-token");
            if let Some(content_type) = content_type {
                request = request.header("content-type", content_type.as_bytes());
            }
            request.body(Body::from(content)).ok()
        },
    )
}

proptest! {
    #[test]
    fn whatever_is_asked_for_in_fields_no_answer_breaks(
        target in prop::sample::select(vec!["/users", "/guide.txt", "/users/42/profile", "/page"]),
        accept in "([a-z*]{1,5}/[a-z*]{1,5}(;q=[0-9.]{1,5})?,? ?){0,4}",
        range in "bytes=([0-9]{0,4}-[0-9]{0,4},?){0,12}",
        since in "(Mon, 05 Jan 2026 09:00:00 GMT|[A-Za-z0-9 :]{0,30})",
        cookie in "(session=[0-9a-f]{0,40}|[a-z=; ]{0,20})",
    ) {
        let request = Request::builder().uri(target).header("accept", accept).header("range", range)
            .header("if-modified-since", &since).header("if-unmodified-since", &since)
            .header("if-range", since).header("cookie", cookie).body(Body::empty());
        let response = Server::boot().answer(request.expect("fields are text"));
        prop_assert!(!response.status().is_server_error());
        let length = response.headers().get("content-length");
        let length = length.map(|length| length.to_str().expect("digits").to_owned());
        let sent = Some(response.body().len().to_string());
        prop_assert!(length == sent || response.body().is_empty());
    }

    #[test]
    fn every_answer_is_well_formed(requests in prop::collection::vec(request(), 1..8)) {
        let server = Server::boot();
        for request in requests {
            let method = request.method().clone();
            let shown = format!("{method} {}", request.uri());
            expect_well_formed(&method, &server.answer(request), &shown);
        }
    }

    #[test]
    fn head_says_what_get_would_say(target in target()) {
        let server = Server::boot();
        let answer = |method| {
            let request = Request::builder().method(method).uri(&target).body(Body::empty());
            request.ok().map(|request| server.answer(request))
        };
        let (Some(get), Some(head)) = (answer("GET"), answer("HEAD")) else { return Ok(()) };
        prop_assert_eq!(get.status(), head.status());
        prop_assert_eq!(get.headers(), head.headers());
        prop_assert!(head.body().is_empty());
    }
}

fn expect_well_formed(method: &Method, response: &Response<Vec<u8>>, request: &str) {
    let status = response.status();
    let field = |name| {
        let value = response.headers().get(name);
        value.map(|value| value.to_str().expect("fields are ASCII").to_owned())
    };
    assert!(
        !status.is_server_error() || status == StatusCode::NOT_IMPLEMENTED,
        "{request}: {status}"
    );
    if status == StatusCode::NO_CONTENT {
        assert_eq!((field("content-length"), field("content-type")), (None, None), "{request}");
        assert!(response.body().is_empty(), "{request}");
        return;
    }
    let media_type =
        if status.is_success() { "application/json" } else { "application/problem+json" };
    assert_eq!(field("content-type").as_deref(), Some(media_type), "{request}");
    if method == Method::HEAD {
        assert!(response.body().is_empty(), "{request}");
        return;
    }
    assert_eq!(field("content-length"), Some(response.body().len().to_string()), "{request}");
    let content: serde_json::Value =
        serde_json::from_slice(response.body()).expect("the content is JSON");
    if !status.is_success() {
        assert_eq!(content["status"], status.as_u16(), "{request}");
        assert!(content["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{request}");
    }
    assert_eq!(status == StatusCode::CREATED, field("location").is_some(), "{request}");
    let says_allowed = field("allow").is_some();
    assert!(says_allowed || status != StatusCode::METHOD_NOT_ALLOWED, "{request}");
}
