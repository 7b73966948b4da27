//! What header fields are for, in a few words.

use super::spec::NOTHING;
use crate::texts;
use language::Text;
/// By name in lower case, without the colon of the pseudo-fields; in order of their names.
const MEANINGS: &[(&str, Text)] = &[
    ("accept", texts::WHAT_KIND_OF_ANSWER),
    ("accept-encoding", texts::HOW_THE_ANSWER_MAY),
    ("accept-language", texts::WHICH_LANGUAGES_THE_READER),
    ("access-control-allow-origin", texts::WHICH_OTHER_SITES_MAY),
    ("allow", texts::METHODS_THAT_ARE_POSSIBLE),
    ("authority", texts::WHICH_HOST_IS_MEANT),
    ("authorization", texts::WHO_IS_ASKING),
    ("cache-control", texts::WHETHER_AND_HOW_LONG),
    ("connection", texts::WHETHER_THE_CONNECTION_STAYS),
    ("content-digest", texts::CHECKSUM_OF_THE_BODY),
    ("content-length", texts::HOW_MANY_BYTES_THE),
    ("content-type", texts::WHAT_KIND_OF_DATA),
    ("cookie", texts::WHAT_THE_SERVER_ASKED),
    ("date", texts::WHEN_THE_ANSWER_WAS),
    ("etag", texts::VERSION_OF_THE_RESOURCE),
    ("expect", texts::CLIENT_WAITS_FOR_A),
    ("host", texts::WHICH_HOST_IS_MEANT_ONE),
    ("link", texts::WHAT_ELSE_WILL_BE),
    ("location", texts::WHERE_TO_GO_OR),
    ("method", texts::WHAT_TO_DO),
    ("path", texts::WITH_WHAT),
    ("scheme", texts::WHETHER_IT_IS_ENCRYPTED),
    ("server", texts::WHICH_PROGRAM_ANSWERS),
    ("set-cookie", texts::WHAT_THE_CLIENT_SHOULD),
    ("status", texts::HOW_IT_WENT),
    ("strict-transport-security", texts::COME_WITH_HTTPS_ONLY),
    ("trailer", texts::WHICH_FIELDS_COME_BEHIND),
    ("transfer-encoding", texts::HOW_THE_BODY_IS),
    ("user-agent", texts::WHICH_PROGRAM_ASKS),
];

/// What the field with this name, in lower case, is for; empty where that is not known.
pub fn meaning_of_field(name: &str) -> Text {
    let name = name.strip_prefix(':').unwrap_or(name);
    let place = MEANINGS.binary_search_by_key(&name, |(known, _)| known);
    place.map_or(NOTHING, |place| MEANINGS[place].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_in_order() {
        assert!(MEANINGS.is_sorted_by_key(|(name, _)| *name));
        assert_eq!(meaning_of_field(":path"), texts::WITH_WHAT);
        assert_eq!(meaning_of_field("x-other"), NOTHING);
    }
}
