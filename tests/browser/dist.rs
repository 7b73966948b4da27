//! The built page on a loopback port, with faults where a test wants some.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

/// What is served once, instead of a file.
#[derive(Debug, Clone)]
pub enum Fault {
    /// These octets.
    Octets(Vec<u8>),
    /// 404.
    Missing,
    /// Nothing, ever.
    Silence,
}

/// The built page, served.
pub struct Dist {
    /// Where, with a final slash.
    pub url: String,
}

/// What is served first, path by path.
#[derive(Debug, Clone, Default)]
pub struct Faults(BTreeMap<String, VecDeque<Fault>>);

impl Faults {
    /// No faults.
    pub fn none() -> Self {
        Self::default()
    }

    /// The next time that `path` is asked for, `fault` is served.
    pub fn once(mut self, path: &str, fault: Fault) -> Self {
        self.0.entry(path.to_owned()).or_default().push_back(fault);
        self
    }
}

impl Dist {
    /// Serves the page until the test ends.
    pub fn serve(faults: Faults) -> Self {
        Self::serve_from(folder(), faults)
    }

    /// Serves another page until the test ends.
    pub fn serve_from(folder: PathBuf, faults: Faults) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port is free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let faults = Arc::new(Mutex::new(faults));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (folder, faults) = (folder.clone(), faults.clone());
                thread::spawn(move || answer(stream, &folder, &faults));
            }
        });
        Self { url: format!("http://{address}/") }
    }
}

/// The folder of the built page.
pub fn folder() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join(std::env::var_os("ROUNDTRIP_DIST").unwrap_or_else(|| "dist".into()));
    assert!(
        folder.join("index.html").is_file(),
        "{} holds no built page; run `cargo xtask dist` first",
        folder.display()
    );
    folder
}

/// The paths of its files, from the folder on, with `/` between.
pub fn files() -> Vec<String> {
    let mut found = Vec::new();
    let mut to_list = vec![String::new()];
    while let Some(within) = to_list.pop() {
        let entries = std::fs::read_dir(folder().join(&within)).expect("the folder can be listed");
        for entry in entries.flatten() {
            let path = format!("{within}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                to_list.push(path + "/");
            } else {
                found.push(path);
            }
        }
    }
    found
}

/// Answers one request; the connection closes behind it.
fn answer(mut stream: TcpStream, folder: &Path, faults: &Mutex<Faults>) {
    let Some(path) = requested_path(&stream) else { return };
    let name = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
    let fault =
        faults.lock().expect("no test panics here").0.get_mut(name).and_then(VecDeque::pop_front);
    let found = match fault {
        Some(Fault::Octets(octets)) => Some(octets),
        Some(Fault::Missing) => None,
        Some(Fault::Silence) => return thread::park(),
        None => std::fs::read(folder.join(name)).ok().filter(|_| !name.contains("..")),
    };
    let (status, content) = match found {
        Some(content) => ("200 OK", content),
        None => ("404 Not Found", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        content_type(name),
        content.len()
    );
    // A browser that went away is no fault of the page.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&content));
}

fn requested_path(stream: &TcpStream) -> Option<String> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let path = lines.next()?.split(' ').nth(1)?.split('?').next()?.to_owned();
    lines.find(String::is_empty)?;
    Some(path)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
