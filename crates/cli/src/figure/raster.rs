//! Pictures in dots, of SVG documents: PNG (ISO/IEC 15948) and GIF (GIF89a).
//!
//! Text is drawn in the DejaVu fonts, which are part of the command: the same picture comes out on
//! every machine, also where no font is installed. What DejaVu has no glyph for stays empty.

use crate::input_error::InputError;
use gif::{DisposalMethod, Encoder, Frame, Repeat};
use resvg::tiny_skia::{Color, Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{self, Tree};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// More dots than these take too much memory, and no slide shows them.
const DOTS_MAX: u64 = 60_000_000;
/// So many in all pictures of a GIF take a minute.
const GIF_DOTS_MAX: u64 = 2_000_000_000;
/// A GIF has its size in 16 bits.
const GIF_SIDE_MAX: u32 = u16::MAX as u32;

static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    for font in [
        dejavu::sans::regular(),
        dejavu::sans::bold(),
        dejavu::sans_mono::regular(),
        dejavu::sans_mono::bold(),
    ] {
        fonts.load_font_data(font.to_vec());
    }
    Arc::new(fonts)
});

/// A document, drawn with so many dots for each CSS pixel.
pub fn drawn(svg: &str, dots_per_px: f32) -> Result<Pixmap, InputError> {
    let tree = tree(svg);
    let sides = [tree.size().width(), tree.size().height()];
    drawn_as(&tree, dots_per_px, sides.map(|side| (side * dots_per_px).ceil() as u32))
}

/// What of it lies in so many dots, from its upper left corner on.
pub fn drawn_on(svg: &str, dots_per_px: f32, dots: [u32; 2]) -> Result<Pixmap, InputError> {
    drawn_as(&tree(svg), dots_per_px, dots)
}

fn tree(svg: &str) -> Tree {
    let options = usvg::Options { fontdb: Arc::clone(&FONTS), ..usvg::Options::default() };
    Tree::from_str(svg, &options).expect("what is drawn here is an SVG of ours")
}

fn drawn_as(
    tree: &Tree,
    dots_per_px: f32,
    [width, height]: [u32; 2],
) -> Result<Pixmap, InputError> {
    let is_fit = u64::from(width) * u64::from(height) <= DOTS_MAX;
    let drawing = if is_fit { Pixmap::new(width, height) } else { None };
    let mut drawing = drawing.ok_or_else(|| {
        InputError::new(format!(
            "this picture would have {width} by {height} dots, which is too much; take a level that \
             shows less, e.g. --level story, or --format svg"
        ))
    })?;
    // Where a side is no whole number of dots, the last one is ground too.
    drawing.fill(Color::from_rgba8(0xfb, 0xfb, 0xfa, 0xff));
    let scale = Transform::from_scale(dots_per_px, dots_per_px);
    resvg::render(tree, scale, &mut drawing.as_mut());
    Ok(drawing)
}

/// A drawing as PNG.
pub fn png(drawing: &Pixmap) -> Vec<u8> {
    drawing.encode_png().expect("a drawing always encodes")
}

/// Drawings of one size as GIF, over and over: how long each stays, in hundredths of a second, and
/// what draws it. Of each but the first, only the part is written that differs.
///
/// Each is drawn twice, for the palette and to be written, so that two are in memory at a time.
pub fn gif(
    delays: &[u16],
    draw: impl Fn(usize) -> Result<Pixmap, InputError>,
) -> Result<Vec<u8>, InputError> {
    let first = draw(0)?;
    let (width, height) = (first.width(), first.height());
    let n_dots = u64::from(width) * u64::from(height) * delays.len() as u64;
    if width.max(height) > GIF_SIDE_MAX || n_dots > GIF_DOTS_MAX {
        return Err(InputError::new(format!(
            "this would be {} pictures of {width} by {height} dots, which is too much; take a level that \
             shows less, e.g. --level story, or --format svg",
            delays.len()
        )));
    }
    let palette = Palette::of(delays.len(), &draw)?;
    let mut octets = Vec::new();
    let mut encoder = Encoder::new(&mut octets, width as u16, height as u16, &palette.octets())
        .expect("memory takes whatever is written");
    encoder.set_repeat(Repeat::Infinite).expect("memory takes whatever is written");
    let mut write = |frame: &Frame| {
        encoder.write_frame(frame).expect("memory takes whatever is written");
    };
    let mut frame = changed_part(None, &first, &palette).expect("the first one is new");
    frame.delay = delays[0];
    let mut before = first;
    for (at, delay) in delays.iter().enumerate().skip(1) {
        let now = draw(at)?;
        match changed_part(Some(&before), &now, &palette) {
            // Pictures that are alike are one.
            None => frame.delay = frame.delay.saturating_add(*delay),
            Some(next) => {
                write(&frame);
                frame = Frame { delay: *delay, ..next };
            }
        }
        before = now;
    }
    write(&frame);
    drop(encoder);
    Ok(octets)
}

/// The smallest rectangle in which a picture differs from the one before; none where it does not.
fn changed_part(
    before: Option<&Pixmap>,
    now: &Pixmap,
    palette: &Palette,
) -> Option<Frame<'static>> {
    let rows: Vec<u32> = changed_rows(before, now).collect();
    let [mut left, mut right] = [now.width(), 0];
    for y in &rows {
        let differs =
            |x: &u32| before.is_none_or(|before| before.pixel(*x, *y) != now.pixel(*x, *y));
        left = (0..left).find(differs).unwrap_or(left);
        right = (right..now.width()).rfind(differs).unwrap_or(right);
    }
    let (top, bottom) = (rows.first()?, rows.last()?);
    let columns = left as usize..right as usize + 1;
    let pixels: Vec<u8> =
        (*top..=*bottom).flat_map(|y| palette.indices(&row(now, y)[columns.clone()])).collect();
    let [width, height] = [right - left + 1, bottom - top + 1].map(|side| side as u16);
    Some(Frame {
        left: left as u16,
        top: *top as u16,
        dispose: DisposalMethod::Keep,
        ..Frame::from_indexed_pixels(width, height, pixels, None)
    })
}

/// The rows in which a picture differs from the one before, from above.
fn changed_rows(before: Option<&Pixmap>, now: &Pixmap) -> impl Iterator<Item = u32> {
    (0..now.height()).filter(move |y| before.is_none_or(|before| row(before, *y) != row(now, *y)))
}

fn row(drawing: &Pixmap, y: u32) -> &[PremultipliedColorU8] {
    let width = drawing.width() as usize;
    &drawing.pixels()[y as usize * width..][..width]
}

type Colour = [u8; 3];

/// The 256 colours that are drawn most; every other one is shown as the nearest of them.
struct Palette {
    colours: Vec<Colour>,
    index_of: BTreeMap<Colour, u8>,
}

impl Palette {
    fn of(
        n_drawings: usize,
        draw: impl Fn(usize) -> Result<Pixmap, InputError>,
    ) -> Result<Self, InputError> {
        let mut counts: BTreeMap<Colour, u64> = BTreeMap::new();
        let mut before = None;
        for at in 0..n_drawings {
            let now = draw(at)?;
            for y in changed_rows(before.as_ref(), &now) {
                for run in row(&now, y).chunk_by(|one, other| one == other) {
                    *counts.entry(colour(run[0])).or_default() += run.len() as u64;
                }
            }
            before = Some(now);
        }
        let mut by_count: Vec<(Colour, u64)> = counts.iter().map(|(c, n)| (*c, *n)).collect();
        by_count.sort_by_key(|(colour, n)| (Reverse(*n), *colour));
        let colours: Vec<Colour> = by_count.iter().take(256).map(|(colour, _)| *colour).collect();
        let nearest = |colour: &Colour| {
            let distance = |other: &Colour| {
                let parts = colour.iter().zip(other);
                parts.map(|(a, b)| (i32::from(*a) - i32::from(*b)).pow(2)).sum::<i32>()
            };
            let nearest = (0..colours.len()).min_by_key(|index| distance(&colours[*index]));
            nearest.expect("something is drawn") as u8
        };
        let index_of = counts.keys().map(|colour| (*colour, nearest(colour))).collect();
        Ok(Self { colours, index_of })
    }

    fn octets(&self) -> Vec<u8> {
        self.colours.concat()
    }

    fn indices(&self, dots: &[PremultipliedColorU8]) -> Vec<u8> {
        let mut indices = Vec::with_capacity(dots.len());
        for run in dots.chunk_by(|one, other| one == other) {
            indices.resize(indices.len() + run.len(), self.index_of[&colour(run[0])]);
        }
        indices
    }
}

/// The ground of a figure is opaque, so nothing is premultiplied.
fn colour(dot: PremultipliedColorU8) -> Colour {
    [dot.red(), dot.green(), dot.blue()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(fill: &str) -> Pixmap {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\">\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\
             <rect x=\"5\" y=\"2\" width=\"4\" height=\"3\" fill=\"{fill}\"/></svg>"
        );
        drawn(&svg, 1.0).expect("it is small")
    }

    #[test]
    fn a_gif_holds_what_changes_and_pictures_that_are_alike_once() {
        let fills = ["#f00", "#f00", "#00f"];
        let octets = gif(&[10, 20, 5], |at| Ok(drawing(fills[at]))).expect("it is small");
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut read = options.read_info(&*octets).expect("it is a GIF");
        let mut frames = Vec::new();
        while let Some(frame) = read.read_next_frame().expect("it is whole") {
            let Frame { left, top, width, height, delay, .. } = *frame;
            frames.push((left, top, width, height, delay, frame.buffer[..4].to_vec()));
        }
        let white = vec![255, 255, 255, 255];
        let blue = vec![0, 0, 255, 255];
        assert_eq!(frames, [(0, 0, 20, 10, 30, white), (5, 2, 4, 3, 5, blue)]);
    }

    #[test]
    fn text_is_drawn_where_no_font_is_installed() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\">\
                   <text x=\"2\" y=\"15\" font-family=\"nothing,'DejaVu Sans'\" font-size=\"14\">ab</text></svg>";
        let drawing = drawn(svg, 2.0).expect("it is small");
        assert_eq!((drawing.width(), drawing.height()), (80, 40));
        assert!(drawing.pixels().iter().any(|dot| colour(*dot) == [0, 0, 0]));
    }

    #[test]
    fn too_many_dots_are_told() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9000\" height=\"9000\"/>";
        let told = drawn(svg, 1.0).expect_err("that is too much").to_string();
        assert!(told.contains("9000 by 9000 dots"), "{told}");
    }
}
