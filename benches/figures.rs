//! The times of the design's budgets, each beside its budget: natively, and in the built worker
//! and page in a real browser. Run by `cargo xtask bench`, never by a test.

#![allow(clippy::disallowed_methods, reason = "a bench measures with the machine's clock")]

#[allow(dead_code)]
#[path = "../tests/browser/dist.rs"]
mod dist;
#[allow(dead_code)]
#[path = "../tests/browser/drive.rs"]
mod drive;
mod embeds;
mod lessons;
#[allow(dead_code)]
#[path = "../tests/browser/page.rs"]
mod page;
mod room;
mod scrub;
mod slow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conversation::{RunNumber, ToWorker};
use core::time::Duration;
use fantoccini::Locator;
use page::Page;
use serde_json::json;
use std::process::Command;
use std::time::Instant;
use trace::{HttpUrl, Request, Scenario};

/// Runs of which the median is told.
const RUNS: usize = 31;
/// The same for a run of many exchanges.
const CURVE_RUNS: usize = 7;

/// Runs one scenario several times in the built worker; answers the milliseconds of each run, from
/// the message out to the message in.
const RUN_IN_WORKER: &str = "
    const [wanted, runs, done] = arguments;
    const octets = Uint8Array.from(atob(wanted), letter => letter.charCodeAt(0));
    const worker = new Worker('./worker_loader.js', { type: 'module' });
    const times = [];
    let started = null;
    const send = () => { started = performance.now(); worker.postMessage(octets.buffer); };
    worker.onerror = error => done('error: ' + error.message);
    worker.onmessage = ({ data }) => {
        // What it says before is how much of it has come.
        if (!(data instanceof ArrayBuffer)) return;
        // First it says that it listens.
        if (started === null) return send();
        times.push(performance.now() - started);
        if (times.length < runs) return send();
        worker.terminate();
        done(times);
    };";

/// Types another distance and waits until the picture has changed and was painted.
const EDIT: &str = "
    const [distance, done] = arguments;
    const field = document.getElementById('world-rtt');
    const picture = document.querySelector('.stage');
    const before = picture.textContent;
    const started = performance.now();
    const look = () => picture.textContent === before
        ? requestAnimationFrame(look)
        : requestAnimationFrame(() => done(performance.now() - started));
    field.value = distance;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    look();";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("\n  times, median of {RUNS} runs:");
    let scenarios = [
        ("one exchange, http", Scenario::default(), None),
        ("one exchange, https", over_tls(), Some(10.0)),
    ];
    let page = Page::open().await;
    for (name, scenario, budget_ms) in scenarios {
        let native = median((0..RUNS).map(|_| simulate(&scenario).0).collect());
        told(&format!("{name}, natively"), native, "ms", None);
        let in_worker = in_worker(&page, &scenario, RUNS).await;
        told(&format!("{name}, in the worker"), in_worker, "ms", budget_ms.map(At::Most));
    }
    real_curl();
    new_connections();
    bulk(&page).await;
    edit_to_picture(&page).await;
    page.close().await;
    room::times().await;
    lessons::times().await;
    embeds::times().await;
    scrub::times().await;
    slow::first_visit().await;
}

/// The course's request over TLS: DNS, TCP, TLS 1.3, HTTP and SQL.
fn over_tls() -> Scenario {
    let mut scenario = Scenario::default();
    let url = HttpUrl::parse("https://api.example.com/users/42").expect("a good URL");
    scenario.requests[0].url = url;
    scenario
}

/// Twenty uploads of 1 MiB on a path without limits.
fn uploads() -> Scenario {
    let body = vec![b'x'; 1024 * 1024];
    let upload = Request::parse("POST", "http://api.example.com/users", &[], body);
    let mut scenario = Scenario::with_requests(vec![upload.expect("a good request"); 20]);
    scenario.world.network.round_trip_time = Duration::from_millis(1);
    scenario.world.network.bandwidth_bits_per_s = None;
    scenario
}

/// Milliseconds, and packets sent.
fn simulate(scenario: &Scenario) -> (f64, usize) {
    let started = Instant::now();
    let trace = engine::simulate(scenario);
    (started.elapsed().as_secs_f64() * 1e3, trace.packets.len())
}

async fn in_worker(page: &Page, scenario: &Scenario, runs: usize) -> f64 {
    let wanted = ToWorker::Run { number: RunNumber(1), scenario: scenario.clone() };
    let wanted = json!(STANDARD.encode(wanted.encode()));
    let said = page.client.execute_async(RUN_IN_WORKER, vec![wanted, json!(runs)]).await;
    let said = said.expect("the worker runs");
    let times = said.as_array().unwrap_or_else(|| panic!("{said}"));
    median(times.iter().filter_map(serde_json::Value::as_f64).collect())
}

/// A real request over loopback, to compare: its time from curl's start to the last octet, without
/// DNS, encryption or a database.
fn real_curl() {
    let url = dist::Dist::serve(dist::Faults::none()).url + "demo/users/42.json";
    let time = || {
        let curl = Command::new("curl")
            .args(["--silent", "--fail", "--output", "/dev/null", "--write-out", "%{time_total}"])
            .arg(&url)
            .output();
        let said = String::from_utf8(curl.ok()?.stdout).ok()?;
        said.parse::<f64>().ok().map(|seconds| seconds * 1e3)
    };
    match (0..RUNS).map(|_| time()).collect::<Option<Vec<_>>>() {
        Some(times) => told("for comparison: curl over loopback, http", median(times), "ms", None),
        None => println!("  no curl on this machine to compare with"),
    }
}

/// What an exchange on a connection of its own costs, the more of them there are: what is over must
/// not weigh on what comes.
fn new_connections() {
    let each_ms = |n_exchanges: usize| {
        let mut scenario = Scenario::default();
        scenario.requests = vec![scenario.requests[0].clone(); n_exchanges];
        let times = (0..CURVE_RUNS).map(|_| simulate(&scenario).0 / n_exchanges as f64);
        median(times.collect())
    };
    let [_, hundred, thousand] = [10, 100, 1_000].map(|n_exchanges| {
        let each = each_ms(n_exchanges);
        told(&format!("each of {n_exchanges} exchanges, natively"), each, "ms", None);
        each
    });
    told("one of 1,000 to one of 100", thousand / hundred, "times", Some(At::Most(1.15)));
}

async fn bulk(page: &Page) {
    let scenario = uploads();
    let (native_ms, n_packets) = simulate(&scenario);
    let millions_per_s = |ms: f64| n_packets as f64 / 1e6 / (ms / 1e3);
    told("bulk transfer, natively", millions_per_s(native_ms), "million packets/s", None);
    let in_worker = in_worker(page, &scenario, 5).await;
    let budget = Some(At::Least(0.8));
    told("bulk transfer, in the worker", millions_per_s(in_worker), "million packets/s", budget);
}

async fn edit_to_picture(page: &Page) {
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.click("Change the world").await;
    let field = page.client.wait().for_element(Locator::Id("world-rtt")).await;
    field.expect("the world has a distance");
    let mut times = Vec::new();
    for run in 0..RUNS {
        let distance = (50 + run).to_string();
        let took = page.client.execute_async(EDIT, vec![json!(distance)]).await;
        times.extend(took.expect("the picture changes").as_f64());
    }
    told("edit to picture", median(times), "ms", Some(At::Most(100.0)));
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// A budget.
enum At {
    Most(f64),
    Least(f64),
}

fn told(name: &str, value: f64, unit: &str, budget: Option<At>) {
    let verdict = match budget {
        None => String::new(),
        Some(At::Most(most)) if value <= most => format!("within {most}"),
        Some(At::Most(most)) => format!("OVER {most}"),
        Some(At::Least(least)) if value >= least => format!("within {least}"),
        Some(At::Least(least)) => format!("UNDER {least}"),
    };
    println!("  {name:<44} {value:>9.2} {unit:<18} {verdict}");
}
