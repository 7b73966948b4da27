//! The kinds of thing that this service keeps, and what their members may hold.
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

/// The users.
pub(crate) static USERS: Collection = Collection {
    name: "users",
    item: "user",
    columns: &[Column { name: "name", kind: ColumnKind::Text }],
    example: r#"{"name": "Bob"}"#,
    example_id: 42,
    cache_control: None,
};

/// What can be ordered.
pub(crate) static PRODUCTS: Collection = Collection {
    name: "products",
    item: "product",
    columns: &[
        Column { name: "name", kind: ColumnKind::Text },
        Column { name: "price_cents", kind: ColumnKind::Amount },
    ],
    example: r#"{"name": "Lamp", "price_cents": 2499}"#,
    example_id: 1,
    cache_control: Some("max-age=60"),
};

/// The collections that anyone may read and change.
pub(crate) static COLLECTIONS: [&Collection; 2] = [&USERS, &PRODUCTS];

/// What is new: to be read, and kept for a while.
pub(crate) static NEWS: Collection = Collection {
    name: "news",
    item: "story",
    columns: &[Column { name: "title", kind: ColumnKind::Text }],
    example: r#"{"title": "We are open"}"#,
    example_id: 1,
    cache_control: Some("max-age=60, stale-while-revalidate=30"),
};

/// What was ordered; users see their own alone.
pub(crate) static ORDERS: Collection = Collection {
    name: "orders",
    item: "order",
    columns: &[
        Column { name: "product_id", kind: ColumnKind::Amount },
        Column { name: "quantity", kind: ColumnKind::Amount },
    ],
    example: r#"{"product_id": 2, "quantity": 1}"#,
    example_id: 2,
    cache_control: None,
};

impl Collection {
    /// Names of all columns, left to right.
    pub fn column_names(&self) -> impl Iterator<Item = &'static str> {
        core::iter::once("id").chain(self.columns.iter().map(|column| column.name))
    }
}

/// Which tables there are, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boot {
    /// Whether somebody created the table of the orders.
    pub has_orders: bool,
    /// When the program starts, in seconds since 1970.
    pub unix_s: i64,
}

/// The statements that create and fill the tables, in order: SQLite's words.
///
/// Ids are never given out twice (`AUTOINCREMENT`): an id that was deleted must not come back as
/// someone else. Behind an id that a client chose it goes on counting from there, which an identity
/// column of PostgreSQL does not.
pub fn boot_statements(boot: Boot) -> Vec<Statement> {
    let id = "id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 2147483647)";
    let mut texts = vec![
        format!("CREATE TABLE users ({id}, name TEXT NOT NULL)"),
        format!("CREATE TABLE products ({id}, name TEXT NOT NULL, price_cents INTEGER NOT NULL)"),
        "INSERT INTO users (id, name) VALUES \
         (1, 'Ada'), (2, 'Grace'), (3, 'Linus'), (42, 'Alice'), (123, 'Dorothy')"
            .to_owned(),
        "INSERT INTO products (id, name, price_cents) VALUES \
         (1, 'Teapot', 1899), (2, 'Notebook', 350), (3, 'Desk lamp', 4200), (4, 'Pencil', 80)"
            .to_owned(),
        format!(
            "CREATE TABLE sessions ({id}, secret TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, \
             user_id INTEGER NOT NULL, scope TEXT NOT NULL, expires_at INTEGER NOT NULL)"
        ),
    ];
    texts.push(format!(
        "CREATE TABLE profiles ({id}, email TEXT NOT NULL, city TEXT, newsletter INTEGER NOT NULL, \
         interests TEXT NOT NULL, updated_at INTEGER NOT NULL)"
    ));
    // They were changed last a day ago.
    let updated_at = (boot.unix_s - 86_400).max(0);
    texts.push(format!(
        "INSERT INTO profiles (id, email, city, newsletter, interests, updated_at) VALUES \
         (1, 'ada@example.com', 'London', 0, '[\"engines\"]', {updated_at}), \
         (42, 'alice@example.com', 'Oxford', 1, '[\"chess\",\"tea\"]', {updated_at})"
    ));
    texts.push(format!("CREATE TABLE news ({id}, title TEXT NOT NULL)"));
    texts.push(
        "INSERT INTO news (id, title) VALUES \
         (1, 'The shop is open'), (2, 'New: desk lamps'), (3, 'Teapots are back')"
            .to_owned(),
    );
    if boot.has_orders {
        texts.push(format!(
            "CREATE TABLE orders ({id}, user_id INTEGER NOT NULL, product_id INTEGER NOT NULL, \
             quantity INTEGER NOT NULL, status TEXT NOT NULL)"
        ));
        texts.push(
            "INSERT INTO orders (id, user_id, product_id, quantity, status) VALUES \
             (1, 42, 1, 1, 'sent'), (2, 42, 2, 2, 'open'), (3, 1, 3, 1, 'open'), (4, 42, 4, 9, 'open')"
                .to_owned(),
        );
    }
    texts.into_iter().map(Statement::plain).collect()
}
