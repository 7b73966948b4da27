//! What the methods mean (RFC 9110 §9, PATCH: RFC 5789), in the words of the menu.

/// One method of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodFacts {
    /// Its name.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub purpose: &'static str,
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
    /// Content would have no meaning, and servers may refuse it (RFC 9110 §9.3.1).
    Nothing,
}

/// The methods of the menu, those that only read first.
pub const METHODS: [MethodFacts; 7] = {
    use Carries::{Content, Nothing};
    use MethodGroup::{ChangesData, OnlyReads};
    use Repeating::{AddsNothing, MayDoItAgain};
    [
        facts("GET", "read something", OnlyReads, AddsNothing, Nothing),
        facts("HEAD", "read only the headers of the answer", OnlyReads, AddsNothing, Nothing),
        facts("OPTIONS", "ask what is allowed", OnlyReads, AddsNothing, Nothing),
        facts("POST", "add something, or have something done", ChangesData, MayDoItAgain, Content),
        facts("PUT", "put this in its place", ChangesData, AddsNothing, Content),
        facts("PATCH", "change a part", ChangesData, MayDoItAgain, Content),
        facts("DELETE", "delete something", ChangesData, AddsNothing, Nothing),
    ]
};

const fn facts(
    name: &'static str,
    purpose: &'static str,
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
        format!("{name}: {purpose}; {}; {}", repeating.words(), content.words())
    }
}

impl MethodGroup {
    /// What the screen says.
    pub fn words(self) -> &'static str {
        match self {
            Self::OnlyReads => "Only reads",
            Self::ChangesData => "Changes data",
        }
    }
}

impl Repeating {
    /// What the screen says.
    pub fn words(self) -> &'static str {
        match self {
            Self::AddsNothing => "repeating adds nothing",
            Self::MayDoItAgain => "repeating may do it again",
        }
    }
}

impl Carries {
    /// What the screen says.
    pub fn words(self) -> &'static str {
        match self {
            Self::Content => "carries a body",
            Self::Nothing => "carries no body",
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
GET: read something; repeating adds nothing; carries no body
HEAD: read only the headers of the answer; repeating adds nothing; carries no body
OPTIONS: ask what is allowed; repeating adds nothing; carries no body
POST: add something, or have something done; repeating may do it again; carries a body
PUT: put this in its place; repeating adds nothing; carries a body
PATCH: change a part; repeating may do it again; carries a body
DELETE: delete something; repeating adds nothing; carries no body";
        assert_eq!(menu.join("\n"), expected);
    }

    #[test]
    fn case_counts() {
        assert_eq!(method_facts("GET").unwrap().name, "GET");
        assert_eq!(method_facts("get"), None);
    }
}
