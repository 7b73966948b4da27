//! Another server on a loopback port: what real requests are sent to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What the server does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Answers with these octets: head and body.
    Octets(Vec<u8>),
    /// The same, after a while.
    Late(Duration, Vec<u8>),
    /// Answers with the head, and then with body without end.
    Endless(Vec<u8>),
    /// Answers with these octets, and ends although more was promised.
    Broken(Vec<u8>),
    /// Answers with the head, and then with a piece of body every 100 ms, without end.
    Drip(Vec<u8>, Vec<u8>),
    /// Ends the connection without a word.
    Nothing,
}

/// A server, and what it was asked.
pub struct Elsewhere {
    /// Where, with a final slash.
    pub url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Elsewhere {
    /// Serves until the test ends. `reply` is given method and path.
    pub fn serve(reply: impl Fn(&str, &str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port is free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (reply, seen) = (Arc::new(reply), asked.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (reply, seen) = (reply.clone(), seen.clone());
                thread::spawn(move || answer(stream, &*reply, &seen));
            }
        });
        Self { url: format!("http://{address}/"), asked }
    }

    /// The request lines so far, e.g. `GET /users`.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no test panics here").clone()
    }
}

/// A whole answer. `fields` are lines without their ends.
pub fn octets(status: &str, fields: &[&str], body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len());
    for field in fields.iter().chain(&["Connection: close", "Cache-Control: no-store"]) {
        head.push_str(field);
        head.push_str("\r\n");
    }
    [head.as_bytes(), b"\r\n", body].concat()
}

/// A port where nothing listens.
pub fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port is free");
    listener.local_addr().expect("a bound listener has an address").port()
}

fn answer(mut stream: TcpStream, reply: &dyn Fn(&str, &str) -> Reply, asked: &Mutex<Vec<String>>) {
    let Some((method, path)) = read_request(&stream) else { return };
    asked.lock().expect("no test panics here").push(format!("{method} {path}"));
    // A browser that went away is no fault of the page.
    let _ = match reply(&method, &path) {
        Reply::Octets(octets) | Reply::Broken(octets) => stream.write_all(&octets),
        Reply::Late(delay, octets) => {
            thread::sleep(delay);
            stream.write_all(&octets)
        }
        Reply::Nothing => Ok(()),
        Reply::Drip(head, piece) => {
            let _ = stream.write_all(&head);
            while stream.write_all(&piece).is_ok() {
                thread::sleep(Duration::from_millis(100));
            }
            Ok(())
        }
        Reply::Endless(head) => {
            let _ = stream.write_all(&head);
            while stream.write_all(&[b'x'; 65_536]).is_ok() {}
            Ok(())
        }
    };
}

/// Method and path; head and body are read to their ends.
fn read_request(stream: &TcpStream) -> Option<(String, String)> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut n_octets = 0;
    loop {
        let mut field = String::new();
        if reader.read_line(&mut field).ok()? <= 2 {
            break;
        }
        if let Some(value) = field.to_ascii_lowercase().strip_prefix("content-length:") {
            n_octets = value.trim().parse().ok()?;
        }
    }
    reader.take(n_octets).read_to_end(&mut Vec::new()).ok()?;
    Some((method, path))
}
