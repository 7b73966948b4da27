//! Everything that is said, by language.
//!
//! What to say is decided elsewhere, by an exhaustive match that ends in a [`Key`]; a catalogue
//! is an exhaustive match from keys to templates. So a new kind of event does not compile
//! without a key, nor a key without a text in every language.
//!
//! A template holds `{name}` for a value, `*strong*`, `` `code` `` and `[text|slug]` for a
//! [`Term`]. Values stand in all of them; they are never read as templates themselves.

mod english;
mod english_reasons;
mod key;
mod reason;

use crate::{Sentence, Span, Term};
pub(crate) use key::Key;
pub(crate) use reason::{Reason, Specified};

/// A language that everything can be said in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
}

impl Language {
    /// The template for a key.
    pub(crate) fn template(self, key: Key) -> &'static str {
        match self {
            Self::English => english::template(key),
        }
    }

    /// Why something happens.
    pub(crate) fn reason(self, reason: Reason) -> Sentence {
        let template = match self {
            Self::English => english_reasons::reason(reason),
        };
        Sentence { spans: spans(template, &[]) }
    }

    /// What a key says with these values.
    pub(crate) fn say(self, key: Key, values: &[(&str, &str)]) -> Sentence {
        Sentence { spans: spans(self.template(key), values) }
    }

    /// The same as text.
    pub(crate) fn write(self, key: Key, values: &[(&str, &str)]) -> String {
        self.say(key, values).plain_text()
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

fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        let end = rest.find('}').expect("every place of a template is closed");
        let name = &rest[at + 1..end];
        let value = values.iter().find(|(known, _)| *known == name);
        text.push_str(value.expect("every place of a template has a value").1);
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_can_be_read() {
        for key in Key::ALL {
            let template = Language::English.template(*key);
            let names: Vec<&str> = template
                .split('{')
                .skip(1)
                .map(|rest| rest.split('}').next().expect("split gives one piece"))
                .collect();
            let values: Vec<(&str, &str)> = names.iter().map(|name| (*name, "×")).collect();
            let said = Language::English.write(*key, &values);
            assert!(!said.is_empty(), "{key:?} says nothing");
            assert!(!said.contains(['*', '`', '[', ']', '{', '}', '|']), "{key:?}: {said}");
        }
    }

    #[test]
    fn every_reason_is_two_or_three_plain_sentences() {
        for reason in Reason::ALL {
            let said = Language::English.reason(*reason).plain_text();
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
