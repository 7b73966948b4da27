//! Why no response came.

use trace::Failure;

/// No complete response came.
pub struct ExchangeError {
    /// Why.
    pub failure: Failure,
    /// Whether the connection was gone before a single octet of a response came: a server that had
    /// closed it has not seen the request.
    pub is_unanswered: bool,
    /// Whether the server has said that it did nothing with it (RFC 9113 §8.7).
    pub is_refused: bool,
}

impl ExchangeError {
    /// Not the connection's fault.
    pub fn after_answer(failure: Failure) -> Self {
        Self { failure, is_unanswered: false, is_refused: false }
    }
}
