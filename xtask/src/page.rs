//! The page around the programs: what index.html names, copied into a folder, and index.html as it
//! is published.

use std::fs;
use std::path::{Path, PathBuf};

use crate::index::{Asset, Index, Program};
use crate::progress::{Failure, Outcome, While};
use crate::shell_words::with_words;
use crate::workspace::{Workspace, read};

/// What everything that becomes markup goes through: it must be there before any other script.
const POLICY: &str = "policy.js";

/// What the worker starts with. It stands beside index.html, as the worker's own files do.
pub const WORKER_LOADER: &str = "worker_loader.js";

/// What keeps the page for use without a network. It can answer for what stands beside it or within.
pub const SERVICE_WORKER: &str = "service_worker.js";

/// What says how the page is installed.
pub const MANIFEST: &str = "manifest.json";

/// What the links that have files loaded early follow.
const CHARSET: &str = "<meta charset=\"utf-8\">";

pub struct Page<'a> {
    workspace: &'a Workspace,
    pub index: Index,
    /// What starts the viewer, and what has its files loaded early: Trunk's own patterns.
    start: String,
    preload: String,
    /// The files of the viewer that lead from Send to the steps, if it is cut.
    pub steps: Vec<String>,
    /// How many octets the first part of the viewer has, once that is known.
    pub n_first_octets: u64,
    /// Whether it can be installed: then it names its manifest.
    pub is_installable: bool,
}

impl<'a> Page<'a> {
    pub fn read(workspace: &'a Workspace) -> Outcome<Self> {
        let settings = read(&workspace.root.join("Trunk.toml"))?;
        Ok(Self {
            workspace,
            index: Index::read(workspace)?,
            start: pattern(&settings, "pattern_script")?,
            preload: pattern(&settings, "pattern_preload")?,
            steps: Vec::new(),
            n_first_octets: 0,
            is_installable: false,
        })
    }

    pub fn viewer(&self) -> &Program {
        self.index.viewer()
    }

    pub fn worker(&self) -> &Program {
        self.index.worker()
    }

    /// Writes what index.html names beside the programs: files into `assets`, folders into `root`.
    pub fn write_assets(&self, root: &Path, assets: &Path) -> Outcome {
        for asset in self.index.assets() {
            match asset {
                Asset::Script { path }
                | Asset::Style { path, .. }
                | Asset::Icon { path }
                | Asset::File { path } => {
                    let from = self.workspace.root.join(path);
                    let is_at_root = [WORKER_LOADER, SERVICE_WORKER].contains(&&**path);
                    let folder = if is_at_root { root } else { assets };
                    fs::copy(&from, folder.join(name(path)))
                        .while_doing(format_args!("copy {}", from.display()))?;
                }
                Asset::Folder { path } => {
                    copy_folder(&self.workspace.root.join(path), &root.join(name(path)))?;
                }
                Asset::Program(_) => {}
            }
        }
        Ok(())
    }

    /// Makes one of the style sheets in `assets` that apply at the same time.
    pub fn join_styles(&mut self, assets: &Path) -> Outcome {
        for paths in self.index.join_styles() {
            let files = paths.iter().map(|path| assets.join(name(path))).collect::<Vec<_>>();
            let styles: Vec<String> =
                files.iter().map(|file| read(file)).collect::<Outcome<_>>()?;
            for file in &files {
                fs::remove_file(file).while_doing(format_args!("remove {}", file.display()))?;
            }
            fs::write(&files[0], styles.concat())
                .while_doing(format_args!("write {}", files[0].display()))?;
        }
        Ok(())
    }

    /// Writes index.html into `root`; the other files are in the folder `assets` there.
    pub fn write_index(&self, root: &Path, assets: &str) -> Outcome {
        fs::write(root.join("index.html"), self.html(assets)?).while_doing("write index.html")
    }

    fn html(&self, assets: &str) -> Outcome<String> {
        let base = format!("./{assets}/");
        let html = self.index.html(|asset| self.markup(asset, &base));
        let html = self.with_files(html, &base);
        let html = with_words(self.workspace, &html)?;
        let early = format!("{CHARSET}\n{}", self.preloads(&base));
        let mut html = html.replacen(CHARSET, &early, 1);
        if self.is_installable {
            let link = format!("<link rel=\"manifest\" href=\"./{MANIFEST}\">\n</head>");
            html = html.replacen("</head>", &link, 1);
        }
        check_policy(&html, &base)?;
        Ok(html)
    }

    /// Has all that the first screen needs sent for at once. Behind a policy that stands in the page
    /// Chromium looks no further than the next script, and so would need a round trip for each.
    fn preloads(&self, base: &str) -> String {
        let first = self.index.assets().filter_map(|asset| match asset {
            Asset::Script { path } => Some((name(path), "script")),
            Asset::Style { path, media: None } => Some((name(path), "style")),
            _ => None,
        });
        let mut links: String = first
            .map(|(name, kind)| {
                format!("<link rel=\"preload\" href=\"{base}{name}\" as=\"{kind}\">\n")
            })
            .collect();
        let start = self.start_address(base);
        links += &format!("<link rel=\"modulepreload\" href=\"{start}\">\n");
        links + &with_names(&self.preload, base, self.viewer())
    }

    /// The address of the script that starts the viewer.
    pub fn start_address(&self, base: &str) -> String {
        let start = self.start_script(base);
        start.split('"').find(|text| text.starts_with(base)).unwrap_or_default().to_owned()
    }

    fn start_script(&self, base: &str) -> String {
        let steps: String = self.steps.iter().map(|file| format!("&steps={file}")).collect();
        let octets = match self.n_first_octets {
            0 => String::new(),
            n_octets => format!("&octets={n_octets}"),
        };
        let start = with_names(&self.start, base, self.viewer());
        start.replacen("&wasm=", &format!("{octets}{steps}&wasm="), 1)
    }

    /// The page's own markup names files as if they stood beside it, where Trunk puts them.
    fn with_files(&self, html: String, base: &str) -> String {
        self.index.assets().fold(html, |html, asset| match asset {
            Asset::File { path } => {
                html.replace(&format!("\"./{}\"", name(path)), &format!("\"{base}{}\"", name(path)))
            }
            _ => html,
        })
    }

    /// How the published page names an asset.
    pub fn markup(&self, asset: &Asset, base: &str) -> String {
        match asset {
            Asset::Script { path } => {
                format!("<script src=\"{base}{}\"></script>", name(path))
            }
            Asset::Style { path, media } => {
                let media = media.as_ref().map(|media| format!(" media=\"{media}\""));
                let media = media.unwrap_or_default();
                format!("<link rel=\"stylesheet\" href=\"{base}{}\"{media}>", name(path))
            }
            Asset::Icon { path } => format!("<link rel=\"icon\" href=\"{base}{}\">", name(path)),
            Asset::Program(program) if program == self.viewer() => self.start_script(base),
            Asset::File { .. } | Asset::Folder { .. } | Asset::Program(_) => String::new(),
        }
    }
}

/// Writes what the worker starts with anew, so that it knows how many octets its module has, and by
/// that how much of it has come. Says where it is.
pub fn tell_loader_size(workspace: &Workspace, page: &Page, folder: &Path) -> Outcome<PathBuf> {
    let [_, module] = page.worker().files();
    let module = folder.join(module);
    let size = fs::metadata(&module).while_doing(format_args!("measure {}", module.display()))?;
    let loader = folder.join(WORKER_LOADER);
    let script = read(&workspace.root.join(WORKER_LOADER))?;
    let told = script.replacen("N_OCTETS = 0", &format!("N_OCTETS = {}", size.len()), 1);
    if told == script {
        return Err(Failure::new(format!("{WORKER_LOADER} has no place for N_OCTETS")));
    }
    fs::write(&loader, told).while_doing(format_args!("write {}", loader.display()))?;
    Ok(loader)
}

/// The text in single quotes that Trunk.toml calls `name`.
fn pattern(settings: &str, name: &str) -> Outcome<String> {
    let line = settings.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_prefix('='));
    line.and_then(|value| value.trim().strip_prefix('\'')?.strip_suffix('\''))
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("Trunk.toml has no line {name} = '…'")))
}

fn with_names(pattern: &str, base: &str, viewer: &Program) -> String {
    let [js, wasm] = viewer.files();
    pattern.replace("{base}", base).replace("{js}", &js).replace("{wasm}", &wasm)
}

/// The last part of a path.
pub fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn copy_folder(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to).while_doing(format_args!("make {}", to.display()))?;
    let entries = fs::read_dir(from).while_doing(format_args!("list {}", from.display()))?;
    for entry in entries.flatten() {
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

/// The Content-Security-Policy comes before whatever it governs, and the policy for markup before
/// every other script; only what has our own files loaded early precedes them. Nothing is in the page
/// that the former forbids.
pub fn check_policy(html: &str, base: &str) -> Outcome {
    let refuse = |why: &str| Err(Failure::new(format!("index.html: {why}")));
    let Some((before, rest)) = html.split_once("<meta http-equiv=\"Content-Security-Policy\"")
    else {
        return refuse("there is no Content-Security-Policy");
    };
    let is_early = |link: &str| {
        ["preload", "modulepreload"]
            .iter()
            .any(|kind| link.starts_with(&format!(" rel=\"{kind}\" href=\"{base}")))
    };
    if before.contains("<script") || !before.split("<link").skip(1).all(is_early) {
        return refuse("the Content-Security-Policy must come before scripts and links");
    }
    let first_script = rest.split("<script").nth(1).unwrap_or_default();
    if !first_script.starts_with(&format!(" src=\"{base}{POLICY}\"></script>")) {
        return refuse("policy.js must be the first script, and block");
    }
    if rest.split("<script").skip(1).any(|script| !script.contains(" src=\"./")) {
        return refuse("an inline script, which its own policy forbids");
    }
    if html.contains("<style") || html.contains(" style=") {
        return refuse("an inline style, which its own policy forbids");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"\">\
         <script src=\"./abc/policy.js\"></script>\
         <script type=\"module\" src=\"./abc/start.js?js=viewer.js&wasm=viewer_bg.wasm\"></script>";

    #[test]
    fn the_page_as_it_is_published_names_what_is_in_its_folder() {
        let workspace = Workspace::find();
        let html = Page::read(&workspace).and_then(|page| page.html("abc")).expect("a good page");
        for needed in [
            "<script src=\"./abc/policy.js\"></script>",
            "<link rel=\"icon\" href=\"./abc/icon.svg\">",
            "<link rel=\"stylesheet\" href=\"./abc/tokens.css\">",
            "<link rel=\"stylesheet\" href=\"./abc/world.css\" media=\"not all\">",
            "src=\"./abc/start.js?js=viewer.js&wasm=viewer_bg.wasm\"></script>",
            "<meta charset=\"utf-8\">\n<link rel=\"preload\" href=\"./abc/policy.js\" as=\"script\">",
            "<link rel=\"preload\" href=\"./abc/tokens.css\" as=\"style\">",
            "<link rel=\"modulepreload\" href=\"./abc/start.js?js=viewer.js&wasm=viewer_bg.wasm\">",
            "<link rel=\"modulepreload\" href=\"./abc/viewer.js\">",
        ] {
            assert!(html.contains(needed), "{needed} is not in {html}");
        }
        assert!(!html.contains("steps="), "nothing was cut");
        for left in ["data-trunk", "worker.", "demo", "<!--", "{", "\n\n"] {
            assert!(!html.contains(left), "{left} is in {html}");
        }
    }

    #[test]
    fn a_page_whose_viewer_is_cut_names_what_leads_to_the_steps() {
        let workspace = Workspace::find();
        let mut page = Page::read(&workspace).expect("a good page");
        page.steps = ["chunk_1.wasm", "split_steps.wasm"].map(str::to_owned).to_vec();
        page.n_first_octets = 7;
        let html = page.html("abc").expect("a good page");
        let start = "start.js?js=viewer.js&octets=7&steps=chunk_1.wasm&steps=split_steps.wasm&wasm=viewer_bg.wasm\"></script>";
        assert!(html.contains(start), "{html}");
    }

    #[test]
    fn the_policies_come_first() {
        #[track_caller]
        fn check(html: &str, expected: &str) {
            let failure = check_policy(html, "./abc/").expect_err("a page without its policies");
            assert_eq!(failure.to_string(), format!("index.html: {expected}"));
        }
        assert!(check_policy(HTML, "./abc/").is_ok());
        let (meta, rest) = HTML.split_once('>').expect("a tag ends");
        check(rest, "there is no Content-Security-Policy");
        let early = "<link rel=\"modulepreload\" href=\"./abc/viewer.js\">";
        assert!(check_policy(&format!("{early}{HTML}"), "./abc/").is_ok());
        check(
            &format!("{early}<link rel=\"preload\" href=\"https://a\">{HTML}"),
            "the Content-Security-Policy must come before scripts and links",
        );
        let late = format!("{meta}><script src=\"./a.js\"></script>{rest}");
        check(&late, "policy.js must be the first script, and block");
        check(
            &format!("{HTML}<script>1</script>"),
            "an inline script, which its own policy forbids",
        );
        check(&format!("{HTML}<p style=\"x\">"), "an inline style, which its own policy forbids");
    }

    #[test]
    fn the_policy_of_the_page_is_strict() {
        let root = Workspace::find().root;
        let html = read(&root.join("index.html")).expect("index.html is there");
        for loose in ["unsafe-inline", "'unsafe-eval'", " * ", " *;", "allow-duplicates"] {
            assert!(!html.contains(loose), "index.html allows {loose}");
        }
        for rule in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval';",
            "style-src 'self';",
            "worker-src 'self' blob:;",
            "frame-src 'none';",
            "base-uri 'none'",
            "form-action 'none'",
            "manifest-src 'self'",
            "require-trusted-types-for 'script'",
            "trusted-types default preview\"",
        ] {
            assert!(html.contains(rule), "index.html lacks {rule}");
        }
        let policy = read(&root.join(POLICY)).expect("policy.js is there");
        assert!(policy.len() < 1500, "the policy is {} octets long", policy.len());
    }
}
