//! What `--help` prints. The options of the world are written from their descriptions.

use trace::{Fault, OptionDescription, OptionKind};

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
    TEXT.replace("{world}", &world)
}

fn about(option: &OptionDescription) -> String {
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
        assert!(help.lines().all(|line| line.chars().count() <= WIDTH));
        assert!(help.contains(
            "      --rtt MS                   client to web server and back; 0 to 60000 ms\n"
        ));
        assert!(!help.contains("{world}"), "every part is filled in");
    }
}
