//! The three tables of the form as one kind of thing: parameters, headers, form rows.

use super::body::Body;
use super::draft::Draft;
use super::rows::{MAX_ROWS, Row, Rows};

/// A table of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// The query of the URL.
    Params,
    /// The header section.
    Headers,
    /// The rows of a form that is the body.
    Form,
}

/// What stands in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowText {
    /// Stays the same while rows come and go.
    pub id: u32,
    /// Whether it is sent.
    pub is_enabled: bool,
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// What the reader does with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowChange {
    /// Typed a name.
    Name(String),
    /// Typed a value.
    Value(String),
    /// Switched it on or off.
    Enable(bool),
    /// Removed it.
    Remove,
}

impl Draft {
    /// The ids of a table's rows, in their order.
    pub fn row_ids(&self, table: Table) -> Vec<u32> {
        match table {
            Table::Headers => self.headers.iter().map(|row| row.id).collect(),
            Table::Params => ids(self.url.params()),
            Table::Form => self.form().map_or_else(Vec::new, ids),
        }
    }

    /// What stands in a row, while it is there.
    pub fn row(&self, table: Table, id: u32) -> Option<RowText> {
        match table {
            Table::Headers => {
                let row = self.headers.row(id)?;
                let (name, value) = (row.name.clone(), row.value.clone());
                Some(RowText { id, is_enabled: row.is_enabled, name, value })
            }
            Table::Params => self.url.params().row(id).map(text_of),
            Table::Form => self.form()?.row(id).map(text_of),
        }
    }

    /// Changes a row, if it is there.
    pub fn change_row(&mut self, table: Table, id: u32, change: RowChange) {
        match (table, &mut self.body) {
            (Table::Headers, _) => match change {
                RowChange::Name(name) => self.headers.edit(id, |row| row.name = name),
                RowChange::Value(value) => self.headers.edit(id, |row| row.value = value),
                RowChange::Enable(on) => self.headers.edit(id, |row| row.is_enabled = on),
                RowChange::Remove => self.headers.remove(id),
            },
            (Table::Params, _) => match change {
                RowChange::Enable(on) => self.url.set_enabled(id, on),
                RowChange::Remove => self.url.remove(id),
                RowChange::Name(_) | RowChange::Value(_) => {
                    self.url.change(|params| change_row(params, id, change));
                }
            },
            (Table::Form, Body::Form(rows)) => change_row(rows, id, change),
            (Table::Form, Body::None | Body::Json(_) | Body::Text(_)) => {}
        }
    }

    /// Whether a table has no room for another row.
    pub fn is_full(&self, table: Table) -> bool {
        match table {
            Table::Headers => self.headers.iter().count() >= MAX_ROWS,
            Table::Params => self.url.params().is_full(),
            Table::Form => self.form().is_some_and(Rows::is_full),
        }
    }

    /// How many rows of a table's text there is no room for.
    pub fn n_without_room(&self, table: Table) -> usize {
        match table {
            Table::Headers => 0,
            Table::Params => self.url.params().n_without_room(),
            Table::Form => self.form().map_or(0, Rows::n_without_room),
        }
    }

    /// Appends an empty row, which sends nothing until something is typed into it, and tells its
    /// id. `None` where there is no room, or no such table.
    pub fn add_row(&mut self, table: Table) -> Option<u32> {
        if self.is_full(table) {
            return None;
        }
        match (table, &mut self.body) {
            (Table::Headers, _) => Some(self.headers.add("", "")),
            (Table::Params, _) => Some(self.url.change(Rows::add_blank)),
            (Table::Form, Body::Form(rows)) => Some(rows.add_blank()),
            (Table::Form, Body::None | Body::Json(_) | Body::Text(_)) => None,
        }
    }

    fn form(&self) -> Option<&Rows> {
        match &self.body {
            Body::Form(rows) => Some(rows),
            Body::None | Body::Json(_) | Body::Text(_) => None,
        }
    }
}

fn ids(rows: &Rows) -> Vec<u32> {
    rows.iter().map(|row| row.id).collect()
}

fn text_of(row: &Row) -> RowText {
    RowText { id: row.id, is_enabled: row.is_enabled, name: row.name(), value: row.value() }
}

fn change_row(rows: &mut Rows, id: u32, change: RowChange) {
    match change {
        RowChange::Name(name) => rows.edit(id, |row| row.type_name(&name)),
        RowChange::Value(value) => rows.edit(id, |row| row.type_value(&value)),
        RowChange::Enable(on) => rows.edit(id, |row| row.is_enabled = on),
        RowChange::Remove => rows.remove(id),
    }
}

#[cfg(test)]
mod tests {
    use super::super::body::BodyKind;
    use super::*;

    /// Adds a row, fills it in, switches it off and on, and removes it.
    #[track_caller]
    fn check(table: Table, sent: fn(&Draft) -> String, expected: [&str; 5]) {
        let mut draft = Draft::suggested("POST", "http://x/", "");
        draft.headers = Default::default();
        draft.body.set_kind(BodyKind::Form);
        let id = draft.add_row(table).unwrap();
        let mut seen = vec![sent(&draft)];
        for change in [
            RowChange::Name("a".to_owned()),
            RowChange::Value("1 2".to_owned()),
            RowChange::Enable(false),
            RowChange::Enable(true),
        ] {
            draft.change_row(table, id, change);
            seen.push(sent(&draft));
        }
        assert_eq!(seen, expected);
        let text = RowText { id, is_enabled: true, name: "a".into(), value: "1 2".into() };
        assert_eq!(draft.row(table, id), Some(text));
        draft.change_row(table, id, RowChange::Remove);
        assert!(draft.row_ids(table).is_empty());
        assert_eq!(sent(&draft), expected[0]);
    }

    #[test]
    fn a_row_sends_nothing_until_something_is_typed_into_it() {
        let url = |draft: &Draft| draft.url.text().to_owned();
        check(
            Table::Params,
            url,
            ["http://x/", "http://x/?a", "http://x/?a=1%202", "http://x/", "http://x/?a=1%202"],
        );
        let body = |draft: &Draft| draft.body.content();
        check(Table::Form, body, ["", "a", "a=1+2", "", "a=1+2"]);
        let headers = |draft: &Draft| {
            let lines = draft.headers.sent().map(|row| format!("{}: {}", row.name, row.value));
            lines.collect::<Vec<_>>().join("; ")
        };
        check(Table::Headers, headers, ["", "a: ", "a: 1 2", "", "a: 1 2"]);
    }

    #[test]
    fn a_form_row_needs_a_form() {
        let mut draft = Draft::default();
        assert_eq!(draft.add_row(Table::Form), None);
        draft.change_row(Table::Form, 0, RowChange::Remove);
        assert_eq!(draft, Draft::default());
    }
}
