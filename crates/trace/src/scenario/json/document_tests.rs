//! The documents say what the program does: `docs/scenario.md` and the two schemas. What they say of
//! options is written from the descriptions:
//!
//! ```text
//! ROUNDTRIP_UPDATE=1 cargo test -p trace documents
//! ```

use super::read_world::ZONE;
use super::script::SERVERS;
use crate::scenario::bounds::{Bounds, LONG_PAUSE_MS, PAUSE_MS, SEED, TTL_S};
use crate::scenario::script::MAX_SERVERS;
use crate::scenario::{
    ClientKind, Fault, FetchOptions, Home, MAX_BODY_OCTETS, MAX_REQUESTS, MAX_ZONE_ENTRIES,
    OptionDescription, OptionKind, World,
};
use crate::{Request, built_in, scenario_from_json, scenario_to_json};
use jsonschema::Validator;
use serde_json::{Value, from_str, json};
use std::path::Path;

const SCHEMA: &str = include_str!("../../../../../docs/scenario.schema.json");
const SCHEMA_OF_VERSION_1: &str = include_str!("../../../../../docs/scenario.v1.schema.json");
const PAGE_ABOUT: &str = "The page that asks, whose origin counts: an absolute http:// or https:// URL. Without it, a page of the same origin as the request.";
const PROSE: &str = include_str!("../../../../../docs/scenario.md");

fn schema(text: &str) -> Value {
    from_str(text).expect("the schema is JSON")
}

fn validator(text: &str) -> Validator {
    jsonschema::draft202012::new(&schema(text)).expect("the schema is a schema")
}

/// Judged by the schema of the version that the text says, or else of the newest.
fn is_valid(text: &str) -> bool {
    let value: Value = from_str(text).expect("the text is JSON");
    let is_old = value["version"] == json!(1);
    validator(if is_old { SCHEMA_OF_VERSION_1 } else { SCHEMA }).is_valid(&value)
}

#[test]
fn documents_list_the_options_as_they_are_described() {
    check_part("scenario.schema.json", SCHEMA, "  \"$defs\": {\n", "    \"zone_entry\"", &defs());
    let (start, end) = ("cargo test -p trace documents` -->\n", "<!-- /options -->");
    check_part("scenario.md", PROSE, start, end, &tables());
    let (start, end) = ("<!-- fetch -->\n", "<!-- /fetch -->");
    check_part("scenario.md", PROSE, start, end, &fetch_table());
    let (start, end) = ("| kind | fields |\n|---|---|\n", "\nOctets that are not text");
    check_part("scenario.md", PROSE, start, end, &default_fields());
}

/// What stands in a document between two marks.
#[track_caller]
fn check_part(name: &str, document: &str, start: &str, end: &str, expected: &str) {
    let (_, rest) = document.split_once(start).expect("it has a start");
    let (found, _) = rest.split_once(end).expect("it has an end");
    if std::env::var_os("ROUNDTRIP_UPDATE").is_some() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
        // As it stands now: a part before this one may have been written.
        let now = std::fs::read_to_string(&docs).expect("the document is there");
        let (before, rest) = now.split_once(start).expect("it has a start");
        let (_, after) = rest.split_once(end).expect("it has an end");
        let written = [before, start, expected, end, after].concat();
        std::fs::write(docs, written).expect("the document can be written");
    } else {
        assert_eq!(found, expected, "{name}: run this again with ROUNDTRIP_UPDATE=1");
    }
}

/// The schema of the world and its homes.
fn defs() -> String {
    let mut homes: Vec<String> = Home::ALL.iter().map(|home| home_ref(*home)).collect();
    homes.push(servers_schema());
    homes.push(faults_schema());
    let mut defs = def("world", "What stands between client and server.", &homes);
    for home in Home::ALL {
        let mut members: Vec<String> = {
            let world = World::default();
            home.options().iter().map(|option| option_schema(option, &world)).collect()
        };
        if home == Home::Names {
            members.push(zone_schema());
        }
        defs += &def(home.name(), &sentence(home.about()), &members);
    }
    let request = usual_request();
    let members = FetchOptions::ALL.iter().map(|option| option_schema(option, &request));
    let members: Vec<String> = members.chain([page_schema()]).collect();
    defs += &def(Home::Fetch.name(), &sentence(Home::Fetch.about()), &members);
    defs
}

fn def(name: &str, about: &str, members: &[String]) -> String {
    format!(
        "    \"{name}\": {{\n      \"description\": \"{about}\",\n      \"type\": \"object\",\n      \
         \"additionalProperties\": false,\n      \"properties\": {{\n{}\n      }}\n    }},\n",
        members.join(",\n")
    )
}

fn home_ref(home: Home) -> String {
    let name = home.name();
    format!("        \"{name}\": {{ \"$ref\": \"#/$defs/{name}\" }}")
}

fn member_schema(name: &str, about: &str, more: &[String]) -> String {
    format!(
        "        \"{name}\": {{\n          \"description\": \"{about}\",\n          {}\n        }}",
        more.join(",\n          ")
    )
}

fn usual_request() -> Request {
    Request::parse("GET", "http://x/", &[], Vec::new()).expect("a good request")
}

fn page_schema() -> String {
    member_schema("page", PAGE_ABOUT, &["\"type\": \"string\"".to_owned()])
}

fn option_schema<Of>(option: &OptionDescription<Of>, usual: &Of) -> String {
    let value = (option.get)(usual);
    let default = option.shown(value);
    let bounded = |kind: &str, bounds: Bounds| {
        let limits = [("minimum", bounds.min), ("maximum", bounds.max)];
        let limits = limits.map(|(name, limit)| format!("\"{name}\": {}", bounds.shown(limit)));
        [vec![format!("\"type\": {kind}")], limits.to_vec()].concat()
    };
    let (more, default) = match option.kind {
        OptionKind::Switch => (vec!["\"type\": \"boolean\"".to_owned()], default),
        OptionKind::Number(bounds) if bounds.decimals == 0 => {
            (bounded("\"integer\"", bounds), default)
        }
        OptionKind::Number(bounds) => (bounded("\"number\"", bounds), default),
        OptionKind::Limit(bounds) => {
            let default =
                value.map_or_else(|| "null".to_owned(), |value| option.shown(Some(value)));
            (bounded("[\"number\", \"null\"]", bounds), default)
        }
        OptionKind::Choice(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            (vec![format!("\"enum\": [{}]", names.join(", "))], format!("\"{default}\""))
        }
    };
    let about = [&sentence(option.about)[..], &unit_sentence(option)].concat();
    let more = [more, vec![format!("\"default\": {default}")]].concat();
    member_schema(option.member, &about, &more)
}

fn unit_sentence<Of>(option: &OptionDescription<Of>) -> String {
    match option.kind {
        OptionKind::Number(bounds) if bounds.decimals == 0 && bounds.unit.is_empty() => {
            String::new()
        }
        OptionKind::Number(bounds) if bounds.decimals == 0 => format!(" In{}.", bounds.unit),
        OptionKind::Number(bounds) if bounds.unit.is_empty() => {
            format!(" With up to {} decimals.", bounds.decimals)
        }
        OptionKind::Number(bounds) => {
            format!(" In{} with up to {} decimals.", bounds.unit, bounds.decimals)
        }
        OptionKind::Limit(bounds) if bounds.unit.is_empty() => {
            " null where nothing is said.".to_owned()
        }
        OptionKind::Limit(bounds) => format!(
            " In{} with up to {} decimals; null for no limit.",
            bounds.unit, bounds.decimals
        ),
        OptionKind::Switch | OptionKind::Choice(_) => String::new(),
    }
}

fn zone_schema() -> String {
    let more = [
        "\"type\": \"array\"".to_owned(),
        "\"items\": { \"$ref\": \"#/$defs/zone_entry\" }".to_owned(),
        format!("\"maxItems\": {MAX_ZONE_ENTRIES}"),
        "\"default\": []".to_owned(),
    ];
    member_schema(ZONE, "Names to add to DNS.", &more)
}

fn servers_schema() -> String {
    let more = [
        "\"type\": \"array\"".to_owned(),
        "\"items\": { \"$ref\": \"#/$defs/scripted_server\" }".to_owned(),
        format!("\"maxItems\": {MAX_SERVERS}"),
        "\"default\": []".to_owned(),
    ];
    member_schema(SERVERS, "Servers beside the origin server, which answer by a script.", &more)
}

fn faults_schema() -> String {
    let names = Fault::ALL.map(|fault| format!("\"{}\"", fault.name()));
    let names = names.join(",\n              ");
    let more = [
        "\"type\": \"array\"".to_owned(),
        format!(
            "\"items\": {{\n            \"enum\": [\n              {names}\n            ]\n          }}"
        ),
        "\"uniqueItems\": true".to_owned(),
        "\"default\": []".to_owned(),
    ];
    member_schema("faults", "What goes wrong, by name.", &more)
}

fn sentence(about: &str) -> String {
    let (first, rest) = about.split_at(1);
    [&first.to_uppercase(), rest, "."].concat()
}

/// The tables of the prose.
fn tables() -> String {
    let mut text = String::new();
    for home in Home::ALL {
        text += &format!("\n### `{}`: {}\n\n", home.name(), home.about());
        text += "| member | what it says | type, unit and range | default | command |\n";
        text += "|---|---|---|---|---|\n";
        let world = World::default();
        text.extend(home.options().iter().map(|option| row(option, &world)));
        if home == Home::Names {
            text += &format!(
                "| `{ZONE}` | names to add to DNS | list of up to {MAX_ZONE_ENTRIES} objects, see below | `[]` | |\n"
            );
        }
    }
    text += "\n### `faults`: what goes wrong\n\nA list of these names, each at most once; `--fault NAME` on the command line.\n\n";
    text += "| name | what happens |\n|---|---|\n";
    let row = |fault: Fault| format!("| `{}` | {} |\n", fault.name(), fault.about());
    text.extend(Fault::ALL.map(row));
    text + "\n"
}

/// The table of what is said of a fetch.
fn fetch_table() -> String {
    let mut text =
        "\n| member | what it says | type, unit and range | default | command |\n".to_owned();
    text += "|---|---|---|---|---|\n";
    let request = usual_request();
    text.extend(FetchOptions::ALL.iter().map(|option| row(option, &request)));
    let about = PAGE_ABOUT.split(':').next().unwrap_or_default().to_lowercase();
    text += &format!(
        "| `page` | {about} | an absolute `http://` or `https://` URL | | `--page URL` |\n"
    );
    text + "\n"
}

/// What each kind of client sends by itself.
fn default_fields() -> String {
    let row = |kind: ClientKind| {
        let fields = kind.default_fields().iter();
        let fields: Vec<String> =
            fields.map(|(name, value)| format!("`{name}: {value}`")).collect();
        format!("| `{}` | {} |\n", kind.name(), fields.join(", "))
    };
    ClientKind::ALL.map(row).concat()
}

fn row<Of>(option: &OptionDescription<Of>, usual: &Of) -> String {
    let range = |bounds: Bounds| match bounds.decimals {
        0 => bounds.allowed(),
        decimals => format!("{}, up to {decimals} decimals", bounds.allowed()),
    };
    let may_be = match option.kind {
        OptionKind::Switch => "`true` or `false`".to_owned(),
        OptionKind::Number(bounds) => range(bounds),
        OptionKind::Limit(bounds) => format!("{}, or `null` for no limit", range(bounds)),
        OptionKind::Choice(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(", ")
        }
    };
    let default = option.shown((option.get)(usual));
    format!(
        "| `{}` | {} | {may_be} | `{default}` | `--{}` |\n",
        option.member, option.about, option.flag
    )
}

#[test]
fn the_schema_follows_its_own_schema() {
    for text in [SCHEMA, SCHEMA_OF_VERSION_1] {
        assert!(jsonschema::draft202012::meta::is_valid(&schema(text)));
    }
}

#[test]
fn every_built_in_scenario_is_valid() {
    for built_in in built_in() {
        let text = scenario_to_json(&built_in.scenario);
        assert_eq!(scenario_from_json(&text), Ok(built_in.scenario), "{}", built_in.name);
        assert!(is_valid(&text), "{}", built_in.name);
    }
}

#[test]
fn every_example_in_the_prose_is_valid() {
    let examples: Vec<&str> = PROSE.split("```json\n").skip(1).collect();
    assert_eq!(examples.len(), 18);
    for example in examples {
        let example = example.split("```").next().unwrap();
        assert!(scenario_from_json(example).is_ok(), "{example}");
        assert!(is_valid(example), "{example}");
    }
}

#[test]
fn what_the_program_refuses_is_not_valid() {
    for text in [
        r#"[]"#,
        r#"{"requests": [{"url": "http://x/"}]}"#,
        r#"{"version": 3, "requests": [{"url": "http://x/"}]}"#,
        r#"{"version": 1}"#,
        r#"{"version": 1, "requests": []}"#,
        r#"{"version": 1, "requests": [{}]}"#,
        r#"{"version": 1, "requests": [{"url": "x/users"}]}"#,
        r#"{"version": 1, "requests": [{"url": "ftp://x/"}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "at_once": 1}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"http": "3"}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"http": 2}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "method": "GE T"}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "headers": {"A": "1"}}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "headers": [["A"]]}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "headers": [["A", "1", "2"]]}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "headers": [["A b", "1"]]}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "headers": [["A", "1\n2"]]}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "body": 5}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "body": {"base64": "a?"}}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "pause_before_ms": 3600001}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "pause": 1}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "default_headers": true}]}"#,
        r#"{"version": 2, "requests": [{"url": "http://x/", "default_headers": "curl"}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "seed": -1}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "seed": 0.5}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "starts_at": "2500-01-01T00:00:00Z"}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "starts_at": "1969-12-31T23:59:59Z"}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"rtt": 5}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"rtt_ms": "5"}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"rtt_ms": 60000.001}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"mtu": 575}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"mtu": 1500.5}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"loss": 1.5}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"bandwidth_mbit_per_s": 0}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"client": "safari"}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"zone": {}}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"zone": [{"name": "a.b"}]}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"zone": [{"name": "a.b", "type": "MX", "value": "c.d"}]}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"zone": [{"name": "a.b", "type": "A", "value": "192.0.2.1", "ttl_s": 604801}]}}"#,
    ] {
        assert!(scenario_from_json(text).is_err(), "{text}");
        assert!(!is_valid(text), "{text}");
    }
}

#[test]
fn a_world_that_the_program_refuses_is_not_valid() {
    for world in [
        r#""rtt_ms": 40"#,
        r#""client": "curl""#,
        r#""client": {"kind": "safari"}"#,
        r#""client": {"http": 2}"#,
        r#""client": {"half_close": 1}"#,
        r#""client": {"mtu": 1500}"#,
        r#""network": {"rtt": 5}"#,
        r#""network": {"rtt_ms": "5"}"#,
        r#""network": {"rtt_ms": 60000.001}"#,
        r#""network": {"rtt_ms": null}"#,
        r#""network": {"mtu": 575}"#,
        r#""network": {"mtu": 1500.5}"#,
        r#""network": {"loss": 1.5}"#,
        r#""network": {"bandwidth_mbit_per_s": 0}"#,
        r#""server": {"slow_reader": null}"#,
        r#""server": {"alpn": "http/1.1"}"#,
        r#""names": {"zone": {}}"#,
        r#""names": {"zone": [{"name": "a.b"}]}"#,
        r#""names": {"zone": [{"name": "a.b", "type": "MX", "value": "c.d"}]}"#,
        r#""names": {"zone": [{"name": "a.b", "type": "A", "value": "192.0.2.1", "ttl_s": 604801}]}"#,
        r#""faults": ["slow-reader"]"#,
        r#""faults": ["packet-loss:0.1"]"#,
        r#""faults": ["nxdomain", "nxdomain"]"#,
    ] {
        let text = format!(
            r#"{{"version": 2, "requests": [{{"url": "http://x/"}}], "world": {{{world}}}}}"#
        );
        assert!(scenario_from_json(&text).is_err(), "{text}");
        assert!(!is_valid(&text), "{text}");
    }
}

#[test]
fn schema_and_program_have_the_same_ranges() {
    for (text, pause, n_ranges) in [(SCHEMA, LONG_PAUSE_MS, 3), (SCHEMA_OF_VERSION_1, PAUSE_MS, 8)]
    {
        let schema = schema(text);
        let mut n_checked = 0;
        let mut check = |pointer: &str, bounds: &Bounds| {
            let Some(member) = schema.pointer(pointer) else { return };
            let limit = |name: &str| member[name].to_string().trim_end_matches(".0").to_owned();
            assert_eq!(limit("minimum"), bounds.shown(bounds.min), "{pointer}");
            assert_eq!(limit("maximum"), bounds.shown(bounds.max), "{pointer}");
            n_checked += 1;
        };
        check("/properties/seed", &SEED);
        check("/$defs/zone_entry/properties/ttl_s", &TTL_S);
        check("/$defs/request/properties/pause_before_ms", &pause);
        for option in OptionDescription::all() {
            if let OptionKind::Number(bounds) | OptionKind::Limit(bounds) = option.kind {
                check(&format!("/$defs/world/properties/{}", option.member), &bounds);
            }
        }
        assert_eq!(n_checked, n_ranges);
        assert_eq!(schema.pointer("/properties/requests/maxItems"), Some(&MAX_REQUESTS.into()));
        let text_body = "/$defs/request/properties/body/oneOf/0/maxLength";
        assert_eq!(schema.pointer(text_body), Some(&MAX_BODY_OCTETS.into()));
    }
}

#[test]
fn what_version_1_leaves_out_has_the_default_of_its_schema() {
    let schema = schema(SCHEMA_OF_VERSION_1);
    let properties = schema.pointer("/$defs/world/properties").unwrap().as_object().unwrap();
    let read = |world: &Value| {
        let file = json!({"version": 1, "world": world, "requests": [{"url": "http://x/"}]});
        scenario_from_json(&file.to_string()).unwrap()
    };
    for (member, says) in properties {
        let default = json!({member: says["default"]});
        assert_eq!(read(&default), read(&json!({})), "{member}");
    }
}
