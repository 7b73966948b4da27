//! A page with what it needs: style, script, images. They are kept in files, not in the database.

use core::time::Duration;

/// What the page needs first, as a field value of Link (RFC 8288 §3).
pub(crate) const HINT: &str = "</page/style.css>; rel=preload; as=style";

/// How long the slow page takes to make: chosen.
pub(crate) const SLOW_WORK: Duration = Duration::from_millis(150);

/// A file that is sent as it is.
#[derive(Debug)]
pub(crate) struct File {
    /// Where it is found.
    pub path: &'static str,
    /// The value of Content-Type.
    pub media_type: &'static str,
    /// The content.
    pub octets: &'static [u8],
}

impl File {
    /// The last segment of its path.
    pub fn name(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }
}

/// The page first, then what it asks for, in the order in which it does.
pub(crate) static FILES: [File; 9] = [
    File {
        path: "/page",
        media_type: "text/html; charset=utf-8",
        octets: include_bytes!("../page/index.html"),
    },
    File {
        path: "/page/style.css",
        media_type: "text/css; charset=utf-8",
        octets: include_bytes!("../page/style.css"),
    },
    File {
        path: "/page/app.js",
        media_type: "text/javascript; charset=utf-8",
        octets: include_bytes!("../page/app.js"),
    },
    File {
        path: "/page/logo.svg",
        media_type: "image/svg+xml",
        octets: include_bytes!("../page/logo.svg"),
    },
    image("/page/red.png", include_bytes!("../page/red.png")),
    image("/page/amber.png", include_bytes!("../page/amber.png")),
    image("/page/green.png", include_bytes!("../page/green.png")),
    image("/page/blue.png", include_bytes!("../page/blue.png")),
    image("/page/violet.png", include_bytes!("../page/violet.png")),
];

/// A text that is worth being fetched in parts.
pub(crate) static GUIDE: File = File {
    path: "/guide.txt",
    media_type: "text/plain; charset=utf-8",
    octets: include_bytes!("../page/guide.txt"),
};

/// When it was written: Mon, 03 Nov 2025 08:00:00 GMT.
pub(crate) const GUIDE_WRITTEN_AT: u64 = 1_762_156_800;

/// Whether a file is found there.
pub(crate) fn is_file(path: &str) -> bool {
    FILES.iter().any(|file| file.path == path)
}

const fn image(path: &'static str, octets: &'static [u8]) -> File {
    File { path, media_type: "image/png", octets }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_asks_for_the_other_files() {
        let [page, others @ ..] = &FILES;
        let html = str::from_utf8(page.octets).expect("HTML is text");
        let places = others.iter().map(|file| html.find(&format!("\"{}\"", file.path)));
        let places: Vec<usize> = places.map(|place| place.expect("it asks for it")).collect();
        assert!(places.is_sorted());
        assert!(HINT.contains(&format!("<{}>", FILES[1].path)), "the hint names the first");
        assert_eq!(html.matches("\"/page/").count(), others.len(), "and for no more");
    }
}
