//! Makes constants of the words in `languages/`.

use language::build::write_catalogue;

fn main() {
    write_catalogue("lesson");
}
