//! `docs/deck.schema.json` and `docs/deck.md` say what the program does. The schema is written from
//! the table of members:
//!
//! ```text
//! ROUNDTRIP_UPDATE=1 cargo test -p deck documents
//! ```

use crate::members::{Kind, LEVELS, Member, OF_DECK, OF_SCENE, STEP_MAX};
use crate::{FORMAT_VERSION, MAX_SCENES, read, write};
use serde_json::{Value, from_str, json};
use std::path::Path;
use trace::built_in;

const SCHEMA: &str = include_str!("../../../docs/deck.schema.json");
const PROSE: &str = include_str!("../../../docs/deck.md");
const SCENARIO_SCHEMA: &str = include_str!("../../../docs/scenario.schema.json");
const SCENARIO_SCHEMA_V1: &str = include_str!("../../../docs/scenario.v1.schema.json");

#[test]
fn documents_say_what_the_table_of_members_says() {
    let expected = schema();
    if std::env::var_os("ROUNDTRIP_UPDATE").is_some() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/deck.schema.json");
        std::fs::write(docs, expected).expect("the schema can be written");
    } else {
        assert_eq!(SCHEMA, expected, "run this again with ROUNDTRIP_UPDATE=1");
    }
    for member in OF_DECK.iter().chain(OF_SCENE) {
        assert!(PROSE.contains(&format!("| `{}` |", member.name)), "deck.md lacks {}", member.name);
    }
}

fn schema() -> String {
    let required = |names: &str| format!("\"required\": [{names}],\n");
    let one_of = ["link", "example", "scenario"];
    let one_of = one_of.map(|name| format!("        {{ \"required\": [\"{name}\"] }}"));
    [
        "{\n",
        "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n",
        &format!("  \"title\": \"Roundtrip deck, format {FORMAT_VERSION}\",\n"),
        "  \"description\": \"Scenes that are shown one after the other, before a room. See deck.md.\",\n",
        "  \"type\": \"object\",\n  ",
        &required("\"version\", \"scenes\""),
        "  \"additionalProperties\": false,\n  \"properties\": {\n",
        &members(OF_DECK, "    "),
        "\n  },\n  \"$defs\": {\n    \"scene\": {\n",
        "      \"description\": \"One exchange, and what the lecturer has to say about it.\",\n",
        "      \"type\": \"object\",\n      \"additionalProperties\": false,\n",
        "      \"oneOf\": [\n",
        &one_of.join(",\n"),
        "\n      ],\n      \"properties\": {\n",
        &members(OF_SCENE, "        "),
        "\n      }\n    }\n  }\n}\n",
    ]
    .concat()
}

fn members(members: &[Member], indent: &str) -> String {
    let member = |member: &Member| {
        let mut lines = vec![format!("\"description\": {}", json!(member.about))];
        lines.extend(kind(member.kind));
        let lines = lines.join(&format!(",\n{indent}  "));
        format!("{indent}\"{}\": {{\n{indent}  {lines}\n{indent}}}", member.name)
    };
    members.iter().map(member).collect::<Vec<_>>().join(",\n")
}

fn kind(kind: Kind) -> Vec<String> {
    let said = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    match kind {
        Kind::Version => vec![format!("\"const\": {FORMAT_VERSION}")],
        Kind::Text(most) => {
            vec!["\"type\": \"string\"".to_owned(), format!("\"maxLength\": {most}")]
        }
        Kind::Step => vec![
            "\"type\": \"integer\"".to_owned(),
            "\"minimum\": 1".to_owned(),
            format!("\"maximum\": {STEP_MAX}"),
        ],
        Kind::Level => vec![format!("\"enum\": {}", json!(LEVELS))],
        Kind::Truth => said(&["\"type\": \"boolean\"", "\"default\": false"]),
        Kind::Example => {
            let names: Vec<&str> = built_in().iter().map(|example| example.name).collect();
            vec![format!("\"enum\": {}", json!(names))]
        }
        Kind::Scenario => said(&[
            "\"anyOf\": [{ \"$ref\": \"scenario.schema.json\" }, { \"$ref\": \"scenario.v1.schema.json\" }]",
        ]),
        Kind::Scenes => vec![
            "\"type\": \"array\"".to_owned(),
            "\"items\": { \"$ref\": \"#/$defs/scene\" }".to_owned(),
            "\"minItems\": 1".to_owned(),
            format!("\"maxItems\": {MAX_SCENES}"),
        ],
    }
}

/// The schema with those that it refers to in their places.
fn whole_schema() -> Value {
    let mut schema: Value = from_str(SCHEMA).expect("the schema is JSON");
    let scenario = schema.pointer_mut("/$defs/scene/properties/scenario").expect("it is there");
    let named = |text: &str, name: &str| {
        let mut schema: Value = from_str(text).expect("the schema is JSON");
        schema["$id"] = json!(format!("https://example.org/{name}"));
        schema
    };
    scenario["anyOf"] = json!([named(SCENARIO_SCHEMA, "2"), named(SCENARIO_SCHEMA_V1, "1")]);
    schema
}

fn examples() -> Vec<&'static str> {
    let parts = PROSE.split("```json\n").skip(1);
    parts.map(|part| part.split("```").next().expect("it ends")).collect()
}

#[test]
fn the_decks_of_the_document_are_opened_and_pass_the_schema() {
    let validator = jsonschema::draft202012::new(&whole_schema()).expect("the schema is a schema");
    let mut sizes = Vec::new();
    for text in examples() {
        let deck = read(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        sizes.push(deck.scenes.len());
        for text in [text, &write(&deck)] {
            let found: Vec<String> = validator
                .iter_errors(&from_str(text).expect("JSON"))
                .map(|error| error.to_string())
                .collect();
            assert_eq!(found, Vec::<String>::new(), "{text}");
        }
    }
    assert!(sizes.contains(&5), "a full example of five scenes: {sizes:?}");
}

#[test]
fn schema_and_program_refuse_the_same() {
    let validator = jsonschema::draft202012::new(&whole_schema()).expect("the schema is a schema");
    let scenario = r#"{"version": 2, "requests": [{"url": "http://x.example/"}]}"#;
    let scenes = [
        (r#"{"example": "get", "step": 3, "level": "packets"}"#.to_owned(), true),
        (format!(r#"{{"scenario": {scenario}, "hides_what_comes": true, "ask": "?"}}"#), true),
        (r#"{"example": "teapot"}"#.to_owned(), false),
        (r#"{"example": "get", "step": 0}"#.to_owned(), false),
        (r#"{"example": "get", "level": "all"}"#.to_owned(), false),
        (r#"{"example": "get", "colour": "red"}"#.to_owned(), false),
        (r#"{"scenario": {"version": 2, "requests": []}}"#.to_owned(), false),
        (format!(r#"{{"example": "get", "scenario": {scenario}}}"#), false),
        (format!(r#"{{"example": "get", "notes": "{}"}}"#, "x".repeat(20_001)), false),
        ("{}".to_owned(), false),
    ];
    for (scene, is_good) in scenes {
        let text = format!(r#"{{"version": 1, "scenes": [{scene}]}}"#);
        let is_valid = validator.is_valid(&from_str(&text).expect("JSON"));
        assert_eq!((is_valid, read(&text).is_ok()), (is_good, is_good), "{scene}");
    }
    let empty = r#"{"version": 1, "scenes": []}"#;
    assert!(!validator.is_valid(&from_str(empty).expect("JSON")) && read(empty).is_err());
}
