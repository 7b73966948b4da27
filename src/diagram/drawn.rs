//! What is drawn.

use crate::playback::player::{Player, Shown};
use core::net::{IpAddr, Ipv4Addr};
use leptos::prelude::*;
use picture::{Lanes, Level, Sequence};
use std::sync::Arc;
use trace::{ClientKind, Host, HostId, Role, Scenario, Trace, ZoneTier};

/// What is drawn: before anything was sent, the lanes alone.
pub fn drawn_sequence(player: Player, client: RwSignal<ClientKind>, shown: Shown) -> Arc<Sequence> {
    shown.sequence.get().unwrap_or_else(|| Arc::new(empty_lanes(player, client)))
}

fn empty_lanes(player: Player, client: RwSignal<ClientKind>) -> Sequence {
    let mut scenario = Scenario::with_requests(Vec::new());
    scenario.world.client.kind = client.get();
    let trace = Trace::of_hosts(scenario, hosts());
    Sequence::new(Arc::new(trace), Level::Story)
        .with_lanes(Lanes { ends_only: player.settings.read().has_two_lanes, ..Lanes::default() })
}

/// The hosts of the usual world. The first screen knows them without a trace, which would bring
/// along all that reads one.
fn hosts() -> Vec<Host> {
    let hosts = [
        (Role::UserAgent, "client", [192, 0, 2, 10]),
        (Role::RecursiveResolver, "resolver", [198, 51, 100, 53]),
        (Role::AuthoritativeServer(ZoneTier::Root), "a.root-servers.example", [203, 0, 113, 41]),
        (Role::AuthoritativeServer(ZoneTier::TopLevel), "a.tld-servers.example", [203, 0, 113, 42]),
        (Role::AuthoritativeServer(ZoneTier::Below), "ns1.example.com", [203, 0, 113, 43]),
        (Role::OriginServer, "api.example.com", [93, 184, 216, 34]),
        (Role::Database, "database", [203, 0, 113, 5]),
    ];
    let host = |(index, (role, name, address)): (usize, (Role, &str, [u8; 4]))| Host {
        id: HostId(index as u16),
        role,
        name: name.to_owned(),
        addresses: vec![IpAddr::V4(Ipv4Addr::from(address))],
    };
    hosts.into_iter().enumerate().map(host).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lanes_of_the_first_screen_are_those_of_the_usual_world() {
        assert_eq!(hosts(), engine::simulate(&Scenario::default()).hosts);
    }
}
