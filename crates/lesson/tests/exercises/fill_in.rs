//! Fill in what a field says.

use crate::materials::{SEEDS, all, said};
use engine::{Language, inspect};
use lesson::{Answer, Given, Kind, fill_in, judge, what_to_look_into};
use std::collections::BTreeMap;
use trace::Inspected;

#[test]
fn fields_are_what_the_decoder_reads() {
    for named in all() {
        let mut known = BTreeMap::new();
        for seed in 0..SEEDS {
            let place = format!("{}, seed {seed}", named.name);
            let what = what_to_look_into(&named.material, seed);
            let what = what.unwrap_or_else(|| panic!("{place}: nothing to look into"));
            let number = match what {
                Inspected::Message(id) => (0, id.0),
                Inspected::Packet(id) => (1, id.0),
            };
            let look = || inspect(&named.trace, what, Language::ENGLISH);
            let dissection = known.entry(number).or_insert_with(look);
            let exercise = fill_in(what, dissection, seed);
            let exercise = exercise.unwrap_or_else(|| panic!("{place}: no field in {what:?}"));
            assert!(!said(&exercise.question).is_empty(), "{place}");
            let (Kind::FillIn(blank), Given::Field(field)) = (&exercise.kind, &exercise.given)
            else {
                panic!("{place}: nothing to fill in")
            };
            let mut fields = &dissection.view.layers[field.path[0]].fields;
            for index in &field.path[1..field.path.len() - 1] {
                fields = &fields[*index].children;
            }
            let stands_there = &fields[field.path[field.path.len() - 1]].value;
            let is_right = |text: &str| judge(&exercise, &Answer::Text(text)).is_right;
            assert!(is_right(stands_there), "{place}: {stands_there}");
            assert!(!blank.decoys.is_empty(), "{place}: nothing is wrong");
            for (index, decoy) in blank.decoys.iter().enumerate() {
                assert!(!is_right(&decoy.text), "{place}: {} is {stands_there}", decoy.text);
                let is_twice = blank.decoys[..index].iter().any(|other| other.text == decoy.text);
                assert!(!is_twice, "{place}: {} stands there twice", decoy.text);
            }
            assert!(!is_right("") && !is_right("?"), "{place}");
        }
    }
}
