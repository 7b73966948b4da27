//! JSON as text (RFC 8259): where it slips, and laid out anew without touching a single number
//! or the order of names.

mod scan;
mod text;

pub use scan::{JsonError, Token, TokenKind, scan};
pub use text::{quoted, unquoted};

/// The longest text that is laid out, before and after, in octets: 1 MiB.
pub const MAX_PRETTY_OCTETS: usize = 1024 * 1024;
/// The deepest nesting that is laid out.
pub const MAX_DEPTH: usize = 64;

/// Why a text is shown as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrettyError {
    /// It is not JSON.
    Json(JsonError),
    /// It is over [`MAX_PRETTY_OCTETS`], or would be.
    TooLong,
    /// It is nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

/// JSON with one member or element a line.
///
/// # Errors
/// Why it is better shown as it is.
pub fn pretty(text: &str) -> Result<String, PrettyError> {
    if text.len() > MAX_PRETTY_OCTETS {
        return Err(PrettyError::TooLong);
    }
    let tokens = scan(text).map_err(PrettyError::Json)?;
    let mut laid_out = String::with_capacity(2 * text.len());
    let mut depth = 0;
    let mut before = TokenKind::Comma;
    for token in &tokens {
        match token.kind {
            TokenKind::Close => {
                depth -= 1;
                if before != TokenKind::Open {
                    break_line(&mut laid_out, depth);
                }
            }
            TokenKind::Open
            | TokenKind::Name
            | TokenKind::Text
            | TokenKind::Number
            | TokenKind::Word => {
                let is_first = before == TokenKind::Open;
                if is_first || (before == TokenKind::Comma && depth > 0) {
                    break_line(&mut laid_out, depth);
                }
                depth += usize::from(token.kind == TokenKind::Open);
            }
            TokenKind::Colon | TokenKind::Comma => {}
        }
        laid_out.push_str(&text[token.range.clone()]);
        if token.kind == TokenKind::Colon {
            laid_out.push(' ');
        }
        if depth > MAX_DEPTH {
            return Err(PrettyError::TooDeep);
        }
        if laid_out.len() > MAX_PRETTY_OCTETS {
            return Err(PrettyError::TooLong);
        }
        before = token.kind;
    }
    Ok(laid_out)
}

fn break_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(core::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_laid_out_without_a_change() {
        let text = r#"{"b":1.00,"a":[1e400,{},[],{"\u00e9":"é\/"}],"b":-0,"c":null}"#;
        let expected = r#"{
  "b": 1.00,
  "a": [
    1e400,
    {},
    [],
    {
      "\u00e9": "é\/"
    }
  ],
  "b": -0,
  "c": null
}"#;
        assert_eq!(pretty(text).unwrap(), expected);
        assert_eq!(pretty(expected).unwrap(), expected, "twice is once");
        assert_eq!(pretty(" 12.50 ").unwrap(), "12.50");
    }

    #[test]
    fn hostile_json_is_not_laid_out() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(pretty(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(pretty(&nested(MAX_DEPTH + 1)), Err(PrettyError::TooDeep));
        assert_eq!(pretty(&"1".repeat(MAX_PRETTY_OCTETS + 1)), Err(PrettyError::TooLong));
        let wide = format!("{}{}1{}", "[".repeat(60), "1,".repeat(100_000), "]".repeat(60));
        assert_eq!(pretty(&wide), Err(PrettyError::TooLong), "indenting makes it long");
        assert!(scan(&nested(200_000)).is_ok(), "depth alone is no slip");
    }
}
