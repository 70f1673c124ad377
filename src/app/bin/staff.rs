//! The pages that managers and communications work in.

fn main() {
    app::staff();
}
