//! Browsers and their drivers: Chromium, Firefox and WebKitGTK, each with what it has to be told.

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a browser may take to start or to end on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(50);

/// A browser that the tests know how to drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// Through chromedriver.
    Chromium,
    /// Through geckodriver.
    Firefox,
    /// WebKitGTK through WebKitWebDriver, on a screen that nobody sees.
    WebKit,
}

impl Browser {
    /// The one that `ROUNDTRIP_BROWSER` names.
    pub fn chosen() -> Self {
        match std::env::var("ROUNDTRIP_BROWSER").as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("ROUNDTRIP_BROWSER is chromium, firefox or webkit, not “{other}”"),
        }
    }

    fn driver(self, port: u16) -> Command {
        let (variable, program) = match self {
            Self::Chromium => ("ROUNDTRIP_CHROMEDRIVER", "chromedriver"),
            Self::Firefox => ("ROUNDTRIP_GECKODRIVER", "geckodriver"),
            Self::WebKit => ("ROUNDTRIP_WEBKITDRIVER", "WebKitWebDriver"),
        };
        let mut command = Command::new(named(variable, program));
        match self {
            Self::Chromium | Self::WebKit => command.arg(format!("--port={port}")),
            Self::Firefox => command.arg("--port").arg(port.to_string()),
        };
        command
    }

    fn capabilities(self) -> Map<String, Value> {
        let capabilities = match self {
            Self::Chromium => {
                let mut options = json!({
                    "args": [
                        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                        "--no-first-run", "--disable-background-networking",
                        "--disable-component-update", "--disable-sync",
                        "--window-size=1440,900",
                    ],
                });
                if let Ok(chromium) = std::env::var("ROUNDTRIP_CHROMIUM") {
                    options["binary"] = json!(chromium);
                }
                json!({ "goog:chromeOptions": options })
            }
            Self::Firefox => {
                let mut options = json!({
                    "args": ["-headless", "-width", "1440", "-height", "900"],
                    "prefs": { "ui.prefersReducedMotion": 1 },
                });
                if let Ok(firefox) = std::env::var("ROUNDTRIP_FIREFOX") {
                    options["binary"] = json!(firefox);
                }
                json!({ "moz:firefoxOptions": options })
            }
            Self::WebKit => json!({}),
        };
        capabilities.as_object().cloned().unwrap_or_default()
    }
}

fn named(variable: &str, program: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| program.to_owned())
}

/// A browser's driver; ended when dropped, and the browser with it.
pub struct Driver {
    process: Child,
    screen: Option<Screen>,
    port: u16,
    session: Option<String>,
}

impl Driver {
    /// The browser was closed; only its driver is left to end.
    pub fn is_closed(&mut self) {
        self.session = None;
    }

    /// Has the browser closed, without a runtime: a test that fails drops this while it panics.
    fn end_session(&self) -> std::io::Result<()> {
        let Some(session) = &self.session else { return Ok(()) };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let head = "HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
        write!(stream, "DELETE /session/{session} {head}")?;
        // Not every driver closes the connection: what is read is its word that it is done.
        stream.read_exact(&mut [0; 12])
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Browser and driver may have ended already.
        let _ = self.end_session();
        let _ = self.process.kill();
        let _ = self.process.wait();
        self.screen.take();
    }
}

/// A screen that nobody sees, for a browser that needs one.
struct Screen {
    process: Child,
    name: String,
}

impl Screen {
    /// Starts one; it chooses its number and says it.
    fn open() -> Self {
        let program = named("ROUNDTRIP_XVFB", "Xvfb");
        let mut process = Command::new(&program)
            .args(["-displayfd", "1", "-screen", "0", "1680x1200x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{program} cannot be started: {error}"));
        let mut number = String::new();
        let said = process.stdout.take().expect("its output is ours");
        BufReader::new(said).read_line(&mut number).expect("it says which screen it is");
        Self { process, name: format!(":{}", number.trim()) }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts a browser.
pub async fn start(browser: Browser) -> (Driver, Client) {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let port = port.expect("a loopback port is free").port();
    let screen = (browser == Browser::WebKit).then(Screen::open);
    let mut command = browser.driver(port);
    if let Some(screen) = &screen {
        command.env("DISPLAY", &screen.name).env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
    }
    let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let process = process.unwrap_or_else(|error| panic!("{command:?} cannot be started: {error}"));
    let mut driver = Driver { process, screen, port, session: None };
    let started = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let address = format!("http://127.0.0.1:{port}");
        match builder.capabilities(browser.capabilities()).connect(&address).await {
            Ok(client) => {
                driver.session = client.session_id().await.expect("the driver can be asked");
                return (driver, client);
            }
            Err(_) if started.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
            Err(error) => panic!("{browser:?} does not start: {error}"),
        }
    }
}
