//! Command lines, and what is asked for by them.

use super::*;
use compose::curl::long;
use trace::{FaultV1, FetchOptions, NetworkOptions, OptionDescription, OptionKind};

fn parsed(line: &str) -> Result<Command, InputError> {
    let arguments = line.split_whitespace().map(OsString::from);
    parse(arguments, |name| name == "here")
}

#[track_caller]
fn simulated(line: &str) -> Simulate {
    match parsed(line) {
        Ok(Command::Simulate(simulate)) => simulate,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn refused(line: &str, expected: &str) {
    assert_eq!(parsed(line).unwrap_err().to_string(), expected);
}

#[test]
fn the_operand_is_a_file_or_a_url() {
    let source = |line: &str| simulated(line).source;
    assert_eq!(source("simulate"), Source::Default);
    assert_eq!(source("simulate -"), Source::StandardInput);
    assert_eq!(source("simulate a.json"), Source::File("a.json".to_owned()));
    assert_eq!(source("simulate here"), Source::File("here".to_owned()));
    assert_eq!(source("simulate --example post"), Source::BuiltIn("post".to_owned()));
    for url in ["http://x/a.json", "api.example.com/users", "x/?u=http://y/"] {
        let request = Source::Request { options: Vec::new(), url: url.to_owned() };
        assert_eq!(source(&format!("simulate {url}")), request);
    }
}

#[test]
fn options_stand_anywhere() {
    let simulate = simulated("simulate -XPUT http://x/ --rtt 0.5 -d a -H A:1 --loss=0.1 -d b");
    let options = ["-X", "PUT", "-d", "a", "-H", "A:1", "-d", "b"].map(str::to_owned).into();
    assert_eq!(simulate.source, Source::Request { options, url: "http://x/".to_owned() });
    let options =
        [(NetworkOptions::ROUND_TRIP_TIME, Some(500)), (NetworkOptions::LOSS, Some(100_000))];
    assert_eq!(simulate.changes.options, options);
}

#[test]
fn every_option_of_the_world_has_a_flag() {
    for option in OptionDescription::all() {
        let (argument, expected) = match option.kind {
            OptionKind::Switch => (String::new(), Some(1)),
            OptionKind::Number(bounds) => (bounds.shown(bounds.max), Some(bounds.max)),
            OptionKind::Limit(_) => ("none".to_owned(), None),
            OptionKind::Choice(names) => (names[1].to_owned(), Some(1)),
        };
        let line = format!("simulate --{} {argument}", option.flag_name());
        assert_eq!(simulated(&line).changes.options, [(*option, expected)]);
        // What curl's own --alpn asks for is what it does anyway.
        let name = option.flag_name();
        assert!(name == "alpn" || long(name).is_none(), "curl has another --{name}");
    }
}

#[test]
fn what_is_said_of_the_fetch_has_a_flag_here_or_in_curl() {
    for option in FetchOptions::ALL {
        let argument = match option.kind {
            OptionKind::Switch => String::new(),
            OptionKind::Number(bounds) | OptionKind::Limit(bounds) => bounds.shown(bounds.max),
            OptionKind::Choice(names) => names[1].to_owned(),
        };
        let line = format!("simulate http://x/ --{} {argument}", option.flag_name());
        let simulate = simulated(&line);
        match simulate.source {
            Source::Request { options, .. } if !options.is_empty() => {
                assert!(long(option.flag_name()).is_some());
            }
            _ => assert_eq!(simulate.changes.fetch.len(), 1, "{line}"),
        }
    }
    let page = simulated("simulate http://x/ --origin https://shop.example").changes.page;
    assert_eq!(page.map(|page| page.as_str().to_owned()).as_deref(), Some("https://shop.example/"));
}

#[test]
fn the_old_names_of_faults_stand_for_what_they_did() {
    for old in FaultV1::ALL {
        let changes = simulated(&format!("simulate --fault {}", old.name())).changes;
        let mut expected = trace::World::default();
        old.apply_to(&mut expected);
        let mut world = trace::World { faults: changes.faults, ..trace::World::default() };
        changes.options.iter().for_each(|(option, value)| (option.set)(&mut world, *value));
        assert_eq!(world, expected, "{}", old.name());
    }
    let lossy = simulated("simulate --fault packet-loss:0.25").changes.options;
    assert_eq!(lossy, [(NetworkOptions::LOSS, Some(250_000))]);
}

#[test]
fn the_name_of_the_file_says_the_format() {
    let format = |line: &str| simulated(line).output.format;
    assert_eq!(format("simulate"), Format::Text(Level::Story));
    assert_eq!(format("simulate -o x.pcapng"), Format::Pcapng);
    assert_eq!(format("simulate -o x.mmd -l packets"), Format::Mermaid(Level::Packets));
    assert_eq!(format("simulate -o x.json -f text"), Format::Text(Level::Story));
}

#[test]
fn a_handout_has_a_paper_and_a_level() {
    let format = |line: &str| simulated(line).output.format;
    assert_eq!(format("handout"), Format::Handout(Level::Story, Paper::A4));
    assert_eq!(
        format("handout --example post --paper Letter -l packets -o x.html"),
        Format::Handout(Level::Packets, Paper::Letter)
    );
    refused("handout --paper a3", "--paper is “a3”; it may be a4 or letter");
}

#[test]
fn a_slip_is_told() {
    refused(
        "http://x/",
        "“http://x/” is not a command; use simulate, figure, handout, snippet, markdown, mdbook, \
         previews, deck, lesson, import-curl, url, list, scenario or schema, e.g. roundtrip simulate http://x/",
    );
    refused(
        "simulate -X POST",
        "-X belongs to a request; give a URL too, e.g. http://api.example.com/users",
    );
    refused(
        "simulate a.json -d x",
        "-d does not go with a scenario, which has its own requests; leave one of them out",
    );
    refused("simulate a.json --example post", "give either “a.json” or --example, not both");
    refused(
        "simulate http://x/ y",
        "“y” comes after “http://x/”; give one URL or one scenario file, \
         and put what has spaces into quotes",
    );
    refused("simulate --rtt 40ms", "--rtt is “40ms”; it may be 0 to 60000 ms");
    refused(
        "simulate --client safari",
        "--client is “safari”; it may be “browser”, “python”, “mobile-app”, “curl”, “server”",
    );
    refused("simulate --bandwidth 0", "--bandwidth is 0; it may be 0.001 to 100000 Mbit/s");
    refused("simulate --mtu 100", "--mtu is 100; it may be 576 to 9000 octets");
    refused("simulate --http 3", "--http is “3”; it may be “1.1”, “2”");
    refused("simulate --loss 2", "--loss is 2; it may be 0 to 1");
    refused("simulate --fault nxdomain:1", "--fault: nxdomain takes no value; write it alone");
    refused("simulate --times 0", "--times is “0”; it may be 1 to 1000");
    refused("simulate --seed x", "--seed is “x”; it may be 0 to 18446744073709551615");
    refused(
        "simulate -f svg",
        "--format is “svg”; it may be text, transcript, mermaid, json, har, exchanges or pcapng",
    );
    refused("figure --show all", "--show is “all”; it may be lanes, steps, overview or replay");
    refused(
        "figure --compare 0,1",
        "--compare is “0,1”; it takes two fetches, counted from 1: 1,2",
    );
    refused("figure --axis time", "--axis is “time”; it may be steps or scale");
    refused(
        "simulate --show overview",
        "--show and --compare go with figures and with --format transcript",
    );
    refused("simulate -l all", "--level is “all”; it may be story, connection or packets");
    refused(
        "simulate -f json -l story",
        "--level goes with text, transcript and mermaid; json, har, exchanges and pcapng always hold \
         everything",
    );
    refused("simulate --rtt", "missing argument for option '--rtt'; see roundtrip --help");
    refused("simulate --rttt 5", "invalid option '--rttt'; see roundtrip --help");
}

#[test]
fn no_key_of_an_embed_is_an_option_of_something_else() {
    let of_figures = [sharing::Setting::LEVEL, sharing::Setting::AXIS];
    for setting in sharing::Setting::ALL.into_iter().filter(|one| !of_figures.contains(one)) {
        assert!(long(setting.key).is_none(), "curl has another --{}", setting.key);
        let is_world = OptionDescription::all().any(|option| option.flag_name() == setting.key);
        assert!(!is_world, "the world has another --{}", setting.key);
    }
}
