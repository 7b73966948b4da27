//! Elements of a page, as far as a test asks for them.

use super::Attributes;

/// The attributes of each element with this name, in order.
pub fn elements(page: &str, name: &str) -> Vec<Attributes> {
    let opening = format!("<{name}");
    let mut found = Vec::new();
    for (at, _) in page.match_indices(&opening) {
        let behind = &page[at + opening.len()..];
        if behind.starts_with([' ', '>', '/', '\n']) {
            found.push(attributes(behind));
        }
    }
    found
}

fn attributes(mut rest: &str) -> Attributes {
    let mut found = Attributes::new();
    loop {
        rest = rest.trim_start_matches([' ', '\n', '/']);
        let Some(end) = rest.find(['=', '>', ' ', '\n', '/']) else { return found };
        let name = rest[..end].to_ascii_lowercase();
        if name.is_empty() {
            return found;
        }
        rest = &rest[end..];
        let mut value = "";
        if let Some(quoted) = rest.strip_prefix('=') {
            let quote = quoted.chars().next().expect("an attribute has a value");
            assert!(['"', '\''].contains(&quote), "{rest}");
            (value, rest) = quoted[1..].split_once(quote).expect("its value ends");
        }
        let value = text(value);
        // Builders write one style in their own ways.
        let value = if name == "style" { value.replace([' ', ';'], "") } else { value };
        found.insert(name, value);
    }
}

/// A text without the references that stand for characters in it.
pub fn text(escaped: &str) -> String {
    let mut text = String::new();
    let mut rest = escaped;
    while let Some((before, behind)) = rest.split_once('&') {
        text += before;
        let (name, behind) = behind.split_once(';').expect("a reference ends");
        let number =
            |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        text.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            other => {
                let digits = other.strip_prefix('#').unwrap_or_default();
                let digit = digits.strip_prefix(['x', 'X']).map(|digits| number(digits, 16));
                digit.unwrap_or_else(|| number(digits, 10)).expect("a reference by number")
            }
        });
        rest = behind;
    }
    text + rest
}

/// What is in the first element of this name that holds this text.
pub fn within<'a>(page: &'a str, name: &str, held: &str) -> &'a str {
    let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
    let elements = page.match_indices(&opening).map(|(at, _)| {
        let behind = &page[at..];
        behind.split_once(&closing).map_or(behind, |(within, _)| within)
    });
    elements.filter(|element| element.contains(held)).last().expect("there is such an element")
}

#[test]
fn attributes_are_read_as_they_are_written() {
    let page = "<a><iframe\n src=\"a?b&amp;c\" title='x &#39;&#x27;>' allowfullscreen style=\"a: 0;\"/><iframes>";
    let [frame] = &elements(page, "iframe")[..] else { panic!("there is one") };
    let read: Vec<(&str, &str)> = frame.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(
        read,
        [("allowfullscreen", ""), ("src", "a?b&c"), ("style", "a:0"), ("title", "x ''>")]
    );
}
