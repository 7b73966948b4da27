//! Put in order.

use crate::materials::{each_exercise, said};
use lesson::{Answer, Kind, judge, put_in_order};

#[test]
fn every_order_that_causality_allows_is_right_and_no_other() {
    each_exercise(
        |named, seed| put_in_order(&named.material, seed),
        |exercise, _, place| {
            let Kind::Order(ordering) = &exercise.kind else { panic!("{place}: nothing to order") };
            let items: Vec<String> = ordering.items.iter().map(said).collect();
            for (index, item) in items.iter().enumerate() {
                assert!(!items[..index].contains(item), "{place}: “{item}” stands there twice");
            }
            assert!(!ordering.before.is_empty(), "{place}: every order is right");
            let is_right = |order: &[usize]| judge(exercise, &Answer::Order(order)).is_right;
            assert!(is_right(&ordering.happened), "{place}: as it happened");
            // Twice: of what is free, once the first is taken and once the last.
            for takes_last in [false, true] {
                let mut order = Vec::new();
                while order.len() < items.len() {
                    let is_free = |item: &usize| {
                        let waits =
                            |(first, then): &(usize, usize)| then == item && !order.contains(first);
                        !order.contains(item) && !ordering.before.iter().any(waits)
                    };
                    let mut free = (0..items.len()).filter(is_free);
                    let next = if takes_last { free.next_back() } else { free.next() };
                    order.push(next.unwrap_or_else(|| panic!("{place}: a circle")));
                }
                assert!(is_right(&order), "{place}: {order:?}");
                for (first, then) in &ordering.before {
                    let place_of = |item: &usize| order.iter().position(|known| known == item);
                    let (Some(one), Some(other)) = (place_of(first), place_of(then)) else {
                        panic!("{place}: not all are there")
                    };
                    let mut wrong = order.clone();
                    wrong.swap(one, other);
                    assert!(!is_right(&wrong), "{place}: {wrong:?}");
                }
                assert!(!is_right(&order[1..]) && !is_right(&[order[0]; 2]), "{place}");
            }
        },
    );
}
