//! The files of a language: lines `name = "words"`, comments behind `#`, and empty lines.
//!
//! The words stand in quotes on one line; `\n` is a new line in them, `\"` a quote, `\\` a
//! backslash. What is said with a number has a line for each form, `name.one = "…"`,
//! `name.other = "…"`, one below the other.

/// Stands behind each form of a counted text where they are one text.
const BEHIND_A_FORM: char = '\u{1f}';

/// One line that says something.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// The name, without the form.
    pub name: &'a str,
    /// The form, e.g. `other`; empty without one.
    pub form: &'a str,
    /// The words, as they stand in quotes.
    pub quoted: &'a str,
}

/// A line; none for comments and empty lines.
///
/// # Errors
/// The line says neither.
pub(crate) fn line(text: &str) -> Result<Option<Line<'_>>, ()> {
    let text = text.trim();
    if text.is_empty() || text.starts_with('#') {
        return Ok(None);
    }
    let (name, rest) = text.split_once('=').ok_or(())?;
    let rest = rest.trim().strip_prefix('"').ok_or(())?;
    let quoted = rest.strip_suffix('"').ok_or(())?;
    let (name, form) = name.trim().split_once('.').unwrap_or((name.trim(), ""));
    Ok(Some(Line { name, form, quoted }))
}

/// The words behind what stands in quotes.
pub(crate) fn unquoted(quoted: &str) -> String {
    let mut words = String::with_capacity(quoted.len());
    let mut rest = quoted.chars();
    while let Some(c) = rest.next() {
        words.push(match c {
            '\\' => match rest.next() {
                Some('n') => '\n',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        });
    }
    words
}

/// The words as they stand in quotes.
pub(crate) fn quoted(words: &str) -> String {
    let mut quoted = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\n' => quoted.push_str("\\n"),
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            other => quoted.push(other),
        }
    }
    quoted
}

/// Adds a form to those of a counted text.
pub(crate) fn push_form(forms: &mut String, form: &str, words: &str) {
    for piece in [form, "=", words] {
        forms.push_str(piece);
    }
    forms.push(BEHIND_A_FORM);
}

/// Whether a text is one of forms.
pub(crate) fn has_forms(text: &str) -> bool {
    text.ends_with(BEHIND_A_FORM)
}

/// A form of a counted text; the last one where it has none of this name.
pub(crate) fn form<'a>(forms: &'a str, wanted: &str) -> &'a str {
    let mut last = "";
    for (name, words) in forms.split(BEHIND_A_FORM).filter_map(|form| form.split_once('=')) {
        if name == wanted {
            return words;
        }
        last = words;
    }
    last
}

/// FNV-1a over the names in order: whether a file was made for the same texts.
pub(crate) fn hash_with(mut hash: u32, name: &str) -> u32 {
    for octet in name.bytes().chain(*b"\n") {
        hash = (hash ^ u32::from(octet)).wrapping_mul(16_777_619);
    }
    hash
}

/// The hash of no names.
pub(crate) const HASH_OF_NONE: u32 = 2_166_136_261;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_name_and_words() {
        let said = Line { name: "send", form: "", quoted: "Send" };
        assert_eq!(line("send = \"Send\""), Ok(Some(said)));
        let rows = Line { name: "rows", form: "one", quoted: "a \\\"row\\\" = 1" };
        assert_eq!(line("rows.one = \"a \\\"row\\\" = 1\" "), Ok(Some(rows)));
        assert_eq!(line("  # send = \"Send\""), Ok(None));
        assert_eq!(line(""), Ok(None));
        assert_eq!(line("send"), Err(()));
        assert_eq!(line("send = Send"), Err(()));
        assert_eq!(line("send = \"Send"), Err(()));
    }

    #[test]
    fn quoted_words_read_back() {
        for words in ["", "a", "a\nb", "“a” \"b\" \\n", "\\"] {
            assert_eq!(unquoted(&quoted(words)), words);
            assert!(!quoted(words).contains('\n'));
        }
    }

    #[test]
    fn a_form_is_found_by_its_name() {
        let mut forms = String::new();
        push_form(&mut forms, "one", "{count} row");
        push_form(&mut forms, "other", "{count} rows = many");
        assert_eq!(form(&forms, "one"), "{count} row");
        assert_eq!(form(&forms, "other"), "{count} rows = many");
        assert_eq!(form(&forms, "few"), "{count} rows = many");
    }
}
