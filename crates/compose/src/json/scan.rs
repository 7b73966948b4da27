//! From a text to the tokens of JSON, or to the place where it stops being JSON.

use crate::texts;
use core::fmt;
use core::ops::Range;
use language::{fill, say};
use trace::Position;

/// One token, without the white space around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands, in octets.
    pub range: Range<usize>,
}

/// The kinds of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// `{` or `[`
    Open,
    /// `}` or `]`
    Close,
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// The name of a member, in its quotes.
    Name,
    /// A text, in its quotes.
    Text,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Word,
}

/// Where a text stops being JSON, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    /// The place, for a person.
    pub at: Position,
    /// The place in octets.
    pub offset: usize,
    /// What was found and what to do.
    pub message: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)
    }
}

/// The tokens of a JSON text, of any depth.
///
/// # Errors
/// The first place where it is not JSON.
pub fn scan(text: &str) -> Result<Vec<Token>, JsonError> {
    let mut scanner = Scanner { text, at: 0, opened: Vec::new(), tokens: Vec::new() };
    scanner.whole().map_err(|(offset, message)| json_error(text, offset, message))?;
    Ok(scanner.tokens)
}

fn json_error(text: &str, offset: usize, message: String) -> JsonError {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    let column = before[line_start..].chars().count() + 1;
    JsonError { at: Position { line, column }, offset, message }
}

/// What the grammar asks for next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Value,
    /// After `[`.
    ValueOrClose,
    /// After a comma in an object.
    Name,
    /// After `{`.
    NameOrClose,
    Colon,
    CommaOrClose,
    End,
}

type Found<T> = Result<T, (usize, String)>;

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Where the brackets that are still open stand.
    opened: Vec<usize>,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn whole(&mut self) -> Found<()> {
        let mut expected = Expected::Value;
        loop {
            let rest = self.text[self.at..].trim_start_matches([' ', '\t', '\r', '\n']);
            self.at = self.text.len() - rest.len();
            match rest.chars().next() {
                Some(found) => expected = self.token(expected, found)?,
                None if expected == Expected::End => return Ok(()),
                None => return Err(self.cut()),
            }
        }
    }

    /// The text is over, and the JSON is not.
    fn cut(&self) -> (usize, String) {
        let message = match self.opened.last() {
            Some(opened) => {
                let at = json_error(self.text, *opened, String::new()).at;
                let bracket = &self.text[*opened..=*opened];
                fill!(texts::JSON_ENDS_HERE_BUT, bracket, at)
            }
            None => say(texts::THERE_IS_NOTHING_HERE).to_owned(),
        };
        (self.text.len(), message)
    }

    fn token(&mut self, expected: Expected, found: char) -> Found<Expected> {
        use Expected as E;
        match (expected, found) {
            (E::Value | E::ValueOrClose, '{' | '[') => {
                self.opened.push(self.at);
                self.push(TokenKind::Open, 1);
                Ok(if found == '{' { E::NameOrClose } else { E::ValueOrClose })
            }
            (E::ValueOrClose, ']') | (E::NameOrClose, '}') | (E::CommaOrClose, ']' | '}') => {
                self.close(found)
            }
            (E::Value | E::ValueOrClose, _) => {
                self.value(found)?;
                Ok(self.after_value())
            }
            (E::Name | E::NameOrClose, '"') => {
                self.text_token(TokenKind::Name)?;
                Ok(E::Colon)
            }
            (E::Colon, ':') => {
                self.push(TokenKind::Colon, 1);
                Ok(E::Value)
            }
            (E::CommaOrClose, ',') => {
                self.push(TokenKind::Comma, 1);
                Ok(if self.is_in_object() { E::Name } else { E::Value })
            }
            (E::Name | E::NameOrClose | E::Colon | E::CommaOrClose | E::End, _) => {
                Err(self.unexpected(expected, found))
            }
        }
    }

    fn push(&mut self, kind: TokenKind, len: usize) {
        self.tokens.push(Token { kind, range: self.at..self.at + len });
        self.at += len;
    }

    fn is_in_object(&self) -> bool {
        self.opened.last().is_some_and(|at| self.text.as_bytes()[*at] == b'{')
    }

    fn after_value(&self) -> Expected {
        if self.opened.is_empty() { Expected::End } else { Expected::CommaOrClose }
    }

    fn close(&mut self, found: char) -> Found<Expected> {
        let wanted = if self.is_in_object() { '}' } else { ']' };
        if found != wanted {
            return Err((self.at, fill!(texts::FOUND_CLOSES_WHAT_WANTED, found, wanted)));
        }
        self.opened.pop();
        self.push(TokenKind::Close, 1);
        Ok(self.after_value())
    }

    fn unexpected(&self, expected: Expected, found: char) -> (usize, String) {
        if self.text[self.at..].starts_with("//") || self.text[self.at..].starts_with("/*") {
            return (self.at, say(texts::JSON_HAS_NO_COMMENTS).to_owned());
        }
        let is_after_comma = self.tokens.last().is_some_and(|token| token.kind == TokenKind::Comma);
        let message = match expected {
            Expected::Name | Expected::Value if is_after_comma && "]}".contains(found) => {
                return (self.at, say(texts::COMMA_BEFORE_THIS_HAS).to_owned());
            }
            Expected::Name | Expected::NameOrClose => match found {
                '\'' => say(texts::NAME_STANDS_IN_DOUBLE).to_owned(),
                _ => fill!(texts::NAME_IN_DOUBLE_QUOTES, found = Shown(found)),
            },
            Expected::Colon => fill!(texts::COLON_SHOULD_STAND_BEFORE, found = Shown(found)),
            Expected::CommaOrClose => fill!(texts::COMMA_IS_MISSING_BEFORE, found = Shown(found)),
            Expected::End => {
                fill!(texts::JSON_WAS_COMPLETE_BEFORE, found = Shown(found))
            }
            Expected::Value | Expected::ValueOrClose => {
                fill!(texts::VALUE_SHOULD_STAND_HERE, found = Shown(found))
            }
        };
        (self.at, message)
    }

    fn value(&mut self, found: char) -> Found<()> {
        if found == '"' {
            return self.text_token(TokenKind::Text);
        }
        if found == '-' || found.is_ascii_digit() {
            return self.number();
        }
        let rest = &self.text[self.at..];
        let len = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        match &rest[..len] {
            "true" | "false" | "null" => {
                self.push(TokenKind::Word, len);
                Ok(())
            }
            "" => Err(match found {
                '\'' => (self.at, say(texts::TEXT_STANDS_IN_DOUBLE).to_owned()),
                '+' | '.' => (self.at, say(texts::NUMBER_STARTS_WITH_A).to_owned()),
                _ => self.unexpected(Expected::Value, found),
            }),
            "True" | "False" | "TRUE" | "FALSE" | "None" | "NULL" | "Null" | "undefined"
            | "nil" => Err((self.at, fill!(texts::NOT_A_WORD_OF_JSON, found = &rest[..len]))),
            "NaN" | "Infinity" => {
                Err((self.at, fill!(texts::JSON_HAS_NO_NUMBER, found = &rest[..len])))
            }
            // Whatever is long is named by its start.
            word => {
                let start: String = word.chars().take(20).collect();
                Err((self.at, fill!(texts::START_IS_NOT_A, start)))
            }
        }
    }

    /// RFC 8259 §6.
    fn number(&mut self) -> Found<()> {
        let octets = &self.text.as_bytes()[self.at..];
        let digits = |from: usize| octets[from..].iter().take_while(|o| o.is_ascii_digit()).count();
        let mut len = usize::from(octets[0] == b'-');
        let n_whole = digits(len);
        if n_whole == 0 {
            return Err((self.at + len, say(texts::DIGIT_SHOULD_FOLLOW_THE).to_owned()));
        }
        if n_whole > 1 && octets[len] == b'0' {
            return Err((self.at + len, say(texts::NUMBER_DOES_NOT_START).to_owned()));
        }
        len += n_whole;
        if octets.get(len) == Some(&b'.') {
            let n_decimals = digits(len + 1);
            if n_decimals == 0 {
                return Err((
                    self.at + len + 1,
                    say(texts::DIGIT_SHOULD_FOLLOW_THE_POINT).to_owned(),
                ));
            }
            len += 1 + n_decimals;
        }
        if matches!(octets.get(len), Some(b'e' | b'E')) {
            len += 1 + usize::from(matches!(octets.get(len + 1), Some(b'+' | b'-')));
            let n_exponent = digits(len);
            if n_exponent == 0 {
                return Err((
                    self.at + len,
                    say(texts::DIGIT_SHOULD_FOLLOW_THE_EXPONENT).to_owned(),
                ));
            }
            len += n_exponent;
        }
        self.push(TokenKind::Number, len);
        Ok(())
    }

    /// RFC 8259 §7.
    fn text_token(&mut self, kind: TokenKind) -> Found<()> {
        let rest = &self.text[self.at..];
        let mut characters = rest.char_indices().skip(1);
        while let Some((len, found)) = characters.next() {
            match found {
                '"' => {
                    self.push(kind, len + 1);
                    return Ok(());
                }
                '\\' => {
                    let escape = characters.next().map(|(_, escaped)| escaped);
                    let n_digits = match escape {
                        Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => 0,
                        Some('u') => 4,
                        Some(escaped) => {
                            let message = fill!(
                                texts::BEFORE_ESCAPED_MEANS_NOTHING,
                                escaped = Shown(escaped)
                            );
                            return Err((self.at + len, message));
                        }
                        None => break,
                    };
                    let hex = characters.by_ref().take(n_digits);
                    if hex.filter(|(_, digit)| digit.is_ascii_hexdigit()).count() < n_digits {
                        return Err((self.at + len, say(texts::FOUR_HEX_DIGITS_SHOULD).to_owned()));
                    }
                }
                '\n' | '\r' => break,
                found if found < ' ' => {
                    let message = fill!(
                        texts::WRITE_IT_AS_ESCAPE,
                        found = Shown(found),
                        digits = format!("{:04x}", found as u32)
                    );
                    return Err((self.at + len, message));
                }
                _ => {}
            }
        }
        Err((self.at, say(texts::THIS_QUOTE_IS_NOT).to_owned()))
    }
}

/// A character as a sentence names it.
struct Shown(char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            '\n' | '\r' => f.write_str(say(texts::END_OF_THE_LINE)),
            '\t' => f.write_str(say(texts::TAB)),
            c if c.is_control() => {
                f.write_str(&fill!(texts::CONTROL_CHARACTER, digits = format!("{:04X}", c as u32)))
            }
            c => write!(f, "“{c}”"),
        }
    }
}

#[cfg(test)]
mod tests;
