//! How long, how many.

use crate::choices::check_options;
use crate::materials::{Named, SEEDS, all, each_exercise, said};
use lesson::{Answer, Exercise, Given, Kind, Quantity, Unit, judge, work_it_out};

#[test]
fn amounts_are_what_the_trace_says_and_their_parts_add_up() {
    each_exercise(
        |named, seed| work_it_out(&named.material, seed),
        |exercise, named, place| {
            let Kind::WorkOut(quantity) = &exercise.kind else { panic!("{place}: no amount") };
            let choices = quantity.choices.iter().enumerate();
            let options: Vec<_> = choices
                .map(|(index, choice)| (&choice.words, choice.is_right, Answer::Choice(index)))
                .collect();
            check_options(exercise, &options, place);
            let sum: u64 = quantity.solution.iter().map(|part| part.value).sum();
            assert_eq!(sum, quantity.value, "{place}: the parts add up");
            let shown = |value: u64| number(&said(&quantity.unit.told_exactly(value)));
            let shown_sum: u64 = quantity.solution.iter().map(|part| shown(part.value)).sum();
            assert_eq!(shown_sum, shown(quantity.value), "{place}: also as they are shown");
            assert!(is_in_trace(exercise, quantity, named), "{place}: {exercise:?}");
            let typed = match quantity.unit {
                Unit::Nanoseconds => format!("{}.{:06} ms", sum / 1_000_000, sum % 1_000_000),
                Unit::Octets | Unit::Things => sum.to_string(),
            };
            assert!(judge(exercise, &Answer::Text(&typed)).is_right, "{place}: {typed}");
            assert!(!judge(exercise, &Answer::Text("many")).is_right, "{place}");
        },
    );
}

/// A number as it is shown, in millionths of its unit.
fn number(shown: &str) -> u64 {
    let digits: String = shown.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
    format!("{whole}{decimals:0<6}").parse().expect("a number")
}

#[test]
fn waits_are_counted_only_where_each_of_them_ends() {
    let words = "does the client wait";
    assert!(is_asked("get", words));
    for name in ["fault-silent", "fault-dns-timeout", "fault-packet-loss", "early-hints"] {
        assert!(!is_asked(name, words), "{name}");
    }
}

/// Whether some seed asks so of a scenario that comes along.
fn is_asked(name: &str, words: &str) -> bool {
    let named = all().iter().find(|named| named.name == name).expect("it is built in");
    (0..SEEDS).any(|seed| {
        let exercise = work_it_out(&named.material, seed);
        exercise.is_some_and(|it| said(&it.question).contains(words))
    })
}

#[test]
fn connections_are_counted_only_where_all_come_about() {
    let words = "TCP connections does the client open";
    assert!(is_asked("get", words));
    for name in ["connection-refused", "fault-connect-timeout", "fault-broken-ipv6"] {
        assert!(!is_asked(name, words), "{name}");
    }
}

#[test]
fn bytes_of_a_message_are_counted_only_where_its_packets_carry_nothing_else_and_once() {
    let words = "bytes go over the line for this message";
    let question = |name: &str, message: &str| is_asked(name, &[words, message].concat());
    let of = ", with the headers of its IP packets? ";
    assert!(question("get", &[of, "Client → Web server: GET"].concat()));
    assert!(!question("lossy-link", &[of, "Client → Web server: GET"].concat()));
    assert!(!question("page-http2", &[of, "Client → Web server: GET /page/"].concat()));
    assert!(!question("expect-continue", &[of, "Client → Web server: Body"].concat()));
}

#[test]
fn a_packet_that_waits_behind_others_is_not_asked_for() {
    for named in all() {
        for seed in 0..SEEDS {
            let exercise = work_it_out(&named.material, seed).expect("something is asked");
            let Kind::WorkOut(quantity) = &exercise.kind else { continue };
            let is_of_packet = said(&exercise.question).starts_with("Packet ")
                && quantity.unit == Unit::Nanoseconds;
            // To be put on the line, and to travel.
            assert!(!is_of_packet || quantity.solution.len() == 2, "{}, seed {seed}", named.name);
        }
    }
}

/// Whether a time is that of an exchange or of a packet of the trace.
fn is_in_trace(exercise: &Exercise, quantity: &Quantity, named: &Named) -> bool {
    if quantity.unit != Unit::Nanoseconds {
        return true;
    }
    match exercise.given {
        Given::Packets => named.trace.packets.iter().any(|packet| {
            packet.received_at.is_some_and(|at| at.0 - packet.sent_at.0 == quantity.value)
        }),
        _ => named.trace.exchanges.iter().any(|exchange| {
            exchange.finished_at.is_some_and(|at| at.0 - exchange.started_at.0 == quantity.value)
        }),
    }
}
