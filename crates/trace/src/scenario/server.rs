//! How the origin server behaves.

use super::option::{at_place, is_on, place_of, switch};
use super::{Home, OptionDescription, OptionKind};
use serde::{Deserialize, Serialize};

/// What the origin server does of its own choice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerOptions {
    /// What it speaks inside of TLS.
    pub alpn: Alpn,
    /// Whether it sends whoever comes with `http` to `https`, and asks browsers to remember.
    pub https_only: bool,
    /// Whether it has little room for what arrives, and rests after each time it has read.
    pub slow_reader: bool,
}

impl ServerOptions {
    /// [`ServerOptions::alpn`].
    pub const ALPN: OptionDescription = OptionDescription {
        home: Home::Server,
        member: "alpn",
        flag: "alpn PROTOCOL",
        about: "the best that the web server speaks inside of TLS; no client offers 1.0",
        kind: OptionKind::Choice(&Alpn::NAMES),
        get: |world| place_of(&Alpn::ALL, world.server.alpn),
        set: |world, value| world.server.alpn = at_place(&Alpn::ALL, value),
    };

    /// [`ServerOptions::https_only`].
    pub const HTTPS_ONLY: OptionDescription = OptionDescription {
        home: Home::Server,
        member: "https_only",
        flag: "https-only",
        about: "the web server sends http:// on to https://, for good (301, HSTS)",
        kind: OptionKind::Switch,
        get: |world| switch(world.server.https_only),
        set: |world, value| world.server.https_only = is_on(value),
    };

    /// [`ServerOptions::slow_reader`].
    pub const SLOW_READER: OptionDescription = OptionDescription {
        home: Home::Server,
        member: "slow_reader",
        flag: "slow-reader",
        about: "the web server has room for 8 KiB, and rests each time it has read",
        kind: OptionKind::Switch,
        get: |world| switch(world.server.slow_reader),
        set: |world, value| world.server.slow_reader = is_on(value),
    };

    /// All of them, in the order of JSON.
    pub const ALL: &'static [OptionDescription] =
        &[Self::ALPN, Self::HTTPS_ONLY, Self::SLOW_READER];
}

/// What an origin server speaks inside of TLS (RFC 7301).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Alpn {
    /// HTTP/2 and HTTP/1.1.
    #[default]
    H2,
    /// HTTP/1.0 alone.
    Http10,
}

impl Alpn {
    const ALL: [Self; 2] = [Self::H2, Self::Http10];
    const NAMES: [&str; 2] = ["h2", "http/1.0"];
}
