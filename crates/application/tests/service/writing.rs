//! POST, PUT, PATCH and DELETE.

use crate::check;
use insta::assert_snapshot;

#[test]
fn post_creates_each_time() {
    assert_snapshot!(check("POST /users
content-type: application/json

{\"name\": \"Bob\"}
===
POST /users
content-type: application/json

{\"name\": \"Bob\"}
===
GET /users?sort=desc&fields=id"), @r#"
    201 Created
    content-type: application/json
    location: /users/124
    content-length: 26

    {"id": 124, "name": "Bob"}

    Route (/users)
    Validate (content)
    Handle (create a user)
      INSERT INTO users (name) VALUES ('Bob') RETURNING * -> rows: 1
    Serialize (application/json)
    ===
    201 Created
    content-type: application/json
    location: /users/125
    content-length: 26

    {"id": 125, "name": "Bob"}

    Route (/users)
    Validate (content)
    Handle (create a user)
      INSERT INTO users (name) VALUES ('Bob') RETURNING * -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 84

    [{"id": 125}, {"id": 124}, {"id": 123}, {"id": 42}, {"id": 3}, {"id": 2}, {"id": 1}]

    Route (/users)
    Validate (query)
    Handle (list users)
      SELECT id FROM users ORDER BY id DESC -> rows: 7
    Serialize (application/json)
    "#);
}

#[test]
fn a_location_stays_under_v1() {
    assert_snapshot!(check("POST /v1/products
content-type: Application/JSON; charset=utf-8

{\"price_cents\": 0, \"name\": \"Sample\"}"), @r#"
    201 Created
    content-type: application/json
    location: /v1/products/5
    content-length: 45

    {"id": 5, "name": "Sample", "price_cents": 0}

    Route (/v1/products)
    Validate (content)
    Handle (create a product)
      INSERT INTO products (name, price_cents) VALUES ('Sample', 0) RETURNING * -> rows: 1
    Serialize (application/json)
    "#);
}

#[test]
fn put_creates_then_replaces() {
    assert_snapshot!(check("PUT /users/101
content-type: application/json

{\"name\": \"Zoe\"}
===
PUT /users/101
content-type: application/json

{\"id\": 101, \"name\": \"Zoë O'Hara\"}
===
GET /users/101"), @r#"
    201 Created
    content-type: application/json
    location: /users/101
    content-length: 26

    {"id": 101, "name": "Zoe"}

    Route (/users/{id})
    Validate (content)
    Handle (replace a user, or create it)
      UPDATE users SET name='Zoe' WHERE id=101 RETURNING * -> rows: 0
      INSERT INTO users (id, name) VALUES (101, 'Zoe') RETURNING * -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 34

    {"id": 101, "name": "Zoë O'Hara"}

    Route (/users/{id})
    Validate (content)
    Handle (replace a user, or create it)
      UPDATE users SET name='Zoë O''Hara' WHERE id=101 RETURNING * -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 34

    {"id": 101, "name": "Zoë O'Hara"}

    Route (/users/{id})
    Handle (read a user)
      SELECT * FROM users WHERE id=101 -> rows: 1
    Serialize (application/json)
    "#);
}

#[test]
fn put_to_an_id_that_is_written_otherwise_names_the_plain_one() {
    assert_snapshot!(check("PUT /v1/users/%31%30%31
content-type: application/json

{\"name\": \"Zoe\"}"), @r#"
    201 Created
    content-type: application/json
    location: /v1/users/101
    content-length: 26

    {"id": 101, "name": "Zoe"}

    Route (/v1/users/{id})
    Validate (content)
    Handle (replace a user, or create it)
      UPDATE users SET name='Zoe' WHERE id=101 RETURNING * -> rows: 0
      INSERT INTO users (id, name) VALUES (101, 'Zoe') RETURNING * -> rows: 1
    Serialize (application/json)
    "#);
}

#[test]
fn patch_changes_what_it_names() {
    assert_snapshot!(check("PATCH /products/1
content-type: application/merge-patch+json

{\"price_cents\": 1500}
===
PATCH /products/1
content-type: application/json

{\"price_cents\": 1, \"name\": \"Cup\"}
===
PATCH /products/1
content-type: application/json

{}
===
PATCH /products/99999
content-type: application/json

{\"name\": \"Cup\"}
===
PATCH /products/99999
content-type: application/json

{}"), @r#"
    200 OK
    content-type: application/json
    content-length: 48

    {"id": 1, "name": "Teapot", "price_cents": 1500}

    Route (/products/{id})
    Validate (content)
    Handle (change a product)
      UPDATE products SET price_cents=1500 WHERE id=1 RETURNING * -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 42

    {"id": 1, "name": "Cup", "price_cents": 1}

    Route (/products/{id})
    Validate (content)
    Handle (change a product)
      UPDATE products SET name='Cup', price_cents=1 WHERE id=1 RETURNING * -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 42

    {"id": 1, "name": "Cup", "price_cents": 1}

    Route (/products/{id})
    Validate (content)
    Handle (change a product)
      SELECT * FROM products WHERE id=1 -> rows: 1
    Serialize (application/json)
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 120

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no product has the id 99999", "parameter": "id"}

    Route (/products/{id})
    Validate (content)
    Handle (change a product) refused: no product has the id 99999
      UPDATE products SET name='Cup' WHERE id=99999 RETURNING * -> rows: 0
    Serialize (application/problem+json)
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 120

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no product has the id 99999", "parameter": "id"}

    Route (/products/{id})
    Validate (content)
    Handle (change a product) refused: no product has the id 99999
      SELECT * FROM products WHERE id=99999 -> rows: 0
    Serialize (application/problem+json)
    "#);
}

#[test]
fn delete_works_once_and_the_id_does_not_come_back() {
    assert_snapshot!(check("DELETE /users/123
===
DELETE /users/123
===
GET /users/123
===
POST /users
content-type: application/json

{\"name\": \"Bob\"}"), @r#"
    204 No Content

    Route (/users/{id})
    Handle (delete a user)
      DELETE FROM users WHERE id=123 -> changed: 1
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 115

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no user has the id 123", "parameter": "id"}

    Route (/users/{id})
    Handle (delete a user) refused: no user has the id 123
      DELETE FROM users WHERE id=123 -> changed: 0
    Serialize (application/problem+json)
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 115

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no user has the id 123", "parameter": "id"}

    Route (/users/{id})
    Handle (read a user) refused: no user has the id 123
      SELECT * FROM users WHERE id=123 -> rows: 0
    Serialize (application/problem+json)
    ===
    201 Created
    content-type: application/json
    location: /users/124
    content-length: 26

    {"id": 124, "name": "Bob"}

    Route (/users)
    Validate (content)
    Handle (create a user)
      INSERT INTO users (name) VALUES ('Bob') RETURNING * -> rows: 1
    Serialize (application/json)
    "#);
}

#[test]
fn text_is_kept_as_it_was_sent() {
    assert_snapshot!(check("POST /users
content-type: application/json

{\"name\": \"'); DROP TABLE users; -- \\u00e9\\n\\\"🙂\"}
===
GET /users/124"), @r#"
    201 Created
    content-type: application/json
    location: /users/124
    content-length: 58

    {"id": 124, "name": "'); DROP TABLE users; -- é\n\"🙂"}

    Route (/users)
    Validate (content)
    Handle (create a user)
      INSERT INTO users (name) VALUES ('''); DROP TABLE users; -- é
    "🙂') RETURNING * -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 58

    {"id": 124, "name": "'); DROP TABLE users; -- é\n\"🙂"}

    Route (/users/{id})
    Handle (read a user)
      SELECT * FROM users WHERE id=124 -> rows: 1
    Serialize (application/json)
    "#);
}

#[test]
fn a_change_is_made_only_to_the_version_that_the_client_knows() {
    let tag = "\"2dcea07fa9225643\"";
    let put = |id: u32, precondition: &str| {
        let content = "{\"name\": \"Teapot\", \"price_cents\": 1999}";
        format!("PUT /products/{id}\ncontent-type: application/json\n{precondition}\n\n{content}")
    };
    let requests = [
        put(1, &format!("if-match: \"x\"\nif-match: {tag}")),
        put(1, &format!("if-match: {tag}")),
        put(1, "if-none-match: *"),
        put(77, "if-match: *"),
        put(77, "if-none-match: *"),
        format!("DELETE /products/2\nif-match: W/{tag}"),
        "DELETE /products/99\nif-match: *".to_owned(),
        "DELETE /users/42\nif-match: *".to_owned(),
        "POST /users\ncontent-type: application/json\nif-none-match: *\n\n{\"name\": \"Bob\"}"
            .to_owned(),
    ];
    assert_snapshot!(check(&requests.join("\n===\n")), @r#"
    200 OK
    content-type: application/json
    content-length: 48

    {"id": 1, "name": "Teapot", "price_cents": 1999}

    Route (/products/{id})
    Validate (content)
    Handle (replace a product, or create it)
      SELECT * FROM products WHERE id=1 -> rows: 1
      UPDATE products SET name='Teapot', price_cents=1999 WHERE id=1 RETURNING * -> rows: 1
    Serialize (application/json)
    ===
    412 Precondition Failed
    content-type: application/problem+json
    content-length: 197

    {"type": "about:blank", "title": "Precondition Failed", "status": 412, "detail": "If-Match asks for \"2dcea07fa9225643\", and it is \"474b3888443c0342\" by now; read it again before you change it"}

    Route (/products/{id})
    Validate (content)
    Handle (replace a product, or create it) refused: If-Match asks for "2dcea07fa9225643", and it is "474b3888443c0342" by now; read it again before you change it
      SELECT * FROM products WHERE id=1 -> rows: 1
    Serialize (application/problem+json)
    ===
    412 Precondition Failed
    content-type: application/problem+json
    content-length: 165

    {"type": "about:blank", "title": "Precondition Failed", "status": 412, "detail": "If-None-Match asks for none, and there is one; read it again before you change it"}

    Route (/products/{id})
    Validate (content)
    Handle (replace a product, or create it) refused: If-None-Match asks for none, and there is one; read it again before you change it
      SELECT * FROM products WHERE id=1 -> rows: 1
    Serialize (application/problem+json)
    ===
    412 Precondition Failed
    content-type: application/problem+json
    content-length: 170

    {"type": "about:blank", "title": "Precondition Failed", "status": 412, "detail": "If-Match asks for *, and there is nothing here yet; read it again before you change it"}

    Route (/products/{id})
    Validate (content)
    Handle (replace a product, or create it) refused: If-Match asks for *, and there is nothing here yet; read it again before you change it
      SELECT * FROM products WHERE id=77 -> rows: 0
    Serialize (application/problem+json)
    ===
    201 Created
    content-type: application/json
    location: /products/77
    content-length: 49

    {"id": 77, "name": "Teapot", "price_cents": 1999}

    Route (/products/{id})
    Validate (content)
    Handle (replace a product, or create it)
      SELECT * FROM products WHERE id=77 -> rows: 0
      UPDATE products SET name='Teapot', price_cents=1999 WHERE id=77 RETURNING * -> rows: 0
      INSERT INTO products (id, name, price_cents) VALUES (77, 'Teapot', 1999) RETURNING * -> rows: 1
    Serialize (application/json)
    ===
    412 Precondition Failed
    content-type: application/problem+json
    content-length: 199

    {"type": "about:blank", "title": "Precondition Failed", "status": 412, "detail": "If-Match asks for W/\"2dcea07fa9225643\", and it is \"5aa8e7cc31297e83\" by now; read it again before you change it"}

    Route (/products/{id})
    Handle (delete a product) refused: If-Match asks for W/"2dcea07fa9225643", and it is "5aa8e7cc31297e83" by now; read it again before you change it
      SELECT * FROM products WHERE id=2 -> rows: 1
    Serialize (application/problem+json)
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 117

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no product has the id 99", "parameter": "id"}

    Route (/products/{id})
    Handle (delete a product) refused: no product has the id 99
      SELECT * FROM products WHERE id=99 -> rows: 0
      DELETE FROM products WHERE id=99 -> changed: 0
    Serialize (application/problem+json)
    ===
    204 No Content

    Route (/users/{id})
    Handle (delete a user)
      SELECT * FROM users WHERE id=42 -> rows: 1
      DELETE FROM users WHERE id=42 -> changed: 1
    ===
    412 Precondition Failed
    content-type: application/problem+json
    content-length: 165

    {"type": "about:blank", "title": "Precondition Failed", "status": 412, "detail": "If-None-Match asks for none, and there is one; read it again before you change it"}

    Route (/users)
    Validate (content)
    Handle (create a user) refused: If-None-Match asks for none, and there is one; read it again before you change it
      SELECT * FROM users ORDER BY id -> rows: 4
    Serialize (application/problem+json)
    "#);
}

#[test]
fn a_put_of_a_part_is_refused() {
    assert_snapshot!(check("PUT /users/42\ncontent-type: application/json\ncontent-range: bytes 0-1/2\n\n{}"), @r#"
    400 Bad Request
    content-type: application/problem+json
    content-length: 129

    {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "PUT replaces the whole; send it without Content-Range"}

    Route (/users/{id})
    Validate (content) refused: PUT replaces the whole; send it without Content-Range
    Serialize (application/problem+json)
    "#);
}

#[test]
fn what_is_not_there_can_be_taken_away() {
    assert_snapshot!(check("PATCH /users/42\ncontent-type: application/merge-patch+json\n\n{\"age\": null}"), @r#"
    200 OK
    content-type: application/json
    content-length: 27

    {"id": 42, "name": "Alice"}

    Route (/users/{id})
    Validate (content)
    Handle (change a user)
      SELECT * FROM users WHERE id=42 -> rows: 1
    Serialize (application/json)
    "#);
}
