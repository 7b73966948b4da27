//! Which roles know of which, read from their `use` lines: a policy touches no socket, a transport
//! knows no policy, a server knows no service.

#![allow(clippy::disallowed_methods, reason = "it reads the sources, not what a simulation could")]

use std::fs;
use std::path::{Path, PathBuf};

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).expect("the folder is there");
    entries.flat_map(|entry| files(&entry.expect("it can be read").path())).collect()
}

/// The `use` declarations of all files at a path below `src/roles`.
fn uses(path: &str) -> Vec<String> {
    let roles = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/roles");
    let mut found = Vec::new();
    for file in files(&roles.join(path)) {
        let text = fs::read_to_string(file).expect("it is text");
        let behind = text.split("use ").skip(1).filter_map(|behind| behind.split_once(';'));
        found.extend(behind.map(|(used, _)| used.to_owned()));
    }
    assert!(!found.is_empty(), "{path} uses something");
    found
}

#[track_caller]
fn check(path: &str, foreign: &[&str]) {
    for used in uses(path) {
        let words: Vec<&str> = used.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let met = foreign.iter().find(|word| words.contains(word));
        assert_eq!(met, None, "{path} uses {used}");
    }
}

#[test]
fn a_policy_touches_no_socket() {
    let sockets = ["TcpStream", "TcpListener", "UdpSocket", "http_connection", "tls", "h2"];
    check("user_agent", &sockets);
}

#[test]
fn a_transport_knows_no_policy() {
    check("http_client", &["user_agent", "hsts"]);
}

#[test]
fn a_server_of_http_knows_no_service() {
    check("http_server", &["origin", "Application", "router", "database", "axum"]);
}
