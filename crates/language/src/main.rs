//! `cargo run -p language`: makes the files of the language that nobody speaks from the English ones.

use language::{CATALOGUES, SHELL, pseudo};
use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let languages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../languages");
    let folder = languages.join(pseudo::CODE);
    fs::create_dir_all(&folder)?;
    for name in CATALOGUES.into_iter().chain([SHELL]) {
        let english = fs::read_to_string(languages.join("en").join(name).with_extension("txt"))?;
        fs::write(folder.join(name).with_extension("txt"), pseudo::file(name, &english))?;
    }
    Ok(())
}
