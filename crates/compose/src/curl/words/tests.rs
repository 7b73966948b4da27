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
    check("curl x &&\ncurl y", "[curl][x] (&& curl y…)");
    check("curl x ;\ncurl y", "[curl][x] (; curl y…)");
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
    check("curl \"`date`\" $5", "[curl][`date`][$5] (`date`) ($5)");
    check(
        "curl -H \"A: $(cat \"a b\")\" $(cat c; d) x",
        r#"[curl][-H][A: $(cat \"a b\")][$(cat c; d)][x] ($(cat "a b")) ($(cat c; d))"#,
    );
    check("curl 'a' \"50 $\" $", "[curl][a][50 $][$]");
}

/// The same with what comes in behind the words.
#[track_caller]
fn check_input(text: &str, expected: &str, input: &str) {
    check(text, expected);
    let command = command(text).unwrap();
    assert_eq!(String::from_utf8(command.input.unwrap()).unwrap(), input);
}

#[test]
fn what_a_here_document_holds_comes_in() {
    check_input(
        "curl -d @- x <<EOF\n{\n  \"a\": 1\n}\nEOF\n",
        "[curl][-d][@-][x]",
        "{\n  \"a\": 1\n}\n",
    );
    check_input(
        "curl <<'E F' -d @- x\n$A `b` \\$\nE F\nmore",
        "[curl][-d][@-][x] (more…)",
        "$A `b` \\$\n",
    );
    check_input(
        "curl -d @- x <<-EOF | jq .\n\t$A \\$B \\\\ \\c \\\n\td\n\tEOF\n",
        "[curl][-d][@-][x] ($A) (| jq .…)",
        "$A $B \\ \\c d\n",
    );
    check_input("curl -d @- x <<< 'a b'", "[curl][-d][@-][x]", "a b\n");
    check_input("curl -d @- x <<EOF\nis cut", "[curl][-d][@-][x]", "is cut\n");
}

#[test]
fn what_another_command_prints_comes_in() {
    check_input("echo '{\"a\": 1}' | curl -d @- x", "[curl][-d][@-][x]", "{\"a\": 1}\n");
    check_input("echo -n a  b | curl x", "[curl][x]", "a b");
    check_input("printf 'a\\n%%\\101\\t' | \\\n curl x", "[curl][x]", "a\n%A\t");
    check_input("printf '%s' '\\n' | curl x", "[curl][x]", "\\n");
    check_input("cat <<EOF | curl -d @- x\na\nEOF", "[curl][-d][@-][x]", "a\n");
    check("jq -n 1 | curl -d @- x", "[curl][-d][@-][x] (jq -n 1 |)");
    check("cat a.json | curl -d @- x", "[curl][-d][@-][x] (cat a.json |)");
}

#[test]
fn what_a_word_processor_made_of_a_command_is_taken_as_meant() {
    check(
        "curl -H “A: b c” -d ‘{\"a\": \"b\"}’",
        r#"[curl][-H][A: b c][-d][{\"a\": \"b\"}] (“ ”) (‘ ’)"#,
    );
    check("curl „a b“ ”c d” “open", "[curl][a b][c d][“open] („ “) (” ”)");
    check("curl '“a”' \"‘b’\"", "[curl][“a”][‘b’]");
    check("curl\u{a0}x\u{200b}y", "[curl][xy] (U+00A0) (U+200B)");
    check("curl x \\ \n -H a", "[curl][x][-H][a] (\\ )");
    check("curl x ^ \n -H a^\nb", "[curl][x][-H][ab] (^ )");
    check("curl x ` \n -H a", "[curl][x][-H][a] (` )");
    check("curl x \\ -H", "[curl][x][ -H]");
    check(
        r#"curl "http://x/?a=1&b=2" -d "{""a"":""b c""}""#,
        r#"[curl][http://x/?a=1&b=2][-d][{\"a\":\"b c\"}]"#,
    );
    check("curl “a b” `\n -d ‘c d’", "[curl][a b][-d][c d]");
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
    check("curl.exe x -d '{\\\"a\\\":1}'", r#"[curl.exe][x][-d][{\"a\":1}]"#);
    check("PS C:\\> curl.exe x -d \"`$b\"", r#"[PS][C:\\>][curl.exe][x][-d][$b]"#);
}
