//! Looking inside: what was asked of the engine, and its answer as rows of a tree and of a table
//! of octets.

use conversation::QuestionNumber;
use trace::hidden::marked;
use trace::{Bits, Field, OctetRange, View};

/// What the engine was asked and has answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Inspection {
    /// Nothing was asked: no octets belong to this step.
    #[default]
    Idle,
    /// The engine works, or is not there yet.
    Waiting(QuestionNumber),
    /// The octets of a dissection.
    Answered(Vec<u8>),
    /// No answer came; the text says why and what to do.
    Failed(String),
}

impl Inspection {
    /// An answer arrived. Says whether it is the one that was awaited.
    pub fn answer(&mut self, number: QuestionNumber, octets: Vec<u8>) -> bool {
        let is_awaited = *self == Self::Waiting(number);
        if is_awaited {
            *self = Self::Answered(octets);
        }
        is_awaited
    }

    /// No answer will come. Does nothing when none is awaited.
    pub fn fail(&mut self, message: &str) {
        if self.is_waiting() {
            *self = Self::Failed(message.to_owned());
        }
    }

    /// Whether an answer is awaited.
    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting(_))
    }
}

/// A layer or a field, as one row of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// How deep it stands; layers stand at 1.
    pub depth: usize,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// What that means.
    pub meaning: String,
    /// Its octets.
    pub range: OctetRange,
    /// Its bits within them, e.g. `.1.. ....`; empty where it takes all of them.
    pub bits: String,
    /// The rows that belong to it: those from the next one up to this one.
    pub end: usize,
}

/// The rows of a view, in order.
pub fn rows(view: &View) -> Vec<Row> {
    let mut rows = Vec::new();
    for layer in &view.layers {
        let (range, place) = (layer.range, rows.len());
        let (name, value, meaning) = (layer.name.clone(), String::new(), String::new());
        rows.push(Row { depth: 1, name, value, meaning, range, bits: String::new(), end: 0 });
        layer.fields.iter().for_each(|field| add(&mut rows, view, field, 2));
        rows[place].end = rows.len();
    }
    rows
}

fn add(rows: &mut Vec<Row>, view: &View, field: &Field, depth: usize) {
    let Field { name, value, meaning, range, bits, children } = field;
    let place = rows.len();
    rows.push(Row {
        depth,
        name: name.clone(),
        value: marked(value).into_owned(),
        meaning: meaning.clone(),
        range: *range,
        bits: bits.map_or(String::new(), |bits| pattern(octets(view, *range), bits)),
        end: 0,
    });
    children.iter().for_each(|child| add(rows, view, child, depth + 1));
    rows[place].end = rows.len();
}

fn octets(view: &View, range: OctetRange) -> &[u8] {
    view.octets.get(range.start as usize..range.end as usize).unwrap_or_default()
}

/// The bits of a field among those of its octets: `0101 ....`.
fn pattern(octets: &[u8], bits: Bits) -> String {
    let own = usize::from(bits.first)..usize::from(bits.first) + usize::from(bits.count);
    let mut text = String::new();
    for place in 0..octets.len() * 8 {
        if place > 0 && place % 4 == 0 {
            text.push(' ');
        }
        let is_set = octets[place / 8] >> (7 - place % 8) & 1 == 1;
        text.push(match (own.contains(&place), is_set) {
            (false, _) => '.',
            (true, true) => '1',
            (true, false) => '0',
        });
    }
    text
}

/// The direct children of a row.
pub fn children(rows: &[Row], place: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut child = place + 1;
    while child < rows[place].end {
        found.push(child);
        child = rows[child].end;
    }
    found
}

/// The rows of the layers.
pub fn layers(rows: &[Row]) -> Vec<usize> {
    rows.iter().enumerate().filter(|(_, row)| row.depth == 1).map(|(place, _)| place).collect()
}

/// Which rows show their children at first: the innermost layer, and on from there as long as
/// there is but one thing to see.
pub fn open_at_first(rows: &[Row]) -> Vec<bool> {
    let mut open = vec![false; rows.len()];
    let mut next = layers(rows).last().copied();
    while let Some(place) = next {
        open[place] = true;
        next = match *children(rows, place) {
            [only] if rows[only].end > only + 1 => Some(only),
            _ => None,
        };
    }
    open
}

/// The smallest field around an octet, though not one that is told bit by bit with others.
fn row_at(rows: &[Row], octet: usize) -> Option<usize> {
    let holds = |place: &usize| {
        let OctetRange { start, end } = rows[*place].range;
        (start as usize..end as usize).contains(&octet)
    };
    let mut found = layers(rows).into_iter().find(holds)?;
    loop {
        let within = children(rows, found);
        if within.iter().all(|child| !rows[*child].bits.is_empty()) {
            return Some(found);
        }
        match within.into_iter().find(holds) {
            Some(child) => found = child,
            None => return Some(found),
        }
    }
}

/// Octets of one field in one line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The row of the field.
    pub row: usize,
    /// The place of the first octet.
    pub start: u32,
    /// Two digits an octet.
    pub digits: String,
    /// One character an octet, `·` where there is none.
    pub text: String,
    /// Whether the field starts here.
    pub is_start: bool,
}

/// How many octets stand in a line.
pub const LINE_LEN: usize = 8;

/// Some lines of the table, eight octets each, from the first one on.
pub fn lines(view: &View, rows: &[Row], n_lines: usize) -> Vec<Vec<Cell>> {
    let mut lines: Vec<Vec<Cell>> = Vec::new();
    let mut before = None;
    for (place, octet) in view.octets.iter().enumerate().take(n_lines * LINE_LEN) {
        if place % LINE_LEN == 0 {
            lines.push(Vec::new());
        }
        // Mostly a field goes on.
        let goes_on = before.filter(|row: &usize| {
            rows[*row].end == row + 1 && place < rows[*row].range.end as usize
        });
        let Some(row) = goes_on.or_else(|| row_at(rows, place)) else { continue };
        let cells = lines.last_mut().expect("it was put there above");
        if cells.last().is_none_or(|cell| cell.row != row) {
            let (digits, text) = (String::new(), String::new());
            let is_start = before != Some(row);
            cells.push(Cell { row, start: place as u32, digits, text, is_start });
        }
        before = Some(row);
        let cell = cells.last_mut().expect("it was put there above");
        if !cell.digits.is_empty() {
            cell.digits.push(' ');
        }
        push_hex(&mut cell.digits, *octet);
        let is_shown = octet.is_ascii_graphic() || *octet == b' ';
        cell.text.push(if is_shown { char::from(*octet) } else { '·' });
    }
    lines
}

/// Writes an octet in two hexadecimal digits.
pub fn push_hex(text: &mut String, octet: u8) {
    for digit in [octet >> 4, octet & 15] {
        text.push(char::from_digit(u32::from(digit), 16).expect("four bits are one digit"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::Layer;

    fn field(name: &str, range: (u32, u32), bits: Option<(u8, u8)>, children: Vec<Field>) -> Field {
        Field {
            name: name.to_owned(),
            value: String::new(),
            meaning: String::new(),
            range: OctetRange { start: range.0, end: range.1 },
            bits: bits.map(|(first, count)| Bits { first, count }),
            children,
        }
    }

    fn view() -> View {
        let bit = |name: &str, first| field(name, (0, 1), Some((first, 1)), vec![]);
        let flags = field("Flags", (0, 1), None, vec![bit("A", 0), bit("B", 7)]);
        let group = field(
            "Group",
            (1, 12),
            None,
            vec![field("Length", (1, 3), None, vec![]), field("Text", (3, 12), None, vec![])],
        );
        let range = OctetRange { start: 0, end: 12 };
        let layer = Layer { name: "Layer".to_owned(), range, fields: vec![flags, group] };
        View { octets: b"\x81\0\x09abcdefgh\n".to_vec(), layers: vec![layer] }
    }

    #[test]
    fn rows_stand_in_order_and_know_their_children() {
        let rows = rows(&view());
        let names: Vec<_> = rows.iter().map(|row| (&*row.name, row.depth, &*row.bits)).collect();
        assert_eq!(
            names,
            [
                ("Layer", 1, ""),
                ("Flags", 2, ""),
                ("A", 3, "1... ...."),
                ("B", 3, ".... ...1"),
                ("Group", 2, ""),
                ("Length", 3, ""),
                ("Text", 3, ""),
            ]
        );
        assert_eq!(children(&rows, 0), [1, 4]);
        assert_eq!(children(&rows, 4), [5, 6]);
        assert_eq!(open_at_first(&rows), [true, false, false, false, false, false, false]);
    }

    #[test]
    fn each_octet_belongs_to_the_smallest_field_around_it() {
        let view = view();
        let rows = rows(&view);
        let lines = lines(&view, &rows, 9);
        let shown: Vec<Vec<_>> = lines
            .iter()
            .map(|line| line.iter().map(|c| (c.row, &*c.digits, &*c.text, c.is_start)).collect())
            .collect();
        assert_eq!(
            shown,
            [
                vec![
                    (1, "81", "·", true),
                    (5, "00 09", "··", true),
                    (6, "61 62 63 64 65", "abcde", true)
                ],
                vec![(6, "66 67 68 0a", "fgh·", false)],
            ]
        );
    }

    #[test]
    fn a_stale_answer_is_dropped() {
        let mut inspection = Inspection::Waiting(QuestionNumber(2));
        assert!(!inspection.answer(QuestionNumber(1), vec![1]));
        assert!(inspection.answer(QuestionNumber(2), vec![2]));
        assert_eq!(inspection, Inspection::Answered(vec![2]));
        assert!(!inspection.answer(QuestionNumber(2), vec![3]));
    }
}
