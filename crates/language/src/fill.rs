//! Values in their places.

/// The words with a value in the place of each `{name}`. Values are not looked into: braces in them
/// are only braces.
///
/// # Panics
/// A place without a value: the program and its English words do not fit together.
pub fn filled(words: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        let end = rest.find('}').expect("every place of a text is closed");
        let name = &rest[at + 1..end];
        let value = values.iter().find(|(known, _)| *known == name);
        text.push_str(value.expect("every place of a text has a value").1);
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_their_places() {
        let check = |words, expected: &str| {
            assert_eq!(filled(words, &[("a", "{b}"), ("b", "2")]), expected);
        };
        check("", "");
        check("no place", "no place");
        check("{b} and {a}", "2 and {b}");
        check("é{b}é", "é2é");
    }
}
