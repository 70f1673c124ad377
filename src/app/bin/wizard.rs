//! The employees' forms.

fn main() {
    app::wizard();
}
