//! Texts in HTML: what people wrote is escaped, and a template has its names filled in.

/// The text as it may stand in HTML, between tags and inside a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
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
mod tests;
