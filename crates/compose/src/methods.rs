//! What the methods mean (RFC 9110 §9, PATCH: RFC 5789), in the words of the menu.

use crate::texts;
use language::{Text, fill, say};

/// One method of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodFacts {
    /// Its name.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub purpose: Text,
    /// Where it stands in the menu.
    pub group: MethodGroup,
    /// What sending it twice does.
    pub repeating: Repeating,
    /// Whether it carries content.
    pub content: Carries,
}

/// The two groups of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MethodGroup {
    /// Safe methods (RFC 9110 §9.2.1).
    OnlyReads,
    /// All others.
    ChangesData,
}

/// What sending the same request again does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeating {
    /// Idempotent methods (RFC 9110 §9.2.2).
    AddsNothing,
    /// All others.
    MayDoItAgain,
}

/// Whether a method carries content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// It usually does.
    Content,
    /// It needs none. What content means with it is defined nowhere, and servers may refuse it
    /// (RFC 9110 §9.3.1).
    Nothing,
}

/// The methods of the menu, those that only read first.
pub const METHODS: [MethodFacts; 7] = {
    use Carries::{Content, Nothing};
    use MethodGroup::{ChangesData, OnlyReads};
    use Repeating::{AddsNothing, MayDoItAgain};
    [
        facts("GET", texts::READ_SOMETHING, OnlyReads, AddsNothing, Nothing),
        facts("HEAD", texts::READ_ONLY_THE_HEADERS, OnlyReads, AddsNothing, Nothing),
        facts("OPTIONS", texts::ASK_WHAT_IS_ALLOWED, OnlyReads, AddsNothing, Nothing),
        facts("POST", texts::ADD_SOMETHING_OR_HAVE, ChangesData, MayDoItAgain, Content),
        facts("PUT", texts::PUT_THIS_IN_ITS, ChangesData, AddsNothing, Content),
        facts("PATCH", texts::CHANGE_A_PART, ChangesData, MayDoItAgain, Content),
        facts("DELETE", texts::DELETE_SOMETHING, ChangesData, AddsNothing, Nothing),
    ]
};

const fn facts(
    name: &'static str,
    purpose: Text,
    group: MethodGroup,
    repeating: Repeating,
    content: Carries,
) -> MethodFacts {
    MethodFacts { name, purpose, group, repeating, content }
}

/// What is known about a method; methods are written in capitals, and case counts.
pub fn method_facts(name: &str) -> Option<&'static MethodFacts> {
    METHODS.iter().find(|method| method.name == name)
}

impl MethodFacts {
    /// As the menu has it, under the name of its group, e.g. `POST: add something, or have
    /// something done; repeating may do it again; carries a body`.
    pub fn line(&self) -> String {
        let Self { name, purpose, repeating, content, .. } = self;
        let (repeating, content) = (repeating.words(), content.words());
        fill!(texts::METHOD_LINE, name, purpose = say(*purpose), repeating, content)
    }
}

impl MethodGroup {
    /// What the screen says.
    pub fn words(self) -> &'static str {
        match self {
            Self::OnlyReads => say(texts::ONLY_READS),
            Self::ChangesData => say(texts::CHANGES_DATA),
        }
    }
}

impl Repeating {
    /// What the screen says.
    pub fn words(self) -> &'static str {
        match self {
            Self::AddsNothing => say(texts::REPEATING_ADDS_NOTHING),
            Self::MayDoItAgain => say(texts::REPEATING_MAY_DO_IT),
        }
    }
}

impl Carries {
    /// What the screen says.
    pub fn words(self) -> &'static str {
        match self {
            Self::Content => say(texts::CARRIES_A_BODY),
            Self::Nothing => say(texts::CARRIES_NO_BODY),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_says_what_each_method_does() {
        let menu: Vec<String> = METHODS.iter().map(MethodFacts::line).collect();
        let expected = "\
GET: read something; repeating adds nothing; needs no body
HEAD: read only the headers of the answer; repeating adds nothing; needs no body
OPTIONS: ask what is allowed; repeating adds nothing; needs no body
POST: add something, or have something done; repeating may do it again; carries a body
PUT: put this in its place; repeating adds nothing; carries a body
PATCH: change a part; repeating may do it again; carries a body
DELETE: delete something; repeating adds nothing; needs no body";
        assert_eq!(menu.join("\n"), expected);
    }

    #[test]
    fn case_counts() {
        assert_eq!(method_facts("GET").unwrap().name, "GET");
        assert_eq!(method_facts("get"), None);
    }
}
