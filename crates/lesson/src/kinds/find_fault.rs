//! Find the fault: name what is wrong, and point at a step that proves it.

use crate::cause::{Cause, Finding, is_lossy, shown_causes};
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
    let (words, about) = match cause {
        Cause::Nothing if is_lossy(material.trace()) => {
            (texts::CAUSE_OVERCOME, texts::CAUSE_OVERCOME_ABOUT)
        }
        cause => (cause.words(), cause.about()),
    };
    let right = Choice {
        words: words.into(),
        is_right: true,
        feedback: told!(texts::FAULT_RIGHT, why = Told::from(about)),
    };
    let mut causes = vec![right];
    let mut others: Vec<Cause> = Cause::ALL.to_vec();
    draw.shuffle(&mut others);
    // What is wrong as well is no wrong answer, and neither is what can be seen.
    let shown = shown_causes(&material.sequence);
    others.retain(|other| findings.iter().all(|finding| finding.cause != *other));
    others.retain(|other| !shown.contains(other));
    // Too many requests are told by 4xx as well; whom nobody knows, or nobody hears, may be asked for in
    // vain; and who waits longer may still be answered.
    let is_near = |other: &Cause| {
        let may_be_asked_wrongly =
            matches!(cause, Cause::RateLimited | Cause::NameNotFound | Cause::Refused);
        let is_limit = |one: Cause, other: Cause| one == Cause::OwnLimit && other.is_a_wait();
        (may_be_asked_wrongly && *other == Cause::Request)
            || is_limit(*cause, *other)
            || is_limit(*other, *cause)
    };
    others.retain(|other| !is_near(other));
    causes.extend(others.into_iter().take(WRONG_MAX).map(|other| Choice {
        words: other.words().into(),
        is_right: false,
        feedback: match other {
            Cause::Elsewhere => texts::FAULT_ONE_FITS.into(),
            other => told!(texts::FAULT_OTHER_CAUSE, why = Told::from(other.about())),
        },
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
