//! Reads Mermaid files with a parser that is not ours, which follows Mermaid's own grammar, and
//! prints of each what it found: participants, arrows and notes as JSON.

use merman_core::{Engine, ParseOptions};

fn main() {
    let engine = Engine::new();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).expect("the test has written this file");
        match engine.parse_diagram_sync(&text, ParseOptions::strict()) {
            Ok(Some(diagram)) => println!("{}", diagram.model.as_value()),
            Ok(None) => println!("\"{path}: this is no diagram\""),
            Err(error) => println!("{:?}", format!("{path}: {error}")),
        }
    }
}
