//! The pages that everybody may read.

fn main() {
    app::site();
}
