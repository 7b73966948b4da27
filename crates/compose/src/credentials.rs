//! What was typed to say who asks. It stays in memory, and leaves the page only as a header.

use super::headers::{basic, bearer};

/// The two schemes that are offered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scheme {
    /// User and password (RFC 7617).
    #[default]
    Basic,
    /// A token (RFC 6750).
    Bearer,
}

/// What was typed. Each scheme keeps its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    /// Which of them is meant.
    pub scheme: Scheme,
    /// For Basic.
    pub user: String,
    /// For Basic.
    pub password: String,
    /// For Bearer.
    pub token: String,
}

impl Credentials {
    /// The value of Authorization.
    pub fn header_value(&self) -> String {
        match self.scheme {
            Scheme::Basic => basic(&self.user, &self.password),
            Scheme::Bearer => bearer(&self.token),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scheme_keeps_what_was_typed_for_it() {
        let mut written = Credentials {
            user: "Aladdin".to_owned(),
            password: "open sesame".to_owned(),
            token: "abc".to_owned(),
            ..Credentials::default()
        };
        let basic = written.header_value();
        assert_eq!(basic, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        written.scheme = Scheme::Bearer;
        assert_eq!(written.header_value(), "Bearer abc");
        written.scheme = Scheme::Basic;
        assert_eq!(written.header_value(), basic);
    }
}
