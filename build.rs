//! Makes constants of the words in `languages/`, and a list of the languages there.

use language::build::{write_catalogue, write_list};

fn main() {
    write_catalogue("viewer");
    write_list();
}
