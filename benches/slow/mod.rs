//! The first visit over a slow network, beside Swagger UI: Chromium is throttled as Lighthouse does it
//! for phones ("Slow 4G", a processor four times as slow).

use super::{At, dist, median, told};
use crate::dist::{Dist, Faults};
use crate::page::Page;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Visits of which the median is told.
const VISITS: usize = 5;

/// Lighthouse's figures: round trip, octets a second down and up, and how much slower the processor is.
const ROUND_TRIP_MS: f64 = 150.0;
const DOWN_OCTETS_PER_S: f64 = 1_600_000.0 / 8.0;
const UP_OCTETS_PER_S: f64 = 750_000.0 / 8.0;
const SLOWDOWN: f64 = 4.0;

/// Notes when what is looked for is there first, in milliseconds since the visit began. Send is
/// pressed as soon as it can be seen.
const WATCH: &str = "
    self.seen = {};
    const look = () => {
        for (const [name, there] of Object.entries(LOOKED_FOR)) {
            if (!(name in seen) && there()) seen[name] = performance.now();
        }
        if ('ends' in seen) return;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

const OURS: &str = "{
    pressed: () => { const send = document.querySelector('#shell .send'); send?.click(); return !!send; },
    usable: () => document.querySelector('.app .send') && !document.getElementById('shell'),
    ends: () => document.querySelector('.where')?.textContent.startsWith('Step 1 of'),
}";
const THEIRS: &str = "{
    usable: () => document.querySelector('.opblock-summary'),
    ends: () => document.querySelector('.opblock-summary'),
}";

/// What Swagger UI shows: two operations of the service that our first screen asks.
const API: &str = r#"{"openapi": "3.0.3", "info": {"title": "Users", "version": "1"}, "paths": {
    "/users/{id}": {
        "get": {"summary": "One user", "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}],
            "responses": {"200": {"description": "The user"}}},
        "delete": {"summary": "Delete a user", "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}],
            "responses": {"204": {"description": "Deleted"}}}}}}"#;

const INDEX: &str =
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Swagger UI</title>
    <link rel=stylesheet href=./swagger-ui.css></head><body><div id=swagger-ui></div>
    <script src=./swagger-ui-bundle.js></script><script src=./start.js></script></body></html>";
const START: &str = "window.ui = SwaggerUIBundle({ url: './api.json', dom_id: '#swagger-ui', validatorUrl: null });";

/// Milliseconds of one visit.
struct Visit {
    painted: f64,
    usable: f64,
    ended: f64,
}

/// Tells the times of both.
pub async fn first_visit() {
    let Some(theirs) = swagger_ui() else {
        println!("  no Swagger UI to compare with; `cargo xtask bench` gets it");
        return;
    };
    let ours = visits(dist::folder(), OURS).await;
    let theirs = visits(theirs, THEIRS).await;
    let of = |visits: &[Visit], time: fn(&Visit) -> f64| median(visits.iter().map(time).collect());
    println!("\n  first visit over Slow 4G with a quarter of the processor, median of {VISITS}:");
    told("first paint", of(&ours, |visit| visit.painted), "ms", Some(At::Most(1500.0)));
    told("Swagger UI: first paint", of(&theirs, |visit| visit.painted), "ms", None);
    let (usable, other) = (of(&ours, |visit| visit.usable), of(&theirs, |visit| visit.usable));
    told("usable", usable, "ms", None);
    told("Swagger UI: usable", other, "ms", None);
    told("usable, of Swagger UI's", usable / other, "times", Some(At::Most(0.4)));
    let behind = of(&ours, |visit| visit.ended - visit.usable);
    told("Send pressed at once: first step after usable", behind, "ms", Some(At::Most(1000.0)));
}

async fn visits(folder: PathBuf, looked_for: &str) -> Vec<Visit> {
    let mut visits = Vec::new();
    for _ in 0..VISITS {
        visits.push(visit(folder.clone(), looked_for).await);
    }
    visits
}

/// One visit in a browser of its own, so that nothing is kept from the one before.
async fn visit(folder: PathBuf, looked_for: &str) -> Visit {
    let site = Dist::serve_from(folder, Faults::none().compressed());
    let page = Page::blank().await;
    page.devtools("Network.enable", json!({})).await;
    let network = json!({
        "offline": false,
        "latency": ROUND_TRIP_MS,
        "downloadThroughput": DOWN_OCTETS_PER_S,
        "uploadThroughput": UP_OCTETS_PER_S,
    });
    page.devtools("Network.emulateNetworkConditions", network).await;
    page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWDOWN })).await;
    page.before_the_page(&WATCH.replace("LOOKED_FOR", looked_for)).await;
    page.client.goto(&site.url).await.expect("the page loads");
    let ended = "const done = arguments[0];
        const look = () => {
            const [paint] = performance.getEntriesByName('first-contentful-paint');
            if ('ends' in seen && paint) return done([paint.startTime, seen.usable, seen.ends]);
            setTimeout(look, 100);
        };
        look();";
    let times = page.client.execute_async(ended, vec![]).await.expect("the visit ends");
    page.close().await;
    let time = |index: usize| times.get(index).and_then(Value::as_f64).expect("a time");
    Visit { painted: time(0), usable: time(1), ended: time(2) }
}

/// A folder with Swagger UI as one would publish it, compressed; `None` where it is not installed.
fn swagger_ui() -> Option<PathBuf> {
    let package = PathBuf::from(std::env::var_os("ROUNDTRIP_SWAGGER_UI")?);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("swagger-ui");
    fs::create_dir_all(&folder).expect("a folder can be made");
    for name in ["swagger-ui.css", "swagger-ui-bundle.js"] {
        fs::copy(package.join(name), folder.join(name)).expect("a file can be copied");
    }
    for (name, content) in [("index.html", INDEX), ("start.js", START), ("api.json", API)] {
        fs::write(folder.join(name), content).expect("a file can be written");
    }
    let mut compress = Command::new("cargo");
    compress.args(["run", "--quiet", "--locked", "--release", "--package", "xtask"]);
    compress.args(["--features", "compress", "--bin", "compress", "--"]).arg(&folder);
    assert!(compress.status().is_ok_and(|status| status.success()), "it can be compressed");
    Some(folder)
}
