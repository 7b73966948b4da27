//! The two kinds of thing this service keeps, and what their members may hold.
//!
//! Every name that stands in an SQL text comes from here, never from a request.

use crate::Statement;

/// A table, and the collection resource that shows it.
#[derive(Debug)]
pub(crate) struct Collection {
    /// Name of table and path segment.
    pub name: &'static str,
    /// What one of them is called.
    pub item: &'static str,
    /// What a client may set; `id` stands before them.
    pub columns: &'static [Column],
    /// Content that would be accepted.
    pub example: &'static str,
    /// The id of one that is there from the start.
    pub example_id: i64,
    /// How long it may be kept; `None` where nothing is said of that.
    pub cache_control: Option<&'static str>,
}

/// A column that a client may set.
#[derive(Debug)]
pub(crate) struct Column {
    /// Name of column and JSON member.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
}

#[derive(Debug)]
pub(crate) enum ColumnKind {
    /// Text of one to [`MAX_TEXT_CHARS`] characters.
    Text,
    /// A whole number from zero to [`MAX_INTEGER`].
    Amount,
}

/// The longest text, in characters.
pub(crate) const MAX_TEXT_CHARS: usize = 100;
/// The largest number, ids included: that of PostgreSQL's INTEGER.
pub(crate) const MAX_INTEGER: i64 = 2_147_483_647;

/// All collections.
pub(crate) static COLLECTIONS: [Collection; 2] = [
    Collection {
        name: "users",
        item: "user",
        columns: &[Column { name: "name", kind: ColumnKind::Text }],
        example: r#"{"name": "Bob"}"#,
        example_id: 42,
        cache_control: None,
    },
    Collection {
        name: "products",
        item: "product",
        columns: &[
            Column { name: "name", kind: ColumnKind::Text },
            Column { name: "price_cents", kind: ColumnKind::Amount },
        ],
        example: r#"{"name": "Lamp", "price_cents": 2499}"#,
        example_id: 1,
        cache_control: Some("max-age=60"),
    },
];

/// A collection whose table nobody ever created: a bug, so that there is something to fail.
pub(crate) static ORDERS: Collection = Collection {
    name: "orders",
    item: "order",
    columns: &[],
    example: "{}",
    example_id: 1,
    cache_control: None,
};

impl Collection {
    /// Names of all columns, left to right.
    pub fn column_names(&self) -> impl Iterator<Item = &'static str> {
        core::iter::once("id").chain(self.columns.iter().map(|column| column.name))
    }
}

/// The statements that create and fill the tables, in order: SQLite's words.
///
/// Ids are never given out twice (`AUTOINCREMENT`): an id that was deleted must not come back as
/// someone else. Behind an id that a client chose it goes on counting from there, which an identity
/// column of PostgreSQL does not.
pub fn boot_statements() -> Vec<Statement> {
    let texts = [
        "CREATE TABLE users (\
         id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 2147483647), \
         name TEXT NOT NULL)",
        "CREATE TABLE products (\
         id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 2147483647), \
         name TEXT NOT NULL, price_cents INTEGER NOT NULL)",
        "INSERT INTO users (id, name) VALUES \
         (1, 'Ada'), (2, 'Grace'), (3, 'Linus'), (42, 'Alice'), (123, 'Dorothy')",
        "INSERT INTO products (id, name, price_cents) VALUES \
         (1, 'Teapot', 1899), (2, 'Notebook', 350), (3, 'Desk lamp', 4200), (4, 'Pencil', 80)",
    ];
    texts.into_iter().map(Statement::plain).collect()
}
