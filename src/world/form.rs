//! The world's form: distance, bandwidth, loss and chance as typed, and what was chosen to go wrong.

use crate::texts;
use crate::world::faults::{Unusual, facts, make_unusual, unusual};
use core::time::Duration;
use language::{fill, say};
use trace::{Bounds, HttpVersion, NetworkOptions, OptionDescription, OptionKind, Scenario};

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
    /// What was chosen to go wrong or to be rare. How many packets are lost stands in
    /// `loss_percent`.
    pub chosen: Vec<Unusual>,
    /// The packet that is lost, by its number in the capture: an act in the past.
    pub lost_packet: Option<u32>,
    /// When the network becomes another, counted from the start of the client: likewise.
    pub changes_at: Option<Duration>,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldError {
    /// Where it was typed.
    pub field: WorldField,
    /// What to type instead.
    pub message: String,
}

impl Default for WorldForm {
    fn default() -> Self {
        Self::from_scenario(&Scenario::with_requests(Vec::new()))
    }
}

impl WorldForm {
    /// The form that shows this scenario's world.
    pub fn from_scenario(scenario: &Scenario) -> Self {
        let world = &scenario.world;
        let text = |field: WorldField| {
            let (option, bounds) = field.described()?;
            (option.get)(world).map(|value| bounds.shown(value))
        };
        Self {
            round_trip_ms: text(WorldField::RoundTrip).unwrap_or_default(),
            bandwidth_mbit_per_s: text(WorldField::Bandwidth).unwrap_or_default(),
            loss_percent: text(WorldField::Loss).unwrap_or_default(),
            seed: scenario.seed.to_string(),
            http: world.client.http,
            chosen: unusual(world),
            lost_packet: world.network.lost_packet,
            changes_at: world.network.changes_at,
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
    pub fn choose(&mut self, what: Option<Unusual>) {
        let lost_before =
            self.chosen.contains(&Unusual::LOSS) || self.chosen.is_empty() && what.is_none();
        self.chosen = what.into_iter().collect();
        (self.lost_packet, self.changes_at) = (None, None);
        let loses_now = what == Some(Unusual::LOSS);
        if loses_now && !lost_before {
            "10".clone_into(&mut self.loss_percent);
            self.change_seed(USUAL_SEED, LOSING_SEED);
        } else if lost_before && !loses_now {
            "0".clone_into(&mut self.loss_percent);
            self.change_seed(LOSING_SEED, USUAL_SEED);
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
    /// The ranges are those of the options.
    ///
    /// # Errors
    /// The first field that holds no usable number.
    pub fn apply_to(&self, scenario: &mut Scenario) -> Result<(), WorldError> {
        let mut world = scenario.world.clone();
        for field in [WorldField::RoundTrip, WorldField::Bandwidth, WorldField::Loss] {
            let Some((option, bounds)) = field.described() else { continue };
            let value = match (option.kind, self.text(field).trim()) {
                (OptionKind::Limit(_), "") => None,
                (_, text) => Some(bounds.value_of(text).ok_or_else(|| field.error())?),
            };
            (option.set)(&mut world, value);
        }
        let seed = self.seed.trim().parse();
        scenario.seed = seed.map_err(|_| WorldField::Seed.error())?;
        world.client.http = self.http;
        make_unusual(&mut world, &self.chosen);
        let network = &mut world.network;
        (network.lost_packet, network.changes_at) = (self.lost_packet, self.changes_at);
        scenario.world = world;
        Ok(())
    }

    /// The world in a few words, e.g. `40 ms away, certificate expired`.
    pub fn summary(&self) -> String {
        let mut words = vec![fill!(texts::MS_AWAY, milliseconds = self.round_trip_ms.trim())];
        if self.http == HttpVersion::Http2 {
            words.push("HTTP/2".to_owned());
        }
        let n_words = words.len();
        let broken = self.chosen.iter().filter(|what| **what != Unusual::LOSS);
        words.extend(broken.map(|what| facts(*what).short.to_owned()));
        words.extend(self.lost_packet.map(|number| fill!(texts::PACKET_IS_LOST, number)));
        let changes = |at: Duration| fill!(texts::NETWORK_CHANGES, at = at.as_millis());
        words.extend(self.changes_at.map(changes));
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

impl WorldField {
    /// The option that is typed here, and its range in the unit of the field.
    fn described(self) -> Option<(&'static OptionDescription, Bounds)> {
        let (option, percents) = match self {
            Self::RoundTrip => (&NetworkOptions::ROUND_TRIP_TIME, 0),
            Self::Bandwidth => (&NetworkOptions::BANDWIDTH, 0),
            Self::Loss => (&NetworkOptions::LOSS, 2),
            Self::Seed => return None,
        };
        match option.kind {
            OptionKind::Number(bounds) | OptionKind::Limit(bounds) => {
                Some((option, Bounds { decimals: bounds.decimals - percents, ..bounds }))
            }
            OptionKind::Switch | OptionKind::Choice(_) => None,
        }
    }

    /// What to type instead.
    fn error(self) -> WorldError {
        let message = match self.described() {
            None => say(texts::TYPE_A_WHOLE_NUMBER).to_owned(),
            Some((option, bounds)) => {
                let (min, max) = (bounds.shown(bounds.min), bounds.shown(bounds.max));
                match option.kind {
                    OptionKind::Limit(_) => fill!(texts::TYPE_A_NUMBER_OR_NOTHING, min, max),
                    OptionKind::Number(_) | OptionKind::Switch | OptionKind::Choice(_) => {
                        fill!(texts::TYPE_A_NUMBER, min, max)
                    }
                }
            }
        };
        WorldError { field: self, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::Fault;

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
            chosen: vec![Unusual::Fault(Fault::ServerSilent)],
            lost_packet: Some(7),
            changes_at: Some(Duration::from_millis(5)),
        };
        let mut scenario = Scenario::default();
        form.apply_to(&mut scenario).unwrap();
        assert_eq!(scenario.world.network.round_trip_time, Duration::from_micros(250));
        assert_eq!(scenario.world.network.bandwidth_bits_per_s, None);
        assert_eq!(scenario.world.network.loss_ppm, 25_000);
        assert_eq!(WorldForm::from_scenario(&scenario), form);
    }

    #[test]
    fn the_summary_says_what_is_broken() {
        let mut form = WorldForm::default();
        form.choose(Some(Unusual::Fault(Fault::CertificateExpired)));
        assert_eq!(form.summary(), "40 ms away, certificate expired");
        form.http = HttpVersion::Http2;
        assert_eq!(form.summary(), "40 ms away, HTTP/2, certificate expired");
        form.choose(None);
        assert_eq!(form.summary(), "40 ms away, HTTP/2, nothing broken");
    }

    #[test]
    fn the_summary_says_what_was_done_at_a_step_until_nothing_goes_wrong_any_more() {
        let mut scenario = Scenario::default();
        let network = &mut scenario.world.network;
        (network.lost_packet, network.changes_at) = (Some(19), Some(Duration::from_millis(60)));
        let mut form = WorldForm::from_scenario(&scenario);
        assert_eq!(form.summary(), "40 ms away, packet 19 lost, another network after 60 ms");
        form.choose(None);
        form.apply_to(&mut scenario).unwrap();
        assert_eq!(scenario, Scenario::default());
    }

    #[test]
    fn packets_are_lost_as_often_as_the_field_says() {
        let mut form = WorldForm::default();
        form.choose(Some(Unusual::LOSS));
        assert_eq!(form.loss_percent, "10");
        assert_eq!(form.summary(), "40 ms away, 10 % of packets lost");
        form.set_text(WorldField::Loss, "25".to_owned());
        let mut scenario = Scenario::default();
        form.apply_to(&mut scenario).unwrap();
        assert_eq!(scenario.world.network.loss_ppm, 250_000);
        assert_eq!(WorldForm::from_scenario(&scenario), form);
        form.choose(None);
        form.apply_to(&mut scenario).unwrap();
        assert_eq!(scenario, Scenario::default());
    }

    #[test]
    fn what_was_typed_stays_beside_what_is_chosen() {
        let mut form = WorldForm::default();
        form.set_text(WorldField::Loss, "25".to_owned());
        form.choose(Some(Unusual::Fault(Fault::ServerSilent)));
        assert_eq!(form.summary(), "40 ms away, server silent, 25 % of packets lost");
        form.choose(None);
        assert_eq!(form.summary(), "40 ms away, 25 % of packets lost");
        form.choose(None);
        assert_eq!(form, WorldForm::default(), "then there is nothing else to repair");
    }

    #[test]
    fn the_request_is_what_gets_lost_at_first() {
        let mut form = WorldForm::default();
        assert_eq!(form.seed, USUAL_SEED);
        form.choose(Some(Unusual::LOSS));
        let mut scenario = Scenario::default();
        form.apply_to(&mut scenario).unwrap();
        let trace = engine::simulate(&scenario);
        let request = trace.message(trace.exchanges[0].request().expect("it is sent"));
        assert_eq!(trace.packet(request.packets[0]).received_at, None);
        assert_eq!(trace.exchanges[0].outcome, Some(trace::Outcome::Answered(200)));
        form.set_text(WorldField::Seed, "7".to_owned());
        form.choose(None);
        assert_eq!(form.seed, "7", "what was typed stays");
    }

    #[test]
    fn a_number_out_of_bounds_is_told_beside_its_field() {
        let check = |field: WorldField, text: &str| {
            let mut form = WorldForm::default();
            form.set_text(field, text.to_owned());
            let error = form.apply_to(&mut Scenario::default()).unwrap_err();
            assert_eq!(error.field, field, "{text}");
            let expected = match field {
                WorldField::RoundTrip => "type a number from 0 to 60000",
                WorldField::Bandwidth => "type a number from 0.001 to 100000, or nothing",
                WorldField::Loss => "type a number from 0 to 100",
                WorldField::Seed => "type a whole number",
            };
            assert_eq!(error.message, expected);
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
