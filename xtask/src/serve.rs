//! `cargo xtask serve`: the page on this machine, as soon as it can be looked at.
//!
//! Quick rather than small: not cut in two, no wasm-opt, no link-time optimisation. The viewer is served
//! when it is there; a request for the worker waits until the worker is.

use std::fs;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use crate::build_id::build_id;
use crate::cargo_env;
use crate::embed;
use crate::http::{self, Site};
use crate::lessons;
use crate::page::Page;
use crate::progress::{Failure, Outcome, While, step};
use crate::setup::{self, Need};
use crate::wasm::Builder;
use crate::workspace::Workspace;

const DEFAULT_PORT: u16 = 8080;

struct Options {
    port: u16,
    open: Open,
}

#[derive(PartialEq, Eq)]
enum Open {
    Browser,
    Nothing,
}

pub fn run(workspace: &Workspace, arguments: &[String]) -> Outcome {
    let options = Options::parse(arguments)?;
    // First of all, since a busy port is better told before minutes of building.
    let listener = listen(options.port)?;
    let tools = setup::set_up(workspace, &Need::SERVE)?;
    let folder = workspace.target.join("page");
    fs::create_dir_all(&folder).while_doing(format_args!("make {}", folder.display()))?;

    let page = Page::read(workspace)?;
    let build_id = build_id(workspace)?;
    let builder = Builder { workspace, tools: &tools, build_id: &build_id };
    step("build the page", || build_viewer(builder, &page, &folder))?;

    let worker = Arc::new(Worker::default());
    let address = format!("http://127.0.0.1:{}/", options.port);
    let site = Site { folder: folder.clone(), gate: gate(Arc::clone(&worker)) };
    thread::spawn(move || http::serve(&listener, site));
    println!("\n  Roundtrip is at {address} (the engine follows)\n");
    if options.open == Open::Browser {
        open(&address);
    }

    let built = step("build the engine", || build_worker(builder, &page, &folder));
    worker.finish();
    built?;
    step("write what embeds show", || {
        embed::write_assets(workspace, &tools, &folder)?;
        embed::write_host_script(workspace, &folder)?;
        embed::write_html(workspace, &page, &folder, ".")
    })?;
    step("build the lessons", || lessons::write(workspace, &tools, &folder))?;
    println!("\n  Roundtrip is at {address} (all of it; Ctrl+C ends it)\n");
    loop {
        thread::park();
    }
}

impl Options {
    fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self { port: DEFAULT_PORT, open: Open::Nothing };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--open" => options.open = Open::Browser,
                "--port" => {
                    let value = rest.next().map(String::as_str).unwrap_or_default();
                    options.port = value.parse().map_err(|_| {
                        Failure::new(format!("--port wants a number up to 65535, not `{value}`"))
                    })?;
                }
                other => {
                    return Err(Failure::new(format!(
                        "`serve` has no option `{other}`; it has --open and --port N"
                    )));
                }
            }
        }
        Ok(options)
    }
}

fn listen(port: u16) -> Outcome<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Failure::new(format!(
            "port {port} is already in use; choose another with `cargo xtask serve --port N`"
        )),
        _ => Failure::new(format!(
            "could not listen on 127.0.0.1:{port}: {error}; try `cargo xtask serve --port N`"
        )),
    })
}

fn build_viewer(builder: Builder, page: &Page, folder: &Path) -> Outcome {
    let viewer = page.viewer();
    let module = builder.compile(viewer, &viewer.dev_profile, "", &[])?;
    builder.bind(&module, viewer, folder)?;
    page.write_assets(folder, folder)?;
    page.write_index(folder, ".")
}

fn build_worker(builder: Builder, page: &Page, folder: &Path) -> Outcome {
    let worker = page.worker();
    let module = builder.compile(worker, &worker.dev_profile, "", &[])?;
    builder.bind(&module, worker, folder)
}

/// Whether the worker has been built, one way or the other.
#[derive(Default)]
struct Worker {
    is_finished: Mutex<bool>,
    changed: Condvar,
}

impl Worker {
    fn finish(&self) {
        *self.is_finished.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    fn wait(&self) {
        let is_finished = self.is_finished.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.changed.wait_while(is_finished, |is_finished| !*is_finished));
    }
}

fn gate(worker: Arc<Worker>) -> http::Gate {
    Box::new(move |path| {
        if path.starts_with("/worker") && !path.starts_with("/worker_loader") {
            worker.wait();
        }
    })
}

/// Shows the page in the person's browser. If there is none, the address stands on the terminal.
fn open(address: &str) {
    let program = if cfg!(windows) {
        "explorer"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    if cargo_env::command(program).arg(address).spawn().is_err() {
        println!("  (no browser could be opened: {program} is missing)");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_port_is_told_in_one_sentence() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = taken.local_addr().expect("a bound socket has an address").port();
        let failure = listen(port).expect_err("the port is taken");
        assert_eq!(
            failure.to_string(),
            format!(
                "port {port} is already in use; choose another with `cargo xtask serve --port N`"
            )
        );
    }

    #[test]
    fn options_are_checked() {
        let parse = |line: &str| {
            Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        };
        assert_eq!(parse("--open --port 9000").map(|options| options.port).ok(), Some(9000));
        assert!(parse("--port many").is_err());
        assert!(parse("--porte 1").is_err());
    }
}
