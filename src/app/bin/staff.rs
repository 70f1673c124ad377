//! Everything but the signer's pages.

fn main() {
    app::open::<app::Staff>();
}
