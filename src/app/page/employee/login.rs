//! Logging in, as a page, in front of a page, and in a dialog.

use leptos::prelude::*;
use leptos::task::spawn_local_scoped;
use rules::page::{Admission, Audience, Page};

use crate::component::error_summary::{self, ErrorSummary, Item};
use crate::component::heading_of::HeadingOf;
use crate::component::question::{Answer, Words};
use crate::component::refused::Refused;
use crate::component::text_field::{Line, TextField};
use crate::data::session::{self, Session};
use crate::platform::address::{History, asked, navigate};
use crate::platform::api::ApiError;
use crate::platform::browser;
use crate::platform::screen::anew;

const NAME: &str = "anvandarnamn";
const PASSWORD: &str = "losenord";

/// The page at `/logga-in`, which goes on to where one came from.
#[component]
pub(crate) fn Login() -> AnyView {
    let back = session::return_path(asked("till").get_untracked());
    let next = back.clone();
    login_page(
        back,
        Callback::new(move |()| navigate(&next, History::Replace)),
    )
}

/// The page that `view` draws, for those whom it is for; the login stands in its place until they are
/// logged in.
pub(crate) fn gate(page: Page, view: fn() -> AnyView) -> AnyView {
    if page.row().audience == Audience::Everybody {
        return view();
    }
    let session = Session::here();
    let admission = Memo::new(move |_| page.admission(session.role()));
    anew(move || match admission.get() {
        Admission::Admitted => untrack(view),
        Admission::Refused(purpose) => view! { <Refused purpose=purpose /> }.into_any(),
        Admission::LogIn => login_page(browser::address(), Callback::new(|()| ())),
    })
}

/// `next` is the address that is shown after the login, which `done` goes to.
fn login_page(next: String, done: Callback<()>) -> AnyView {
    let wrong = RwSignal::new(false);
    provide_context(LoginWrong(wrong));
    view! {
        <HeadingOf text=Signal::stored("Logga in".to_owned()) wrong=wrong.into() />
        <p class="lead">"Logga in med det konto som du använder i arbetet."</p>
        {login_form(next, done)}
        <p>
            "Har du glömt lösenordet eller saknar konto? " <a href="/kontakt">"Kontakta oss"</a>
            "."
        </p>
    }
    .into_any()
}

/// Lets the page around the form put «Fel: » in its title.
#[derive(Clone, Copy)]
struct LoginWrong(RwSignal<bool>);

/// What is said when one of the fields is not filled in.
const NO_NAME: &str = "Fyll i användarnamn.";
const NO_PASSWORD: &str = "Fyll i lösenord.";

/// What is said when the login failed.
fn advice(error: &ApiError) -> String {
    match error {
        ApiError::LoggedOut => {
            "Kontrollera användarnamnet och lösenordet. De hör inte ihop.".to_owned()
        }
        ApiError::TooMany(seconds) => {
            let minutes = seconds.div_ceil(60).max(1).to_string();
            let unit = if minutes == "1" { " minut" } else { " minuter" };
            let sentence = [
                "Vänta ",
                &minutes,
                unit,
                " och försök igen. Du har försökt många gånger.",
            ];
            sentence.concat()
        }
        error => error.sentence().to_owned(),
    }
}

/// The form itself. `done` is called when the user is logged in, unless the page at `next` is loaded
/// anew for them.
pub(crate) fn login_form(next: String, done: Callback<()>) -> AnyView {
    let session = Session::here();
    let name = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    // What is told at each of the two after a try, if anything.
    let name_fault = RwSignal::new(None::<String>);
    let password_fault = RwSignal::new(None::<String>);
    let title = use_context::<LoginWrong>();
    let tell = move |at_name: Option<String>, at_password: Option<String>| {
        if let Some(LoginWrong(title)) = title {
            title.set(at_name.is_some() || at_password.is_some());
        }
        name_fault.set(at_name);
        password_fault.set(at_password);
    };
    let items = Signal::derive(move || {
        [(NAME, name_fault.get()), (PASSWORD, password_fault.get())]
            .into_iter()
            .filter_map(|(id, sentence)| {
                Some(Item {
                    id,
                    elsewhere: None,
                    sentence: sentence?,
                })
            })
            .collect::<Vec<_>>()
    });
    let waiting = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if waiting.get_untracked() {
            return;
        }
        let (typed, secret) = (name.get_untracked(), password.get_untracked());
        let typed = typed.trim().to_owned();
        if typed.is_empty() || secret.is_empty() {
            tell(
                typed.is_empty().then(|| NO_NAME.to_owned()),
                secret.is_empty().then(|| NO_PASSWORD.to_owned()),
            );
            error_summary::focus();
            return;
        }
        waiting.set(true);
        // No action of Leptos's, which takes 3 kB in every part that has the login. Scoped, since what
        // is done next may go to another page.
        let next = next.clone();
        spawn_local_scoped(async move {
            let ended = session.log_in(&typed, &secret, &next).await;
            // Logging in may have taken this form away together with its signals.
            if waiting.try_set(false).is_some() {
                if let Ok(true) = ended {
                    done.try_run(());
                }
                return;
            }
            match ended {
                Ok(true) => done.run(()),
                Ok(false) => {}
                Err(error) => {
                    tell(Some(advice(&error)), None);
                    error_summary::focus();
                }
            }
        });
    };
    // What has been corrected says so as it changes.
    let write = move |field: RwSignal<String>| Answer {
        text: field.into(),
        write: Callback::new(move |text: String| {
            field.set(text);
            // Only of a field that is still empty is it known that it is still wrong.
            let told = [name_fault.get_untracked(), password_fault.get_untracked()];
            let [at_name, at_password] = told.clone();
            let no_name = name.with_untracked(|name| name.trim().is_empty());
            let no_password = password.with_untracked(String::is_empty);
            let left = [
                at_name.filter(|told| no_name && told == NO_NAME),
                at_password.filter(|_| no_password),
            ];
            if left != told {
                let [at_name, at_password] = left;
                tell(at_name, at_password);
            }
        }),
    };
    view! {
        <ErrorSummary items=items />
        <form novalidate on:submit=submit>
            <TextField
                words=Words::new(NAME, "Användarnamn", "").error(name_fault.into())
                line=Line::EXACT.autocomplete("username")
                answer=write(name)
            />
            <TextField
                words=Words::new(PASSWORD, "Lösenord", "").error(password_fault.into())
                line=Line::EXACT.secret().autocomplete("current-password")
                answer=write(password)
            />
            <div class="buttons">
                <button
                    class="button button--act"
                    type="submit"
                    aria-disabled=move || waiting.get().then(|| "true".to_owned())
                >
                    {move || (if waiting.get() { "Loggar in …" } else { "Logga in" }).to_owned()}
                </button>
            </div>
        </form>
    }
    .into_any()
}
