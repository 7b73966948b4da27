//! Sentences with marks, in any language.
//!
//! What to say is decided elsewhere, by an exhaustive match that ends in a [`Text`]; so a new kind
//! of event does not compile without one, nor a text without words in every language.
//!
//! The words hold `{name}` for a value, `*strong*`, `` `code` `` and `[text|slug]` for a [`Term`].
//! Values stand in all of them; they are never read as words with marks themselves.

mod reason;

use crate::{Sentence, Span, Term};
use language::{Counted, Language, Text, filled};
pub(crate) use reason::{Reason, Specified};

/// How sentences are said in a language.
pub(crate) trait Say: Copy {
    /// What a text says with these values.
    fn say(self, text: Text, values: &[(&str, &str)]) -> Sentence;

    /// What a text says of so many things; `{count}` is their number.
    fn say_count(self, counted: Counted, count: u64, values: &[(&str, &str)]) -> Sentence;

    /// The same as text.
    fn write(self, text: Text, values: &[(&str, &str)]) -> String {
        self.say(text, values).plain_text()
    }

    /// The same as text.
    fn write_count(self, counted: Counted, count: u64, values: &[(&str, &str)]) -> String {
        self.say_count(counted, count, values).plain_text()
    }

    /// Why something happens.
    fn reason(self, reason: Reason) -> Sentence {
        self.say(reason.text(), &[])
    }
}

impl Say for Language {
    fn say(self, text: Text, values: &[(&str, &str)]) -> Sentence {
        Sentence { spans: spans(self.text(text), values) }
    }

    fn say_count(self, counted: Counted, count: u64, values: &[(&str, &str)]) -> Sentence {
        let number = count.to_string();
        // What is given counts more: it may be the number in other digits.
        let values = [values, &[("count", &*number)]].concat();
        Sentence { spans: spans(self.form(counted, count), &values) }
    }
}

fn spans(template: &str, values: &[(&str, &str)]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['*', '`', '[']) {
        if at > 0 {
            spans.push(Span::Plain(filled(&rest[..at], values)));
        }
        let closing = match rest.as_bytes()[at] {
            b'[' => ']',
            b'`' => '`',
            _ => '*',
        };
        rest = &rest[at + 1..];
        let end = rest.find(closing).expect("every mark of a template is closed");
        spans.push(marked(closing, &rest[..end], values));
        rest = &rest[end + 1..];
    }
    if !rest.is_empty() {
        spans.push(Span::Plain(filled(rest, values)));
    }
    spans
}

fn marked(closing: char, inner: &str, values: &[(&str, &str)]) -> Span {
    match closing {
        ']' => {
            let (text, slug) = inner.split_once('|').unwrap_or((inner, inner));
            let term = Term::from_slug(slug).expect("a template names terms of the glossary");
            Span::Term(term, filled(text, values))
        }
        '`' => Span::Code(filled(inner, values)),
        _ => Span::Strong(filled(inner, values)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts;

    #[test]
    fn every_text_can_be_said() {
        for (name, text) in texts::ALL.iter().chain(texts::glossary::ALL) {
            let words = Language::ENGLISH.text(*text);
            let places: Vec<&str> = words
                .split('{')
                .skip(1)
                .map(|rest| rest.split('}').next().expect("split gives one piece"))
                .collect();
            let values: Vec<(&str, &str)> = places.iter().map(|name| (*name, "×")).collect();
            let said = Language::ENGLISH.write(*text, &values);
            assert!(!said.is_empty(), "{name} says nothing");
            assert!(!said.contains(['*', '`', '[', ']', '{', '}', '|']), "{name}: {said}");
        }
    }

    #[test]
    fn every_reason_is_two_or_three_plain_sentences() {
        for reason in Reason::ALL {
            let said = Language::ENGLISH.reason(*reason).plain_text();
            let sentences = said.matches(['.', '?']).count() - said.matches("/1.1").count();
            assert!((1..=4).contains(&sentences), "{reason:?}: {sentences} sentences: {said}");
            let longest = said.split(". ").map(|sentence| sentence.split(' ').count()).max();
            assert!(longest < Some(38), "{reason:?} is hard to read: {said}");
            let hard = ["octet", "endpoint", "peer ", "segment", "payload", "idempotent"];
            assert!(!hard.iter().any(|word| said.contains(word)), "{reason:?}: {said}");
        }
    }

    #[test]
    fn values_are_not_read_as_templates() {
        let said = spans("a *{x}* [b {x}|url]", &[("x", "*{x}[`")]);
        let expected = [
            Span::Plain("a ".to_owned()),
            Span::Strong("*{x}[`".to_owned()),
            Span::Plain(" ".to_owned()),
            Span::Term(Term::Url, "b *{x}[`".to_owned()),
        ];
        assert_eq!(said, expected);
    }
}
