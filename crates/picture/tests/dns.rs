//! DNS as one lane, and expanded into its hosts.

use picture::layout::{Form, Item, layout};
use picture::mermaid::mermaid;
use picture::{Lanes, Level, Sequence, explain};
use std::sync::Arc;
use trace::{Scenario, built_in};

fn sequence(name: &str, level: Level, dns_expanded: bool) -> Sequence {
    let example = built_in().into_iter().find(|built_in| built_in.name == name);
    let scenario = example.expect("a built-in scenario").scenario;
    let trace = Arc::new(engine::simulate(&scenario));
    Sequence::new(trace, level).with_lanes(Lanes { dns_expanded, ..Lanes::default() })
}

/// One line a step of DNS: hosts and label; folded rows stand where they are drawn.
fn rows(sequence: &Sequence) -> String {
    let diagram = layout(sequence, 900.0, Form::Wide);
    let items = diagram.items(sequence).into_iter();
    let row = |item: Item| match item {
        Item::Arrow(arrow) => {
            let step = &sequence.steps[arrow.step];
            let [from, to] = [step.from, step.to].map(|host| sequence.trace.host(host).role.name());
            format!("{from} → {to}: {}", sequence.label(arrow.step))
        }
        Item::Note(note) => sequence.label(note.step),
        Item::Folded(row) => row.label.text,
    };
    let until_connected = |row: &String| !row.contains("→ origin");
    items
        .map(row)
        .skip_while(|row| !row.starts_with("user-agent"))
        .take_while(until_connected)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The sentences of all steps of DNS.
fn sentences(sequence: &Sequence) -> String {
    let is_of_dns = |step: &usize| !sequence.label(*step).starts_with("GET");
    let steps =
        (0..sequence.steps.len()).skip_while(|step| !sequence.label(*step).starts_with("Resolve"));
    let steps = steps.take_while(is_of_dns);
    steps.map(|step| explain::sentence(sequence, step).plain_text()).collect::<Vec<_>>().join("\n")
}

#[test]
fn one_lane_stands_for_all_of_dns() {
    for level in [Level::Story, Level::Connection, Level::Packets] {
        let sequence = Sequence::new(Arc::new(engine::simulate(&Scenario::default())), level);
        assert_eq!(sequence.hosts().count(), 4);
        assert_eq!(layout(&sequence, 900.0, Form::Wide).lanes.len(), 4);
    }
    insta::assert_snapshot!(rows(&sequence("get", Level::Story, false)), @"
    user-agent → resolver: Resolve api.example.com
    ▸ 6 messages between DNS servers, folded
    resolver → user-agent: 93.184.216.34
    ▸ 3 messages (TCP), folded
    ");
    insta::assert_snapshot!(rows(&sequence("get", Level::Packets, false)), @"
    user-agent → resolver: Resolve api.example.com
    ▸ 6 messages between DNS servers, folded
    resolver → user-agent: 93.184.216.34
    ");
}

#[test]
fn expanded_lanes_show_who_asks_whom() {
    let expanded = sequence("get", Level::Connection, true);
    assert_eq!(expanded.hosts().count(), 7);
    insta::assert_snapshot!(rows(&expanded), @"
    user-agent → resolver: Resolve api.example.com
    resolver → root: Resolve api.example.com
    root → resolver: Ask the servers of com
    resolver → tld: Resolve api.example.com
    tld → resolver: Ask the servers of example.com
    resolver → zone-server: Resolve api.example.com
    zone-server → resolver: 93.184.216.34
    resolver → user-agent: 93.184.216.34
    ");
    insta::assert_snapshot!(sentences(&expanded), @"
    The client asks DNS, the address book of the internet: which IP address belongs to api.example.com?
    DNS does not know api.example.com, so it starts at the top and asks a root server.
    The root server does not know the answer, and knows who does: the servers of com, at 203.0.113.42.
    DNS passes the question for api.example.com on, one level down.
    The top-level server does not know the answer, and knows who does: the servers of example.com, at 203.0.113.43.
    DNS asks the server that looks after this zone: what is known of api.example.com?
    The zone's server looks after this zone, and answers: api.example.com is at 93.184.216.34. DNS may remember this for 5 min.
    DNS answers: api.example.com is at 93.184.216.34. The client may remember this for 5 min.
    The client knocks: SYN asks to open a TCP connection to port 80.
    The web server answers the knock: SYN, ACK says that it heard, and asks back.
    The client confirms with ACK. Three messages went by, and the connection is open.
    ");
    let text = mermaid(&sequence("get", Level::Story, true));
    let start: Vec<&str> = text.lines().take(17).collect();
    insta::assert_snapshot!(start.join("\n"), @"
    sequenceDiagram
        participant Client as Python Client
        participant DNS as DNS Server
        participant Root as Root Server
        participant TLD as Top-Level Server
        participant Zone as Authoritative Server
        participant Server as Web Server
        participant DB as Database
        Client->>DNS: Resolve api.example.com
        DNS->>Root: Resolve api.example.com
        Root-->>DNS: Ask the servers of com
        DNS->>TLD: Resolve api.example.com
        TLD-->>DNS: Ask the servers of example.com
        DNS->>Zone: Resolve api.example.com
        Zone-->>DNS: 93.184.216.34
        DNS-->>Client: 93.184.216.34
        Client->>Server: GET /users/42 HTTP/1.1<br/>Host: api.example.com<br/>Accept: application/json
    ");
}

#[test]
fn a_note_says_who_remembers() {
    let twice = sequence("dns-remembered", Level::Story, false);
    let notes = (0..twice.steps.len()).filter(|step| twice.label(*step).starts_with("Remembered"));
    let said = notes.map(|step| explain::sentence(&twice, step).plain_text());
    insta::assert_snapshot!(said.collect::<Vec<_>>().join("\n"), @"The client still remembers the answer: 93.184.216.34, for 269 s more. So nobody has to be asked.");
    insta::assert_snapshot!(rows(&sequence("dns-negative", Level::Story, false)), @"
    user-agent → resolver: Resolve nowhere.example.com
    ▸ 6 messages between DNS servers, folded
    resolver → user-agent: No such name
    No such name: nothing reached the server
    user-agent → resolver: Resolve nowhere.example.com
    Remembered: no such name, for 29 s more
    resolver → user-agent: No such name
    No such name: nothing reached the server
    ");
}

#[test]
fn aliases_refusals_and_truncation_have_their_sentences() {
    insta::assert_snapshot!(sentences(&sequence("dns-alias", Level::Story, true)), @"
    The client asks DNS, the address book of the internet: which IP address belongs to shop.example.net?
    DNS does not know shop.example.net, so it starts at the top and asks a root server.
    The root server does not know the answer, and knows who does: the servers of net, at 203.0.113.42.
    DNS passes the question for shop.example.net on, one level down.
    The top-level server does not know the answer, and knows who does: the servers of example.net, at 203.0.113.43.
    DNS asks the server that looks after this zone: what is known of shop.example.net?
    The zone's server answers that shop.example.net is another name for front.example.org (CNAME).
    DNS does not know front.example.org, so it starts at the top and asks a root server.
    The root server does not know the answer, and knows who does: the servers of org, at 203.0.113.42.
    DNS passes the question for front.example.org on, one level down.
    The top-level server does not know the answer, and knows who does: the servers of example.org, at 203.0.113.43.
    DNS asks the server that looks after this zone: what is known of front.example.org?
    The zone's server answers that front.example.org is another name for api.example.com (CNAME).
    DNS does not know api.example.com, so it starts at the top and asks a root server.
    The root server does not know the answer, and knows who does: the servers of com, at 203.0.113.42.
    DNS passes the question for api.example.com on, one level down.
    The top-level server does not know the answer, and knows who does: the servers of example.com, at 203.0.113.43.
    DNS asks the server that looks after this zone: what is known of api.example.com?
    The zone's server looks after this zone, and answers: api.example.com is at 93.184.216.34. DNS may remember this for 5 min.
    DNS answers: shop.example.net is at 93.184.216.34. The client may remember this for 1 min.
    ");
    insta::assert_snapshot!(sentences(&sequence("dns-lame", Level::Story, true)), @"
        The client asks DNS, the address book of the internet: which IP address belongs to www.broken.example?
        DNS does not know www.broken.example, so it starts at the top and asks a root server.
        The root server does not know the answer, and knows who does: the servers of example, at 203.0.113.42.
        DNS passes the question for www.broken.example on, one level down.
        The top-level server does not know the answer, and knows who does: the servers of broken.example, at 203.0.113.43.
        DNS asks the server that looks after this zone: what is known of www.broken.example?
        The zone's server answers that it cannot tell: REFUSED.
        DNS answers that it cannot tell: SERVFAIL.
        DNS answered SERVFAIL instead of an address. No request was sent, and no answer came. In Python this is requests.exceptions.ConnectionError. The server that is named for this zone answered REFUSED: it does not look after it. Whoever owns the name has to mend that; until then asking again does not help.
        ");
    insta::assert_snapshot!(sentences(&sequence("dns-over-tcp", Level::Story, true)), @"
    The client asks DNS, the address book of the internet: which IP address belongs to many.example.com?
    DNS does not know many.example.com, so it starts at the top and asks a root server.
    The root server does not know the answer, and knows who does: the servers of com, at 203.0.113.42.
    DNS passes the question for many.example.com on, one level down.
    The top-level server does not know the answer, and knows who does: the servers of example.com, at 203.0.113.43.
    DNS asks the server that looks after this zone: what is known of many.example.com?
    The zone's server has more to say than the 512 bytes that UDP carries unless the asker takes more (EDNS). The same question can be asked again over TCP.
    DNS asks the server that looks after this zone: what is known of many.example.com? The answer over UDP was cut, so the same is asked again over a connection of TCP, where there is room for it.
    The zone's server looks after this zone, and answers: many.example.com is at 93.184.216.34, 93.184.216.35, 93.184.216.36 and 87 more. DNS may remember this for 1 min.
    DNS has more to say than the 512 bytes that UDP carries unless the asker takes more (EDNS). The same question can be asked again over TCP.
    The client asks DNS, the address book of the internet: which IP address belongs to many.example.com? The answer over UDP was cut, so the same is asked again over a connection of TCP, where there is room for it.
    DNS still remembers the answer: 93.184.216.34 and 89 more, for 59 s more. So nobody has to be asked.
    DNS answers: many.example.com is at 93.184.216.34, 93.184.216.35, 93.184.216.36 and 87 more. The client may remember this for 59 s.
    ");
    insta::assert_snapshot!(rows(&sequence("dns-over-tcp", Level::Connection, false)), @"
    user-agent → resolver: Resolve many.example.com
    ▸ 8 messages between DNS servers, folded
    resolver → user-agent: Too long: ask over TCP
    user-agent → resolver: SYN
    resolver → user-agent: SYN, ACK
    user-agent → resolver: ACK
    user-agent → resolver: Resolve many.example.com
    Remembered: 93.184.216.34 and 89 more, for 59 s more
    resolver → user-agent: 93.184.216.34, 93.184.216.35, 93.184.216.36 and 87 more
    ");
}
