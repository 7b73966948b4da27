//! Standard output and standard error: what is written there arrives, or is told.

use crate::input_error::{InputError, cannot};
use std::io::{self, ErrorKind, Write as _};

/// Writes to standard output. A reader who has seen enough, as `head` has, is no error.
pub fn print(octets: &[u8]) -> Result<(), InputError> {
    if closed::was_closed() {
        return Err(InputError::about(
            "standard output",
            "this is closed, so nothing can be written there; open it, or write to a file with -o",
        ));
    }
    let mut stdout = io::stdout().lock();
    match stdout.write_all(octets).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(InputError::about("standard output", cannot("write", &error)))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Says something beside the output. Where nobody hears it, nothing is lost that was asked for.
pub fn say(sentence: &str) {
    let _ = writeln!(io::stderr(), "roundtrip: {sentence}");
}

/// Rust's start-up opens `/dev/null` in place of a standard output that is closed, and then all
/// writing seems to succeed. So it is looked at before that.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
mod closed {
    use std::sync::atomic::{AtomicBool, Ordering};

    static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

    extern "C" fn look() {
        let found = rustix::io::fcntl_getfd(rustix::stdio::stdout());
        WAS_CLOSED.store(found == Err(rustix::io::Errno::BADF), Ordering::Relaxed);
    }

    /// The functions in this section run before `main`; this one asks the system one thing and
    /// needs nothing of Rust's start-up.
    #[allow(unsafe_code, reason = "nothing else runs before Rust's start-up")]
    #[cfg_attr(target_os = "linux", unsafe(link_section = ".init_array"))]
    #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
    #[used]
    static LOOK: extern "C" fn() = look;

    pub fn was_closed() -> bool {
        WAS_CLOSED.load(Ordering::Relaxed)
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
mod closed {
    pub fn was_closed() -> bool {
        false
    }
}
