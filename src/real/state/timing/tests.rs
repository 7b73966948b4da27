//! Numbers as browsers give them, and the bars that they become.

use super::*;

/// A fresh encrypted connection, all of it told.
fn open() -> Timing {
    Timing {
        start_time: 1_000,
        fetch_start: 1_000,
        domain_lookup_start: 2_000,
        domain_lookup_end: 5_000,
        connect_start: 5_000,
        secure_connection_start: 9_000,
        connect_end: 20_000,
        request_start: 20_100,
        response_start: 50_000,
        response_end: 51_000,
        next_hop_protocol: "h2".to_owned(),
        transfer_size: Some(400),
        encoded_body_size: 100,
        decoded_body_size: 100,
        server_timings: Some(Vec::new()),
        ..Timing::default()
    }
}

/// Another site without Timing-Allow-Origin: start and end are all there is.
fn closed() -> Timing {
    Timing { start_time: 1_000, fetch_start: 1_000, response_end: 51_000, ..Timing::default() }
}

/// Over `https://` to a name, by a clock that tells 0.1 ms.
const SECURE: Circumstances = Circumstances {
    is_secure: true,
    is_redirected: false,
    is_under_way: false,
    host: HostKind::Name,
    grain_us: 100,
};

/// By a clock that tells whole milliseconds.
const COARSE: Circumstances = Circumstances { grain_us: 1_000, ..SECURE };

/// One line a bar.
fn print(bars: &[Bar]) -> String {
    let line = |bar: &Bar| {
        let span = match &bar.span {
            Span::Measured { from_us, to_us } => format!("{from_us}..{to_us}"),
            other => format!("{other:?}"),
        };
        format!("{:?} {span}\n", bar.act)
    };
    bars.iter().map(line).collect()
}

#[track_caller]
fn check(timing: Option<&Timing>, is_secure: bool, is_redirected: bool, expected: &str) {
    let known = Circumstances { is_secure, is_redirected, ..SECURE };
    let expected: String =
        expected.trim().lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(print(&bars(timing, known)), expected);
}

#[test]
fn a_fresh_connection_has_a_bar_for_each_act() {
    check(
        Some(&open()),
        true,
        false,
        "FindAddress 1000..4000
        OpenConnection 4000..8000
        Encrypt 8000..19000
        Ask 19100..49000
        ServerWorks Hidden(NoServerTiming)
        Answer 49000..50000",
    );
    let plain = Timing { secure_connection_start: 0, ..open() };
    check(
        Some(&plain),
        false,
        false,
        "FindAddress 1000..4000
        OpenConnection 4000..19000
        Encrypt NotNeeded(InTheOpen)
        Ask 19100..49000
        ServerWorks Hidden(NoServerTiming)
        Answer 49000..50000",
    );
}

#[test]
fn another_site_without_permission_shows_no_time_at_all() {
    let expected = "FindAddress Hidden(OtherSite)
        OpenConnection Hidden(OtherSite)
        Encrypt Hidden(OtherSite)
        Ask Hidden(OtherSite)
        ServerWorks Hidden(NoServerTimingOfOtherSite)
        Answer Hidden(OtherSite)";
    check(Some(&closed()), true, false, expected);
    check(Some(&closed()), true, true, &format!("Redirect Hidden(OtherSite)\n{expected}"));
    assert_eq!(closed().total_us(), Some(50_000), "the whole is told all the same");
    assert!(!closed().is_from_cache());
}

#[test]
fn without_a_record_everything_is_hidden() {
    check(
        None,
        false,
        true,
        "Redirect Hidden(NoRecord)
        FindAddress Hidden(NoRecord)
        OpenConnection Hidden(NoRecord)
        Encrypt NotNeeded(InTheOpen)
        Ask Hidden(NoRecord)
        Answer Hidden(NoRecord)",
    );
}

#[test]
fn a_reused_connection_opens_nothing() {
    let reused = Timing {
        domain_lookup_start: 1_000,
        domain_lookup_end: 1_000,
        connect_start: 1_000,
        secure_connection_start: 1_000,
        connect_end: 1_000,
        ..open()
    };
    check(
        Some(&reused),
        true,
        false,
        "FindAddress NotNeeded(Reused)
        OpenConnection NotNeeded(Reused)
        Encrypt NotNeeded(Reused)
        Ask 19100..49000
        ServerWorks Hidden(NoServerTiming)
        Answer 49000..50000",
    );
}

#[test]
fn an_address_in_the_url_is_not_looked_up_whatever_the_record_says() {
    for (host, why) in [
        (HostKind::Address, NotNeeded::AddressInUrl),
        (HostKind::ThisMachine, NotNeeded::ThisMachine),
    ] {
        for timing in [Some(open()), Some(closed()), None] {
            let bars = bars(timing.as_ref(), Circumstances { host, ..SECURE });
            assert_eq!(bars[0].span, Span::NotNeeded(why), "{timing:?}");
        }
    }
    let known = Timing { domain_lookup_start: 1_500, domain_lookup_end: 1_500, ..open() };
    let bars = bars(Some(&known), SECURE);
    assert_eq!(bars[0].span, Span::NotNeeded(NotNeeded::AddressKnown));
}

#[test]
fn what_a_coarse_clock_cannot_tell_apart_is_not_told() {
    let at_once = Timing {
        domain_lookup_start: 1_000,
        domain_lookup_end: 1_000,
        connect_start: 1_000,
        secure_connection_start: 1_000,
        connect_end: 1_000,
        request_start: 1_000,
        response_start: 1_000,
        response_end: 2_000,
        ..open()
    };
    let expected = "FindAddress Hidden(WithinAGrain)
        OpenConnection Hidden(WithinAGrain)
        Encrypt Hidden(WithinAGrain)
        Ask 0..0
        ServerWorks Hidden(NoServerTiming)
        Answer 0..1000";
    let expected: String = expected.lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(print(&bars(Some(&at_once), COARSE)), expected);
}

#[test]
fn of_a_kept_answer_nothing_but_the_whole_is_a_time() {
    let cached = Timing { transfer_size: Some(0), ..open() };
    let told = Timing { delivery_type: "cache".to_owned(), ..open() };
    let expected = "FindAddress NotNeeded(Cached)
        OpenConnection NotNeeded(Cached)
        Encrypt NotNeeded(Cached)
        Ask NotNeeded(Cached)
        Answer 0..50000";
    for kept in [cached, told] {
        assert!(kept.is_from_cache());
        check(Some(&kept), true, false, expected);
    }
    let revalidated = Timing { transfer_size: Some(300), ..open() };
    assert!(revalidated.is_revalidated() && !revalidated.is_from_cache());
    let not_counted = Timing { transfer_size: None, ..open() };
    assert!(!not_counted.is_from_cache() && !not_counted.is_revalidated());
}

#[test]
fn what_is_still_under_way_has_no_record_yet() {
    let under_way = Circumstances { is_under_way: true, ..SECURE };
    let bars = bars(None, under_way);
    assert!(bars.iter().all(|bar| bar.span == Span::Hidden(Hidden::UnderWay)), "{bars:?}");
}

#[test]
fn a_server_is_not_blamed_for_what_the_browser_does_not_show() {
    let unread = Timing { server_timings: None, ..open() };
    assert_eq!(bars(Some(&unread), SECURE)[4].span, Span::Hidden(Hidden::ServerTimingUnread));
}

#[test]
fn http3_opens_and_encrypts_in_one_go() {
    let quic = Timing { secure_connection_start: 5_000, ..open() };
    let bars = bars(Some(&quic), SECURE);
    assert_eq!(bars[1].span, Span::NotNeeded(NotNeeded::WithEncryption));
    assert_eq!(bars[2].span, Span::Measured { from_us: 4_000, to_us: 19_000 });
}

#[test]
fn what_the_server_tells_is_its_own_bar() {
    let metric =
        ServerTiming { name: "db".to_owned(), description: String::new(), duration_us: 53_000 };
    let told = Timing { server_timings: Some(vec![metric.clone()]), ..open() };
    assert_eq!(bars(Some(&told), SECURE)[4].span, Span::FromServer(vec![metric]));
}

#[test]
fn a_redirect_within_the_site_is_measured() {
    let redirected = Timing { redirect_start: 1_000, redirect_end: 1_700, ..open() };
    let first = &bars(Some(&redirected), Circumstances { is_redirected: true, ..SECURE })[0];
    assert_eq!(first.span, Span::Measured { from_us: 0, to_us: 700 });
}

/// Every number either as a browser gives it or zero, in all combinations: a bar is measured only
/// if both of its ends are told.
#[test]
fn no_combination_of_zeros_becomes_a_duration() {
    let fields: [fn(&mut Timing) -> &mut u64; 8] = [
        |timing| &mut timing.domain_lookup_start,
        |timing| &mut timing.domain_lookup_end,
        |timing| &mut timing.connect_start,
        |timing| &mut timing.secure_connection_start,
        |timing| &mut timing.connect_end,
        |timing| &mut timing.request_start,
        |timing| &mut timing.response_start,
        |timing| &mut timing.response_end,
    ];
    for hidden in 0..1_u32 << fields.len() {
        for is_secure in [false, true] {
            let mut timing = open();
            for (index, field) in fields.iter().enumerate() {
                if hidden >> index & 1 == 1 {
                    *field(&mut timing) = 0;
                }
            }
            let known = [
                (timing.domain_lookup_start, timing.domain_lookup_end),
                (timing.connect_start, timing.secure_connection_start),
                (timing.connect_start, timing.connect_end),
                (timing.secure_connection_start, timing.connect_end),
                (timing.request_start, timing.response_start),
                (timing.response_start, timing.response_end),
            ];
            for bar in bars(Some(&timing), Circumstances { is_secure, ..SECURE }) {
                if let Span::Measured { from_us, to_us } = bar.span {
                    let ends = (from_us + timing.start_time, to_us + timing.start_time);
                    assert!(known.contains(&ends) && ends.0 > 0, "{bar:?} of {timing:?}");
                }
            }
        }
    }
}

#[test]
fn times_are_written_to_what_the_clock_tells_and_never_as_zero() {
    let text = |us| ms_text(us, 100);
    assert_eq!(text(0), "under 0.1 ms");
    assert_eq!(text(49), "under 0.1 ms");
    assert_eq!(text(50), "0.1 ms");
    assert_eq!(text(12_349), "12.3 ms");
    assert_eq!(text(1_999_999), "2000.0 ms");
    assert_eq!(ms_text(0, 1_000), "under 1 ms");
    assert_eq!(ms_text(3_000, 1_000), "3 ms");
    assert_eq!(ms_text(0, 16_667), "under 17 ms");
    assert_eq!(ms_text(2_000_000, 100_000), "2000 ms");
}
