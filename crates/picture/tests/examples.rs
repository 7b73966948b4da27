//! Examples show their point at once: few steps at the first level, in the request that is shown
//! first.

use picture::{Level, Sequence, explain};
use std::sync::Arc;
use trace::{Content, Trace};

/// The examples of redirects, retries, time-outs, caches, cookies, CORS, logins and what the service
/// does with requests.
const OF_CONCEPTS: [&str; 34] = [
    "form",
    "put-profile",
    "merge-patch",
    "insufficient-scope",
    "wrong-password",
    "business-rule",
    "partial-content",
    "not-acceptable",
    "unprocessable",
    "from-cache",
    "still-good",
    "login",
    "token",
    "negotiation",
    "negotiation-html",
    "json-patch-twice",
    "place-order",
    "cookies",
    "cors-withheld",
    "cors-preflight",
    "redirect-moved",
    "redirect-see-other",
    "redirect-keeps-method",
    "redirect-loop",
    "retry-after",
    "retry-post",
    "timeout-connect",
    "timeout-read",
    "server-crash",
    "database-down",
    "database-slow",
    "rate-limited",
    "stateless",
    "not-modified",
];

fn run(name: &str) -> Arc<Trace> {
    let example = trace::built_in().into_iter().find(|example| example.name == name);
    Arc::new(engine::simulate(&example.unwrap_or_else(|| panic!("{name} comes along")).scenario))
}

/// The steps that stand there when the example is opened.
fn opened(name: &str) -> Sequence {
    let trace = run(name);
    let first_shown = trace.first_shown().expect("it asks for something");
    Sequence::of_fetch(trace, first_shown, Level::Story)
}

/// One line a step.
fn told(name: &str) -> String {
    let sequence = opened(name);
    (0..sequence.steps.len()).map(|step| sequence.label(step)).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_example_of_a_concept_shows_its_point_in_ten_steps() {
    for name in OF_CONCEPTS {
        let count = opened(name).steps.len();
        assert!((1..=10).contains(&count), "{name} has {count} steps:\n{}", told(name));
    }
}

#[test]
fn redirects_are_followed_as_their_status_says() {
    insta::assert_snapshot!(told("redirect-moved"), @"
        Resolve shop.example.com
        198.51.100.101
        GET /teapots HTTP/1.1
        Parse
        301 Moved Permanently
        Follow the redirect to http://shop.example.com/products/teapots
        GET /products/teapots HTTP/1.1
        Parse
        200 OK · application/json
        Parse JSON · show it
        ");
    insta::assert_snapshot!(told("redirect-see-other"), @"
        Resolve shop.example.com
        198.51.100.101
        POST /orders HTTP/1.1
        Parse
        303 See Other
        Follow the redirect to http://shop.example.com/orders/7
        GET /orders/7 HTTP/1.1
        Parse
        200 OK · application/json
        Parse JSON · show it
        ");
    insta::assert_snapshot!(told("redirect-keeps-method"), @"
        Resolve shop.example.com
        198.51.100.101
        POST /orders HTTP/1.1
        Parse
        307 Temporary Redirect
        Follow the redirect to http://shop.example.com/v2/orders
        POST /v2/orders HTTP/1.1
        Parse
        201 Created · application/json
        Parse JSON · show it
        ");
    insta::assert_snapshot!(told("redirect-loop"), @"
        Resolve shop.example.com
        198.51.100.101
        GET /cart HTTP/1.1
        Parse
        302 Found
        Follow the redirect to http://shop.example.com/login
        GET /login HTTP/1.1
        Parse
        302 Found
        Sent on again and again
        ");
}

#[test]
fn a_server_that_is_busy_is_asked_again_when_it_says() {
    insta::assert_snapshot!(told("retry-after"), @"
        Resolve shop.example.com
        198.51.100.101
        GET /teapots HTTP/1.1
        Parse
        503 Service Unavailable
        Wait 2 000.0 ms, then try again · remembered: 198.51.100.101, for 297 s more
        GET /teapots HTTP/1.1
        Parse
        200 OK · application/json
        Parse JSON · show it
        ");
}

#[test]
fn a_post_that_is_repeated_adds_two_rows_and_the_list_shows_both() {
    let trace = run("retry-post");
    assert_eq!(trace.fetches[0].exchanges.len(), 2);
    let rows = trace.tables[0].rows.iter().filter(|row| format!("{row:?}").contains("Bob"));
    assert_eq!(rows.count(), 2);
    let last = trace.last_exchange(trace.fetches[1].id).and_then(|last| last.response);
    let Some(Content::HttpResponse { body, .. }) = last.map(|id| &trace.message(id).content) else {
        panic!("the list comes")
    };
    let list = String::from_utf8(trace.octets.join(body)).expect("JSON is text");
    assert_eq!(list.matches("Bob").count(), 2, "{list}");
}

#[test]
fn a_time_out_is_named_by_what_was_waited_for() {
    let said = |name| {
        let sequence = opened(name);
        explain::sentence(&sequence, sequence.steps.len() - 1).plain_text()
    };
    insta::assert_snapshot!(said("timeout-connect"), @"
        The client tried to open a connection, and gave up when no answer came in time. No request was sent. In Python this is requests.exceptions.ConnectTimeout. Look for loss on the way, or check the address.
        ");
    insta::assert_snapshot!(said("timeout-read"), @"
        The request was sent, and no complete response came in time. Whether the server did the work is not known. In Python this is requests.exceptions.ReadTimeout. A GET can simply be repeated; before you repeat a POST, look whether it took effect.
        ");
}

/// Which lanes an example has, by the names of their hosts.
fn lanes(name: &str) -> Vec<String> {
    opened(name).hosts().map(|host| host.name.clone()).collect()
}

#[test]
fn a_server_that_nobody_asks_has_no_lane_beside_those_of_the_scenario() {
    assert_eq!(lanes("redirect-moved"), ["client", "resolver", "shop.example.com"]);
    assert_eq!(lanes("get"), ["client", "resolver", "api.example.com", "database"]);
    let trace = run("redirect-moved");
    for level in [Level::Story, Level::Connection, Level::Packets] {
        let sequence = Sequence::new(Arc::clone(&trace), level);
        let shown: Vec<_> = sequence.hosts().map(|host| host.id).collect();
        assert!(sequence.steps.iter().all(|step| shown.contains(&step.from)), "{level:?}");
        assert!(sequence.steps.iter().all(|step| shown.contains(&step.to)), "{level:?}");
    }
}
