pub(crate) mod forms;

use super::*;

#[test]
fn cells_that_look_like_formulas_are_harmless() {
    let mut text = String::new();
    line(
        &mut text,
        [
            "=1+1",
            "+46",
            "-1",
            "@anna",
            "a;b",
            "säger \"hej\"",
            "=a;b",
            "vanlig",
        ]
        .into_iter(),
    );
    assert_eq!(
        text,
        "'=1+1;'+46;'-1;'@anna;\"a;b\";\"säger \"\"hej\"\"\";\"'=a;b\";vanlig\r\n"
    );
}

#[test]
fn what_people_wrote_is_never_markup() {
    assert_eq!(escape("<script>\"&"), "&lt;script&gt;&quot;&amp;");
    let options = options([("\"><script>", "<b>")].into_iter(), None);
    assert!(!options.contains("<script"), "{options}");
}
