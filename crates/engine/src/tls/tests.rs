//! Handshakes between two hosts of a small world.

use super::*;
use crate::simulation::{
    Blocks, Bounds, HostPlan, LinkPlan, Simulation, TCP_BUFFER_LEN_MIN, TcpListener, TcpStream,
};
use core::cell::RefCell;
use core::time::Duration;
use std::net::Ipv4Addr;
use std::rc::Rc;
use trace::HostId;

const NOW_UNIX_S: i64 = 1_767_603_600;
const SERVER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 2);

/// What a run of two connections in a row says, and what crossed the link.
fn run(
    fault: Option<CertificateFault>,
    protocols: [&'static [&'static str]; 2],
) -> (Vec<String>, u64) {
    let host = |name: &str, last| HostPlan {
        name: name.to_owned(),
        addresses: vec![Ipv4Addr::new(192, 0, 2, last).into()],
        tcp_buffer_len: TCP_BUFFER_LEN_MIN,
    };
    let link = LinkPlan {
        ends: [HostId(0), HostId(1)],
        one_way_delay: Duration::from_millis(10),
        bandwidth_bits_per_s: None,
        mtu: 1500,
        loss_ppm: 0,
        change: None,
        blocks: Blocks::Nothing,
    };
    let simulation = Simulation::new(1, &[host("a", 1), host("b", 2)], &[link]);
    let told = Rc::new(RefCell::new(Vec::new()));
    let authority = || Authority::new(1, "Test", NOW_UNIX_S);
    let trusted = match fault {
        Some(CertificateFault::UnknownIssuer) => Authority::new(1, "Other", NOW_UNIX_S),
        _ => authority(),
    };
    let server = Rc::new(ServerTls::new(
        1,
        "server",
        authority(),
        fault,
        &[SERVER.into()],
        NOW_UNIX_S,
        protocols[1],
    ));
    let world = simulation.clone();
    simulation.spawn(async move {
        let mut listener = TcpListener::bind(&world, HostId(1), 443, 2);
        loop {
            let tcp = listener.accept().await;
            let (world, server) = (world.clone(), Rc::clone(&server));
            let spawner = world.clone();
            spawner.spawn(async move {
                let Ok(stream) = server.accept(&world, tcp).await else { return };
                while let Ok(asked) = stream.read().await {
                    if asked.is_empty() || stream.write_all(&asked).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    let (world, tell) = (simulation.clone(), Rc::clone(&told));
    simulation.spawn_awaited(async move {
        let secrets = Secrets::default();
        let client =
            ClientTls::new(1, "client", &trusted, NOW_UNIX_S, protocols[0], secrets.clone());
        for _ in 0..2 {
            let started = world.now();
            let tcp =
                TcpStream::connect(&world, HostId(0), (SERVER.into(), 443), Duration::from_secs(5));
            let tcp = tcp.await.expect("the server listens");
            let line = match client.connect(&world, tcp, "api.example.com").await {
                Err(error) => format!("{error:?}"),
                Ok(stream) => {
                    stream.write_all(b"hello").await.expect("an open connection");
                    let echo = stream.read().await.expect("an open connection");
                    let protocol =
                        stream.protocol().map(|p| String::from_utf8_lossy(&p).into_owned());
                    let took = world.now().since(started).as_millis();
                    format!("{} {protocol:?} after {took} ms", String::from_utf8_lossy(&echo))
                }
            };
            tell.borrow_mut().push(line);
        }
        tell.borrow_mut().push(format!("{} secrets", secrets.lines().len()));
    });
    let recorder = simulation.run(Bounds::default());
    let hash = (0..recorder.packets.len()).fold(0u64, |hash, index| {
        hash.rotate_left(1) ^ trace::hash(recorder.octets.slice(recorder.packets[index].octets))
    });
    (told.take(), hash)
}

#[track_caller]
fn check(fault: Option<CertificateFault>, expected: &str) {
    let (told, hash) = run(fault, [&["http/1.1"], &["h2", "http/1.1"]]);
    assert_eq!(told[0], expected);
    let (again, hash_again) = run(fault, [&["http/1.1"], &["h2", "http/1.1"]]);
    assert_eq!((told, hash), (again, hash_again), "the same seed gives the same octets");
}

#[test]
fn a_handshake_takes_one_round_trip_after_tcps() {
    check(None, "hello Some(\"http/1.1\") after 60 ms");
}

#[test]
fn bad_certificates_are_told_apart() {
    check(Some(CertificateFault::Expired), "CertificateExpired");
    check(Some(CertificateFault::WrongName), "CertificateWrongName");
    check(Some(CertificateFault::UnknownIssuer), "CertificateUnknownIssuer");
}

#[test]
fn without_a_common_protocol_there_is_no_connection() {
    let (told, _) = run(None, [&["http/1.1"], &["h2"]]);
    assert_eq!(told[0], "NoCommonProtocol");
}
