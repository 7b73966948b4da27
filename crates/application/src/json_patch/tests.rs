//! The examples of the standards, and what no patch may do.

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn patched(document: Json, patch: Json) -> Result<Json, PatchError> {
    Patch::read(&patch)?.apply(document)
}

#[test]
fn the_examples_of_rfc_6902_come_out_as_it_says() {
    let check = |document: Json, patch: Json, expected: Json| {
        assert_eq!(patched(document, patch.clone()), Ok(expected), "{patch}");
    };
    let bar = || json!({"foo": "bar"});
    check(
        bar(),
        json!([{"op": "add", "path": "/baz", "value": "qux"}]),
        json!({"baz": "qux", "foo": "bar"}),
    );
    let two = || json!({"foo": ["bar", "baz"]});
    check(
        two(),
        json!([{"op": "add", "path": "/foo/1", "value": "qux"}]),
        json!({"foo": ["bar", "qux", "baz"]}),
    );
    check(two(), json!([{"op": "remove", "path": "/foo/0"}]), json!({"foo": ["baz"]}));
    check(
        two(),
        json!([{"op": "add", "path": "/foo/-", "value": ["a"]}]),
        json!({"foo": ["bar", "baz", ["a"]]}),
    );
    check(bar(), json!([{"op": "replace", "path": "/foo", "value": 1}]), json!({"foo": 1}));
    check(
        json!({"foo": {"bar": "baz", "waldo": "fred"}, "qux": {"corge": "grault"}}),
        json!([{"op": "move", "from": "/foo/waldo", "path": "/qux/thud"}]),
        json!({"foo": {"bar": "baz"}, "qux": {"corge": "grault", "thud": "fred"}}),
    );
    check(
        json!({"foo": ["all", "grass", "cows", "eat"]}),
        json!([{"op": "move", "from": "/foo/1", "path": "/foo/3"}]),
        json!({"foo": ["all", "cows", "eat", "grass"]}),
    );
    check(
        json!({"baz": "qux", "foo": ["a", 2, "c"]}),
        json!([{"op": "test", "path": "/baz", "value": "qux"}, {"op": "test", "path": "/foo/1", "value": 2.0}]),
        json!({"baz": "qux", "foo": ["a", 2, "c"]}),
    );
    check(
        bar(),
        json!([{"op": "add", "path": "/child", "value": {"a": {}}, "xyz": 123}]),
        json!({"foo": "bar", "child": {"a": {}}}),
    );
    check(
        json!({"/": 9, "~1": 10}),
        json!([{"op": "test", "path": "/~01", "value": 10}]),
        json!({"/": 9, "~1": 10}),
    );
    check(
        bar(),
        json!([{"op": "copy", "from": "/foo", "path": "/b"}]),
        json!({"foo": "bar", "b": "bar"}),
    );
    check(bar(), json!([{"op": "add", "path": "", "value": 1}]), json!(1));
    check(bar(), json!([{"op": "move", "from": "/foo", "path": "/foo"}]), bar());
}

#[test]
fn what_is_not_there_stands_against_a_patch() {
    let document = || json!({"foo": ["a"], "b": {"c": 1}});
    for patch in [
        json!([{"op": "add", "path": "/x/y", "value": 1}]),
        json!([{"op": "add", "path": "/foo/2", "value": 1}]),
        json!([{"op": "add", "path": "/foo/01", "value": 1}]),
        json!([{"op": "remove", "path": "/foo/-"}]),
        json!([{"op": "replace", "path": "/d", "value": 1}]),
        json!([{"op": "test", "path": "/b", "value": {"c": "1"}}]),
        json!([{"op": "move", "from": "/b", "path": "/b/c"}]),
    ] {
        assert!(matches!(patched(document(), patch.clone()), Err(Conflict(_))), "{patch}");
    }
}

#[test]
fn what_is_no_patch_is_told_with_its_place() {
    for patch in [
        json!({}),
        json!([1]),
        json!([{"op": "jump", "path": ""}]),
        json!([{"op": "add", "path": "/a"}]),
        json!([{"op": "add", "path": "a", "value": 1}]),
        json!([{"op": "copy", "path": "/a"}]),
        json!([{"op": "remove", "path": 1}]),
    ] {
        assert!(matches!(Patch::read(&patch), Err(Malformed(_))), "{patch}");
    }
}

#[test]
fn a_patch_that_grows_is_stopped() {
    let doubling = json!({"op": "copy", "from": "", "path": "/-"});
    let patch = Json::Array(vec![doubling; 60]);
    assert!(matches!(patched(json!(["x"]), patch), Err(TooLarge(_))));
    let nested = |n: usize| (0..n).fold(json!(1), |within, _| json!({"a": within}));
    let deeper = json!({"op": "add", "path": "/a".repeat(100), "value": nested(100)});
    let patch = Json::Array(vec![deeper]);
    assert!(matches!(patched(nested(110), patch), Err(TooLarge(_))));
    let many = Json::Array(vec![json!({"op": "test", "path": "", "value": 1}); 101]);
    assert!(matches!(Patch::read(&many), Err(TooLarge(_))));
}

#[test]
fn the_examples_of_rfc_7396_come_out_as_it_says() {
    for (document, patch, expected) in [
        (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
        (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
        (json!({"a": "b"}), json!({"a": null}), json!({})),
        (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
        (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
        (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
        (json!({"a": "foo"}), json!(null), json!(null)),
        (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
        (json!([1, 2]), json!({"a": "b", "c": null}), json!({"a": "b"})),
        (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
    ] {
        assert_eq!(merge(document, &patch), expected, "{patch}");
    }
}

fn document() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![Just(json!(null)), Just(json!(1)), "[a-c]{0,2}".prop_map(Json::from)];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let name = "[a-c~/]{0,2}";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Json::Array),
            prop::collection::vec((name, inner), 0..3)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

fn operation() -> impl Strategy<Value = Json> {
    let path = "(/([a-c0-2-]|~0|~1|~)){0,3}";
    let op = prop::sample::select(vec!["add", "remove", "replace", "move", "copy", "test", "x"]);
    (op, path, path, document()).prop_map(
        |(op, path, from, value)| json!({"op": op, "path": path, "from": from, "value": value}),
    )
}

proptest! {
    #[test]
    fn no_patch_breaks_the_patcher(
        document in document(),
        operations in prop::collection::vec(operation(), 0..8)
    ) {
        let _ = patched(document, Json::Array(operations));
    }

    #[test]
    fn a_merge_patch_done_twice_is_done_once(document in document(), patch in document()) {
        let once = merge(document, &patch);
        prop_assert_eq!(merge(once.clone(), &patch), once);
    }
}
