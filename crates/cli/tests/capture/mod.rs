//! What tshark says of a capture.

use std::path::Path;
use std::process::Command;

/// Between the values of a field that occurs several times in one packet.
pub const AGGREGATOR: char = '|';

/// The values of some fields, packet by packet; empty where a packet lacks the field.
pub fn columns(name: &str, capture: &[u8], fields: &[&str]) -> Vec<Vec<String>> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = directory.join(format!("{name}.pcapng"));
    std::fs::write(&path, capture).expect("the directory for tests can be written to");
    let tshark = std::env::var("ROUNDTRIP_TSHARK").unwrap_or_else(|_| "tshark".to_owned());
    let mut command = Command::new(&tshark);
    // Nobody's own settings change the verdict.
    command.env("WIRESHARK_CONFIG_DIR", directory).arg("-r").arg(&path);
    for protocol in ["ip", "tcp", "udp"] {
        command.args(["-o", &format!("{protocol}.check_checksum:TRUE")]);
    }
    command.args(["-T", "fields", "-E", "separator=/t"]);
    command.args(["-E", &format!("aggregator={AGGREGATOR}")]);
    for field in fields {
        command.args(["-e", field]);
    }
    let output = command.output().unwrap_or_else(|error| {
        panic!(
            "{tshark} does not start ({error}); this test needs Wireshark's tshark: \
             apt-get install tshark on Debian and Ubuntu, dnf install wireshark-cli on Fedora, \
             brew install wireshark on macOS, the installer from wireshark.org on Windows; \
             or say in ROUNDTRIP_TSHARK where it is"
        )
    });
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: tshark refuses the capture: {complaints}");
    let text = String::from_utf8(output.stdout).expect("tshark writes UTF-8");
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}
