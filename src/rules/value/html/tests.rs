use super::*;

#[test]
fn what_is_filled_in_is_not_filled_again() {
    let parts = [("a", "{b}".to_owned()), ("b", "två".to_owned())];
    assert_eq!(filled("{a} {b} {c} {", &parts), "{b} två {c} {");
}

#[test]
fn what_people_wrote_is_never_markup() {
    assert_eq!(escape("<script>\"'&"), "&lt;script&gt;&quot;&#39;&amp;");
}
