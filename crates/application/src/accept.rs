//! Which format a client would like (RFC 9110 §12.5.1), of those that the service writes.

use crate::problem::Problem;
use http::{HeaderMap, StatusCode, header};

/// A format that rows, and what else is kept as values, can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Format {
    /// The usual one.
    #[default]
    Json,
    /// A page for people.
    Html,
    /// XML.
    Xml,
}

impl Format {
    /// All of them; where a client likes several as much, the first.
    pub const ALL: [Self; 3] = [Self::Json, Self::Html, Self::Xml];

    /// Its media type, without parameters.
    pub fn essence(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Html => "text/html",
            Self::Xml => "application/xml",
        }
    }

    /// What distinguishes its entity tags.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Json => "",
            Self::Html => "-html",
            Self::Xml => "-xml",
        }
    }
}

/// What was chosen, and whether there was a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Choice {
    /// The format.
    pub format: Format,
    /// Whether the client asked for more than the usual one: a cache has to know then that another
    /// client may get another answer (RFC 9110 §12.5.5).
    pub is_asked_for: bool,
}

/// A media range of Accept with its weight, in thousandths.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Range {
    kind: String,
    subtype: String,
    weight: u16,
}

/// How many ranges are looked at.
const RANGES_MAX: usize = 100;

/// The best of all formats by this request's Accept; 406 where it takes none of them, which says
/// what there is (RFC 9110 §15.5.7).
pub(crate) fn choose(fields: &HeaderMap) -> Result<Choice, Problem> {
    let lines = fields.get_all(header::ACCEPT).iter();
    let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    let text = lines.join(", ");
    if text.trim().is_empty() || matches!(text.trim(), "*/*" | "application/json") {
        return Ok(Choice::default());
    }
    let ranges = ranges(&text);
    if ranges.is_empty() {
        // What says nothing that can be understood does not bind.
        return Ok(Choice { format: Format::Json, is_asked_for: true });
    }
    let weight = |format: &Format| weight(format.essence(), &ranges);
    let best = Format::ALL.into_iter().rev().max_by_key(weight).filter(|best| weight(best) > 0);
    let chosen = best.map(|format| Choice { format, is_asked_for: true });
    chosen.ok_or_else(|| {
        let there = Format::ALL.map(Format::essence).join(", ");
        let detail = format!("this can be had as {there}, and Accept takes none of them");
        Problem::new(StatusCode::NOT_ACCEPTABLE, detail)
    })
}

/// The weight of a media type: that of the most specific range that it is in.
fn weight(essence: &str, ranges: &[Range]) -> u16 {
    let (kind, subtype) = essence.split_once('/').expect("these are types and subtypes");
    let fits = |range: &&Range| {
        (range.kind == kind && (range.subtype == subtype || range.subtype == "*"))
            || (range.kind == "*" && range.subtype == "*")
    };
    let found = ranges.iter().filter(fits);
    let found = found.max_by_key(|range| (range.kind != "*", range.subtype != "*"));
    found.map_or(0, |range| range.weight)
}

/// The ranges that can be read; others are passed over.
fn ranges(text: &str) -> Vec<Range> {
    text.split(',').take(RANGES_MAX).filter_map(range).collect()
}

fn range(text: &str) -> Option<Range> {
    let mut parts = text.split(';').map(str::trim);
    let (kind, subtype) = parts.next()?.split_once('/')?;
    let (kind, subtype) = (kind.trim().to_ascii_lowercase(), subtype.trim().to_ascii_lowercase());
    if kind.is_empty() || subtype.is_empty() || kind == "*" && subtype != "*" {
        return None;
    }
    let mut weight = 1000;
    for parameter in parts {
        match parameter.split_once('=') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("q") => {
                weight = thousandths(value.trim())?;
            }
            // The types here have no parameters: a range that wants some is another one, but for
            // charset, which all of them have.
            Some((name, _)) if name.trim().eq_ignore_ascii_case("charset") => {}
            _ if parameter.is_empty() => {}
            _ => return None,
        }
    }
    Some(Range { kind, subtype, weight })
}

/// A weight (RFC 9110 §12.4.2): 0 to 1 with up to three decimals.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = decimals.len() <= 3 && decimals.bytes().all(|octet| octet.is_ascii_digit());
    is_digits.then_some(())?;
    let decimals: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(decimals),
        "1" if decimals == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use proptest::prelude::*;

    fn chosen(accept: &str) -> Option<Format> {
        let value = HeaderValue::from_str(accept).expect("a field value");
        let fields = [(header::ACCEPT, value)].into_iter().collect();
        choose(&fields).ok().map(|choice| choice.format)
    }

    #[test]
    fn the_best_format_that_is_taken_is_chosen() {
        use Format::{Html, Json, Xml};
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        for (accept, format) in [
            ("*/*", Some(Json)),
            ("application/*", Some(Json)),
            ("text/*", Some(Html)),
            (browser, Some(Html)),
            ("application/xml, application/json;q=0.5", Some(Xml)),
            ("application/json;q=0.5, text/html;q=0.5", Some(Json)),
            ("application/json;q=0, */*;q=0.1", Some(Html)),
            ("TEXT/HTML ; Q=1.000", Some(Html)),
            ("text/html;level=1, application/xml;q=0.1", Some(Xml)),
            ("image/png", None),
            ("*/*;q=0", None),
            ("application/json;q=0", None),
            ("nonsense", Some(Json)),
            ("", Some(Json)),
        ] {
            assert_eq!(chosen(accept), format, "{accept}");
        }
    }

    #[test]
    fn a_weight_has_three_decimals_at_most() {
        assert_eq!(
            ["0", "0.", "0.5", "0.333", "1", "1.000"].map(thousandths),
            [Some(0), Some(0), Some(500), Some(333), Some(1000), Some(1000)]
        );
        assert_eq!(["", "2", "1.001", "0.1234", "-1", "0.5x", ".5"].map(thousandths), [None; 7]);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "[a-z*/;=q.0-9, \"]{0,60}") {
            let _ = chosen(&text);
        }
    }
}
