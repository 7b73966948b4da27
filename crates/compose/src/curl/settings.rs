//! Files of options, as `-K` names them: one a line (<https://curl.se/docs/manpage.html#-K>).

use super::options::{Takes, long, short};

/// The words that stand for the lines of a file.
pub fn words(text: &str) -> Vec<String> {
    text.lines().filter_map(line).flatten().collect()
}

/// `name value`, `name = "value"`, `--name value` or `-n value`; the value, if it takes one.
fn line(line: &str) -> Option<Vec<String>> {
    let line = line.trim_start();
    if line.is_empty() || line.starts_with(['#', '/', '*']) {
        return None;
    }
    let has_dash = line.starts_with('-');
    let is_end = |c: char| c.is_ascii_whitespace() || !has_dash && matches!(c, '=' | ':');
    let (name, rest) = line.split_at(line.find(is_end).unwrap_or(line.len()));
    let option = if has_dash { name.to_owned() } else { format!("--{name}") };
    let known = match (option.strip_prefix("--"), option.chars().nth(1)) {
        (Some(name), _) => long(name),
        (None, Some(name)) if option.len() == 1 + name.len_utf8() => short(name),
        (None, _) => None,
    };
    let value = value(rest.trim_start_matches(is_end));
    let takes_one = known.is_none_or(|option| option.takes == Takes::Value);
    Some([Some(option), value.filter(|_| takes_one)].into_iter().flatten().collect())
}

/// Up to a space, or in double quotes, with `\n` and the like.
fn value(text: &str) -> Option<String> {
    let Some(quoted) = text.strip_prefix('"') else {
        return text.split_ascii_whitespace().next().map(str::to_owned);
    };
    let mut value = String::new();
    let mut characters = quoted.chars();
    while let Some(c) = characters.next().filter(|c| *c != '"') {
        match c {
            '\\' => value.extend(characters.next().map(|escaped| match escaped {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                'v' => '\u{b}',
                other => other,
            })),
            c => value.push(c),
        }
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(words(text), expected, "{text}");
    }

    #[test]
    fn each_line_is_an_option() {
        check(
            "# comment\n\nurl = example.com/a=b\nuser:ann:secret\n",
            &["--url", "example.com/a=b", "--user", "ann:secret"],
        );
        check("-X PUT ignored\n--compressed\nsilent\n", &["-X", "PUT", "--compressed", "--silent"]);
        check("data = \"a \\\"b\\\"\\n\" # c", &["--data", "a \"b\"\n"]);
        check(
            "compressed = yes\nheader \"\"\nbogus x",
            &["--compressed", "--header", "", "--bogus", "x"],
        );
        check("--data=x\n-", &["--data=x", "-"]);
    }
}
