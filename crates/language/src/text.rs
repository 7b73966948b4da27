//! Names of what is said. The words are asked of a [`Language`](crate::Language).

/// Something that is said, with its English words. A word wide, so that it costs what a literal
/// does.
#[derive(Debug, Clone, Copy)]
pub struct Text(&'static Entry);

/// Something that is said with a number of things in it: its words have several forms, which the
/// number chooses.
#[derive(Debug, Clone, Copy)]
pub struct Counted(pub(crate) Text);

/// Where a text stands in its catalogue, and its English words.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number of the catalogue.
    pub catalogue: u8,
    /// The number of the text in it.
    pub index: u16,
    /// The words; those of a [`Counted`] as [`forms`](crate::file::forms) joins them.
    pub english: &'static str,
}

impl Text {
    /// What says nothing, in every language.
    pub const NOTHING: Self = Self(&Entry { catalogue: 0, index: u16::MAX, english: "" });

    /// What the generated constants are made of.
    pub const fn new(entry: &'static Entry) -> Self {
        Self(entry)
    }

    pub(crate) fn entry(self) -> &'static Entry {
        self.0
    }
}

impl Counted {
    /// What the generated constants are made of.
    pub const fn new(entry: &'static Entry) -> Self {
        Self(Text(entry))
    }

    /// The same where texts with and without forms stand side by side; see
    /// [`either_form`](crate::Language::either_form).
    pub const fn either(self) -> Text {
        self.0
    }
}

/// No text is in two places.
impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Text {}
