//! What is known of something, each fact beside its own word.

use crate::draw::*;

/// The rows of a `dl`.
pub(crate) fn facts<F: IntoView + 'static>(
    rows: impl IntoIterator<Item = (&'static str, F)>,
) -> AnyView {
    rows.into_iter()
        .map(|(label, fact)| {
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd>{fact.into_view()}</dd>
                </div>
            }
        })
        .collect_view()
        .into_view()
}
