//! DNS messages over UDP and TCP (RFC 1035 §4.2, RFC 7766): how one host asks another, and how a
//! host listens. All resolvers and servers share it.

use crate::codecs::dns::{self, DnsMessage};
use crate::simulation::{Simulation, TcpListener, TcpStream, UdpSocket};
use core::future::Future;
use core::time::Duration;
use std::net::IpAddr;
use std::rc::Rc;
use trace::HostId;

/// How many connections may be opened at once.
const BACKLOG: usize = 4;
/// How long a connection may stand open without a query (RFC 7766 §6.2.3).
const IDLE_PATIENCE: Duration = Duration::from_secs(10);

/// Asks over UDP, and where the response is truncated again over TCP; `None` where no response
/// comes within `patience`.
pub async fn ask(
    simulation: &Simulation,
    socket: &UdpSocket,
    server: IpAddr,
    query: &DnsMessage,
    patience: Duration,
) -> Option<DnsMessage> {
    socket.send_to(&query.octets(), (server, dns::PORT));
    let response = simulation.timeout(patience, receive(socket, server, query)).await?;
    if !response.flags.truncated {
        return Some(response);
    }
    let over_tcp = ask_over_tcp(simulation, socket.host(), server, query, patience);
    simulation.timeout(patience, over_tcp).await.flatten()
}

/// Waits for the response to this query; others are stray and ignored.
async fn receive(socket: &UdpSocket, server: IpAddr, query: &DnsMessage) -> DnsMessage {
    loop {
        let (octets, (address, port)) = socket.receive_from().await;
        let response = DnsMessage::read(&octets).filter(|response| response.answers(query));
        match response {
            Some(response) if (address, port) == (server, dns::PORT) => return response,
            Some(_) | None => {}
        }
    }
}

async fn ask_over_tcp(
    simulation: &Simulation,
    host: HostId,
    server: IpAddr,
    query: &DnsMessage,
    patience: Duration,
) -> Option<DnsMessage> {
    let remote = (server, dns::PORT);
    let stream = TcpStream::connect(simulation, host, remote, patience).await.ok()?;
    stream.write_all(&query.framed_octets()).await.ok()?;
    let octets = read_framed(&stream, &mut Vec::new()).await?;
    DnsMessage::read(&octets).filter(|response| response.answers(query))
}

/// The next message of a connection; `None` once it is over. `rest` keeps what came behind it.
async fn read_framed(stream: &TcpStream, rest: &mut Vec<u8>) -> Option<Vec<u8>> {
    loop {
        if let Some(len) = dns::framed_len(rest) {
            let behind = rest.split_off(len);
            let message = rest.split_off(2);
            *rest = behind;
            return Some(message);
        }
        let arrived = stream.read().await.ok().filter(|arrived| !arrived.is_empty())?;
        rest.extend_from_slice(&arrived);
    }
}

/// Listens on port 53 of UDP and TCP, and answers every query as `respond` says, each in a task
/// of its own; where it says nothing, nothing is sent.
pub fn listen<F, R>(simulation: &Simulation, host: HostId, respond: F)
where
    F: Fn(DnsMessage) -> R + Clone + 'static,
    R: Future<Output = Option<DnsMessage>> + 'static,
{
    simulation.spawn(listen_on_udp(simulation.clone(), host, respond.clone()));
    simulation.spawn(listen_on_tcp(simulation.clone(), host, respond));
}

async fn listen_on_udp<F, R>(simulation: Simulation, host: HostId, respond: F)
where
    F: Fn(DnsMessage) -> R,
    R: Future<Output = Option<DnsMessage>> + 'static,
{
    let socket = Rc::new(UdpSocket::bind(&simulation, host, Some(dns::PORT)));
    loop {
        let (octets, asker) = socket.receive_from().await;
        let Some(query) = query(&octets) else { continue };
        let octets_max = query.udp_octets_max();
        let (response, socket) = (respond(query), Rc::clone(&socket));
        simulation.spawn(async move {
            if let Some(response) = response.await {
                socket.send_to(&response.octets_within(octets_max), asker);
            }
        });
    }
}

async fn listen_on_tcp<F, R>(simulation: Simulation, host: HostId, respond: F)
where
    F: Fn(DnsMessage) -> R + Clone + 'static,
    R: Future<Output = Option<DnsMessage>> + 'static,
{
    let mut listener = TcpListener::bind(&simulation, host, dns::PORT, BACKLOG);
    loop {
        let stream = listener.accept().await;
        let (at, respond) = (simulation.clone(), respond.clone());
        simulation.spawn(async move {
            let mut rest = Vec::new();
            while let Some(Some(octets)) =
                at.timeout(IDLE_PATIENCE, read_framed(&stream, &mut rest)).await
            {
                let Some(query) = query(&octets) else { return };
                let Some(response) = respond(query).await else { return };
                if stream.write_all(&response.framed_octets()).await.is_err() {
                    return;
                }
            }
        });
    }
}

fn query(octets: &[u8]) -> Option<DnsMessage> {
    DnsMessage::read(octets).filter(|message| !message.flags.response)
}
