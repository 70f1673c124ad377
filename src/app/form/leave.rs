//! Where the draft is, and the questions that interrupt: leave? and which of two drafts?

use leptos::prelude::*;
use leptos::task::spawn_local_scoped;

use super::Wizard;
use crate::component::dialog::Dialog;
use crate::data::session::Session;
use crate::draft::autosave::{Keeping, Kept};
use crate::draft::open_drafts::Desk;
use crate::draft::resource::Home;
use crate::platform::address::go;

impl Wizard {
    /// The questions that interrupt: leave? and which of two drafts?
    pub(super) fn dialogs(self, keeping: Keeping) -> AnyView {
        let cancelling = self.cancelling();
        let leaving = self.setting.leave;
        let leave = move || {
            let failed = RwSignal::new(false);
            let discard = move |_| {
                // Scoped, since the desk and the way on are asked for after the answer.
                spawn_local_scoped(async move {
                    if keeping.discard().await.is_ok() {
                        cancelling.set(false);
                        Desk::here().put_away(&self.case.get_value());
                        go(leaving.to, true);
                    } else {
                        failed.set(true);
                    }
                });
            };
            // Only what has never been sent can be taken away.
            let can = !self.is_completing() && keeping.home.with_value(Home::can_be_discarded);
            let away = can.then(|| {
                view! {
                    <button class="button button--stop" type="button" on:click=discard>
                        {leaving.discard}
                    </button>
                }
                .into_any()
            });
            view! {
                <p>{leaving.told}</p>
                <p role="alert">
                    {move || failed.get().then(|| "Det gick inte. Försök igen.".to_owned())}
                </p>
                <div class="buttons">
                    <button
                        class="button button--act"
                        type="button"
                        on:click=move |_| cancelling.set(false)
                    >
                        "Fortsätt fylla i"
                    </button>
                    {(!leaving.label.is_empty())
                        .then(|| {
                            view! {
                                <button
                                    class="button"
                                    type="button"
                                    on:click=move |_| {
                                        keeping.save_now();
                                        cancelling.set(false);
                                        if !keeping.home.with_value(Home::is_in_store) {
                                            Desk::here().put_away(&self.case.get_value());
                                        }
                                        go(leaving.to, false);
                                    }
                                >
                                    {leaving.label}
                                </button>
                            }.into_any()
                        })}
                    {away}
                </div>
            }
            .into_any()
        };
        let conflict = Signal::derive(move || keeping.kept() == Kept::Conflict);
        let choose = move || {
            let labels = keeping
                .differences()
                .into_iter()
                .map(|field| view! { <li>{field.label}</li> }.into_any())
                .collect_view();
            view! {
                <p>
                    "Utkastet har ändrats i ett annat fönster eller på en annan enhet. Inget har skrivits över. Det här skiljer sig:"
                </p>
                <ul>{labels}</ul>
                <p>"Vilket vill du behålla?"</p>
                <div class="buttons">
                    <button class="button" type="button" on:click=move |_| keeping.choose(true)>
                        "Det som står här"
                    </button>
                    <button class="button" type="button" on:click=move |_| keeping.choose(false)>
                        "Det som är sparat i tjänsten"
                    </button>
                </div>
            }.into_any()
        };
        view! {
            <Dialog
                id="avbryt"
                title=Signal::derive(|| "Vill du avbryta?".to_owned())
                open=cancelling.into()
                close=Callback::new(move |()| cancelling.set(false))
            >
                {leave()}
            </Dialog>
            <Dialog
                id="krock"
                title=Signal::derive(|| "Utkastet finns i två versioner".to_owned())
                open=conflict
                // Nothing is chosen by leaving: the question stays until it is answered.
                close=Callback::new(|()| ())
            >
                {choose()}
            </Dialog>
        }
        .into_any()
    }
}

/// Where the draft is. Only trouble is read out; a save that went well disturbs nobody.
#[component]
pub(super) fn KeptLine(
    /// How the draft is kept.
    keeping: Keeping,
) -> AnyView {
    let session = Session::here();
    let home = keeping.home.get_value();
    if !home.is_in_store() {
        return view! { <p class="kept">"Inget sparas förrän du skickar"</p> }.into_any();
    }
    let is_link = matches!(home, Home::Link);
    let is_in_browser = home.is_in_browser();
    let calm = move || match keeping.kept() {
        Kept::Saved => Some("Sparat, men inte inskickat"),
        Kept::Soon => Some("Sparar …"),
        Kept::Offline | Kept::LoggedOut | Kept::Conflict | Kept::Refused => None,
    };
    let trouble = move || {
        Some(match (keeping.kept(), is_in_browser) {
            (Kept::Saved | Kept::Soon, _) => return None,
            (Kept::Offline, true) => {
                "Ingen kontakt med tjänsten. Det du skriver sparas i webbläsaren så länge."
            }
            (Kept::Offline, false) => {
                "Ingen kontakt med tjänsten. Det du skriver finns kvar på sidan. Stäng den inte."
            }
            (Kept::LoggedOut, true) => {
                "Du är utloggad. Det du skriver sparas i webbläsaren så länge."
            }
            (Kept::LoggedOut, false) if is_link => {
                "Länken gäller inte längre här. Öppna den igen för att fortsätta."
            }
            (Kept::LoggedOut, false) => {
                "Du är utloggad. Det du skriver finns kvar på sidan. Stäng den inte."
            }
            (Kept::Conflict, _) => "Utkastet är ändrat någon annanstans.",
            (Kept::Refused, true) => {
                "Tjänsten kan inte spara just nu. Det du skriver finns kvar i webbläsaren. Vi försöker igen."
            }
            (Kept::Refused, false) => {
                "Tjänsten kan inte spara just nu. Det du skriver finns kvar på sidan. Stäng den inte."
            }
        })
    };
    let again = move || {
        (keeping.kept() == Kept::LoggedOut && !is_link).then(|| {
            view! {
                <button
                    class="button button--plain"
                    type="button"
                    on:click=move |_| session.ask_for_login()
                >
                    "Logga in igen"
                </button>
            }
            .into_any()
        })
    };
    view! {
        <p class="kept">{move || calm()}</p>
        <p class="kept kept--trouble" role="status">
            {move || trouble()}
        </p>
        {move || again()}
    }
    .into_any()
}
