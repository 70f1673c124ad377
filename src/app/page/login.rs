//! Logging in, as a page, in front of a page, and in a dialog.

use crate::address::{asked, go};
use leptos::prelude::*;
use leptos::task::spawn_local_scoped;

use crate::api::Trouble;
use crate::part::error_summary::{self, ErrorSummary, Item};
use crate::part::heading::HeadingOf;
use crate::part::question::{Answer, Words};
use crate::part::text_field::{Line, TextField};
use crate::screen::anew;
use crate::session::{self, Session, User};

const NAME: &str = "anvandarnamn";
const PASSWORD: &str = "losenord";

/// The page at `/logga-in`, which goes on to where one came from.
#[component]
pub(crate) fn Login() -> AnyView {
    let wanted = asked("till");
    let back = move || session::way_back(wanted.get_untracked());
    login_page(Callback::new(move |()| go(&back(), true)))
}

/// A page for those who are logged in; the login stands in its place until they are.
pub(crate) fn gate(page: impl Fn(User) -> AnyView + Send + 'static) -> AnyView {
    let session = Session::here();
    let who = Memo::new(move |_| session.user());
    anew(move || match who.get() {
        Some(user) => page(user),
        None => login_page(Callback::new(|()| ())),
    })
}

fn login_page(done: Callback<()>) -> AnyView {
    let wrong = RwSignal::new(false);
    provide_context(LoginWrong(wrong));
    view! {
        <HeadingOf text=Signal::derive(|| "Logga in".to_owned()) wrong=wrong.into() />
        <p class="lead">"Logga in med det konto som du använder i arbetet."</p>
        {login_form(done)}
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

/// What somebody is told after a try.
#[derive(Clone, PartialEq)]
enum Fault {
    None,
    Empty { name: bool, password: bool },
    Trouble(Trouble),
}

impl Fault {
    /// The sentence at each of the two fields.
    fn sentences(&self) -> [Option<String>; 2] {
        match self {
            Self::None => [None, None],
            Self::Empty { name, password } => [
                name.then(|| "Fyll i användarnamn.".to_owned()),
                password.then(|| "Fyll i lösenord.".to_owned()),
            ],
            Self::Trouble(Trouble::LoggedOut) => [
                Some("Kontrollera användarnamnet och lösenordet. De hör inte ihop.".to_owned()),
                None,
            ],
            Self::Trouble(Trouble::TooMany(seconds)) => {
                let minutes = seconds.div_ceil(60).max(1).to_string();
                let unit = if minutes == "1" { " minut" } else { " minuter" };
                let sentence = [
                    "Vänta ",
                    &minutes,
                    unit,
                    " och försök igen. Du har försökt många gånger.",
                ];
                [Some(sentence.concat()), None]
            }
            Self::Trouble(trouble) => [Some(trouble.sentence().to_owned()), None],
        }
    }
}

/// The form itself. `done` is called when somebody is logged in.
pub(crate) fn login_form(done: Callback<()>) -> AnyView {
    let session = Session::here();
    let name = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let fault = RwSignal::new(Fault::None);
    let title = use_context::<LoginWrong>();
    let tell = move |found: Fault| {
        let wrong = found != Fault::None;
        fault.set(found);
        if let Some(LoginWrong(title)) = title {
            title.set(wrong);
        }
        if wrong {
            error_summary::focus();
        }
    };
    let sentence =
        move |index: usize| Signal::derive(move || fault.with(Fault::sentences)[index].clone());
    let items = Signal::derive(move || {
        [NAME, PASSWORD]
            .into_iter()
            .zip(fault.with(Fault::sentences))
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
            tell(Fault::Empty {
                name: typed.is_empty(),
                password: secret.is_empty(),
            });
            return;
        }
        waiting.set(true);
        // No action of Leptos's, which takes 3 kB in every part that has the login. Scoped, since what
        // is done next may go to another page.
        spawn_local_scoped(async move {
            let ended = session.log_in(&typed, &secret).await;
            // Logging in may have taken this form away together with its signals.
            if waiting.try_set(false).is_some() {
                if ended.is_ok() {
                    done.try_run(());
                }
                return;
            }
            match ended {
                Ok(()) => done.run(()),
                Err(trouble) => tell(Fault::Trouble(trouble)),
            }
        });
    };
    // What has been corrected says so as it changes.
    let write = move |field: RwSignal<String>| Answer {
        text: field.into(),
        write: Callback::new(move |text: String| {
            field.set(text);
            let left = match fault.get_untracked() {
                Fault::Empty {
                    name: a,
                    password: b,
                } => {
                    let a = a && name.with_untracked(|name| name.trim().is_empty());
                    let b = b && password.with_untracked(String::is_empty);
                    if a || b {
                        Fault::Empty {
                            name: a,
                            password: b,
                        }
                    } else {
                        Fault::None
                    }
                }
                Fault::None | Fault::Trouble(_) => Fault::None,
            };
            if fault.get_untracked() != left {
                if let Some(LoginWrong(title)) = title {
                    title.set(left != Fault::None);
                }
                fault.set(left);
            }
        }),
    };
    view! {
        <ErrorSummary items=items />
        <form novalidate on:submit=submit>
            <TextField
                words=Words::new(NAME, "Användarnamn", "").error(sentence(0))
                line=Line::EXACT.autocomplete("username")
                answer=write(name)
            />
            <TextField
                words=Words::new(PASSWORD, "Lösenord", "").error(sentence(1))
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
