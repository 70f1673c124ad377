//! Plain pages from templates: the words stand in the template, what varies is filled in.

/// The text as it may stand in a page, between tags or within a quoted attribute.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The template with each `{name}` replaced, in one pass, so that a text that happens to hold a
/// placeholder stays as it is.
#[must_use]
pub fn filled(template: &str, parts: &[(&str, String)]) -> String {
    let mut page = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        page.push_str(&rest[..start]);
        rest = &rest[start..];
        let part = parts.iter().find(|(name, _)| {
            rest[1..]
                .strip_prefix(name)
                .is_some_and(|after| after.starts_with('}'))
        });
        let (length, text) = part.map_or((1, "{"), |(name, text)| (2 + name.len(), text.as_str()));
        page.push_str(text);
        rest = &rest[length..];
    }
    page.push_str(rest);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let parts = [("a", "{b}".to_owned()), ("b", "två".to_owned())];
        assert_eq!(filled("{a} {b} {c} {", &parts), "{b} två {c} {");
    }

    #[test]
    fn what_people_wrote_is_never_markup() {
        assert_eq!(escaped("<script>\"&"), "&lt;script&gt;&quot;&amp;");
    }
}
