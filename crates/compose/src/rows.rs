//! Rows of name and value that stand for a query or a form. Each row keeps what was written,
//! octet for octet, until it is edited itself: nothing is encoded twice.

mod escape;

pub use escape::{Escaping, is_out_of_sight};

/// The most rows of a table, wherever they come from. What a text holds behind them stays text.
pub const MAX_ROWS: usize = 1000;

/// The rows, those that are switched off at their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    rows: Vec<Row>,
    /// What the text holds behind the last row that there is room for.
    rest: Option<String>,
    next_id: u32,
    escaping: Escaping,
}

/// One row: what stands between two `&`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Stays the same while rows come and go.
    pub id: u32,
    /// Whether it is part of the text.
    pub is_enabled: bool,
    escaping: Escaping,
    written_name: String,
    /// `None` where there is no `=`.
    written_value: Option<String>,
}

impl Rows {
    /// No rows.
    pub fn new(escaping: Escaping) -> Self {
        Self { rows: Vec::new(), rest: None, next_id: 0, escaping }
    }

    /// The rows of a text; none of `None`, one blank row of the empty text.
    pub fn of_text(text: Option<&str>, escaping: Escaping) -> Self {
        let mut rows = Self::new(escaping);
        rows.follow(text);
        rows
    }

    /// The rows in their order.
    pub fn iter(&self) -> core::slice::Iter<'_, Row> {
        self.rows.iter()
    }

    /// The row with this id, while it is there.
    pub fn row(&self, id: u32) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// What the rows that are switched on say together; `None` if there are none.
    pub fn text(&self) -> Option<String> {
        let enabled = self.enabled().map(Row::written).chain(self.rest.clone());
        let enabled: Vec<String> = enabled.collect();
        (!enabled.is_empty()).then(|| enabled.join("&"))
    }

    /// How many rows the text has that there is no room for.
    pub fn n_without_room(&self) -> usize {
        self.rest.as_ref().map_or(0, |rest| 1 + rest.matches('&').count())
    }

    /// Whether no row can be added.
    pub fn is_full(&self) -> bool {
        self.rows.len() >= MAX_ROWS
    }

    fn enabled(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.is_enabled)
    }

    /// Takes over a text that was typed. What did not change keeps its row; rows that are
    /// switched off stay at their places.
    pub fn follow(&mut self, text: Option<&str>) {
        let n_disabled = self.rows.iter().filter(|row| !row.is_enabled).count();
        let room = MAX_ROWS.saturating_sub(n_disabled).max(1);
        let mut pieces: Vec<&str> =
            text.map_or_else(Vec::new, |text| text.splitn(room + 1, '&').collect());
        self.rest = (pieces.len() > room).then(|| pieces.pop().unwrap_or_default().to_owned());
        let old: Vec<String> = self.enabled().map(Row::written).collect();
        let is_same = |(old, piece): &(&String, &&str)| old == *piece;
        let n_head = old.iter().zip(&pieces).take_while(is_same).count();
        let tail = old[n_head..].iter().rev().zip(pieces[n_head..].iter().rev());
        let n_tail = tail.take_while(is_same).count();

        let tail_start = old.len() - n_tail;
        let mut changed = pieces[n_head..pieces.len() - n_tail].iter();
        let mut n_enabled = 0;
        for mut row in core::mem::take(&mut self.rows) {
            if row.is_enabled {
                let number = n_enabled;
                n_enabled += 1;
                if (n_head..tail_start).contains(&number) {
                    let Some(piece) = changed.next() else { continue };
                    row.rewrite(piece);
                } else if number == tail_start {
                    self.push_pieces(changed.by_ref());
                }
            }
            self.rows.push(row);
        }
        self.push_pieces(changed);
    }

    fn push_pieces<'a>(&mut self, pieces: impl Iterator<Item = &'a &'a str>) {
        for piece in pieces {
            self.push(piece);
        }
    }

    /// Appends what stands between two `&`, as it is written, and tells the row's id.
    pub fn push(&mut self, piece: &str) -> u32 {
        let at_the_end = self.rows.len();
        self.insert(at_the_end, piece, true)
    }

    /// Puts a row that is switched off at a place in the table, as it is written.
    pub fn insert_disabled(&mut self, index: usize, piece: &str) -> u32 {
        self.insert(index, piece, false)
    }

    fn insert(&mut self, index: usize, piece: &str, is_enabled: bool) -> u32 {
        let (id, escaping) = (self.next_id, self.escaping);
        self.next_id += 1;
        let written_name = String::new();
        let mut row = Row { id, is_enabled, escaping, written_name, written_value: None };
        row.rewrite(piece);
        self.rows.insert(index.min(self.rows.len()), row);
        id
    }

    /// Appends an empty row that is switched off, and tells its id.
    pub fn add_blank(&mut self) -> u32 {
        let at_the_end = self.rows.len();
        self.insert_disabled(at_the_end, "")
    }

    /// Removes a row.
    pub fn remove(&mut self, id: u32) {
        self.rows.retain(|row| row.id != id);
    }

    /// Changes every row, those too that there is no room for.
    pub fn edit_all(&mut self, mut change: impl FnMut(&mut Row)) {
        self.rows.iter_mut().for_each(&mut change);
        if let Some(rest) = self.rest.take() {
            let (escaping, id) = (self.escaping, self.next_id);
            let changed = rest.split('&').map(|piece| {
                let written_name = String::new();
                let mut row =
                    Row { id, is_enabled: true, escaping, written_name, written_value: None };
                row.rewrite(piece);
                change(&mut row);
                row.written()
            });
            self.rest = Some(changed.collect::<Vec<_>>().join("&"));
        }
    }

    /// Changes a row, if it is there.
    pub fn edit(&mut self, id: u32, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            change(row);
        }
    }
}

impl Row {
    /// The name, decoded.
    pub fn name(&self) -> String {
        self.escaping.decode(&self.written_name)
    }

    /// The value, decoded; empty where there is none.
    pub fn value(&self) -> String {
        self.escaping.decode(self.written_value.as_deref().unwrap_or_default())
    }

    /// The row as it stands in the text.
    pub fn written(&self) -> String {
        match &self.written_value {
            Some(value) => format!("{}={value}", self.written_name),
            None => self.written_name.clone(),
        }
    }

    /// Whether this is the empty text, as between the two `&` of `a&&b`.
    pub fn is_blank(&self) -> bool {
        self.written_name.is_empty() && self.written_value.is_none()
    }

    /// Changes the name; the value stays as it was written.
    pub fn set_name(&mut self, name: &str) {
        if self.name() != name {
            self.written_name = self.escaping.encode_name(name);
        }
    }

    /// Changes the value; the name stays as it was written.
    pub fn set_value(&mut self, value: &str) {
        if self.value() != value {
            self.written_value = Some(self.escaping.encode_value(value));
        }
    }

    /// A name was typed; an empty row that was off is now meant.
    pub fn type_name(&mut self, name: &str) {
        self.is_enabled |= self.is_blank();
        self.set_name(name);
    }

    /// A value was typed; an empty row that was off is now meant.
    pub fn type_value(&mut self, value: &str) {
        self.is_enabled |= self.is_blank();
        self.set_value(value);
    }

    fn rewrite(&mut self, piece: &str) {
        let (name, value) = match piece.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (piece, None),
        };
        self.written_name = name.to_owned();
        self.written_value = value.map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as text: one that is switched off in brackets.
    fn shown(rows: &Rows) -> String {
        let shown = |row: &Row| match row.is_enabled {
            true => format!("{}={}", row.name(), row.value()),
            false => format!("[{}={}]", row.name(), row.value()),
        };
        rows.iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    /// Switches off what `disabled` names, then types `text`.
    #[track_caller]
    fn check(before: &str, disabled: &[usize], text: Option<&str>, expected: &str) {
        let mut rows = Rows::of_text(Some(before), Escaping::Query);
        for row in disabled {
            rows.rows[*row].is_enabled = false;
        }
        rows.follow(text);
        assert_eq!(shown(&rows), expected);
        assert_eq!(rows.text().as_deref(), text);
        let once = rows.clone();
        rows.follow(text);
        assert_eq!(rows, once, "typing the same again changes nothing");
    }

    #[test]
    fn every_piece_is_a_row() {
        check("a=1", &[], Some("a&b=&&=c&=&d=e=f"), "a= b= = =c = d=e=f");
        check("a=1", &[], Some(""), "=");
        check("a=1", &[], None, "");
    }

    #[test]
    fn rows_that_are_switched_off_stay_at_their_places() {
        check("a=1&b=2&c=3", &[1], Some("a=1&c=3"), "a=1 [b=2] c=3");
        check("a=1&b=2&c=3", &[1], Some("a=1&c=34"), "a=1 [b=2] c=34");
        check("a=1&b=2&c=3", &[1], Some("a=9&c=9"), "a=9 [b=2] c=9");
        check("a=1&b=2&c=3", &[1], Some("c=3"), "[b=2] c=3");
        check("a=1&b=2&c=3", &[1], Some("a=1&c=3&d=4"), "a=1 [b=2] c=3 d=4");
        check("a=1&b=2&c=3", &[1], Some("a=1&x&c=3"), "a=1 [b=2] x= c=3");
        check("a=1&b=2&c=3", &[0, 1, 2], Some("d"), "[a=1] [b=2] [c=3] d=");
        check("a=1&b=2&c=3", &[0, 2], None, "[a=1] [c=3]");
    }

    #[test]
    fn a_row_keeps_its_id_while_it_is_typed_in() {
        let mut rows = Rows::of_text(Some("a=1&b=2"), Escaping::Query);
        let id = rows.rows[1].id;
        for text in ["a=1&b=", "a=1&b", "a=1&", "a=1&c", "a=1&c=3"] {
            rows.follow(Some(text));
            assert_eq!(rows.rows[1].id, id, "{text}");
        }
    }

    #[test]
    fn what_there_is_no_room_for_stays_text() {
        let text = "a=1&".repeat(20_000);
        let mut rows = Rows::of_text(Some(&text), Escaping::Form);
        assert_eq!(rows.iter().count(), MAX_ROWS);
        assert!(rows.is_full());
        assert_eq!(rows.n_without_room(), 20_001 - MAX_ROWS);
        assert_eq!(rows.text().unwrap(), text);
        let first = rows.rows[0].id;
        rows.edit(first, |row| row.is_enabled = false);
        assert_eq!(rows.text().unwrap(), text[4..]);
        rows.follow(Some("b=2"));
        assert_eq!((rows.iter().count(), rows.n_without_room()), (2, 0));
    }

    #[test]
    fn an_edit_changes_only_its_own_half_of_a_row() {
        let mut rows = Rows::of_text(Some("na%6de=%zz+1&b"), Escaping::Query);
        let (first, second) = (rows.rows[0].id, rows.rows[1].id);
        assert_eq!(shown(&rows), "name=%zz 1 b=");
        rows.edit(first, |row| row.set_name("näme"));
        rows.edit(second, |row| row.set_value(""));
        assert_eq!(rows.text().unwrap(), "n%C3%A4me=%zz+1&b", "an empty value adds no =");
        rows.edit(first, |row| row.set_value("%zz 2"));
        rows.edit(second, |row| row.set_value("&"));
        assert_eq!(rows.text().unwrap(), "n%C3%A4me=%25zz%202&b=%26");
        assert_eq!(shown(&rows), "näme=%zz 2 b=&");
    }
}
