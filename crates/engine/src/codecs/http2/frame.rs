//! Frames: nine octets of header, then what the frame carries (RFC 9113 §4.1).

use core::ops::Range;
use trace::FieldLine;

/// What a client says first (RFC 9113 §3.4).
pub const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const HEADER_LEN: usize = 9;

/// Flags of frames (RFC 9113 §6).
pub mod flags {
    /// ACK, of SETTINGS and PING.
    pub const ACK: u8 = 0x1;
    /// END_STREAM, of DATA and HEADERS.
    pub const END_STREAM: u8 = 0x1;
    /// END_HEADERS, of HEADERS and CONTINUATION.
    pub const END_HEADERS: u8 = 0x4;
    /// PADDED, of DATA and HEADERS.
    pub const PADDED: u8 = 0x8;
    /// PRIORITY, of HEADERS.
    pub const PRIORITY: u8 = 0x20;
}

/// The type of a frame (RFC 9113 §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// DATA
    Data,
    /// HEADERS
    Headers,
    /// PRIORITY
    Priority,
    /// RST_STREAM
    RstStream,
    /// SETTINGS
    Settings,
    /// PUSH_PROMISE
    PushPromise,
    /// PING
    Ping,
    /// GOAWAY
    GoAway,
    /// WINDOW_UPDATE
    WindowUpdate,
    /// CONTINUATION
    Continuation,
    /// Any other type: it is ignored (RFC 9113 §4.1).
    Unknown(u8),
}

impl FrameKind {
    /// By its code point.
    pub fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Data,
            1 => Self::Headers,
            2 => Self::Priority,
            3 => Self::RstStream,
            4 => Self::Settings,
            5 => Self::PushPromise,
            6 => Self::Ping,
            7 => Self::GoAway,
            8 => Self::WindowUpdate,
            9 => Self::Continuation,
            code => Self::Unknown(code),
        }
    }

    /// The name in the RFC.
    pub fn name(self) -> &'static str {
        match self {
            Self::Data => "DATA",
            Self::Headers => "HEADERS",
            Self::Priority => "PRIORITY",
            Self::RstStream => "RST_STREAM",
            Self::Settings => "SETTINGS",
            Self::PushPromise => "PUSH_PROMISE",
            Self::Ping => "PING",
            Self::GoAway => "GOAWAY",
            Self::WindowUpdate => "WINDOW_UPDATE",
            Self::Continuation => "CONTINUATION",
            Self::Unknown(_) => "unknown frame",
        }
    }
}

/// One frame, as ranges of the octets it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Its type.
    pub kind: FrameKind,
    /// Its flags.
    pub flags: u8,
    /// The stream it belongs to; 0 for the connection.
    pub stream: u32,
    /// The whole frame.
    pub range: Range<usize>,
}

/// All whole frames from `at` on.
pub fn frames(octets: &[u8], mut at: usize) -> Vec<Frame> {
    let mut found = Vec::new();
    while let Some(header) = octets.get(at..at + HEADER_LEN) {
        let len = u32::from_be_bytes([0, header[0], header[1], header[2]]) as usize;
        let range = at..at + HEADER_LEN + len;
        if range.end > octets.len() {
            break;
        }
        at = range.end;
        found.push(Frame {
            kind: FrameKind::from_code(header[3]),
            flags: header[4],
            stream: u32_at(header, 5).unwrap_or(0) & 0x7fff_ffff,
            range,
        });
    }
    found
}

impl Frame {
    /// Whether a flag is set.
    pub fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// What stands behind the header.
    pub fn carried(&self) -> Range<usize> {
        self.range.start + HEADER_LEN..self.range.end
    }

    /// What a DATA, HEADERS or CONTINUATION frame carries without padding and priority (RFC 9113
    /// §6.1, §6.2); `None` where the padding is longer than it.
    pub fn unpadded(&self, octets: &[u8]) -> Option<Range<usize>> {
        let Range { mut start, mut end } = self.carried();
        if self.kind == FrameKind::Continuation {
            return Some(start..end);
        }
        if self.has(flags::PADDED) {
            end = end.checked_sub(usize::from(*octets.get(start..end)?.first()?))?;
            start += 1;
        }
        if self.kind == FrameKind::Headers && self.has(flags::PRIORITY) {
            start += 5;
        }
        (start <= end).then_some(start..end)
    }

    /// What a frame says that controls the connection or a stream; empty for all others.
    pub fn details(&self, octets: &[u8]) -> Vec<FieldLine> {
        let carried = &octets[self.carried()];
        let detail = |name: &str, value: String| FieldLine { name: name.to_owned(), value };
        let number = |at, name: &str| u32_at(carried, at).map(|n| detail(name, n.to_string()));
        let code = |at| u32_at(carried, at).map(|code| detail("error_code", error_name(code)));
        match self.kind {
            FrameKind::Settings => settings(carried),
            FrameKind::WindowUpdate => number(0, "window_size_increment").into_iter().collect(),
            FrameKind::RstStream => code(0).into_iter().collect(),
            FrameKind::GoAway => number(0, "last_stream_id").into_iter().chain(code(4)).collect(),
            FrameKind::Data
            | FrameKind::Headers
            | FrameKind::Priority
            | FrameKind::PushPromise
            | FrameKind::Ping
            | FrameKind::Continuation
            | FrameKind::Unknown(_) => Vec::new(),
        }
    }

    /// SETTINGS_HEADER_TABLE_SIZE, where this frame sets it.
    pub fn header_table_size(&self, octets: &[u8]) -> Option<u32> {
        if self.kind != FrameKind::Settings {
            return None;
        }
        let pairs = octets[self.carried()].chunks_exact(6);
        pairs.filter(|pair| pair[..2] == [0, 1]).filter_map(|pair| u32_at(pair, 2)).next_back()
    }
}

fn u32_at(octets: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(octets.get(at..at + 4)?.try_into().ok()?))
}

fn settings(carried: &[u8]) -> Vec<FieldLine> {
    let setting = |pair: &[u8]| {
        let code = u32::from(u16::from_be_bytes([pair[0], pair[1]]));
        let name = named(SETTINGS, code).unwrap_or_else(|| format!("0x{code:04x}"));
        FieldLine { name, value: u32_at(pair, 2).unwrap_or(0).to_string() }
    };
    carried.chunks_exact(6).map(setting).collect()
}

fn error_name(code: u32) -> String {
    named(ERRORS, code).unwrap_or_else(|| format!("0x{code:x}"))
}

fn named(names: &[(u32, &str)], code: u32) -> Option<String> {
    names.iter().find(|(known, _)| *known == code).map(|(_, name)| (*name).to_owned())
}

/// The settings (RFC 9113 §6.5.2, RFC 8441).
pub const SETTINGS: &[(u32, &str)] = &[
    (1, "HEADER_TABLE_SIZE"),
    (2, "ENABLE_PUSH"),
    (3, "MAX_CONCURRENT_STREAMS"),
    (4, "INITIAL_WINDOW_SIZE"),
    (5, "MAX_FRAME_SIZE"),
    (6, "MAX_HEADER_LIST_SIZE"),
    (8, "ENABLE_CONNECT_PROTOCOL"),
];

/// The error codes (RFC 9113 §7).
pub const ERRORS: &[(u32, &str)] = &[
    (0, "NO_ERROR"),
    (1, "PROTOCOL_ERROR"),
    (2, "INTERNAL_ERROR"),
    (3, "FLOW_CONTROL_ERROR"),
    (4, "SETTINGS_TIMEOUT"),
    (5, "STREAM_CLOSED"),
    (6, "FRAME_SIZE_ERROR"),
    (7, "REFUSED_STREAM"),
    (8, "CANCEL"),
    (9, "COMPRESSION_ERROR"),
    (10, "CONNECT_ERROR"),
    (11, "ENHANCE_YOUR_CALM"),
    (12, "INADEQUATE_SECURITY"),
    (13, "HTTP_1_1_REQUIRED"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn frames_stand_one_behind_the_other() {
        let octets = [
            &[0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100][..],
            &[0, 0, 5, 0, 9, 0, 0, 0, 3, 2, b'h', b'i', 0, 0],
            &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 8],
            &[0, 0, 9, 0],
        ]
        .concat();
        let found = frames(&octets, 0);
        let shown: Vec<String> = found
            .iter()
            .map(|frame| {
                let lines = frame.details(&octets);
                let lines = lines.iter().map(|line| format!(" {}={}", line.name, line.value));
                format!("{} {}{}", frame.kind.name(), frame.stream, lines.collect::<String>())
            })
            .collect();
        assert_eq!(
            shown,
            [
                "SETTINGS 0 MAX_CONCURRENT_STREAMS=100",
                "DATA 3",
                "GOAWAY 0 last_stream_id=3 error_code=CANCEL"
            ]
        );
        assert_eq!(&octets[found[1].unpadded(&octets).expect("good padding")], b"hi");
    }

    proptest! {
        #[test]
        fn no_octets_panic(octets in prop::collection::vec(any::<u8>(), 0..100), kind in 0u8..11, len in 0u8..40) {
            let mut framed = vec![0, 0, len, kind];
            framed.extend(&octets);
            for frame in frames(&framed, 0) {
                let _ = (frame.unpadded(&framed), frame.details(&framed));
                let _ = frame.header_table_size(&framed);
            }
        }
    }
}
