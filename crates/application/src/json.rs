//! JSON as course texts write it: `{"id": 42, "name": "Alice"}`, a space after comma and colon.

use crate::accept::Format;
use crate::markup::{self, Names};
use crate::page::File;
use crate::{
    Value, csv,
    problem::{Place, Problem},
};
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::ser::Formatter;
use std::io;

/// The content of a response.
#[derive(Debug)]
pub(crate) enum Representation {
    /// One row, as an object.
    Item { columns: Vec<String>, row: Vec<Value> },
    /// Rows, as an array of objects.
    List { columns: Vec<String>, rows: Vec<Vec<Value>> },
    /// Rows, as lines of CSV that are sent one by one.
    Lines { columns: Vec<String>, rows: Vec<Vec<Value>> },
    /// A file as it is.
    File(&'static File),
    /// A saying, as an object.
    Saying(&'static str),
    /// Any value.
    Document(serde_json::Value),
    /// Octets as they are.
    Octets { media_type: String, octets: Vec<u8> },
    /// Why the request was not done.
    Problem(Problem),
}

impl Representation {
    /// Whether it is a value, which can be written in several formats.
    pub fn is_value(&self) -> bool {
        match self {
            Self::Item { .. } | Self::List { .. } | Self::Saying(_) | Self::Document(_) => true,
            Self::Problem(problem) => !matches!(problem.place, Place::OfToken(_)),
            Self::Lines { .. } | Self::File(_) | Self::Octets { .. } => false,
        }
    }

    /// The same in a format that was chosen.
    pub fn written(self, format: Format, names: Names) -> Self {
        if format == Format::Json || !self.is_value() {
            return self;
        }
        let value = serde_json::from_slice(&self.to_octets());
        let value = value.expect("what was written as JSON is JSON");
        let (media_type, text) = match (format, &self) {
            (Format::Xml, Self::Problem(_)) => (markup::PROBLEM_XML, markup::problem_xml(&value)),
            (Format::Xml, _) => (markup::XML, markup::xml(&value, names)),
            (Format::Html | Format::Json, Self::Problem(_)) => {
                let names = Names { list: "problem", item: "problem" };
                (markup::HTML, markup::html(&value, names))
            }
            (Format::Html | Format::Json, _) => (markup::HTML, markup::html(&value, names)),
        };
        Self::Octets { media_type: media_type.to_owned(), octets: text.into_bytes() }
    }

    pub fn media_type(&self) -> &str {
        match self {
            Self::File(file) => file.media_type,
            Self::Octets { media_type, .. } => media_type,
            Self::Lines { .. } => csv::MEDIA_TYPE,
            Self::Problem(Problem { place: Place::OfToken(_), .. }) => "application/json",
            Self::Problem(_) => "application/problem+json",
            Self::Item { .. } | Self::List { .. } | Self::Saying(_) | Self::Document(_) => {
                "application/json"
            }
        }
    }

    /// The octets.
    pub fn to_octets(&self) -> Vec<u8> {
        let mut octets = Vec::new();
        self.write(&mut octets);
        octets
    }

    /// How many octets there would be.
    pub fn content_length(&self) -> usize {
        let mut count = Count(0);
        self.write(&mut count);
        count.0
    }

    fn write(&self, mut out: &mut dyn io::Write) {
        if let Self::File(file) = self {
            return out.write_all(file.octets).expect("memory takes every octet");
        }
        if let Self::Octets { octets, .. } = self {
            return out.write_all(octets).expect("memory takes every octet");
        }
        let mut serializer = serde_json::Serializer::with_formatter(&mut out, Spaced);
        self.serialize(&mut serializer).expect("names are text, and memory takes every octet");
    }
}

impl Serialize for Representation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Item { columns, row } => Row(columns, row).serialize(serializer),
            Self::List { columns, rows } => {
                let mut list = serializer.serialize_seq(Some(rows.len()))?;
                for row in rows {
                    list.serialize_element(&Row(columns, row))?;
                }
                list.end()
            }
            Self::File(_) | Self::Octets { .. } => {
                unreachable!("a file is written as it is")
            }
            Self::Document(document) => document.serialize(serializer),
            Self::Lines { .. } => unreachable!("lines are no JSON"),
            Self::Saying(saying) => serializer.collect_map([("saying", saying)]),
            Self::Problem(problem) => problem.serialize(serializer),
        }
    }
}

struct Row<'a>(&'a [String], &'a [Value]);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(columns, values) = self;
        let mut members = serializer.serialize_map(Some(columns.len()))?;
        for (column, value) in columns.iter().zip(*values) {
            match value {
                Value::Null => members.serialize_entry(column, &())?,
                Value::Integer(number) => members.serialize_entry(column, number)?,
                Value::Text(text) => members.serialize_entry(column, text)?,
            }
        }
        members.end()
    }
}

struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

/// Keeps nothing, counts everything.
struct Count(usize);

impl io::Write for Count {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0 += octets.len();
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
