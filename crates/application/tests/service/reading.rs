//! GET and HEAD: lists, single rows, sorting, choosing columns.

use crate::check;
use insta::assert_snapshot;

#[test]
fn the_course_diagram() {
    assert_snapshot!(check("GET /users/42\naccept: application/json"), @r#"
    200 OK
    content-type: application/json
    content-length: 27

    {"id": 42, "name": "Alice"}

    Route (/users/{id})
    Handle (read a user)
      SELECT * FROM users WHERE id=42 -> rows: 1
    Serialize (application/json)
    "#);
}

#[test]
fn lists_are_ordered_by_id() {
    assert_snapshot!(check("GET /users
===
GET /users?sort=asc
===
GET /users?sort=desc
===
GET /products"), @r#"
    200 OK
    content-type: application/json
    content-length: 143

    [{"id": 1, "name": "Ada"}, {"id": 2, "name": "Grace"}, {"id": 3, "name": "Linus"}, {"id": 42, "name": "Alice"}, {"id": 123, "name": "Dorothy"}]

    Route (/users)
    Handle (list users)
      SELECT * FROM users ORDER BY id -> rows: 5
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 143

    [{"id": 1, "name": "Ada"}, {"id": 2, "name": "Grace"}, {"id": 3, "name": "Linus"}, {"id": 42, "name": "Alice"}, {"id": 123, "name": "Dorothy"}]

    Route (/users)
    Validate (query)
    Handle (list users)
      SELECT * FROM users ORDER BY id -> rows: 5
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 143

    [{"id": 123, "name": "Dorothy"}, {"id": 42, "name": "Alice"}, {"id": 3, "name": "Linus"}, {"id": 2, "name": "Grace"}, {"id": 1, "name": "Ada"}]

    Route (/users)
    Validate (query)
    Handle (list users)
      SELECT * FROM users ORDER BY id DESC -> rows: 5
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    cache-control: max-age=60
    etag: "d83c8af1aa5acee6"
    content-length: 202

    [{"id": 1, "name": "Teapot", "price_cents": 1899}, {"id": 2, "name": "Notebook", "price_cents": 350}, {"id": 3, "name": "Desk lamp", "price_cents": 4200}, {"id": 4, "name": "Pencil", "price_cents": 80}]

    Route (/products)
    Handle (list products)
      SELECT * FROM products ORDER BY id -> rows: 4
    Serialize (application/json)
    "#);
}

#[test]
fn the_same_is_under_v1() {
    assert_snapshot!(check("GET /v1/users/42
===
GET /v1/products/1
===
GET /v1/users?id=123"), @r#"
    200 OK
    content-type: application/json
    content-length: 27

    {"id": 42, "name": "Alice"}

    Route (/v1/users/{id})
    Handle (read a user)
      SELECT * FROM users WHERE id=42 -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    cache-control: max-age=60
    etag: "2dcea07fa9225643"
    content-length: 48

    {"id": 1, "name": "Teapot", "price_cents": 1899}

    Route (/v1/products/{id})
    Handle (read a product)
      SELECT * FROM products WHERE id=1 -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 32

    [{"id": 123, "name": "Dorothy"}]

    Route (/v1/users)
    Validate (query)
    Handle (list users)
      SELECT * FROM users WHERE id=123 -> rows: 1
    Serialize (application/json)
    "#);
}

#[test]
fn the_query_selects_rows_and_columns() {
    assert_snapshot!(check("GET /users?id=42
===
GET /users?id=99999
===
GET /users?fields=name
===
GET /products/1?fields=price_cents,id
===
GET /products?sort=desc&fields=id%2Cname
===
GET /users?"), @r#"
    200 OK
    content-type: application/json
    content-length: 29

    [{"id": 42, "name": "Alice"}]

    Route (/users)
    Validate (query)
    Handle (list users)
      SELECT * FROM users WHERE id=42 -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 2

    []

    Route (/users)
    Validate (query)
    Handle (list users)
      SELECT * FROM users WHERE id=99999 -> rows: 0
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 95

    [{"name": "Ada"}, {"name": "Grace"}, {"name": "Linus"}, {"name": "Alice"}, {"name": "Dorothy"}]

    Route (/users)
    Validate (query)
    Handle (list users)
      SELECT name FROM users ORDER BY id -> rows: 5
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    cache-control: max-age=60
    etag: "95d1a512716fee67"
    content-length: 30

    {"price_cents": 1899, "id": 1}

    Route (/products/{id})
    Validate (query)
    Handle (read a product)
      SELECT price_cents, id FROM products WHERE id=1 -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    cache-control: max-age=60
    etag: "55cc8d0430fa76df"
    content-length: 121

    [{"id": 4, "name": "Pencil"}, {"id": 3, "name": "Desk lamp"}, {"id": 2, "name": "Notebook"}, {"id": 1, "name": "Teapot"}]

    Route (/products)
    Validate (query)
    Handle (list products)
      SELECT id, name FROM products ORDER BY id DESC -> rows: 4
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 143

    [{"id": 1, "name": "Ada"}, {"id": 2, "name": "Grace"}, {"id": 3, "name": "Linus"}, {"id": 42, "name": "Alice"}, {"id": 123, "name": "Dorothy"}]

    Route (/users)
    Handle (list users)
      SELECT * FROM users ORDER BY id -> rows: 5
    Serialize (application/json)
    "#);
}

#[test]
fn head_is_get_without_content() {
    assert_snapshot!(check("HEAD /users/42
===
HEAD /users
===
HEAD /users/99999
===
HEAD /nothing"), @"
    200 OK
    content-type: application/json
    content-length: 27

    Route (/users/{id})
    Handle (read a user, without content)
      SELECT * FROM users WHERE id=42 -> rows: 1
    ===
    200 OK
    content-type: application/json
    content-length: 143

    Route (/users)
    Handle (list users, without content)
      SELECT * FROM users ORDER BY id -> rows: 5
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 117

    Route (/users/{id})
    Handle (read a user, without content) refused: no user has the id 99999
      SELECT * FROM users WHERE id=99999 -> rows: 0
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 95

    Route () refused: no route for /nothing
    ");
}

#[test]
fn an_id_may_be_percent_encoded_or_have_zeros_in_front() {
    assert_snapshot!(check("GET /users/%34%32
===
GET /users/0042"), @r#"
    200 OK
    content-type: application/json
    content-length: 27

    {"id": 42, "name": "Alice"}

    Route (/users/{id})
    Handle (read a user)
      SELECT * FROM users WHERE id=42 -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 27

    {"id": 42, "name": "Alice"}

    Route (/users/{id})
    Handle (read a user)
      SELECT * FROM users WHERE id=42 -> rows: 1
    Serialize (application/json)
    "#);
}

#[test]
fn content_of_get_and_delete_means_nothing() {
    assert_snapshot!(check("GET /users/1\ncontent-type: text/plain\n\nnonsense
===
DELETE /users/1\ncontent-type: application/json\n\n{\"id\": 2}"), @r#"
    200 OK
    content-type: application/json
    content-length: 24

    {"id": 1, "name": "Ada"}

    Route (/users/{id})
    Handle (read a user)
      SELECT * FROM users WHERE id=1 -> rows: 1
    Serialize (application/json)
    ===
    204 No Content

    Route (/users/{id})
    Handle (delete a user)
      DELETE FROM users WHERE id=1 -> changed: 1
    "#);
}
