//! What stands between client and origin server.

use super::{ClientOptions, Fault, NamesOptions, NetworkOptions, ScriptedServer, ServerOptions};
use serde::{Deserialize, Serialize};

/// What a scenario says of hosts and links, each option in its home, and what goes wrong there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct World {
    /// Who sends, and how.
    pub client: ClientOptions,
    /// What the packets go through.
    pub network: NetworkOptions,
    /// How the origin server behaves.
    pub server: ServerOptions,
    /// What DNS knows.
    pub names: NamesOptions,
    /// Servers beside the origin server, which answer by a script.
    pub servers: Vec<ScriptedServer>,
    /// What goes wrong.
    pub faults: Vec<Fault>,
}

impl World {
    /// Whether client and origin server have IPv6 addresses.
    pub fn has_ipv6(&self) -> bool {
        self.network.dual_stack || self.faults.contains(&Fault::BrokenIpv6)
    }
}
