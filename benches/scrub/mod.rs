//! Long traces: what a frame takes while somebody scrubs through 100, 1,000 and 100,000 arrows, and,
//! beside it, how long Mermaid takes to draw the same exchange, or as much of it as it can.

use super::{At, median, told};
use crate::dist::{Dist, Faults};
use crate::page::Page;
use fantoccini::wd::TimeoutConfiguration;
use picture::mermaid::mermaid;
use picture::{Level, Sequence, Step};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use trace::{FetchId, Scenario, scenario_from_json, scenario_to_json};

/// A frame of 60 a second.
const FRAME_MS: f64 = 16.7;
/// From end to end and back, in so many frames.
const FRAMES: usize = 240;
/// How often Mermaid draws of what it draws soon.
const DRAWINGS: usize = 3;
/// How many steps it draws first of very many.
const FIRST: usize = 1_100;
/// Once Mermaid takes longer than this, it is not asked for more.
const PATIENCE_MS: f64 = 10_000.0;
/// The most steps that the Mermaid export holds.
const EXPORTED: usize = 400;

/// Uploads that are sent on by 307, which has the client send it all again: arrows, octets of the
/// body, and how often it is sent.
const UPLOADS: [(&str, usize, usize); 3] =
    [("100", 31_500, 1), ("1,000", 353_500, 1), ("100,000", 1024 * 1024, 34)];

/// Lets a file with this text fall on the page.
const DROP: &str = "
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([arguments[0]], 'scenario.json'));
    document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));";

/// Scrubs, and answers for each frame the milliseconds from its start to behind its painting, and
/// those to the next one. `by` is `slider` or `scroll`.
const SCRUB: &str = "
    const [by, frames, done] = arguments;
    const slider = document.querySelector('input[type=range][data-says-step]');
    const stage = document.querySelector('.stage');
    const range = stage.scrollHeight - stage.clientHeight;
    const drawn = [], apart = [];
    let frame = 0, before = null;
    const go = now => {
        if (before !== null) apart.push(now - before);
        before = now;
        if (frame > frames) return done([drawn, apart]);
        const share = 1 - Math.abs(2 * frame / frames - 1);
        if (by === 'slider') {
            slider.value = Math.round(slider.max * share);
            slider.dispatchEvent(new Event('input', { bubbles: true }));
        } else {
            stage.scrollTo({ top: range * share, behavior: 'instant' });
        }
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => drawn.push(performance.now() - now);
        port2.postMessage(0);
        frame += 1;
        requestAnimationFrame(go);
    };
    requestAnimationFrame(go);";

/// Chooses Packets, and answers whether so many steps are shown, once they are, with their arrows.
const SHOWS: &str = "
    const [steps, done] = arguments;
    const started = performance.now();
    const look = () => {
        const packets = document.querySelectorAll('.level-bar input')[2];
        if (packets?.checked === false) packets.click();
        const slider = document.querySelector('input[type=range][data-says-step]');
        const isThere = slider?.max === String(steps - 1) && document.querySelector('.stage .arrow');
        // What it takes to show them first is no part of scrubbing.
        if (isThere) return setTimeout(() => done(true), 2000);
        if (performance.now() - started > 60000) return done(slider?.max ?? null);
        setTimeout(look, 100);
    };
    look();";

const INDEX: &str = "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Mermaid</title>
    <body><div id=drawing></div><script src=./mermaid.min.js></script></html>";

/// Has Mermaid draw what stands in a file; answers how many messages it has drawn, and the milliseconds
/// from the text to behind its painting.
const DRAW: &str = "
    const [name, done] = arguments;
    (async () => {
        const text = await (await fetch(name)).text();
        // Its bounds of 50,000 characters and 500 lines are in the way of more.
        mermaid.initialize({ startOnLoad: false, maxTextSize: 1e9, maxEdges: 1e9 });
        const started = performance.now();
        const { svg } = await mermaid.render('exchange', text);
        const drawing = document.getElementById('drawing');
        drawing.innerHTML = svg;
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
                const took = performance.now() - started;
                done([drawing.querySelectorAll('.messageText').length, took]);
            };
            port2.postMessage(0);
        });
    })().catch(error => done('error: ' + error));";

/// Tells the times of both.
pub async fn times() {
    println!("\n  scrubbing through a long trace, 1440 × 900, {FRAMES} frames:");
    let theirs = mermaids();
    for (name, body_octets, times_sent) in UPLOADS {
        let scenario = upload(body_octets, times_sent);
        let trace = Arc::new(engine::simulate(&scenario));
        let sequence = Sequence::of_fetch(trace, FetchId(0), Level::Packets);
        let n_arrows = sequence.steps.iter().filter(is_arrow).count();
        println!("  {name} arrows ({n_arrows}):");
        scrub(&scenario, sequence.steps.len()).await;
        match &theirs {
            Some(folder) => beside(folder, sequence).await,
            None => println!("  no Mermaid to compare with; `cargo xtask bench` gets it"),
        }
    }
}

fn upload(body_octets: usize, times_sent: usize) -> Scenario {
    let on = json!({ "status": 307, "headers": [["Location", "/"]], "times": times_sent - 1 });
    let end = json!({ "status": 204 });
    let answers = if times_sent == 1 { json!([end]) } else { json!([on, end]) };
    let scenario = json!({
        "version": 2,
        "world": {
            "network": { "mtu": 576, "rtt_ms": 10, "bandwidth_mbit_per_s": null },
            "servers": [{ "origin": "http://files.example", "answers": answers }],
        },
        "requests": [{
            "method": "PUT",
            "url": "http://files.example/",
            "body": "x".repeat(body_octets),
            "fetch": { "redirect": "follow", "max_redirects": 100 },
        }],
    });
    scenario_from_json(&scenario.to_string()).expect("a good scenario")
}

/// Opens the scenario as a file, and scrubs through its packets.
async fn scrub(scenario: &Scenario, n_steps: usize) {
    let page = Page::open().await;
    page.resize(1440, 900).await;
    wait_long(&page).await;
    // Who asks a browser for roles and names has it keep its tree for screen readers in step from then on.
    page.run("document.querySelector('.send').click()", vec![]).await;
    page.see_step_quietly(1).await;
    page.run(DROP, vec![json!(scenario_to_json(scenario))]).await;
    let shown = page.client.execute_async(SHOWS, vec![json!(n_steps)]).await;
    assert_eq!(shown.expect("the page answers"), true, "all {n_steps} steps are shown");
    for (by, what) in [("scroll", "scrolling"), ("slider", "the slider")] {
        let times = page.client.execute_async(SCRUB, vec![json!(by), json!(FRAMES)]).await;
        let times = times.expect("it scrubs");
        let [drawn, apart] = [0, 1].map(|list| numbers(&times[list]));
        let budget = || Some(At::Most(FRAME_MS));
        told(&format!("{what}: drawing a frame"), median(drawn.clone()), "ms", budget());
        told("the same, 95th percentile", percentile(drawn, 95), "ms", None);
        let frames_per_s = apart.len() as f64 * 1e3 / apart.iter().sum::<f64>();
        told("the same, frames", frames_per_s.round(), "a second", Some(At::Least(60.0)));
    }
    page.close().await;
}

/// Has Mermaid draw the same, in a browser of its own: of very many arrows the first thousand, and twice
/// as many each time, until that takes too long.
async fn beside(folder: &Path, mut sequence: Sequence) {
    let site = Dist::serve_from(folder.to_owned(), Faults::none());
    let page = Page::blank().await;
    wait_long(&page).await;
    page.client.goto(&site.url).await.expect("the page loads");
    let steps = std::mem::take(&mut sequence.steps);
    let mut n_drawn = steps.len().min(FIRST);
    loop {
        let drawn = &steps[..n_drawn];
        fs::write(folder.join("exchange.mmd"), exported(&mut sequence, drawn))
            .expect("it is written");
        let n_arrows = drawn.iter().filter(is_arrow).count();
        let mut times = Vec::new();
        while times.len() < DRAWINGS && times.iter().sum::<f64>() < PATIENCE_MS {
            let drawn = page.client.execute_async(DRAW, vec![json!("exchange.mmd")]).await;
            let drawn = drawn.expect("Mermaid's page answers");
            assert_eq!(drawn[0], n_arrows, "Mermaid draws each arrow: {drawn}");
            times.extend(drawn[1].as_f64());
        }
        let took = median(times);
        let is_whole = n_drawn == steps.len();
        if is_whole || took > PATIENCE_MS {
            let left = if is_whole { "" } else { ", and was left at that" };
            told(&format!("for comparison: Mermaid, {n_arrows} arrows{left}"), took, "ms", None);
            break;
        }
        n_drawn = steps.len().min(2 * n_drawn);
    }
    page.close().await;
}

fn is_arrow(step: &&Step) -> bool {
    step.from != step.to
}

/// The Mermaid export of these steps without its bound: part by part, of which each has the participants
/// first.
fn exported(sequence: &mut Sequence, steps: &[Step]) -> String {
    sequence.steps.clear();
    let mut text = mermaid(sequence);
    let head = text.len();
    for part in steps.chunks(EXPORTED) {
        sequence.steps = part.to_vec();
        text.push_str(&mermaid(sequence)[head..]);
    }
    text
}

/// Has scripts of the page take as long as they do.
async fn wait_long(page: &Page) {
    let patience = TimeoutConfiguration::new(Some(Duration::from_secs(240)), None, None);
    page.client.update_timeouts(patience).await.expect("the driver can be told");
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

fn percentile(mut times: Vec<f64>, hundredths: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    times[(times.len() - 1) * hundredths / 100]
}

/// A folder with Mermaid as one would publish it; `None` where it is not installed.
fn mermaids() -> Option<PathBuf> {
    let package = PathBuf::from(std::env::var_os("ROUNDTRIP_MERMAID")?);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mermaid");
    fs::create_dir_all(&folder).expect("a folder can be made");
    let script = "mermaid.min.js";
    fs::copy(package.join("dist").join(script), folder.join(script)).expect("a file can be copied");
    fs::write(folder.join("index.html"), INDEX).expect("a file can be written");
    Some(folder)
}
