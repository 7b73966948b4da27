//! Text that would run if it ever became markup, in every place that a person, a link or a server
//! can write to. It is shown as text, and nothing runs.

use crate::acts::choose;
use crate::elsewhere::{Elsewhere, Reply, octets};
use crate::page::{Page, Role};
use serde_json::{Value, json};
use std::time::Duration;

/// Each would set `window.pwned` or open a dialogue.
const PAYLOADS: [&str; 40] = [
    "<script>pwned=1</script>",
    "</script><script>pwned=1</script>",
    "<ScRiPt>pwned=1</sCrIpT>",
    "<script src=data:,pwned=1></script>",
    "<script/src='data:text/javascript,pwned=1'></script>",
    "<img src=x onerror=pwned=1>",
    "<img src=x onerror=alert(1)//",
    "\"><img src=x onerror=pwned=1>",
    "'><img src=x onerror=pwned=1>",
    "<img/src/onerror=pwned=1>",
    "<img src=`x`onerror=pwned=1>",
    "<IMG SRC=x ONERROR=pwned=1>",
    "<svg onload=pwned=1>",
    "<svg/onload=pwned=1>",
    "<svg><script>pwned=1</script></svg>",
    "<svg><animate onbegin=pwned=1 attributeName=x dur=1s>",
    "<svg><use href=\"data:image/svg+xml,<svg id=x onload=pwned=1>#x\">",
    "<math><mtext><table><mglyph><style><img src=x onerror=pwned=1>",
    "<body onload=pwned=1>",
    "<iframe src=javascript:pwned=1></iframe>",
    "<iframe srcdoc=\"<script>parent.pwned=1</script>\"></iframe>",
    "<object data=javascript:pwned=1>",
    "<embed src=javascript:pwned=1>",
    "<a href=javascript:pwned=1>x</a>",
    "<form action=javascript:pwned=1><input type=submit>",
    "<input autofocus onfocus=pwned=1>",
    "<details open ontoggle=pwned=1>",
    "<video><source onerror=pwned=1>",
    "<audio src=x onerror=pwned=1>",
    "<marquee onstart=pwned=1>",
    "<meta http-equiv=refresh content='0;url=javascript:pwned=1'>",
    "<base href=//evil.invalid/>",
    "<link rel=stylesheet href=data:,*{display:none}>",
    "<style>*{display:none}</style>",
    "<template><script>pwned=1</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=pwned=1>\">",
    "<!--><script>pwned=1</script>-->",
    "javascript:pwned=1",
    "\" onmouseover=pwned=1 autofocus onfocus=pwned=1 x=\"",
    "{{constructor.constructor('pwned=1')()}}${pwned=1}<%=pwned=1%>",
];

/// From now on every violation of the page's policy is noted, those before now as well.
const WATCH: &str = "
    window.violations = [];
    addEventListener('securitypolicyviolation', found =>
        violations.push(found.effectiveDirective + ' ' + found.blockedURI + ' ' + found.sample));
    new ReportingObserver(found => found.forEach(report =>
        violations.push(report.body.effectiveDirective + ' ' + report.body.sample)),
        { types: ['csp-violation'], buffered: true }).observe();";

async fn open() -> Page {
    let page = Page::open().await;
    page.run(WATCH, vec![]).await;
    page
}

#[track_caller]
fn assert_calm(found: &Value, what: &str) {
    assert_eq!(found, &json!([null, [], 0]), "{what}");
}

/// Whether anything ran, what the policy stopped, and how many elements came that only a payload
/// would bring.
async fn damage(page: &Page) -> Value {
    let foreign = "body script, body img, body iframe:not([sandbox=\"\"]), body object, body embed,
        body base, body meta, body style, body link, body math, body marquee, body video, body audio";
    let script = "return [window.pwned ?? null, window.violations,
        document.querySelectorAll(arguments[0]).length]";
    page.run(script, vec![json!(foreign)]).await
}

/// Types into every field of the composer as a person would, as far as scripts can tell.
const FILL: &str = "
    for (const field of document.querySelectorAll('.composer input:not([type=radio],[type=checkbox]), .composer textarea')) {
        const text = field.matches('[aria-label=URL]') ? arguments[1] : arguments[0];
        const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
        Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(field, text);
        field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return document.querySelector('[aria-label=URL]').value;";

const PASTE: &str = "
    const pasted = new DataTransfer();
    pasted.setData('text', arguments[0]);
    document.querySelector('[aria-label=URL]').dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true, cancelable: true }));";

#[tokio::test]
async fn nothing_that_is_typed_or_pasted_runs() {
    let page = open().await;
    page.click("Edit request").await;
    page.click("Add a header").await;
    for mode in ["Simulated", "Real"] {
        choose(&page, mode).await;
        for payload in PAYLOADS {
            for url in [
                payload.to_owned(),
                format!("http://api.example.com/{payload}?{payload}#{payload}"),
            ] {
                let typed = page.run(FILL, vec![json!(payload), json!(url)]).await;
                assert_eq!(typed, json!(url));
            }
            let command = format!(
                "curl 'http://api.example.com/' -X '{payload}' -H '{payload}: {payload}' --data-raw '{payload}'"
            );
            page.run(PASTE, vec![json!(command)]).await;
            assert_calm(&damage(&page).await, payload);
        }
    }
    page.close().await;
}

#[tokio::test]
async fn nothing_that_the_simulated_server_sends_back_runs() {
    let page = open().await;
    let all = PAYLOADS.join(" ");
    // What was kept when the page broke is the quickest way to a whole draft.
    let send = async |method: &str, path: &str, content: &str, expected: &str| {
        let url = format!("http://api.example.com{path}");
        let kept = json!([method, url, "JSON", content]).to_string();
        let keep = "sessionStorage.setItem('roundtrip.draft', arguments[0]);
            history.replaceState(null, '', location.pathname)";
        page.run(keep, vec![json!(kept)]).await;
        page.client.refresh().await.expect("the page loads again");
        page.element(Role::Textbox, "URL").await;
        page.run(WATCH, vec![]).await;
        page.click("Send").await;
        page.click("Skip to the answer").await;
        page.see_response(expected).await;
        for _ in 0..9 {
            page.press(&['\u{E012}']).await;
        }
        page.press(&['\u{E010}']).await;
        assert_calm(&damage(&page).await, path);
    };
    send("GET", "/users/%3Cimg%20src=x%20onerror=pwned=1%3E", "", "40").await;
    send("GET", "/nowhere/<script>pwned=1</script>", "", "404").await;
    let coded = all.replace('%', "%25").replace('#', "%23").replace('&', "%26").replace('+', "%2B");
    send("GET", &format!("/users?fields={coded}"), "", "400").await;
    // A name may have 100 characters.
    let name = [PAYLOADS[1], PAYLOADS[5], PAYLOADS[12]].join(" ");
    let row = json!({ "name": name }).to_string();
    send("PUT", "/users/4242", &row, &name).await;
    send("POST", "/users", &format!("{{\"name\": {all}"), "400").await;
    send("GET", "/page", "", "<html").await;
    page.close().await;
}

#[tokio::test]
async fn nothing_that_a_real_server_sends_runs() {
    let server = Elsewhere::serve(|_, path| {
        let index: usize = path.trim_start_matches('/').parse().unwrap_or_default();
        let payload = PAYLOADS[index];
        let media_type = ["text/html", "application/json", "text/plain"][index % 3];
        let body = match media_type {
            "application/json" => json!({ payload: payload }).to_string(),
            _ => payload.to_owned(),
        };
        let quoted = payload.replace('\\', "\\\\").replace('"', "\\\"");
        let fields = [
            "Access-Control-Allow-Origin: *".to_owned(),
            "Access-Control-Expose-Headers: *".to_owned(),
            "Timing-Allow-Origin: *".to_owned(),
            format!("Content-Type: {media_type}; x=\"{quoted}\""),
            format!("X-Payload: {payload}"),
            format!("Server-Timing: a;desc=\"{quoted}\";dur=1"),
        ];
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        Reply::Octets(octets(&format!("200 {payload}"), &fields, body.as_bytes()))
    });
    let page = open().await;
    choose(&page, "Real").await;
    for (index, payload) in PAYLOADS.into_iter().enumerate() {
        let url = format!("{}{index}", server.url);
        page.run(FILL, vec![json!(""), json!(url)]).await;
        page.click("Send for real").await;
        page.see_in(".is-real-part .status b", payload).await;
        page.see_in(".is-real-part dl", payload).await;
        page.see_in(".real-rows", &format!("GET /{index} ")).await;
        if index % 3 != 1 {
            page.see_in(".is-real-part .content", payload).await;
        }
        assert_calm(&damage(&page).await, payload);
    }
    page.close().await;
}

#[tokio::test]
async fn nothing_in_a_link_runs() {
    let page = open().await;
    let address = page.client.current_url().await.expect("the page has a URL");
    for (index, payload) in PAYLOADS.into_iter().enumerate() {
        for hash in [payload.to_owned(), format!("v1.{payload}")] {
            page.run("location.hash = arguments[0]", vec![json!(hash)]).await;
        }
        assert_calm(&damage(&page).await, payload);
        if index % 8 == 5 {
            page.client.goto("about:blank").await.expect("the page can be left");
            page.client.goto(&format!("{address}#{payload}")).await.expect("a link can be opened");
            page.element(Role::Textbox, "URL").await;
            page.run(WATCH, vec![]).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            assert_calm(&damage(&page).await, payload);
        }
    }
    page.close().await;
}

#[tokio::test]
async fn nothing_in_a_whole_link_runs() {
    let page = open().await;
    for payloads in PAYLOADS.chunks(8) {
        let all = payloads.join(" ");
        let url = format!("http://api.example.com/{all}?{all}#{all}");
        let typed = page.run(FILL, vec![json!(all), json!(url)]).await;
        page.click("Send").await;
        page.element(Role::Slider, "Position").await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        let hash = page.run("return location.hash", vec![]).await;
        assert!(hash.as_str().is_some_and(|hash| hash.starts_with("#v1.")), "{hash}");
        page.client.refresh().await.expect("the link is opened");
        page.element(Role::Slider, "Position").await;
        page.run(WATCH, vec![]).await;
        assert_eq!(json!(page.value("URL").await), typed);
        page.press(&['\u{E010}']).await;
        assert_calm(&damage(&page).await, &all);
        page.run("history.replaceState(null, '', location.pathname)", vec![]).await;
        page.client.refresh().await.expect("the page starts afresh");
        page.element(Role::Textbox, "URL").await;
    }
    page.close().await;
}

#[tokio::test]
async fn the_policy_stops_what_could_run() {
    let page = Page::open().await;
    let attempts = [
        "document.createElement('div').innerHTML = '<img src=x onerror=pwned=1>'",
        "document.createElement('div').innerHTML = '<script>pwned=1</scr' + 'ipt>'",
        "document.createElement('div').innerHTML = '<a href=\" JavaScript:pwned=1\">x</a>'",
        "document.createElement('iframe').srcdoc = '<script>parent.pwned=1</scr' + 'ipt>'",
        "document.createElement('script').text = 'pwned=1'",
        "document.createElement('script').src = 'https://evil.invalid/a.js'",
        "new DOMParser().parseFromString('<svg onload=pwned=1>', 'text/html')",
        "eval('pwned=1')",
        "new Function('pwned=1')()",
        "setTimeout('pwned=1')",
        "new Worker('data:text/javascript,postMessage(1)')",
        "new Worker('./another.js')",
        "trustedTypes.createPolicy('another', {})",
        "trustedTypes.createPolicy('default', {})",
    ];
    for attempt in attempts {
        // Behind a timer, because what a driver runs may evaluate texts.
        let script = format!(
            "const done = arguments[0];
            setTimeout(() => {{ try {{ {attempt}; done('allowed') }} catch {{ done('refused') }} }})"
        );
        let outcome = page.client.execute_async(&script, vec![]).await.expect("the script runs");
        assert_eq!(outcome, "refused", "{attempt}");
    }
    let inline = "const run = document.createElement('script');
        run.append('pwned = 1');
        try { document.body.append(run) } catch {}
        try { document.body.setAttribute('onclick', 'pwned = 1') } catch {}
        document.body.click();
        document.body.removeAttribute('onclick');";
    page.run(inline, vec![]).await;
    assert_eq!(page.run("return window.pwned ?? null", vec![]).await, Value::Null);
    page.close().await;
}

#[tokio::test]
async fn the_page_itself_keeps_its_policy() {
    let server = Elsewhere::serve(|_, _| {
        Reply::Octets(octets("200 OK", &["Access-Control-Allow-Origin: *"], b"hello"))
    });
    let page = open().await;
    for fold in ["Examples", "Edit request", "Change the world"] {
        page.click(fold).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        page.press(&['\u{E00C}']).await;
    }
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.press(&['\u{E010}']).await;
    page.fill("URL", "http://api.example.com/users").await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    choose(&page, "Real").await;
    page.fill("URL", &server.url).await;
    page.click("Send for real").await;
    page.see_in(".is-real-part .response", "hello").await;
    assert_eq!(page.run("return window.violations", vec![]).await, json!([]));
    page.close().await;
}
