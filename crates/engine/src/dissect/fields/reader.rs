//! Goes through some octets and keeps what it reads as a tree of fields.
//!
//! It never reads beyond the end of the group that is open. Whatever of a group was not read when it
//! is closed becomes a field of its own: so every octet belongs to a field, whatever the octets
//! are.

use super::spec::{Form, Spec, meaning_of, push_hex};
use crate::texts;
use core::net::Ipv6Addr;
use language::{Language, Text};
use trace::{Bits, Field, Layer, OctetRange, View};

/// The most fields of one view; what comes behind them stays in one piece.
const FIELDS_MAX: usize = 3_000;
/// The most octets of a value that are written out.
const OCTETS_SHOWN: usize = 16;
/// The most characters of a text that are written out.
const CHARS_SHOWN: usize = 240;

/// What reads the fields of a group; stops with `None` where the octets are not as they should be.
pub type Read<'r, 'a> = &'r mut dyn FnMut(&mut Reader<'a>) -> Option<()>;

/// The octets, how far they were read, and the groups that are open.
pub struct Reader<'a> {
    octets: &'a [u8],
    language: Language,
    at: usize,
    /// How many bits of the octet at `at` were read.
    bits_read: usize,
    /// The groups that are open, each with its end; the first one is the whole.
    open: Vec<(Field, usize)>,
    n_fields: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the first octet.
    pub fn new(octets: &'a [u8], language: Language) -> Self {
        let whole = (field("", 0..octets.len()), octets.len());
        Self { octets, language, at: 0, bits_read: 0, open: vec![whole], n_fields: 0 }
    }

    /// The tree. Its outermost groups are the layers.
    pub fn finish(mut self) -> View {
        self.close_rest("Data");
        let (whole, _) = self.open.pop().expect("the whole is open to the end");
        let layer = |mut group: Field| {
            if group.children.is_empty() {
                group.children.push(Field { name: "Data".to_owned(), ..group.clone() });
            }
            Layer { name: group.name, range: group.range, fields: group.children }
        };
        View {
            octets: self.octets.to_vec(),
            layers: whole.children.into_iter().map(layer).collect(),
        }
    }

    /// The language of what is said.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Where the reader is.
    pub fn at(&self) -> usize {
        self.at
    }

    /// How many octets are left in this group.
    pub fn left(&self) -> usize {
        self.end() - self.at
    }

    /// The octets that are left in this group.
    pub fn rest(&self) -> &'a [u8] {
        &self.octets[self.at..self.end()]
    }

    /// A number of `len` octets, `offset` behind the place of the reader, without reading it.
    pub fn peek(&self, offset: usize, len: usize) -> Option<usize> {
        let octets = self.rest().get(offset..offset + len)?;
        Some(octets.iter().fold(0, |number, octet| number << 8 | usize::from(*octet)))
    }

    /// Some octets from the start of everything, wherever the reader is.
    pub fn all(&self) -> &'a [u8] {
        self.octets
    }

    /// Reads fields of fixed lengths.
    pub fn header(&mut self, specs: &[Spec]) -> Option<()> {
        specs.iter().try_for_each(|spec| self.number(spec).map(drop))
    }

    /// Reads a number.
    pub fn number(&mut self, spec: &Spec) -> Option<u64> {
        let first = self.at * 8 + self.bits_read;
        let end = first + usize::from(spec.bits);
        if end > self.end() * 8 {
            return None;
        }
        let (field, number) = fixed(self.octets, first, spec, self.language);
        self.n_fields += field.children.len();
        self.push(field)?;
        (self.at, self.bits_read) = (end / 8, end % 8);
        Some(number)
    }

    /// Reads `len` octets as text.
    pub fn text(&mut self, name: &str, len: usize, meaning: Text) -> Option<()> {
        let value = shown_text(self.rest().get(..len)?);
        self.field(name, value, meaning, len)
    }

    /// Reads `len` octets as they are.
    pub fn octets(&mut self, name: &str, len: usize, meaning: Text) -> Option<()> {
        let value = shown_octets(self.rest().get(..len)?);
        self.field(name, value, meaning, len)
    }

    /// Reads an IPv6 address.
    pub fn address_v6(&mut self, name: &str, meaning: Text) -> Option<()> {
        let octets = *self.rest().first_chunk::<16>()?;
        self.field(name, Ipv6Addr::from(octets).to_string(), meaning, octets.len())
    }

    /// Reads `len` octets as text where they are printable, else as they are.
    pub fn content(&mut self, name: &str, len: usize, meaning: Text) -> Option<()> {
        let octets = self.rest().get(..len)?;
        let is_text = core::str::from_utf8(octets)
            .is_ok_and(|text| text.chars().all(|c| !c.is_control() || c.is_ascii_whitespace()));
        match is_text {
            true => self.text(name, len, meaning),
            false => self.octets(name, len, meaning),
        }
    }

    /// Reads `len` octets that have this value.
    pub fn field(&mut self, name: &str, value: String, meaning: Text, len: usize) -> Option<()> {
        if len > self.left() {
            return None;
        }
        let meaning = self.language.text(meaning).to_owned();
        self.push(Field { value, meaning, ..field(name, self.at..self.at + len) })?;
        self.at += len;
        Some(())
    }

    /// Reads a group of `len` octets. Says `None` only where there are not so many.
    pub fn group(&mut self, name: &str, len: usize, read: Read<'_, 'a>) -> Option<()> {
        if len > self.left() || self.n_fields >= FIELDS_MAX {
            return None;
        }
        self.n_fields += 1;
        let end = self.at + len;
        self.open.push((field(name, self.at..end), end));
        // What could not be read is in the rest.
        let _ = read(self);
        self.close_rest(self.language.text(texts::NOT_TAKEN_APART));
        let (group, _) = self.open.pop().expect("it was put there above");
        self.at = end;
        self.parent().children.push(group);
        Some(())
    }

    /// What the group that is open says as a whole.
    pub fn sum_up(&mut self, value: &str, meaning: Text) {
        let meaning = self.language.text(meaning).to_owned();
        let group = self.parent();
        value.clone_into(&mut group.value);
        group.meaning = meaning;
    }

    /// Says more of the field that was read last but `back`.
    pub fn explain(&mut self, back: usize, meaning: Text) {
        self.explain_in_words(back, self.language.text(meaning).to_owned());
    }

    /// Says more of the field that was read last but `back`, in words that hold a value.
    pub fn explain_in_words(&mut self, back: usize, meaning: String) {
        let children = &mut self.parent().children;
        let place = children.len().checked_sub(back + 1);
        if let Some(field) = place.and_then(|place| children.get_mut(place)) {
            field.meaning = meaning;
        }
    }

    fn end(&self) -> usize {
        self.open.last().expect("the whole is open to the end").1
    }

    fn parent(&mut self) -> &mut Field {
        &mut self.open.last_mut().expect("the whole is open to the end").0
    }

    fn push(&mut self, field: Field) -> Option<()> {
        if self.n_fields >= FIELDS_MAX {
            return None;
        }
        self.n_fields += 1;
        self.parent().children.push(field);
        Some(())
    }

    /// What was not read of the group that is open becomes one field.
    fn close_rest(&mut self, name: &str) {
        self.at += usize::from(self.bits_read > 0);
        self.bits_read = 0;
        if self.left() > 0 {
            let rest =
                Field { value: shown_octets(self.rest()), ..field(name, self.at..self.end()) };
            self.parent().children.push(rest);
            self.at = self.end();
        }
    }
}

fn field(name: &str, range: core::ops::Range<usize>) -> Field {
    Field {
        name: name.to_owned(),
        value: String::new(),
        meaning: String::new(),
        range: OctetRange { start: range.start as u32, end: range.end as u32 },
        bits: None,
        children: Vec::new(),
    }
}

/// The field from this bit on, which lies within the octets, and its number.
fn fixed(octets: &[u8], first: usize, spec: &Spec, language: Language) -> (Field, u64) {
    let end = first + usize::from(spec.bits);
    let (start, stop) = (first / 8, end.div_ceil(8));
    let joined = octets[start..stop].iter().fold(0, |n, octet| n << 8 | u128::from(*octet));
    let number = (joined >> (stop * 8 - end)) as u64 & (u64::MAX >> (64 - u32::from(spec.bits)));
    let mut found = field(spec.name, start..stop);
    found.value = spec.form.write(number, spec.bits, language);
    found.meaning = meaning_of(spec.meaning, number, language);
    if !first.is_multiple_of(8) || !end.is_multiple_of(8) {
        found.bits = Some(Bits { first: (first - start * 8) as u8, count: spec.bits });
    }
    if let Form::Parts(parts) = spec.form {
        let mut at = first;
        let mut set = Vec::new();
        for part in parts {
            let (child, number) = fixed(octets, at, part, language);
            at += usize::from(part.bits);
            if matches!(part.form, Form::Flag) && number != 0 {
                set.push(part.name);
            }
            found.children.push(child);
        }
        if !set.is_empty() {
            found.value = [&found.value, " (", &set.join(", "), ")"].concat();
        }
    }
    (found, number)
}

/// Text with its control characters written out, cut where it is long.
pub fn shown_text(octets: &[u8]) -> String {
    // A character has up to four octets.
    let start = &octets[..octets.len().min(CHARS_SHOWN * 4)];
    let text = String::from_utf8_lossy(start);
    let mut shown = String::new();
    for (n, character) in text.chars().enumerate() {
        if n == CHARS_SHOWN {
            shown.push('…');
            break;
        }
        match character {
            '\r' => shown.push_str("\\r"),
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            c if c.is_control() => shown.push('\u{fffd}'),
            c => shown.push(c),
        }
    }
    shown
}

/// Octets in hexadecimal, cut where they are many.
pub fn shown_octets(octets: &[u8]) -> String {
    let mut text = String::new();
    octets.iter().take(OCTETS_SHOWN).for_each(|octet| push_hex(&mut text, *octet));
    if octets.len() > OCTETS_SHOWN {
        text.push('…');
    }
    text
}
