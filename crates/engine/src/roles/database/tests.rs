//! Server and database, alone in a world.

use super::*;
use crate::attribution::RequestKey;
use crate::roles::database::client::DatabaseConnections;
use crate::simulation::{Blocks, Bounds, HostPlan, LinkPlan, TCP_BUFFER_LEN_MIN};
use application::{Answer, Statement, Value};
use std::net::Ipv4Addr;

const SERVER: HostId = HostId(0);
const DATABASE: HostId = HostId(1);
const DATABASE_ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 2);

/// Sends all statements at the same time, and prints what came of each, in the order in which the
/// answers came.
fn printed(statements: &[&str]) -> String {
    let host = |name: &str, last| HostPlan {
        name: name.to_owned(),
        addresses: vec![Ipv4Addr::new(192, 0, 2, last).into()],
        tcp_buffer_len: TCP_BUFFER_LEN_MIN,
    };
    let link = LinkPlan {
        ends: [SERVER, DATABASE],
        one_way_delay: Duration::from_millis(1),
        bandwidth_bits_per_s: None,
        mtu: 1500,
        loss_ppm: 0,
        change: None,
        blocks: Blocks::Nothing,
    };
    let simulation = Simulation::new(1, &[host("server", 1), host("database", 2)], &[link]);
    let boot = Boot { has_orders: true, unix_s: 0 };
    let work = Duration::from_millis(2);
    simulation.spawn(Database::boot(&simulation, DATABASE, boot, work).run());
    let connections = DatabaseConnections::new(&simulation, SERVER, DATABASE_ADDRESS);
    let lines = Rc::new(RefCell::new(Vec::new()));
    let boot = connections.clone();
    simulation.spawn_awaited(async move { boot.open().await });
    for (ordinal, text) in (0..).zip(statements) {
        let (world, connections) = (simulation.clone(), connections.clone());
        let (statement, lines) = (Statement::plain(*text), Rc::clone(&lines));
        simulation.spawn_awaited(async move {
            world.sleep(Duration::from_millis(100)).await;
            let key = RequestKey::new((DATABASE_ADDRESS.into(), 1), ordinal);
            let executed = connections.execute(&statement, key).await;
            let at_ms = world.now().0 / 1_000_000;
            lines.borrow_mut().push(format!("{at_ms} {}: {}", statement.text, shown(executed)));
        });
    }
    simulation.run(Bounds::default());
    lines.borrow().join("\n")
}

fn shown(executed: Result<Answer, application::DatabaseError>) -> String {
    match executed {
        Ok(Answer::Changed { rows }) => format!("changed {rows}"),
        Ok(Answer::Rows { columns, rows }) => {
            let row =
                |row: Vec<Value>| row.iter().map(Value::literal).collect::<Vec<_>>().join(", ");
            let rows: Vec<String> = rows.into_iter().map(row).collect();
            format!("{}: {}", columns.join(", "), rows.join("; "))
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn two_statements_run_at_a_time_and_a_third_waits_for_a_connection() {
    insta::assert_snapshot!(printed(&[
        "SELECT * FROM users WHERE id=42",
        "SELECT count(*) AS users, max(name) AS last, NULL AS none FROM users",
        "DELETE FROM products",
        "SELECT * FROM wolves",
    ]), @"
    104 SELECT count(*) AS users, max(name) AS last, NULL AS none FROM users: users, last, none: 5, 'Linus', NULL
    104 SELECT * FROM users WHERE id=42: id, name: 42, 'Alice'
    108 DELETE FROM products: changed 4
    108 SELECT * FROM wolves: there is no such table (SQLSTATE 42P01)
    ");
}
