//! `roundtrip snippet`: what is pasted shows what was asked for.

use super::{attribute, refused, roundtrip, shown};
use sharing::link::{LinkState, Secrets, read_link};
use sharing::place::Place;
use sharing::snippet::HEIGHT_PX;
use sharing::{Exchange, Host, Site, Snippet};
use trace::{ClientKind, built_in};

const SITE: [&str; 2] = ["--site", "https://example.org/roundtrip"];

#[test]
fn every_host_has_a_snippet_of_an_example() {
    for host in Host::ALL {
        let text = shown(
            &[&["snippet", "--example", "post", "--for", host.name()], &SITE[..]].concat(),
            "",
        );
        assert!(text.contains("https://example.org/roundtrip/"), "{text}");
        assert!(text.contains("post"), "{text}");
    }
}

#[test]
fn a_request_of_ones_own_is_in_the_address_and_can_be_read_from_it() {
    let url = "http://api.example.com/users";
    let arguments =
        ["snippet", url, "--json", "{\"name\": \"Bob\"}", "--rtt", "200", "--client", "curl"];
    let more = ["--step", "3", "--level", "connection", "--title", "Add \"Bob\"", "--for", "html"];
    let text = shown(&[&arguments[..], &more].concat(), "");
    let address = attribute(&text, "src");
    let (page, hash) = address.split_once('#').expect("it has a hash");
    assert_eq!(page, "/roundtrip/embed.html");
    let pairs: Vec<(&str, &str)> =
        hash.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let keys: Vec<&str> = pairs.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, ["v", "state", "level", "step", "title"]);
    assert_eq!(pairs[4].1, "Add%20%22Bob%22");
    let state = read_link(pairs[1].1).expect("it is whole").expect("there is one");
    let request = &state.scenario.requests[0];
    assert_eq!(
        (&*request.method, request.url.as_str(), &*request.body),
        ("POST", url, &b"{\"name\": \"Bob\"}"[..])
    );
    assert_eq!(state.scenario.world.client.kind, ClientKind::Curl);
    assert_eq!(state.draft.url.text(), url);
    // Counted from 0 there.
    assert_eq!(state.place.step, 2);
    assert_eq!(attribute(&text, "title"), "HTTP exchange, step by step: Add \"Bob\"");
}

#[test]
fn every_example_is_named_and_a_changed_one_is_no_example() {
    for built_in in built_in() {
        let text = shown(&["snippet", "--example", built_in.name, "--for", "html"], "");
        assert_eq!(
            attribute(&text, "src"),
            format!("/roundtrip/embed.html#v=1&example={}", built_in.name)
        );
    }
    let changed = shown(&["snippet", "--example", "get", "--rtt", "5", "--for", "html"], "");
    assert!(attribute(&changed, "src").contains("#v=1&state=v1."), "{changed}");
}

#[test]
fn a_secret_is_in_no_snippet_unless_it_is_asked_for() {
    let arguments = [
        "snippet",
        "http://api.example.com/users",
        "-H",
        "Authorization: Bearer hunter2-and-more",
        "--for",
        "html",
    ];
    let link = |text: &str| {
        let address = attribute(text, "src");
        let state = address.split_once("state=").expect("it has a state").1.to_owned();
        read_link(&state).expect("it is whole").expect("there is one")
    };
    let finished = roundtrip(&arguments, "");
    assert!(finished.stderr.contains("--secrets keeps them"), "{}", finished.stderr);
    let left_out = link(&finished.stdout);
    assert!(!format!("{left_out:?}").contains("hunter2"));
    let kept = link(&shown(&[&arguments[..], &["--secrets"]].concat(), ""));
    assert!(format!("{kept:?}").contains("hunter2"));
}

#[test]
fn a_picture_that_is_not_there_yet_is_told() {
    let finished = roundtrip(
        &[&["snippet", "http://x.example/", "--for", "markdown"], &SITE[..]].concat(),
        "",
    );
    assert!(
        finished.stdout.contains("](exchange.svg)](https://example.org/roundtrip/#v1."),
        "{}",
        finished.stdout
    );
    assert!(finished.stderr.contains("roundtrip figure"), "{}", finished.stderr);
}

#[test]
fn a_slip_is_told() {
    let hosts = "html, wordpress, moodle, canvas, notion, docusaurus, mkdocs, mdbook, myst, sphinx, quarto, reveal, markdown";
    refused(&["snippet"], "", &format!("say what it is pasted into with --for: {hosts}"));
    refused(&["snippet", "--for", "word"], "", &format!("--for is “word”; it may be {hosts}"));
    refused(
        &["snippet", "--for", "notion"],
        "",
        "--site: Notion needs the whole address of the page, since what is pasted there is shown elsewhere; \
         give one such as https://example.org/roundtrip",
    );
    refused(
        &["snippet", "--for", "html", "--site", "javascript:x"],
        "",
        "--site: “javascript:x” is no address of a folder with the page; \
         give one such as https://example.org/roundtrip",
    );
    refused(
        &["snippet", "--for", "html", "--step", "0"],
        "",
        "--step is “0”; it may be a whole number from 1 on",
    );
    refused(
        &["snippet", "--for", "html", "--controls", "all"],
        "",
        "--controls is “all”; it may be full, steps, none",
    );
    refused(&["simulate", "--step", "3"], "", "invalid option '--step'; see roundtrip --help");
    // Nothing makes this short.
    let chance: String =
        (0..1_000_u64).map(|n| format!("{:016x}", trace::hash(&n.to_be_bytes()))).collect();
    let finished =
        roundtrip(&["snippet", &format!("http://x.example/{chance}"), "--for", "html"], "");
    assert!(
        finished.stderr.contains("over 8000 many programs cut it; send less"),
        "{}",
        finished.stderr
    );
}

#[test]
fn what_the_page_offers_under_share_is_what_the_command_prints() {
    let check = |arguments: &[&str], state: &LinkState| {
        let site = Site::parse(SITE[1]).expect("it is an address");
        let Exchange { embed, link, title } =
            Exchange::of_screen(state, Secrets::LeaveOut).expect("it is short");
        for host in Host::ALL {
            let (embed, link, title, site) = (&embed, &*link, &*title, &site);
            let snippet = Snippet { site, embed, title, link, height_px: HEIGHT_PX };
            let finished = roundtrip(&[arguments, &["--for", host.name()], &SITE[..]].concat(), "");
            assert_eq!(snippet.text(host).as_deref(), Ok(&*finished.stdout), "{arguments:?}");
        }
    };
    let place = |step| Place { step, ..Place::default() };
    for example in built_in().into_iter().filter(|example| ["get", "https"].contains(&example.name))
    {
        let arguments = ["snippet", "--example", example.name, "--step", "3"];
        check(&arguments, &LinkState::sent(example.scenario, place(2)));
    }
    let url = "http://api.example.com/users/7";
    let address = attribute(&shown(&["snippet", url, "--for", "html"], ""), "src");
    let link = address.split_once("state=").expect("it has a state").1;
    let state = read_link(link).expect("it is whole").expect("there is one");
    check(&["snippet", url, "--step", "3"], &LinkState { place: place(2), ..state });
}
