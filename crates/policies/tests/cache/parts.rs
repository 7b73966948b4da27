//! Incomplete responses and ranges (RFC 9111 §3.3, §3.4; RFC 9110 §14).

use crate::tab::{Call, GET, Tab, answer};
use policies::cache::{Kept, NotStored, Why};

const LONG: (&str, &str) = ("Cache-Control", "max-age=3600");
const TAG: (&str, &str) = ("ETag", "\"a\"");

fn ranged<'a>(fields: &'a [(&'a str, &'a str)]) -> Call<'a> {
    Call { fields, ..GET }
}

#[test]
fn a_part_of_what_is_stored_whole_is_given_out_of_the_cache() {
    let mut tab = Tab::new();
    tab.get(&[LONG, ("Content-Length", "10"), ("X", "1")], "0123456789");
    let came = tab.call(ranged(&[("Range", "bytes=2-4")]), &[]);
    assert!(came.is_from_cache());
    assert_eq!((came.status_code(), came.content().as_str()), (206, "234"));
    assert_eq!(came.field("content-range"), Some("bytes 2-4/10"));
    assert_eq!((came.field("content-length"), came.field("x")), (Some("3"), Some("1")));
    // What is not there is asked for.
    let came = tab.call(ranged(&[("Range", "bytes=20-")]), &[answer(416, &[], "")]);
    assert_eq!((came.why.clone(), came.status_code()), (Why::PartMissing, 416));
    assert_eq!(
        tab.call(ranged(&[("Range", "bytes=1-2, 4-5")]), &[answer(206, &[], "")]).why,
        Why::PartMissing
    );
}

#[test]
fn a_part_that_is_shorter_than_was_asked_for_answers_the_same_question() {
    let mut tab = Tab::new();
    let last = ranged(&[("Range", "bytes=-5")]);
    let part = answer(206, &[LONG, ("Content-Range", "bytes 4-9/10")], "45678");
    tab.call(last, &[part]);
    let came = tab.call(last, &[]);
    assert_eq!((came.is_from_cache(), came.content().as_str()), (true, "45678"));
    assert_eq!(tab.call(ranged(&[("Range", "bytes=6-8")]), &[]).content(), "678");
    assert_eq!(tab.call(ranged(&[("Range", "bytes=-1")]), &[]).why, Why::PartMissing);
}

/// What was put together is no answer to the question that brought its last part.
#[test]
fn a_part_that_was_put_together_answers_no_question_by_its_words() {
    let mut tab = Tab::new();
    for (asked, range, content) in
        [("bytes=0-3", "bytes 0-3/10", "0123"), ("bytes=4-", "bytes 4-5/10", "45")]
    {
        let part = answer(206, &[LONG, TAG, ("Content-Range", range)], content);
        tab.call(ranged(&[("Range", asked)]), &[part]);
    }
    assert_eq!(tab.call(ranged(&[("Range", "bytes=0-5")]), &[]).content(), "012345");
    assert_eq!(tab.call(ranged(&[("Range", "bytes=4-")]), &[]).why, Why::PartMissing);
}

#[test]
fn a_stored_part_answers_what_lies_within_it_and_nothing_else() {
    let mut tab = Tab::new();
    let part = answer(206, &[LONG, ("Content-Range", "bytes 4-7/10")], "4567");
    let came = tab.call(ranged(&[("Range", "bytes=4-7")]), &[part]);
    assert!(matches!(came.kept, Some(Kept::Stored { .. })));
    assert_eq!(tab.call(ranged(&[("Range", "bytes=5-6")]), &[]).content(), "56");
    let came = tab.call(
        ranged(&[("Range", "bytes=0-5")]),
        &[answer(404, &[("Cache-Control", "no-store")], "")],
    );
    assert_eq!(came.why, Why::PartMissing);
    let mut tab = Tab::new();
    let part = answer(206, &[LONG, ("Content-Range", "bytes 4-7/10")], "4567");
    tab.call(ranged(&[("Range", "bytes=4-7")]), &[part]);
    let came = tab.get(&[LONG], "0123456789");
    assert_eq!((came.why.clone(), came.content().as_str()), (Why::PartMissing, "0123456789"));
    assert_eq!(came.sent_field("range"), None);
}

#[test]
fn section_3_4_what_is_stored_as_far_as_some_octet_is_continued() {
    let mut tab = Tab::new();
    let start = answer(
        206,
        &[LONG, TAG, ("Content-Range", "bytes 0-3/10"), ("Content-Length", "4")],
        "0123",
    );
    tab.call(ranged(&[("Range", "bytes=0-3")]), &[start]);
    let rest = answer(
        206,
        &[LONG, TAG, ("Content-Range", "bytes 4-9/10"), ("Content-Length", "6"), ("X", "new")],
        "456789",
    );
    let came = tab.call(GET, &[rest]);
    assert_eq!(
        (came.sent_field("range"), came.sent_field("if-range")),
        (Some("bytes=4-"), Some("\"a\""))
    );
    assert!(matches!(came.kept, Some(Kept::PutTogether(_))));
    assert_eq!((came.status_code(), came.content().as_str()), (200, "0123456789"));
    assert_eq!((came.field("content-length"), came.field("content-range")), (Some("10"), None));
    assert_eq!(came.field("x"), Some("new"));
    assert_eq!(tab.call(GET, &[]).content(), "0123456789");
}

#[test]
fn section_3_4_what_has_changed_meanwhile_comes_whole() {
    let begun = || {
        let mut tab = Tab::new();
        let start = answer(206, &[LONG, TAG, ("Content-Range", "bytes 0-3/10")], "0123");
        tab.call(ranged(&[("Range", "bytes=0-3")]), &[start]);
        tab
    };
    let came = begun().call(GET, &[answer(200, &[LONG, ("ETag", "\"b\"")], "anew")]);
    assert_eq!((came.sent.len(), came.content().as_str()), (1, "anew"));
    // Whoever answers with another part than asked for is asked again, for all.
    for odd in [
        answer(206, &[("ETag", "\"b\""), ("Content-Range", "bytes 4-9/10")], "456789"),
        answer(206, &[TAG, ("Content-Range", "bytes 6-9/10")], "6789"),
        answer(206, &[TAG, ("Content-Range", "bytes 4-5/10")], "45"),
        answer(206, &[TAG], "456789"),
        answer(416, &[], ""),
    ] {
        let came = begun().call(GET, &[odd, answer(200, &[LONG], "anew")]);
        assert_eq!((came.sent.len(), came.content().as_str()), (2, "anew"));
        assert!(!came.sent[1].has("range"));
    }
}

#[test]
fn section_3_4_parts_that_come_one_behind_the_other_are_put_together() {
    let mut tab = Tab::new();
    let parts = [("bytes=0-3", "bytes 0-3/10", "0123"), ("bytes=4-9", "bytes 4-9/10", "456789")];
    for (asked, range, content) in parts {
        let part = answer(206, &[LONG, TAG, ("Content-Range", range)], content);
        assert_eq!(tab.call(ranged(&[("Range", asked)]), &[part]).content(), content);
    }
    let came = tab.call(GET, &[]);
    assert_eq!((came.status_code(), came.content().as_str()), (200, "0123456789"));
}

#[test]
fn section_3_3_a_part_that_does_not_say_which_one_it_is_is_not_stored() {
    for range in ["bytes 4-7/10", "nonsense", "bytes 7-4/10"] {
        let mut tab = Tab::new();
        let part = answer(206, &[LONG, ("Content-Range", range)], "not four");
        let came = tab.call(ranged(&[("Range", "bytes=4-7")]), &[part]);
        assert_eq!(came.kept, Some(Kept::No(NotStored::NoPlainPart)));
    }
}

#[test]
fn a_part_of_what_is_stale_is_asked_about_and_cut_out() {
    let mut tab = Tab::new();
    tab.get(&[("Cache-Control", "max-age=10"), TAG], "0123456789");
    tab.wait(20);
    let came = tab.call(ranged(&[("Range", "bytes=-2")]), &[answer(304, &[TAG], "")]);
    assert_eq!(came.sent_field("if-none-match"), Some("\"a\""));
    assert_eq!((came.status_code(), came.content().as_str()), (206, "89"));
    // If-Range is a condition of the client's own.
    let fields = [("Range", "bytes=-2"), ("If-Range", "\"a\"")];
    let came = tab.call(ranged(&fields), &[answer(206, &[], "89")]);
    assert_eq!(came.why, Why::ModePassesBy);
}
