//! The line ends of a body: kept while it is edited in a field that knows only one kind, shown, and
//! chosen. `multipart` needs CR LF (RFC 2046 §4.1.1), most else does not care.

/// What ends the lines of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnds {
    /// LF, as Unix has it.
    Lf,
    /// CR LF, as protocols and Windows have it.
    CrLf,
    /// Some end so and some otherwise.
    Mixed,
}

impl LineEnds {
    /// What ends the lines of this text; `None` where it has one line.
    pub fn of(text: &str) -> Option<Self> {
        let n_cr_lf = text.matches("\r\n").count();
        let (n_cr, n_lf) = (text.matches('\r').count(), text.matches('\n').count());
        match (n_cr_lf, n_cr + n_lf) {
            (_, 0) => None,
            (0, _) if n_cr == 0 => Some(Self::Lf),
            (n_cr_lf, all) if all == 2 * n_cr_lf => Some(Self::CrLf),
            _ => Some(Self::Mixed),
        }
    }

    /// The text with these line ends; with mixed ones it stays as it is.
    pub fn put_into(self, text: &str) -> String {
        match self {
            Self::Lf => as_field(text),
            Self::CrLf => as_field(text).replace('\n', "\r\n"),
            Self::Mixed => text.to_owned(),
        }
    }
}

/// The text as a field of a page has it, where each line ends with LF.
pub fn as_field(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// What `old` became when a field said `typed`: line ends that were not touched stay, and new ones
/// are of the kind that there is most of.
pub fn retyped(old: &str, typed: &str) -> String {
    if !old.contains('\r') {
        return typed.to_owned();
    }
    let before = as_field(old);
    let same = |(a, b): &(char, char)| a == b;
    let n_head: usize =
        before.chars().zip(typed.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let tail = before[n_head..].chars().rev().zip(typed[n_head..].chars().rev());
    let n_tail: usize = tail.take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let mostly_cr_lf = 2 * old.matches("\r\n").count() >= before.matches('\n').count();
    let changed = &typed[n_head..typed.len() - n_tail];
    let changed = match mostly_cr_lf {
        true => changed.replace('\n', "\r\n"),
        false => changed.to_owned(),
    };
    let head = place_in(old, n_head);
    let tail = place_in(old, before.len() - n_tail);
    let kept = [&old[..head], &changed, &old[tail..]].concat();
    // Where a CR alone has come to stand before an LF, two line ends would become one.
    match as_field(&kept) == typed {
        true => kept,
        false if mostly_cr_lf => LineEnds::CrLf.put_into(typed),
        false => typed.to_owned(),
    }
}

/// Where in a text that stands which is `place` octets into the same as a field has it.
fn place_in(text: &str, place: usize) -> usize {
    let (mut at, mut seen) = (0, 0);
    while seen < place {
        let rest = &text[at..];
        let len = match rest.starts_with("\r\n") {
            true => 2,
            false => rest.chars().next().map_or(1, char::len_utf8),
        };
        seen += if len == 2 && rest.starts_with('\r') { 1 } else { len };
        at += len;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_touched_stays() {
        let check = |old: &str, typed: &str, expected: &str| {
            assert_eq!(retyped(old, typed), expected, "{old:?} {typed:?}");
        };
        check("a\r\nb\r\n", "a\nbc\n", "a\r\nbc\r\n");
        check("a\r\nb", "a\nb\nc", "a\r\nb\r\nc");
        check("a\nb\r\nc\n", "a\nb\nxc\n\n", "a\nb\r\nxc\n\n");
        check("a\nb", "a\nb\n", "a\nb\n");
        check("é\r\n€\r", "é\n€\n!", "é\r\n€\r!");
        check("a\r\n\r\nb", "a\nb", "a\r\nb");
        check("a\r\nb", "", "");
    }

    #[test]
    fn what_a_field_says_is_what_is_kept() {
        let mut chance = testing::Chance::new(11);
        let pieces = ["a", "b", "\r\n", "\n", "\r", "é"];
        for _ in 0..20_000 {
            let (old, typed) = (chance.text(&pieces, 8), as_field(&chance.text(&pieces, 8)));
            let kept = retyped(&old, &typed);
            assert_eq!(as_field(&kept), typed, "{old:?}");
            assert_eq!(retyped(&old, &as_field(&old)), old);
        }
    }

    #[test]
    fn line_ends_are_told_and_chosen() {
        assert_eq!(LineEnds::of("a"), None);
        assert_eq!(LineEnds::of("a\nb\n"), Some(LineEnds::Lf));
        assert_eq!(LineEnds::of("a\r\nb"), Some(LineEnds::CrLf));
        assert_eq!(LineEnds::of("a\r\nb\n"), Some(LineEnds::Mixed));
        assert_eq!(LineEnds::of("a\rb"), Some(LineEnds::Mixed));
        assert_eq!(LineEnds::CrLf.put_into("a\r\nb\nc\r"), "a\r\nb\r\nc\r\n");
        assert_eq!(LineEnds::Lf.put_into("a\r\nb\n"), "a\nb\n");
    }
}
