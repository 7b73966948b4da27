//! Makes constants of the words in `languages/`.

use language::build::{Marks, write_catalogue};

fn main() {
    write_catalogue("engine", Marks::Alternatives);
}
