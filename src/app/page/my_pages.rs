//! Mina sidor: the own cases, what waits for oneself first.

use leptos::prelude::*;
use rules::case::State;
use rules::form;
use serde::Deserialize;

use super::login;
use super::trouble::trouble_page;
use crate::api::{Call, Trouble};
use crate::clock;
use crate::part::heading::heading;
use crate::part::status::{Shape, status};
use crate::part::table::table;
use crate::session::User;
use crate::wizard::Service;

/// A case in a list.
#[derive(Clone, Deserialize)]
pub(crate) struct Summary {
    /// Its id.
    pub(crate) id: String,
    /// Its number, once it has been sent.
    #[serde(rename = "nummer")]
    pub(crate) number: Option<String>,
    /// The form's id.
    pub(crate) form: String,
    /// Where it is.
    #[serde(rename = "lage")]
    pub(crate) state: State,
    /// Whether whoever is logged in wrote it.
    #[serde(rename = "egen")]
    pub(crate) own: bool,
    /// The account it is about, or empty.
    #[serde(rename = "konto")]
    pub(crate) account: String,
    /// The unit, or empty.
    #[serde(rename = "enhet")]
    pub(crate) unit: String,
    /// When it last changed.
    #[serde(rename = "andrat")]
    pub(crate) changed: chrono::DateTime<chrono::Utc>,
}

#[derive(Deserialize)]
struct Inbox {
    arenden: Vec<Summary>,
}

/// Reads the cases that whoever is logged in may see.
pub(crate) async fn read_cases() -> Result<Vec<Summary>, Trouble> {
    let inbox = Call::get("/api/arenden").read::<Inbox>().await?;
    Ok(inbox.body.arenden)
}

/// The shape of a state, wherever a state is shown.
pub(crate) const fn shape(state: State) -> Shape {
    match state {
        State::Draft => Shape::Open,
        State::AwaitingManager | State::Supplementing => Shape::Waiting,
        State::UnderReview | State::Reported => Shape::Working,
        State::Approved | State::Registered => Shape::Good,
        State::Refused => Shape::Stopped,
        State::Withdrawn => Shape::Over,
    }
}

/// The page.
pub(crate) fn my_pages() -> AnyView {
    login::gate(|user| {
        let read = LocalResource::new(read_cases);
        (move || match read.get() {
            None => None,
            Some(Err(trouble)) => Some(trouble_page(&trouble)),
            Some(Ok(cases)) => Some(page(&user, cases)),
        })
        .into_any()
    })
}

fn page(user: &User, cases: Vec<Summary>) -> AnyView {
    let own: Vec<Summary> = cases.into_iter().filter(|case| case.own).collect();
    let waits = |case: &Summary| {
        matches!(case.state, State::Draft | State::Supplementing | State::Approved)
    };
    let (mine, others): (Vec<Summary>, Vec<Summary>) = own.into_iter().partition(waits);
    let nothing = mine.is_empty() && others.is_empty();
    let list = |title: &'static str, cases: Vec<Summary>| {
        (!cases.is_empty()).then(|| {
            let rows = cases.into_iter().map(row).collect();
            view! {
                <h2>{title}</h2>
                {table(title, &["Ärende", "Gäller", "Läge", "Ändrat"], rows)}
            }
        })
    };
    view! {
        {heading("Mina sidor")}
        <p class="lead">{user.name.clone()} ", " {user.email.clone()}</p>
        {nothing
            .then(|| {
                view! {
                    <p>"Du har inga ärenden. När du börjar en ansökan hamnar den här, också innan du har skickat in den."</p>
                }
            })}
        {list("Väntar på dig", mine)}
        {list("Övriga ärenden", others)}
        <h2>"Gör något nytt"</h2>
        <div class="buttons">
            <a class="button button--act" href="/ansok">
                "Ansök om konto"
            </a>
            <a class="button" href="/andra">
                "Avsluta eller ändra konto"
            </a>
        </div>
    }
    .into_any()
}

fn row(case: Summary) -> Vec<AnyView> {
    let form = form::by_id(&case.form);
    let title = form.map_or("Ärende", |form| form.title);
    let service = form.map(Service::of);
    let href = match (case.state, service) {
        (State::Draft, Some(service)) => service.step_path(&case.id, 0),
        _ => ["/arenden/", &case.id].concat(),
    };
    let name = match &case.number {
        Some(number) => [number, ", ", title].concat(),
        None => title.to_owned(),
    };
    let about = match (case.account.is_empty(), case.unit.is_empty()) {
        (false, false) => [&case.account, ", ", &case.unit].concat(),
        (false, true) => case.account,
        (true, _) => case.unit,
    };
    vec![
        view! { <a href=href>{name}</a> }.into_any(),
        about.into_any(),
        status(case.state.label(), shape(case.state)),
        clock::moment(case.changed).into_any(),
    ]
}
