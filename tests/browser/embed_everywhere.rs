//! What an embed does in every engine.

use crate::dist::{Dist, Faults};
use crate::embed::{alone, embedded, in_course, press, see_step, start, until};
use crate::page::Page;
use serde_json::json;

#[tokio::test]
async fn a_poster_that_comes_into_sight_starts_where_that_is_asked_for() {
    let url = Dist::serve(Faults::none()).url;
    let page = in_course(&format!(
        "<div style='height: 3000px'></div><iframe src='{url}embed.html#example=get&start=view' width=700 height=500></iframe>"
    ))
    .await;
    let image = "return document.querySelector('.first-frame')?.naturalWidth > 0";
    until(&page, image, |is_there| *is_there == json!(true)).await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let is_poster = "return !!document.getElementById('poster')";
    assert_eq!(page.run(is_poster, vec![]).await, json!(true), "nobody sees it yet");
    page.client.enter_parent_frame().await.expect("there is a way back");
    page.run("document.querySelector('iframe').scrollIntoView()", vec![]).await;
    crate::frames::enter(&page).await;
    see_step(&page, "Step 1 of 9").await;
    page.client.enter_parent_frame().await.expect("there is a way back");
    let focused = page.run("return document.activeElement.tagName", vec![]).await;
    assert_eq!(focused, json!("BODY"), "it takes no focus");
    page.close().await;
}

#[tokio::test]
async fn for_real_opens_a_tab_of_the_whole_page_with_the_same_state() {
    let url = Dist::serve(Faults::none()).url;
    let page = Page::blank().await;
    alone(&page, &url, "example=not-found&panels=composer,lanes,sentence&step=4").await;
    see_step(&page, "Step 4 of 9").await;
    let own = page.client.window().await.expect("it has a window");
    let found = "return [...document.querySelectorAll('.embed:not(.poster) a')].map(({ textContent }) => textContent)";
    let said = page.run(found, vec![]).await;
    assert!(said.to_string().contains("For real"), "{said}");
    // What writes links is loaded behind the first step.
    let link =
        "const link = document.querySelector('.embed:not(.poster) .composer a[target=_blank]');
        link.focus();
        link.blur();
        return link.href";
    for _ in 0..100 {
        if page.run(link, vec![]).await.to_string().contains("#v1.") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    press(
        &page,
        ".embed:not(.poster) .composer .embed-open, .embed:not(.poster) .composer a[target=_blank]",
    )
    .await;
    let mut windows = Vec::new();
    for _ in 0..100 {
        windows = page.client.windows().await.expect("there are windows");
        if windows.len() == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let tab = windows.into_iter().find(|window| *window != own).expect("there is another tab");
    page.client.switch_to_window(tab).await.expect("it is there");
    page.see_step_quietly(4).await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/99999");
    let shown = page.run("return document.documentElement.dataset.page ?? 'whole'", vec![]).await;
    assert_eq!(shown, json!("whole"));
    page.close().await;
}

#[tokio::test]
async fn nothing_in_an_embed_is_wider_than_its_frame() {
    let wide = "return document.documentElement.scrollWidth - innerWidth";
    for (width, height) in [(320, 500), (340, 500), (600, 400)] {
        let page = embedded("example=get&step=3", width, height).await;
        until(&page, "return !document.querySelector('.start').hidden", |is_there| {
            *is_there == json!(true)
        })
        .await;
        assert_eq!(page.run(wide, vec![]).await, json!(0), "the poster in {width}");
        start(&page).await;
        see_step(&page, "Step 3 of 9").await;
        assert_eq!(page.run(wide, vec![]).await, json!(0), "the program in {width}");
        page.close().await;
    }
}
