//! The built page in a real browser, over WebDriver.
//!
//! `ROUNDTRIP_DIST` names the folder of the built page (`dist`). `ROUNDTRIP_BROWSER` chooses the
//! browser: `chromium`, `firefox` or `webkit`; what all of them run is in [`EVERYWHERE`] of
//! `xtask/src/test.rs`. `ROUNDTRIP_CHROMIUM`, `ROUNDTRIP_CHROMEDRIVER`, `ROUNDTRIP_FIREFOX`,
//! `ROUNDTRIP_GECKODRIVER`, `ROUNDTRIP_WEBKITDRIVER` and `ROUNDTRIP_XVFB` name the programs, if they
//! are not in the path.

#![allow(clippy::disallowed_methods, reason = "waiting for a browser takes the machine's clock")]

mod accessibility;
mod acts;
mod apart;
mod bad_input;
mod bombs;
mod compare;
mod composer;
mod course_page;
mod deck;
mod diagram;
mod dist;
mod drive;
mod elsewhere;
mod embed;
mod embed_author;
mod embed_bytes;
mod embed_everywhere;
mod embed_guest;
mod everywhere;
mod examples;
mod exchange;
mod exercise;
mod files;
mod frames;
mod glossary;
mod hands;
mod hosts;
mod inspect;
mod keyboard;
mod keys;
mod language;
mod lecture;
mod lessons;
mod long_words;
mod look;
mod memory;
mod moving_figure;
mod offline;
mod one_file;
mod page;
mod playback;
mod present;
mod preview;
mod print;
mod privacy;
mod published;
mod real;
mod real_bodies;
mod real_told;
mod recordings;
mod recover;
mod replay;
mod response;
mod reveal;
mod same_traces;
mod scorm;
mod security;
mod settings;
mod share;
mod shell;
mod talk;
mod trunk;
mod two_windows;
mod unseen;
mod visitor;
mod worker;
mod world;
