//! The page in a frame of somebody else's: embed.html, and what it shows before the program is there.
//!
//! Its links are those of index.html in kind; its own style sheets become one. The program is that of
//! index.html, and so are the style sheets that come with it. A native program writes posters and
//! traces of the examples (`crates/cli/src/bin/embedded.rs`).

use std::fs;
use std::path::{Path, PathBuf};

use crate::index::{Asset, Index};
use crate::page::{Page, check_policy, name};
use crate::progress::{Failure, Outcome, While, printed};
use crate::setup::Tools;
use crate::workspace::{Workspace, read};

const HTML: &str = "embed.html";
const SCRIPT: &str = "embed.js";
const STYLE: &str = "embed.css";
/// Where embed.js has the table of examples.
const PLACE: &str = "/* EXAMPLES */";
/// What a page around may load, under a name that stays.
const HOST_SCRIPT: &str = "roundtrip-embed.js";
/// Beside the script: posters and traces.
const EXAMPLES: &str = "examples";

/// Writes into `assets` what embed.html names, and posters and traces of the examples.
pub fn write_assets(workspace: &Workspace, tools: &Tools, assets: &Path) -> Outcome {
    let embed = Index::read_beside(workspace, HTML)?;
    let mut styles = String::new();
    for asset in embed.assets() {
        match asset {
            Asset::Style { path, .. } => styles += &read(&workspace.root.join(path))?,
            Asset::Script { .. } | Asset::Icon { .. } => {}
            Asset::File { path } | Asset::Folder { path } => {
                return Err(Failure::new(format!("{HTML}: {path} is to stand in index.html")));
            }
            Asset::Program(_) => return Err(Failure::new(format!("{HTML} has no program"))),
        }
    }
    fs::write(assets.join(STYLE), styles).while_doing("write the embed's style sheet")?;
    let examples = examples(workspace, tools, &assets.join(EXAMPLES))?;
    let script = read(&workspace.root.join(SCRIPT))?;
    let told = script.replacen(PLACE, &examples, 1);
    if told == script {
        return Err(Failure::new(format!("{SCRIPT} has no place for {PLACE}")));
    }
    fs::write(assets.join(SCRIPT), told).while_doing("write the embed's script")
}

/// Writes into `root` the script that a page around may load, and says where it is.
pub fn write_host_script(workspace: &Workspace, root: &Path) -> Outcome<PathBuf> {
    let (from, to) = (workspace.root.join(HOST_SCRIPT), root.join(HOST_SCRIPT));
    fs::copy(&from, &to).while_doing(format_args!("copy {}", from.display()))?;
    Ok(to)
}

/// Writes embed.html into `root`, where the other files are in the folder `assets`.
pub fn write_html(workspace: &Workspace, page: &Page, root: &Path, assets: &str) -> Outcome {
    let embed = Index::read_beside(workspace, HTML)?;
    fs::write(root.join(HTML), html(&embed, page, assets)?).while_doing("write embed.html")
}

fn html(embed: &Index, page: &Page, assets: &str) -> Outcome<String> {
    let base = format!("./{assets}/");
    let later_styles: Vec<String> = page
        .index
        .assets()
        .filter_map(|asset| match asset {
            Asset::Style { path, .. } => Some(format!("{base}{}", name(path))),
            _ => None,
        })
        .collect();
    // Its own style sheets are one, in the place of the first.
    let first_style = embed.assets().find(|asset| matches!(asset, Asset::Style { .. }));
    let markup = |asset: &Asset| match asset {
        Asset::Style { .. } if first_style.is_some_and(|first| std::ptr::eq(first, asset)) => {
            format!("<link rel=\"stylesheet\" href=\"{base}{STYLE}\">")
        }
        Asset::Style { .. } => String::new(),
        asset => page.markup(asset, &base),
    };
    let html = embed.html(markup);
    let html = html.replacen("{start}", &page.start_address(&base).replace('&', "&amp;"), 1);
    let html = html.replacen("{styles}", &later_styles.join(" "), 1);
    check_policy(&html, &base)
        .map_err(|failure| Failure::new(format!("{HTML}, as index.html: {failure}")))?;
    Ok(html)
}

/// Writes posters and traces into `folder`, and returns the members of the table in embed.js.
fn examples(workspace: &Workspace, tools: &Tools, folder: &Path) -> Outcome<String> {
    let table = printed(tools.of_cli(workspace, "embedded").arg(folder));
    let needed = "`cargo run -p cli --bin embedded -- FOLDER` failed; run it to see why";
    table.filter(|table| !table.is_empty()).ok_or_else(|| Failure::new(needed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published() -> String {
        let workspace = Workspace::find();
        let mut page = Page::read(&workspace).expect("a good page");
        page.steps.push("split_steps.wasm".to_owned());
        let embed = Index::read_beside(&workspace, HTML).expect("a good embed");
        html(&embed, &page, "abc").expect("a good embed")
    }

    #[test]
    fn the_embed_names_the_program_of_the_page_and_loads_none_of_it() {
        let html = published();
        for needed in [
            "<script src=\"./abc/policy.js\"></script>",
            "<script src=\"./abc/embed.js\"></script>",
            "<link rel=\"stylesheet\" href=\"./abc/embed.css\">",
            "data-start=\"./abc/start.js?js=viewer.js&amp;steps=split_steps.wasm&amp;wasm=viewer_bg.wasm\"",
            "./abc/playback.css",
        ] {
            assert!(html.contains(needed), "{needed} is not in {html}");
        }
        assert_eq!(html.matches("rel=\"stylesheet\"").count(), 1);
        for left in ["data-trunk", "<!--", "{", "preload"] {
            assert!(!html.contains(left), "{left} is in {html}");
        }
    }

    #[test]
    fn the_embed_can_send_nothing_elsewhere() {
        let page = read(&Workspace::find().root.join("index.html")).expect("index.html is there");
        let embed = read(&Workspace::find().root.join(HTML)).expect("embed.html is there");
        let policy = |html: &str| {
            let (_, rest) =
                html.split_once("Content-Security-Policy\" content=\"").expect("a policy");
            rest.split('"').next().unwrap_or_default().to_owned()
        };
        let strict =
            policy(&page).replace("connect-src 'self' http: https:;", "connect-src 'self';");
        let strict = strict.replace("manifest-src 'self'; ", "");
        assert_eq!(policy(&embed), strict, "it differs from the page's in nothing else");
    }

    #[test]
    fn the_script_has_a_place_for_the_examples() {
        let script = read(&Workspace::find().root.join(SCRIPT)).expect("embed.js is there");
        assert_eq!(script.matches(PLACE).count(), 1);
    }
}
