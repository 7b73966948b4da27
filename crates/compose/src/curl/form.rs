//! `-F`: a form of several parts (RFC 7578), as curl writes it.

use super::encoder::Encoder;
use core::fmt::Write as _;

/// One `-F`, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name of the part.
    pub name: String,
    /// What it holds.
    pub source: Source,
    /// `;type=`, with its parameters.
    pub media_type: Option<String>,
    /// `;filename=`
    pub file_name: Option<String>,
    /// `;headers=`
    pub header_lines: Vec<String>,
    /// `;encoder=`
    pub encoder: Option<Encoder>,
    /// What is not known, or cannot be done here.
    pub left: Vec<String>,
}

/// Where the content of a part comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// `name=text`
    Text(String),
    /// `name=@file`: it is sent as a file.
    File(String),
    /// `name=<file`: the content of the file as a text.
    TextOfFile(String),
    /// `name=(`: the parts that follow are parts of this one ...
    Open,
    /// ... up to `=)`.
    Close,
}

/// One part, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What was asked for.
    pub field: Field,
    /// Its content.
    pub content: Vec<u8>,
    /// Its own parts, which are its content then.
    pub parts: Vec<Part>,
}

impl Part {
    /// One that is made of others.
    pub fn of_parts(name: &str) -> Self {
        let field = Field::new(name, Source::Open);
        Self { field, content: Vec::new(), parts: Vec::new() }
    }

    /// How many octets of content it has.
    pub fn len(&self) -> usize {
        self.content.len() + self.parts.iter().map(Self::len).sum::<usize>()
    }

    fn contains(&self, octets: &[u8]) -> bool {
        self.content.windows(octets.len()).any(|found| found == octets)
            || self.parts.iter().any(|part| part.contains(octets))
    }
}

/// Takes the value of `-F` apart: more than one field where it names several files. `None` where it
/// has no `=`, which curl refuses.
pub fn fields(value: &str) -> Option<Vec<Field>> {
    let (name, content) = value.split_once('=')?;
    let field = |source| Field::new(name, source);
    let mut rest = content;
    if let Some(after) = content.strip_prefix('<') {
        rest = after;
        let mut field = field(Source::TextOfFile(word(&mut rest, "")));
        parameters(&mut field, &mut rest, "");
        return Some(vec![field]);
    }
    if !content.starts_with('@') {
        let mut field = match content.strip_prefix('(') {
            Some(after) => {
                rest = after.trim_start();
                field(Source::Open)
            }
            None if content.starts_with(')') && name.is_empty() => {
                return Some(vec![field(Source::Close)]);
            }
            None => field(Source::Text(word(&mut rest, ""))),
        };
        parameters(&mut field, &mut rest, "");
        return Some(vec![field]);
    }
    rest = &rest[1..];
    let mut fields = Vec::new();
    loop {
        let mut field = field(Source::File(word(&mut rest, ",")));
        parameters(&mut field, &mut rest, ",");
        fields.push(field);
        match rest.strip_prefix(',') {
            Some(after) => rest = after.trim_start(),
            None => return Some(fields),
        }
    }
}

/// `--form-string`: nothing is special in its text.
pub fn text_field(value: &str) -> Option<Field> {
    let (name, text) = value.split_once('=')?;
    let mut fields = fields(&format!("{name}="))?;
    fields[0].source = Source::Text(text.to_owned());
    fields.pop()
}

/// Up to a `;` or one of `ends`, without the spaces around it; in double quotes they count for
/// nothing.
fn word(rest: &mut &str, ends: &str) -> String {
    *rest = rest.trim_start();
    if let Some(quoted) = rest.strip_prefix('"') {
        let mut word = String::new();
        let mut characters = quoted.char_indices();
        while let Some((at, c)) = characters.next() {
            match c {
                '"' => {
                    let after = &quoted[at + 1..];
                    let end = after.find(|c| c == ';' || ends.contains(c)).unwrap_or(after.len());
                    *rest = &after[end..];
                    return word;
                }
                '\\' if quoted[at + 1..].starts_with(['"', '\\']) => {
                    word.extend(characters.next().map(|(_, escaped)| escaped));
                }
                c => word.push(c),
            }
        }
        // It is not closed, and so a character like any other.
    }
    let end = rest.find(|c| c == ';' || ends.contains(c)).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    *rest = after;
    word.trim_end().to_owned()
}

fn parameters(field: &mut Field, rest: &mut &str, ends: &str) {
    let mut follows_type = false;
    while let Some(after) = rest.strip_prefix(';') {
        *rest = after.trim_start();
        let gap = &after[..after.len() - rest.len()];
        let (name, value) = rest.split_once('=').unwrap_or((rest, ""));
        let known = ["type", "filename", "headers", "encoder"].contains(&name);
        if known {
            *rest = value;
        }
        let written = word(rest, ends);
        match name {
            "type" => field.media_type = Some(written),
            "filename" => field.file_name = Some(written),
            "headers" if !written.starts_with(['@', '<']) => field.header_lines.push(written),
            "encoder" if Encoder::named(&written).is_some() => {
                field.encoder = Encoder::named(&written);
            }
            "headers" | "encoder" => field.left.push(format!(";{name}={written}")),
            _ => match &mut field.media_type {
                // A parameter of the type, to the letter.
                Some(media_type) if follows_type => {
                    write!(media_type, ";{gap}{written}").expect("a text takes any text");
                }
                _ if written.is_empty() => {}
                _ => field.left.push(format!(";{written}")),
            },
        }
        follows_type = name == "type" || follows_type && !known;
    }
}

/// A delimiter that stands in no part: curl's dashes, and 22 letters and digits that follow from the
/// seed and the parts.
pub fn boundary(parts: &[Part], seed: u64) -> String {
    const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    // FNV-1a, then xorshift64*.
    let mut state = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for octet in parts.iter().flat_map(|part| part.field.name.bytes().chain(*b"=")) {
        state = (state ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3);
    }
    state |= 1;
    loop {
        let mut boundary = "-".repeat(24);
        for _ in 0..22 {
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            let number = state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
            boundary.push(char::from(LETTERS[(number % 62) as usize]));
        }
        if !parts.iter().any(|part| part.contains(boundary.as_bytes())) {
            return boundary;
        }
    }
}

/// How parts are written.
#[derive(Debug, Clone, Copy)]
pub struct Writing {
    /// Where delimiters come from.
    pub seed: u64,
    /// Whether backslashes stand before quotes in names, as they did in older forms.
    pub has_backslashes: bool,
}

impl Writing {
    /// All parts as content; each line ends with CR LF (RFC 2046 §5.1.1). `disposition` is what they
    /// are, e.g. `form-data`; what is attached says so only where it has a name.
    pub fn content(self, parts: &[Part], boundary: &str, disposition: &str) -> Vec<u8> {
        let mut content = Vec::new();
        for Part { field, content: octets, parts } in parts {
            let mut head = format!("--{boundary}\r\n");
            let escaped = if self.has_backslashes { with_backslashes } else { escaped };
            let quoted = |name: &str, value: &str| format!("; {name}=\"{}\"", escaped(value));
            let name = (!field.name.is_empty()).then(|| quoted("name", &field.name));
            let file_name = field.sent_file_name().map(|name| quoted("filename", &name));
            if disposition != "attachment" || name.is_some() || file_name.is_some() {
                let names: String = name.into_iter().chain(file_name).collect();
                head += &format!("Content-Disposition: {disposition}{names}\r\n");
            }
            let media_type = field.sent_media_type();
            let inner = (field.source == Source::Open)
                .then(|| self::boundary(parts, self.seed.wrapping_add(1)));
            let parameter = inner.as_ref().map(|inner| format!("; boundary={inner}"));
            if let Some(media_type) = &media_type {
                head += &format!("Content-Type: {media_type}{}\r\n", parameter.unwrap_or_default());
            }
            if let Some(encoder) = field.encoder {
                head += &format!("Content-Transfer-Encoding: {}\r\n", encoder.name());
            }
            for line in &field.header_lines {
                head += &format!("{line}\r\n");
            }
            content.extend(head.into_bytes());
            content.extend(b"\r\n");
            match (inner, field.encoder) {
                (Some(inner), _) => {
                    let is_form =
                        media_type.is_some_and(|found| found.starts_with("multipart/form-data"));
                    let disposition = if is_form { "form-data" } else { "attachment" };
                    let inside = Self { seed: self.seed.wrapping_add(1), ..self };
                    content.extend(inside.content(parts, &inner, disposition));
                }
                (None, Some(encoder)) => content.extend(encoder.encoded(octets)),
                (None, None) => content.extend(octets),
            }
            content.extend(b"\r\n");
        }
        content.extend(format!("--{boundary}--\r\n").into_bytes());
        content
    }
}

impl Field {
    fn new(name: &str, source: Source) -> Self {
        Self {
            name: name.to_owned(),
            source,
            media_type: None,
            file_name: None,
            header_lines: Vec::new(),
            encoder: None,
            left: Vec::new(),
        }
    }

    /// The file that its content comes from.
    pub fn file(&self) -> Option<&str> {
        match &self.source {
            Source::Text(_) | Source::Open | Source::Close => None,
            Source::File(name) | Source::TextOfFile(name) => Some(name),
        }
    }

    fn sent_file_name(&self) -> Option<String> {
        let of_file = match &self.source {
            Source::File(path) => path.rsplit(['/', '\\']).next().map(str::to_owned),
            Source::Text(_) | Source::TextOfFile(_) | Source::Open | Source::Close => None,
        };
        self.file_name.clone().or(of_file)
    }

    fn sent_media_type(&self) -> Option<String> {
        let file_name = self.sent_file_name();
        let of_name = |name: &Option<String>| name.as_deref().and_then(media_type);
        let known = match &self.source {
            Source::Open | Source::Close => Some("multipart/mixed"),
            Source::Text(_) => of_name(&file_name),
            // Standard input is no file to curl.
            Source::File(path) | Source::TextOfFile(path) if path == "-" => of_name(&file_name),
            Source::File(path) | Source::TextOfFile(path) => of_name(&file_name)
                .or_else(|| media_type(path))
                .or(file_name.as_ref().map(|_| "application/octet-stream")),
        };
        let known = known.filter(|known| *known != "text/plain" || file_name.is_some());
        self.media_type.clone().or_else(|| known.map(str::to_owned))
    }
}

/// What curl takes a file for, by the end of its name.
fn media_type(name: &str) -> Option<&'static str> {
    const TABLE: [(&str, &str); 10] = [
        (".gif", "image/gif"),
        (".jpg", "image/jpeg"),
        (".jpeg", "image/jpeg"),
        (".png", "image/png"),
        (".svg", "image/svg+xml"),
        (".txt", "text/plain"),
        (".htm", "text/html"),
        (".html", "text/html"),
        (".pdf", "application/pdf"),
        (".xml", "application/xml"),
    ];
    let name = name.to_ascii_lowercase();
    TABLE.iter().find(|(end, _)| name.ends_with(end)).map(|(_, media_type)| *media_type)
}

fn with_backslashes(name: &str) -> String {
    name.replace('\\', "\\\\").replace('"', "\\\"")
}

/// As HTML's forms write names, and curl since 7.81.
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `NAME SOURCE type= filename= headers left`, as far as they are there.
    fn shown(value: &str) -> String {
        let Some(fields) = fields(value) else { return "refused".to_owned() };
        let shown = |field: &Field| {
            let mut text = format!("{} {:?}", field.name, field.source);
            let Field { media_type, file_name, header_lines, left, .. } = field;
            media_type.iter().for_each(|found| text += &format!(" type={found}"));
            file_name.iter().for_each(|found| text += &format!(" filename={found}"));
            header_lines.iter().for_each(|found| text += &format!(" header={found}"));
            left.iter().for_each(|found| text += &format!(" left={found}"));
            text
        };
        fields.iter().map(shown).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_field_is_taken_apart_as_curl_does() {
        assert_eq!(shown("a=b c"), "a Text(\"b c\")");
        assert_eq!(shown("a="), "a Text(\"\")");
        assert_eq!(shown("a"), "refused");
        assert_eq!(shown("a=@\"b;c.png\""), "a File(\"b;c.png\")");
        assert_eq!(
            shown("a=@/tmp/b.png;type=image/x; q=1;filename=\"c\\\"d\""),
            "a File(\"/tmp/b.png\") type=image/x; q=1 filename=c\"d"
        );
        assert_eq!(shown("a=@b,c;type=x/y"), "a File(\"b\"), a File(\"c\") type=x/y");
        assert_eq!(shown("a=<b.txt"), "a TextOfFile(\"b.txt\")");
        assert_eq!(
            shown("a={};type=application/json;headers=\"X-A: 1\""),
            "a Text(\"{}\") type=application/json header=X-A: 1"
        );
        assert_eq!(shown("a= b ;type=x/y;q=1"), "a Text(\"b\") type=x/y;q=1");
        assert_eq!(shown("a=b;c=d"), "a Text(\"b\") left=;c=d");
        assert_eq!(shown("a=b;encoder=rot13"), "a Text(\"b\") left=;encoder=rot13");
        assert_eq!(shown("a=b;encoder=base64"), "a Text(\"b\")");
        assert_eq!(shown("a=(;type=x/y"), "a Open type=x/y");
        assert_eq!(shown("=)"), " Close");
    }

    #[test]
    fn a_boundary_follows_from_the_seed_and_stands_in_no_part() {
        let part = |content: &[u8]| Part {
            field: fields("a=").unwrap().remove(0),
            content: content.to_vec(),
            parts: Vec::new(),
        };
        let first = boundary(&[part(b"")], 1);
        assert_eq!(first.len(), 46);
        assert_eq!(first, boundary(&[part(b"x")], 1));
        assert_ne!(first, boundary(&[part(b"")], 2));
        assert_ne!(first, boundary(&[part(first.as_bytes())], 1));
    }
}
