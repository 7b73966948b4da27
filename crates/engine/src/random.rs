//! Chance, seeded. One stream per host, link and purpose, derived by name, so that changing one
//! thing does not reshuffle the rest.

/// A stream of pseudo-random numbers: SplitMix64 (Steele, Lea, Flood 2014).
///
/// Good enough to lose packets and to choose ports and sequence numbers; nothing here is a secret.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The stream of this name in the world of this seed.
    pub fn named(seed: u64, name: &str) -> Self {
        let mut stream = Self(seed ^ trace::hash(name.as_bytes()));
        // One step apart, so that seeds 1 and 2 differ in every bit of the first number.
        stream.0 = stream.next_u64();
        stream
    }

    /// The next number, any of 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// The next number below `bound`, which is not zero. The bias is below 2⁻³².
    pub fn below(&mut self, bound: u32) -> u32 {
        (((self.next_u64() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// True in `ppm` of a million cases.
    pub fn one_in_a_million_times(&mut self, ppm: u32) -> bool {
        self.below(1_000_000) < ppm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_name_and_seed_and_repeat() {
        let first = |seed, name| Random::named(seed, name).next_u64();
        assert_eq!(first(1, "loss"), first(1, "loss"));
        assert_ne!(first(1, "loss"), first(2, "loss"));
        assert_ne!(first(1, "loss"), first(1, "ports"));
    }

    #[test]
    fn a_share_of_a_million_is_kept() {
        let mut random = Random::named(7, "share");
        let lost = (0..100_000).filter(|_| random.one_in_a_million_times(20_000)).count();
        assert!((1_800..2_200).contains(&lost), "2 % of 100,000, found {lost}");
        assert!((0..1000).all(|_| !random.one_in_a_million_times(0)));
        assert!((0..1000).all(|_| random.one_in_a_million_times(1_000_000)));
    }
}
