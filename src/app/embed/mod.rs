//! The program as it stands in a frame of somebody else's page: lanes, sentence and steps, as the
//! hash of the frame's address says. embed.html shows a poster until this is wanted.

pub mod controls;
pub mod deck;
pub mod host;
pub mod keys;
pub mod messages;
pub mod opening;
pub mod options;
pub mod page;
pub mod request;
