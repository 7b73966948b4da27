//! Sending for real: what was ordered, what is under way, and what came of it.

use crate::composer::state::Composer;
use crate::orders::Orders;
use crate::real::fetch::{News, Stop, page_facts, run};
use crate::real::state::{
    DEFAULT_TIME_LIMIT_S, Failure, Progress, RealOrder, RealRun, Sendable, diagnosis, sendable,
};
use crate::texts;
use crate::view::fact::Fact;
use language::Text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use trace::Request;

/// Why nothing is sent from within a frame.
pub const FRAMED: Text = texts::THIS_PAGE_IS_SHOWN;

/// Requests that are sent for real. Copies are the same.
#[derive(Clone, Copy)]
pub struct RealRequests {
    /// The request that a press on "Send for real" ordered, until it is on its way.
    pub ordered: Fact<Option<Request>>,
    /// What came of the last one.
    pub run: Fact<RealRun>,
    /// What has come of its answer's body, while that is under way.
    pub progress: Fact<Progress>,
}

impl Default for RealRequests {
    /// Nothing was sent.
    fn default() -> Self {
        let progress = Fact::new(Progress::default());
        Self { ordered: Fact::new(None), run: Fact::new(RealRun::Idle), progress }
    }
}

/// What the parts of this panel share. Copies are the same panel.
#[derive(Clone, Copy)]
pub struct Real {
    /// What was ordered, and what came of it.
    pub requests: RealRequests,
    /// What is written.
    pub composer: Composer,
    /// What concerns the rest of the page.
    pub orders: Orders,
    /// After how many seconds to give up.
    pub time_limit_s: RwSignal<u32>,
    stop: StoredValue<Option<Stop>, LocalStorage>,
}

impl Real {
    /// Nothing is under way.
    pub fn new(requests: RealRequests, composer: Composer, orders: Orders) -> Self {
        let time_limit_s = RwSignal::new(DEFAULT_TIME_LIMIT_S);
        Self { requests, composer, orders, time_limit_s, stop: StoredValue::new_local(None) }
    }

    /// Gives up on the request under way.
    pub fn cancel(self) {
        self.stop.get_value().iter().for_each(Stop::cancel);
    }

    /// Sends what was ordered by a press on the button.
    pub fn send(self, request: Request) {
        let time_limit_s = self.time_limit_s.get_untracked();
        let page = page_facts();
        let refused = match sendable(&request, &page) {
            Sendable::Yes => None,
            Sendable::Refused(why) => Some(Failure::NotAsked(why)),
            Sendable::Framed => Some(Failure::Framed),
        };
        if let Some(failure) = refused {
            let failed = diagnosis(&request, &failure, &page);
            return self.requests.run.set(RealRun::Failed(Box::new(failed)));
        }
        let Some(stop) = Stop::after(Duration::from_secs(time_limit_s.into())) else { return };
        self.stop.set_value(Some(stop.clone()));
        self.requests.run.set(RealRun::Running);
        self.requests.progress.set(Progress::default());
        let RealRequests { run: real_run, progress, .. } = self.requests;
        let news = move |news| match news {
            News::Began(exchange) => real_run.set(RealRun::Receiving(exchange)),
            News::Progress(news) => progress.set(news),
        };
        spawn_local(async move {
            real_run.set(run(RealOrder { request, time_limit_s }, &stop, news).await);
        });
    }
}
