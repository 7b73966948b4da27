//! What was changed live of an exchange, in words for a room: what comes of it is seen in the lanes, and
//! not that the server is farther away by now, or that packets get lost.

use crate::texts;
use crate::world::faults::{Unusual, facts};
use crate::world::form::WorldForm;
use language::{fill, say};
use sharing::exchange::requests;
use trace::{BuiltIn, HttpVersion, Scenario, built_in};

/// Whether an exchange may have become another one live: its world was changed, or more was sent to it.
pub fn is_live_change(before: &Scenario, now: &Scenario) -> bool {
    before != now && now.requests.starts_with(&before.requests)
}

/// What is shown beside a scene, in words.
pub fn beside(now: &Scenario) -> String {
    let title = built_in_as(now).map(|example| example.title.to_owned());
    fill!(texts::SHOWN_BESIDE, title = title.unwrap_or_else(|| requests(now)))
}

/// What is shown in place of what was there before; nothing, where that is the same.
pub fn told(before: &Scenario, now: &Scenario) -> Option<String> {
    if before == now {
        return None;
    }
    if !is_live_change(before, now) {
        return Some(beside(now));
    }
    let changes = match changes(before, now) {
        none if none.is_empty() => say(texts::SOMETHING_IN_THE_WORLD).to_owned(),
        changes => changes.join(" · "),
    };
    Some(fill!(texts::CHANGED_LIVE, changes))
}

fn built_in_as(scenario: &Scenario) -> Option<BuiltIn> {
    built_in().into_iter().find(|example| example.scenario == *scenario)
}

fn changes(before: &Scenario, now: &Scenario) -> Vec<String> {
    let (was, is) = (WorldForm::from_scenario(before), WorldForm::from_scenario(now));
    let mut changes = Vec::new();
    if now.requests.len() > before.requests.len() {
        let sent = now.requests.last();
        changes.extend(sent.map(|sent| format!("{} {}", sent.method, sent.url)));
    }
    if was.round_trip_ms != is.round_trip_ms {
        let (now, before) = (&is.round_trip_ms, &was.round_trip_ms);
        changes.push(fill!(texts::MS_THERE_AND_BACK, now, before));
    }
    if was.bandwidth_mbit_per_s != is.bandwidth_mbit_per_s {
        changes.push(match &*is.bandwidth_mbit_per_s {
            "" => say(texts::NO_LIMIT_OF_BANDWIDTH).to_owned(),
            mbit => fill!(texts::MBIT_PER_S, mbit),
        });
    }
    if was.loss_percent != is.loss_percent {
        changes.push(match &*is.loss_percent {
            "0" => say(texts::NO_PACKETS_LOST).to_owned(),
            percent => fill!(texts::OF_PACKETS_LOST, percent),
        });
    }
    if was.http != is.http {
        changes.push(match is.http {
            HttpVersion::Http1 => "HTTP/1.1".to_owned(),
            HttpVersion::Http2 => "HTTP/2".to_owned(),
        });
    }
    let other_than = |others: &[Unusual], what: &Unusual| {
        // How many packets are lost is said by their number.
        !others.contains(what) && *what != Unusual::LOSS
    };
    let new = is.chosen.iter().filter(|what| other_than(&was.chosen, what));
    changes.extend(new.map(|what| facts(*what).short.to_owned()));
    let gone = was.chosen.iter().filter(|what| other_than(&is.chosen, what));
    changes.extend(gone.map(|what| fill!(texts::NO_MORE, what = facts(*what).short)));
    // Most often it changes with something else, and says nothing by itself.
    if changes.is_empty() && was.seed != is.seed {
        changes.push(fill!(texts::OTHER_CHANCE, seed = is.seed));
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::form::WorldField;
    use trace::{ClientKind, Fault, Request};

    #[track_caller]
    fn check(change: impl FnOnce(&mut Scenario), expected: &str) {
        let before = Scenario::default();
        let mut now = before.clone();
        change(&mut now);
        assert_eq!(told(&before, &now).as_deref(), Some(expected));
    }

    fn typed(field: WorldField, text: &str) -> impl FnOnce(&mut Scenario) {
        let text = text.to_owned();
        move |scenario| {
            let mut form = WorldForm::from_scenario(scenario);
            form.set_text(field, text);
            form.apply_to(scenario).expect("it is a number");
        }
    }

    #[test]
    fn every_change_of_the_world_is_told_to_the_room() {
        check(
            typed(WorldField::RoundTrip, "180"),
            "Changed: 180 ms there and back (before: 40 ms)",
        );
        check(typed(WorldField::Bandwidth, "1"), "Changed: 1 Mbit/s");
        check(typed(WorldField::Loss, "25"), "Changed: 25 % of packets lost");
        check(typed(WorldField::Seed, "7"), "Changed: other chance (seed 7)");
        check(|now| now.world.client.http = HttpVersion::Http2, "Changed: HTTP/2");
        check(|now| now.world.faults.push(Fault::ServerSilent), "Changed: server silent");
        check(|now| now.world.client.kind = ClientKind::Curl, "Changed: something in the world");
        let lossy = |now: &mut Scenario| {
            let mut form = WorldForm::from_scenario(now);
            form.choose(Some(Unusual::LOSS));
            form.set_text(WorldField::RoundTrip, "7".to_owned());
            form.apply_to(now).expect("it is whole");
        };
        check(lossy, "Changed: 7 ms there and back (before: 40 ms) · 10 % of packets lost");
    }

    #[test]
    fn what_is_broken_no_more_and_what_was_sent_is_told() {
        let mut before = Scenario::default();
        before.world.faults.push(Fault::ServerSilent);
        before.seed = 5;
        let now = Scenario { seed: 5, ..Scenario::default() };
        assert_eq!(told(&before, &now).as_deref(), Some("Changed: no more: server silent"));
        let url = "http://api.example.com/users/99999";
        let sent = Request::parse("GET", url, &[], Vec::new()).expect("a good request");
        check(|now| now.requests.push(sent), "Changed: GET http://api.example.com/users/99999");
        assert_eq!(told(&before, &before), None);
    }

    #[test]
    fn what_sends_something_else_is_no_change_of_what_was_shown() {
        let before = Scenario::default();
        for example in built_in().into_iter().filter(|example| example.scenario != before) {
            let said = told(&before, &example.scenario).expect("it is another");
            let is_beside = said == format!("Beside the scene: {}", example.title);
            assert_ne!(is_beside, is_live_change(&before, &example.scenario), "{said}");
            assert!(is_beside || said.starts_with("Changed: "), "{said}");
        }
    }
}
