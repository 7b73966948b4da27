//! The words on an arrow or in a note.
