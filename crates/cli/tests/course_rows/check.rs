//! How a row is checked.

use crate::lessons::Lessons;
use compose::anatomy::{PartKind, pieces};
use compose::copy_as::{Language, copy_as};
use compose::methods::method_facts;
use picture::explain::Family;
use picture::{Level, Sequence, Term, explain, mermaid};
use std::collections::BTreeMap;
use std::sync::Arc;
use trace::{Cause, ClientKind, Content, FieldLines, Request, Scenario, StageKind, Trace};

/// Its id, what it is about in our words, and what shows it.
pub type Row = (&'static str, &'static str, Shown);

/// What shows a row. The first of two texts is the name of an example.
#[derive(Debug, Clone, Copy)]
pub enum Shown {
    /// A step says this on its arrow or in its note.
    Label(&'static str, &'static str),
    /// The same, with what opens and closes connections.
    Deeper(&'static str, &'static str),
    /// A step says this in its sentence.
    Says(&'static str, &'static str),
    /// An answer has this status code.
    Status(&'static str, u16),
    /// A host does this work.
    Work(&'static str, StageKind),
    /// A request has a field whose line starts so.
    Sends(&'static str, &'static str),
    /// An answer has.
    Answers(&'static str, &'static str),
    /// The body of a request or of an answer holds this.
    Body(&'static str, &'static str),
    /// A statement holds this.
    Sql(&'static str, &'static str),
    /// So many rows of the database differ because of it, the same row twice counted twice.
    Changes(&'static str, usize),
    /// An exchange is made for this reason.
    Goes(&'static str, Cause),
    /// The printed trace holds this.
    Printed(&'static str, &'static str),
    /// The diagram in Mermaid holds this.
    Mermaid(&'static str, &'static str),
    /// The client can be of this kind; its lane says so.
    Client(ClientKind, &'static str),
    /// The glossary says this behind the word with this slug.
    Word(&'static str, &'static str),
    /// The menu of methods has this of a method: its group, or its line.
    Menu(&'static str, &'static str),
    /// Of `https://api.example.com:443/v1/users?id=123` this is told to be that part.
    Url(PartKind, &'static str),
    /// What is copied as a program in Python holds this.
    Python(&'static str),
    /// The page has these words.
    Page(&'static str),
    /// The card of an answer names this family.
    Family(u16, &'static str),
    /// The charts of the page have a style for this.
    Style(&'static str),
    /// The lesson with this number says this.
    Lesson(&'static str, &'static str),
    /// A question of that lesson has this right answer, and says why it is.
    Right(&'static str, &'static str),
    /// It has this wrong answer, and says why it is.
    Wrong(&'static str, &'static str),
    /// The lesson is for these, and takes so many minutes.
    HowLong(&'static str, &'static str, u32),
    /// The lesson ends with what comes next.
    Next(&'static str, &'static str),
}

/// The page's words.
const WORDS: [&str; 4] = [
    include_str!("../../../../languages/en/viewer.txt"),
    include_str!("../../../../languages/en/compose.txt"),
    include_str!("../../../../languages/en/picture.txt"),
    include_str!("../../../../languages/en/shell.txt"),
];

const CHARTS: &str = include_str!("../../../../style/inspect.css");

/// What rows are looked up in. Each example runs once.
#[derive(Default)]
pub struct Shelf {
    traces: BTreeMap<&'static str, Arc<Trace>>,
    lessons: Lessons,
}

impl Shelf {
    fn of(&mut self, name: &'static str) -> Arc<Trace> {
        let run = || {
            let example = trace::built_in().into_iter().find(|example| example.name == name);
            let example = example.unwrap_or_else(|| panic!("no example is called {name}"));
            Arc::new(engine::simulate(&example.scenario))
        };
        Arc::clone(self.traces.entry(name).or_insert_with(run))
    }

    fn sequence(&mut self, name: &'static str, level: Level) -> Sequence {
        Sequence::new(self.of(name), level)
    }

    /// Why a row is not shown; `None` where it is.
    pub fn lacks(&mut self, shown: &Shown) -> Option<String> {
        let is_there = match *shown {
            Shown::Label(name, text) => has_label(&self.sequence(name, Level::Story), text),
            Shown::Deeper(name, text) => has_label(&self.sequence(name, Level::Connection), text),
            Shown::Says(name, text) => {
                let sequence = self.sequence(name, Level::Story);
                let said = |step| explain::sentence(&sequence, step).plain_text();
                (0..sequence.steps.len()).any(|step| said(step).contains(text))
            }
            Shown::Status(name, code) => messages(
                &self.of(name),
                |content| matches!(content, Content::HttpResponse { status_code, .. } if *status_code == code),
            ),
            Shown::Work(name, kind) => self.of(name).stages.iter().any(|stage| stage.kind == kind),
            Shown::Sends(name, line) => messages(
                &self.of(name),
                |content| matches!(content, Content::HttpRequest { field_lines, .. } if has_line(field_lines, line)),
            ),
            Shown::Answers(name, line) => messages(
                &self.of(name),
                |content| matches!(content, Content::HttpResponse { field_lines, .. } if has_line(field_lines, line)),
            ),
            Shown::Body(name, text) => has_body(&self.of(name), text),
            Shown::Sql(name, text) => messages(&self.of(name), |content| {
                matches!(content, Content::SqlStatement(_)) && content.first_line().contains(text)
            }),
            Shown::Changes(name, count) => {
                let trace = self.of(name);
                let made = trace.exchanges.iter().map(|exchange| exchange.table_changes.len());
                made.sum::<usize>() == count
            }
            Shown::Goes(name, cause) => {
                self.of(name).exchanges.iter().any(|exchange| exchange.cause == cause)
            }
            Shown::Printed(name, text) => self.of(name).to_string().contains(text),
            Shown::Mermaid(name, text) => {
                mermaid::mermaid(&self.sequence(name, Level::Story)).contains(text)
            }
            Shown::Client(kind, name) => lane_of(kind) == name,
            Shown::Word(slug, text) => {
                let language = self.sequence("get", Level::Story).language;
                let term = Term::from_slug(slug);
                term.is_some_and(|term| term.definition(language).contains(text))
            }
            Shown::Menu(method, text) => method_facts(method)
                .is_some_and(|facts| facts.group.words() == text || facts.line().contains(text)),
            Shown::Url(kind, text) => {
                let pieces = pieces("https://api.example.com:443/v1/users?id=123");
                pieces.contains(&(Some(kind), text))
            }
            Shown::Python(text) => {
                let request = Request::parse("GET", "http://api.example.com/", &[], Vec::new());
                copy_as(&request.expect("a good request"), Language::Python).contains(text)
            }
            Shown::Page(text) => WORDS.iter().any(|words| words.contains(text)),
            Shown::Family(code, text) => {
                let language = self.sequence("get", Level::Story).language;
                Family::of(code).digits() == text || Family::meaning_of(code, language) == text
            }
            Shown::Style(selector) => CHARTS.contains(selector),
            Shown::Lesson(number, text) => self.lessons.says(number, text),
            Shown::Right(number, text) => self.lessons.offers(number, text, true),
            Shown::Wrong(number, text) => self.lessons.offers(number, text, false),
            Shown::HowLong(number, level, minutes) => self.lessons.takes(number, level, minutes),
            Shown::Next(number, text) => self.lessons.leads_to(number, text),
        };
        (!is_there).then(|| format!("{shown:?} is not there"))
    }
}

fn has_label(sequence: &Sequence, text: &str) -> bool {
    (0..sequence.steps.len()).any(|step| sequence.label(step).contains(text))
}

fn messages(trace: &Trace, is_it: impl Fn(&Content) -> bool) -> bool {
    trace.messages.iter().any(|message| is_it(&message.content))
}

/// Names of fields in any case, as HTTP/2 writes them small.
fn has_line(lines: &FieldLines, start: &str) -> bool {
    let start = start.to_ascii_lowercase();
    let written = |line: &trace::FieldLine| format!("{}: {}", line.name, line.value);
    lines.iter().any(|line| written(line).to_ascii_lowercase().starts_with(&start))
}

fn has_body(trace: &Trace, text: &str) -> bool {
    messages(trace, |content| match content {
        Content::HttpRequest { body, .. } | Content::HttpResponse { body, .. } => {
            String::from_utf8_lossy(&trace.octets.join(body)).contains(text)
        }
        _ => false,
    })
}

fn lane_of(kind: ClientKind) -> String {
    let mut scenario = Scenario::default();
    scenario.world.client.kind = kind;
    let trace = engine::simulate(&scenario);
    let sequence = Sequence::new(Arc::new(trace), Level::Story);
    let client = sequence.hosts().next().map(|host| host.id).expect("the client has a lane");
    explain::lane(&sequence.trace, client, sequence.language).detail
}
