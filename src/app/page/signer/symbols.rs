//! Every symbol with its word: to point at, to print and to practise with.

use leptos::prelude::*;
use serde::Deserialize;

use crate::component::error_page::ErrorPage;
use crate::component::page_heading::PageHeading;
use crate::data::policy::policy;
use crate::platform::api::Call;
use crate::platform::screen::ask;

/// The list of the symbols that come with the service, in order.
const LIST: &str = "/pictogram/lista.json";

#[derive(Clone, Deserialize)]
struct Symbol {
    ord: String,
    text: String,
}

/// The page.
#[component]
pub(crate) fn Symbols() -> AnyView {
    let read = RwSignal::new_local(None);
    ask(read, async {
        let reply = Call::get(LIST).while_shown().read::<Vec<Symbol>>().await?;
        Ok(reply.body)
    });
    let symbol_sheet = move || match read.get() {
        None => None,
        Some(Err(error)) => Some(view! { <ErrorPage error=error /> }.into_any()),
        Some(Ok(symbols)) => Some(
            view! {
                <ul class="picto__sheet">
                    {symbols
                        .into_iter()
                        .map(|symbol| {
                            let source = policy().organisation.symbol(&symbol.ord);
                            view! {
                                <li>
                                    <img
                                        class="picto__symbol"
                                        src=source
                                        alt=""
                                        width="96"
                                        height="96"
                                    />
                                    {symbol.text}
                                </li>
                            }.into_any()
                        })
                        .collect_view()}
                </ul>
            }
            .into_any(),
        ),
    };
    view! {
        <PageHeading />
        <p class="lead">
            "Här är våra bilder. De finns i frågorna med bildstöd. Peka på dem. Skriv ut dem. Öva på dem."
        </p>
        {move || symbol_sheet()}
        <div class="buttons no-print">
            <button
                class="button"
                type="button"
                on:click=|_| {
                    let _ = window().print();
                }
            >
                "Skriv ut"
            </button>
            <a class="button" href="/samtycke">
                "Till samtycke till bild"
            </a>
        </div>
    }.into_any()
}
