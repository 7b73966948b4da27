//! Text with emphasis and terms, so that the viewer renders it without HTML strings.

use crate::Term;

/// One or more sentences that a beginner can read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// The text in pieces; spaces between them are part of the pieces.
    pub spans: Vec<Span>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// As it is.
    Plain(String),
    /// Emphasised, e.g. a method or an address.
    Strong(String),
    /// A word whose definition opens on click and focus.
    Term(Term, String),
    /// Something that stands in a message or a program.
    Code(String),
}

impl Span {
    /// The text without its emphasis.
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Strong(text) | Self::Term(_, text) | Self::Code(text) => text,
        }
    }
}

impl Sentence {
    /// The text without emphasis: for lists, labels and screen readers.
    pub fn plain_text(&self) -> String {
        self.spans.iter().map(Span::text).collect()
    }

    /// This, with a definition behind what is emphasised and reads `word`.
    pub(crate) fn with_term(mut self, word: &str, term: Option<Term>) -> Self {
        for span in &mut self.spans {
            if let (Span::Strong(text), Some(term)) = (&*span, term)
                && text == word
            {
                *span = Span::Term(term, text.clone());
            }
        }
        self
    }

    /// This, a space, and another one.
    pub(crate) fn then(mut self, next: Self) -> Self {
        if !self.spans.is_empty() {
            self.spans.push(Span::Plain(" ".to_owned()));
        }
        self.spans.extend(next.spans);
        self
    }
}
