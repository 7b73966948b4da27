//! Find the fault: name what is wrong, and point at a step that proves it.

use crate::cause::{Cause, Finding, shown_causes};
use crate::draw::Draw;
use crate::exercise::{Diagnosis, Given};
use crate::{Choice, Exercise, Kind, Material, Told, Verdict, texts, told};

/// The most causes that are wrong and offered.
const WRONG_MAX: usize = 4;

/// Asks what is wrong in this world, whose options are hidden. `None` where no step proves anything.
pub fn find_the_fault(material: &Material, seed: u64) -> Option<Exercise> {
    let mut draw = Draw::new(seed, "fault");
    let findings = material.findings();
    let Finding { cause, steps } = draw.pick(findings)?;
    let right = Choice {
        words: cause.words().into(),
        is_right: true,
        feedback: told!(texts::FAULT_RIGHT, why = Told::from(cause.about())),
    };
    let mut causes = vec![right];
    let mut others: Vec<Cause> = Cause::ALL.to_vec();
    draw.shuffle(&mut others);
    // What is wrong as well is no wrong answer, and neither is what can be seen.
    let shown = shown_causes(&material.sequence);
    others.retain(|other| findings.iter().all(|finding| finding.cause != *other));
    others.retain(|other| !shown.contains(other));
    // Too many requests are told by 4xx as well; and whatever it is, it is something.
    let is_near = |other: &Cause| {
        *other == Cause::Elsewhere || (*cause == Cause::RateLimited && *other == Cause::Request)
    };
    others.retain(|other| !is_near(other));
    causes.extend(others.into_iter().take(WRONG_MAX).map(|other| Choice {
        words: other.words().into(),
        is_right: false,
        feedback: told!(texts::FAULT_OTHER_CAUSE, why = Told::from(other.about())),
    }));
    draw.shuffle(&mut causes);
    Some(Exercise {
        question: texts::FAULT.into(),
        given: Given::Steps,
        kind: Kind::FindFault(Diagnosis { causes, steps: steps.clone() }),
    })
}

/// Whether a cause is right, and a step proves it.
pub(crate) fn judge(diagnosis: &Diagnosis, cause: usize, step: usize) -> Verdict {
    let Some(choice) = diagnosis.causes.get(cause) else { return Verdict::not_an_answer() };
    let proves = diagnosis.steps.contains(&step);
    match (choice.is_right, proves) {
        (true, true) => Verdict::new(true, choice.feedback.clone()),
        (true, false) => Verdict::new(false, texts::FAULT_OTHER_STEP),
        (false, _) => Verdict::new(false, choice.feedback.clone()),
    }
}
