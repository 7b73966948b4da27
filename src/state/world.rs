//! The world's form: distance, bandwidth, loss and chance as typed, and what was chosen to go wrong.

use super::faults::facts;
use crate::texts;
use core::time::Duration;
use language::{fill, say};
use trace::{Fault, HttpVersion, Scenario, World};

/// What the reader typed about the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldForm {
    /// Client to web server and back, in milliseconds.
    pub round_trip_ms: String,
    /// In Mbit/s; empty for no limit.
    pub bandwidth_mbit_per_s: String,
    /// How many of 100 packets are lost.
    pub loss_percent: String,
    /// Where all chance comes from.
    pub seed: String,
    /// Which version of HTTP the client would like to speak.
    pub http: HttpVersion,
    /// What goes wrong. How many packets `packet-loss` loses stands in `loss_percent`.
    pub faults: Vec<Fault>,
}

/// The seed of a world that nobody has changed.
const USUAL_SEED: &str = "1";
/// A seed with which, of the first request's packets, the one with the request gets lost; with the
/// usual one nothing comes of it but questions to DNS.
const LOSING_SEED: &str = "12";

/// A field of the world's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorldField {
    /// Distance.
    RoundTrip,
    /// Bandwidth.
    Bandwidth,
    /// Loss.
    Loss,
    /// Seed.
    Seed,
}

/// A number that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorldError {
    /// Where it was typed.
    pub field: WorldField,
    /// What to type instead.
    pub message: &'static str,
}

impl Default for WorldForm {
    fn default() -> Self {
        Self::from_scenario(&Scenario::default())
    }
}

impl WorldForm {
    /// The form that shows this scenario's world.
    pub fn from_scenario(scenario: &Scenario) -> Self {
        let world = &scenario.world;
        let bandwidth = world.bandwidth_bits_per_s.map(|bits| decimal_from(bits, 6));
        let named = world.faults.iter().filter_map(|fault| match fault {
            Fault::PacketLoss { ppm } => Some(*ppm),
            _ => None,
        });
        let loss_ppm = named.fold(world.loss_ppm, u32::max);
        Self {
            round_trip_ms: decimal_from(world.round_trip_time.as_micros() as u64, 3),
            bandwidth_mbit_per_s: bandwidth.unwrap_or_default(),
            loss_percent: decimal_from(u64::from(loss_ppm), 4),
            seed: scenario.seed.to_string(),
            http: world.http,
            faults: world.faults.clone(),
        }
    }

    /// What stands in one field.
    pub fn text(&self, field: WorldField) -> &str {
        match field {
            WorldField::RoundTrip => &self.round_trip_ms,
            WorldField::Bandwidth => &self.bandwidth_mbit_per_s,
            WorldField::Loss => &self.loss_percent,
            WorldField::Seed => &self.seed,
        }
    }

    /// Types `text` into one field.
    pub fn set_text(&mut self, field: WorldField, text: String) {
        match field {
            WorldField::RoundTrip => self.round_trip_ms = text,
            WorldField::Bandwidth => self.bandwidth_mbit_per_s = text,
            WorldField::Loss => self.loss_percent = text,
            WorldField::Seed => self.seed = text,
        }
    }

    /// Has this go wrong and nothing else, or nothing at all.
    pub fn choose_fault(&mut self, fault: Option<Fault>) {
        let loses = |faults: &[Fault]| faults.iter().any(is_loss);
        let lost_before = loses(&self.faults);
        self.faults = fault.into_iter().collect();
        match self.faults[..] {
            [Fault::PacketLoss { ppm }] if !lost_before => {
                self.loss_percent = decimal_from(u64::from(ppm), 4);
                self.change_seed(USUAL_SEED, LOSING_SEED);
            }
            _ if lost_before && !loses(&self.faults) => {
                "0".clone_into(&mut self.loss_percent);
                self.change_seed(LOSING_SEED, USUAL_SEED);
            }
            _ => {}
        }
    }

    /// Where nobody has typed a seed.
    fn change_seed(&mut self, from: &str, to: &str) {
        if self.seed == from {
            to.clone_into(&mut self.seed);
        }
    }

    /// Writes seed and world into a scenario; everything else in it stays.
    ///
    /// The ranges are those of [`Scenario::check`].
    ///
    /// # Errors
    /// The first field that holds no usable number.
    pub fn apply_to(&self, scenario: &mut Scenario) -> Result<(), WorldError> {
        let round_trip_us = bounded(&self.round_trip_ms, 3, 0..=60_000_000)
            .ok_or_else(|| WorldField::RoundTrip.error(say(texts::TYPE_A_ROUND_TRIP)))?;
        let bandwidth = match self.bandwidth_mbit_per_s.trim() {
            "" => None,
            text => Some(
                bounded(text, 6, 1_000..=100_000_000_000)
                    .ok_or_else(|| WorldField::Bandwidth.error(say(texts::TYPE_A_BANDWIDTH)))?,
            ),
        };
        let loss_ppm = bounded(&self.loss_percent, 4, 0..=1_000_000)
            .ok_or_else(|| WorldField::Loss.error(say(texts::TYPE_A_LOSS)))?;
        let seed = self.seed.trim().parse();
        let seed = seed.map_err(|_| WorldField::Seed.error(say(texts::TYPE_A_WHOLE_NUMBER)))?;
        scenario.seed = seed;
        let ppm = loss_ppm as u32;
        // The named fault loses as many as stand in the field, and says so by its name.
        let named = |fault: &Fault| if is_loss(fault) { Fault::PacketLoss { ppm } } else { *fault };
        scenario.world = World {
            round_trip_time: Duration::from_micros(round_trip_us),
            bandwidth_bits_per_s: bandwidth,
            loss_ppm: if self.faults.iter().any(is_loss) { 0 } else { ppm },
            http: self.http,
            faults: self.faults.iter().map(named).collect(),
            ..scenario.world.clone()
        };
        Ok(())
    }

    /// The world in a few words, e.g. `40 ms away, certificate expired`.
    pub fn summary(&self) -> String {
        let mut words = vec![fill!(texts::MS_AWAY, milliseconds = self.round_trip_ms.trim())];
        if self.http == HttpVersion::Http2 {
            words.push("HTTP/2".to_owned());
        }
        let n_words = words.len();
        let broken = self.faults.iter().filter(|fault| !is_loss(fault));
        words.extend(broken.map(|fault| facts(*fault).short.to_owned()));
        match self.loss_percent.trim() {
            "" | "0" => {}
            percent => words.push(fill!(texts::OF_PACKETS_LOST, percent)),
        }
        if words.len() == n_words {
            words.push(say(texts::NOTHING_BROKEN).to_owned());
        }
        words.join(", ")
    }
}

fn is_loss(fault: &Fault) -> bool {
    matches!(fault, Fault::PacketLoss { .. })
}

impl WorldField {
    fn error(self, message: &'static str) -> WorldError {
        WorldError { field: self, message }
    }
}

/// A decimal number in units of ten to the minus `decimals`, if it is within `bounds`.
fn bounded(text: &str, decimals: usize, bounds: std::ops::RangeInclusive<u64>) -> Option<u64> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let all_digits = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
    let is_empty = whole.is_empty() && part.is_empty();
    if is_empty || part.len() > decimals || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let value = format!("{whole}{part:0<decimals$}").parse().ok()?;
    bounds.contains(&value).then_some(value)
}

/// The text that [`bounded`] reads back, without trailing zeros.
fn decimal_from(value: u64, decimals: u32) -> String {
    let scale = 10u64.pow(decimals);
    let part = format!("{:0width$}", value % scale, width = decimals as usize);
    match part.trim_end_matches('0') {
        "" => (value / scale).to_string(),
        part => format!("{}.{part}", value / scale),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_world_reads_back_as_itself() {
        let mut scenario = Scenario::default();
        let form = WorldForm::from_scenario(&scenario);
        assert_eq!(form.summary(), "40 ms away, nothing broken");
        form.apply_to(&mut scenario).unwrap();
        assert_eq!(scenario, Scenario::default());
    }

    #[test]
    fn decimals_are_exact() {
        let form = WorldForm {
            round_trip_ms: "0.25".into(),
            bandwidth_mbit_per_s: String::new(),
            loss_percent: "2.5".into(),
            seed: "7".into(),
            http: HttpVersion::Http2,
            faults: vec![Fault::ServerSilent],
        };
        let mut scenario = Scenario::default();
        form.apply_to(&mut scenario).unwrap();
        assert_eq!(scenario.world.round_trip_time, Duration::from_micros(250));
        assert_eq!(scenario.world.bandwidth_bits_per_s, None);
        assert_eq!(scenario.world.loss_ppm, 25_000);
        assert_eq!(WorldForm::from_scenario(&scenario), form);
    }

    #[test]
    fn the_summary_says_what_is_broken() {
        let mut form = WorldForm::default();
        form.choose_fault(Some(Fault::CertificateExpired));
        assert_eq!(form.summary(), "40 ms away, certificate expired");
        form.http = HttpVersion::Http2;
        assert_eq!(form.summary(), "40 ms away, HTTP/2, certificate expired");
        form.choose_fault(None);
        assert_eq!(form.summary(), "40 ms away, HTTP/2, nothing broken");
    }

    #[test]
    fn packets_are_lost_as_often_as_the_field_says() {
        let mut form = WorldForm::default();
        form.choose_fault(Some(Fault::PacketLoss { ppm: 100_000 }));
        assert_eq!(form.loss_percent, "10");
        assert_eq!(form.summary(), "40 ms away, 10 % of packets lost");
        form.set_text(WorldField::Loss, "25".to_owned());
        let mut scenario = Scenario::default();
        form.apply_to(&mut scenario).unwrap();
        assert_eq!(scenario.world.faults, [Fault::PacketLoss { ppm: 250_000 }]);
        assert_eq!(
            WorldForm::from_scenario(&scenario),
            WorldForm { faults: vec![Fault::PacketLoss { ppm: 250_000 }], ..form.clone() }
        );
        form.choose_fault(None);
        form.apply_to(&mut scenario).unwrap();
        assert_eq!(scenario, Scenario::default());
    }

    #[test]
    fn the_request_is_what_gets_lost_at_first() {
        let mut form = WorldForm::default();
        assert_eq!(form.seed, USUAL_SEED);
        form.choose_fault(Some(Fault::PacketLoss { ppm: 100_000 }));
        let mut scenario = Scenario::default();
        form.apply_to(&mut scenario).unwrap();
        let trace = engine::simulate(&scenario);
        let request = trace.message(trace.exchanges[0].request().expect("it is sent"));
        assert_eq!(trace.packet(request.packets[0]).received_at, None);
        assert_eq!(trace.exchanges[0].outcome, Some(trace::Outcome::Answered(200)));
        form.set_text(WorldField::Seed, "7".to_owned());
        form.choose_fault(None);
        assert_eq!(form.seed, "7", "what was typed stays");
    }

    #[test]
    fn a_number_out_of_bounds_is_told_beside_its_field() {
        let check = |field: WorldField, text: &str| {
            let mut form = WorldForm::default();
            form.set_text(field, text.to_owned());
            let error = form.apply_to(&mut Scenario::default()).unwrap_err();
            assert_eq!(error.field, field, "{text}");
        };
        check(WorldField::RoundTrip, "-1");
        check(WorldField::RoundTrip, "");
        check(WorldField::RoundTrip, ".");
        check(WorldField::Bandwidth, "0");
        check(WorldField::Loss, "101");
        check(WorldField::Loss, "1e2");
        check(WorldField::Seed, "x");
        check(WorldField::Seed, "99999999999999999999999");
    }
}
