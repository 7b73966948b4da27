//! Words as three shells cut them.

use super::*;

/// Words in brackets, then the notes.
#[track_caller]
fn check(text: &str, expected: &str) {
    let shown = match command(text) {
        Ok(command) => {
            let words: Vec<String> = command
                .words
                .iter()
                .map(|word| format!("[{}]", word.escape_debug().to_string().replace("\\'", "'")))
                .collect();
            let notes = command.notes.iter().map(|note| format!(" ({})", note.found));
            words.concat() + &notes.collect::<String>()
        }
        Err(error) => error.to_string(),
    };
    assert_eq!(shown, expected);
}

#[test]
fn quotes_of_a_posix_shell() {
    check(r#"curl 'a b'"c d"e\ f"#, "[curl][a bc de f]");
    check(r#"'' "" $''"#, "[][][]");
    check(r#"'it'\''s' "a\"b\\c\d\$e""#, r#"[it's][a\"b\\c\\d$e]"#);
    check("a \\\n  b \\\r\n c", "[a][b][c]");
    check("a \\\n", "[a]");
    check("'a\nb' \"c\nd\"", r"[a\nb][c\nd]");
    check(r"$'a\n\t\'\\\x41\101\u00e4\uD83D\uDE00\U0001F600\q'", r"[a\n\t'\\AAä😀😀\\q]");
    check(r"$'\xC3\xA4' $'\xff'", "[ä][\u{fffd}] (\u{fffd})");
    check("a # the rest", "[a]");
    check("a#b", "[a#b]");
}

#[test]
fn the_first_command_ends_where_a_shell_ends_it() {
    check("curl x | jq .", "[curl][x] (| jq .…)");
    check("curl x; curl y", "[curl][x] (; curl y…)");
    check("curl x &&\ncurl y", "[curl][x] (&&\ncurl y…)");
    check("curl x ;\ncurl y", "[curl][x] (;\ncurl y…)");
    check("curl x\n\n", "[curl][x]");
    check(
        "curl x > out.txt 2>&1 -s",
        "[curl][x][-s] (> out.txt) (2>&1)".replace("(2>&1)", "(>&1)").as_str(),
    );
    check("curl http://x/?a=1&b=2 -s &", "[curl][http://x/?a=1&b=2][-s] (&)");
}

#[test]
fn what_a_shell_would_fill_in_is_named() {
    check(
        "curl $URL/a \"Bearer ${TOKEN}\" '$NOT'",
        "[curl][$URL/a][Bearer ${TOKEN}][$NOT] ($URL) (${TOKEN})",
    );
    check("curl \"`date`\" $5", "[curl][`date`][$5] (`)");
}

#[test]
fn an_open_quote_is_told() {
    check("curl 'a", "the quote ' is not closed; the command was cut, copy it again");
    check("curl \"a\\\"", "the quote \" is not closed; the command was cut, copy it again");
    check("curl $'a\\'", "the quote ' is not closed; the command was cut, copy it again");
    check("curl ^\"a", "the quote \" is not closed; the command was cut, copy it again");
}

#[test]
fn words_for_cmd_exe() {
    check(
        "curl ^\"http://x/?a=1^&b=%^20^\" ^\r\n  -H ^\"Accept: */*^\" ^\r\n  --data-raw ^\"^{^\\^\"a^\\^\": ^\\^\"b^\\^\"^}^\"",
        r#"[curl][http://x/?a=1&b=%20][-H][Accept: */*][--data-raw][{\"a\": \"b\"}]"#,
    );
    check("curl \"http://x/?a=1&b=2\" ^\n -H \"A: ^b\"", "[curl][http://x/?a=1&b=2][-H][A: ^b]");
    check("curl ^\"a^\n\nb^\" -d \"x\"\"y\"", r#"[curl][a\nb][-d][x\"y]"#);
    check("curl ^\"C:\\\\dir\\\\^\" 'b' ^\n", r"[curl][C:\\\\dir\\]['b']");
}

#[test]
fn words_for_power_shell() {
    check(
        "curl.exe \"http://x/\" `\n  -H 'A: it''s' `\n  -d \"{`\"a`\": `\"$B`\"}\"",
        r#"[curl.exe][http://x/][-H][A: it's][-d][{\"a\": \"$B\"}] ($B)"#,
    );
    check("curl.exe x `\r\n -d '{\\\"a\\\":1}'", r#"[curl.exe][x][-d][{\"a\":1}]"#);
}
