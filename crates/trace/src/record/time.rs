//! Virtual time: integer nanoseconds since the scenario's `starts_at`.

use core::fmt;
use core::ops::{Add, Sub};
use core::time::Duration;
use serde::{Deserialize, Serialize};

/// A virtual instant, in nanoseconds since the start of the scenario.
///
/// Nanoseconds, because microseconds tie at gigabit speed.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Instant(pub u64);

impl Instant {
    /// The start of the scenario.
    pub const ZERO: Self = Self(0);

    /// The time since `earlier`, or zero if `earlier` is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Instant {
    type Output = Self;
    fn add(self, span: Duration) -> Self {
        let nanoseconds = u64::try_from(span.as_nanos()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(nanoseconds))
    }
}

impl Sub for Instant {
    type Output = Duration;
    fn sub(self, earlier: Self) -> Duration {
        self.since(earlier)
    }
}

/// Shows a span or an instant as milliseconds with `precision` decimals (3 unless told), digits
/// grouped by a thin rule of the house: `1 040.000`.
#[derive(Debug, Clone, Copy)]
pub struct Milliseconds(pub u64);

impl From<Instant> for Milliseconds {
    fn from(instant: Instant) -> Self {
        Self(instant.0)
    }
}

impl From<Duration> for Milliseconds {
    fn from(span: Duration) -> Self {
        Self(u64::try_from(span.as_nanos()).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let precision = f.precision().unwrap_or(3).min(6);
        let unit = 10u64.pow(6 - precision as u32);
        let rounded = self.0.saturating_add(unit / 2) / unit;
        let scale = 10u64.pow(precision as u32);
        let (whole, rest) = (rounded / scale, rounded % scale);
        let mut digits = whole.to_string();
        let mut at = digits.len();
        while at > 3 {
            at -= 3;
            digits.insert(at, ' ');
        }
        let text = match precision {
            0 => digits,
            _ => format!("{digits}.{rest:0precision$}"),
        };
        f.pad_integral(true, "", &text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_rounded_and_grouped() {
        assert_eq!(Milliseconds(0).to_string(), "0.000");
        assert_eq!(format!("{:.1}", Milliseconds(18_349_999)), "18.3");
        assert_eq!(Milliseconds(1_040_000_499).to_string(), "1 040.000");
        assert_eq!(format!("{:.0}", Milliseconds(1_234_567_890_123)), "1 234 568");
    }
}
