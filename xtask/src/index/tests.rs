//! What is read out of an index.html, and what is refused.

use super::*;

const PROGRAMS: &str = "\
<link data-trunk rel=\"rust\" href=\"Cargo.toml\" data-type=\"main\" data-bin=\"viewer\" \
data-cargo-profile-dev=\"serve\" data-cargo-profile-release=\"viewer\" data-wasm-opt=\"z\" \
data-wasm-opt-params=\"--enable-simd --strip\">
<link data-trunk rel=\"rust\" href=\"crates/worker/Cargo.toml\" data-type=\"worker\" \
data-bin=\"worker\" data-bindgen-target=\"web\" data-cargo-profile-dev=\"serve\" \
data-cargo-profile-release=\"engine\" data-wasm-opt=\"3\" data-wasm-opt-params=\"\">
";

#[test]
fn links_are_read_in_their_order() {
    let html = format!(
        "<head>\n<!-- Why: <link> -->\n<script data-trunk src=\"policy.js\"></script>\n\
         <link data-trunk rel=\"css\" href=\"a.css\">\n\
         <link data-trunk rel=\"css\" href=\"b.css\" media=\"not all\">\n\
         <link data-trunk rel=\"copy-dir\" href=\"demo\">\n{PROGRAMS}</head>\n"
    );
    let index = Index::parse(&html).expect("a good page");
    let path = |path: &str| path.to_owned();
    let expected = [
        Asset::Script { path: path("policy.js") },
        Asset::Style { path: path("a.css"), media: None },
        Asset::Style { path: path("b.css"), media: Some("not all".to_owned()) },
        Asset::Folder { path: path("demo") },
    ];
    assert!(index.assets().take(4).eq(&expected), "{:?}", index.assets().collect::<Vec<_>>());
    let viewer = index.viewer();
    assert_eq!((viewer.name.as_str(), viewer.manifest.as_str()), ("viewer", "Cargo.toml"));
    assert_eq!(viewer.wasm_opt, ["-Oz", "--enable-simd", "--strip"]);
    assert_eq!(index.worker().release_profile, "engine");
}

#[test]
fn the_page_has_other_markup_for_links_and_no_comments() {
    let html = format!("<a>\n<!-- Why. -->\n{PROGRAMS}<b>\n");
    let index = Index::parse(&html).expect("a good page");
    let html = index.html(|asset| match asset {
        Asset::Program(program) => format!("({})", program.name),
        _ => String::new(),
    });
    assert_eq!(html, "<a>\n(viewer)\n(worker)\n<b>\n");
    assert_eq!(index.html(|_| String::new()), "<a>\n<b>\n");
}

#[test]
fn style_sheets_that_follow_each_other_and_apply_together_become_one() {
    let style = |name: &str, rest: &str| {
        format!("<link data-trunk rel=\"css\" href=\"{name}.css\"{rest}>\n")
    };
    let later = " media=\"not all\"";
    let html = [
        style("a", ""),
        style("b", ""),
        style("c", later),
        style("d", later),
        "<meta name=\"x\">\n".to_owned(),
        style("e", later),
        PROGRAMS.to_owned(),
    ];
    let mut index = Index::parse(&html.concat()).expect("a good page");
    assert_eq!(
        index.join_styles(),
        [vec!["a.css", "b.css"], vec!["c.css", "d.css"], vec!["e.css"]]
    );
    let html = index.html(|asset| match asset {
        Asset::Style { path, .. } => path.clone(),
        _ => String::new(),
    });
    assert_eq!(html, "a.css\nc.css\n<meta name=\"x\">\ne.css\n");
}

#[test]
fn what_trunk_would_do_and_this_does_not_know_is_refused() {
    #[track_caller]
    fn check(link: &str, expected: &str) {
        let Err(failure) = Index::parse(&format!("{link}{PROGRAMS}")) else {
            panic!("{link} is accepted")
        };
        let said = failure.to_string();
        assert!(said.starts_with(&format!("index.html: a <{expected}")), "{said}");
    }
    check("<link rel=\"css\" href=\"a\">", "link> has no data-trunk, and would lead nowhere");
    check("<script src=\"a\"></script>", "script> has no data-trunk, and would lead nowhere");
    check("<script data-trunk src=\"a\">1</script>", "script> does not end with ></script>");
    check("<link data-trunk rel=\"sass\" href=\"a\">", "link> has the unknown rel=\"sass\"");
    check("<link data-trunk rel=\"css\">", "link> has no href");
    check(
        "<link data-trunk rel=\"icon\" href=\"a\" data-no-minify>",
        "link> has the unknown attribute data-no-minify",
    );
    check("<link data-trunk rel='css' href='a'>", "link> does not end with >");
    check(&PROGRAMS.replace("data-bin=\"worker\"", ""), "link> has no data-bin");
}

#[test]
fn a_page_without_its_programs_is_refused() {
    for html in ["", &format!("{PROGRAMS}{PROGRAMS}")] {
        assert!(Index::parse(html).is_err(), "{html}");
    }
}
