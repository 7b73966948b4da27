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
        fs::copy(entry.path(), folder.join(entry.file_name()))
            .while_doing(format_args!("copy {}", entry.path().display()))?;
    }
    fs::write(folder.join("start.js"), START).while_doing("write the start script")
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
    if html.contains("<style") || html.contains(" style=") {
        return Err(Failure::new("index.html holds an inline style, which its own policy forbids"));
    }
    Ok(html.replace(ASSETS, assets))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<link rel=\"modulepreload\" href=\"./ASSETS/viewer.js\">\
         <link rel=\"preload\" href=\"./ASSETS/viewer_bg.wasm\">\
         <script type=\"module\" src=\"./ASSETS/start.js\"></script>";

    #[test]
    fn the_folder_takes_the_place_of_its_mark() {
        let html = with_assets(PAGE, "abc").expect("a good page");
        assert!(html.contains("src=\"./abc/start.js\""), "{html}");
        assert!(!html.contains(ASSETS), "{html}");
    }

    #[test]
    fn a_page_that_starts_nothing_is_refused() {
        let failure = with_assets("<head></head>", "abc").expect_err("no script");
        assert_eq!(failure.to_string(), "index.html does not name ./ASSETS/start.js");
    }

    #[test]
    fn an_inline_style_is_refused() {
        assert!(with_assets(&format!("{PAGE}<p style=\"x\">"), "abc").is_err());
    }
}
