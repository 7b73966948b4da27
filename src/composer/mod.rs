//! The request as it is being written.

pub mod body_field;
pub mod copy_as;
pub mod credentials;
pub mod curl_paste;
pub mod mode;
pub mod mode_switch;
pub mod panel;
pub mod pasted;
pub mod request_fold;
pub mod row_table;
pub mod url_field;
