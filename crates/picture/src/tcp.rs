//! What each packet does for its connection, and which exchange it belongs to.
