//! Files of users and passwords, a machine each, as `--netrc-file` names them
//! (<https://everything.curl.dev/usingcurl/netrc.html>).

/// One machine; its name is `None` for all others.
#[derive(Default)]
struct Entry {
    machine: Option<String>,
    login: Option<String>,
    password: Option<String>,
}

/// User and password for a host; for this user, where one is named.
pub fn login(text: &str, host: &str, user: Option<&str>) -> Option<(String, String)> {
    let is_meant = |entry: &Entry| {
        entry.machine.as_ref().is_none_or(|machine| machine.eq_ignore_ascii_case(host))
            && user.is_none_or(|user| entry.login.as_ref().is_none_or(|login| login == user))
    };
    let entry = entries(text).into_iter().find(is_meant)?;
    let login = user.map(str::to_owned).or(entry.login).unwrap_or_default();
    Some((login, entry.password.unwrap_or_default()))
}

fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let mut words = words(line).into_iter();
        while let Some(word) = words.next() {
            let entry = entries.last_mut();
            match word.as_str() {
                "machine" => entries.push(Entry {
                    machine: Some(words.next().unwrap_or_default()),
                    ..Entry::default()
                }),
                "default" => entries.push(Entry::default()),
                "login" => drop(entry.map(|entry| entry.login = words.next())),
                "password" => drop(entry.map(|entry| entry.password = words.next())),
                // A macro goes on up to an empty line.
                "macdef" => {
                    words = Vec::new().into_iter();
                    lines.by_ref().find(|line| line.trim().is_empty());
                }
                _ => {}
            }
        }
    }
    entries
}

/// The words of a line: up to a space, or in double quotes, with `\n` and the like.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with('#') {
        let mut word = String::new();
        let is_quoted = rest.starts_with('"');
        let mut characters = rest.char_indices().skip(usize::from(is_quoted));
        let mut end = rest.len();
        while let Some((at, c)) = characters.next() {
            match c {
                '"' if is_quoted => {
                    end = at + 1;
                    break;
                }
                c if !is_quoted && c.is_ascii_whitespace() => {
                    end = at;
                    break;
                }
                '\\' if is_quoted => {
                    word.extend(characters.next().map(|(_, escaped)| escaped).map(|escaped| {
                        match escaped {
                            'n' => '\n',
                            'r' => '\r',
                            't' => '\t',
                            other => other,
                        }
                    }))
                }
                c => word.push(c),
            }
        }
        words.push(word);
        rest = rest[end..].trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "macdef init\n\tlogin \"broken\n\nmachine a.test login ann password \"p \\\"\\n\"\n\
                        machine A.test\n  password other login bob # no\nmachine b.test password x\n\
                        default login anyone password y\n";

    #[test]
    fn the_first_entry_for_host_and_user_counts() {
        let check = |host: &str, user: Option<&str>, expected: (&str, &str)| {
            let expected = (expected.0.to_owned(), expected.1.to_owned());
            assert_eq!(login(FILE, host, user), Some(expected), "{host} {user:?}");
        };
        check("a.test", None, ("ann", "p \"\n"));
        check("a.test", Some("bob"), ("bob", "other"));
        check("b.test", None, ("", "x"));
        check("b.test", Some("carl"), ("carl", "x"));
        check("c.test", None, ("anyone", "y"));
        assert_eq!(login(FILE, "c.test", Some("ann")), None);
        assert_eq!(login("machine", "a.test", None), None);
    }
}
