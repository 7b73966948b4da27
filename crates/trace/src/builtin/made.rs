//! What built-in scenarios are made with.

use super::{BuiltIn, Group};
use crate::{ClientOptions, NetworkOptions, Request, Scenario, ServerOptions, World};

/// Whom the service knows by this.
pub const ALICES_TOKEN: [(&str, &str); 1] = [("Authorization", "Bearer alice-token")];

/// A world with this client.
pub fn of_client(client: ClientOptions) -> World {
    World { client, ..World::default() }
}

/// One with this network.
pub fn of_network(network: NetworkOptions) -> World {
    World { network, ..World::default() }
}

/// One with this server.
pub fn of_server(server: ServerOptions) -> World {
    World { server, ..World::default() }
}

/// A scenario in the usual world.
pub fn entry(name: &'static str, title: &'static str, requests: Vec<Request>) -> BuiltIn {
    in_world(name, title, World::default(), requests)
}

/// A scenario in this world. Its group is written in where all are listed.
pub fn in_world(
    name: &'static str,
    title: &'static str,
    world: World,
    requests: Vec<Request>,
) -> BuiltIn {
    let scenario = Scenario { world, ..Scenario::with_requests(requests) };
    BuiltIn { name, title, group: Group::Methods, scenario }
}
