//! Playing, loops and jumps.

use crate::acts::{choose, sent};
use crate::keys::ESCAPE;
use crate::page::{Page, Role};
use fantoccini::Locator;

async fn step_time(page: &Page) -> String {
    let script = "return document.querySelector('.stage').style.getPropertyValue('--step-time')";
    page.run(script, vec![]).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_step_is_played_at_the_chosen_speed() {
    let page = sent().await;
    assert_eq!(step_time(&page).await, "500ms");
    page.click("Speed, loop, jump").await;
    choose(&page, "4×").await;
    assert_eq!(step_time(&page).await, "125ms");
    page.press(&[ESCAPE, 's']).await;
    assert_eq!(step_time(&page).await, "250ms");
    page.press(&['f', 'f', 'f']).await;
    assert_eq!(step_time(&page).await, "125ms");
    page.click("Play").await;
    page.see_step("Step 9 of 9").await;
    page.element(Role::Button, "Play").await;
    page.close().await;
}

#[tokio::test]
async fn steps_between_two_ends_are_played_again_and_again() {
    let page = sent().await;
    page.press(&['n', 'n']).await;
    page.see_step("Step 3 of 9").await;
    page.click("Speed, loop, jump").await;
    page.click("Loop from here").await;
    page.press(&[ESCAPE]).await;
    page.click("Next step").await;
    page.press(&['o', 'f', 'f']).await;
    page.click("Play").await;
    let script = "const done = arguments[0], seen = new Set(), slider = document.querySelector('[type=range]');
        const timer = setInterval(() => seen.add(slider.value), 20);
        setTimeout(() => { clearInterval(timer); done([...seen].sort().join()); }, 5000);";
    let seen = page.client.execute_async(script, vec![]).await.expect("the script runs");
    assert_eq!(seen, "2,3");
    page.click("Pause").await;
    page.click("Speed, loop, jump").await;
    page.click("No loop").await;
    page.press(&[ESCAPE]).await;
    page.click("Play").await;
    page.see_step("Step 9 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn acts_are_jumped_to_from_the_list_by_key_and_by_their_heading() {
    let page = sent().await;
    page.click("Speed, loop, jump").await;
    page.click("Answer").await;
    page.see_step("Step 8 of 9").await;
    page.press(&[ESCAPE, '2']).await;
    page.see_step("Step 3 of 9").await;
    let heading =
        page.client.find(Locator::XPath("//*[@class='act-title'][.='Server works']")).await;
    heading.expect("the act has a heading").click().await.expect("it can be clicked");
    page.see_step("Step 4 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn while_the_slider_is_dragged_the_list_waits_and_then_follows() {
    let page = sent().await;
    // One movement after the other, as when it is dragged, and what the list and the sentence say then.
    let drag = "
        const [steps, done] = arguments;
        const slider = document.querySelector('input[type=range][data-says-step]');
        const said = () => [
            document.querySelector('.steps [aria-current]').dataset.step,
            document.querySelector('.where').textContent.split(' · ')[0],
        ];
        const next = () => {
            if (steps.length === 0) return done(said());
            slider.value = steps.shift();
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            setTimeout(next, 5);
        };
        next();";
    let said = page.client.execute_async(drag, vec![serde_json::json!([2, 4, 6, 7])]).await;
    assert_eq!(said.expect("the page answers"), serde_json::json!(["2", "Step 8 of 9"]));
    page.see_step("Step 8 of 9").await;
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    let current = "return document.querySelector('.steps [aria-current]').dataset.step";
    assert_eq!(page.run(current, vec![]).await, "7", "it follows when the slider rests");
    // Step by step nothing waits.
    for (key, step) in [('p', "6"), ('p', "5")] {
        page.press(&[key]).await;
        assert_eq!(page.run(current, vec![]).await, step);
    }
    page.close().await;
}
