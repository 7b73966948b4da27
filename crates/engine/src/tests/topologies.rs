//! Worlds that are data: what is described is what is built.

use crate::roles::http_server::{Answering, TransportOptions};
use crate::roles::origin::HttpsPolicy;
use crate::simulation::{Blocks, Bounds, HostPlan, LinkPlan, Reading, TCP_BUFFER_LEN_MIN};
use crate::topology::{Condition, HostDescription, Program, Served, ServerDescription, Topology};
use core::fmt::Write as _;
use core::time::Duration;
use std::net::{IpAddr, Ipv4Addr};
use trace::{
    Content, Host, HostId, HttpVersion, Request, Role, Scenario, SqlStatement, Trace, ZoneEntry,
    ZoneRecord,
};

const SECOND_ADDRESS: Ipv4Addr = Ipv4Addr::new(93, 184, 216, 35);
const SECOND_DATABASE_ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 6);

/// Requests in a world that knows the name of a second server.
fn scenario(requests: &[(&str, &str)]) -> Scenario {
    let json = [("Content-Type".to_owned(), "application/json".to_owned())];
    let request = |&(method, url): &(&str, &str)| {
        let (fields, content): (&[_], &[u8]) = match method {
            "POST" => (&json, br#"{"name": "Bob"}"#),
            _ => (&[], b""),
        };
        Request::parse(method, url, fields, content.to_vec()).expect("a good request")
    };
    let mut scenario = Scenario::with_requests(requests.iter().map(request).collect());
    scenario.world.names.zone.push(ZoneEntry {
        name: "second.example.net".to_owned(),
        ttl_s: 300,
        record: ZoneRecord::A(SECOND_ADDRESS),
    });
    scenario
}

fn host(role: Role, name: &str, address: Ipv4Addr, runs: Program) -> HostDescription {
    let stack = HostPlan {
        name: name.to_owned(),
        addresses: vec![address.into()],
        tcp_buffer_len: TCP_BUFFER_LEN_MIN,
    };
    HostDescription { role, name: name.to_owned(), stack, runs }
}

fn link(ends: [HostId; 2]) -> LinkPlan {
    LinkPlan {
        ends,
        one_way_delay: Duration::from_millis(5),
        bandwidth_bits_per_s: None,
        mtu: 1500,
        loss_ppm: 0,
        change: None,
        blocks: Blocks::Nothing,
    }
}

/// The id of the first host in this role.
fn first(topology: &Topology, role: Role) -> HostId {
    let mut hosts = topology.hosts().into_iter();
    hosts.find(|host| host.role == role).map(|host| host.id).expect("a host in this role")
}

/// The world of a scenario, with one more server that the client reaches.
pub(super) fn with_second_server(scenario: &Scenario, serves: Served) -> (Topology, HostId) {
    let mut topology = crate::world::topology(&scenario.world);
    let server = Program::HttpServer(ServerDescription {
        serves,
        condition: Condition::Running,
        transport: TransportOptions { reading: Reading::AtOnce, answering: Answering::Whole },
        https: HttpsPolicy::Indifferent,
        protocols: &["h2", "http/1.1"],
        certificate_fault: None,
    });
    let server = host(Role::OriginServer, "second.example.net", SECOND_ADDRESS, server);
    let server = topology.add_host(server);
    topology.add_link(link([first(&topology, Role::UserAgent), server]));
    (topology, server)
}

/// What servers and databases were asked and answered: which exchange, from whom, to whom, what.
fn told(trace: &Trace) -> String {
    let mut told = String::new();
    for message in &trace.messages {
        let said = match &message.content {
            content @ (Content::HttpRequest { .. } | Content::HttpResponse { .. }) => {
                content.first_line()
            }
            Content::SqlStatement(SqlStatement { text, .. }) => text.clone(),
            _ => continue,
        };
        let name = |id: HostId| &trace.host(id).name;
        let exchange = message.exchange.map_or_else(|| "-".to_owned(), |id| id.0.to_string());
        writeln!(told, "{exchange}: {} to {}: {said}", name(message.from), name(message.to))
            .expect("memory takes every octet");
    }
    told
}

pub(super) fn run(topology: &Topology, scenario: &Scenario) -> Trace {
    crate::simulate_in(topology, scenario, Bounds::default(), None)
}

#[test]
fn a_second_server_with_a_service_of_its_own_answers_to_its_own_name() {
    let scenario = scenario(&[
        ("GET", "http://second.example.net/anything"),
        ("GET", "http://api.example.com/users/42"),
    ]);
    let (topology, second) = with_second_server(&scenario, Served::Text("hello"));
    let trace = run(&topology, &scenario);
    let expected = "\
        0: client to second.example.net: GET /anything HTTP/1.1\n\
        0: second.example.net to client: HTTP/1.1 200 OK\n\
        1: client to api.example.com: GET /users/42 HTTP/1.1\n\
        1: api.example.com to database: SELECT * FROM users WHERE id=$1\n\
        1: api.example.com to client: HTTP/1.1 200 OK\n";
    assert_eq!(told(&trace), expected);
    let Host { name, addresses, .. } = trace.host(second);
    assert_eq!(
        (&**name, addresses.as_slice()),
        ("second.example.net", &[IpAddr::from(SECOND_ADDRESS)][..])
    );
    let stages = trace.stages.iter().filter(|stage| stage.host == second);
    assert_eq!(stages.count(), 1, "a server reads requests, whatever it serves");
}

#[test]
fn the_same_service_answers_in_both_versions_of_http() {
    for (http, expected) in
        [(HttpVersion::Http1, "HTTP/1.1 200 OK"), (HttpVersion::Http2, "HTTP/2 200")]
    {
        let mut scenario = scenario(&[("GET", "https://second.example.net/")]);
        scenario.world.client.http = http;
        let (topology, _) = with_second_server(&scenario, Served::Text("hello"));
        let trace = run(&topology, &scenario);
        let exchange = &trace.exchanges[0];
        let response = trace.message(exchange.response.expect("an answer"));
        assert_eq!(response.content.first_line(), expected);
        let Content::HttpResponse { body, .. } = &response.content else { panic!("a response") };
        let body: Vec<u8> =
            body.iter().flat_map(|range| trace.octets.slice(*range)).copied().collect();
        assert_eq!(body, b"hello");
    }
}

#[test]
fn a_second_database_knows_nothing_of_what_the_first_one_is_told() {
    let scenario = scenario(&[
        ("POST", "http://second.example.net/users"),
        ("GET", "http://second.example.net/users/124"),
        ("GET", "http://api.example.com/users/124"),
    ]);
    let database = Served::Application {
        database: SECOND_DATABASE_ADDRESS,
        settings: application::Settings::default(),
    };
    let (mut topology, second) = with_second_server(&scenario, database);
    let database = host(
        Role::Database,
        "second database",
        SECOND_DATABASE_ADDRESS,
        Program::Database(crate::options::database(&trace::World::default())),
    );
    let database = topology.add_host(database);
    topology.add_link(link([second, database]));
    let trace = run(&topology, &scenario);
    let told = told(&trace);
    let answers: Vec<&str> = told
        .lines()
        .filter(|line| line.contains("HTTP/1.1 ") && line.contains("to client"))
        .collect();
    let expected = [
        "0: second.example.net to client: HTTP/1.1 201 Created",
        "1: second.example.net to client: HTTP/1.1 200 OK",
        "2: api.example.com to client: HTTP/1.1 404 Not Found",
    ];
    assert_eq!(answers, expected, "{told}");
    assert!(told.contains("0: second.example.net to second database: INSERT INTO users"), "{told}");
    assert!(told.contains("2: api.example.com to database: SELECT"), "{told}");
    assert_eq!(trace.exchanges[0].table_changes.len(), 1);
    let n_rows: Vec<usize> = trace
        .tables
        .iter()
        .filter(|table| table.name == "users")
        .map(|table| table.rows.len())
        .collect();
    assert_eq!(n_rows, [5, 6]);
}

#[test]
fn what_a_proxy_asks_belongs_to_the_exchange_that_it_asks_for() {
    let scenario = scenario(&[("GET", "http://second.example.net/users/42")]);
    let origin = Ipv4Addr::new(93, 184, 216, 34).into();
    let (mut topology, proxy) = with_second_server(&scenario, Served::AnswersOf(origin));
    topology.add_link(link([proxy, first(&topology, Role::OriginServer)]));
    let trace = run(&topology, &scenario);
    let expected = "\
        0: client to second.example.net: GET /users/42 HTTP/1.1\n\
        0: second.example.net to api.example.com: GET /users/42 HTTP/1.1\n\
        0: api.example.com to database: SELECT * FROM users WHERE id=$1\n\
        0: api.example.com to second.example.net: HTTP/1.1 200 OK\n\
        0: second.example.net to client: HTTP/1.1 200 OK\n";
    assert_eq!(told(&trace), expected);
    let exchange = &trace.exchanges[0];
    let names = |id| {
        let message = trace.message(id);
        [message.from, message.to].map(|host| trace.host(host).role)
    };
    let (request, response) =
        (exchange.request().expect("asked"), exchange.response.expect("told"));
    assert_eq!(names(request), [Role::UserAgent, Role::OriginServer]);
    assert_eq!(trace.message(request).to, proxy);
    assert_eq!(trace.message(response).from, proxy);
}
