//! Writes SVG: text into elements and attributes, for programs that read XML 1.0.

use crate::layout::{Label, number};

/// The document so far.
pub(super) struct Writer(pub String);

impl Writer {
    /// Adds these pieces as they are.
    pub fn put(&mut self, pieces: &[&str]) {
        pieces.iter().for_each(|piece| self.0.push_str(piece));
    }

    /// Text for XML 1.0: signs become entities, characters that XML forbids vanish.
    pub fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '&' => self.0.push_str("&amp;"),
                '"' => self.0.push_str("&quot;"),
                '\u{fffe}' | '\u{ffff}' => {}
                c if c.is_control() && c != '\n' && c != '\t' => {}
                c => self.0.push(c),
            }
        }
    }

    /// A rectangle without its end: what follows adds attributes and closes it.
    pub fn rect(&mut self, class: &str, further_class: &str, [x, y, width, height]: [f64; 4]) {
        self.put(&["<rect class=\"", class, " ", further_class, "\" x=\"", &number(x)]);
        self.put(&["\" y=\"", &number(y), "\" width=\"", &number(width)]);
        self.put(&["\" height=\"", &number(height), "\""]);
    }

    /// Text on a ground of its own, so that no lifeline runs through it.
    pub fn label(&mut self, label: &Label, class: &str, fill: &str, size: f64) {
        let ground = label.ground(size);
        self.rect("paper", "", [ground.x, ground.y, ground.width, ground.height]);
        self.put(&[" fill=\"#fbfbfa\"/>\n"]);
        self.text(label, class, fill, size, "");
    }

    /// A text around its middle.
    pub fn text(&mut self, label: &Label, class: &str, fill: &str, size: f64, more: &str) {
        self.start_text(label.x, label.y, class, fill, size, more);
        self.0.truncate(self.0.len() - 1);
        self.put(&[" text-anchor=\"middle\">"]);
        self.escaped(&label.text);
        self.put(&["</text>\n"]);
    }

    /// A text from its left edge on, without its words and its end.
    pub fn start_text(&mut self, x: f64, y: f64, class: &str, fill: &str, size: f64, more: &str) {
        self.put(&["<text class=\"", class, "\" x=\"", &number(x), "\" y=\"", &number(y)]);
        self.put(&["\" font-size=\"", &number(size), "\" fill=\"", fill, "\"", more, ">"]);
    }
}
