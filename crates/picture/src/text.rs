//! Fixed glyph widths, and text fitted to them.
