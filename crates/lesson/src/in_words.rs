//! A scenario as text to be read and typed again: its requests, how the client goes about them, and what
//! is different in its world.

use crate::texts;
use language::Language;
use trace::{Fault, FetchOptions, OptionDescription, Request, Scenario, World};

/// The longest content that is shown, in characters.
const CONTENT_CHARS_MAX: usize = 400;

/// What clients send by themselves.
const BY_ITSELF: [&str; 4] = ["user-agent", "accept-encoding", "connection", "content-length"];

/// All of a scenario, one thing a line.
pub fn in_words(scenario: &Scenario, language: Language) -> String {
    let requests = scenario.requests.iter().map(|one| request(one, language));
    requests.chain(world_in_words(scenario, language)).collect::<Vec<_>>().join("\n")
}

/// What has to be changed of one scenario to have another one, one thing a line: the requests as they are
/// then, where they differ, then each option from what to what, and what goes wrong no more, or now.
pub fn changes_in_words(before: &Scenario, after: &Scenario, language: Language) -> String {
    let differs = before.requests != after.requests;
    let requests = after.requests.iter().filter(|_| differs).map(|one| request(one, language));
    let mut lines: Vec<String> = requests.collect();
    let options = OptionDescription::all()
        .filter(|option| !option.is_same(&before.world, &after.world))
        .map(|option| {
            let [old, new] = [before, after].map(|one| option.shown((option.get)(&one.world)));
            format!("{}: {old} → {new} ({})", option.flag_name(), option.about)
        });
    lines.extend(options);
    let said = |key, faults: &[Fault], but: &[Fault]| {
        let other = faults.iter().filter(|fault| !but.contains(fault));
        let said = other.map(goes_wrong);
        let what = said.collect::<Vec<_>>().join(", ");
        (!what.is_empty()).then(|| language.fill(key, &[("what", &what)]))
    };
    let (old, new) = (&before.world.faults, &after.world.faults);
    lines.extend(said(texts::SCENARIO_NO_MORE, old, new));
    lines.extend(said(texts::SCENARIO_NOW, new, old));
    lines.join("\n")
}

/// What is different in its world from the usual one. `None` where nothing is.
pub fn world_in_words(scenario: &Scenario, language: Language) -> Option<String> {
    let (world, usual) = (&scenario.world, World::default());
    let mut said: Vec<String> = OptionDescription::all()
        .filter(|option| !option.is_same(world, &usual))
        .map(|option| set(option, world))
        .collect();
    said.extend(world.faults.iter().map(goes_wrong));
    (!said.is_empty()).then(|| language.fill(texts::SCENARIO_WORLD, &[("what", &said.join(", "))]))
}

/// A fault by its name, with what that says.
fn goes_wrong(fault: &Fault) -> String {
    format!("{} ({})", fault.name(), fault.about())
}

/// First line, header lines, content; then how the client goes about it.
fn request(request: &Request, language: Language) -> String {
    let mut lines = vec![[&*request.method, " ", request.url.as_str()].concat()];
    let is_said = |name: &str| !BY_ITSELF.iter().any(|known| known.eq_ignore_ascii_case(name));
    let fields = request.field_lines.iter().filter(|line| is_said(&line.name));
    lines.extend(fields.map(|line| [&*line.name, ": ", &*line.value].concat()));
    if !request.body.is_empty() {
        let content = String::from_utf8_lossy(&request.body);
        let shown: String = content.chars().take(CONTENT_CHARS_MAX).collect();
        let mark = if shown.len() < content.len() { "…" } else { "" };
        lines.extend([String::new(), [&*shown, mark].concat()]);
    }
    let usual = Request { fetch: FetchOptions::default(), ..request.clone() };
    let said = FetchOptions::ALL.iter().filter(|option| !option.is_same(request, &usual));
    let mut said: Vec<String> = said.map(|option| set(option, request)).collect();
    said.extend(request.fetch.page.as_ref().map(|page| format!("page {}", page.as_str())));
    if !said.is_empty() {
        lines.push(language.fill(texts::SCENARIO_CLIENT, &[("what", &said.join(", "))]));
    }
    lines.join("\n")
}

/// An option by its name, with what it is set to and what that says.
fn set<Of>(option: &OptionDescription<Of>, of: &Of) -> String {
    let shown = option.shown((option.get)(of));
    let value = if shown == "true" { String::new() } else { [" ", &*shown].concat() };
    format!("{}{value} ({})", option.flag_name(), option.about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_has_to_be_typed_or_chosen_is_said() {
        let mut scenario = Scenario::default();
        scenario.requests[0].body = b"{\"name\": \"Bob\"}".to_vec();
        scenario.requests[0].fetch.retries = 2;
        scenario.world.server.rate_limited = true;
        scenario.world.network.loss_ppm = 200_000;
        scenario.world.faults.push(Fault::ServerSilent);
        let said = in_words(&scenario, Language::ENGLISH);
        for expected in [
            "GET http://api.example.com/users/42\n",
            "\nAccept: application/json\n",
            "\n\n{\"name\": \"Bob\"}\n",
            "retry 2 (",
            "rate-limited (",
            "loss 0.2 (",
            "server-silent (",
        ] {
            assert!(said.contains(expected), "no {expected:?} in\n{said}");
        }
        assert_eq!(world_in_words(&Scenario::default(), Language::ENGLISH), None);
        let changed = changes_in_words(&scenario, &Scenario::default(), Language::ENGLISH);
        for expected in
            ["GET http://api.example.com/users/42\n", "loss: 0.2 → 0", "no more: server-silent ("]
        {
            assert!(changed.contains(expected), "no {expected:?} in\n{changed}");
        }
        assert_eq!(changes_in_words(&scenario, &scenario, Language::ENGLISH), "");
    }
}
