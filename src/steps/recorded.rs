//! What is known of a recording of another program, and what is not.

use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::paragraph;
use language::{fill, say, say_count};
use trace::Recorded;
use trace::hidden::marked;

/// Whose recording it is, what it does not hold, what is left out, and which secrets are in it.
pub fn about(recorded: &Recorded) -> ErasedView {
    let said = sentences(recorded).join(" ");
    paragraph("recorded", said.erased())
}

fn sentences(recorded: &Recorded) -> Vec<String> {
    let Recorded { by, n_pages, n_left_out, n_cached, secrets } = recorded;
    let name = if by.is_empty() { say(texts::RECORDED_ELSEWHERE).into() } else { marked(by) };
    let mut said = vec![fill!(texts::RECORDED_BY, name)];
    let counted = [
        (texts::RECORDED_PAGES, *n_pages),
        (texts::RECORDED_LEFT_OUT, *n_left_out),
        (texts::RECORDED_CACHED, *n_cached),
    ];
    let counted = counted.into_iter().filter(|(_, count)| *count > 0);
    said.extend(counted.map(|(counted, count)| say_count(counted, u64::from(count))));
    if !secrets.is_empty() {
        let names: Vec<String> =
            secrets.iter().map(|(name, count)| format!("{name} × {count}")).collect();
        said.push(fill!(texts::RECORDED_SECRETS, names = names.join(", ")));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_says_whose_it_is_what_is_left_out_and_which_secrets_it_holds() {
        let recorded = Recorded {
            by: "Firefox 128.0".to_owned(),
            n_left_out: 2,
            secrets: vec![("Cookie".to_owned(), 3)],
            ..Recorded::default()
        };
        let said = sentences(&recorded).join(" ");
        assert!(said.starts_with("Recorded by Firefox 128.0:"), "{said}");
        assert!(said.contains("2 entries are left out"), "{said}");
        assert!(said.contains("It holds secrets: Cookie × 3."), "{said}");
        assert!(!said.contains("page.") && !said.contains("cache."), "{said}");
        let unknown = sentences(&Recorded::default()).join(" ");
        assert!(unknown.starts_with("Recorded by another program:"), "{unknown}");
        let hidden = Recorded { by: "a\u{202e}b".to_owned(), ..Recorded::default() };
        assert!(sentences(&hidden)[0].contains("⟨U+202E⟩"));
    }
}
