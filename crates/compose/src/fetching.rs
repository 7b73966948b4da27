//! How a request is fetched, as it stands in the composer: limits, attempts, redirects, who asks. Any
//! text is allowed; [`Fetching::options`] judges it.

use crate::texts;
use language::{Text, fill, say, say_count};
use trace::{
    Bounds, FetchOptions, HttpUrl, OptionDescription, OptionKind, ParseRequestError, Request,
};

/// What is written, as far as it is not as usual.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fetching {
    rows: Vec<(Field, String)>,
    /// What no field is for, such as what curl alone can be told, with its value.
    carried: Vec<(&'static str, u64)>,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// How long the client waits for a connection, in seconds.
    ConnectTimeout,
    /// How long it waits for the next part of an answer, in seconds.
    ReadTimeout,
    /// How long everything may take, in seconds.
    TotalTimeout,
    /// How often it tries again.
    Retries,
    /// How long it waits before it first does, in seconds.
    RetryDelay,
    /// Which methods it tries again.
    RetryMethods,
    /// What is done with an answer that sends elsewhere.
    Redirect,
    /// The most redirects that are followed.
    RedirectsMax,
    /// What of a browser asks.
    Initiator,
    /// The URL of the page that asks.
    Page,
    /// How far the request may go.
    Mode,
    /// Whether cookies and passwords go along.
    Credentials,
    /// What copies are good for.
    Cache,
}

/// What cannot be used, and where it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchingError {
    /// Where.
    pub field: Field,
    /// What was found and what to do; small letters, no full stop.
    pub message: String,
}

impl Field {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 13] = [
        Self::ConnectTimeout,
        Self::ReadTimeout,
        Self::TotalTimeout,
        Self::Retries,
        Self::RetryDelay,
        Self::RetryMethods,
        Self::Redirect,
        Self::RedirectsMax,
        Self::Initiator,
        Self::Page,
        Self::Mode,
        Self::Credentials,
        Self::Cache,
    ];

    /// Its name, which is that of the option in JSON: for links and for what is kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::ConnectTimeout => "connect_timeout_ms",
            Self::ReadTimeout => "read_timeout_ms",
            Self::TotalTimeout => "total_timeout_ms",
            Self::Retries => "retries",
            Self::RetryDelay => "retry_delay_ms",
            Self::RetryMethods => "retry_methods",
            Self::Redirect => "redirect",
            Self::RedirectsMax => "max_redirects",
            Self::Initiator => "initiator",
            Self::Page => "page",
            Self::Mode => "mode",
            Self::Credentials => "credentials",
            Self::Cache => "cache",
        }
    }

    /// The field with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Whether it is about pages, which only browsers show.
    pub fn is_of_browser(self) -> bool {
        matches!(self, Self::Initiator | Self::Page | Self::Mode | Self::Credentials | Self::Cache)
    }

    /// What there is to choose, by name; empty where one types. The first is meant where nothing is
    /// chosen.
    pub fn choices(self) -> &'static [&'static str] {
        match self.option().map(|option| option.kind) {
            Some(OptionKind::Choice(names)) => names,
            _ => &[],
        }
    }

    /// The option that is written here; `None` for the page, which is a URL.
    fn option(self) -> Option<&'static OptionDescription<Request>> {
        OptionDescription::find_of_request(self.name())
    }

    /// The range of what is typed, in the unit of the field: seconds where the option has
    /// milliseconds.
    fn bounds(self) -> Option<Bounds> {
        match self.option()?.kind {
            OptionKind::Number(bounds) | OptionKind::Limit(bounds) => match self {
                Self::ConnectTimeout
                | Self::ReadTimeout
                | Self::TotalTimeout
                | Self::RetryDelay => Some(Bounds { decimals: bounds.decimals + 3, ..bounds }),
                _ => Some(bounds),
            },
            OptionKind::Switch | OptionKind::Choice(_) => None,
        }
    }

    /// The text of what this is set to; empty where it is as usual.
    fn text_of(self, request: &Request) -> String {
        let Some(option) = self.option() else {
            return request.fetch.page.as_ref().map_or_else(String::new, HttpUrl::to_string);
        };
        let value = (option.get)(request);
        match (self.bounds(), value) {
            (_, None) => String::new(),
            (None, Some(0)) => String::new(),
            (Some(_), Some(0)) if self == Self::Retries => String::new(),
            (Some(bounds), Some(value)) => bounds.shown(value),
            (None, Some(_)) => option.shown(value),
        }
    }

    /// Sets what a text says.
    fn write(self, text: &str, request: &mut Request) -> Result<(), String> {
        let text = text.trim();
        let Some(option) = self.option() else {
            let page = HttpUrl::parse(text).map_err(|error| page_error(&error))?;
            request.fetch.page = Some(page);
            return Ok(());
        };
        let value = match self.bounds() {
            Some(bounds) => bounds.value_of(text).ok_or_else(|| {
                let (min, max) = (bounds.shown(bounds.min), bounds.shown(bounds.max));
                fill!(self.range_text(), found = text, min, max)
            })?,
            None => {
                let place = self.choices().iter().position(|name| *name == text);
                place.ok_or_else(|| {
                    let known = self.choices().join(", ");
                    fill!(texts::FETCH_CHOICE_IS_UNKNOWN, found = text, known)
                })? as u64
            }
        };
        (option.set)(request, Some(value));
        Ok(())
    }

    fn range_text(self) -> Text {
        match self {
            Self::Retries | Self::RedirectsMax => texts::FETCH_NUMBER_IS_WRONG,
            _ => texts::FETCH_SECONDS_ARE_WRONG,
        }
    }
}

fn page_error(error: &ParseRequestError) -> String {
    fill!(texts::FETCH_PAGE_IS_WRONG, why = error)
}

impl Fetching {
    /// What says these options.
    pub fn of(options: &FetchOptions) -> Self {
        let request = carrier(options.clone());
        let mut fetching = Self::default();
        for field in Field::ALL {
            fetching.set(field, &field.text_of(&request));
        }
        let usual = carrier(FetchOptions::default());
        let without_field = FetchOptions::ALL.iter().filter(|option| {
            Field::from_name(option.member).is_none() && !option.is_same(&request, &usual)
        });
        let carried = |option: &OptionDescription<Request>| {
            (option.get)(&request).map(|value| (option.member, value))
        };
        fetching.carried = without_field.filter_map(carried).collect();
        fetching
    }

    /// What stands in a field; empty where it is as usual.
    pub fn text(&self, field: Field) -> &str {
        self.rows.iter().find(|(known, _)| *known == field).map_or("", |(_, text)| text)
    }

    /// Writes into a field. What is empty, or the first of what there is to choose, is as usual.
    pub fn set(&mut self, field: Field, text: &str) {
        self.rows.retain(|(known, _)| *known != field);
        if !text.trim().is_empty() && field.choices().first() != Some(&text) {
            let at = self.rows.partition_point(|(known, _)| *known < field);
            self.rows.insert(at, (field, text.to_owned()));
        }
    }

    /// All that is not as usual, in the order of the form.
    pub fn rows(&self) -> impl Iterator<Item = (Field, &str)> {
        self.rows.iter().map(|(field, text)| (*field, &**text))
    }

    /// Whether all is as usual.
    pub fn is_usual(&self) -> bool {
        self.rows.is_empty() && self.carried.is_empty()
    }

    /// The options that are written.
    ///
    /// # Errors
    /// The first field that holds nothing usable.
    pub fn options(&self) -> Result<FetchOptions, FetchingError> {
        if self.is_usual() {
            return Ok(FetchOptions::default());
        }
        let mut request = carrier(FetchOptions::default());
        for (field, text) in self.rows() {
            let written = field.write(text, &mut request);
            written.map_err(|message| FetchingError { field, message })?;
        }
        for (member, value) in &self.carried {
            let option = OptionDescription::find_of_request(member);
            option.into_iter().for_each(|option| (option.set)(&mut request, Some(*value)));
        }
        Ok(request.fetch)
    }

    /// What is written in a few words, e.g. `3 s, tries again 2 times`; empty where all is as usual.
    pub fn summary(&self) -> String {
        let spans = [Field::ConnectTimeout, Field::ReadTimeout, Field::TotalTimeout];
        let spans: Vec<String> = spans
            .into_iter()
            .map(|field| self.text(field).trim())
            .filter(|text| !text.is_empty())
            .map(|text| format!("{text} s"))
            .collect();
        let mut words = Vec::new();
        if !spans.is_empty() {
            words.push(fill!(texts::FETCH_GIVES_UP_AFTER, spans = spans.join(" / ")));
        }
        if let Ok(times) = self.text(Field::Retries).trim().parse() {
            words.push(say_count(texts::FETCH_TRIES_AGAIN, times));
        }
        let named = self.rows().filter(|(field, _)| !field.choices().is_empty());
        words.extend(named.map(|(_, text)| text.to_owned()));
        words.extend(self.carried.iter().map(|(member, _)| (*member).to_owned()));
        let page = self.text(Field::Page);
        words.extend((!page.is_empty()).then(|| fill!(texts::FETCH_FROM_PAGE, page)));
        if words.is_empty() { say(texts::FETCH_AS_USUAL).to_owned() } else { words.join(", ") }
    }
}

/// Options are a request's: one that carries them.
fn carrier(fetch: FetchOptions) -> Request {
    let request = Request::parse("GET", "http://x/", &[], Vec::new());
    Request { fetch, ..request.expect("it is a good request") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::time::Duration;
    use testing::Chance;

    fn written(rows: &[(Field, &str)]) -> Fetching {
        let mut fetching = Fetching::default();
        rows.iter().for_each(|(field, text)| fetching.set(*field, text));
        fetching
    }

    #[test]
    fn every_option_of_a_request_has_a_field_or_is_carried_and_comes_back() {
        let mut request = carrier(FetchOptions::default());
        for option in FetchOptions::ALL {
            (option.set)(&mut request, Some(1));
        }
        request.fetch.page = Some(HttpUrl::parse("https://shop.example/a").unwrap());
        let fetching = Fetching::of(&request.fetch);
        assert_eq!(fetching.rows().count(), Field::ALL.len());
        let carried: Vec<&str> = fetching.carried.iter().map(|(member, _)| *member).collect();
        let of_curl = ["retry_on", "retry_max_time_ms", "post301", "post302", "post303"];
        let of_redirects = ["keep_method", "location_trusted", "auto_referer"];
        assert_eq!(carried, [&of_curl[..], &of_redirects[..], &["expired"]].concat());
        assert!(fetching.summary().contains("post301"), "{}", fetching.summary());
        assert_eq!(fetching.options().unwrap(), request.fetch);
        assert_eq!(Fetching::of(&FetchOptions::default()), Fetching::default());
        for field in Field::ALL {
            assert_eq!(Field::from_name(field.name()), Some(field));
        }
    }

    #[test]
    fn times_are_typed_in_seconds() {
        let fetching = written(&[(Field::ConnectTimeout, " 3.05 "), (Field::RetryDelay, "0.5")]);
        let options = fetching.options().unwrap();
        assert_eq!(options.connect_timeout, Some(Duration::from_millis(3_050)));
        assert_eq!(options.retry_delay, Some(Duration::from_millis(500)));
        assert_eq!(Fetching::of(&options).text(Field::ConnectTimeout), "3.05");
    }

    #[test]
    fn what_is_empty_or_the_first_choice_is_as_usual() {
        let mut fetching = written(&[(Field::ReadTimeout, " "), (Field::Mode, "as-initiator")]);
        assert!(fetching.is_usual());
        fetching.set(Field::Redirect, "manual");
        fetching.set(Field::Redirect, "as-client");
        assert_eq!(fetching, Fetching::default());
    }

    #[test]
    fn what_cannot_be_used_is_told_with_what_to_do() {
        let check = |field: Field, text: &str, expected: &str| {
            let error = written(&[(field, text)]).options().unwrap_err();
            assert_eq!((error.field, &*error.message), (field, expected), "{text}");
        };
        let seconds = "“x” is no number of seconds; type one from 0 to 3600, or nothing";
        check(Field::ConnectTimeout, "x", seconds);
        check(
            Field::TotalTimeout,
            "3601",
            "“3601” is no number of seconds; type one from 0 to 3600, or nothing",
        );
        check(
            Field::Retries,
            "21",
            "“21” does not go here; type a number from 0 to 20, or nothing",
        );
        check(
            Field::Retries,
            "1.5",
            "“1.5” does not go here; type a number from 0 to 20, or nothing",
        );
        check(
            Field::Page,
            "shop",
            "the page that asks: “shop” has no scheme; put http:// in front: http://shop",
        );
        check(
            Field::Cache,
            "never",
            "“never” is not known; choose default, no-store, reload, no-cache, force-cache, \
             only-if-cached",
        );
    }

    #[test]
    fn the_summary_names_what_is_not_as_usual() {
        assert_eq!(Fetching::default().summary(), "as this client does by itself");
        let rows = [(Field::ReadTimeout, "3"), (Field::Retries, "2"), (Field::Redirect, "manual")];
        assert_eq!(written(&rows).summary(), "gives up after 3 s, tries again 2 times, manual");
    }

    #[test]
    fn no_text_panics() {
        let mut chance = Chance::new(7);
        for _ in 0..2_000 {
            let field = Field::ALL[chance.below(Field::ALL.len())];
            let text = chance.text(&["0", "9", ".", "-", " ", "é", "https://", "\0", "all"], 12);
            let fetching = written(&[(field, &text)]);
            let _ = (fetching.options(), fetching.summary());
        }
    }
}
