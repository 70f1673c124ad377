//! A link to hand over: to copy, to point a phone at, to print.

use leptos::prelude::*;
use leptos::task::spawn_local;
use qrcodegen::{QrCode, QrCodeEcc};

use super::notice::Tone;
use super::tell::Tell;

/// Light squares around the code, which readers need to find it (ISO/IEC 18004).
const QUIET_MODULES: i32 = 4;

/// The link as text with a button that copies it, and as a QR code.
#[component]
pub(crate) fn Handout(
    /// The address in the app; it begins with `/`.
    path: String,
) -> AnyView {
    let url = [window().location().origin().unwrap_or_default(), path].concat();
    let copied = RwSignal::new(None::<String>);
    let shown = url.clone();
    let code = qr(&url);
    let copy = move |_| {
        let url = url.clone();
        spawn_local(async move {
            let clipboard = window().navigator().clipboard();
            let answer = wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&url)).await;
            let says = if answer.is_ok() {
                "Länken är kopierad."
            } else {
                "Det gick inte att kopiera. Markera länken och kopiera den själv."
            };
            // The page may be gone by now.
            copied.try_set(Some(says.to_owned()));
        });
    };
    view! {
        <div class="handout">
            {code} <div>
                <p class="handout__link">{shown}</p>
                <div class="buttons no-print">
                    <button class="button" type="button" on:click=copy>
                        "Kopiera länken"
                    </button>
                    <button
                        class="button"
                        type="button"
                        on:click=|_| {
                            let _ = window().print();
                        }
                    >
                        "Skriv ut"
                    </button>
                </div>
                <div class="no-print">
                    <Tell tone=Tone::Good sentence=copied.into() />
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// The code as a picture; nothing for a text that no code can hold.
fn qr(text: &str) -> Option<AnyView> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                for piece in [
                    "M",
                    &(x + QUIET_MODULES).to_string(),
                    " ",
                    &(y + QUIET_MODULES).to_string(),
                    "h1v1h-1z",
                ] {
                    path.push_str(piece);
                }
            }
        }
    }
    let side = (code.size() + 2 * QUIET_MODULES).to_string();
    let frame = ["0 0 ", &side, " ", &side].concat();
    let view = view! {
        <svg
            class="handout__code"
            viewBox=frame
            role="img"
            aria-label="QR-kod med länken"
            shape-rendering="crispEdges"
        >
            <rect width="100%" height="100%" fill="#fff" />
            <path d=path fill="#000" />
        </svg>
    }
    .into_any();
    Some(view.into_any())
}
