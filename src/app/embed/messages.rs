//! What an embed and the page around it say to each other: docs/embed.md lists it.
//!
//! Whatever comes is a stranger's. It is taken if it is one of these messages, member by member, and
//! not longer than [`OCTETS_MAX`]; none of them sends anything anywhere.

/// The longest message that is taken, as JSON.
pub const OCTETS_MAX: usize = 8192;

/// The version of the messages.
pub const VERSION: f64 = 1.0;

/// What a message of the page around says, member by member, as far as it says it in the right type.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// Which message it is, e.g. `roundtrip/play`.
    pub kind: Option<String>,
    /// Of which version.
    pub version: Option<f64>,
    /// The step, from 1 on.
    pub step: Option<f64>,
    /// What is to be shown.
    pub hash: Option<String>,
    /// How many members there are in all.
    pub n_members: u32,
}

/// What the page around wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Play on by itself.
    Play,
    /// Stay at this step.
    Pause,
    /// The next step.
    Next,
    /// The step before.
    Previous,
    /// This step, counted from 0.
    GoTo(usize),
    /// Show what this hash says.
    Load(String),
}

impl Wish {
    /// What a message wants. `None` if it is none of ours: other programs send messages, too.
    pub fn of(said: &Said) -> Option<Self> {
        let kind = said.kind.as_deref()?.strip_prefix("roundtrip/")?;
        let has = |n_members: u32| said.n_members == n_members && said.version == Some(VERSION);
        match kind {
            "play" if has(2) => Some(Self::Play),
            "pause" if has(2) => Some(Self::Pause),
            "next" if has(2) => Some(Self::Next),
            "previous" if has(2) => Some(Self::Previous),
            "goto" if has(3) => {
                let is_step = |step: &f64| step.fract() == 0.0 && (1.0..1e6).contains(step);
                said.step.filter(is_step).map(|step| Self::GoTo(step as usize - 1))
            }
            "load" if has(3) => {
                let hash = said.hash.as_deref()?;
                Some(Self::Load(hash.strip_prefix('#').unwrap_or(hash).to_owned()))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: &str) -> Said {
        Said {
            kind: Some(format!("roundtrip/{kind}")),
            version: Some(1.0),
            n_members: 2,
            ..Said::default()
        }
    }

    #[test]
    fn every_message_says_what_it_wants() {
        assert_eq!(Wish::of(&said("play")), Some(Wish::Play));
        assert_eq!(Wish::of(&said("pause")), Some(Wish::Pause));
        assert_eq!(Wish::of(&said("next")), Some(Wish::Next));
        assert_eq!(Wish::of(&said("previous")), Some(Wish::Previous));
        let go_to = |step| Wish::of(&Said { step: Some(step), n_members: 3, ..said("goto") });
        assert_eq!(go_to(3.0), Some(Wish::GoTo(2)));
        let hash = Some("#example=https".to_owned());
        let load = Wish::of(&Said { hash, n_members: 3, ..said("load") });
        assert_eq!(load, Some(Wish::Load("example=https".to_owned())));
    }

    #[test]
    fn what_is_not_wholly_a_message_wants_nothing() {
        let refused = [
            Said::default(),
            said("send"),
            said("goto"),
            said("load"),
            Said { kind: Some("play".to_owned()), ..said("play") },
            Said { version: Some(2.0), ..said("play") },
            Said { version: None, ..said("play") },
            Said { n_members: 3, ..said("play") },
            Said { n_members: 3, ..said("goto") },
        ];
        for said in refused {
            assert_eq!(Wish::of(&said), None, "{said:?}");
        }
        for step in [0.0, -1.0, 1.5, f64::NAN, f64::INFINITY, 1e9] {
            let said = Said { step: Some(step), n_members: 3, ..said("goto") };
            assert_eq!(Wish::of(&said), None, "{step}");
        }
    }
}
