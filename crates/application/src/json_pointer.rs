//! JSON Pointer (RFC 6901): a way to a place in a document.

/// The reference tokens, decoded: one for each level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pointer(pub Vec<String>);

impl Pointer {
    /// Reads a pointer as it stands in a JSON text (RFC 6901 §3, §5).
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self(Vec::new()));
        }
        let rest = text.strip_prefix('/').ok_or_else(|| "a pointer starts with /".to_owned())?;
        let tokens = rest.split('/').map(decoded).collect::<Option<_>>();
        tokens.map(Self).ok_or_else(|| "behind ~ stands 0 or 1".to_owned())
    }

    /// Whether the other place is this one or within it.
    pub fn holds(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

/// `~1` is `/`, and `~0` is `~` (RFC 6901 §4).
fn decoded(token: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut signs = token.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '~' => match signs.next()? {
                '0' => decoded.push('~'),
                '1' => decoded.push('/'),
                _ => return None,
            },
            sign => decoded.push(sign),
        }
    }
    Some(decoded)
}

/// A place in an array (RFC 6901 §4): no sign, and no zero in front.
pub(crate) fn index(token: &str) -> Option<usize> {
    let is_index = token == "0" || !token.starts_with('0') && !token.is_empty();
    let is_digits = token.bytes().all(|octet| octet.is_ascii_digit());
    (is_index && is_digits).then(|| token.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pointer_is_read_as_the_standard_reads_it() {
        let tokens = |text: &str| Pointer::parse(text).map(|pointer| pointer.0);
        // RFC 6901 §5.
        assert_eq!(tokens(""), Ok(vec![]));
        assert_eq!(tokens("/"), Ok(vec![String::new()]));
        assert_eq!(tokens("/foo/0"), Ok(vec!["foo".to_owned(), "0".to_owned()]));
        assert_eq!(tokens("/a~1b"), Ok(vec!["a/b".to_owned()]));
        assert_eq!(tokens("/m~0n~01"), Ok(vec!["m~n~1".to_owned()]));
        assert!(["a", "/~", "/~2", "/a~"].iter().all(|text| tokens(text).is_err()));
    }

    #[test]
    fn an_index_is_a_number_without_ornaments() {
        assert_eq!(["0", "12"].map(index), [Some(0), Some(12)]);
        let wrong = ["", "00", "01", "-", "-1", "+1", "1.0", "99999999999999999999999"];
        assert_eq!(wrong.map(index), [None; 8]);
    }

    proptest! {
        #[test]
        fn what_is_escaped_is_read_again(tokens in prop::collection::vec(".{0,6}", 0..5)) {
            let escape = |token: &String| format!("/{}", token.replace('~', "~0").replace('/', "~1"));
            let text: String = tokens.iter().map(escape).collect();
            prop_assert_eq!(Pointer::parse(&text), Ok(Pointer(tokens)));
        }

        #[test]
        fn no_text_breaks_the_reader(text in any::<String>()) {
            let _ = Pointer::parse(&text);
        }
    }
}
