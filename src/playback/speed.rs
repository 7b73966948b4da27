//! How fast playing goes.

/// How long a word is read, in milliseconds: 240 a minute, as adults do in silence.
const WORD_MS: u64 = 250;

/// A speed of playing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Speed {
    /// Half as fast.
    Half,
    /// As it is meant.
    #[default]
    Normal,
    /// Twice as fast.
    Double,
    /// Four times as fast.
    Fourfold,
}

impl Speed {
    /// All of them, the slowest first.
    pub const ALL: [Self; 4] = [Self::Half, Self::Normal, Self::Double, Self::Fourfold];

    /// E.g. `2×`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Half => "0.5×",
            Self::Normal => "1×",
            Self::Double => "2×",
            Self::Fourfold => "4×",
        }
    }

    /// How long a step stays while playing, in milliseconds: as long as it moves, and then as long as it
    /// takes to read so many words.
    pub fn stay_ms(self, n_words: usize) -> u64 {
        let normal_ms = Self::Normal.step_ms();
        (normal_ms + n_words as u64 * WORD_MS) * self.step_ms() / normal_ms
    }

    /// How long what moves in one step does so, and a little longer, in milliseconds.
    pub fn step_ms(self) -> u64 {
        match self {
            Self::Half => 1200,
            Self::Normal => 600,
            Self::Double => 300,
            Self::Fourfold => 150,
        }
    }

    /// The next higher one, if there is one.
    pub fn faster(self) -> Self {
        match self {
            Self::Half => Self::Normal,
            Self::Normal => Self::Double,
            Self::Double | Self::Fourfold => Self::Fourfold,
        }
    }

    /// The next lower one, if there is one.
    pub fn slower(self) -> Self {
        match self {
            Self::Half | Self::Normal => Self::Half,
            Self::Double => Self::Normal,
            Self::Fourfold => Self::Double,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_stays_until_it_is_read_and_half_as_long_at_twice_the_speed() {
        assert_eq!(Speed::Normal.stay_ms(0), 600);
        assert_eq!(Speed::Normal.stay_ms(12), 600 + 3000);
        assert_eq!(Speed::Double.stay_ms(12), 1800);
        assert_eq!(Speed::Half.stay_ms(12), 7200);
    }

    #[test]
    fn a_step_takes_at_most_600_ms_and_speeds_go_up_and_down() {
        assert!(Speed::default().step_ms() <= 600);
        for pair in Speed::ALL.windows(2) {
            assert_eq!(pair[0].step_ms(), 2 * pair[1].step_ms());
            assert_eq!((pair[0].faster(), pair[1].slower()), (pair[1], pair[0]));
        }
        assert_eq!(
            (Speed::Half.slower(), Speed::Fourfold.faster()),
            (Speed::Half, Speed::Fourfold)
        );
    }
}
