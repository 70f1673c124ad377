//! What people on pictures and those who answer for them meet.

fn main() {
    app::open::<app::Signer>();
}
