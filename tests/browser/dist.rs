//! The built page on a loopback port, with faults where a test wants some.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What is served once, instead of a file.
#[derive(Debug, Clone)]
pub enum Fault {
    /// These octets.
    Octets(Vec<u8>),
    /// 404.
    Missing,
    /// Nothing, ever.
    Silence,
    /// The file, but so much later.
    Late(Duration),
    /// Half of the file, and the rest so much later.
    Halting(Duration),
}

/// The built page, served.
pub struct Dist {
    /// Where, with a final slash.
    pub url: String,
    served: Arc<Mutex<Served>>,
}

/// What is served just now.
struct Served {
    folder: PathBuf,
    faults: Faults,
    /// Whether nobody gets an answer.
    is_down: bool,
    /// What was asked for: methods and paths, with their queries.
    asked: Vec<String>,
}

/// What is served first, path by path, and to whom.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    first: BTreeMap<String, VecDeque<Fault>>,
    /// Whether only the page's own origin may read what is served.
    is_closed: bool,
    /// Whether files are sent as brotli made them, where that is there.
    is_compressed: bool,
    /// Whether browsers find what keeps the page for use without a network.
    is_kept: bool,
}

/// What keeps the page for use without a network.
pub const SERVICE_WORKER: &str = "service_worker.js";

impl Faults {
    /// No faults.
    pub fn none() -> Self {
        Self::default()
    }

    /// The next time that `path` is asked for, `fault` is served.
    pub fn once(mut self, path: &str, fault: Fault) -> Self {
        self.first.entry(path.to_owned()).or_default().push_back(fault);
        self
    }

    /// Files are sent as they are published, compressed.
    #[allow(dead_code, reason = "the benches measure so, and the tests do not")]
    pub fn compressed(mut self) -> Self {
        self.is_compressed = true;
        self
    }

    /// Browsers keep the page, as they do where it is published. Elsewhere in the tests they do not:
    /// a page that is loaded again is to come from here.
    #[allow(dead_code, reason = "the benches measure first visits")]
    pub fn kept(mut self) -> Self {
        self.is_kept = true;
        self
    }

    /// No other origin may read what is served.
    pub fn closed(mut self) -> Self {
        self.is_closed = true;
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
        let served = Served { folder, faults, is_down: false, asked: Vec::new() };
        let served = Arc::new(Mutex::new(served));
        let serving = served.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let served = serving.clone();
                thread::spawn(move || answer(stream, &served));
            }
        });
        Self { url: format!("http://{address}/"), served }
    }

    /// Serves what is in another folder from now on, or nothing at all.
    #[allow(dead_code, reason = "the benches measure one page")]
    pub fn publish(&self, folder: Option<&Path>) {
        let mut served = self.served.lock().expect("no test panics here");
        served.is_down = folder.is_none();
        served.folder = folder.map_or(served.folder.clone(), Path::to_owned);
    }

    /// What was asked for since the last question: methods and paths, with their queries.
    #[allow(dead_code, reason = "the benches count octets, not requests")]
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.served.lock().expect("no test panics here").asked)
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

/// Whether `cargo xtask dist` made the page: then the one script is there that some frames need.
#[allow(dead_code, reason = "the benches measure no other page")]
pub fn is_published() -> bool {
    files().iter().any(|name| name.ends_with("whole.js"))
}

/// The path of the file whose name ends so, wherever the build has put it.
pub fn file(ending: &str) -> String {
    let found = files().into_iter().find(|name| name.ends_with(ending));
    found.unwrap_or_else(|| panic!("the page has no file …{ending}"))
}

/// Answers one request; the connection closes behind it.
fn answer(mut stream: TcpStream, served: &Mutex<Served>) {
    let Some((method, target)) = requested(&stream) else { return };
    let path = target.split('?').next().unwrap_or_default();
    let name = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
    let (folder, fault, is_closed, is_compressed) = {
        let mut served = served.lock().expect("no test panics here");
        served.asked.push(format!("{method} {target}"));
        if served.is_down {
            return;
        }
        let faults = &mut served.faults;
        let mut fault = faults.first.get_mut(name).and_then(VecDeque::pop_front);
        if name == SERVICE_WORKER && !faults.is_kept {
            fault = Some(Fault::Missing);
        }
        let (is_closed, is_compressed) = (faults.is_closed, faults.is_compressed);
        (served.folder.clone(), fault, is_closed, is_compressed)
    };
    let beside = format!("{name}.br");
    let is_compressed = is_compressed && fault.is_none() && folder.join(&beside).is_file();
    let stored = if is_compressed { &*beside } else { name };
    let file = || std::fs::read(folder.join(stored)).ok().filter(|_| !name.contains(".."));
    let mut pause = None;
    let found = match fault {
        Some(Fault::Halting(delay)) => {
            pause = Some(delay);
            file()
        }
        Some(Fault::Octets(octets)) => Some(octets),
        Some(Fault::Missing) => None,
        Some(Fault::Silence) => return thread::park(),
        Some(Fault::Late(delay)) => {
            thread::sleep(delay);
            file()
        }
        None => file(),
    };
    let (status, content) = match found {
        Some(content) => ("200 OK", content),
        None => ("404 Not Found", Vec::new()),
    };
    let shared = if is_closed { "" } else { "Access-Control-Allow-Origin: *\r\n" };
    let coding = if is_compressed { "Content-Encoding: br\r\n" } else { "" };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\n{shared}{coding}Content-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        content_type(name),
        content.len()
    );
    // A browser that went away is no fault of the page.
    let (first, rest) = content.split_at(pause.map_or(0, |_| content.len() / 2));
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(first));
    pause.into_iter().for_each(thread::sleep);
    let _ = stream.write_all(rest);
}

/// Method and target of a request.
fn requested(stream: &TcpStream) -> Option<(String, String)> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next()?;
    let mut words = first.split(' ').map(str::to_owned);
    let asked = (words.next()?, words.next()?);
    lines.find(String::is_empty)?;
    Some(asked)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
