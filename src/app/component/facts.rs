//! What is known of something, each fact beside its own word.

use leptos::prelude::*;

/// The rows of a `dl`.
#[component]
pub(crate) fn Facts<F>(
    /// Each fact after its word.
    rows: Vec<(&'static str, F)>,
) -> AnyView
where
    F: IntoAny + 'static,
{
    rows.into_iter()
        .map(|(label, fact)| {
            let fact = fact.into_any();
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd>{fact}</dd>
                </div>
            }
            .into_any()
        })
        .collect_view()
        .into_any()
}
