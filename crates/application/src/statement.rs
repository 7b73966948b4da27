//! The SQL behind each operation, in the subset that SQLite and PostgreSQL both understand.
//!
//! Names come from [`Collection`], values travel as parameters. Every SELECT of several rows has
//! an ORDER BY; a look-up by primary key finds one row at most and needs none.

use crate::collection::Collection;
use crate::content::Member;
use crate::query::{Query, Sort};
use crate::{Statement, Value};

pub(crate) fn select_one(collection: &Collection, id: i64, fields: &[&str]) -> Statement {
    let text = format!("SELECT {} FROM {} WHERE id=$1", column_list(fields), collection.name);
    Statement { text, parameters: vec![Value::Integer(id)] }
}

pub(crate) fn select_all(collection: &Collection, query: &Query) -> Statement {
    if let Some(id) = query.id {
        return select_one(collection, id, &query.fields);
    }
    let order = match query.sort {
        Sort::Ascending => "id",
        Sort::Descending => "id DESC",
    };
    let columns = column_list(&query.fields);
    Statement::plain(format!("SELECT {columns} FROM {} ORDER BY {order}", collection.name))
}

pub(crate) fn insert(collection: &Collection, members: &[Member]) -> Statement {
    let columns: Vec<&str> = members.iter().map(|member| member.column).collect();
    let places: Vec<String> = (1..=members.len()).map(|place| format!("${place}")).collect();
    let text = format!(
        "INSERT INTO {} ({}) VALUES ({}) RETURNING *",
        collection.name,
        columns.join(", "),
        places.join(", ")
    );
    Statement { text, parameters: members.iter().map(|member| member.value.clone()).collect() }
}

pub(crate) fn insert_as(collection: &Collection, id: i64, members: &[Member]) -> Statement {
    let mut all = vec![Member { column: "id", value: Value::Integer(id) }];
    all.extend_from_slice(members);
    insert(collection, &all)
}

/// Sets at least one column.
pub(crate) fn update(collection: &Collection, id: i64, members: &[Member]) -> Statement {
    let set = |(at, member): (usize, &Member)| format!("{}=${}", member.column, at + 1);
    let sets: Vec<String> = members.iter().enumerate().map(set).collect();
    let text = format!(
        "UPDATE {} SET {} WHERE id=${} RETURNING *",
        collection.name,
        sets.join(", "),
        members.len() + 1
    );
    let values = members.iter().map(|member| member.value.clone());
    Statement { text, parameters: values.chain([Value::Integer(id)]).collect() }
}

pub(crate) fn delete(collection: &Collection, id: i64) -> Statement {
    let text = format!("DELETE FROM {} WHERE id=$1", collection.name);
    Statement { text, parameters: vec![Value::Integer(id)] }
}

fn column_list(fields: &[&str]) -> String {
    if fields.is_empty() { "*".to_owned() } else { fields.join(", ") }
}
