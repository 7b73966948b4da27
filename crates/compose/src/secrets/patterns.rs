//! Values that are secrets whatever they are called: tokens that say what they are.

/// How tokens of well-known services start, and how much must follow.
const STARTS: [(&str, usize); 30] = [
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
    ("whsec_", 16),
    ("sk-", 20),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("xoxa-", 10),
    ("xoxs-", 10),
    ("xapp-", 10),
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 30),
    ("ya29.", 20),
    ("npm_", 20),
    ("pypi-", 20),
    ("dop_v1_", 20),
    ("SG.", 20),
    ("shpat_", 20),
    ("hf_", 20),
    ("eyJ", 20),
    ("EAAC", 30),
    ("sq0csp-", 20),
];

/// The text with every token that is known by its looks replaced; `None` if there is none.
pub fn without_tokens(text: &str, replacement: &str) -> Option<String> {
    let mut kept = String::new();
    let mut found = false;
    let mut rest = text;
    while !rest.is_empty() {
        let len = rest.find(|c| !is_token_char(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(len);
        found |= is_token(word);
        kept.push_str(if is_token(word) { replacement } else { word });
        let delimiters = after.find(is_token_char).unwrap_or(after.len());
        kept.push_str(&after[..delimiters]);
        rest = &after[delimiters..];
    }
    if let Some(at) = kept.find("-----BEGIN").filter(|at| kept[*at..].contains("PRIVATE KEY")) {
        kept.truncate(at);
        kept.push_str(replacement);
        found = true;
    }
    found.then_some(kept)
}

fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

fn is_token(word: &str) -> bool {
    STARTS
        .iter()
        .any(|(start, n_more)| word.strip_prefix(start).is_some_and(|rest| rest.len() >= *n_more))
}
