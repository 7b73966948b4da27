//! Statements and what comes of them, in our words.

use super::*;
use insta::assert_snapshot;

/// Executes statements, one a line, with no parameters, and prints what each one gave.
fn printed(texts: &str) -> String {
    let mut sqlite = Sqlite::open();
    let mut printed = String::new();
    for text in texts.lines().map(str::trim).filter(|text| !text.is_empty()) {
        printed.push_str(&shown(sqlite.execute(&Statement::plain(text))));
        printed.push('\n');
    }
    printed
}

fn shown(executed: Result<Answer, DatabaseError>) -> String {
    match executed {
        Ok(Answer::Changed { rows }) => format!("changed {rows}"),
        Ok(Answer::Rows { columns, rows }) => {
            let row =
                |row: Vec<Value>| row.iter().map(Value::literal).collect::<Vec<_>>().join(", ");
            let rows: Vec<String> = rows.into_iter().map(row).collect();
            format!("{}: {}", columns.join(", "), rows.join("; "))
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn statements_give_rows_or_counts() {
    assert_snapshot!(printed(
        "CREATE TABLE pets (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, age INTEGER)
         INSERT INTO pets (name, age) VALUES ('Rex', 3), ('Tom', NULL)
         INSERT INTO pets (name) VALUES ('Kim') RETURNING *
         SELECT * FROM pets ORDER BY id
         UPDATE pets SET age=4 WHERE name='Rex' RETURNING age, name
         UPDATE pets SET age=5
         DELETE FROM pets WHERE id=3
         CREATE INDEX by_name ON pets (name)
         SELECT count(*), max(age) FROM pets
         INSERT INTO pets (name) VALUES ('Pip') RETURNING id
         SELECT name FROM pets WHERE id=99"
    ), @"
    changed 0
    changed 2
    id, name, age: 3, 'Kim', NULL
    id, name, age: 1, 'Rex', 3; 2, 'Tom', NULL; 3, 'Kim', NULL
    age, name: 4, 'Rex'
    changed 3
    changed 1
    changed 0
    count(*), max(age): 2, 5
    id: 4
    name:
    ");
}

#[test]
fn failures_are_told_in_our_words() {
    assert_snapshot!(printed(
        "CREATE TABLE owners (id INTEGER PRIMARY KEY CHECK (id < 10))
         CREATE TABLE pets (id INTEGER PRIMARY KEY, name TEXT UNIQUE, owner INTEGER NOT NULL REFERENCES owners (id))
         CREATE TABLE pets (id INTEGER)
         INSERT INTO owners (id) VALUES (1)
         INSERT INTO owners (id) VALUES (1)
         INSERT INTO owners (id) VALUES (11)
         INSERT INTO owners (id) VALUES ('x')
         INSERT INTO pets (name, owner) VALUES ('Rex', 1)
         INSERT INTO pets (name, owner) VALUES ('Rex', 1)
         INSERT INTO pets (name) VALUES ('Tom')
         INSERT INTO pets (name, owner) VALUES ('Tom', 2)
         INSERT INTO pets (colour) VALUES ('red')
         SELECT * FROM wolves
         SELECT colour FROM pets
         SELECT \"Rex\" FROM pets
         SELECT shout(name) FROM pets
         SELEKT 1
         SELECT 1; SELECT 2
         SELECT 1.5
         UPDATE pets SET name='Tim' RETURNING x'00'
         SELECT name FROM pets"
    ), @"
    changed 0
    changed 0
    a table of this name exists already (SQLSTATE 42P07)
    changed 1
    a value that may stand once is there already (SQLSTATE 23505)
    a value breaks a rule of its table (SQLSTATE 23514)
    a value is of another type than its column (SQLSTATE 42804)
    changed 1
    a value that may stand once is there already (SQLSTATE 23505)
    a value is missing (SQLSTATE 23502)
    a row points at a row that is not there (SQLSTATE 23503)
    there is no such column (SQLSTATE 42703)
    there is no such table (SQLSTATE 42P01)
    there is no such column (SQLSTATE 42703)
    there is no such column (SQLSTATE 42703)
    there is no such function (SQLSTATE 42883)
    this is not one SQL statement (SQLSTATE 42601)
    this is not one SQL statement (SQLSTATE 42601)
    a value is neither a whole number nor text (SQLSTATE 42804)
    a value is neither a whole number nor text (SQLSTATE 42804)
    name: 'Rex'
    ");
}

#[test]
fn functions_of_clock_chance_and_build_are_not_there() {
    let calls = [
        "random()",
        "randomblob(4)",
        "datetime('now')",
        "date()",
        "time()",
        "julianday()",
        "strftime('%s')",
        "unixepoch()",
        "CURRENT_TIMESTAMP",
        "CURRENT_DATE",
        "CURRENT_TIME",
        "sqlite_version()",
        "load_extension('x')",
        "last_insert_rowid()",
    ];
    for call in calls {
        let expected = "there is no such function (SQLSTATE 42883)\n";
        assert_eq!(printed(&format!("SELECT {call}")), expected, "{call}");
        let table = format!("CREATE TABLE t (id INTEGER, CHECK (id < {call}))");
        assert_ne!(printed(&table), "changed 0\n", "{call}");
    }
}

#[test]
fn files_settings_and_transactions_are_denied() {
    let texts = "
        PRAGMA user_version
        PRAGMA foreign_keys = OFF
        ATTACH 'x' AS x
        DETACH main
        VACUUM INTO 'x'
        BEGIN
        COMMIT
        ROLLBACK
        SAVEPOINT s
        CREATE VIRTUAL TABLE v USING fts5(x)
        CREATE VIEW v AS SELECT 1
        CREATE TEMP TABLE t (id INTEGER)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i FROM n
        SELECT * FROM pragma_user_version
    ";
    for (line, text) in printed(texts).lines().zip(texts.trim().lines()) {
        assert_eq!(line, "this is not allowed here (SQLSTATE 42501)", "{text}");
    }
}

#[test]
fn a_default_cannot_let_the_clock_in() {
    assert_snapshot!(printed(
        "CREATE TABLE t (id INTEGER, at TEXT DEFAULT CURRENT_TIMESTAMP)
         create table t (id INTEGER, at TEXT Default (datetime('now')))
         /* */ CREATE TABLE t (id INTEGER, at TEXT DEFAULT CURRENT_TIMESTAMP)
         SELECT * FROM t"
    ), @"
    DEFAULT is not allowed here (SQLSTATE 42501)
    DEFAULT is not allowed here (SQLSTATE 42501)
    this is not allowed here (SQLSTATE 42501)
    there is no such table (SQLSTATE 42P01)
    ");
}

#[test]
fn parameters_are_bound_by_number() {
    let mut sqlite = Sqlite::open();
    let mut check = |text: &str, parameters: &[Value], expected: &str| {
        let statement = Statement { text: text.to_owned(), parameters: parameters.to_vec() };
        assert_eq!(shown(sqlite.execute(&statement)), expected);
    };
    let text = |text: &str| Value::Text(text.to_owned());
    check("SELECT $2 AS b, $1 AS a", &[Value::Integer(1), text("x'y")], "b, a: 'x''y', 1");
    check("SELECT $1 AS a, $1 AS b", &[Value::Null], "a, b: NULL, NULL");
    let misfit = "1 parameters for 0 places $1, $2, … (SQLSTATE 08P01)";
    check("SELECT 1 AS a", &[Value::Null], misfit);
    let misfit = "1 parameters for 1 places $1, $2, … (SQLSTATE 08P01)";
    check("SELECT ?1 AS a", &[Value::Null], misfit);
    check("SELECT $2 AS a", &[Value::Null], misfit);
}

#[test]
fn a_statement_that_asks_for_too_much_is_ended_and_undone() {
    let mut sqlite = Sqlite::open();
    let mut execute = |text: &str| shown(sqlite.execute(&Statement::plain(text)));
    execute("CREATE TABLE n (i INTEGER)");
    execute("INSERT INTO n (i) VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)");
    let all = "n a, n b, n c, n d";
    assert_eq!(execute(&format!("INSERT INTO n SELECT 0 FROM {all}")), "changed 10000");
    assert_eq!(execute("UPDATE n SET i=7 RETURNING i"), "more than 10000 rows (SQLSTATE 54000)");
    assert_eq!(execute("SELECT max(i), count(*) FROM n"), "max(i), count(*): 10, 10010");
    let hostile = "SELECT count(*) FROM n a, n b, n c, n d";
    assert_eq!(execute(hostile), "the statement asks for too much (SQLSTATE 54000)");
    assert_eq!(execute("SELECT count(*) AS rows FROM n"), "rows: 10010");
}
