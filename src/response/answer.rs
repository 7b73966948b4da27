//! The content of an answer as the Response card shows it: laid out, as it travelled, as a page.

use crate::texts;
use compose::json::{self, TokenKind};
use language::say;
use picture::explain::{Answer, Media};
use trace::ClientKind;

/// A way to show a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyView {
    /// JSON with one member a line.
    Pretty,
    /// As it travelled.
    Raw,
    /// HTML as a browser renders it.
    Page,
    /// What a picture shows.
    Picture,
}

impl BodyView {
    /// What its button says.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pretty => say(texts::PRETTY),
            Self::Raw => say(texts::RAW),
            Self::Page => say(texts::PAGE),
            Self::Picture => say(texts::PICTURE),
        }
    }
}

/// What fits on one line stays on it.
const LINE_CHARS: usize = 56;

/// The ways to show this body, the first one first: a browser shows its reader pages, and others
/// see text.
pub fn views(answer: &Answer, client: ClientKind) -> &'static [BodyView] {
    let is_whole = answer.body_cut.is_empty();
    match &answer.picture {
        Some(_) if answer.body.is_empty() => return &[BodyView::Picture],
        Some(_) => return &[BodyView::Picture, BodyView::Raw],
        None => {}
    }
    match answer.media {
        Media::Json if is_whole && json::pretty(&answer.body).is_ok() => {
            match answer.body.len() <= LINE_CHARS {
                true => &[BodyView::Raw, BodyView::Pretty],
                false => &[BodyView::Pretty, BodyView::Raw],
            }
        }
        Media::Html if is_whole && client == ClientKind::Browser => {
            &[BodyView::Page, BodyView::Raw]
        }
        Media::Html if is_whole => &[BodyView::Raw, BodyView::Page],
        Media::Json | Media::Html | Media::Other => &[BodyView::Raw],
    }
}

/// The body as text.
pub fn text(answer: &Answer, view: BodyView) -> String {
    match view {
        BodyView::Pretty => json::pretty(&answer.body).unwrap_or_else(|_| answer.body.clone()),
        BodyView::Raw | BodyView::Page | BodyView::Picture => answer.body.clone(),
    }
}

/// What an error answer says of itself for people: `detail` of a problem (RFC 9457).
pub fn detail(answer: &Answer) -> Option<String> {
    if answer.status_code < 400 || answer.media != Media::Json {
        return None;
    }
    let tokens = json::scan(&answer.body).ok()?;
    let said = |at: usize| &answer.body[tokens[at].range.clone()];
    let is_name =
        |at: &usize| tokens[*at].kind == TokenKind::Name && json::unquoted(said(*at)) == "detail";
    let value = (0..tokens.len()).find(is_name)? + 2;
    (tokens.get(value)?.kind == TokenKind::Text).then(|| json::unquoted(said(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use picture::explain::{ResponseCard, response};
    use picture::{Level, Sequence};
    use std::sync::Arc;
    use trace::{FetchId, Request, Scenario};

    const PYTHON: ClientKind = ClientKind::Python;

    fn answer(target: &str) -> Answer {
        let url = format!("http://api.example.com{target}");
        let request = Request::parse("GET", &url, &[], Vec::new()).unwrap();
        let trace = Arc::new(engine::simulate(&Scenario::with_requests(vec![request])));
        let sequence = Sequence::of_fetch(trace, FetchId(0), Level::Story);
        match response(&sequence, FetchId(0)) {
            ResponseCard::Answer { answer, .. } => answer,
            other => panic!("no answer: {other:?}"),
        }
    }

    #[test]
    fn json_is_laid_out_unless_it_fits_on_one_line() {
        assert_eq!(views(&answer("/users/42"), PYTHON), [BodyView::Raw, BodyView::Pretty]);
        let list = answer("/users");
        assert_eq!(views(&list, PYTHON), [BodyView::Pretty, BodyView::Raw]);
        assert!(text(&list, BodyView::Pretty).starts_with("[\n  {\n    \"id\": 1,\n"));
        assert!(text(&list, BodyView::Raw).starts_with("[{\"id\": 1, "));
    }

    #[test]
    fn html_is_source_first_but_for_a_browser() {
        let in_browser = views(&answer("/page"), ClientKind::Browser);
        assert_eq!(in_browser, [BodyView::Page, BodyView::Raw]);
        assert_eq!(views(&answer("/page"), PYTHON), [BodyView::Raw, BodyView::Page]);
        assert_eq!(views(&answer("/page/app.js"), PYTHON), [BodyView::Raw]);
    }

    #[test]
    fn a_picture_is_shown_as_one_and_its_source_where_it_has_one() {
        let png = answer("/page/violet.png");
        assert_eq!(views(&png, PYTHON), [BodyView::Picture]);
        assert_eq!(png.picture.map(|picture| picture.media_type), Some("image/png"));
        let svg = answer("/page/logo.svg");
        assert_eq!(views(&svg, PYTHON), [BodyView::Picture, BodyView::Raw]);
        assert!(text(&svg, BodyView::Raw).contains("<svg"));
        assert_eq!(answer("/users/42").picture, None);
    }

    #[test]
    fn an_error_answer_says_what_is_wrong() {
        assert_eq!(detail(&answer("/users/99999")).as_deref(), Some("no user has the id 99999"));
        assert_eq!(detail(&answer("/users/42")), None);
    }
}
