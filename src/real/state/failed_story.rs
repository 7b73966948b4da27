//! A request that came to nothing in steps, as far as it is known.

use super::failure::{Diagnosis, Failure, Probe, Reach};
use super::story::{Mark, RealStep, Wire};
use crate::texts;
use language::{fill, say};

/// What happened, and what may have.
pub fn told_of_failure(diagnosis: &Diagnosis) -> Vec<RealStep> {
    let request = &diagnosis.request;
    let line = format!("{} {}", request.method, request.url.origin_form());
    let host = request.url.host_field();
    if diagnosis.reach == Reach::Nowhere {
        let wire = Wire::AtClient(say(texts::NOT_SENT).to_owned());
        return vec![step(say(texts::ASK), wire, not_sent(&diagnosis.failure).to_owned())];
    }
    let mut steps = Vec::new();
    let asked = match (diagnosis.is_preflighted, diagnosis.reach) {
        (true, _) => {
            let wire = Wire::WithServer(say(texts::OPTIONS_UNLESS_ASKED).to_owned());
            let shown = say(texts::BROWSER_SHOWS_IT_TO);
            let said = [&fill!(texts::BROWSER_ASKS_HOST_WHETHER, host), " ", shown].concat();
            steps.push(step(say(texts::ASK_FOR_PERMISSION), wire, said));
            let said = fill!(texts::ONLY_WITH_PERMISSION, line, host);
            step(say(texts::ASK), Wire::Unsure(fill!(texts::LINE_IF_ALLOWED, line)), said)
        }
        (false, Reach::Server) => {
            let said = fill!(texts::BROWSER_SENDS_LINE_TO, line, host);
            step(say(texts::ASK), Wire::ToServer(line), said)
        }
        (false, Reach::Unsure | Reach::Nowhere) => {
            let said = fill!(texts::WHETHER_IT_ARRIVED, line, host);
            step(say(texts::ASK), Wire::Unsure(line), said)
        }
    };
    steps.push(asked);
    steps.extend(answer(&diagnosis.failure));
    steps
}

fn not_sent(failure: &Failure) -> &'static str {
    match failure {
        Failure::Framed | Failure::NotAsked(_) => say(texts::ROUNDTRIP_DOES_NOT_SEND),
        Failure::Refused(_)
        | Failure::TimeLimit(_)
        | Failure::Cancelled
        | Failure::Unexplained(_) => say(texts::BROWSER_DOES_NOT_SEND),
    }
}

/// What is known of what came back.
fn answer(failure: &Failure) -> Vec<RealStep> {
    let kept = || Wire::Withheld(say(texts::WITHHELD_BY_THE_BROWSER).to_owned());
    let one = |wire, said| vec![step(say(texts::ANSWER), wire, say(said).to_owned())];
    match failure {
        Failure::Unexplained(Probe::Withholds) => one(kept(), texts::SERVER_ANSWERS_AND_THE),
        Failure::Unexplained(Probe::SendsOn { is_answered }) => {
            let wire = Wire::WithServer(say(texts::STATUS_THAT_SENDS_ON).to_owned());
            let said = say(texts::SERVER_SENDS_THE_BROWSER_ON).to_owned();
            let mut steps = vec![step(say(texts::SENT_ON), wire, said)];
            steps.extend(match is_answered {
                true => one(kept(), texts::ANSWER_AT_THE_END_IS_KEPT),
                false => one(Wire::Nothing, texts::NO_USABLE_ANSWER_CAME),
            });
            steps
        }
        Failure::Unexplained(Probe::Shares | Probe::NotSent) => {
            one(Wire::Nothing, texts::EITHER_NOTHING_CAME_BACK)
        }
        Failure::Unexplained(Probe::Nothing) => one(Wire::Nothing, texts::NO_USABLE_ANSWER_CAME),
        Failure::TimeLimit(_) | Failure::Cancelled => {
            one(Wire::Nothing, texts::NO_ANSWER_HAD_BEGUN)
        }
        Failure::Framed | Failure::NotAsked(_) | Failure::Refused(_) => Vec::new(),
    }
}

/// None of it was measured, and none of it is shown to a page.
fn step(title: &'static str, wire: Wire, sentence: String) -> RealStep {
    RealStep { title, mark: Mark::Hidden, time: None, place: None, wire, sentence }
}

#[cfg(test)]
mod tests {
    use super::super::before::PageFacts;
    use super::super::diagnosis;
    use super::*;
    use trace::Request;

    #[track_caller]
    fn check(method: &str, failure: Failure, expected: &[Wire]) {
        let request = Request::parse(method, "https://a.org/x", &[], Vec::new()).unwrap();
        let page = PageFacts { is_online: true, ..PageFacts::default() };
        let steps = told_of_failure(&diagnosis(&request, &failure, &page));
        assert!(steps.iter().all(|step| step.sentence.ends_with('.')), "{steps:?}");
        let wires: Vec<Wire> = steps.into_iter().map(|step| step.wire).collect();
        assert_eq!(wires, expected);
    }

    #[test]
    fn only_what_is_known_is_drawn() {
        let line = || "GET /x".to_owned();
        let withheld = || Wire::Withheld("withheld by the browser".to_owned());
        let unexplained = |probe| Failure::Unexplained(probe);
        let unsure = || vec![Wire::Unsure(line()), Wire::Nothing];
        check("GET", unexplained(Probe::Nothing), &unsure());
        check("GET", Failure::TimeLimit(2), &unsure());
        check("GET", Failure::Cancelled, &unsure());
        check("GET", unexplained(Probe::Withholds), &[Wire::ToServer(line()), withheld()]);
        let sent_on = || Wire::WithServer("a status that sends on".to_owned());
        let there = Probe::SendsOn { is_answered: true };
        let expected = [Wire::ToServer(line()), sent_on(), withheld()];
        check("GET", unexplained(there), &expected);
        let nowhere = Probe::SendsOn { is_answered: false };
        let expected = [Wire::ToServer(line()), sent_on(), Wire::Nothing];
        check("GET", unexplained(nowhere), &expected);
        let not_sent = Wire::AtClient("not sent".to_owned());
        for failure in
            [Failure::Refused("no".to_owned()), Failure::NotAsked(String::new()), Failure::Framed]
        {
            check("GET", failure, std::slice::from_ref(&not_sent));
        }
    }

    #[test]
    fn what_needs_permission_is_not_drawn_as_sent() {
        for failure in [
            Failure::Unexplained(Probe::NotSent),
            Failure::Unexplained(Probe::Shares),
            Failure::Unexplained(Probe::Nothing),
            Failure::TimeLimit(2),
        ] {
            let expected = [
                Wire::WithServer("OPTIONS, unless asked lately".to_owned()),
                Wire::Unsure("PUT /x, if it was allowed".to_owned()),
                Wire::Nothing,
            ];
            check("PUT", failure, &expected);
        }
    }
}
