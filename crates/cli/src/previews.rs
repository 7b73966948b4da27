//! A page for each example, which says what it is before it is opened: whoever is given its address
//! shows a title, a description and a picture, by the Open Graph protocol and by oEmbed 1.0.
//!
//! Those who read such pages run no script and need whole addresses. Where the page will stand is
//! known to nobody but its host, so without a site the pages say what needs no address.

use crate::figure::{Drawn, raster};
use crate::files::write;
use crate::input_error::{InputError, cannot};
use picture::{Level, Sequence, explain, transcript};
use serde_json::json;
use sharing::escape::html as escaped;
use sharing::link::{LinkState, Secrets, link_text};
use sharing::place::Place;
use sharing::snippet::HEIGHT_PX;
use sharing::{Embed, Shown, Site, Snippet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use trace::{BuiltIn, built_in};

/// What those who preview pages show a picture at.
const PICTURE_DOTS: [u32; 2] = [1200, 630];
/// How wide the figure is that is drawn in it, in CSS pixels: its upper part fills the picture.
const FIGURE_WIDTH_PX: u16 = 720;
/// How wide an embed is where its host asks for a size.
const EMBED_WIDTH_PX: u16 = 700;

const NAME: &str = "Roundtrip";
const STYLE_FILE: &str = "preview.css";
const STYLE: &str = "\
:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}\
main{max-width:45rem;margin:2rem auto;padding:0 1rem}iframe{border:0;width:100%}\n";

/// Writes the pages and what they name into a folder beside the page's index.html.
pub fn write_previews(folder: &str, site: Option<&Site>) -> Result<(), InputError> {
    fs::create_dir_all(folder)
        .map_err(|error| InputError::about(folder, cannot("make", &error)))?;
    let put = |name: &str, octets: &[u8]| {
        write(octets, Some(&Path::new(folder).join(name).display().to_string()))
    };
    put(STYLE_FILE, STYLE.as_bytes())?;
    for built_in in built_in() {
        let preview = Preview::new(&built_in);
        let name = built_in.name;
        put(&format!("{name}.html"), preview.page(site).as_bytes())?;
        put(&format!("{name}.figure.svg"), preview.drawn.svg()?.as_bytes())?;
        put(&format!("{name}.png"), &preview.picture()?)?;
        if let Some(site) = site {
            put(&format!("{name}.json"), preview.o_embed(site).as_bytes())?;
        }
    }
    Ok(())
}

struct Preview<'a> {
    built_in: &'a BuiltIn,
    embed: Embed,
    /// What the whole page shows of it.
    link: String,
    drawn: Drawn,
}

impl<'a> Preview<'a> {
    fn new(built_in: &'a BuiltIn) -> Self {
        let state = LinkState::sent(built_in.scenario.clone(), Place::default());
        // What comes along has no secrets but the ones that the simulated service knows.
        let link = link_text(&state, Secrets::Include).expect("what comes along fits a link");
        let trace = engine::simulate(&built_in.scenario);
        Self {
            built_in,
            embed: Embed::new(Shown::Example(built_in.name.to_owned())),
            link,
            drawn: Drawn::new(Sequence::new(Arc::new(trace), Level::Story), FIGURE_WIDTH_PX),
        }
    }

    /// What is sent, and what happens first.
    fn description(&self) -> String {
        let first = explain::sentence(&self.drawn.sequence, 0).plain_text();
        format!("{}. {first}", transcript::title(&self.drawn.sequence))
    }

    fn snippet<'b>(&'b self, site: &'b Site) -> Snippet<'b> {
        let (embed, title, link) = (&self.embed, self.built_in.title, &*self.link);
        Snippet { site, embed, title, link, height_px: HEIGHT_PX }
    }

    fn page(&self, site: Option<&Site>) -> String {
        let (name, title) = (self.built_in.name, escaped(self.built_in.title));
        let description = escaped(&self.description());
        // The page lies in a folder of the site, and is read there.
        let here = Site::parse("..").expect("that is a folder");
        let snippet = self.snippet(&here);
        let address = escaped(&snippet.address());
        let (frame, whole) = (escaped(&snippet.name()), escaped(&here.page(&self.link)));
        let open = escaped(snippet.link_name());
        let [width, height] = PICTURE_DOTS;
        let told = site.map(|site| {
            let [page, picture, o_embed] = ["html", "png", "json"]
                .map(|ending| escaped(&site.file(&format!("e/{name}.{ending}"))));
            format!(
                "<link rel=\"canonical\" href=\"{page}\" />\n\
                 <link rel=\"alternate\" type=\"application/json+oembed\" href=\"{o_embed}\" title=\"{title}\" />\n\
                 <meta property=\"og:url\" content=\"{page}\" />\n\
                 <meta property=\"og:image\" content=\"{picture}\" />\n\
                 <meta property=\"og:image:width\" content=\"{width}\" />\n\
                 <meta property=\"og:image:height\" content=\"{height}\" />\n\
                 <meta property=\"og:image:alt\" content=\"{frame}\" />\n\
                 <meta name=\"twitter:card\" content=\"summary_large_image\" />\n"
            )
        });
        let lines = (0..self.drawn.sequence.steps.len()).map(|step| {
            format!("<li>{}</li>\n", escaped(&transcript::line(&self.drawn.sequence, step)))
        });
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n\
             <meta charset=\"utf-8\" />\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; \
             frame-src 'self'; base-uri 'none'; form-action 'none'\" />\n\
             <meta name=\"referrer\" content=\"no-referrer\" />\n\
             <title>{title} · {NAME}</title>\n\
             <meta name=\"description\" content=\"{description}\" />\n\
             <meta property=\"og:type\" content=\"website\" />\n\
             <meta property=\"og:site_name\" content=\"{NAME}\" />\n\
             <meta property=\"og:title\" content=\"{title}\" />\n\
             <meta property=\"og:description\" content=\"{description}\" />\n\
             {}<link rel=\"stylesheet\" href=\"{STYLE_FILE}\" />\n</head>\n<body>\n<main>\n\
             <h1>{title}</h1>\n\
             <iframe src=\"{address}\" title=\"{frame}\" height=\"{HEIGHT_PX}\"></iframe>\n\
             <p><a href=\"{whole}\">{open}</a></p>\n<ol>\n{}</ol>\n</main>\n</body>\n</html>\n",
            told.unwrap_or_default(),
            lines.collect::<String>(),
        )
    }

    /// What oEmbed 1.0 calls rich: a bare frame, since some wait for a handshake behind anything else.
    fn o_embed(&self, site: &Site) -> String {
        let snippet = self.snippet(site);
        let [width, height] = PICTURE_DOTS;
        let (address, name) = (escaped(&snippet.address()), escaped(&snippet.name()));
        let o_embed = json!({
            "version": "1.0",
            "type": "rich",
            "title": self.built_in.title,
            "provider_name": NAME,
            "provider_url": site.file(""),
            "html": format!(
                "<iframe src=\"{address}\" title=\"{name}\" width=\"{EMBED_WIDTH_PX}\" \
                 height=\"{HEIGHT_PX}\" frameborder=\"0\"></iframe>"
            ),
            "width": EMBED_WIDTH_PX,
            "height": HEIGHT_PX,
            "thumbnail_url": site.file(&format!("e/{}.png", self.built_in.name)),
            "thumbnail_width": width,
            "thumbnail_height": height,
        });
        o_embed.to_string() + "\n"
    }

    fn picture(&self) -> Result<Vec<u8>, InputError> {
        let dots_per_px = PICTURE_DOTS[0] as f32 / f32::from(FIGURE_WIDTH_PX);
        Ok(raster::png(&raster::drawn_on(&self.drawn.still(), dots_per_px, PICTURE_DOTS)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_site_nothing_is_told_that_needs_an_address() {
        let all = built_in();
        let preview = Preview::new(&all[0]);
        let page = preview.page(None);
        assert!(page.contains("og:title") && page.contains("og:description"), "{page}");
        assert!(!page.contains("og:image") && !page.contains("oembed"), "{page}");
        let site = Site::parse("https://example.org/r").expect("it is one");
        assert!(preview.page(Some(&site)).contains("https://example.org/r/e/get.png"));
    }
}
