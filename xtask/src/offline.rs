//! What the published page is installed with and kept by, for use without a network: manifest, icons,
//! and the service worker with its list of files.

use std::fs;
use std::path::Path;

use crate::folder::{files, files_beside};
use crate::lessons::LESSONS;
use crate::page::{MANIFEST, Page, SERVICE_WORKER, WORKER_LOADER};
use crate::progress::{Failure, Outcome, While, run};
use crate::setup::Tools;
use crate::shrink;
use crate::whole::WHOLE;
use crate::workspace::{Workspace, read};

/// Where the manifest has the folder of the icons.
const ASSETS: &str = "{assets}";

/// What of the assets is not kept: what only frames, and pages without scripts, ask for.
const LEFT_OUT: [&str; 3] = [WHOLE, "embed.js", "embed.css"];

/// The languages that are not kept: one is in the program, and one is nobody's.
const UNKEPT_LANGUAGES: [&str; 2] = ["en", "en-XA"];

/// Draws the icons of the installed page into `assets`.
pub fn write_icons(workspace: &Workspace, tools: &Tools, assets: &Path) -> Outcome {
    let mut command = tools.of_cli(workspace, "icons");
    run(command.arg(workspace.root.join("style/icon.svg")).arg(assets))
}

/// Writes the manifest into `dist`, where the icons are in the folder `assets`.
pub fn write_manifest(workspace: &Workspace, dist: &Path, assets: &str) -> Outcome {
    let manifest = read(&workspace.root.join("style").join(MANIFEST))?;
    let manifest = manifest.replace(ASSETS, assets);
    fs::write(dist.join(MANIFEST), manifest).while_doing("write the manifest")
}

/// Tells the service worker in `dist` which files to keep.
pub fn write_list(
    workspace: &Workspace,
    tools: &Tools,
    page: &Page,
    build_id: &str,
    (dist, assets): (&Path, &str),
) -> Outcome {
    // Anew: without its list, little of the script would be left once it was made small.
    let (from, to) = (workspace.root.join(SERVICE_WORKER), dist.join(SERVICE_WORKER));
    fs::copy(&from, to).while_doing(format_args!("copy {}", from.display()))?;
    let mut command = tools.cargo(workspace);
    command.args(["run", "--quiet", "--locked", "--release", "--package", "xtask"]);
    command.args(["--features", "compress", "--bin", "kept_files", "--"]).arg(dist);
    run(command.args(addresses(page, build_id, dist, assets)?))?;
    shrink::minify(workspace, tools, dist, &[dist.join(SERVICE_WORKER)])
}

/// The addresses of what the page is made of, as it asks for them.
fn addresses(page: &Page, build_id: &str, dist: &Path, assets: &str) -> Outcome<Vec<String>> {
    let base = format!("./{assets}/");
    let start = page.start_address(&base);
    let mut addresses = vec!["./".to_owned()];
    for path in files_beside(&dist.join(assets))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let address = format!("{base}{name}");
        if name.ends_with(".png") || LEFT_OUT.contains(&&*name) {
            continue;
        }
        addresses.push(match start.split('?').next() == Some(&address) {
            true => start.clone(),
            false => address,
        });
    }
    let [script, module] = page.worker().files();
    for name in [WORKER_LOADER, &script, &module] {
        addresses.push(format!("./{name}?{build_id}"));
    }
    addresses.push(format!("./{LESSONS}"));
    for path in files(&dist.join("languages"))? {
        let beside = path.strip_prefix(dist).unwrap_or(&path);
        let parts: Vec<_> = beside.iter().map(|part| part.to_string_lossy()).collect();
        if let [_, code, _] = &*parts
            && !UNKEPT_LANGUAGES.contains(&&**code)
        {
            addresses.push(format!("./{}", parts.join("/")));
        }
    }
    match addresses.contains(&start) {
        true => Ok(addresses),
        false => Err(Failure::new(format!("{start} is not among the assets"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_says_what_a_browser_asks_for_to_install_the_page() {
        let manifest =
            read(&Workspace::find().root.join("style").join(MANIFEST)).expect("it is there");
        for needed in [
            "\"id\": \"./\"",
            "\"start_url\": \"./\"",
            "\"scope\": \"./\"",
            "\"display\": \"standalone\"",
            "\"sizes\": \"192x192\"",
            "\"sizes\": \"512x512\"",
            "\"purpose\": \"maskable\"",
        ] {
            assert!(manifest.contains(needed), "{needed} is not in {manifest}");
        }
        assert_eq!(manifest.matches(ASSETS).count(), 4, "each icon says its folder");
    }

    #[test]
    fn the_service_worker_has_a_place_for_its_list_and_no_build() {
        let script = read(&Workspace::find().root.join(SERVICE_WORKER)).expect("it is there");
        for place in ["const BUILD = \"\";", "/* FILES */"] {
            assert_eq!(script.matches(place).count(), 1, "{place}");
        }
    }

    #[test]
    fn what_is_kept_is_what_the_page_asks_for_as_it_asks() {
        let workspace = Workspace::find();
        let page = Page::read(&workspace).expect("a good page");
        let dist = std::env::temp_dir().join(format!("roundtrip-kept-{}", std::process::id()));
        for name in [
            "a/start.js",
            "a/viewer.js",
            "a/whole.js",
            "a/icon-192.png",
            "a/examples/x.svg",
            "languages/en/viewer.txt",
            "languages/de/viewer.txt",
            "demo/users.json",
        ] {
            let path = dist.join(name);
            fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
            fs::write(path, "").expect("a file");
        }
        let addresses = addresses(&page, "7", &dist, "a");
        fs::remove_dir_all(&dist).expect("it is ours");
        assert_eq!(
            addresses.expect("a good list"),
            [
                "./",
                "./a/start.js?js=viewer.js&wasm=viewer_bg.wasm",
                "./a/viewer.js",
                "./worker_loader.js?7",
                "./worker.js?7",
                "./worker_bg.wasm?7",
                "./lessons.json",
                "./languages/de/viewer.txt",
            ]
        );
    }
}
