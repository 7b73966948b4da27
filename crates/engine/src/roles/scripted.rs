//! A server that answers by a script: the first answer that fits and is not used up.

use super::http_server::{Answer, Content, Exact, Service, Work};
use bytes::Bytes;
use core::cell::RefCell;
use core::time::Duration;
use http::{Request, StatusCode};
use policies::coding::{Coding, packed};
use std::rc::Rc;
use trace::{FieldLine, FieldLines, ScriptedAnswer, ScriptedCoding, StageKind, StageOutcome};

/// A script at one port.
#[derive(Clone)]
pub struct Script {
    answers: Rc<Vec<ScriptedAnswer>>,
    /// How often each was given.
    n_given: Rc<RefCell<Vec<u32>>>,
}

impl Script {
    /// A script of which nothing was given yet.
    pub fn new(answers: Vec<ScriptedAnswer>) -> Self {
        let n_given = Rc::new(RefCell::new(vec![0; answers.len()]));
        Self { answers: Rc::new(answers), n_given }
    }

    /// The place of the answer to this request, which counts as given.
    fn next(&self, request: &Request<Bytes>) -> Option<usize> {
        let mut n_given = self.n_given.borrow_mut();
        let is_left =
            |place: usize| self.answers[place].times.is_none_or(|times| n_given[place] < times);
        let place = (0..self.answers.len())
            .find(|place| is_left(*place) && fits(&self.answers[*place], request))?;
        n_given[place] += 1;
        Some(place)
    }
}

impl Service for Script {
    async fn answer(&self, request: Request<Bytes>, mut work: Work<'_>) -> Answer {
        let stage = work.begin(StageKind::Handle);
        let Some(place) = self.next(&request) else {
            let why = "no answer of the script fits, or all are used up";
            let outcome = StageOutcome::Refused(why.to_owned());
            work.end(stage, Duration::ZERO, "", outcome).await;
            return Answer::text(StatusCode::NOT_FOUND, &format!("{why}\n"));
        };
        let answer = &self.answers[place];
        let detail = format!("answer {} of the script", place + 1);
        work.end(stage, answer.delay, &detail, StageOutcome::Done).await;
        for (status_code, field_lines) in &answer.interim {
            work.interim(*status_code, field_lines).await;
        }
        let mut head = http::Response::new(()).into_parts().0;
        head.status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
        Answer { head, content: Content::Exact(Box::new(exact(answer))) }
    }
}

/// Whether an answer is for this request.
fn fits(answer: &ScriptedAnswer, request: &Request<Bytes>) -> bool {
    let target = || request.uri().path_and_query().map_or("/", |target| target.as_str());
    let is_met = |(name, value): &(String, Option<String>)| {
        let mut values = request.headers().get_all(name).iter();
        match value {
            Some(value) => values.any(|found| found.as_bytes() == value.as_bytes()),
            None => values.next().is_none(),
        }
    };
    answer.method.as_ref().is_none_or(|method| request.method() == method.as_str())
        && answer.target.as_ref().is_none_or(|wanted| wanted == target())
        && answer.when.iter().all(is_met)
}

fn exact(answer: &ScriptedAnswer) -> Exact {
    let coding = match answer.coding {
        ScriptedCoding::Identity => None,
        ScriptedCoding::Gzip => Some(Coding::Gzip),
        ScriptedCoding::Deflate => Some(Coding::Deflate),
    };
    let mut field_lines: FieldLines = answer.field_lines.clone();
    if coding.is_some() && !field_lines.has("content-encoding") {
        let value = ScriptedCoding::NAMES[answer.coding as usize].to_owned();
        field_lines.push(FieldLine { name: "Content-Encoding".to_owned(), value });
    }
    let usual = StatusCode::from_u16(answer.status).map(application::reason_phrase);
    Exact {
        status_code: answer.status,
        reason_phrase: answer.reason.clone().unwrap_or_else(|| usual.unwrap_or("").to_owned()),
        field_lines,
        content: match coding {
            Some(coding) => packed(coding, &answer.body),
            None => answer.body.clone(),
        },
        raw: answer.raw.clone(),
        cut_after: answer.cut_after,
        afterwards: answer.afterwards,
    }
}
