//! What `--help` prints. The options of the world and of embeds are written from their descriptions.

use compose::curl::long;
use sharing::Setting;
use sharing::embed::Takes;
use trace::{Fault, FetchOptions, OptionDescription, OptionKind};

const TEXT: &str = include_str!("help.txt");
/// Where the words of an option start.
const INDENT: usize = 33;
/// No line is longer.
const WIDTH: usize = 100;

/// The whole text.
pub fn help() -> String {
    let options = OptionDescription::all().map(|option| entry(option.flag, &about(option)));
    let names: Vec<&str> = Fault::ALL.iter().map(|fault| fault.name()).collect();
    let faults = format!("what goes wrong; may be given more than once: {}", names.join(", "));
    let world: String = options.chain([entry("fault NAME", &faults)]).collect();
    // Level and axis stand there already, since figures have them too.
    let of_figures = [Setting::LEVEL, Setting::AXIS];
    let settings = Setting::ALL.into_iter().filter(|setting| !of_figures.contains(setting));
    let embed: String = settings.map(|setting| entry(&flag(setting), &of_embed(setting))).collect();
    let of_fetch = FetchOptions::ALL.iter().filter(|option| long(option.flag_name()).is_none());
    let fetch: String = of_fetch.map(|option| entry(option.flag, &about(option))).collect();
    TEXT.replace("{world}", &world).replace("{embed}", &embed).replace("{fetch}", &fetch)
}

fn flag(setting: Setting) -> String {
    let value = match setting.takes {
        Takes::Number | Takes::Factor => " N",
        Takes::Word(_) => " WORD",
        Takes::Words(_) => " WORDS",
        Takes::Text => " TEXT",
        Takes::Switch => "",
    };
    [setting.key, value].concat()
}

fn of_embed(setting: Setting) -> String {
    match setting.takes {
        Takes::Word(words) | Takes::Words(words) if words.len() > 1 => {
            format!("{}: {}", setting.about, words.join(", "))
        }
        Takes::Word(words) | Takes::Words(words) => {
            format!("{}, with {}", setting.about, words.join(", "))
        }
        Takes::Number | Takes::Factor | Takes::Text | Takes::Switch => setting.about.to_owned(),
    }
}

fn about<Of>(option: &OptionDescription<Of>) -> String {
    match option.kind {
        OptionKind::Switch => option.about.to_owned(),
        OptionKind::Number(bounds) => format!("{}; {}", option.about, bounds.allowed()),
        OptionKind::Limit(bounds) => {
            format!("{}; {}, or none for no limit", option.about, bounds.allowed())
        }
        OptionKind::Choice(names) => format!("{}: {}", option.about, names.join(", ")),
    }
}

/// An option, and beside it what it does, in as many lines as that takes.
fn entry(flag: &str, about: &str) -> String {
    let mut text = String::new();
    let mut line = format!("{:<INDENT$}", format!("      --{flag}"));
    for word in about.split(' ') {
        let is_first = line.ends_with(' ');
        if line.chars().count() + usize::from(!is_first) + word.chars().count() > WIDTH {
            text += &line;
            text.push('\n');
            line = " ".repeat(INDENT);
        } else if !is_first {
            line.push(' ');
        }
        line += word;
    }
    text + &line + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_is_in_the_help_and_every_line_fits() {
        let help = help();
        for option in OptionDescription::all() {
            assert!(help.contains(&format!("      --{} ", option.flag)), "{}", option.flag);
        }
        for option in FetchOptions::ALL {
            assert!(help.contains(&format!("--{}", option.flag_name())), "{}", option.flag);
        }
        let long: Vec<&str> = help.lines().filter(|line| line.chars().count() > WIDTH).collect();
        assert!(long.is_empty(), "{long:?}");
        assert!(help.contains(
            "      --rtt MS                   client to web server and back; 0 to 60000 ms\n"
        ));
        for setting in Setting::ALL {
            assert!(help.contains(&format!("--{} ", setting.key)), "{}", setting.key);
        }
        assert!(
            !help.contains("{world}") && !help.contains("{fetch}") && !help.contains("{embed}"),
            "every part is filled in"
        );
    }
}
