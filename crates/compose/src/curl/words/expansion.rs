//! What a shell puts something else in place of: `$NAME`, `${…}`, `$(…)`, `` `…` ``.

/// What would be put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The value of a variable, or of a calculation.
    Value,
    /// What a command prints.
    Output,
}

/// The expansion at the start of a text, and how many octets it has; `None` where `$` is a
/// character like any other (IEEE 1003.1-2024, Shell Command Language §2.6).
pub fn expansion(text: &str) -> Option<(Kind, usize)> {
    if text.starts_with('`') {
        return Some((Kind::Output, end_of_back_quotes(text)));
    }
    let name = text.strip_prefix('$')?;
    let first = name.chars().next()?;
    if name.starts_with("((") {
        return Some((Kind::Value, 1 + balanced(name, '(', ')')));
    }
    match first {
        '(' => Some((Kind::Output, 1 + balanced(name, '(', ')'))),
        '{' => Some((Kind::Value, 1 + balanced(name, '{', '}'))),
        '@' | '*' | '#' | '?' | '-' | '!' | '$' | '0'..='9' => Some((Kind::Value, 2)),
        first if first.is_ascii_alphabetic() || first == '_' => {
            let is_in_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let len = name.find(|c| !is_in_name(c)).unwrap_or(name.len());
            Some((Kind::Value, 1 + len))
        }
        _ => None,
    }
}

fn end_of_back_quotes(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text[1..].find(|c| {
        let ends = c == '`' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

/// Up to the bracket that closes the first one; brackets in quotes do not count. All of a text in
/// which none does.
fn balanced(text: &str, open: char, close: char) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if core::mem::take(&mut is_escaped) {
            continue;
        }
        match (quote, c) {
            (None | Some('"'), '\\') => is_escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, c) if c == open => depth += 1,
            (None, c) if c == close => {
                depth -= 1;
                if depth == 0 {
                    return at + c.len_utf8();
                }
            }
            (None, _) => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expansion_ends_where_a_shell_ends_it() {
        let check = |text: &str, expected: Option<(Kind, &str)>| {
            let found = expansion(text).map(|(kind, len)| (kind, &text[..len]));
            assert_eq!(found, expected, "{text}");
        };
        check("$A_1-b", Some((Kind::Value, "$A_1")));
        check("${A:-{}}b", Some((Kind::Value, "${A:-{}}")));
        check("$(cat 'a)' \"b)\" $(c))d", Some((Kind::Output, "$(cat 'a)' \"b)\" $(c))")));
        check("$((1+(2)))3", Some((Kind::Value, "$((1+(2)))")));
        check("`a\\`b`c", Some((Kind::Output, "`a\\`b`")));
        check("$12", Some((Kind::Value, "$1")));
        check("$(open", Some((Kind::Output, "$(open")));
        check("$", None);
        check("$ a", None);
        check("$.b", None);
    }
}
