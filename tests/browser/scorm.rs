//! A package for learning platforms, as a platform opens it: scorm-again is the platform's side of
//! SCORM 1.2. `cargo xtask test` gets it, and says where it is with `ROUNDTRIP_NPM_JUDGES`.

use crate::dist::{folder, is_published};
use crate::elsewhere::{Elsewhere, Reply, octets};
use crate::embed::until;
use crate::page::Page;
use lesson::file::{lesson_to_json, read_markdown};
use lesson::record::{Asked, Attempt, Interaction, LessonRef, Score};
use serde_json::{Value, json};
use sharing::scorm::{File, Package, Sco};
use std::path::{Path, PathBuf};

/// What stands for the program: it tells what it is bidden to.
const PROGRAM: &str = "<!doctype html><title>program</title>
<script>self.tell = (message) => parent.postMessage(message, '*')</script>";

/// A platform: what it was told is in `API.cmi`, what it refused in `refused`. What an earlier session
/// left is kept by the tab.
const PLATFORM: &str = "<!doctype html><title>platform</title>
<script src='/scorm-again.js'></script>
<script>
self.refused = [];
self.API = new Scorm12API({ autocommit: false });
const kept = sessionStorage.getItem('cmi');
if (kept) API.loadFromJSON(JSON.parse(kept));
for (const name of ['LMSInitialize', 'LMSSetValue', 'LMSCommit', 'LMSFinish']) {
  const call = API[name].bind(API);
  API[name] = (...told) => {
    const answer = call(...told);
    if (answer !== 'true') refused.push([name, ...told, API.LMSGetLastError()]);
    if (name === 'LMSFinish') self.ended = JSON.parse(JSON.stringify(API.cmi));
    return answer;
  };
}
</script>
<iframe src='/course/lesson-copy.html' width='700' height='500'></iframe>";

/// Where scorm-again is, or `None` where it is nowhere, which is said.
fn scorm_again() -> Option<PathBuf> {
    let judges = std::env::var_os("ROUNDTRIP_NPM_JUDGES").map(PathBuf::from);
    if judges.is_none() {
        let said = "ROUNDTRIP_NPM_JUDGES names no scorm-again; `cargo xtask test` sets it";
        testing::skip(said);
        assert!(std::env::var_os("CI").is_none(), "{said}");
    }
    Some(judges?.join("node_modules/scorm-again/dist/scorm12.min.js"))
}

/// A package with what stands for the program, and a lesson of four exercises.
fn package() -> Vec<File> {
    packed(PROGRAM.as_bytes().to_vec(), 4, "{}".to_owned())
}

/// A package of a page in one file, with one lesson.
fn packed(page: Vec<u8>, n_exercises: usize, json: String) -> Vec<File> {
    let opens = "program.html".to_owned();
    let sco = Sco {
        name: "copy".to_owned(),
        title: "A copy at hand".to_owned(),
        language: "en".to_owned(),
        n_exercises,
        json,
    };
    let package = Package {
        title: "HTTP".to_owned(),
        lessons: vec![sco],
        page: vec![File { path: opens.clone(), octets: page }],
        opens,
    };
    package.files().expect("a short lesson")
}

fn kind(path: &str) -> &'static str {
    match Path::new(path).extension().and_then(|ending| ending.to_str()) {
        Some("html") => "Content-Type: text/html; charset=utf-8",
        Some("js") => "Content-Type: text/javascript",
        _ => "Content-Type: application/octet-stream",
    }
}

/// A platform with a package; its address.
fn platform(scorm_again: PathBuf, files: Vec<File>) -> String {
    let reply = move |_: &str, path: &str| {
        let path = path.split('?').next().unwrap_or_default();
        let found = |content: &[u8]| octets("200 OK", &[kind(path)], content);
        Reply::Octets(match path {
            "/platform.html" => found(PLATFORM.as_bytes()),
            "/scorm-again.js" => match std::fs::read(&scorm_again) {
                Ok(content) => found(&content),
                Err(error) => panic!("{}: {error}", scorm_again.display()),
            },
            path => {
                let file = files.iter().find(|file| {
                    path.strip_prefix("/course/").is_some_and(|inside| inside == file.path)
                });
                match file {
                    Some(file) => found(&file.octets),
                    None => octets("404 Not Found", &[], b""),
                }
            }
        })
    };
    format!("{}platform.html", Elsewhere::serve(reply).url)
}

/// The platform's page, once the program in the package is there.
async fn opened(url: &str) -> Page {
    let page = Page::blank().await;
    page.client.goto(url).await.expect("the platform loads");
    see_program(&page).await;
    page
}

async fn see_program(page: &Page) {
    let script = "return !!self[0]?.[0]?.tell && API.isInitialized()";
    until(page, script, |is_there| *is_there == json!(true)).await;
}

fn lesson() -> LessonRef {
    LessonRef {
        page: "https://example.org/".to_owned(),
        name: "copy".to_owned(),
        title: "A copy at hand".to_owned(),
        language: "en".to_owned(),
    }
}

fn answered(
    exercise: usize,
    interaction: Interaction,
    right: &str,
    response: &str,
    is_right: bool,
) -> Value {
    let asked = Asked {
        question: "Which?".to_owned(),
        interaction,
        choices: vec!["this".to_owned(), "that".to_owned(), "those".to_owned()],
        right: if right.is_empty() { Vec::new() } else { vec![right.to_owned()] },
    };
    let response = (!response.is_empty()).then(|| response.to_owned());
    let attempt =
        Attempt { exercise, seed: 11, asked, response, is_right, tries: 1, took_ms: 83_214 };
    json!({ "type": "roundtrip/answered", "v": 1, "statement": lesson().answered(&attempt) })
}

fn ended(n_right: usize) -> Value {
    let statement = lesson().ended(Score { n_right, n_exercises: 4 }, 300_000);
    json!({ "type": "roundtrip/ended", "v": 1, "statement": statement })
}

async fn tell(page: &Page, message: Value) {
    page.run("self[0][0].tell(arguments[0])", vec![message]).await;
}

/// What the platform knows, as soon as it has so many interactions.
async fn known(page: &Page, n_interactions: usize) -> Value {
    let script = "return JSON.parse(JSON.stringify(API.cmi))";
    let has_them = |cmi: &Value| {
        cmi["interactions"].as_object().is_some_and(|all| all.len() == n_interactions)
            || cmi["interactions"].as_array().is_some_and(|all| all.len() == n_interactions)
    };
    until(page, script, has_them).await
}

async fn see_nothing_refused(page: &Page) {
    assert_eq!(page.run("return self.refused", vec![]).await, json!([]));
}

#[tokio::test]
async fn a_platform_hears_of_answers_and_of_the_end() {
    let Some(scorm_again) = scorm_again() else { return };
    let page = opened(&platform(scorm_again, package())).await;
    assert_eq!(known(&page, 0).await["core"]["lesson_status"], "incomplete");
    let given = [
        (answered(0, Interaction::Choice, "2", "3", false), "choice", "2", "3", "wrong"),
        (answered(0, Interaction::Choice, "2", "2", true), "choice", "2", "2", "correct"),
        (
            answered(1, Interaction::Sequencing, "1[,]3[,]2", "1[,]3[,]2", true),
            "sequencing",
            "1,3,2",
            "1,3,2",
            "correct",
        ),
        (
            answered(2, Interaction::Numeric, "80[:]80", "80", true),
            "numeric",
            "80",
            "80",
            "correct",
        ),
        (
            answered(3, Interaction::FillIn, "{case_matters=false}max-age=60", "no-store", false),
            "fill-in",
            "max-age=60",
            "no-store",
            "wrong",
        ),
        (answered(3, Interaction::Other, "", "", true), "performance", "", "", "correct"),
    ];
    for (place, (message, kind, right, response, result)) in given.into_iter().enumerate() {
        tell(&page, message).await;
        let known = known(&page, place + 1).await;
        let interaction = &known["interactions"][place.to_string()];
        let interaction =
            if interaction.is_null() { &known["interactions"][place] } else { interaction };
        let said = |name: &str| interaction[name].as_str().unwrap_or_default();
        assert_eq!(
            (said("type"), said("student_response"), said("result")),
            (kind, response, result),
            "{interaction}"
        );
        assert_eq!(said("latency"), "00:01:23.22");
        assert!(said("id").starts_with("exercise-"), "{interaction}");
        let patterns = interaction["correct_responses"].to_string();
        assert!(patterns.contains(right), "{patterns}");
    }
    let known = known(&page, 6).await;
    assert_eq!(known["core"]["score"]["raw"], "100");
    assert_eq!(known["core"]["score"]["max"], "100");
    assert_eq!(known["core"]["lesson_status"], "incomplete");
    assert_eq!(known["suspend_data"], "1:1x2,2:1x1,3:1x1,4:1x2");
    tell(&page, ended(4)).await;
    until(&page, "return API.cmi.core.lesson_status", |status| *status == json!("passed")).await;
    see_nothing_refused(&page).await;
    page.close().await;
}

/// A lesson as a teacher writes it.
const LESSON: &str = "---
title: A copy at hand
---
A browser keeps answers.

```exercise
kind: quiz
question: What does 304 bring along?
+ No content :: The copy is used.
- The same content again :: Then nothing would be saved.
```
";

/// Presses the button of the real program that says this, once it is there.
async fn press_inside(page: &Page, text: &str) {
    let script = format!(
        "const at = [...self[0]?.[0]?.document.querySelectorAll('button') ?? []]
            .find(button => button.textContent.includes('{text}'));
        at?.click();
        return !!at"
    );
    until(page, &script, |was_there| *was_there == json!(true)).await;
}

#[tokio::test]
async fn a_lesson_of_the_real_page_tells_the_platform_what_was_answered() {
    let Some(scorm_again) = scorm_again() else { return };
    if !is_published() {
        return;
    }
    let whole = std::fs::read(folder().join("roundtrip.html")).expect("the page is built");
    let lesson = read_markdown(LESSON).expect("a good lesson").lesson;
    let url = platform(scorm_again, packed(whole, 1, lesson_to_json(&lesson)));
    let page = Page::blank().await;
    page.client.goto(&url).await.expect("the platform loads");
    press_inside(&page, "The same content again").await;
    let first = known(&page, 1).await;
    assert_eq!(first["core"]["score"]["raw"], "0");
    press_inside(&page, "Try again").await;
    press_inside(&page, "No content").await;
    let second = known(&page, 2).await;
    assert_eq!(second["core"]["score"]["raw"], "100");
    let told = second["interactions"].to_string();
    assert!(told.contains("\"wrong\"") && told.contains("\"correct\""), "{told}");
    press_inside(&page, "Go on").await;
    until(&page, "return API.cmi.core.lesson_status", |status| *status == json!("passed")).await;
    see_nothing_refused(&page).await;
    // On another machine, where the browser has kept nothing.
    page.run("document.querySelector('iframe').src = 'about:blank'", vec![]).await;
    until(&page, "return self.ended ?? null", |ended| ended.is_object()).await;
    let script = "localStorage.clear(); sessionStorage.setItem('cmi', JSON.stringify(self.ended))";
    page.run(script, vec![]).await;
    page.client.refresh().await.expect("it can be loaded again");
    let end = "return self[0]?.[0]?.document.querySelector('.lesson-results')?.textContent ?? ''";
    let is_known = |said: &Value| said.as_str().is_some_and(|said| said.contains("after 2 tries"));
    until(&page, end, is_known).await;
    let core =
        "return [API.cmi.core.lesson_status, API.cmi.core.score.raw, API.cmi.core.lesson_location]";
    assert_eq!(page.run(core, vec![]).await, json!(["passed", "100", "2"]));
    see_nothing_refused(&page).await;
    page.close().await;
}

#[tokio::test]
async fn a_session_ends_with_its_time_and_the_next_one_goes_on() {
    let Some(scorm_again) = scorm_again() else { return };
    let page = opened(&platform(scorm_again, package())).await;
    tell(&page, answered(0, Interaction::Choice, "2", "2", true)).await;
    assert_eq!(known(&page, 1).await["core"]["score"]["raw"], "25");
    // The platform takes the frame away.
    page.run("document.querySelector('iframe').src = 'about:blank'", vec![]).await;
    let ended_with = until(&page, "return self.ended ?? null", |ended| ended.is_object()).await;
    let time = ended_with["core"]["session_time"].as_str().expect("it is told").to_owned();
    assert!(time.starts_with("00:00:") && time != "00:00:00", "{time}");
    assert_eq!(ended_with["core"]["exit"], "suspend");
    assert_eq!(page.run("return API.isTerminated()", vec![]).await, json!(true));
    see_nothing_refused(&page).await;
    page.run("sessionStorage.setItem('cmi', JSON.stringify(self.ended))", vec![]).await;
    page.client.refresh().await.expect("it can be loaded again");
    see_program(&page).await;
    tell(&page, answered(1, Interaction::Choice, "2", "2", true)).await;
    until(&page, "return API.cmi.core.score.raw", |raw| *raw == json!("50")).await;
    tell(&page, ended(2)).await;
    until(&page, "return API.cmi.core.lesson_status", |status| *status == json!("completed")).await;
    see_nothing_refused(&page).await;
    page.close().await;
}

#[tokio::test]
async fn what_others_say_is_not_told_and_without_a_platform_the_lesson_opens() {
    let Some(scorm_again) = scorm_again() else { return };
    let url = platform(scorm_again, package());
    let page = opened(&url).await;
    // Not from the frame of the program, and not in words that are known.
    let message = answered(0, Interaction::Choice, "2", "2", true);
    page.run("self[0].postMessage(arguments[0], '*')", vec![message]).await;
    tell(&page, json!({ "type": "roundtrip/answered", "v": 2, "statement": null })).await;
    tell(&page, json!(null)).await;
    tell(&page, answered(2, Interaction::Choice, "1", "1", true)).await;
    let known = known(&page, 1).await;
    assert_eq!(known["suspend_data"], "3:1x1");
    let alone = url.replace("platform.html", "course/lesson-copy.html");
    page.client.goto(&alone).await.expect("the lesson's page loads");
    page.see_in("#alone", "No learning platform answers here").await;
    until(&page, "return !!self[0].tell", |is_there| *is_there == json!(true)).await;
    page.close().await;
}
