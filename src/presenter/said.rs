//! What one window says to the other, as a line of words, and behind it what was sent, where the other
//! may not know that.
//!
//! Whoever can say something here is a page of this site; what is not understood is passed over.

use crate::presenter::exchange::Exchange;
use crate::presenter::shown::Shown;
use crate::room::sight::{Asked, Part};
use picture::{Axis, FoldedId, Lanes, Level};
use sharing::link::{beside_text, read_beside};
use sharing::place::Place;
use trace::{FetchId, HostId, MessageId, PacketId};

/// What every line starts with: another build may say something else.
const VERSION: &str = "4";

/// When something was changed, and by whom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// How many changes it follows.
    pub revision: u64,
    /// The window that made it.
    pub writer: u32,
}

/// Who says something.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Speaker {
    /// The name of the window, since it was loaded.
    pub window: u32,
    /// Whether it is the presenter's.
    pub is_presenter: bool,
    /// When it was loaded, in milliseconds of the system's clock: of two windows that each would be
    /// the room's, the younger one is another room.
    pub since_ms: f64,
}

/// What one window says to the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// Who says it.
    pub by: Speaker,
    /// Whether an answer is wanted.
    pub is_asking: bool,
    /// Whether it says that it goes.
    pub is_leaving: bool,
    /// When what is shown was changed.
    pub stamp: Stamp,
    /// What is shown.
    pub shown: Shown,
}

impl Said {
    /// As it is said.
    pub fn text(&self) -> String {
        let Self { by, is_asking, is_leaving, stamp, shown } = self;
        let flags = [
            (*is_asking, 'a'),
            (*is_leaving, 'l'),
            (by.is_presenter, 'p'),
            (shown.is_playing, 'g'),
            (shown.is_blank, 'b'),
            (shown.is_presenting, 'r'),
            (shown.hides_what_comes, 'h'),
            (shown.scene_hides, 's'),
            (shown.has_code, 'q'),
            (shown.is_in_lesson, 'e'),
        ];
        let flags = flags.iter().filter(|(is_so, _)| *is_so).map(|(_, flag)| *flag);
        let words = [
            VERSION.to_owned(),
            by.window.to_string(),
            (by.since_ms as u64).to_string(),
            flags.chain(['.']).collect(),
            stamp.revision.to_string(),
            stamp.writer.to_string(),
            part_text(shown.near),
            part_text(shown.light),
            asked_text(shown.question),
            (shown.began_at_ms as u64).to_string(),
            place_text(&shown.place),
            optional(shown.scene.map(|scene| scene as u64)),
            optional(shown.exchange.as_ref().map(|exchange| exchange.id)),
        ];
        let line = words.join(" ");
        match shown.exchange.as_ref().and_then(|exchange| exchange.text.as_deref()) {
            Some(text) => [&line, "\n", text].concat(),
            None => line,
        }
    }

    /// What was said, if it was understood.
    pub fn read(text: &str) -> Option<Self> {
        let (line, exchange) = match text.split_once('\n') {
            Some((line, exchange)) => (line, Some(exchange)),
            None => (text, None),
        };
        let words: Vec<&str> = line.split(' ').collect();
        let [
            VERSION,
            window,
            since,
            flags,
            revision,
            writer,
            near,
            light,
            asked,
            began,
            place,
            scene,
            id,
        ] = words[..]
        else {
            return None;
        };
        let has = |flag: char| flags.contains(flag);
        let by = Speaker {
            window: window.parse().ok()?,
            is_presenter: has('p'),
            since_ms: since.parse::<u64>().ok()? as f64,
        };
        let stamp = Stamp { revision: revision.parse().ok()?, writer: writer.parse().ok()? };
        let id = read_optional(id)?;
        let exchange = match (id, exchange) {
            (Some(id), None) => Some(Exchange { id, text: None }),
            (Some(id), Some(text)) => Some(Exchange::of_text(text)).filter(|sent| sent.id == id),
            (None, _) => None,
        };
        if exchange.is_some() != id.is_some() {
            return None;
        }
        let shown = Shown {
            exchange,
            place: read_place(place)?,
            is_playing: has('g'),
            near: read_part(near)?,
            light: read_part(light)?,
            question: read_asked(asked)?,
            has_code: has('q'),
            is_blank: has('b'),
            is_presenting: has('r'),
            hides_what_comes: has('h'),
            scene: read_optional(scene)?.map(|scene| scene as usize),
            scene_hides: has('s'),
            is_in_lesson: has('e'),
            began_at_ms: began.parse::<u64>().ok()? as f64,
        };
        Some(Self { by, is_asking: has('a'), is_leaving: has('l'), stamp, shown })
    }
}

/// A number, or `-` for none.
fn optional(number: Option<u64>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}

fn read_optional(word: &str) -> Option<Option<u64>> {
    match word {
        "-" => Some(None),
        number => number.parse().ok().map(Some),
    }
}

/// `-`, `act`, or the number of a host.
fn part_text(part: Option<Part>) -> String {
    match part {
        None => "-".to_owned(),
        Some(Part::Act) => "act".to_owned(),
        Some(Part::Lane(host)) => host.0.to_string(),
    }
}

fn read_part(word: &str) -> Option<Option<Part>> {
    match word {
        "-" => Some(None),
        "act" => Some(Some(Part::Act)),
        host => host.parse().ok().map(|host| Some(Part::Lane(HostId(host)))),
    }
}

/// `-`, or a scene and a step, e.g. `3.17`.
fn asked_text(asked: Option<Asked>) -> String {
    asked.map_or_else(|| "-".to_owned(), |asked| format!("{}.{}", asked.scene, asked.step))
}

fn read_asked(word: &str) -> Option<Option<Asked>> {
    match word.split_once('.') {
        None => (word == "-").then_some(None),
        Some((scene, step)) => {
            Some(Some(Asked { scene: scene.parse().ok()?, step: step.parse().ok()? }))
        }
    }
}

/// Fetch, level, lanes, step, open rows, and behind a `b` what is shown beside the lanes, e.g.
/// `0,2,1,17,p31,m4`.
fn place_text(place: &Place) -> String {
    let Place { fetch, level, lanes, axis, opened, step, .. } = place;
    let is_to_scale = *axis == Axis::ToScale;
    let lanes =
        u8::from(lanes.dns_expanded) + 2 * u8::from(lanes.ends_only) + 4 * u8::from(is_to_scale);
    let fetch = optional(fetch.map(|id| id.0.into()));
    let rows = opened.iter().map(|row| match row {
        FoldedId::Packet(id) => format!("p{}", id.0),
        FoldedId::Message(id) => format!("m{}", id.0),
    });
    let words = [fetch, (*level as u8).to_string(), lanes.to_string(), step.to_string()];
    let beside = beside_text(place).map(|text| ["b", &*text].concat());
    words.into_iter().chain(rows).chain(beside).collect::<Vec<_>>().join(",")
}

fn read_place(text: &str) -> Option<Place> {
    let mut words = text.split(',');
    let fetch = match read_optional(words.next()?)? {
        Some(id) => Some(FetchId(id.try_into().ok()?)),
        None => None,
    };
    let level = match words.next()? {
        "0" => Level::Story,
        "1" => Level::Connection,
        "2" => Level::Packets,
        _ => return None,
    };
    let lanes: u8 = words.next()?.parse().ok()?;
    let axis = if lanes & 4 == 0 { Axis::EqualSteps } else { Axis::ToScale };
    let lanes = Lanes { dns_expanded: lanes & 1 != 0, ends_only: lanes & 2 != 0 };
    let step = words.next()?.parse().ok()?;
    let row = |word: &str| match word.split_at_checked(1)? {
        ("p", id) => id.parse().ok().map(|id| FoldedId::Packet(PacketId(id))),
        ("m", id) => id.parse().ok().map(|id| FoldedId::Message(MessageId(id))),
        _ => None,
    };
    let mut place = Place { fetch, level, lanes, axis, step, ..Place::default() };
    for word in words {
        match word.strip_prefix('b') {
            Some(beside) if read_beside(beside, &mut place) => {}
            Some(_) => return None,
            None => place.opened.push(row(word)?),
        }
    }
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use compose::change::Change;
    use compose::replay::Replay;
    use proptest::prelude::*;
    use sharing::place::{Compared, Subject};

    fn part() -> impl Strategy<Value = Option<Part>> {
        let lane = any::<u16>().prop_map(|host| Some(Part::Lane(HostId(host))));
        prop_oneof![Just(None), Just(Some(Part::Act)), lane]
    }

    fn place() -> impl Strategy<Value = Place> {
        let row = prop_oneof![
            any::<u32>().prop_map(|id| FoldedId::Packet(PacketId(id))),
            any::<u32>().prop_map(|id| FoldedId::Message(MessageId(id))),
        ];
        let rows = proptest::collection::vec(row, 0..4);
        let level = prop_oneof![Just(Level::Story), Just(Level::Connection), Just(Level::Packets)];
        let beside = (any::<Option<u16>>(), any::<Option<bool>>(), any::<Option<u32>>());
        (any::<Option<u32>>(), level, any::<[bool; 3]>(), rows, 0..1_000_000_usize, beside)
            .prop_map(
                |(
                    fetch,
                    level,
                    [dns_expanded, ends_only, is_to_scale],
                    opened,
                    step,
                    (row, is_answer_lost, overviewed),
                )| {
                    let lanes = Lanes { dns_expanded, ends_only };
                    let compared = row.map(|row| {
                        let changed = Subject::Changed(FetchId(1), Change::LostPacket(row.into()));
                        let sides = [Subject::Sent(FetchId(0)), changed];
                        Box::new(Compared { sides, row: row.into() })
                    });
                    let replayed = is_answer_lost.map(|is_answer_lost| Replay {
                        fetch: FetchId(2),
                        times: 100,
                        is_answer_lost,
                    });
                    let axis = if is_to_scale { Axis::ToScale } else { Axis::EqualSteps };
                    let (fetch, overviewed) = (fetch.map(FetchId), overviewed.map(FetchId));
                    let beside = Place { compared, replayed, overviewed, ..Place::default() };
                    Place { fetch, level, lanes, axis, opened, step, ..beside }
                },
            )
    }

    fn said() -> impl Strategy<Value = Said> {
        let exchange = proptest::option::of("[a-z.]{0,20}");
        let flags = any::<[bool; 10]>();
        let numbers = (any::<[u32; 4]>(), any::<u64>());
        let asked = proptest::option::of((0..200_usize, 0..1_000_000_usize));
        let asked = asked.prop_map(|asked| asked.map(|(scene, step)| Asked { scene, step }));
        (place(), part(), (part(), asked), exchange, flags, numbers).prop_map(
            |(
                place,
                near,
                (light, question),
                exchange,
                flags,
                ([window, since, writer, began], revision),
            )| {
                let [is_asking, is_leaving, is_presenter, ..] = flags;
                let [
                    ..,
                    has_code,
                    is_playing,
                    is_blank,
                    is_presenting,
                    hides_what_comes,
                    scene_hides,
                    is_in_lesson,
                ] = flags;
                let by = Speaker { window, is_presenter, since_ms: f64::from(since) };
                let shown = Shown {
                    exchange: exchange.map(|text| Exchange::of_text(&text)),
                    place,
                    is_playing,
                    near,
                    light,
                    question,
                    has_code,
                    is_blank,
                    is_presenting,
                    hides_what_comes,
                    scene: (since % 2 == 0).then_some(window as usize),
                    scene_hides,
                    is_in_lesson,
                    began_at_ms: f64::from(began),
                };
                Said { by, is_asking, is_leaving, stamp: Stamp { revision, writer }, shown }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_said_is_understood(said in said()) {
            let heard = Said::read(&said.text()).expect("it is understood");
            prop_assert_eq!(heard.shown.exchange.as_ref().map(|sent| sent.text.clone()),
                said.shown.exchange.as_ref().map(|sent| sent.text.clone()));
            prop_assert_eq!(heard, said);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,60}", cut in 0..80_usize, said in said()) {
            let _ = Said::read(&text);
            let said = said.text();
            let cut: String = said.chars().take(cut).collect();
            let _ = Said::read(&cut);
            let _ = Said::read(&[&said, &*text].concat());
        }
    }
}
