//! Two windows that belong together: the one that a room sees, and its presenter's.
//!
//! They are joined by an id. It stands in the address of the presenter's window, and the room's tab
//! keeps it, so that two rooms in one browser never drive each other.

/// What the hash of a presenter's window ends in, before its room's id.
const FOR_PRESENTER: &str = "view=presenter&room=";

/// What a window knows of the one that belongs to it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pairing {
    /// The id of the room, while two windows are meant to be joined.
    pub room: Option<String>,
    /// Whether this is the presenter's window; as long as it is open it stays what it is.
    pub is_presenter: bool,
    /// Whether the room's window shows lanes and sentence alone, as its presenter knows it.
    pub is_room_presenting: bool,
    /// Whether the room's window shows a lesson in place of the page, as its presenter knows it.
    pub is_room_in_lesson: bool,
    /// When the talk began, in milliseconds of the system's clock; 0 before.
    pub began_at_ms: f64,
    /// What was heard of the other window.
    pub other: Other,
    /// What is in the way of joining.
    pub trouble: Option<Trouble>,
}

/// What was heard of the other window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Other {
    /// Nothing yet.
    #[default]
    Awaited,
    /// It is there.
    Here,
    /// It went, or answers no more.
    Gone,
}

/// What is in the way of joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The browser opens no second window.
    Blocked,
    /// The browser has no way from window to window.
    NoChannel,
    /// The second window says nothing.
    Silent,
}

impl Pairing {
    /// What a window starts with whose hash is this.
    pub fn of_hash(hash: &str) -> Self {
        let room = room_in(hash).map(|(_, id)| id.to_owned());
        let is_presenter = room.is_some();
        Self { room, is_presenter, is_room_presenting: is_presenter, ..Self::default() }
    }

    /// What the hash of a presenter's window ends in.
    pub fn tail(&self) -> Option<String> {
        let room = self.room.as_ref().filter(|_| self.is_presenter)?;
        Some([FOR_PRESENTER, room].concat())
    }
}

/// What a link says of the hash of a presenter's window, and its room.
pub fn room_in(hash: &str) -> Option<(&str, &str)> {
    let (link, id) = hash.rsplit_once(FOR_PRESENTER)?;
    let is_id =
        (1..=16).contains(&id.len()) && id.bytes().all(|octet| octet.is_ascii_alphanumeric());
    let is_apart = link.is_empty() || link.ends_with('&');
    (is_id && is_apart).then(|| (link.strip_suffix('&').unwrap_or(link), id))
}

/// The tail of the hash that opens a room's presenter window.
pub fn presenter_hash(room: &str) -> String {
    [FOR_PRESENTER, room].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_presenter_window_is_told_by_its_hash() {
        assert_eq!(room_in("v1.abc&view=presenter&room=1f"), Some(("v1.abc", "1f")));
        assert_eq!(room_in("view=presenter&room=1f"), Some(("", "1f")));
        for other in [
            "",
            "v1.abc",
            "view=present",
            "v1.abcview=presenter&room=1",
            "view=presenter&room=",
            "view=presenter&room=a b",
        ] {
            assert_eq!(room_in(other), None, "{other}");
        }
        let pairing = Pairing::of_hash(&presenter_hash("1f"));
        assert!(pairing.is_presenter);
        assert_eq!(pairing.tail(), Some(presenter_hash("1f")));
        assert_eq!(Pairing::of_hash("v1.abc&view=present"), Pairing::default());
        let room = Pairing { room: Some("1f".to_owned()), ..Pairing::default() };
        assert_eq!(room.tail(), None, "the room's own address says nothing of it");
    }
}
