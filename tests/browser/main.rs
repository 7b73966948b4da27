//! The built page in a real browser, over WebDriver.
//!
//! `ROUNDTRIP_DIST` names the folder of the built page (`dist`), `ROUNDTRIP_CHROMIUM` and
//! `ROUNDTRIP_CHROMEDRIVER` the programs, if they are not in the path.

#![allow(clippy::disallowed_methods, reason = "waiting for a browser takes the machine's clock")]

mod accessibility;
mod bad_input;
mod composer;
mod dist;
mod elsewhere;
mod exchange;
mod inspect;
mod keyboard;
mod links;
mod page;
mod real;
mod recover;
mod same_traces;
mod security;
mod stage;
mod trunk;
mod worker;
mod world;
