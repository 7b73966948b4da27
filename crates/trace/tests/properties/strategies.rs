//! Arbitrary scenarios and traces.

use core::time::Duration;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::net::{Ipv4Addr, Ipv6Addr};
use trace::*;

/// As many cases as `PROPTEST_CASES` says; this many where it says nothing.
pub fn cases(usual: u32) -> ProptestConfig {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(usual),
    }
}

/// Any scenario that passes [`Scenario::check`].
pub fn scenario() -> impl Strategy<Value = Scenario> {
    (any::<u64>(), 0i64..=16_725_225_599, world(), vec(request(), 1..5)).prop_map(
        |(seed, starts_at_unix_s, world, requests)| Scenario {
            seed,
            starts_at_unix_s,
            world,
            requests,
        },
    )
}

/// Any scenario at all, out of range as a rule.
pub fn hostile_scenario() -> impl Strategy<Value = Scenario> {
    let world = (any::<[Duration; 2]>(), any::<Option<u64>>(), any::<u16>(), any::<u32>());
    let entry = (any::<[String; 2]>(), any::<u32>()).prop_map(|([name, target], ttl_s)| {
        ZoneEntry { name, record: ZoneRecord::Cname(target), ttl_s }
    });
    let requests = vec((request(), any::<[String; 3]>(), any::<Duration>()), 0..4);
    (any::<i64>(), world, entry, requests).prop_map(
        |(starts_at_unix_s, world, any_entry, requests)| {
            let ([round_trip_time, resolver_round_trip_time], bandwidth_bits_per_s, mtu, loss_ppm) =
                world;
            let mut world = World::default();
            world.network.round_trip_time = round_trip_time;
            world.network.resolver_round_trip_time = resolver_round_trip_time;
            world.network.bandwidth_bits_per_s = bandwidth_bits_per_s;
            world.network.mtu = mtu;
            world.network.loss_ppm = loss_ppm;
            world.names.zone = vec![any_entry];
            world.faults = vec![Fault::NameNotFound, Fault::NameNotFound];
            let request =
                |(mut request, [method, name, value], pause): (Request, [String; 3], _)| {
                    request.method = method;
                    request.field_lines = vec![FieldLine { name, value }].into();
                    request.pause_before = pause;
                    request
                };
            let requests = requests.into_iter().map(request).collect();
            Scenario { seed: 0, starts_at_unix_s, world, requests }
        },
    )
}

/// Any value of every option that is described.
fn world() -> impl Strategy<Value = World> {
    let options: Vec<_> = OptionDescription::all().map(option_value).collect();
    (options, zone(), faults()).prop_map(|(changes, zone, faults)| {
        let mut world = World::default();
        for (option, value) in changes {
            (option.set)(&mut world, value);
        }
        world.names.zone = zone;
        world.faults = faults;
        if world.has_ipv6() {
            world.network.mtu = world.network.mtu.max(1280);
        }
        world
    })
}

fn option_value<Of: core::fmt::Debug>(
    option: &'static OptionDescription<Of>,
) -> impl Strategy<Value = (&'static OptionDescription<Of>, Option<u64>)> {
    let (range, has_none) = match option.kind {
        OptionKind::Switch => (0..=1, false),
        OptionKind::Number(bounds) => (bounds.min..=bounds.max, false),
        OptionKind::Limit(bounds) => (bounds.min..=bounds.max, true),
        OptionKind::Choice(names) => (0..=names.len() as u64 - 1, false),
    };
    (range, any::<bool>())
        .prop_map(move |(value, is_none)| (option, (!(has_none && is_none)).then_some(value)))
}

fn faults() -> impl Strategy<Value = Vec<Fault>> {
    prop::sample::subsequence(Fault::ALL.to_vec(), 0..=Fault::ALL.len())
}

/// Records that can stand in one zone together: every name is its own.
fn zone() -> impl Strategy<Value = Vec<ZoneEntry>> {
    let record = prop_oneof![
        any::<Ipv4Addr>().prop_map(ZoneRecord::A),
        any::<Ipv6Addr>().prop_map(ZoneRecord::Aaaa),
        "[a-z]{1,9}(\\.[a-z]{1,9}){1,2}".prop_map(ZoneRecord::Cname),
    ];
    vec(("[a-z0-9]{1,8}", record, 0u32..=604_800), 0..4).prop_map(|entries| {
        let named = |(index, (name, record, ttl_s)): (usize, (String, ZoneRecord, u32))| {
            let name = format!("n{index}{name}.example.com");
            ZoneEntry { name, record, ttl_s }
        };
        entries.into_iter().enumerate().map(named).collect()
    })
}

fn request() -> impl Strategy<Value = Request> {
    let url = "https?://[a-z]{1,9}(\\.[a-z]{1,9}){0,2}(:[1-9][0-9]{0,3})?/\\PC{0,12}(\\?\\PC{0,8})?(#\\PC{0,8})?";
    let field_lines = vec(("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,9}", "[^\\x00-\\x1f\\x7f]{0,9}"), 0..4);
    let body = prop_oneof![
        Just(Vec::new()),
        ".{0,40}".prop_map(String::into_bytes),
        vec(any::<u8>(), 0..40)
    ];
    let pause = (0u64..=3_600_000_000).prop_map(Duration::from_micros);
    ("[A-Z]{1,8}|[!#$%&'*+.^_`|~0-9A-Za-z-]{1,9}", url, field_lines, body, pause, any::<bool>())
        .prop_map(|(method, url, field_lines, body, pause_before, at_once)| {
            let request = Request::parse(&method, &url, &field_lines, body);
            Request { pause_before, at_once, ..request.expect("the strategy makes good requests") }
        })
        .prop_flat_map(|request| {
            let options: Vec<_> = FetchOptions::ALL.iter().map(option_value).collect();
            (options, any::<bool>()).prop_map(move |(changes, has_page)| {
                let mut request = request.clone();
                for (option, value) in changes {
                    (option.set)(&mut request, value);
                }
                request.fetch.page = has_page.then(|| request.url.clone());
                request
            })
        })
}

/// Any small trace: its tables need not fit each other.
pub fn trace() -> impl Strategy<Value = Trace> {
    let carried = (vec(packet(), 0..6), vec(message(), 0..6), vec(stage(), 0..4));
    let key_log = vec("[A-Z_0]{3,9} [0-9a-f]{4} [0-9a-f]{4}", 0..3);
    let happened = (vec(fetch(), 0..3), vec(exchange(), 0..3), key_log, vec(event(), 0..8));
    let line = ("\\PC{0,12}", "\\PC{0,12}").prop_map(|(name, value)| FieldLine { name, value });
    let trailers = vec((any::<u32>(), vec(line, 1..3)), 0..3);
    let ends = (vec(table(), 0..3), vec(endpoint(), 0..3), instant(), instant(), trailers);
    (scenario(), vec(any::<u8>(), 0..300), carried, happened, ends).prop_map(
        |(
            scenario,
            arena,
            carried,
            (fetches, exchanges, key_log, events),
            (tables, endpoints, booted_at, ended_at, trailers),
        )| {
            let (packets, messages, stages) = carried;
            let mut octets = Octets::default();
            octets.push(&arena);
            let (hosts, links) = (hosts(), links());
            Trace {
                scenario,
                hosts,
                links,
                octets,
                packets,
                messages,
                stages,
                fetches,
                exchanges,
                key_log,
                tables,
                endpoints,
                events,
                booted_at,
                ended_at,
                cookie_changes: trailers.iter().map(cookie_change_of).collect(),
                memory_changes: trailers.iter().map(memory_change_of).collect(),
                recorded: trailers.first().map(|_| trace::Recorded {
                    by: "a browser".to_owned(),
                    ..trace::Recorded::default()
                }),
                trailers: trailers.into_iter().map(trailers_of).collect(),
            }
        },
    )
}

fn cookie_change_of((number, lines): &(u32, Vec<FieldLine>)) -> CookieChange {
    let text = |place: usize| lines.get(place).map(|line| line.value.clone()).unwrap_or_default();
    CookieChange {
        at: Instant(u64::from(*number)),
        exchange: ExchangeId(*number),
        cookie: StoredCookie {
            name: text(0),
            value: text(1),
            domain: text(2),
            host_only: number % 2 == 0,
            path: text(3),
            expires_unix_s: (number % 3 == 0).then_some(u64::from(*number)),
            secure: number % 5 == 0,
            http_only: number % 7 == 0,
            same_site: lines.first().map(|line| line.name.clone()),
        },
        is_kept: number % 11 != 0,
    }
}

fn memory_change_of((number, lines): &(u32, Vec<FieldLine>)) -> MemoryChange {
    let text = |place: usize| lines.get(place).map(|line| line.value.clone()).unwrap_or_default();
    let wide = u64::from(*number);
    let what = match number % 6 {
        0 => Remembered::AnswerGone(wide),
        4 => Remembered::Expired(Expired::Names),
        1 => Remembered::HttpsHostGone(text(0)),
        2 => Remembered::HttpsHost(HttpsHost {
            name: text(0),
            until: Instant(wide << 20),
            covers_subdomains: number % 2 == 0,
        }),
        3 => Remembered::Call(CountedCall { rate: text(0), calls_max: *number, within_s: wide }),
        _ => Remembered::Answer(StoredAnswer {
            number: wide,
            url: text(0),
            status_code: *number as u16,
            content_octets: wide,
            cache_control: text(1),
            chosen_by: lines.clone().into(),
            has_validator: number % 3 == 0,
            received_at: Instant(wide),
            initial_age_ns: wide << 30,
            lifetime_s: wide,
            is_guess: number % 7 == 0,
            is_outdated: number % 11 == 0,
        }),
    };
    MemoryChange { at: Instant(wide), what }
}

fn trailers_of((message, field_lines): (u32, Vec<FieldLine>)) -> Trailers {
    Trailers { message: MessageId(message), field_lines: field_lines.into() }
}

/// Three links, of which any two have packets, with ranges that lie in the arena.
pub fn trace_with_packets() -> impl Strategy<Value = Trace> {
    let octets = vec((vec(any::<u8>(), 0..70), packet()), 0..12);
    (trace(), octets, 0u16..3).prop_map(|(mut trace, sent, unused)| {
        trace.packets.clear();
        for (octets, mut packet) in sent {
            packet.id = PacketId(trace.packets.len() as u32);
            packet.link = LinkId(packet.link.0 % 3);
            packet.octets = trace.octets.push(&octets);
            if packet.link != LinkId(unused) {
                trace.packets.push(packet);
            }
        }
        trace
    })
}

fn hosts() -> Vec<Host> {
    let roles = [Role::UserAgent, Role::RecursiveResolver, Role::OriginServer, Role::Database];
    let host = |(index, role): (usize, Role)| Host {
        id: HostId(index as u16),
        role,
        name: format!("host {index}"),
        addresses: vec![Ipv4Addr::new(10, 0, 0, index as u8).into()],
    };
    roles.into_iter().enumerate().map(host).collect()
}

fn links() -> Vec<Link> {
    let link = |id: u16| Link {
        id: LinkId(id),
        ends: [HostId(id), HostId(id + 1)],
        one_way_delay_ns: 20_000_000,
        bandwidth_bits_per_s: None,
        mtu: 1500,
        loss_ppm: 0,
        provenance: Provenance::RealBytes,
    };
    (0..3).map(link).collect()
}

fn instant() -> impl Strategy<Value = Instant> {
    prop_oneof![(0..1_000_000_000u64), (0..1u64 << 50)].prop_map(Instant)
}

fn range() -> impl Strategy<Value = OctetRange> {
    any::<(u32, u32)>().prop_map(|(start, end)| OctetRange { start, end })
}

fn packet() -> impl Strategy<Value = Packet> {
    let transport = prop_oneof![
        any::<(u16, u16)>().prop_map(|(source_port, destination_port)| Transport::Udp {
            source_port,
            destination_port
        }),
        any::<(u16, u16, u32, Option<u32>, bool, Option<u32>)>().prop_map(
            |(source_port, destination_port, seg_seq, seg_ack, syn, earlier)| Transport::Tcp {
                source_port,
                destination_port,
                seg_seq,
                seg_ack,
                seg_wnd: source_port,
                control: ControlBits { syn, ack: seg_ack.is_some(), ..ControlBits::default() },
                retransmission_of: earlier.map(PacketId),
            }
        ),
        any::<u8>().prop_map(Transport::Other),
    ];
    let ids = any::<(u32, u16, u16, u16)>();
    (ids, instant(), option::of(instant()), range(), range(), transport).prop_map(
        |((id, link, from, to), sent_at, received_at, octets, content, transport)| Packet {
            id: PacketId(id),
            link: LinkId(link),
            from: HostId(from),
            to: HostId(to),
            sent_at,
            received_at,
            octets,
            content,
            ip_version: if link % 2 == 0 { IpVersion::V4 } else { IpVersion::V6 },
            transport,
        },
    )
}

fn message() -> impl Strategy<Value = Message> {
    let ids = any::<(u32, u16, u16, Option<u32>)>();
    let provenance = prop::sample::select(vec![
        Provenance::RealBytes,
        Provenance::Modelled,
        Provenance::Measured,
        Provenance::Hidden,
    ]);
    let carried = (vec(range(), 0..3), vec(any::<u32>().prop_map(PacketId), 0..3));
    (ids, instant(), option::of(instant()), provenance, carried, content()).prop_map(
        |(
            (id, from, to, exchange),
            sent_at,
            received_at,
            provenance,
            (octets, packets),
            content,
        )| {
            Message {
                id: MessageId(id),
                from: HostId(from),
                to: HostId(to),
                sent_at,
                received_at,
                provenance,
                exchange: exchange.map(ExchangeId),
                octets,
                packets,
                content,
            }
        },
    )
}

fn content() -> impl Strategy<Value = Content> {
    let text = || "\\PC{0,12}";
    let answer = (text(), any::<u32>(), text()).prop_map(|(name, ttl_s, value)| DnsAnswer {
        name,
        kind: "A".to_owned(),
        ttl_s,
        value,
    });
    let field_lines =
        || vec((text(), text()).prop_map(|(name, value)| FieldLine { name, value }), 0..3);
    prop_oneof![
        (any::<u16>(), text(), text()).prop_map(|(id, name, kind)| Content::DnsQuery {
            id,
            name,
            kind
        }),
        (any::<u16>(), text(), text(), vec(answer, 0..3)).prop_map(
            |(id, name, response_code, answers)| Content::DnsResponse {
                id,
                name,
                kind: "A".to_owned(),
                response_code,
                flags: DnsFlags { truncated: id % 2 == 0, ..DnsFlags::default() },
                authority: answers.clone(),
                additional: Vec::new(),
                answers,
            }
        ),
        (text(), text(), field_lines(), vec(range(), 0..3)).prop_map(
            |(method, target, field_lines, body)| Content::HttpRequest {
                method,
                target,
                version: "HTTP/1.1".to_owned(),
                field_lines: field_lines.into(),
                body,
            }
        ),
        (any::<u16>(), text(), field_lines(), vec(range(), 0..3)).prop_map(
            |(status_code, reason_phrase, field_lines, body)| Content::HttpResponse {
                version: "HTTP/1.1".to_owned(),
                status_code,
                reason_phrase,
                field_lines: field_lines.into(),
                body,
            }
        ),
        vec((text(), any::<bool>(), field_lines()), 0..3).prop_map(|messages| {
            let message =
                |(name, is_encrypted, details)| TlsMessage { name, is_encrypted, details };
            Content::Tls { messages: messages.into_iter().map(message).collect() }
        }),
        vec((text(), any::<u32>(), field_lines()), 0..3).prop_map(|frames| {
            let frame = |(name, stream, details)| Http2Frame { name, stream, details };
            Content::Http2Control { frames: frames.into_iter().map(frame).collect() }
        }),
        (text(), vec(text(), 0..3)).prop_map(|(text, parameters)| Content::SqlStatement(
            SqlStatement { text, parameters }
        )),
        (vec(text(), 0..3), vec(vec(text(), 0..3), 0..3))
            .prop_map(|(columns, rows)| Content::SqlResult(SqlResult::Rows { columns, rows })),
        any::<u64>().prop_map(|rows| Content::SqlResult(SqlResult::Changed { rows })),
        text().prop_map(|reason| Content::SqlResult(SqlResult::Failed { reason })),
    ]
}

fn stage() -> impl Strategy<Value = Stage> {
    let outcome =
        prop_oneof![Just(StageOutcome::Done), "\\PC{0,12}".prop_map(StageOutcome::Refused),];
    (any::<(u32, u16)>(), prop::sample::select(StageKind::ALL), "\\PC{0,9}", instant(), outcome)
        .prop_map(|((id, host), kind, detail, started_at, outcome)| Stage {
            id: StageId(id),
            host: HostId(host),
            kind,
            detail,
            started_at,
            ended_at: started_at,
            outcome,
            fetch: Some(FetchId(id)),
            exchange: None,
        })
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![any::<u16>().prop_map(Outcome::Answered), failure().prop_map(Outcome::Failed)]
}

fn fetch() -> impl Strategy<Value = Fetch> {
    let ids = (any::<u32>(), any::<Option<u32>>(), any::<Option<u32>>());
    let times = (instant(), option::of(instant()));
    (ids, request(), times, vec(any::<u32>().prop_map(ExchangeId), 0..3), option::of(outcome()))
        .prop_map(|((id, place, initiator), asked, times, exchanges, outcome)| Fetch {
            seen: None,
            id: FetchId(id),
            request: place,
            initiator: initiator.map(FetchId),
            method: asked.method,
            url: asked.url,
            started_at: times.0,
            finished_at: times.1,
            exchanges,
            outcome,
        })
}

fn exchange() -> impl Strategy<Value = Exchange> {
    let causes = vec![
        Cause::Initial,
        Cause::Redirect,
        Cause::Preflight,
        Cause::Retry,
        Cause::Revalidation,
        Cause::WithCredentials,
    ];
    let asked = (prop::sample::select(causes), request());
    let times = (instant(), option::of(instant()), option::of(instant()));
    let messages = (vec(any::<u32>().prop_map(MessageId), 0..3), any::<Option<u32>>());
    let became = (option::of(outcome()), vec(table_change(), 0..3));
    (any::<u32>(), asked, times, messages, became).prop_map(
        |(id, (cause, asked), (started_at, finished_at, connect_start), messages, became)| {
            Exchange {
                id: ExchangeId(id),
                fetch: FetchId(id),
                cause,
                method: asked.method,
                url: asked.url,
                field_lines: asked.field_lines,
                started_at,
                finished_at,
                timing: ResourceTiming { connect_start, ..ResourceTiming::default() },
                interim_responses: messages.0.clone(),
                requests: messages.0,
                response: messages.1.map(MessageId),
                outcome: became.0,
                table_changes: became.1,
            }
        },
    )
}

fn table() -> impl Strategy<Value = Table> {
    let words = || vec("\\PC{0,9}", 0..3);
    ("\\PC{0,9}", words(), vec(words(), 0..3)).prop_map(|(name, columns, rows)| Table {
        name,
        columns,
        rows,
    })
}

fn endpoint() -> impl Strategy<Value = Endpoint> {
    let word = || "\\PC{0,9}";
    (word(), word(), word(), vec(word(), 0..3), word(), word()).prop_map(
        |(method, path, purpose, parameters, target, content)| Endpoint {
            method,
            path,
            purpose,
            parameters,
            target,
            content,
        },
    )
}

fn table_change() -> impl Strategy<Value = TableChange> {
    let words = || vec("\\PC{0,9}", 0..3);
    let row = prop_oneof![
        words().prop_map(|after| RowChange::Inserted { after }),
        (words(), words()).prop_map(|(before, after)| RowChange::Updated { before, after }),
        words().prop_map(|before| RowChange::Deleted { before }),
    ];
    ("\\PC{0,9}", words(), row).prop_map(|(table, columns, row)| TableChange {
        table,
        columns,
        row,
    })
}

fn failure() -> impl Strategy<Value = Failure> {
    let text = "\\PC{0,12}";
    prop_oneof![
        text.prop_map(|name| Failure::NameNotFound { name }),
        text.prop_map(|name| Failure::CertificateExpired { name }),
        Just(Failure::NoCommonProtocol),
        any::<u16>().prop_map(|port| Failure::ConnectionRefused { port }),
        text.prop_map(|reason| Failure::ResponseMalformed { reason }),
        any::<u16>().prop_map(|port| Failure::RefusedByOwnHost { port }),
        Just(Failure::PortReserved { port: 0 }),
        text.prop_map(|reason| Failure::AnswerWithheld { reason }),
        text.prop_map(|reason| Failure::RequestNotAllowed { reason }),
        Just(Failure::ResolveTimedOut),
        Just(Failure::TimedOut),
        Just(Failure::NotInCache),
        text.prop_map(|reason| Failure::NotRecorded { reason }),
        text.prop_map(|location| Failure::LocationMalformed { location }),
        any::<u32>().prop_map(|redirects_max| Failure::TooManyRedirects { redirects_max }),
        Just(Failure::ResponseCut),
        "\\PC{0,9}".prop_map(|error_code| Failure::StreamReset { error_code }),
        "\\PC{0,9}".prop_map(|reason| Failure::RequestImpossible { reason }),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let kind = prop_oneof![
        any::<u32>().prop_map(|id| EventKind::FetchStarted(FetchId(id))),
        any::<u32>().prop_map(|id| EventKind::ExchangeStarted(ExchangeId(id))),
        any::<u32>().prop_map(|id| EventKind::PacketSent(PacketId(id))),
        any::<u32>().prop_map(|id| EventKind::MessageSent(MessageId(id))),
        any::<u32>().prop_map(|id| EventKind::StageStarted(StageId(id))),
        failure().prop_map(|failure| EventKind::ExchangeFailed(ExchangeId(0), failure)),
        any::<u32>().prop_map(|id| EventKind::ExchangeFinished(ExchangeId(id))),
        failure().prop_map(|failure| EventKind::FetchFailed(FetchId(0), failure)),
        any::<u32>().prop_map(|id| EventKind::FetchFinished(FetchId(id))),
        any::<u64>().prop_map(|ms| EventKind::LimitReached(Limit::VirtualTimeMs(ms))),
    ];
    (instant(), any::<u16>(), kind).prop_map(|(at, host, kind)| Event {
        at,
        host: HostId(host),
        kind,
    })
}
