//! Where the scenes open above page and room.

use crate::browser::page;

/// What their panel is found by.
pub const ID: &str = "deck";

/// Opens the panel, or closes it.
pub fn toggle() {
    page::toggle_popover(ID);
}

/// Opens the panel, where it is not open yet.
pub fn show() {
    if !page::is_popover_open(ID) {
        toggle();
    }
}
