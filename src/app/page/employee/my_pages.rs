//! Mina sidor: the own cases, what waits for oneself first, and the accounts one answers for.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::account::case::{State, Summary};
use rules::register::Row;

use crate::component::act_question::ActQuestion;
use crate::component::case_line;
use crate::component::dialog::Question;
use crate::component::notice::Tone;
use crate::component::page_heading::PageHeading;
use crate::component::status::StatusTag;
use crate::component::table::Table;
use crate::component::tell::Tell;
use crate::data::case;
use crate::data::inbox::Inbox;
use crate::data::register::{Inside, Shelf};
use crate::data::session::{Session, User};
use crate::draft::autosave;
use crate::form::Service;
use crate::page::public::register::shape;
use crate::platform::api::{ApiError, Call};
use crate::platform::browser;
use crate::platform::clock;

/// The page.
#[component]
pub(crate) fn MyPages() -> AnyView {
    Inbox::here().refresh();
    page(&Session::here().logged_in())
}

/// What becomes of a draft that is to be thrown away.
#[derive(Clone, Copy)]
struct Discarding {
    /// The draft asked about: its id and what it is about.
    asked: RwSignal<Option<(String, String)>>,
    under_way: RwSignal<bool>,
    failed: RwSignal<Option<String>>,
    done: RwSignal<Option<String>>,
    inbox: Inbox,
}

fn page(user: &User) -> AnyView {
    let inbox = Inbox::here();
    let discarding = Discarding {
        asked: RwSignal::new(None),
        under_way: RwSignal::new(false),
        failed: RwSignal::new(None),
        done: RwSignal::new(None),
        inbox,
    };
    let me = user.id.clone();
    let own = move |case: &Summary| case.applicant.id == me;
    view! {
        <PageHeading />
        <p class="lead">{user.name.clone()} ", " {user.email.clone()}</p>
        <Tell tone=Tone::Good sentence=discarding.done.into() />
        {manager_notice(inbox)}
        {inbox.list(own, move |own| lists(own, discarding))}
        {accounts()}
        <h2>"Gör något nytt"</h2>
        <div class="buttons">
            <a class="button button--act" href="/ansok">
                "Ansök om konto"
            </a>
            <a class="button" href="/andra">
                "Avsluta eller ändra konto"
            </a>
        </div>
        {question(discarding)}
    }
    .into_any()
}

/// What waits for a manager's yes or no.
fn manager_notice(inbox: Inbox) -> AnyView {
    let count = Memo::new(move |_| inbox.waiting_for_me());
    view! {
        {move || {
            match count.get() {
                0 => None,
                1 => Some("1 ansökan väntar på ditt svar som chef.".to_owned()),
                many => {
                    Some(
                        [&many.to_string(), " ansökningar väntar på ditt svar som chef."]
                            .concat(),
                    )
                }
            }
                .map(|sentence| {
                    view! {
                        <section class="notice notice--warn">
                            <p>{sentence} " " <a href="/godkann">"Läs och svara"</a></p>
                        </section>
                    }.into_any()
                })
        }}
    }
    .into_any()
}

fn lists(own: Vec<Summary>, discarding: Discarding) -> AnyView {
    let (drafts, sent): (Vec<_>, Vec<_>) =
        own.into_iter().partition(|case| case.state == State::Draft);
    let (mine, rest): (Vec<_>, Vec<_>) = sent
        .into_iter()
        .partition(|case| waits_for_applicant(case.state));
    let (over, under_way): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|case| case.state.is_final());
    if drafts.is_empty() && mine.is_empty() && under_way.is_empty() && over.is_empty() {
        return view! {
            <p>
                "Du har inga ärenden. När du börjar en ansökan hamnar den här, också innan du har skickat in den."
            </p>
        }.into_any();
    }
    view! {
        {list("Väntar på dig", &mine)}
        {draft_list(drafts, discarding)}
        {list("På gång", &under_way)}
        {list("Avslutade ärenden", &over)}
    }
    .into_any()
}

/// Whether the applicant is the one who has something to do.
fn waits_for_applicant(state: State) -> bool {
    matches!(state, State::Supplementing | State::Approved)
}

fn list(title: &'static str, cases: &[Summary]) -> Option<AnyView> {
    let rows: Vec<_> = cases.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="case-list">
                <h2>{title}</h2>
                <Table
                    caption=title
                    columns=&["Ärende", "Gäller", "Läge", "Vad händer nu?"]
                    rows=rows
                />
            </section>
        }
        .into_any()
    })
}

fn row(case: &Summary) -> Vec<AnyView> {
    let mail = (case.last_message_from_staff == Some(true) && !case.state.is_final())
        .then(|| view! { <span class="case-mark">"Kommunikation har skrivit"</span> }.into_any());
    vec![
        view! {
            <a href=Service::href(case)>{case_line::name(case)}</a>
            <span class="case-under">{case_line::title_of(case)}</span>
        }
        .into_any(),
        about(case),
        view! {
            <case_line::StateTag state=case.state />
            {mail}
        }
        .into_any(),
        next(case).into_any(),
    ]
}

fn about(case: &Summary) -> AnyView {
    view! {
        {case_line::account(case)}
        <span class="case-under">{case.unit.clone()}</span>
    }
    .into_any()
}

/// What the applicant waits for or has to do, in one short sentence.
fn next(case: &Summary) -> String {
    let who = |name: &Option<String>, else_: &str| name.clone().unwrap_or_else(|| else_.to_owned());
    match case.state {
        State::Draft => "Du har inte skickat in än.".to_owned(),
        State::AwaitingManager => [&who(&case.manager, "Din chef"), " ska svara."].concat(),
        State::UnderReview => match &case.handler {
            Some(handler) => [&handler.name, " granskar."].concat(),
            None => "Väntar på att någon granskar.".to_owned(),
        },
        State::Supplementing => "Du ska komplettera.".to_owned(),
        State::Approved => "Starta kontot och anmäl att det är igång.".to_owned(),
        State::Reported => "Kontot kontrolleras och förs in i förteckningen.".to_owned(),
        State::Registered if case.change.is_empty() => "Kontot står i förteckningen.".to_owned(),
        State::Registered => "Ändringen är gjord.".to_owned(),
        State::Refused => "Läs skälen i ärendet.".to_owned(),
        State::Withdrawn => "Du har tagit tillbaka ansökan.".to_owned(),
    }
}

fn draft_list(cases: Vec<Summary>, discarding: Discarding) -> Option<AnyView> {
    let rows: Vec<_> =
        cases
            .into_iter()
            .map(|case| {
                let what = case_line::account(&case);
                let title = case_line::title_of(&case);
                let named = if what.is_empty() {
                    title.to_owned()
                } else {
                    [title, ", ", &what].concat()
                };
                let id = case.id.clone();
                let asked = named.clone();
                vec![
                view! {
                    <a href=Service::href(&case)>
                        "Fortsätt" <span class="hidden-visually">" med utkastet: " {named}</span>
                    </a>
                    <span class="case-under">{title}</span>
                }.into_any(),
                about(&case),
                clock::moment(case.since).into_any(),
                view! {
                    <button
                        class="button button--plain button--in-row"
                        type="button"
                        on:click=move |_| {
                            discarding.failed.set(None);
                            discarding.asked.set(Some((id.clone(), asked.clone())));
                        }
                    >
                        "Ta bort"
                        <span class="hidden-visually">" utkastet"</span>
                    </button>
                }.into_any(),
            ]
            })
            .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="case-list">
                <h2>"Utkast"</h2>
                <Table
                    caption="Utkast som du inte har skickat in"
                    columns=&["Utkast", "Gäller", "Börjat", "Ta bort"]
                    rows=rows
                />
            </section>
        }
        .into_any()
    })
}

/// The accounts that the user answers for or runs, once they have come.
fn accounts() -> AnyView {
    let shelf = RwSignal::new(None::<Arc<Shelf>>);
    spawn_local(async move {
        // A list that does not come is left out: the register holds the same accounts.
        if let Ok(own) = Shelf::fetch_own().await {
            shelf.try_set(Some(Arc::new(own)));
        }
    });
    view! { {move || shelf.get().and_then(|shelf| account_list(&shelf))} }.into_any()
}

fn account_list(shelf: &Shelf) -> Option<AnyView> {
    let rows: Vec<_> = shelf.rows.iter().zip(&shelf.inside).map(account).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="case-list">
                <h2>"Konton som du ansvarar för"</h2>
                <Table
                    caption="Konton som du ansvarar för"
                    columns=&["Konto", "Enhet", "Status", "Att göra"]
                    rows=rows
                />
            </section>
        }
        .into_any()
    })
}

fn account((row, inside): (&Row, &Inside)) -> Vec<AnyView> {
    let name = [row.platform.label(), ": ", &row.handle].concat();
    let due: Vec<&str> = inside.flags.iter().map(|flag| flag.label()).collect();
    vec![
        view! { <a href=["/konto/", &row.id].concat()>{name}</a> }.into_any(),
        row.unit.clone().into_any(),
        view! { <StatusTag label=row.status.label() shape=shape(row.status) /> }.into_any(),
        due.join(", ").into_any(),
    ]
}

/// «Ta bort utkastet?»
fn question(discarding: Discarding) -> AnyView {
    let throw_away = move |(id, named): (String, String)| {
        discarding.under_way.set(true);
        spawn_local(async move {
            let ended = Call::delete(&case::path(&id, "")).done().await;
            discarding.under_way.set(false);
            match ended {
                // Gone already is as good as gone now.
                Ok(()) | Err(ApiError::NotFound) => {
                    autosave::forget(&id);
                    discarding
                        .done
                        .set(Some([&named, ": utkastet är borttaget."].concat()));
                    discarding.asked.set(None);
                    discarding.inbox.refresh();
                    // The button that was pressed is gone with its row.
                    if let Some(main) = browser::by_id("innehall") {
                        browser::focus_still(&main);
                    }
                }
                Err(error) => discarding.failed.set(Some(error.sentence().to_owned())),
            }
        });
    };
    let words = |_: (String, String)| Question {
        title: "Ta bort utkastet?".to_owned(),
        button: "Ta bort utkastet",
        class: "button button--stop",
        leave: "Behåll utkastet",
    };
    let content = move |(_, named): (String, String)| {
        view! {
            <p>{named} ". Det du har skrivit går inte att få tillbaka."</p>
            <Tell tone=Tone::Stop sentence=discarding.failed.into() />
        }
        .into_any()
    };
    view! {
        <ActQuestion
            id="ta-bort"
            asked=discarding.asked
            under_way=discarding.under_way.into()
            words=Callback::new(words)
            content=Callback::new(content)
            press=Callback::new(throw_away)
        />
    }
    .into_any()
}
