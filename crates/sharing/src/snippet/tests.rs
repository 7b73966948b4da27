//! What is pasted where, by the rules of each host.

use super::*;

const SITE: &str = "https://example.org/roundtrip";

fn pasted(site: &str, embed: &Embed, host: Host) -> Result<String, SnippetError> {
    let site = Site::parse(site).expect("it is one");
    let title = "GET: \"read\" <one> {user} & 'more'";
    let height_px = HEIGHT_PX;
    Snippet { site: &site, embed, title, link: "v1.abc", height_px }.text(host)
}

fn example() -> Embed {
    Embed::new(Shown::Example("get".to_owned()))
}

#[track_caller]
fn check(host: Host, expected: &str) {
    let site = Site::parse(SITE).expect("it is one");
    let embed = &example().with(Setting::find("step").expect("it is known"), "3");
    let snippet =
        Snippet { site: &site, embed, title: "Read a user", link: "v1.abc", height_px: 500 };
    assert_eq!(snippet.text(host).expect("the site is whole"), expected);
}

const SOURCE: &str = "https://example.org/roundtrip/embed.html#v=1&amp;example=get&amp;step=3\" \
                      title=\"HTTP exchange, step by step: Read a user\"";

#[test]
fn pages_get_a_frame_that_waits_until_it_is_near() {
    let frame = format!(
        "<iframe src=\"{SOURCE} width=\"100%\" height=\"500\" loading=\"lazy\" \
         allow=\"clipboard-write; fullscreen\" style=\"border: 0\"></iframe>"
    );
    for host in [Host::Html, Host::MkDocs, Host::MdBook] {
        check(host, &format!("{frame}\n"));
    }
    check(Host::Sphinx, &format!(".. raw:: html\n\n   {frame}\n"));
    check(Host::Quarto, &format!("```{{=html}}\n{frame}\n```\n"));
}

#[test]
fn learning_platforms_get_the_attributes_that_they_keep() {
    const KEPT: [&str; 6] = ["src", "title", "width", "height", "frameborder", "allowfullscreen"];
    for host in [Host::Moodle, Host::Canvas, Host::WordPress] {
        let embed = example().with(Setting::find("step").expect("it is known"), "3");
        let text = pasted(SITE, &embed, host).expect("the site is whole");
        let names = text.split("=\"").map(|before| before.rsplit([' ', '"']).next().unwrap_or(""));
        let names: Vec<&str> =
            names.filter(|name| name.bytes().all(|b| b.is_ascii_lowercase())).collect();
        assert!(
            names.iter().filter(|name| !name.is_empty()).all(|name| KEPT.contains(name)),
            "{names:?}"
        );
        assert!(text.contains("title=\"HTTP exchange"), "{text}");
    }
}

#[test]
fn an_address_is_enough_where_the_page_of_an_example_announces_itself() {
    let plain = pasted(SITE, &example(), Host::WordPress);
    assert_eq!(plain, Ok("https://example.org/roundtrip/e/get.html\n".to_owned()));
    check(Host::Notion, "https://example.org/roundtrip/embed.html#v=1&example=get&step=3\n");
}

#[test]
fn slides_load_their_frame_late_and_are_told_of_the_deck() {
    let text = pasted(SITE, &example(), Host::Reveal).expect("a site");
    assert!(
        text.contains(
            " data-src=\"https://example.org/roundtrip/embed.html#v=1&amp;example=get&amp;deck=1\""
        ),
        "{text}"
    );
}

#[test]
fn mark_up_of_their_own_is_written_where_a_host_has_one() {
    check(
        Host::Myst,
        ":::{iframe} https://example.org/roundtrip/embed.html#v=1&example=get&step=3\n:width: 100%\n\
         :title: HTTP exchange, step by step: Read a user\n:::\n",
    );
    check(
        Host::Markdown,
        "[![HTTP exchange, step by step: Read a user](https://example.org/roundtrip/e/get.figure.svg)]\
         (https://example.org/roundtrip/#v1.abc)\n",
    );
    let jsx = pasted(SITE, &example(), Host::Docusaurus).expect("a site");
    assert!(jsx.contains("style={{border: 0}} />"), "{jsx}");
}

#[test]
fn where_it_is_shown_from_elsewhere_the_address_must_be_whole() {
    for host in Host::ALL {
        let text = pasted("/roundtrip/", &example(), host);
        assert_eq!(text.is_err(), host.needs_whole_site(), "{}", host.name());
        assert_eq!(Host::from_name(host.name()), Some(host));
    }
    let told = pasted("../x", &example(), Host::Canvas).expect_err("it is not whole").to_string();
    assert!(told.starts_with("Canvas needs the whole address"), "{told}");
}

#[test]
fn no_title_breaks_out_of_its_place() {
    let embed = example();
    for host in Host::ALL {
        let text = pasted(SITE, &embed, host).expect("a site");
        if ![Host::Myst, Host::Markdown].contains(&host) {
            assert!(!text.contains("<one>") && !text.contains("\"read\""), "{text}");
        }
        assert!(text.ends_with('\n') && !text.contains("\n\n\n"), "{text}");
    }
    let markdown = pasted(SITE, &embed, Host::Markdown).expect("a site");
    assert!(markdown.contains("\\<one\\> \\{user\\} \\& 'more'"), "{markdown}");
}

#[test]
fn a_line_is_one_line_whatever_is_in_it() {
    let site = Site::default();
    let embed = &example();
    let title = "two\nlines -->";
    let snippet = Snippet { site: &site, embed, title, link: "v1.abc", height_px: 400 };
    for (frame, picture) in
        [(true, None), (false, Some("a.svg")), (true, Some("a b.svg")), (false, None)]
    {
        let html = snippet.html_line(frame, picture);
        assert!(
            html.starts_with("<!-- roundtrip --><figure class=\"roundtrip\" style=\"margin: 0\">"),
            "{html}"
        );
        assert_eq!(html.matches("-->").count(), 1, "{html}");
        let jsx = snippet.jsx_line(frame, picture);
        assert!(!(html + &jsx).contains('\n'));
        assert!(!jsx.contains("<!--") && !jsx.contains(" class="), "{jsx}");
    }
}

#[test]
fn a_frame_shows_a_lesson() {
    let site = Site::parse("https://http.example.edu/roundtrip/").expect("a folder");
    let frame = lesson_frame(&site, "lesson=copy&part=2", "Ask \"twice\" & <wait>");
    let expected = "<iframe src=\"https://http.example.edu/roundtrip/embed.html#lesson=copy&amp;part=2\" \
        title=\"Ask &quot;twice&quot; &amp; &lt;wait&gt;\" width=\"100%\" ";
    assert!(frame.starts_with(expected), "{frame}");
}
