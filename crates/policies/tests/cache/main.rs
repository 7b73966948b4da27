//! The private cache, section by section of RFC 9111, 5861 and 8246, and mode by mode of Fetch.

mod bounds;
mod extensions;
mod fetch_modes;
mod parts;
mod section_3;
mod section_4;
mod section_4_3;
mod section_4_4;
mod section_5_2;
mod tab;
