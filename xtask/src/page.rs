//! index.html without Trunk: the quick way for `serve`.
//!
//! Trunk takes longer to compile than the whole program, and only `dist` needs what it does well
//! (hashed names, integrity). The marks in index.html are Trunk's; this reads the few that we use
//! and refuses any other, so that the two ways cannot drift apart unseen.

use std::fs;
use std::path::Path;

use crate::progress::{Failure, Outcome, While};
use crate::workspace::{Workspace, read};

const START: &str = "\
import init from './viewer.js';
await init({ module_or_path: './viewer_bg.wasm' });
";

/// What Trunk's `data-loader-shim` writes for a worker.
pub const WORKER_LOADER: &str = "\
import init from './worker.js';
await init();
";

/// Writes the page and the files that it names into `folder`.
pub fn write(workspace: &Workspace, folder: &Path) -> Outcome {
    let source = read(&workspace.root.join("index.html"))?;
    let page = page_from_source(&source)?;
    for file in &page.files {
        let from = workspace.root.join(file);
        let to = folder.join(file_name(file));
        fs::copy(&from, to)
            .while_doing(format_args!("copy {}, which index.html names", from.display()))?;
    }
    fs::write(folder.join("start.js"), START)
        .and_then(|()| fs::write(folder.join("index.html"), page.html))
        .while_doing(format_args!("write into {}", folder.display()))
}

#[derive(Debug)]
struct Page {
    html: String,
    files: Vec<String>,
}

fn page_from_source(source: &str) -> Outcome<Page> {
    let mut page = Page { html: String::new(), files: Vec::new() };
    let mut rest = source;
    while let Some(start) = rest.find("<link data-trunk") {
        let (before, link) = rest.split_at(start);
        let end =
            link.find('>').ok_or_else(|| Failure::new("a link in index.html does not end"))?;
        page.html.push_str(before);
        page.add_link(&link[..=end])?;
        rest = &link[end + 1..];
    }
    page.html.push_str(rest);
    if page.html.contains("data-trunk") {
        return Err(Failure::new(
            "index.html: write `<link data-trunk …>`, with data-trunk first; `serve` reads only that",
        ));
    }
    Ok(page)
}

impl Page {
    fn add_link(&mut self, link: &str) -> Outcome {
        let href = attribute(link, "href").unwrap_or_default();
        let name = file_name(href);
        match attribute(link, "rel") {
            Some("css") => {
                self.html.push_str(&format!("<link rel=\"stylesheet\" href=\"./{name}\">"))
            }
            Some("icon") => self.html.push_str(&format!("<link rel=\"icon\" href=\"./{name}\">")),
            Some("copy-file") => {}
            // The viewer is started by a script, the worker by the viewer.
            Some("rust") if attribute(link, "data-type") == Some("worker") => return Ok(()),
            Some("rust") => {
                self.html.push_str("<script type=\"module\" src=\"./start.js\"></script>");
                return Ok(());
            }
            other => {
                return Err(Failure::new(format!(
                    "index.html: `serve` does not know rel=\"{}\"",
                    other.unwrap_or("")
                )));
            }
        }
        self.files.push(href.to_owned());
        Ok(())
    }
}

fn attribute<'a>(link: &'a str, name: &str) -> Option<&'a str> {
    let start = link.find(&format!(" {name}=\""))? + name.len() + 3;
    link[start..].split('"').next()
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_trunk_become_plain_ones() {
        let page = page_from_source(
            "<head>\n<link data-trunk rel=\"css\" href=\"style/main.css\">\n\
             <link data-trunk rel=\"rust\" href=\"Cargo.toml\" data-type=\"main\">\n\
             <link data-trunk rel=\"rust\" href=\"crates/worker/Cargo.toml\" data-type=\"worker\" />\n</head>",
        )
        .expect("a good page");
        assert_eq!(page.files, ["style/main.css"]);
        assert_eq!(
            page.html,
            "<head>\n<link rel=\"stylesheet\" href=\"./main.css\">\n\
             <script type=\"module\" src=\"./start.js\"></script>\n\n</head>"
        );
    }

    #[test]
    fn an_unknown_link_is_refused() {
        let failure = page_from_source("<link data-trunk rel=\"sass\" href=\"a.scss\">")
            .expect_err("sass is unknown");
        assert_eq!(failure.to_string(), "index.html: `serve` does not know rel=\"sass\"");
    }
}
