//! Draws the page's icon for whoever installs the page: `icons ICON FOLDER`.
//!
//! `cargo xtask dist` runs this; nobody else need.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

/// Of each icon: its file, its side in dots, and how round its ground is, of its side. What a system
/// cuts a shape from is ground to its edges.
const ICONS: [(&str, u32, f64); 3] =
    [("icon-192.png", 192, 0.22), ("icon-512.png", 512, 0.22), ("icon-maskable-512.png", 512, 0.0)];

/// The ground, as in style/manifest.json.
const GROUND: &str = "#fbfbfa";

/// How much of the side the mark takes: it stays within the circle that no system cuts into (Web
/// Application Manifest, "maskable": a radius of two fifths).
const MARK: f64 = 0.56;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let [icon, folder] = &*arguments else {
        eprintln!("icons: name the icon, and the folder to write into");
        return ExitCode::from(2);
    };
    match write_all(Path::new(icon), Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("icons: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write_all(icon: &Path, folder: &Path) -> io::Result<()> {
    let mark = fs::read_to_string(icon)?;
    for (name, side, roundness) in ICONS {
        fs::write(folder.join(name), drawn(&mark, side, roundness)?)?;
    }
    Ok(())
}

/// The mark on its ground, as PNG.
fn drawn(mark: &str, side: u32, roundness: f64) -> io::Result<Vec<u8>> {
    let (edge, size) = (50.0 * (1.0 - MARK), 100.0 * MARK);
    let place = format!("<svg x=\"{edge}\" y=\"{edge}\" width=\"{size}\" height=\"{size}\" ");
    let mark = mark.replacen("<svg ", &place, 1);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\" width=\"{side}\" height=\"{side}\">\
         <rect width=\"100\" height=\"100\" rx=\"{}\" fill=\"{GROUND}\"/>{mark}</svg>",
        100.0 * roundness
    );
    let tree = Tree::from_str(&svg, &Options::default()).map_err(io::Error::other)?;
    let mut drawing =
        Pixmap::new(side, side).ok_or_else(|| io::Error::other("an icon has dots"))?;
    resvg::render(&tree, Transform::identity(), &mut drawing.as_mut());
    drawing.encode_png().map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How opaque the corner of a drawing is, and whether something other than ground is at `at`.
    fn look(png: &[u8], at: u32) -> (u8, bool) {
        let drawing = Pixmap::decode_png(png).expect("it was just drawn");
        let dot = |x, y| drawing.pixel(x, y).expect("it is within").demultiply();
        let ground = dot(2, drawing.height() / 2);
        let is_mark = (0..drawing.height()).any(|y| dot(at, y) != ground);
        (dot(0, 0).alpha(), is_mark)
    }

    #[test]
    fn the_ground_of_what_is_cut_reaches_its_corners_and_the_mark_stays_within() {
        let mark = include_str!("../../../../style/icon.svg");
        let round = drawn(mark, 192, 0.22).expect("it can be drawn");
        assert_eq!(look(&round, 96), (0, true));
        let cut = drawn(mark, 512, 0.0).expect("it can be drawn");
        assert_eq!(look(&cut, 256), (255, true));
        // A tenth from the edge, where the circle ends.
        assert_eq!(look(&cut, 51), (255, false));
        assert_eq!(look(&cut, 460), (255, false));
    }
}
