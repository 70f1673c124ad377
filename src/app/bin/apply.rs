//! What an applicant needs.

fn main() {
    app::open::<app::Apply>();
}
