//! What header fields are for, in a few words.

/// By name in lower case, without the colon of the pseudo-fields; in order of their names.
const MEANINGS: &[(&str, &str)] = &[
    ("accept", "what kind of answer the client can use"),
    ("accept-encoding", "how the answer may be compressed"),
    ("accept-language", "which languages the reader understands"),
    ("access-control-allow-origin", "which other sites may read this answer"),
    ("allow", "the methods that are possible here"),
    ("authority", "which host is meant"),
    ("authorization", "who is asking"),
    ("cache-control", "whether and how long this may be kept"),
    ("connection", "whether the connection stays open"),
    ("content-digest", "a checksum of the body, to see whether it came whole"),
    ("content-length", "how many bytes the body has"),
    ("content-type", "what kind of data the body is"),
    ("cookie", "what the server asked the client to remember"),
    ("date", "when the answer was made"),
    ("etag", "the version of the resource"),
    ("expect", "the client waits for a go-ahead before it sends the body"),
    ("host", "which host is meant: one server may have many"),
    ("link", "what else will be needed"),
    ("location", "where to go, or where the new thing is"),
    ("method", "what to do"),
    ("path", "with what"),
    ("scheme", "whether it is encrypted"),
    ("server", "which program answers"),
    ("set-cookie", "what the client should remember"),
    ("status", "how it went"),
    ("strict-transport-security", "come with https only from now on"),
    ("trailer", "which fields come behind the body"),
    ("transfer-encoding", "how the body is cut into pieces on its way"),
    ("user-agent", "which program asks"),
];

/// What the field with this name, in lower case, is for; empty where that is not known.
pub fn meaning_of_field(name: &str) -> &'static str {
    let name = name.strip_prefix(':').unwrap_or(name);
    let place = MEANINGS.binary_search_by_key(&name, |(known, _)| known);
    place.map_or("", |place| MEANINGS[place].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_in_order() {
        assert!(MEANINGS.is_sorted_by_key(|(name, _)| *name));
        assert_eq!(meaning_of_field(":path"), "with what");
        assert_eq!(meaning_of_field("x-other"), "");
    }
}
