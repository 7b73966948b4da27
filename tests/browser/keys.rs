//! Keys, as WebDriver writes them (§17.4.2).

/// The key of this name.
pub const CONTROL: char = '\u{E009}';
/// The key of this name.
pub const DOWN: char = '\u{E015}';
/// The key of this name.
pub const END: char = '\u{E010}';
/// The key of this name.
pub const ENTER: char = '\u{E007}';
/// The key of this name.
pub const ESCAPE: char = '\u{E00C}';
/// The key of this name.
pub const HOME: char = '\u{E011}';
/// The key of this name.
pub const LEFT: char = '\u{E012}';
/// The key of this name.
pub const PAGE_DOWN: char = '\u{E00F}';
/// The key of this name.
pub const PAGE_UP: char = '\u{E00E}';
/// The key of this name.
pub const RIGHT: char = '\u{E014}';
/// The key of this name.
pub const SPACE: char = ' ';
/// The key of this name.
pub const TAB: char = '\u{E004}';
/// The key of this name.
pub const UP: char = '\u{E013}';
