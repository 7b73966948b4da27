//! A link as a QR code (ISO/IEC 18004), for the cameras of phones.

use crate::browser::address::address_without_hash;
use crate::playback::player::Shown;
use crate::share::address::{Screen, address};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{nothing, paragraph, part};
use fast_qr::{ECL, QRBuilder};
use language::{fill, say};
use leptos::prelude::*;
use sharing::link::Secrets;

/// The longest link that is drawn: from afar a phone reads no smaller modules than those of version 22,
/// 105 to a side, which hold 1003 octets.
const MAX_OCTETS: usize = 1000;

/// The quiet zone around a code, in modules.
const QUIET: usize = 4;

/// Dark and light modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// How many there are to a side.
    size: usize,
    /// Row by row; dark ones are true.
    modules: Vec<bool>,
}

impl Code {
    /// The code of a link; `None` where it is too long to be read from afar.
    pub fn of(link: &str) -> Option<Self> {
        if link.len() > MAX_OCTETS {
            return None;
        }
        // The least redundancy has the largest modules, and nothing is printed over it.
        let drawn = QRBuilder::new(link).ecl(ECL::L).build().ok()?;
        let size = drawn.size;
        let rows = (0..size).map(|row| &drawn[row][..size]);
        let modules = rows.flatten().map(|module| module.value()).collect();
        Some(Self { size, modules })
    }

    /// How many modules are to a side, with the quiet zone.
    fn side(&self) -> usize {
        self.size + 2 * QUIET
    }

    /// All dark modules as the `d` of an SVG path, a run of them a rectangle.
    fn path(&self) -> String {
        let mut path = String::new();
        for (y, row) in self.modules.chunks(self.size).enumerate() {
            let mut x = 0;
            while x < row.len() {
                let run = row[x..].iter().take_while(|module| **module).count();
                if run > 0 {
                    path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
                }
                x += run.max(1);
            }
        }
        path
    }
}

/// The link to what is on the screen as a code, and as text below it.
pub fn view(screen: Screen) -> ErasedView {
    let shown = Shown::of(screen.player);
    let link = Memo::new(move |_| {
        // Read, because a memo that nobody has read yet follows nothing.
        shown.sequence.get();
        shown.step.get();
        screen.composer.draft.read();
        screen.world.form.read();
        screen.composer.client.track();
        address(screen, Secrets::LeaveOut)
    });
    let content = move || {
        Some(match (reach(&address_without_hash()), link.get()) {
            (Reach::Disk, _) => told(say(texts::CODE_OF_A_FILE).to_owned()),
            (_, Err(too_long)) => told(too_long),
            (reach, Ok(link)) => match Code::of(&link) {
                Some(code) => drawn(&code, link, reach),
                None => {
                    let characters = link.len();
                    told(fill!(texts::CODE_IS_TOO_LONG, characters, most = MAX_OCTETS))
                }
            },
        })
    };
    view! { <div class="code" role="status">{part(content)}</div> }.erased()
}

fn told(why: String) -> ErasedView {
    paragraph("code-told", why.erased())
}

fn drawn(code: &Code, link: String, reach: Reach) -> ErasedView {
    let side = code.side().to_string();
    let view_box = ["0 0 ", &side, " ", &*side].concat();
    let only_here = match reach {
        Reach::ThisMachine => told(say(texts::CODE_OF_THIS_MACHINE).to_owned()),
        Reach::Disk | Reach::Network => nothing(),
    };
    view! {
        {only_here}
        <svg class="code-drawn" role="img" aria-label=say(texts::CODE_OF_LINK)
            {..leptos::attr::custom::custom_attribute("viewBox", view_box)}>
            <rect width=side.clone() height=side></rect>
            <path d=code.path()></path>
        </svg>
        <p class="code-link" translate="no">{link}</p>
    }
    .erased()
}

/// From where a page can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// From this machine's disk.
    Disk,
    /// From this machine's own server.
    ThisMachine,
    /// From wherever its server is reached.
    Network,
}

/// From where a phone could open this address.
fn reach(address: &str) -> Reach {
    let Some((_, rest)) =
        address.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))
    else {
        return Reach::Disk;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(literal) => literal.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_local = host == "localhost"
        || host.ends_with(".localhost")
        || host == "::1"
        || (host.starts_with("127.") && host.split('.').count() == 4);
    if is_local { Reach::ThisMachine } else { Reach::Network }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a decoder that is not ours reads of a code, drawn with so many pixels to a module.
    fn decoded(code: &Code, px: usize) -> String {
        let side = code.side();
        let is_dark = |x: usize, y: usize| {
            let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < code.size);
            match (inside(x), inside(y)) {
                (Some(x), Some(y)) => code.modules[y * code.size + x],
                _ => false,
            }
        };
        let grey = |x: usize, y: usize| if is_dark(x / px, y / px) { 0 } else { 255 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * px, side * px, grey);
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1, "one code is found");
        grids[0].decode().expect("it is read").1
    }

    #[test]
    fn a_link_is_read_back_by_a_decoder_that_is_not_ours() {
        for link in [
            "https://example.org/roundtrip/#v1.nTisAI2MIQqEQBRA_StsWRa2bdwb-GEx2QziBbzAMAw4os7HGcH"
                .to_owned(),
            format!("https://example.org/#v1.{}", "aB3-_".repeat(195)),
            "http://x/#v1.a".to_owned(),
        ] {
            let code = Code::of(&link).expect("it has room");
            assert_eq!(decoded(&code, 4), link);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn every_link_that_has_room_is_read_back(rest in "[A-Za-z0-9_.&=-]{1,900}") {
            let link = format!("https://example.org/#v1.{rest}");
            let code = Code::of(&link).expect("it has room");
            prop_assert_eq!(decoded(&code, 3), link);
        }
    }

    #[test]
    fn a_longer_link_is_not_drawn() {
        assert!(Code::of(&"x".repeat(MAX_OCTETS)).is_some());
        assert_eq!(Code::of(&"x".repeat(MAX_OCTETS + 1)), None);
    }

    #[test]
    fn the_path_has_each_dark_module_once() {
        let code = Code::of("https://example.org/#v1.abc").expect("it has room");
        let runs = code.path();
        let n_dark: usize = runs
            .split('M')
            .filter_map(|run| run.split_once('h')?.1.split_once('v')?.0.parse::<usize>().ok())
            .sum();
        assert_eq!(n_dark, code.modules.iter().filter(|module| **module).count());
    }

    #[test]
    fn whom_a_phone_cannot_reach_is_told() {
        let check = |address: &str, expected| assert_eq!(reach(address), expected, "{address}");
        check("file:///home/ada/roundtrip.html", Reach::Disk);
        check("blob:null/1", Reach::Disk);
        check("http://127.0.0.1:8080/", Reach::ThisMachine);
        check("http://localhost/", Reach::ThisMachine);
        check("http://[::1]:8080/", Reach::ThisMachine);
        check("https://127.example.org/", Reach::Network);
        check("http://192.168.1.7:8080/", Reach::Network);
        check("https://example.org/roundtrip/", Reach::Network);
    }
}
