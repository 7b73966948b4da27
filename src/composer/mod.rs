//! The request as it is being written.

pub mod body_field;
pub mod checks;
pub mod copy_as;
pub mod credentials;
pub mod curl_paste;
mod fetching;
pub mod method_menu;
pub mod mode_switch;
pub mod pasted;
pub mod request_fold;
pub mod row_table;
pub mod state;
pub mod unseen;
pub mod url_field;
