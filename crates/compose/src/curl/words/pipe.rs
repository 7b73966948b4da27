//! A command that hands its output to curl through a pipe: `echo '{}' | curl -d @- …`.

use super::Words;
use crate::curl::{Note, is_curl};
use crate::texts;
use language::say;

/// At a `|`: whether the words so far are another command, whose output curl reads. It becomes
/// curl's input then, and the words are forgotten.
pub fn feeds_curl(words: &mut Words, has_here_document: bool) -> bool {
    words.end_word();
    let command = &words.command.words;
    if command.iter().any(|word| is_curl(word)) {
        return false;
    }
    let input = match command.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["echo", rest @ ..] => Some(echo(rest)),
        ["printf", format] if !format.replace("%%", "").contains('%') => Some(printf(format)),
        ["printf", "%s", text] => Some(text.as_bytes().to_vec()),
        ["printf", "%s\\n", text] => Some([text.as_bytes(), b"\n"].concat()),
        ["cat"] | ["cat", "-"] if has_here_document => None,
        _ => {
            let told = format!("{} |", command.join(" "));
            words.note(Note::matters(&told, say(texts::WHAT_IT_PRINTS_IS)));
            None
        }
    };
    words.command.words.clear();
    words.command.input = input;
    true
}

/// As bash does, without `-e`.
fn echo(words: &[&str]) -> Vec<u8> {
    match words {
        ["-n", rest @ ..] => rest.join(" ").into_bytes(),
        words => (words.join(" ") + "\n").into_bytes(),
    }
}

/// A format without values (IEEE 1003.1-2024, `printf`).
fn printf(format: &str) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut rest = format.replace("%%", "%").into_bytes();
    rest.reverse();
    while let Some(octet) = rest.pop() {
        if octet != b'\\' {
            octets.push(octet);
            continue;
        }
        let is_octal = |octet: &u8| (b'0'..=b'7').contains(octet);
        let n_digits = rest.iter().rev().take(3).take_while(|octet| is_octal(octet)).count();
        if n_digits > 0 {
            let digits = rest.split_off(rest.len() - n_digits);
            let value = digits.iter().rev().fold(0_u32, |value, d| value * 8 + u32::from(d - b'0'));
            octets.push(value as u8);
            continue;
        }
        match rest.pop() {
            Some(b'n') => octets.push(b'\n'),
            Some(b't') => octets.push(b'\t'),
            Some(b'r') => octets.push(b'\r'),
            Some(b'\\') | None => octets.push(b'\\'),
            Some(other) => octets.extend([b'\\', other]),
        }
    }
    octets
}
