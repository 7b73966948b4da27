//! What is shown while the switch says Real: what to know before sending, the lanes with what the
//! browser measured, and the answer.

use crate::composer::state::Composer;
use crate::later::door::{Door, PanelDoor};
use crate::orders::Orders;
use crate::real::answer_card as real_answer;
use crate::real::before_card as real_before;
use crate::real::lanes as real_lanes;
use crate::real::sending::{Real, RealRequests};
use crate::real::state::{RealRun, summary};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{live, part, watch};
use language::say;
use leptos::prelude::*;
use trace::hidden::marked;

/// What is shown while the switch says Real.
pub static REAL: PanelDoor<(RealRequests, Composer, Orders)> = Door::closed();

/// The whole of it, in place of stage and side.
pub fn real((requests, composer, orders): (RealRequests, Composer, Orders)) -> ErasedView {
    let real = Real::new(requests, composer, orders);
    watch(move || {
        let ordered = requests.ordered.read();
        if let Some(request) = &*ordered {
            requests.ordered.set(None);
            real.send(request.clone());
        }
    });
    // Whoever turns the switch back does not wait for the answer.
    on_cleanup(move || real.cancel());
    let answer = part(move || Some(real_answer::content(real)));
    view! {
        <section class="stage is-real-part" aria-label=say(texts::DIAGRAM) tabindex="0">
            {real_lanes::lanes(real)}
            {real_before::before(real)}
        </section>
        <aside class="side is-real-part" aria-label=say(texts::THIS_REQUEST)>
            <div class="brief">
                <div class="now">
                    <p class="where">{say(texts::FOR_REAL_BY_THIS)}</p>
                    <p class="say" role="status">{live(move || marked(&said(requests)).into_owned())}</p>
                </div>
                <section class="response" aria-labelledby="real-response-title" tabindex="-1">
                    <h2 id="real-response-title">{say(texts::RESPONSE)}</h2>
                    {answer}
                </section>
            </div>
            <div class="details" tabindex="0" role="group" aria-label=say(texts::WHAT_THE_BROWSER_MEASURED)>
                {real_lanes::list(real)}
            </div>
        </aside>
    }
    .erased()
}

/// The state of things in one sentence.
fn said(requests: RealRequests) -> String {
    match &*requests.run.read() {
        RealRun::Idle => say(texts::PRESS_SEND_FOR_REAL).to_owned(),
        RealRun::Running => say(texts::REQUEST_IS_ON_ITS).to_owned(),
        RealRun::Receiving(exchange) | RealRun::Answered(exchange) => summary(exchange),
        RealRun::Failed(diagnosis) => diagnosis.sentence.clone(),
    }
}
