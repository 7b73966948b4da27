//! What Share offers for course pages: the snippets of `roundtrip snippet`, of what is on the screen.

use crate::accessibility;
use crate::acts::sent;
use crate::keys;
use crate::page::{Page, Role};
use serde_json::json;
use sharing::link::{LinkState, Secrets, link_text};
use sharing::place::Place;
use sharing::{Embed, Host, Setting, Shown, Site, Snippet};
use std::time::Duration;
use trace::{Request, Scenario, built_in};

const TEXT: &str = "return document.querySelector('#snippet')?.value ?? ''";

/// Waits until the snippet is this one.
async fn see_snippet(page: &Page, expected: &str) {
    let mut text = String::new();
    for _ in 0..100 {
        text = page.run(TEXT, vec![]).await.as_str().unwrap_or_default().to_owned();
        if text == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(text, expected);
}

async fn choose(page: &Page, host: Host) {
    let menu = page.element(Role::Combobox, "Pasted into").await;
    menu.select_by_value(host.name()).await.expect("it is offered");
}

/// What the command writes: `crates/cli/src/exchange.rs`.
fn of_command(
    page_url: &str,
    shown: Shown,
    said: &[(&str, &str)],
    title: &str,
    link: &str,
) -> Vec<(Host, String)> {
    let site = Site::parse(page_url).expect("the page has an address");
    let embed = said.iter().fold(Embed::new(shown), |embed, (key, value)| {
        embed.with(Setting::find(key).expect("the key is known"), *value)
    });
    let height_px = sharing::snippet::HEIGHT_PX;
    let snippet = Snippet { site: &site, embed: &embed, title, link, height_px };
    Host::ALL
        .into_iter()
        .map(|host| (host, snippet.text(host).expect("the address is whole")))
        .collect()
}

async fn own_url(page: &Page) -> String {
    page.client.current_url().await.expect("the page has a URL").to_string()
}

#[tokio::test]
async fn an_untouched_example_is_named_at_its_step_for_every_host_as_the_command_does() {
    let page = sent().await;
    page.click("Next step").await;
    page.see_step("Step 2 of 9").await;
    page.click("Share").await;
    let example = built_in().into_iter().next().expect("there are examples");
    let place = Place { step: 1, ..Place::default() };
    let link = link_text(&LinkState::sent(example.scenario, place), Secrets::LeaveOut);
    let shown = Shown::Example(example.name.to_owned());
    let link = link.expect("it is short");
    let expected = of_command(&own_url(&page).await, shown, &[("step", "2")], example.title, &link);
    for (host, text) in expected {
        choose(&page, host).await;
        see_snippet(&page, &text).await;
    }
    page.close().await;
}

#[tokio::test]
async fn what_was_typed_is_in_the_address_as_the_command_writes_it_and_follows_the_step() {
    let page = Page::open().await;
    let url = "http://api.example.com/users/7";
    page.fill("URL", url).await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.click("Share").await;
    let fields = [("Accept".to_owned(), "application/json".to_owned())];
    let request = Request::parse("GET", url, &fields, Vec::new()).expect("a good request");
    let text = |step: usize| {
        let place = Place { step, ..Place::default() };
        let state = LinkState::sent(Scenario::with_requests(vec![request.clone()]), place);
        link_text(&state, Secrets::LeaveOut).expect("it is short")
    };
    let site = own_url(&page).await;
    let title = format!("GET {url}");
    let first = of_command(&site, Shown::State(text(0)), &[], &title, &text(0));
    see_snippet(&page, &first[0].1).await;
    // Closed and opened again, it shows what is there by then.
    page.press(&[keys::ESCAPE]).await;
    page.click("Next step").await;
    page.see_step("Step 2 of 9").await;
    page.click("Share").await;
    let second = of_command(&site, Shown::State(text(1)), &[("step", "2")], &title, &text(1));
    see_snippet(&page, &second[0].1).await;
    choose(&page, Host::Markdown).await;
    page.see_in(".course-page", "roundtrip figure").await;
    page.close().await;
}

#[tokio::test]
async fn a_snippet_is_copied_and_where_that_is_forbidden_it_stands_there_selected() {
    let page = sent().await;
    let script = "const copied = self.copied = [];
        const clipboard = { writeText: async text => { if (self.forbids) throw new Error('no'); copied.push(text) } };
        Object.defineProperty(navigator, 'clipboard', { value: clipboard });";
    page.run(script, vec![]).await;
    page.click("Share").await;
    page.click("Copy snippet").await;
    page.see_in(".course-page [role=status]", "Copied.").await;
    let is_it =
        "return copied.length === 1 && copied[0] === document.querySelector('#snippet').value";
    assert_eq!(page.run(is_it, vec![]).await, json!(true));
    page.run("self.forbids = true", vec![]).await;
    page.click("Copy snippet").await;
    page.see_in(".course-page [role=status]", "is selected").await;
    let selected = "const field = document.querySelector('#snippet');
        return document.activeElement === field && field.selectionEnd - field.selectionStart === field.value.length";
    crate::embed::until(&page, selected, |is_so| *is_so == json!(true)).await;
    page.click("Copy link to this step").await;
    let selected = "const field = document.querySelector('.by-hand textarea');
        return document.activeElement === field && field?.selectionEnd === field?.value.length";
    crate::embed::until(&page, selected, |is_so| *is_so == json!(true)).await;
    page.close().await;
}

#[tokio::test]
async fn a_snippet_is_chosen_by_keys_read_aloud_and_no_wider_than_a_phone() {
    let page = sent().await;
    page.resize(320, 640).await;
    let focus = "document.querySelector('[popovertarget=share]').focus()";
    page.run(focus, vec![]).await;
    page.press(&[keys::ENTER]).await;
    page.element(Role::Combobox, "Pasted into").await;
    for _ in 0..12 {
        page.press(&[keys::TAB]).await;
        if page.focus().await == "Pasted into" {
            break;
        }
    }
    assert_eq!(page.focus().await, "Pasted into");
    page.press(&['m', 'k']).await;
    crate::embed::until(&page, "return document.querySelector('#snippet-host').value", |host| {
        *host == json!("mkdocs")
    })
    .await;
    page.press(&[keys::TAB]).await;
    assert_eq!(page.focus().await, "Copy snippet");
    page.press(&[keys::TAB]).await;
    assert_eq!(page.focus().await, "Snippet");
    let wide = "const panel = document.querySelector('#share');
        return [panel.scrollWidth - panel.clientWidth, document.documentElement.scrollWidth - innerWidth]";
    assert_eq!(page.run(wide, vec![]).await, json!([0, 0]));
    accessibility::check(&page, "the snippets").await;
    page.close().await;
}
