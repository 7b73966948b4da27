//! The requests that built-in scenarios are made of.

use crate::Request;
use core::time::Duration;

/// A page, and at once everything that it asks for.
pub fn page() -> Vec<Request> {
    let files = ["style.css", "app.js", "logo.svg"];
    let images = ["red.png", "amber.png", "green.png", "blue.png", "violet.png"];
    let asked = files.into_iter().chain(images).enumerate();
    let asked = asked.map(|(index, file)| {
        let request = absolute_as(&format!("https://api.example.com/page/{file}"), "*/*");
        Request { at_once: index > 0, ..request }
    });
    let page = absolute_as("https://api.example.com/page", "text/html");
    core::iter::once(page).chain(asked).collect()
}

/// A request to the service, written out.
pub fn request(method: &str, target: &str, lines: &[(&str, &str)], body: &str) -> Request {
    let url = format!("http://api.example.com{target}");
    let lines = lines.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let lines: Vec<(String, String)> = lines.collect();
    let request = Request::parse(method, &url, &lines, body.as_bytes().to_vec());
    request.expect("the requests of built-in scenarios are well-formed")
}

/// Reads something as JSON.
pub fn get(target: &str) -> Request {
    request("GET", target, &[("Accept", "application/json")], "")
}

/// A request without headers of its own.
pub fn bare(method: &str, target: &str) -> Request {
    request(method, target, &[], "")
}

/// A request that carries JSON.
pub fn json(method: &str, target: &str, body: &str) -> Request {
    let lines = [("Accept", "application/json"), ("Content-Type", "application/json")];
    request(method, target, &lines, body)
}

/// A GET of any URL as JSON.
pub fn absolute(url: &str) -> Request {
    absolute_as(url, "application/json")
}

/// A GET of any URL as a media type.
pub fn absolute_as(url: &str, accepted: &str) -> Request {
    let accept = [("Accept".to_owned(), accepted.to_owned())];
    let request = Request::parse("GET", url, &accept, Vec::new());
    request.expect("the requests of built-in scenarios are well-formed")
}

/// Adds Bob.
pub fn post_bob() -> Request {
    json("POST", "/users", r#"{"name": "Bob"}"#)
}

/// Adds Bob, with so many spaces in the JSON that it takes many segments.
pub fn post_of(octets: usize) -> Request {
    json("POST", "/users", &format!("{{\"name\":{}\"Bob\"}}", " ".repeat(octets)))
}

/// The same after a pause.
pub fn after(pause: Duration, request: Request) -> Request {
    Request { pause_before: pause, ..request }
}
