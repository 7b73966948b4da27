//! Fill in a field that “Look inside” knows. Whoever asks brings what the decoder says of the message
//! or packet; an answer is right if it is another writing of what stands there.

use crate::draw::Draw;
use crate::exercise::{Blank, Decoy, FieldPlace};
use crate::{Exercise, Given, Kind, Material, Told, Verdict, texts, told};
use std::net::IpAddr;
use trace::{Content, Dissection, Field, Inspected, Message};

/// The longest value that is asked for, in characters.
const VALUE_CHARS_MAX: usize = 48;
const DECOYS_MAX: usize = 3;
/// The layers whose words have capitals and small letters.
const CASE_SENSITIVE: [&str; 3] =
    ["Hypertext Transfer Protocol", "HyperText Transfer Protocol 2", "PostgreSQL"];
/// Fields of HTTP whose values are tokens and media types, which have none (RFC 9110 §8.3.1, …).
const TOKEN_FIELDS: [&str; 12] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-encoding",
    "content-type",
    "host",
    "location",
    "transfer-encoding",
    "vary",
    "expect",
];

/// Fields of HTTP whose values nobody can tell who does not see them: names, times, secrets.
const ANY_FIELDS: [&str; 16] = [
    "age",
    "authorization",
    "cookie",
    "date",
    "etag",
    "expires",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-unmodified-since",
    "last-modified",
    "server",
    "set-cookie",
    "traceparent",
    "user-agent",
    "www-authenticate",
];
/// How often a field is drawn until it can be told.
const TRIES: usize = 8;

/// What nobody reads but people (RFC 9112 §4).
const REASON: &str = "Reason Phrase";

/// What to look into for the exercise of a seed. `None` where nothing was sent.
pub fn what_to_look_into(material: &Material, seed: u64) -> Option<Inspected> {
    Draw::new(seed, "inspect").pick(&material.inspectable).copied()
}

/// What to look into among what is of a class: a `request` or `response` of HTTP, a `question` or `answer`
/// of DNS, a flight of `tls`, or a `packet`. `None` where nothing such was sent.
pub(crate) fn what_of(material: &Material, class: &str, seed: u64) -> Option<Inspected> {
    let trace = material.trace();
    let is_of = |message: &&Message| match &message.content {
        Content::HttpRequest { .. } => class == "request",
        Content::HttpResponse { .. } => class == "response",
        Content::DnsQuery { .. } => class == "question",
        Content::DnsResponse { .. } => class == "answer",
        Content::Tls { .. } => class == "tls",
        Content::Http2Control { .. } | Content::SqlStatement(_) | Content::SqlResult(_) => false,
    };
    let all: Vec<Inspected> = match class {
        "packet" => trace.packets.iter().map(|packet| Inspected::Packet(packet.id)).collect(),
        _ => {
            let messages = trace.messages.iter().filter(is_of);
            let messages = messages.filter(|message| !message.octets.is_empty());
            messages.map(|message| Inspected::Message(message.id)).collect()
        }
    };
    Draw::new(seed, "inspect").pick(&all).copied()
}

/// Asks for a field of what [`what_to_look_into`] names, as the decoder reads it. `None` where it
/// has no field that can be asked for.
pub fn fill_in(what: Inspected, dissection: &Dissection, seed: u64) -> Option<Exercise> {
    fill_in_about(what, dissection, "", seed)
}

/// The same for a field with this name, if it is not empty, in any capitals.
pub(crate) fn fill_in_about(
    what: Inspected,
    dissection: &Dissection,
    name: &str,
    seed: u64,
) -> Option<Exercise> {
    let mut draw = Draw::new(seed, "fill in");
    let mut fields = fields(dissection);
    if !name.is_empty() {
        fields.retain(|field| field.name.eq_ignore_ascii_case(name));
    }
    let mut drawn = (0..TRIES).map_while(|_| draw.pick(&fields));
    let first = drawn.next()?;
    let wanted = core::iter::once(first).chain(drawn).find(|one| !one.is_any()).unwrap_or(first);
    let ignores_case = wanted.ignores_case();
    let blank = |decoys| Blank {
        value: wanted.field.value.clone(),
        meaning: wanted.field.meaning.clone(),
        ignores_case,
        decoys,
    };
    let alone = blank(Vec::new());
    let mut decoys: Vec<Decoy> = Vec::new();
    let mut offer = |text: String, feedback: Told| {
        let is_new = decoys.iter().all(|known| known.text != text);
        if decoys.len() < DECOYS_MAX && is_new && !is_same(&alone, &text) {
            decoys.push(Decoy { text, feedback });
        }
    };
    for other in draw.some_below(fields.len(), DECOYS_MAX) {
        let other = &fields[other];
        offer(other.field.value.clone(), told!(texts::FILL_OTHER_FIELD, field = other.name));
    }
    match number(&wanted.field.value) {
        Some(value) => offer(value.saturating_add(1).to_string(), texts::FILL_ONE_OFF.into()),
        None => offer(format!("{} {}", wanted.field.value, "?"), texts::FILL_WRONG.into()),
    }
    offer("0".to_owned(), texts::FILL_WRONG.into());
    // Which of several, for who has no blank before them.
    let same: Vec<&Asked> = (fields.iter())
        .filter(|other| (other.layer, other.name) == (wanted.layer, wanted.name))
        .collect();
    let question = match same.len() {
        1 => told!(texts::FILL, layer = wanted.layer, field = wanted.name),
        count => {
            let is_it = |other: &&Asked| core::ptr::eq(other.field, wanted.field);
            let number = 1 + same.iter().position(is_it).unwrap_or_default();
            told!(
                texts::FILL_NTH,
                layer = wanted.layer,
                field = wanted.name,
                number = number,
                count = count
            )
        }
    };
    Some(Exercise {
        question,
        given: Given::Field(FieldPlace { what, path: path_to(dissection, wanted.field)? }),
        kind: Kind::FillIn(blank(decoys)),
    })
}

/// A field that can be asked for.
struct Asked<'a> {
    layer: &'a str,
    /// What it is called, with what tells it from others.
    name: &'a str,
    field: &'a Field,
    /// The name of the field of HTTP whose value it is.
    of: Option<&'a str>,
}

impl Asked<'_> {
    /// Whether it may be anything, as far as the rest of the message says.
    fn is_any(&self) -> bool {
        self.of.is_some_and(|name| ANY_FIELDS.iter().any(|known| known.eq_ignore_ascii_case(name)))
    }

    /// Whether capitals and small letters mean the same in it.
    fn ignores_case(&self) -> bool {
        let is_sensitive = CASE_SENSITIVE.contains(&self.layer);
        let of_token = self
            .of
            .is_some_and(|name| TOKEN_FIELDS.iter().any(|known| known.eq_ignore_ascii_case(name)));
        !is_sensitive || of_token || self.name == REASON
    }
}

fn fields(dissection: &Dissection) -> Vec<Asked<'_>> {
    let mut found = Vec::new();
    for layer in &dissection.view.layers {
        walk(&layer.name, &layer.fields, &mut found);
    }
    found
}

fn walk<'a>(layer: &'a str, fields: &'a [Field], found: &mut Vec<Asked<'a>>) {
    let of = fields.iter().find(|field| field.name == "Field name");
    for field in fields {
        if !field.children.is_empty() {
            walk(layer, &field.children, found);
        } else if can_be_asked(field) && field.name != "Field name" {
            let of = of.filter(|_| field.name == "Field value").map(|of| &*of.value);
            found.push(Asked { layer, name: of.unwrap_or(&field.name), field, of });
        }
    }
}

/// The layer and the fields that lead to a field, by their places.
fn path_to(dissection: &Dissection, field: &Field) -> Option<Vec<usize>> {
    fn within(fields: &[Field], field: &Field, path: &mut Vec<usize>) -> bool {
        fields.iter().enumerate().any(|(index, other)| {
            path.push(index);
            let is_here = core::ptr::eq(other, field) || within(&other.children, field, path);
            if !is_here {
                path.pop();
            }
            is_here
        })
    }
    dissection.view.layers.iter().enumerate().find_map(|(index, layer)| {
        let mut path = vec![index];
        within(&layer.fields, field, &mut path).then_some(path)
    })
}

/// Whether a value can be read off and typed: no line ends, no long run of hexadecimal digits.
fn can_be_asked(field: &Field) -> bool {
    let value = &field.value;
    let is_long_hex = value.len() > 12 && value.bytes().all(|octet| octet.is_ascii_hexdigit());
    let is_cut = value.contains(['\\', '…', '\u{fffd}', '\n', '\r']);
    value.chars().any(char::is_alphanumeric)
        && value.chars().count() <= VALUE_CHARS_MAX
        && !is_long_hex
        && !is_cut
}

/// Whether what was typed says what stands there.
pub(crate) fn judge(blank: &Blank, text: &str) -> Verdict {
    if is_same(blank, text) {
        return match blank.meaning.as_str() {
            "" => Verdict::new(true, texts::FILL_RIGHT),
            meaning => Verdict::new(true, told!(texts::FILL_RIGHT_MEANS, meaning = meaning)),
        };
    }
    let decoy = blank.decoys.iter().find(|decoy| decoy.text == text.trim());
    let wrong = || Told::from(texts::FILL_WRONG);
    Verdict::new(false, decoy.map_or_else(wrong, |decoy| decoy.feedback.clone()))
}

/// Whether a text is a writing of the value: another base, another form of an address, spaces around
/// separators, a name with or without its code point.
fn is_same(blank: &Blank, text: &str) -> bool {
    let (value, text) = (plain(&blank.value), plain(text));
    let is_equal = |value: &str| match blank.ignores_case {
        true => value.eq_ignore_ascii_case(&text),
        false => value == text,
    };
    if text.is_empty() {
        return false;
    }
    // `A (1)` is `A` as well as `1`.
    let named = value.strip_suffix(')').and_then(|value| value.rsplit_once(" ("));
    if let Some((name, code)) = named
        && (is_equal(name) || (number(code).is_some() && number(code) == number(&text)))
    {
        return true;
    }
    let is_address = |value: &str| {
        let address: Option<IpAddr> = value.parse().ok();
        address.is_some() && address == text.parse().ok()
    };
    is_equal(&value)
        || is_address(&value)
        || (number(&value).is_some() && number(&value) == number(&text))
        || (blank.ignores_case
            && value.trim_end_matches('.').eq_ignore_ascii_case(text.trim_end_matches('.')))
}

/// Without spaces where they mean nothing.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut text = words.join(" ");
    for mark in [";", ","] {
        text = text.replace(&[mark, " "].concat(), mark).replace(&[" ", mark].concat(), mark);
    }
    text
}

/// Decimal, or hexadecimal or binary with its mark.
fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    if let Some(digits) = lower.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok();
    }
    if let Some(digits) = lower.strip_prefix("0b") {
        return u64::from_str_radix(digits, 2).ok();
    }
    text.bytes().all(|octet| octet.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_writings_are_equal() {
        let check = |value: &str, ignores_case, text: &str, is_right: bool| {
            let (value, meaning) = (value.to_owned(), String::new());
            let blank = Blank { value, meaning, ignores_case, decoys: Vec::new() };
            assert_eq!(judge(&blank, text).is_right, is_right, "{text}");
        };
        check("64", true, " 64 ", true);
        check("64", true, "0x40", true);
        check("64", true, "0b1000000", true);
        check("64", true, "6 4", false);
        check("0x001f", true, "31", true);
        check("A (1)", true, "a", true);
        check("A (1)", true, "1", true);
        check("A (1)", true, "A (1)", true);
        check("A (1)", true, "2", false);
        check("2001:db8::1", true, "2001:0db8:0:0:0:0:0:1", true);
        check("93.184.216.34", true, "93.184.216.35", false);
        check("api.example.com", true, "API.example.com.", true);
        check("text/html; charset=utf-8", true, "Text/HTML;charset=UTF-8", true);
        check("GET", false, "get", false);
        check("/users/42", false, "/users/42", true);
        check("/users/42", false, "", false);
        check("99999999999999999999999", true, "99999999999999999999999", true);
        check("0x", true, "0x", true);
    }
}
