//! Writes FILE.br and FILE.gz beside every file of a folder; `dist` starts it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("compress: name a folder");
        return ExitCode::FAILURE;
    };
    match compress_folder(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("compress: {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn compress_folder(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            compress_folder(&path)?;
        } else if !path.extension().is_some_and(|ending| ending == "br" || ending == "gz") {
            let content = fs::read(&path)?;
            fs::write(beside(&path, "br"), brotli(&content)?)?;
            fs::write(beside(&path, "gz"), gzip(&content)?)?;
        }
    }
    Ok(())
}

fn brotli(content: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed)
}

/// Without a time in its header, so that the same content gives the same file.
fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}.{ending}", path.display()))
}
