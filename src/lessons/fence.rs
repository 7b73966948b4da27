//! What a fence `roundtrip` of a lesson says, read in the page as the command reads it: an example or a
//! request as curl takes it, with options of the world. Files beside the lesson are out of its reach.

use crate::texts;
use compose::curl::{CurlError, Files, Takes, long, read_arguments, short, words_of};
use compose::overrides::Overrides;
use language::{fill, say};
use lesson::file::{Exchange, Fence, Slip};
use sharing::Setting;
use sharing::exchange::requests;
use trace::{
    ClientKind, Fault, FetchOptions, HttpUrl, MAX_REQUESTS, OptionDescription, OptionKind,
    Scenario, built_in,
};

/// What is shown of an exchange, and not what it is: each takes a value that says nothing here.
const OF_PICTURES: [&str; 6] = ["width", "height", "level", "axis", "paper", "show"];

/// The exchange that a fence names.
///
/// # Errors
/// What is wrong, and in which line.
pub fn exchange(fence: &Fence) -> Result<Exchange, Slip> {
    let mut said = Said { line: fence.line, ..Said::default() };
    let mut lines = fence.lines.iter().enumerate();
    while let Some((index, line)) = lines.next() {
        let slip = |message| Slip { line: fence.line + 1 + index, message };
        let mut command = line.clone();
        let words = loop {
            // A backslash and an open quote have the line go on.
            let words = words_of(&command);
            let is_open = matches!(words, Err(CurlError::OpenQuote(_)));
            let next = (command.ends_with('\\') || is_open).then(|| lines.next()).flatten();
            let Some((_, next)) = next else {
                break words.map_err(|error| slip(error.to_string()))?.0;
            };
            command.push('\n');
            command.push_str(next);
        };
        said.take(words).map_err(slip)?;
        if !line.trim().is_empty() {
            said.line = fence.line + 1 + index;
        }
    }
    let line = said.line;
    said.exchange().map_err(|message| Slip { line, message })
}

/// What the lines of a fence say.
#[derive(Default)]
struct Said {
    /// The last line that said something.
    line: usize,
    example: Option<String>,
    title: Option<String>,
    /// What curl is told.
    request: Vec<String>,
    operand: Option<String>,
    changes: Overrides,
}

impl Said {
    fn take(&mut self, words: Vec<String>) -> Result<(), String> {
        let mut words = words.into_iter().peekable();
        if words.peek().is_some_and(|word| word == "curl") {
            words.next();
            let curl = ClientKind::ALL.iter().position(|kind| *kind == ClientKind::Curl);
            let kind = OptionDescription::all().find(|option| option.path() == "client.kind");
            let kind = kind.map(|kind| (*kind, curl.map(|index| index as u64)));
            self.changes.options.extend(kind);
        }
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix("--").filter(|name| !name.is_empty()) else {
                self.take_short(word, &mut words)?;
                continue;
            };
            let (name, value) = match name.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (name, None),
            };
            let mut value = || {
                let given = value.clone().or_else(|| words.next());
                given.ok_or_else(|| fill!(texts::LESSON_FENCE_VALUE, option = &word))
            };
            self.take_long(name, &mut value)?;
        }
        Ok(())
    }

    fn take_short(
        &mut self,
        word: String,
        words: &mut impl Iterator<Item = String>,
    ) -> Result<(), String> {
        let mut letters = word.chars();
        let option = match (letters.next(), letters.next()) {
            (Some('-'), Some(letter)) => short(letter),
            _ => {
                return match self.operand.replace(word.clone()) {
                    Some(one) => Err(fill!(texts::LESSON_FENCE_TWO, one = one, other = word)),
                    None => Ok(()),
                };
            }
        };
        let Some(option) = option else {
            return Err(fill!(texts::LESSON_FENCE_OPTION, option = word));
        };
        let has_value = letters.next().is_some();
        self.request.push(word);
        if option.takes == Takes::Value && !has_value {
            self.request.extend(words.next());
        }
        Ok(())
    }

    fn take_long(
        &mut self,
        name: &str,
        value: &mut dyn FnMut() -> Result<String, String>,
    ) -> Result<(), String> {
        let called = ["--", name].concat();
        let number = |text: String| {
            let number = text.parse::<u64>();
            number.map_err(|_| fill!(texts::LESSON_FENCE_NUMBER, option = &called, found = text))
        };
        match name {
            "example" => self.example = Some(value()?),
            "title" => self.title = Some(value()?),
            "seed" => self.changes.seed = Some(number(value()?)?),
            "times" => {
                let times = number(value()?)?.clamp(1, MAX_REQUESTS as u64);
                self.changes.times = Some(times as u16);
            }
            "fault" => {
                let fault = Fault::parse(&value()?).map_err(|error| error.to_string())?;
                self.changes.faults.push(fault);
            }
            "page" | "origin" => {
                self.changes.page =
                    Some(HttpUrl::parse(&value()?).map_err(|error| error.to_string())?);
            }
            "secrets" | "still" => {}
            shown if OF_PICTURES.contains(&shown) => drop(value()?),
            _ => return self.take_other(name, &called, value),
        }
        Ok(())
    }

    /// An option of the world, of a fetch, of what is shown, or of curl.
    fn take_other(
        &mut self,
        name: &str,
        called: &str,
        value: &mut dyn FnMut() -> Result<String, String>,
    ) -> Result<(), String> {
        let of_fetch = FetchOptions::ALL.iter().find(|option| option.flag_name() == name);
        if let Some(option) = OptionDescription::all().find(|option| option.flag_name() == name) {
            self.changes.options.push((*option, option_value(option, called, value)?));
        } else if let Some(option) = of_fetch.filter(|_| long(name).is_none()) {
            self.changes.fetch.push((*option, option_value(option, called, value)?));
        } else if let Some(setting) = Setting::find(name) {
            if setting.takes != sharing::embed::Takes::Switch {
                value()?;
            }
        } else if let Some(option) = long(name) {
            self.request.push(called.to_owned());
            if option.takes == Takes::Value {
                self.request.push(value()?);
            }
        } else {
            return Err(fill!(texts::LESSON_FENCE_OPTION, option = called));
        }
        Ok(())
    }

    fn exchange(self) -> Result<Exchange, String> {
        let (mut scenario, title) = match (&self.example, &self.operand) {
            (Some(_), Some(url)) => {
                return Err(fill!(texts::LESSON_FENCE_TWO, one = url, other = "--example"));
            }
            (None, None) => return Err(say(texts::LESSON_FENCE_EMPTY).to_owned()),
            (Some(name), None) => {
                let found = built_in().into_iter().find(|example| example.name == *name);
                let found = found.ok_or_else(|| fill!(texts::LESSON_FENCE_EXAMPLE, name = name));
                found.map(|example| (example.scenario, Some(example.title.to_owned())))?
            }
            (None, Some(url)) => (self.asked(url)?, None),
        };
        self.changes.apply(&mut scenario);
        scenario.check().map_err(|error| error.to_string())?;
        let title = self.title.or(title).unwrap_or_else(|| requests(&scenario));
        Ok(Exchange { title, scenario })
    }

    /// The request that curl would send, from the client that is meant.
    fn asked(&self, url: &str) -> Result<Scenario, String> {
        if url.ends_with(".json") && !url.contains("://") {
            return Err(fill!(texts::LESSON_FENCE_FILE, name = url));
        }
        let mut scenario = Scenario::with_requests(Vec::new());
        self.changes.apply(&mut scenario);
        let mut words = self.request.clone();
        words.extend(["--".to_owned(), url.to_owned()]);
        let reading = read_arguments(&words, Files::None, scenario.seed);
        let reading = reading.map_err(|error| error.to_string())?;
        reading.send_in(&mut scenario).map_err(|error| error.to_string())?;
        Ok(scenario)
    }
}

/// What is given for an option; a switch is on when it is there.
fn option_value<Of>(
    option: &OptionDescription<Of>,
    called: &str,
    value: &mut dyn FnMut() -> Result<String, String>,
) -> Result<Option<u64>, String> {
    match option.kind {
        OptionKind::Switch => Ok(Some(1)),
        OptionKind::Number(_) | OptionKind::Limit(_) | OptionKind::Choice(_) => {
            option.read(&value()?, called).map_err(|error| error.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::World;

    fn read(lines: &str) -> Result<Exchange, Slip> {
        let lines = lines.lines().map(str::to_owned).collect();
        exchange(&Fence { line: 10, behind_the_word: String::new(), lines })
    }

    #[test]
    fn a_fence_names_an_example_or_a_request_as_curl_takes_it() {
        let post = read("--example post").expect("it comes along");
        let found =
            built_in().into_iter().find(|example| example.name == "post").expect("so it is");
        assert_eq!((&*post.title, &post.scenario), (found.title, &found.scenario));
        let asked = read("http://api.example.com/users/42 -H 'Accept: text/html' --client python");
        let Exchange { title, scenario } = asked.expect("a request");
        assert_eq!(title, "GET http://api.example.com/users/42");
        assert_eq!(scenario.world.client.kind, ClientKind::Python);
        let lines = &scenario.requests[0].field_lines;
        assert!(lines.iter().any(|line| line.is("accept")), "{lines:?}");
        assert!(lines.iter().any(|line| line.is("user-agent")), "a client adds its own: {lines:?}");
    }

    #[test]
    fn options_of_the_world_stand_on_lines_of_their_own() {
        let lines = "http://api.example.com/users \\\n  -d '{\"name\":\n\"Bob\"}'\n--rtt 300\n--seed 7\n--times 2";
        let Exchange { scenario, .. } = read(lines).expect("a request");
        assert_eq!((scenario.seed, scenario.requests.len()), (7, 2));
        assert_eq!(scenario.requests[0].method, "POST");
        assert_ne!(scenario.world, World::default());
        let curl = read("curl http://api.example.com/users/42").expect("a command");
        assert_eq!(curl.scenario.world.client.kind, ClientKind::Curl);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let check = |lines: &str, line: usize, expected: &str| {
            let slip = read(lines).expect_err(lines);
            assert_eq!(slip.line, line, "{lines}: {slip}");
            assert!(slip.message.contains(expected), "{lines}: {slip}");
        };
        check("", 10, "no exchange");
        check("--example teapot", 11, "teapot");
        check("\n--example get\nhttp://x/", 13, "--example");
        check("http://x/\n--colour red", 12, "--colour");
        check("http://x/\n--rtt", 12, "--rtt");
        check("http://x/\n--rtt soon", 12, "soon");
        check("http://x/ -d 'a", 11, "quote");
        check("scenario.json", 11, "scenario.json");
        check("http://x/ http://y/", 11, "http://y/");
    }
}
