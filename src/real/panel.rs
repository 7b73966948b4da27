//! What is shown while the switch says Real: what to know before sending, the lanes with what the
//! browser measured, and the answer.

use crate::real::answer_card as real_answer;
use crate::real::before_card as real_before;
use crate::real::lanes as real_lanes;
use crate::real::send::{Stop, page_facts, run};
use crate::real::state::{
    DEFAULT_TIME_LIMIT_S, RealOrder, RealRun, Sendable, diagnosis, sendable, summary,
};
use crate::session::Session;
use crate::texts;
use crate::view::erased_view::{IntoPiece, Piece};
use crate::view::live::{live, part, watch};
use language::say;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use trace::Request;

/// What the parts of this panel share. Copies are the same panel.
#[derive(Clone, Copy)]
pub struct Real {
    /// What is known while the page is open.
    pub session: Session,
    /// After how many seconds to give up.
    pub time_limit_s: RwSignal<u32>,
    stop: StoredValue<Option<Stop>, LocalStorage>,
}

impl Real {
    /// Gives up on the request under way.
    pub fn cancel(self) {
        self.stop.get_value().iter().for_each(Stop::cancel);
    }

    /// Sends what was ordered by a press on the button.
    fn send(self, request: Request) {
        let time_limit_s = self.time_limit_s.get_untracked();
        let page = page_facts();
        let refused = match sendable(&request, &page) {
            Sendable::Yes => None,
            Sendable::Refused(why) => Some(why),
            Sendable::Framed => Some(say(real_before::FRAMED).to_owned()),
        };
        if let Some(why) = refused {
            let failure = crate::real::state::Failure::Refused(why);
            let failed = diagnosis(&request, &failure, &page);
            return self.session.real_run.set(RealRun::Failed(Box::new(failed)));
        }
        let Some(stop) = Stop::after(Duration::from_secs(time_limit_s.into())) else { return };
        self.stop.set_value(Some(stop.clone()));
        self.session.real_run.set(RealRun::Running);
        let real_run = self.session.real_run;
        spawn_local(async move {
            real_run.set(run(RealOrder { request, time_limit_s }, &stop).await);
        });
    }
}

/// The whole of it, in place of stage and side.
pub fn real(session: Session) -> Piece {
    let real = Real {
        session,
        time_limit_s: RwSignal::new(DEFAULT_TIME_LIMIT_S),
        stop: StoredValue::new_local(None),
    };
    watch(move || {
        let ordered = session.ordered.read();
        if let Some(request) = &*ordered {
            session.ordered.set(None);
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
                    <p class="say" role="status">{live(move || said(session))}</p>
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
    .piece()
}

/// The state of things in one sentence.
fn said(session: Session) -> String {
    match &*session.real_run.read() {
        RealRun::Idle => say(texts::PRESS_SEND_FOR_REAL).to_owned(),
        RealRun::Running => say(texts::REQUEST_IS_ON_ITS).to_owned(),
        RealRun::Answered(exchange) => summary(exchange),
        RealRun::Failed(diagnosis) => diagnosis.sentence.clone(),
    }
}
