//! How the origin server behaves.

use super::option::{at_place, is_on, place_of, switch};
use super::{Home, HttpUrl, OptionDescription, OptionKind};
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
    /// Where its program fails.
    pub server_crash: Crash,
    /// Whether its database is not running.
    pub database_down: bool,
    /// Whether each statement takes its database a second.
    pub database_slow: bool,
    /// Whether it lets only so many requests pass, and has let pass as many just now.
    pub rate_limited: bool,
    /// Which pages of other origins may read its answers.
    pub cors: Cors,
    /// Whether it tells how long its work took.
    pub server_timing: bool,
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

    /// [`ServerOptions::server_crash`].
    pub const SERVER_CRASH: OptionDescription = OptionDescription {
        home: Home::Server,
        member: "server_crash",
        flag: "server-crash WHERE",
        about: "where the web server's program fails (500); orders for /orders alone",
        kind: OptionKind::Choice(&Crash::NAMES),
        get: |world| place_of(&Crash::ALL, world.server.server_crash),
        set: |world, value| world.server.server_crash = at_place(&Crash::ALL, value),
    };

    /// [`ServerOptions::database_down`].
    pub const DATABASE_DOWN: OptionDescription = OptionDescription {
        home: Home::Server,
        member: "database_down",
        flag: "database-down",
        about: "the web server's database is not running (503, with Retry-After)",
        kind: OptionKind::Switch,
        get: |world| switch(world.server.database_down),
        set: |world, value| world.server.database_down = is_on(value),
    };

    /// [`ServerOptions::database_slow`].
    pub const DATABASE_SLOW: OptionDescription = OptionDescription {
        home: Home::Server,
        member: "database_slow",
        flag: "database-slow",
        about: "each statement takes the database a second",
        kind: OptionKind::Switch,
        get: |world| switch(world.server.database_slow),
        set: |world, value| world.server.database_slow = is_on(value),
    };

    /// [`ServerOptions::rate_limited`].
    pub const RATE_LIMITED: OptionDescription = OptionDescription {
        home: Home::Server,
        member: "rate_limited",
        flag: "rate-limited",
        about: "3 requests pass in 5 s, none in the first 5 s (429, with Retry-After)",
        kind: OptionKind::Switch,
        get: |world| switch(world.server.rate_limited),
        set: |world, value| world.server.rate_limited = is_on(value),
    };

    /// [`ServerOptions::cors`].
    pub const CORS: OptionDescription = OptionDescription {
        home: Home::Server,
        member: "cors",
        flag: "cors ORIGIN",
        about: "which pages of other origins may read the web server's answers",
        kind: OptionKind::Choice(&Cors::NAMES),
        get: |world| place_of(&Cors::ALL, world.server.cors),
        set: |world, value| world.server.cors = at_place(&Cors::ALL, value),
    };

    /// [`ServerOptions::server_timing`].
    pub const SERVER_TIMING: OptionDescription = OptionDescription {
        home: Home::Server,
        member: "server_timing",
        flag: "server-timing",
        about: "the web server tells how long its work took (Server-Timing)",
        kind: OptionKind::Switch,
        get: |world| switch(world.server.server_timing),
        set: |world, value| world.server.server_timing = is_on(value),
    };

    /// All of them, in the order of JSON.
    pub const ALL: &'static [OptionDescription] = &[
        Self::ALPN,
        Self::HTTPS_ONLY,
        Self::SLOW_READER,
        Self::SERVER_CRASH,
        Self::DATABASE_DOWN,
        Self::DATABASE_SLOW,
        Self::RATE_LIMITED,
        Self::CORS,
        Self::SERVER_TIMING,
    ];
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

/// Where the program of an origin server fails.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Crash {
    /// Nowhere.
    #[default]
    Nowhere,
    /// At `/orders`: nobody created its table. Version 1 knew no other world.
    Orders,
    /// Whatever is asked for.
    Everywhere,
}

impl Crash {
    const ALL: [Self; 3] = [Self::Nowhere, Self::Orders, Self::Everywhere];
    const NAMES: [&str; 3] = ["nowhere", "orders", "everywhere"];

    /// What a scenario with these URLs meant that was written when nothing else was known: what
    /// asked for `/orders` was there to fail.
    pub fn before_it_was_an_option<'a>(urls: impl IntoIterator<Item = &'a HttpUrl>) -> Self {
        let mut urls = urls.into_iter();
        match urls.any(|url| url.path() == "/orders") {
            true => Self::Orders,
            false => Self::Nowhere,
        }
    }
}

/// Whose scripts may read what an origin server answers (Fetch Standard §3.3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cors {
    /// Those of its own origin: it says nothing of others.
    #[default]
    Off,
    /// Anyone's, without credentials: `*`.
    Any,
    /// Those of [`Cors::ORIGIN`], without credentials.
    Origin,
    /// Those of [`Cors::ORIGIN`], with credentials.
    OriginWithCredentials,
    /// `*` and credentials: a slip that browsers do not let pass.
    AnyWithCredentials,
}

impl Cors {
    /// The one origin that is let in.
    pub const ORIGIN: &'static str = "https://www.example.com";

    const ALL: [Self; 5] =
        [Self::Off, Self::Any, Self::Origin, Self::OriginWithCredentials, Self::AnyWithCredentials];
    const NAMES: [&str; 5] = [
        "off",
        "*",
        Self::ORIGIN,
        "https://www.example.com with credentials",
        "* with credentials",
    ];
}
