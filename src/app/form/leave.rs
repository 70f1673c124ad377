//! Where the draft is, and the questions that interrupt: leave? and which of two drafts?

use leptos::prelude::*;
use leptos::task::spawn_local_scoped;

use super::Wizard;
use crate::component::dialog::Dialog;
use crate::data::session::Session;
use crate::draft::autosave::{DraftSync, SyncState};
use crate::draft::open_drafts::OpenDrafts;
use crate::draft::resource::DraftResource;
use crate::platform::address::{History, navigate};

impl Wizard {
    /// The questions that interrupt: leave? and which of two drafts?
    pub(super) fn dialogs(self, sync: DraftSync) -> AnyView {
        let cancelling = self.cancelling();
        let leaving = self.setting.leave;
        let leave = move || {
            let failed = RwSignal::new(false);
            let discard = move |_| {
                // Scoped, since the open drafts and the navigation are taken from the context after the answer.
                spawn_local_scoped(async move {
                    if sync.discard().await.is_ok() {
                        cancelling.set(false);
                        OpenDrafts::here().remove(&self.case.get_value());
                        navigate(leaving.to, History::Replace);
                    } else {
                        failed.set(true);
                    }
                });
            };
            // Only what has never been sent can be taken away.
            let can =
                !self.is_completing() && sync.resource.with_value(DraftResource::can_be_discarded);
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
                                        sync.save_now();
                                        cancelling.set(false);
                                        if !sync.resource.with_value(DraftResource::is_in_store) {
                                            OpenDrafts::here().remove(&self.case.get_value());
                                        }
                                        navigate(leaving.to, History::Push);
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
        let conflict = Signal::derive(move || sync.state() == SyncState::Conflict);
        let choose = move || {
            let labels = sync
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
                    <button class="button" type="button" on:click=move |_| sync.choose(true)>
                        "Det som står här"
                    </button>
                    <button class="button" type="button" on:click=move |_| sync.choose(false)>
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
pub(super) fn SyncLine(
    /// How the draft is kept.
    sync: DraftSync,
) -> AnyView {
    let session = Session::here();
    let resource = sync.resource.get_value();
    if !resource.is_in_store() {
        return view! { <p class="kept">"Inget sparas förrän du skickar"</p> }.into_any();
    }
    let is_link = matches!(resource, DraftResource::Link);
    let is_in_browser = resource.is_in_browser();
    let calm = move || match sync.state() {
        SyncState::Saved => Some("Sparat, men inte inskickat"),
        SyncState::Soon => Some("Sparar …"),
        SyncState::Offline | SyncState::LoggedOut | SyncState::Conflict | SyncState::Refused => {
            None
        }
    };
    let error = move || {
        Some(match (sync.state(), is_in_browser) {
            (SyncState::Saved | SyncState::Soon, _) => return None,
            (SyncState::Offline, true) => {
                "Ingen kontakt med tjänsten. Det du skriver sparas i webbläsaren så länge."
            }
            (SyncState::Offline, false) => {
                "Ingen kontakt med tjänsten. Det du skriver finns kvar på sidan. Stäng den inte."
            }
            (SyncState::LoggedOut, true) => {
                "Du är utloggad. Det du skriver sparas i webbläsaren så länge."
            }
            (SyncState::LoggedOut, false) if is_link => {
                "Länken gäller inte längre här. Öppna den igen för att fortsätta."
            }
            (SyncState::LoggedOut, false) => {
                "Du är utloggad. Det du skriver finns kvar på sidan. Stäng den inte."
            }
            (SyncState::Conflict, _) => "Utkastet är ändrat någon annanstans.",
            (SyncState::Refused, true) => {
                "Tjänsten kan inte spara just nu. Det du skriver finns kvar i webbläsaren. Vi försöker igen."
            }
            (SyncState::Refused, false) => {
                "Tjänsten kan inte spara just nu. Det du skriver finns kvar på sidan. Stäng den inte."
            }
        })
    };
    let again = move || {
        (sync.state() == SyncState::LoggedOut && !is_link).then(|| {
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
            {move || error()}
        </p>
        {move || again()}
    }
    .into_any()
}
