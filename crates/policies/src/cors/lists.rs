//! Lists of names in the fields of CORS (Fetch, “CORS protocol”, “HTTP header syntax”; “extract
//! header list values”).

use trace::FieldLines;

/// The members of a field that is a list of tokens; `None` where there is no such field.
///
/// # Errors
/// A member is no token: then the whole list counts for nothing.
pub fn tokens<'a>(
    field_lines: &'a FieldLines,
    name: &'a str,
) -> Result<Option<Vec<&'a str>>, NoList> {
    if !field_lines.has(name) {
        return Ok(None);
    }
    let members: Vec<&str> = field_lines.members(name).collect();
    members.iter().all(|member| is_token(member)).then_some(Some(members)).ok_or(NoList)
}

/// A field that does not keep its own grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoList;

/// RFC 9110 §5.6.2.
fn is_token(text: &str) -> bool {
    let is_tchar = |octet: u8| octet.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&octet);
    !text.is_empty() && text.bytes().all(is_tchar)
}

/// Whether a list names this field, whatever its case.
pub fn names(list: &[&str], name: &str) -> bool {
    list.iter().any(|member| member.eq_ignore_ascii_case(name))
}
