//! Files and standard input, read up to a bound, and what is written.

use crate::input_error::{InputError, cannot};
use crate::standard_output::print;
use std::fs::File;
use std::io::{self, ErrorKind, Read};

pub fn read_file(path: &str, octets_max: usize) -> Result<Vec<u8>, InputError> {
    let file = File::open(path).map_err(|error| InputError::about(path, cannot("read", &error)))?;
    read(file, path, octets_max)
}

pub fn read_standard_input(octets_max: usize) -> Result<Vec<u8>, InputError> {
    read(io::stdin().lock(), "standard input", octets_max)
}

/// Stops one octet over the most, so that a device without an end is told too.
fn read(from: impl Read, path: &str, octets_max: usize) -> Result<Vec<u8>, InputError> {
    let mut octets = Vec::new();
    from.take(octets_max as u64 + 1)
        .read_to_end(&mut octets)
        .map_err(|error| InputError::about(path, cannot("read", &error)))?;
    if octets.len() > octets_max {
        let mebibytes = octets_max / 1024 / 1024;
        return Err(InputError::about(
            path,
            format!("this has over {mebibytes} MiB, which is the most"),
        ));
    }
    Ok(octets)
}

/// Writes to a file, or to standard output.
pub fn write(octets: &[u8], file: Option<&str>) -> Result<(), InputError> {
    match file {
        Some(path) => std::fs::write(path, octets).map_err(|error| match error.kind() {
            ErrorKind::NotFound if path.is_empty() => {
                InputError::new("-o needs the name of a file")
            }
            ErrorKind::NotFound => InputError::about(
                path,
                "cannot write this, because its folder is not there; make it",
            ),
            _ => InputError::about(path, cannot("write", &error)),
        }),
        None => print(octets),
    }
}
