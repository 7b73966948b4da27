//! Values that are secrets whatever they are called: tokens that say what they are.

use regex_lite::Regex;
use std::sync::OnceLock;

/// The rules of gitleaks, a kept and public set; the file says where they are from.
const RULES: &str = include_str!("../../rules/gitleaks.txt");

/// How tokens start that are taken for secrets even where they are shorter, or written otherwise,
/// than the rules have them; and how much must follow.
const STARTS: [(&str, usize); 35] = [
    ("ghp_", 20),
    ("gho_", 20),
    ("ghu_", 20),
    ("ghs_", 20),
    ("ghr_", 20),
    ("github_pat_", 20),
    ("glpat-", 16),
    ("sk_live_", 10),
    ("sk_test_", 10),
    ("rk_live_", 10),
    ("pk_live_", 10),
    ("whsec_", 16),
    ("sk-", 20),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("xoxa-", 10),
    ("xoxs-", 10),
    ("xoxe.", 10),
    ("xapp-", 10),
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 30),
    ("ya29.", 20),
    ("GOCSPX-", 16),
    ("npm_", 20),
    ("pypi-", 20),
    ("dckr_pat_", 20),
    ("dop_v1_", 20),
    ("SG.", 20),
    ("shpat_", 20),
    ("hf_", 20),
    ("hvs.", 16),
    ("eyJ", 20),
    ("EAAC", 30),
    ("sq0csp-", 20),
];

/// No credential is shorter, so shorter texts are not looked at.
const LEN_MIN: usize = 10;

struct Rule {
    keywords: Vec<String>,
    /// The group that holds the credential, where it is not the first.
    group: Option<usize>,
    pattern: &'static str,
    regex: OnceLock<Option<Regex>>,
}

fn rules() -> &'static [Rule] {
    static PARSED: OnceLock<Vec<Rule>> = OnceLock::new();
    PARSED.get_or_init(|| {
        let lines = RULES.lines().filter(|line| !line.starts_with('#'));
        let rule = |line: &'static str| {
            let mut parts = line.splitn(4, '\t');
            let mut part = || parts.next().expect("a line has four parts");
            let (_name, keywords, group, pattern) = (part(), part(), part(), part());
            let keywords = keywords.split(' ').map(|word| word.replace('␣', " ")).collect();
            Rule { keywords, group: group.parse().ok(), pattern, regex: OnceLock::new() }
        };
        lines.map(rule).collect()
    })
}

impl Rule {
    /// The rule's expression, compiled when it is needed first.
    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(self.pattern).ok()).as_ref()
    }
}

/// The rules that may find something in a text, or in parts of it.
pub struct Suspects(Vec<&'static Rule>);

impl Suspects {
    /// Those of which a word is in the text.
    pub fn of(text: &str) -> Self {
        if text.len() < LEN_MIN {
            return Self(Vec::new());
        }
        let lower = text.to_ascii_lowercase();
        let is_named =
            |rule: &&Rule| rule.keywords.iter().any(|word| lower.contains(word.as_str()));
        Self(rules().iter().filter(is_named).collect())
    }

    /// The text with every token that is known by its looks replaced.
    pub fn without_tokens(&self, text: &str, replacement: &str) -> String {
        if text.len() < LEN_MIN {
            return text.to_owned();
        }
        let mut kept = without_known_starts(text, replacement);
        for rule in &self.0 {
            let Some(regex) = rule.regex() else { continue };
            let mut cleaned = String::new();
            let mut at = 0;
            for found in regex.captures_iter(&kept) {
                let group = found.get(rule.group.unwrap_or(1)).or_else(|| found.get(0));
                let Some(secret) = group.filter(|secret| secret.as_str() != replacement) else {
                    continue;
                };
                cleaned.push_str(&kept[at..secret.start()]);
                cleaned.push_str(replacement);
                at = secret.end();
            }
            if at > 0 {
                cleaned.push_str(&kept[at..]);
                kept = cleaned;
            }
        }
        kept
    }
}

fn without_known_starts(text: &str, replacement: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let len = rest.find(|c| !is_token_char(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(len);
        kept.push_str(if is_token(word) { replacement } else { word });
        let delimiters = after.find(is_token_char).unwrap_or(after.len());
        kept.push_str(&after[..delimiters]);
        rest = &after[delimiters..];
    }
    if let Some(at) = kept.find("-----BEGIN").filter(|at| kept[*at..].contains("PRIVATE KEY")) {
        kept.truncate(at);
        kept.push_str(replacement);
    }
    kept
}

fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

fn is_token(word: &str) -> bool {
    STARTS
        .iter()
        .any(|(start, n_more)| word.strip_prefix(start).is_some_and(|rest| rest.len() >= *n_more))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_can_be_used() {
        assert!(rules().len() > 200, "there are {} rules", rules().len());
        for rule in rules() {
            assert!(rule.regex().is_some(), "{}", rule.pattern);
            assert!(rule.keywords.iter().all(|word| !word.is_empty()), "{}", rule.pattern);
        }
    }
}
