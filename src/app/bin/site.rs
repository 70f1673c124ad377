//! What everybody may read.

fn main() {
    app::open::<app::Site>();
}
