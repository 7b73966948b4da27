//! The page around the programs: index.html with its styles, its start script, the worker's loader.
//!
//! index.html stands in the repository as it is published, but for the name of the folder that the
//! first screen's files are in: that is `ASSETS` there.

use std::fs;
use std::path::Path;

use crate::progress::{Failure, Outcome, While};
use crate::workspace::{Workspace, read};

/// Stands in index.html for the folder of the first screen's files.
const ASSETS: &str = "ASSETS";

/// What everything that becomes markup goes through: it must be there before any other script.
const POLICY: &str = "policy.js";

const START: &str = "\
import init from './viewer.js';
await init({ module_or_path: new URL('./viewer_bg.wasm', import.meta.url) });
";

const WORKER_LOADER: &str = "\
import init from './worker.js';
await init();
";

/// Writes what the first screen needs beside the viewer into `folder`.
pub fn write_assets(workspace: &Workspace, folder: &Path) -> Outcome {
    let styles = workspace.root.join("style");
    for entry in fs::read_dir(&styles).while_doing("list the styles")?.flatten() {
        let (from, to) = (entry.path(), folder.join(entry.file_name()));
        match from.extension().is_some_and(|ending| ending == "css") {
            true => fs::write(&to, compact(&read(&from)?)),
            false => fs::copy(&from, &to).map(drop),
        }
        .while_doing(format_args!("copy {}", from.display()))?;
    }
    fs::copy(workspace.root.join(POLICY), folder.join(POLICY)).while_doing("copy the policy")?;
    compact_script(&folder.join(POLICY))?;
    fs::write(folder.join("start.js"), START).while_doing("write the start script")
}

/// A style sheet without comments, and without white space that separates nothing. Strings stay as
/// they are.
fn compact(css: &str) -> String {
    let mut compacted = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '"' | '\'' => string_len(rest, first),
            _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ => first.len_utf8(),
        };
        let (token, behind) = rest.split_at(len);
        rest = behind;
        if !token.starts_with("/*") && !first.is_whitespace() {
            if matches!(first, '{' | '}') && compacted.ends_with(' ') {
                compacted.pop();
            }
            compacted.push_str(token);
        } else if !compacted.is_empty() && !compacted.ends_with(['{', '}', ';', ',', ' ']) {
            compacted.push(' ');
        }
    }
    compacted
}

/// Rewrites a script without comments and indentation: a twelfth of what is sent of wasm-bindgen's.
/// Only for scripts whose comments have lines of their own, and whose texts end on their line.
pub fn compact_script(path: &Path) -> Outcome {
    fs::write(path, without_comment_lines(&read(path)?))
        .while_doing(format_args!("write {}", path.display()))
}

fn without_comment_lines(script: &str) -> String {
    let mut is_comment = false;
    let said = script.lines().map(str::trim_start).filter(|line| {
        let starts = line.starts_with("/*");
        let is_left_out = is_comment || starts || line.starts_with("//") || line.is_empty();
        is_comment = (is_comment || starts) && !line.ends_with("*/");
        !is_left_out
    });
    said.flat_map(|line| [line, "\n"]).collect()
}

/// How many octets the string at the start of `text` has, with its quotes.
fn string_len(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == quote && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + quote.len_utf8())
}

/// Copies the files that real requests can be sent to without leaving the page's own server.
pub fn write_demo(workspace: &Workspace, folder: &Path) -> Outcome {
    copy_folder(&workspace.root.join("demo"), &folder.join("demo"))
}

fn copy_folder(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to).while_doing(format_args!("make {}", to.display()))?;
    for entry in fs::read_dir(from).while_doing("list the demo files")?.flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match from.is_dir() {
            true => copy_folder(&from, &to)?,
            false => fs::copy(&from, to)
                .map(drop)
                .while_doing(format_args!("copy {}", from.display()))?,
        }
    }
    Ok(())
}

/// Writes index.html into `folder`; the other files are in `assets` there.
pub fn write_index(workspace: &Workspace, folder: &Path, assets: &str) -> Outcome {
    let html = read(&workspace.root.join("index.html"))?;
    fs::write(folder.join("index.html"), with_assets(&html, assets)?)
        .while_doing("write index.html")
}

/// Writes the script that the worker starts with.
pub fn write_worker_loader(folder: &Path) -> Outcome {
    fs::write(folder.join("worker_loader.js"), WORKER_LOADER).while_doing("write worker_loader.js")
}

fn with_assets(html: &str, assets: &str) -> Outcome<String> {
    for needed in ["start.js", "viewer.js", "viewer_bg.wasm"] {
        if !html.contains(&format!("\"./{ASSETS}/{needed}\"")) {
            return Err(Failure::new(format!("index.html does not name ./{ASSETS}/{needed}")));
        }
    }
    check_policy(html)?;
    if html.contains("<style") || html.contains(" style=") {
        return Err(Failure::new("index.html holds an inline style, which its own policy forbids"));
    }
    Ok(html.replace(ASSETS, assets))
}

/// The Content-Security-Policy comes before whatever it governs, and the policy for markup before
/// every other script.
fn check_policy(html: &str) -> Outcome {
    let refuse = |why: &str| Err(Failure::new(format!("index.html: {why}")));
    let Some((before, rest)) = html.split_once("<meta http-equiv=\"Content-Security-Policy\"")
    else {
        return refuse("there is no Content-Security-Policy");
    };
    if before.contains("<script") || before.contains("<link") {
        return refuse("the Content-Security-Policy must come before scripts and links");
    }
    let first_script = rest.split("<script").nth(1).unwrap_or_default();
    if !first_script.starts_with(&format!(" src=\"./{ASSETS}/{POLICY}\"></script>")) {
        return refuse("policy.js must be the first script, and block");
    }
    if rest.split("<script").skip(1).any(|script| !script.contains(" src=\"./")) {
        return refuse("an inline script, which its own policy forbids");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"\">\
         <script src=\"./ASSETS/policy.js\"></script><link rel=\"modulepreload\" href=\"./ASSETS/viewer.js\">\
         <link rel=\"preload\" href=\"./ASSETS/viewer_bg.wasm\">\
         <script type=\"module\" src=\"./ASSETS/start.js\"></script>";

    #[test]
    fn the_folder_takes_the_place_of_its_mark() {
        let html = with_assets(PAGE, "abc").expect("a good page");
        assert!(html.contains("src=\"./abc/start.js\""), "{html}");
        assert!(!html.contains(ASSETS), "{html}");
    }

    #[test]
    fn a_style_sheet_loses_what_says_nothing() {
        let css = "/* Why. */\n.a,\n.b :hover {\n  content: \"▸  /* \\\" \" / \"\";\n\n  margin: calc(1px + 2px);\n}\n";
        let expected = ".a,.b :hover{content: \"▸  /* \\\" \" / \"\";margin: calc(1px + 2px);}";
        assert_eq!(compact(css), expected);
    }

    #[test]
    fn a_script_loses_what_says_nothing() {
        let script = "/**\n * @returns {any}\n */\nf() {\n    // Why.\n    return '/* a */';\n}\n\n/* b */\ng();";
        assert_eq!(without_comment_lines(script), "f() {\nreturn '/* a */';\n}\ng();\n");
    }

    #[test]
    fn a_page_that_starts_nothing_is_refused() {
        let failure = with_assets("<head></head>", "abc").expect_err("no script");
        assert_eq!(failure.to_string(), "index.html does not name ./ASSETS/start.js");
    }

    #[test]
    fn the_policies_come_first() {
        #[track_caller]
        fn check(html: &str, expected: &str) {
            let failure = with_assets(html, "abc").expect_err("a page without its policies");
            assert_eq!(failure.to_string(), format!("index.html: {expected}"));
        }
        let (meta, rest) = PAGE.split_once('>').expect("a tag ends");
        check(rest, "there is no Content-Security-Policy");
        check(
            &format!("<link href=\"a\">{PAGE}"),
            "the Content-Security-Policy must come before scripts and links",
        );
        let late = format!("{meta}><script src=\"./a.js\"></script>{rest}");
        check(&late, "policy.js must be the first script, and block");
        check(
            &format!("{PAGE}<script>1</script>"),
            "an inline script, which its own policy forbids",
        );
    }

    #[test]
    fn the_policy_of_the_page_is_strict() {
        let html = read(&Workspace::find().root.join("index.html")).expect("index.html is there");
        assert!(with_assets(&html, "abc").is_ok());
        for loose in ["unsafe-inline", "'unsafe-eval'", " * ", " *;", "allow-duplicates"] {
            assert!(!html.contains(loose), "index.html allows {loose}");
        }
        for rule in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval';",
            "style-src 'self';",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types default preview\"",
        ] {
            assert!(html.contains(rule), "index.html lacks {rule}");
        }
        let policy = read(&Workspace::find().root.join(POLICY)).expect("policy.js is there");
        assert!(policy.len() < 1000, "the policy is {} octets long", policy.len());
    }

    #[test]
    fn an_inline_style_is_refused() {
        assert!(with_assets(&format!("{PAGE}<p style=\"x\">"), "abc").is_err());
    }
}
