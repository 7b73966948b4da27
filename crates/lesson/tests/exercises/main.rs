//! Each kind of exercise on every built-in scenario: the key is accepted, each wrong option is
//! refused, no two options say the same, and no answer panics.

mod about;
mod choices;
mod fill_in;
mod make;
mod materials;
mod order;
mod work_out;
mod write;
