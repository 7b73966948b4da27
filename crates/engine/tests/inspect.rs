//! What is inside each message and packet, as the reader sees it.

use engine::{Language, inspect, simulate};
use std::fmt::Write as _;
use trace::{
    Content, Field, Inspected, Message, OctetRange, Request, Scenario, Trace, Transport, View,
    built_in, decode_dissection, encode_dissection,
};

fn example(name: &str) -> Trace {
    let built_in = built_in().into_iter().find(|built_in| built_in.name == name);
    simulate(&built_in.unwrap_or_else(|| panic!("no example {name}")).scenario)
}

fn https(method: &str, path: &str) -> Trace {
    let url = format!("https://api.example.com{path}");
    let request = Request::parse(method, &url, &[], Vec::new()).expect("a good request");
    simulate(&Scenario::with_requests(vec![request]))
}

fn first(trace: &Trace, is_it: impl Fn(&Message) -> bool) -> Inspected {
    let found = trace.messages.iter().find(|message| is_it(message));
    Inspected::Message(found.expect("there is such a message").id)
}

/// One line a field: place, name, value, meaning.
fn printed(view: &View) -> String {
    fn print(text: &mut String, fields: &[Field], depth: usize) {
        for Field { name, value, meaning, range, children, .. } in fields {
            let _ = write!(
                text,
                "{:depth$}{}..{} {name}",
                "",
                range.start,
                range.end,
                depth = depth * 2
            );
            for (mark, said) in [("=", value), ("#", meaning)] {
                if !said.is_empty() {
                    let _ = write!(text, " {mark} {said}");
                }
            }
            text.push('\n');
            print(text, children, depth + 1);
        }
    }
    let mut text = String::new();
    for layer in &view.layers {
        let _ = writeln!(text, "{}..{} {}", layer.range.start, layer.range.end, layer.name);
        print(&mut text, &layer.fields, 1);
    }
    text
}

#[track_caller]
fn check_view(view: &View, what: &str) {
    let mut end = 0;
    for layer in &view.layers {
        assert_eq!(layer.range.start, end, "{what}: layers follow one another");
        end = layer.range.end;
        check_fields(&layer.fields, layer.range, what);
    }
    assert_eq!(end as usize, view.octets.len(), "{what}: each octet belongs to a layer");
}

#[track_caller]
fn check_fields(fields: &[Field], parent: OctetRange, what: &str) {
    let mut covered = parent.start;
    for field in fields {
        assert!(field.range.start <= covered, "{what}: no octet before {} is left out", field.name);
        assert!(field.range.end <= parent.end, "{what}: {} lies within its parent", field.name);
        assert_ne!(field.name, "Not taken apart", "{what}: everything is known: {field:?}");
        covered = covered.max(field.range.end);
        if !field.children.is_empty() {
            check_fields(&field.children, field.range, what);
        }
    }
    assert_eq!(covered, parent.end, "{what}: each octet belongs to a field");
}

#[test]
fn everything_in_every_built_in_scenario_is_taken_apart() {
    for built_in in built_in() {
        let trace = simulate(&built_in.scenario);
        // Of very many packets, the first and the last ones tell enough.
        let ids = |count: usize| {
            (0..count as u32).filter(move |id| *id < 60 || *id as usize + 20 > count)
        };
        let messages = ids(trace.messages.len()).map(|id| Inspected::Message(trace::MessageId(id)));
        let packets = ids(trace.packets.len()).map(|id| Inspected::Packet(trace::PacketId(id)));
        for what in messages.chain(packets) {
            let name = format!("{}: {what:?}", built_in.name);
            let dissection = inspect(&trace, what, Language::ENGLISH);
            check_view(&dissection.view, &name);
            dissection.sealed.iter().for_each(|sealed| check_view(sealed, &name));
            let octets = match what {
                Inspected::Packet(id) => trace.octets.slice(trace.packet(id).octets).to_vec(),
                Inspected::Message(id) => trace.octets.join(&trace.message(id).octets),
            };
            let is_tls = dissection.sealed.is_some();
            let shown = match what {
                Inspected::Packet(_) => dissection.sealed.as_ref().unwrap_or(&dissection.view),
                Inspected::Message(id) => match trace.message(id).content {
                    Content::Tls { .. } => dissection.sealed.as_ref().unwrap_or(&dissection.view),
                    _ => &dissection.view,
                },
            };
            assert_eq!(shown.octets, octets, "{name}, encrypted: {is_tls}");
            let known = shown.layers.iter().all(|layer| layer.name != "Data");
            assert!(
                known,
                "{name}: {:?}",
                shown.layers.iter().map(|l| &l.name).collect::<Vec<_>>()
            );
        }
    }
}

#[test]
fn a_dissection_comes_back_from_its_octets() {
    let trace = https("GET", "/users/42");
    let what = first(&trace, |message| matches!(message.content, Content::HttpResponse { .. }));
    let dissection = inspect(&trace, what, Language::ENGLISH);
    assert_eq!(decode_dissection(&encode_dissection(&dissection)), Ok(dissection));
}

#[test]
fn a_dns_query_is_taken_apart() {
    let trace = simulate(&Scenario::default());
    let what = first(&trace, |message| matches!(message.content, Content::DnsQuery { .. }));
    insta::assert_snapshot!(printed(&inspect(&trace, what, Language::ENGLISH).view));
}

#[test]
fn a_dns_answer_is_taken_apart() {
    let trace = simulate(&Scenario::default());
    let what = first(&trace, |message| matches!(message.content, Content::DnsResponse { .. }));
    insta::assert_snapshot!(printed(&inspect(&trace, what, Language::ENGLISH).view));
}

#[test]
fn a_syn_is_taken_apart() {
    let trace = simulate(&Scenario::default());
    let syn = trace.packets.iter().rev().find(|packet| {
        matches!(packet.transport, Transport::Tcp { control, .. } if control.syn && !control.ack)
    });
    let what = Inspected::Packet(syn.expect("a connection is opened").id);
    insta::assert_snapshot!(printed(&inspect(&trace, what, Language::ENGLISH).view));
}

#[test]
fn a_request_and_a_response_are_taken_apart() {
    let trace = simulate(&Scenario::default());
    let what = first(&trace, |message| matches!(message.content, Content::HttpRequest { .. }));
    insta::assert_snapshot!(printed(&inspect(&trace, what, Language::ENGLISH).view));
    let what = first(&trace, |message| matches!(message.content, Content::HttpResponse { .. }));
    insta::assert_snapshot!(printed(&inspect(&trace, what, Language::ENGLISH).view));
}

#[test]
fn a_statement_and_its_result_are_taken_apart() {
    let trace = simulate(&Scenario::default());
    let what = first(&trace, |message| matches!(message.content, Content::SqlStatement(_)));
    insta::assert_snapshot!(printed(&inspect(&trace, what, Language::ENGLISH).view));
    let what = first(&trace, |message| matches!(message.content, Content::SqlResult(_)));
    insta::assert_snapshot!(printed(&inspect(&trace, what, Language::ENGLISH).view));
}

#[test]
fn tls_is_shown_as_it_is_seen_on_the_way_and_opened() {
    let trace = https("GET", "/users/42");
    let is_flight = |name: &'static str| move |message: &Message| matches!(&message.content, Content::Tls { messages } if messages[0].name == name);
    let hello = inspect(&trace, first(&trace, is_flight("ClientHello")), Language::ENGLISH);
    assert_eq!(hello.sealed, None, "nothing of it is hidden");
    insta::assert_snapshot!(printed(&hello.view));
    let hello = inspect(&trace, first(&trace, is_flight("ServerHello")), Language::ENGLISH);
    insta::assert_snapshot!(printed(&hello.view));
    insta::assert_snapshot!(printed(&hello.sealed.expect("most of it is hidden")));
    let what = first(&trace, |message| matches!(message.content, Content::HttpRequest { .. }));
    let request = inspect(&trace, what, Language::ENGLISH);
    assert!(request.view.octets.starts_with(b"GET /users/42 HTTP/1.1\r\n"));
    insta::assert_snapshot!(printed(&request.sealed.expect("it is hidden")));
}

#[test]
fn frames_of_http2_are_taken_apart() {
    let trace = example("page-http2");
    let what = first(&trace, |message| matches!(message.content, Content::HttpRequest { .. }));
    insta::assert_snapshot!(printed(&inspect(&trace, what, Language::ENGLISH).view));
    let what = first(&trace, |message| matches!(message.content, Content::Http2Control { .. }));
    insta::assert_snapshot!(printed(&inspect(&trace, what, Language::ENGLISH).view));
}

#[test]
fn a_header_section_that_goes_on_in_continuation_frames_is_taken_apart() {
    let headers = [("X-Long", "x".repeat(40_000)), ("X-Last", "here".to_owned())];
    let headers = headers.map(|(name, value)| (name.to_owned(), value));
    let url = "https://api.example.com/users/42";
    let request = Request::parse("GET", url, &headers, Vec::new()).expect("a good request");
    let mut scenario = Scenario::with_requests(vec![request]);
    scenario.world.client.http = trace::HttpVersion::Http2;
    let trace = simulate(&scenario);
    let what = first(&trace, |message| matches!(message.content, Content::HttpRequest { .. }));
    let view = inspect(&trace, what, Language::ENGLISH).view;
    check_view(&view, "the request");
    let printed = printed(&view);
    let shown: Vec<&str> = printed
        .lines()
        .map(str::trim_start)
        .filter(|line| !line.contains("Flags") && line.contains(char::is_alphabetic))
        .filter(|line| {
            ["HEADERS", "CONTINUATION", "Header =", "Part of"].iter().any(|w| line.contains(w))
        })
        .map(|line| line.split_at(line.len().min(90)).0)
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @"
    0..16393 HEADERS # the headers of a request or response
    3..4 Type = HEADERS (1)
    9..10 Header = :method: GET # what to do
    10..11 Header = :scheme: https # whether it is encrypted
    11..24 Header = :authority: api.example.com # which host is meant
    24..33 Header = :path: /users/42 # with what
    33..16393 Part of a header = 0085f2b507aa6fffb99002f3e7cf9f3e… # goes on in the next fra
    16393..32786 CONTINUATION # goes on with the headers
    16396..16397 Type = CONTINUATION (9)
    16402..32786 Part of a header = 3e7cf9f3e7cf9f3e7cf9f3e7cf9f3e7c… # goes on in the next 
    32786..35073 CONTINUATION # goes on with the headers
    32789..32790 Type = CONTINUATION (9)
    32795..35062 Header = x-long: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    32795..35062 Part of a header = e7cf9f3e7cf9f3e7cf9f3e7cf9f3e7cf… # begins in the frame 
    35062..35073 Header = x-last: here
    ");
}

#[test]
fn chunks_and_the_trailer_section_are_taken_apart() {
    let trace = example("chunked");
    let what = first(&trace, |message| matches!(message.content, Content::HttpResponse { .. }));
    let text = printed(&inspect(&trace, what, Language::ENGLISH).view);
    let (_, chunks) = text.split_once("the headers end here\n").expect("chunks follow the head");
    insta::assert_snapshot!(chunks, @r"
    164..178 Chunk = 9 bytes # a piece of the body
      164..167 Chunk size = 9\r\n # in hexadecimal digits
      167..176 Chunk data = id,name\r\n
      176..178 End of line = \r\n
    178..190 Chunk = 7 bytes # a piece of the body
      178..181 Chunk size = 7\r\n # in hexadecimal digits
      181..188 Chunk data = 1,Ada\r\n
      188..190 End of line = \r\n
    190..204 Chunk = 9 bytes # a piece of the body
      190..193 Chunk size = 9\r\n # in hexadecimal digits
      193..202 Chunk data = 2,Grace\r\n
      202..204 End of line = \r\n
    204..218 Chunk = 9 bytes # a piece of the body
      204..207 Chunk size = 9\r\n # in hexadecimal digits
      207..216 Chunk data = 3,Linus\r\n
      216..218 End of line = \r\n
    218..233 Chunk = 10 bytes # a piece of the body
      218..221 Chunk size = a\r\n # in hexadecimal digits
      221..231 Chunk data = 42,Alice\r\n
      231..233 End of line = \r\n
    233..251 Chunk = 13 bytes # a piece of the body
      233..236 Chunk size = d\r\n # in hexadecimal digits
      236..249 Chunk data = 123,Dorothy\r\n
      249..251 End of line = \r\n
    251..254 Last chunk = 0 bytes # nothing follows
      251..254 Chunk size = 0\r\n # in hexadecimal digits
    254..326 Trailer section # what was known only once the body was sent
      254..326 Field line = Content-Digest: sha-256=:CyO53vaAWhWKdl9uHP+Ik1BjWFtPK4s7vu0PB70CZvM=: # a checksum of the body, to see whether it came whole
        254..268 Field name = Content-Digest
        268..270 Colon
        270..324 Field value = sha-256=:CyO53vaAWhWKdl9uHP+Ik1BjWFtPK4s7vu0PB70CZvM=:
        324..326 End of line = \r\n
    326..328 Blank line = \r\n # the trailers end here
    ");
}

#[test]
fn what_is_wrong_with_a_certificate_stands_in_it() {
    let has = |name, text: &str| printed(&certificate_message(name)).contains(text);
    assert!(has("fault-certificate-wrong-name", "Value = other.example.net"));
    assert!(!has("https", "other.example.net"));
    assert!(has("fault-certificate-expired", "Not After = 2026"));
    assert!(has("fault-certificate-unknown-issuer", "Issuer = CN="));
}

/// The first message in which the server says who it is, opened.
fn certificate_message(name: &str) -> View {
    let trace = example(name);
    let what = first(
        &trace,
        |message| matches!(&message.content, Content::Tls { messages } if messages[0].name == "ServerHello"),
    );
    inspect(&trace, what, Language::ENGLISH).view
}

/// All fields of this name, wherever they lie.
fn named<'a>(fields: &'a [Field], name: &str) -> Vec<&'a Field> {
    let own = |field: &&Field| field.name == name;
    let below = fields.iter().flat_map(|field| named(&field.children, name));
    fields.iter().filter(own).chain(below).collect()
}

/// A field of a TLS message, with its octets.
fn of_tls(trace: &Trace, what: Inspected, name: &str) -> (Vec<u8>, Field) {
    let view = inspect(trace, what, Language::ENGLISH).view;
    let fields: Vec<Field> = view.layers.iter().flat_map(|layer| layer.fields.clone()).collect();
    let field = named(&fields, name).first().map(|field| (*field).clone());
    (view.octets, field.unwrap_or_else(|| panic!("no field {name}")))
}

#[test]
fn a_ticket_is_shown_with_its_age_in_milliseconds() {
    let check = |pause_ms: u64| {
        let url = "https://api.example.com/users/42";
        let request = Request::parse("GET", url, &[], Vec::new()).expect("a good request");
        let pause_before = core::time::Duration::from_millis(pause_ms);
        let requests = vec![request.clone(), Request { pause_before, ..request }];
        let trace = simulate(&Scenario::with_requests(requests));
        let flights = |name: &'static str| {
            trace.messages.iter().filter(move |message| {
                matches!(&message.content, Content::Tls { messages } if messages[0].name == name)
            })
        };
        let ticket = flights("NewSessionTicket").next().expect("a server gives tickets");
        let hello = flights("ClientHello").nth(1).expect("it connects twice");
        let add = of_tls(&trace, Inspected::Message(ticket.id), "Session Ticket Age Add");
        let add = add.0[add.1.range.start as usize..].first_chunk().copied();
        let add = u32::from_be_bytes(add.expect("four octets"));
        let (octets, extension) = of_tls(&trace, Inspected::Message(hello.id), "pre_shared_key");
        // Type, lengths of extension and list; then the ticket behind its length, then its age.
        let identity = &octets[extension.range.start as usize + 6..];
        let len = usize::from(u16::from_be_bytes([identity[0], identity[1]]));
        let age = u32::from_be_bytes(*identity[2 + len..].first_chunk().expect("four octets"));
        let came_at = ticket.received_at.expect("it arrives");
        let expected = hello.sent_at.since(came_at).as_millis() as u64;
        let told = u64::from(age.wrapping_sub(add));
        assert!(told.abs_diff(expected) <= 1, "{told} for {expected} ms");
    };
    // Within a second, over its end, and much later.
    [300, 500, 1_000, 1_700, 90_000].into_iter().for_each(check);
}
