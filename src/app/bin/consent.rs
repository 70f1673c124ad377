//! The pages for people on pictures and those who answer for them.

fn main() {
    app::consent();
}
