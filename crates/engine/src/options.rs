//! What options and faults of a world mean to those who play in it.

use crate::roles::client_profile::{AfterSending, ClientProfile, CookieMemory};
use crate::roles::dns::recursive_resolver::ResolverFault;
use crate::roles::http_server::{Answering, TransportOptions};
use crate::roles::origin::HttpsPolicy;
use crate::simulation::{Blocks, PathChange, Reading, TCP_BUFFER_LEN_MIN};
use crate::tls::{AUTHORITY, CertificateFault};
use crate::topology::{Condition, DatabaseDescription};
use application::Settings;
use core::time::Duration;
use trace::{Alpn, CookieOption, Crash, Fault, World};

/// A slow reader's room for what has arrived, in octets: chosen.
const SLOW_READER_BUFFER_LEN: usize = 8 * 1024;
/// How long it rests each time it has read: chosen, and longer than the second after which a
/// sender probes a closed window for the first time.
const SLOW_READER_REST: Duration = Duration::from_millis(1500);

/// Octets that a connection can hold in each direction, at most: chosen, and more than any body
/// here takes.
const TCP_BUFFER_LEN_MAX: usize = 1024 * 1024;
/// What a link without a limit is taken for, in bits per second.
const UNLIMITED_BITS_PER_S: u64 = 1_000_000_000;

/// Octets that a connection over the link between client and origin server can hold in each
/// direction: what is under way when the link is full, as systems find out that adapt their buffers
/// (RFC 7323 §1.1).
pub fn tcp_buffer_len(world: &World) -> usize {
    let bits_per_s = world.network.bandwidth_bits_per_s.unwrap_or(UNLIMITED_BITS_PER_S);
    let microseconds = world.network.round_trip_time.as_micros();
    let under_way = u128::from(bits_per_s) * microseconds / 8_000_000;
    let under_way = under_way.min(TCP_BUFFER_LEN_MAX as u128) as usize;
    under_way.next_power_of_two().clamp(TCP_BUFFER_LEN_MIN, TCP_BUFFER_LEN_MAX)
}

/// What a path of the client that takes `round_trip` is from a time on: it takes `changed` then, if
/// that is said, and loses what is said.
pub fn change_of_path(
    world: &World,
    changed: Option<Duration>,
    round_trip: Duration,
) -> Option<PathChange> {
    let network = &world.network;
    Some(PathChange {
        after: network.changes_at?,
        one_way_delay: changed.unwrap_or(round_trip) / 2,
        loss_ppm: network.changed_loss_ppm.unwrap_or(network.loss_ppm),
    })
}

/// What does not get through from the client to the origin server.
pub fn blocks(world: &World) -> Blocks {
    if world.faults.contains(&Fault::ConnectTimeout) {
        Blocks::Everything
    } else if world.faults.contains(&Fault::BrokenIpv6) {
        Blocks::Ipv6
    } else {
        Blocks::Nothing
    }
}

/// What the recursive resolver does wrong.
pub fn of_resolver(world: &World) -> Option<ResolverFault> {
    world.faults.iter().find_map(|fault| match fault {
        Fault::NameNotFound => Some(ResolverFault::NameNotFound),
        Fault::DnsTimeout => Some(ResolverFault::Silent),
        _ => None,
    })
}

/// Whether the origin server runs at all.
pub fn condition_of_server(world: &World) -> Condition {
    match world.faults.contains(&Fault::ConnectionRefused) {
        true => Condition::Stopped,
        false => Condition::Running,
    }
}

/// How the origin server treats its connections.
pub fn transport_of_server(world: &World) -> TransportOptions {
    let answering = world.faults.iter().find_map(|fault| match fault {
        Fault::ServerSilent => Some(Answering::Never),
        Fault::ResetMidResponse => Some(Answering::BrokenOff),
        _ => None,
    });
    let reading = match world.server.slow_reader {
        true => Reading::Slow { buffer_len: SLOW_READER_BUFFER_LEN, rest: SLOW_READER_REST },
        false => Reading::AtOnce,
    };
    TransportOptions { reading, answering: answering.unwrap_or(Answering::Whole) }
}

/// What the origin server says to clients that come without encryption.
pub fn https_policy(world: &World) -> HttpsPolicy {
    match world.server.https_only {
        true => HttpsPolicy::AskToRemember,
        false => HttpsPolicy::Indifferent,
    }
}

/// What the client does: as its kind does, but for what is said otherwise.
pub fn client_profile(world: &World) -> ClientProfile {
    let mut profile = ClientProfile::of(world.client.kind);
    match world.client.cookies {
        CookieOption::AsClient => {}
        CookieOption::Keep => profile.cookies = CookieMemory::Kept,
        CookieOption::None => profile.cookies = CookieMemory::Nothing,
    }
    match world.client.half_close {
        true => ClientProfile { after_sending: AfterSending::HalfClose, ..profile },
        false => profile,
    }
}

/// What the origin server speaks inside of TLS (RFC 7301 §6).
pub fn protocols_of_server(world: &World) -> &'static [&'static str] {
    match world.server.alpn {
        Alpn::H2 => &["h2", "http/1.1"],
        Alpn::Http10 => &["http/1.0"],
    }
}

/// The authority whose certificates the client trusts: not the one that issues the server's, where
/// nobody knows that.
pub fn trusted_authority(world: &World) -> &'static str {
    match of_certificate(world) {
        Some(CertificateFault::UnknownIssuer) => "Another Test",
        Some(CertificateFault::Expired | CertificateFault::WrongName) | None => AUTHORITY,
    }
}

/// What is wrong with its certificate.
pub fn of_certificate(world: &World) -> Option<CertificateFault> {
    world.faults.iter().find_map(|fault| match fault {
        Fault::CertificateExpired => Some(CertificateFault::Expired),
        Fault::CertificateWrongName => Some(CertificateFault::WrongName),
        Fault::CertificateUnknownIssuer => Some(CertificateFault::UnknownIssuer),
        _ => None,
    })
}

/// How long a statement takes the database: chosen.
const STATEMENT_WORK: Duration = Duration::from_millis(2);
/// The same, where it is slow.
const SLOW_STATEMENT_WORK: Duration = Duration::from_secs(1);

/// What the database does.
pub fn database(world: &World) -> DatabaseDescription {
    DatabaseDescription {
        has_orders: world.server.server_crash != Crash::Orders,
        work: match world.server.database_slow {
            true => SLOW_STATEMENT_WORK,
            false => STATEMENT_WORK,
        },
        condition: match world.server.database_down {
            true => Condition::Stopped,
            false => Condition::Running,
        },
    }
}

/// How the application behaves.
pub fn of_application(world: &World) -> Settings {
    Settings {
        crash: world.server.server_crash,
        cors: world.server.cors,
        is_rate_limited: world.server.rate_limited,
        tells_timing: world.server.server_timing,
    }
}
