//! JSON that others wrote, with the place of each value in it.

use super::{RecordingError, RecordingProblem, Wanted};
use serde_json::Value;

/// A value, and where it stands.
#[derive(Clone)]
pub struct Place<'a> {
    value: &'a Value,
    path: Path<'a>,
}

/// The way to a value, written only where it is told.
#[derive(Clone)]
enum Path<'a> {
    Root,
    Member(Box<Self>, &'a str),
    Item(Box<Self>, usize),
}

impl Path<'_> {
    fn text(&self) -> String {
        match self {
            // As JSONPath calls the whole (RFC 9535 §2.2).
            Self::Root => "$".to_owned(),
            Self::Member(of, name) => match &**of {
                Self::Root => (*name).to_owned(),
                of => [&*of.text(), ".", name].concat(),
            },
            Self::Item(of, number) => [&*of.text(), "[", &number.to_string(), "]"].concat(),
        }
    }
}

impl<'a> Place<'a> {
    pub fn root(value: &'a Value) -> Self {
        Self { value, path: Path::Root }
    }

    pub fn error(&self, problem: RecordingProblem) -> RecordingError {
        RecordingError { place: self.path.text(), problem }
    }

    fn no(&self, wanted: Wanted) -> RecordingError {
        self.error(RecordingProblem::Not { wanted })
    }

    pub fn object(self) -> Result<Self, RecordingError> {
        if self.value.is_object() { Ok(self) } else { Err(self.no(Wanted::Object)) }
    }

    /// A member that has to be there.
    pub fn member(&self, name: &'a str) -> Result<Self, RecordingError> {
        if !self.value.is_object() {
            return Err(self.no(Wanted::Object));
        }
        let path = Path::Member(Box::new(self.path.clone()), name);
        match self.value.get(name) {
            Some(Value::Null) | None => {
                Err(RecordingError { place: path.text(), problem: RecordingProblem::Missing })
            }
            Some(value) => Ok(Self { value, path }),
        }
    }

    /// A member that may be missing, or null.
    pub fn maybe(&self, name: &'a str) -> Option<Self> {
        self.member(name).ok()
    }

    pub fn items(&self) -> Result<Vec<Self>, RecordingError> {
        let Value::Array(items) = self.value else { return Err(self.no(Wanted::Array)) };
        let item = |(number, value)| {
            let path = Path::Item(Box::new(self.path.clone()), number);
            Place { value, path }
        };
        Ok(items.iter().enumerate().map(item).collect())
    }

    pub fn text(&self) -> Result<&'a str, RecordingError> {
        self.value.as_str().ok_or_else(|| self.no(Wanted::Text))
    }

    pub fn number(&self) -> Result<f64, RecordingError> {
        self.value.as_f64().ok_or_else(|| self.no(Wanted::Number))
    }

    /// The text of a member, as far as there is one: numbers are written as such.
    pub fn text_of(&self, name: &'a str) -> String {
        match self.value.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }
}
