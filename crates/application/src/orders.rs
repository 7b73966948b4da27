//! Orders: each belongs to a user, who alone may see and cancel it, and rules of the shop say which
//! are taken.

use crate::access::Account;
use crate::collection::{ORDERS, PRODUCTS};
use crate::content::Member;
use crate::json::Representation;
use crate::problem::{Place, Problem};
use crate::reply::Reply;
use crate::store::{Failure, Table, broken_promise, execute, not_found, rows};
use crate::{Answer, Database, Statement, Value, statement};
use http::StatusCode;

/// How many open orders one may have.
const OPEN_ORDERS_MAX: usize = 3;
/// How many of a product are sold at once.
const QUANTITY_MAX: i64 = 10;

/// The states of an order.
const OPEN: &str = "open";

/// What the rules are about, as the stage tells it.
pub(crate) const RULES: &str = "what may be ordered";

/// All orders of this user.
pub(crate) async fn list(database: &dyn Database, owner: &Account) -> Result<Reply, Failure> {
    let text = "SELECT * FROM orders WHERE user_id=$1 ORDER BY id".to_owned();
    let statement = Statement { text, parameters: vec![Value::Integer(owner.user)] };
    let Table { columns, rows } = rows(database, statement).await?;
    Ok(Reply::ok(Representation::List { columns, rows }))
}

/// One order, if it is this user's. An administrator sees all.
pub(crate) async fn read(
    database: &dyn Database,
    owner: &Account,
    id: i64,
) -> Result<Reply, Failure> {
    let found = own(database, owner, id).await?;
    Ok(Reply::ok(found.into_item().ok_or_else(broken_promise)?))
}

/// Checks the rules of the shop. They are no matter of form: 422 where the order itself is at fault
/// (RFC 9110 §15.5.21), 409 where what is there already stands against it (§15.5.10).
pub(crate) async fn check(
    database: &dyn Database,
    owner: &Account,
    members: &[Member],
) -> Result<(), Failure> {
    let quantity = number(members, "quantity");
    if !(1..=QUANTITY_MAX).contains(&quantity) {
        let detail = format!("1 to {QUANTITY_MAX} of a product are sold at once, not {quantity}");
        return Err(unprocessable("quantity", detail).into());
    }
    let product = number(members, "product_id");
    let found = rows(database, statement::select_one(&PRODUCTS, product, &[])).await?;
    if found.rows.is_empty() {
        let detail = format!("no product has the id {product}");
        return Err(unprocessable("product_id", detail).into());
    }
    let text = "SELECT id FROM orders WHERE user_id=$1 AND status=$2 ORDER BY id".to_owned();
    let parameters = vec![Value::Integer(owner.user), Value::Text(OPEN.to_owned())];
    let open = rows(database, Statement { text, parameters }).await?.rows.len();
    if open >= OPEN_ORDERS_MAX {
        let name = owner.name;
        let detail =
            format!("{name} has {open} open orders, and no more than {OPEN_ORDERS_MAX} are taken");
        return Err(Problem::new(StatusCode::CONFLICT, detail).into());
    }
    Ok(())
}

/// Takes an order.
pub(crate) async fn place(
    database: &dyn Database,
    owner: &Account,
    path: &str,
    members: Vec<Member>,
) -> Result<Reply, Failure> {
    let mut all = vec![Member { column: "user_id", value: Value::Integer(owner.user) }];
    all.extend(members);
    all.push(Member { column: "status", value: Value::Text(OPEN.to_owned()) });
    let table = rows(database, statement::insert(&ORDERS, &all)).await?;
    let id = table.first_id().ok_or_else(broken_promise)?;
    let item = table.into_item().ok_or_else(broken_promise)?;
    Ok(Reply::created(format!("{path}/{id}"), item))
}

/// Cancels an order that is still open.
pub(crate) async fn cancel(
    database: &dyn Database,
    owner: &Account,
    id: i64,
) -> Result<Reply, Failure> {
    let found = own(database, owner, id).await?;
    if found.text("status") != Some(OPEN) {
        let detail = format!("the order {id} was sent; it cannot be cancelled any more");
        return Err(Problem::new(StatusCode::CONFLICT, detail).into());
    }
    match execute(database, statement::delete(&ORDERS, id)).await? {
        Answer::Changed { rows: 0 } => Err(not_found(&ORDERS, id).into()),
        Answer::Changed { .. } => Ok(Reply::no_content(Vec::new())),
        Answer::Rows { .. } => Err(broken_promise()),
    }
}

/// The row of an order that this user may see. Another user's is there, and not for them: 403.
async fn own(database: &dyn Database, owner: &Account, id: i64) -> Result<Table, Failure> {
    let found = rows(database, statement::select_one(&ORDERS, id, &[])).await?;
    let of = found.integer("user_id").ok_or_else(|| not_found(&ORDERS, id))?;
    if of != owner.user && !owner.is_administrator {
        let detail = format!("the order {id} is not {}'s", owner.name);
        return Err(Problem::new(StatusCode::FORBIDDEN, detail).into());
    }
    Ok(found)
}

fn number(members: &[Member], column: &str) -> i64 {
    let found = members.iter().find(|member| member.column == column);
    match found.map(|member| &member.value) {
        Some(Value::Integer(number)) => *number,
        _ => 0,
    }
}

fn unprocessable(member: &str, detail: String) -> Problem {
    let place = Place::Member(member.to_owned());
    Problem { place, ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail) }
}
