//! Where everything stands on the screen, and what is in sight of it.

use crate::acts::{choose, sent};
use crate::composer::paste;
use crate::keys::{END, ESCAPE, RIGHT};
use crate::page::{Page, Role};
use fantoccini::Locator;
use serde_json::{Value, json};
use std::time::Duration;

/// The sizes that are looked at: two screens, a phone, two frames in a course page.
const SIZES: [(u32, u32); 5] = [(1440, 900), (1280, 720), (390, 844), (700, 500), (600, 400)];

/// Waits until the page stands still.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(350)).await;
}

async fn ask(page: &Page, script: &str) -> Value {
    settle().await;
    page.run(script, vec![]).await
}

#[tokio::test]
async fn an_answer_is_shown_in_full_and_moves_nothing_when_it_comes() {
    for (width, height) in [(1440, 900), (1280, 720)] {
        let page = sent().await;
        page.resize(width, height).await;
        page.press(&[RIGHT; 6]).await;
        page.see_step("Step 7 of 9").await;
        let card = "return document.querySelector('.response').getBoundingClientRect().top";
        let before = ask(&page, card).await;
        page.press(&[RIGHT]).await;
        page.see_step("Step 8 of 9").await;
        assert_eq!(ask(&page, card).await, before, "the card at {width}");
        let hidden = "const message = document.querySelector('.message');
            const area = document.querySelector('.details').getBoundingClientRect();
            const parts = [...message.querySelectorAll('.part')];
            return parts.filter(part => part.getBoundingClientRect().bottom > area.bottom).length
                + message.scrollHeight - message.clientHeight";
        assert_eq!(ask(&page, hidden).await, 0, "the message at {width}");
        let steps = "return document.querySelector('.steps').clientHeight";
        assert!(ask(&page, steps).await.as_f64() >= Some(90.0), "steps have lines at {width}");
        page.close().await;
    }
}

#[tokio::test]
async fn what_to_do_next_is_in_sight_once_there_is_something() {
    let page = Page::open().await;
    page.fill("URL", "http://api.example.com/admin/users").await;
    page.click("Send").await;
    page.element(Role::Slider, "Position").await;
    page.run("document.activeElement.blur()", vec![]).await;
    page.press(&[END]).await;
    for (width, height) in SIZES {
        page.resize(width, height).await;
        let seen = "const button = document.querySelector('.offers button');
            const area = button.getBoundingClientRect();
            const at = document.elementFromPoint(area.left + area.width / 2, area.top + area.height / 2);
            return button.contains(at)";
        assert_eq!(ask(&page, seen).await, true, "{width} × {height}");
    }
    page.close().await;
}

#[tokio::test]
async fn after_what_went_wrong_the_way_out_is_in_sight() {
    let page = Page::open().await;
    for example in ["429 Too Many Requests", "The server never answers", "500"] {
        page.click("Examples").await;
        page.click(example).await;
        page.element(Role::Slider, "Position").await;
        page.run("document.activeElement.blur()", vec![]).await;
        page.press(&[END]).await;
        for (width, height) in SIZES {
            page.resize(width, height).await;
            let seen = "const buttons = [...document.querySelectorAll('.offers button')];
                const isSeen = button => {
                    const { left, top, width, height } = button.getBoundingClientRect();
                    return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
                };
                return buttons.length > 0 && scrollY === 0 && isSeen(buttons[0])";
            assert_eq!(ask(&page, seen).await, true, "{example} at {width} × {height}");
        }
        page.resize(1440, 900).await;
    }
    page.close().await;
}

#[tokio::test]
async fn an_answer_has_one_hue_and_one_sign_on_its_way_and_on_its_card() {
    let page = Page::open().await;
    let answers = [
        ("GET", "/users/42", "200", ""),
        // After HEAD, `requests` follows no redirect.
        ("HEAD", "/old-users", "301", "↪"),
        ("GET", "/users/99999", "404", "!"),
        ("GET", "/search", "503", "‼"),
    ];
    for scheme in ["light", "dark"] {
        page.prefer(scheme).await;
        let mut hues = Vec::new();
        for (method, path, code, sign) in answers {
            page.choose_method(method).await;
            page.fill("URL", &format!("http://api.example.com{path}")).await;
            page.click("Send").await;
            page.click("Skip to the answer").await;
            page.see_response(code).await;
            let seen = "const style = (selector, part) => getComputedStyle(document.querySelector(selector), part);
                return [
                    style('.arrow.is-now .line').stroke,
                    style('.status .family').color,
                    document.querySelector('.arrow.is-now .label').textContent.match(/[‼!↪]?/)[0],
                    style('.status', '::before').content.match(/[‼!↪]?/g).join(''),
                ]";
            let seen = ask(&page, seen).await;
            assert_eq!(seen[0], seen[1], "{code}, {scheme}");
            assert_eq!((&seen[2], &seen[3]), (&json!(sign), &json!(sign)), "{code}, {scheme}");
            assert!(!hues.contains(&seen[0]), "{code} has the hue of another, {scheme}");
            hues.push(seen[0].clone());
        }
    }
    page.close().await;
}

#[tokio::test]
async fn an_error_of_the_server_is_as_red_on_its_way_as_on_its_card() {
    let page = Page::open().await;
    page.prefer("light").await;
    page.fill("URL", "http://api.example.com/search").await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("503").await;
    let hues = "const hue = (selector, name) =>
            getComputedStyle(document.querySelector(selector)).getPropertyValue(name);
        return [hue('.arrow.is-now .line', 'stroke'), hue('.status .family', 'color')].join()";
    let hues = ask(&page, hues).await;
    let hues = hues.as_str().unwrap_or_default().to_owned();
    assert_eq!(hues, "rgb(179, 38, 30),rgb(179, 38, 30)");
    let label = page.text_of(".arrow.is-now .label").await;
    assert!(label.starts_with("‼ 503"), "{label}");
    page.press(&[END]).await;
    let note =
        ask(&page, "return getComputedStyle(document.querySelector('.note.is-now .box')).stroke");
    assert_eq!(note.await, "rgb(179, 38, 30)");
    page.close().await;
}

#[tokio::test]
async fn lifelines_can_be_seen_light_and_dark() {
    let page = sent().await;
    for scheme in ["light", "dark"] {
        page.prefer(scheme).await;
        let faint = "const numbers = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
            const ground = numbers(getComputedStyle(document.body).backgroundColor);
            const light = rgb => rgb.map(c => c / 255)
                .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
            return [...document.querySelectorAll('.lifeline')].map(line => {
                const style = getComputedStyle(line), opacity = Number(style.strokeOpacity);
                const seen = numbers(style.stroke).map((c, i) => c * opacity + ground[i] * (1 - opacity));
                const [more, less] = [light(seen), light(ground)].sort((a, b) => b - a);
                return (more + 0.05) / (less + 0.05);
            }).filter(contrast => contrast < 3)";
        assert_eq!(ask(&page, faint).await, json!([]), "{scheme}");
    }
    page.close().await;
}

#[tokio::test]
async fn what_was_sent_is_told_whole_where_there_is_room() {
    let page = sent().await;
    for path in ["/users", "/products"] {
        page.fill("URL", &format!("http://api.example.com{path}")).await;
        page.click("Send").await;
        page.see_in(".chips", path).await;
    }
    let cut = "const list = document.querySelector('.chips');
        return [list.scrollWidth - list.clientWidth,
            ...[...list.querySelectorAll('.chip')].map(chip => chip.scrollWidth - chip.clientWidth)]";
    assert_eq!(ask(&page, cut).await, json!([0, 0, 0, 0]));
    page.close().await;
}

#[tokio::test]
async fn an_explanation_covers_nothing_to_choose_from_and_goes_with_a_click_elsewhere() {
    let page = Page::open().await;
    page.click("Edit request").await;
    let word = page.client.find(Locator::Css(".fact .term")).await.expect("a word is underlined");
    word.click().await.expect("it can be clicked");
    page.see_in(".fact .definition", "Safe").await;
    let covered = "const client = document.querySelector('#client').getBoundingClientRect();
        const at = document.elementFromPoint(client.left + 20, client.top + client.height / 2);
        const word = document.querySelector('.fact .definition').getBoundingClientRect();
        const apart = word.bottom <= client.top || word.top >= client.bottom
            || word.right <= client.left || word.left >= client.right;
        return at.id === 'client' && apart";
    assert_eq!(ask(&page, covered).await, true);
    let stage = page.client.find(Locator::Css(".stage")).await.expect("a stage");
    stage.click().await.expect("it can be clicked");
    assert_eq!(ask(&page, "return document.querySelector('.fact .definition')").await, Value::Null);
    page.close().await;
}

#[tokio::test]
async fn how_much_is_shown_can_be_chosen_on_a_low_page_and_stays_with_another_example() {
    let page = sent().await;
    for (width, height) in [(700, 560), (600, 400), (980, 600)] {
        page.resize(width, height).await;
        let seen =
            "const area = document.querySelector('.level-bar .levels').getBoundingClientRect();
            return area.width > 0 && area.left >= 0 && area.right <= innerWidth";
        assert_eq!(ask(&page, seen).await, true, "{width} × {height}");
    }
    page.resize(1440, 900).await;
    crate::acts::choose(&page, "+ Connection").await;
    page.click("Examples").await;
    page.click("404 Not Found").await;
    page.see_in(".chips", "99999").await;
    let level = "return document.querySelector('.level-bar input:checked + span').textContent";
    assert_eq!(ask(&page, level).await, "+ Connection");
    page.close().await;
}

#[tokio::test]
async fn large_text_on_a_phone_clips_no_label() {
    let page = sent().await;
    page.resize(390, 844).await;
    for size in ["large", "larger"] {
        page.run("document.documentElement.dataset.textSize = arguments[0]", vec![json!(size)])
            .await;
        let clipped = "return [...document.querySelectorAll('.diagram text, .nav, .lane-heads b')]
            .filter(text => text.checkVisibility()).filter(text => {
                const area = text.getBoundingClientRect();
                return area.left < -0.5 || area.right > innerWidth + 0.5;
            }).map(text => text.textContent)";
        assert_eq!(ask(&page, clipped).await, json!([]), "{size}");
    }
    page.close().await;
}

#[tokio::test]
async fn large_text_that_is_chosen_is_laid_out_as_after_a_change_of_size() {
    let page = sent().await;
    page.resize(844, 390).await;
    page.click("Menu").await;
    let widths = "return ['.main', '.stage']
        .map(name => document.querySelector(name).getBoundingClientRect().width)";
    // WebKit closes it when the window changes.
    let open = "const menu = document.querySelector('#menu');
        menu.matches(':popover-open') || menu.showPopover()";
    for size in ["Larger", "Normal", "Large"] {
        page.run(open, vec![]).await;
        choose(&page, size).await;
        let chosen = ask(&page, widths).await;
        page.resize(860, 390).await;
        page.resize(844, 390).await;
        let laid_out_anew = ask(&page, widths).await;
        for part in 0..2 {
            let width = |of: &Value| of[part].as_f64().unwrap_or_default();
            // A bar at the window's edge takes some of it.
            let apart = (width(&chosen) - width(&laid_out_anew)).abs();
            assert!(apart < 40.0, "{size}: {chosen}, then {laid_out_anew}");
        }
    }
    page.close().await;
}

#[tokio::test]
async fn the_names_of_the_parts_of_a_url_are_large_enough_to_be_hit() {
    let page = Page::open().await;
    let small = "return [...document.querySelectorAll('.url-names button')]
        .map(button => button.getBoundingClientRect())
        .filter(area => area.width < 24 || area.height < 24).length";
    assert_eq!(ask(&page, small).await, 0);
    page.close().await;
}

#[tokio::test]
async fn as_low_as_a_frame_can_be_the_lanes_and_the_whole_sentence_are_seen() {
    let page = sent().await;
    page.resize(320, 256).await;
    for step in 2..=9 {
        page.press(&[RIGHT]).await;
        page.see_step_quietly(step).await;
        let seen =
            "const box = selector => document.querySelector(selector).getBoundingClientRect();
            const now = document.querySelector('.now');
            return [Math.min(box('.now').top, innerHeight) - box('.lane-heads').bottom,
                now.scrollHeight - now.clientHeight,
                box('.now').bottom <= box('.controls').top + 1].join()";
        let seen = ask(&page, seen).await;
        let text = seen.as_str().unwrap_or_default().to_owned();
        let mut parts = text.split(',');
        let lanes: f64 = parts.next().and_then(|part| part.parse().ok()).unwrap_or_default();
        assert!(lanes >= 60.0, "step {step}: {text}");
        assert_eq!(parts.collect::<Vec<_>>(), ["0", "true"], "step {step}");
    }
    page.close().await;
}

#[tokio::test]
async fn words_without_a_break_make_nothing_wider() {
    let page = Page::open().await;
    let long = format!("http://api.example.com/users?filter={}", "a".repeat(300));
    page.fill("URL", &long).await;
    page.click("Send").await;
    page.element(Role::Slider, "Position").await;
    page.run("document.activeElement.blur()", vec![]).await;
    let wide =
        "const wide = [...document.querySelectorAll('.side, .details, .steps, .main, .response')]
            .filter(box => box.scrollWidth > box.clientWidth + 1)
            // WebKit counts some padding that nobody sees: what is cut reaches past the edge.
            .filter(box => getComputedStyle(box).overflowX !== 'hidden'
                || [...box.querySelectorAll('*')].some(inside =>
                    inside.getBoundingClientRect().right > box.getBoundingClientRect().left + box.clientWidth + 1))
            .map(box => box.className);
        const root = document.documentElement;
        return [root.scrollWidth - innerWidth, ...wide]";
    for (width, height) in SIZES.into_iter().chain([(980, 700), (447, 800), (320, 640)]) {
        page.resize(width, height).await;
        page.press(&[RIGHT]).await;
        assert_eq!(ask(&page, wide).await, json!([0]), "{width} × {height}");
    }
    page.close().await;
}

#[tokio::test]
async fn a_method_without_a_break_pushes_nothing_out() {
    let page = Page::open().await;
    page.resize(1280, 720).await;
    let method = "M".repeat(300);
    paste(&page, &format!("curl -X {method} http://api.example.com/old-{}", "b".repeat(120))).await;
    page.see_in(".method", "MMM").await;
    for (width, height) in SIZES {
        page.resize(width, height).await;
        let send = "const area = document.querySelector('.send').getBoundingClientRect();
            return area.right <= innerWidth && document.documentElement.scrollWidth === innerWidth";
        assert_eq!(ask(&page, send).await, true, "Send at {width} × {height}");
    }
    page.close().await;
}

#[tokio::test]
async fn what_is_inside_comes_into_sight_in_every_size() {
    for (width, height) in [(390, 844), (844, 390), (640, 360), (720, 450), (320, 256), (1280, 720)]
    {
        let page = sent().await;
        page.resize(width, height).await;
        settle().await;
        page.run("document.querySelector('.look-inside').click()", vec![]).await;
        let seen = "const inside = document.querySelector('.inspect').getBoundingClientRect();
            let bottom = innerHeight;
            for (const selector of ['.controls', '.brief', '.now', '.response']) {
                const area = document.querySelector(selector).getBoundingClientRect();
                if (area.top >= inside.top && area.height > 0) bottom = Math.min(bottom, area.top);
            }
            return Math.min(inside.bottom, bottom) - Math.max(inside.top, 0)";
        let seen = ask(&page, seen).await.as_f64().unwrap_or_default();
        assert!(seen >= 120.0, "{seen} px at {width} × {height}");
        page.close().await;
    }
}

#[tokio::test]
async fn requests_that_ran_at_once_are_told_in_the_strip() {
    let page = Page::open().await;
    page.click("Examples").await;
    page.click("A page over HTTP/1.1: six").await;
    page.see_in(".chips", "at once").await;
    let said = page.text_of(".at-once").await;
    assert!(said.starts_with("2 to "), "{said}");
    page.press(&[ESCAPE]).await;
    page.close().await;
}
