//! Samtycken: the list of consents. What is chosen is in the address, so that a list can be linked.
//! What is searched for is not: it is often a name, and browsers and proxies keep addresses.

mod act;
pub(crate) mod ask;
mod callback;
pub(crate) mod confirm;
pub(crate) mod one;
pub(crate) mod roster;
mod scope;
pub(crate) mod subject;
mod view;

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::catalogue;
use rules::consent::state::State;
use rules::consent::wire::{ConsentLine, ConsentPage, ConsentSearch, NewConsent};
use rules::form::Keeper;
use rules::permission::Action;
use rules::problem::ProblemId;
use rules::value::date;
use serde::Deserialize;

use self::view::{joined, state_tag, unit_name};
use super::consent_fill::first_step;
use crate::component::list_search::ListSearch;
use crate::component::notice::Tone;
use crate::component::page_heading::PageHeading;
use crate::component::question::Answer;
use crate::component::row_keys::between_rows;
use crate::component::select::Select;
use crate::component::table::Table;
use crate::component::tell::Tell;
use crate::data::policy::policy;
use crate::data::session::Session;
use crate::platform::address::{History, found, navigator, pairs, query, query_of};
use crate::platform::api::{ApiError, Call};
use crate::platform::browser;
use crate::platform::idempotency::IdempotencyKey;
use crate::platform::screen::follow;

pub(crate) use ask::Ask;
pub(crate) use confirm::ConfirmSigners;
pub(crate) use one::One;
pub(crate) use roster::UnitList;
pub(crate) use subject::Subject;

const PATH: &str = "/samtycken";
const SEARCH: &str = "samtycke-sok";
/// How long typing must have paused before the store is asked.
const QUIET_BEFORE_ASKING: Duration = Duration::from_millis(300);

/// What is searched for, for as long as the user stays in this part of the app. Only in memory.
#[derive(Clone, Copy)]
pub(crate) struct SearchText(RwSignal<String>);

impl SearchText {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(String::new()))
    }
}

/// What there is to see: the search, and what the address asks for.
#[derive(Clone, PartialEq, Default)]
struct ListQuery {
    text: String,
    state: String,
    unit: String,
    confirm: String,
    /// The day since which staff have confirmed or registered it.
    staff: String,
    page: String,
}

/// The list.
#[derive(Clone, Copy)]
struct List {
    wanted: Memo<ListQuery>,
    sought: RwSignal<String>,
    typed: RwSignal<String>,
    page: RwSignal<Option<ConsentPage>>,
    error: RwSignal<Option<String>>,
    go: Callback<(String, History)>,
    session: Session,
}

/// The page.
#[component]
pub(crate) fn Consents() -> AnyView {
    page()
}

fn list_query(text: String, pairs: &[(String, String)]) -> ListQuery {
    let get = |name: &str| found(pairs, name).unwrap_or_default().to_owned();
    ListQuery {
        text,
        state: get("lage"),
        unit: get("enhet"),
        confirm: get("kontrollera"),
        staff: get("personal"),
        page: get("sida"),
    }
}

impl ListQuery {
    fn query(&self) -> String {
        let pairs = [
            ("lage", &self.state),
            ("enhet", &self.unit),
            ("kontrollera", &self.confirm),
            ("personal", &self.staff),
            ("sida", &self.page),
        ];
        query_of(pairs.into_iter().filter(|(_, value)| !value.is_empty()))
    }

    fn search_body(&self) -> ConsentSearch {
        ConsentSearch {
            words: self.text.clone(),
            state: self.state.clone(),
            unit_id: self.unit.clone(),
            to_confirm: !self.confirm.is_empty(),
            by_staff_since: date::parse(&self.staff).ok(),
            page: self.page.parse().unwrap_or_default(),
        }
    }
}

fn page() -> AnyView {
    let query = query();
    let SearchText(sought) = expect_context();
    let list = List {
        wanted: Memo::new(move |_| query.with(|query| list_query(sought.get(), &pairs(query)))),
        sought,
        typed: RwSignal::new(sought.get_untracked()),
        page: RwSignal::new(None),
        error: RwSignal::new(None),
        go: navigator(),
        session: Session::here(),
    };
    // From an effect, since what is shown comes from the store.
    follow(move || list.fetch(list.wanted.get()));
    view! {
        <PageHeading />
        {list.ways()}
        {callback::notice()}
        {list.to_confirm()}
        {list.by_staff()}
        {list.filters()}
        {list.content()}
    }
    .into_any()
}

impl List {
    fn fetch(self, wanted: ListQuery) {
        spawn_local(async move {
            let call = Call::post("/api/samtycken/sok").json(&wanted.search_body());
            let answer = call.read::<ConsentPage>().await;
            // The page may be gone, or want something else by now.
            if self.wanted.try_get_untracked().as_ref() != Some(&wanted) {
                return;
            }
            match answer {
                Ok(reply) => {
                    self.error.set(None);
                    self.page.set(Some(reply.body));
                }
                Err(error) => {
                    self.error.set(Some(error.sentence().to_owned()));
                }
            }
        });
    }

    /// Searches for something else, from the first page.
    fn seek(self, text: String) {
        self.change(|_| ());
        self.sought.set(text);
    }

    fn change(self, change: impl FnOnce(&mut ListQuery)) {
        let mut wanted = self.wanted.get_untracked();
        wanted.page = String::new();
        change(&mut wanted);
        self.go
            .run(([PATH, &wanted.query()].concat(), History::Replace));
    }

    /// Where one asks, and where one registers what was answered otherwise.
    fn ways(self) -> AnyView {
        let failed = RwSignal::new(None::<String>);
        let register = catalogue::FORMS
            .iter()
            .filter(|form| form.keeper == Keeper::Staff)
            .map(|form| begin(form.id, form.title, failed))
            .collect_view();
        let destroy = self.session.may(Action::Destroy).then(|| {
            view! {
                <a class="button button--plain" href="/gallring">
                    "Gallra"
                </a>
            }
            .into_any()
        });
        view! {
            <div class="buttons no-print">
                <a class="button button--act" href="/samtycken/ny">
                    "Fråga om samtycke"
                </a>
                <a class="button button--plain" href="/samtycken/lista">
                    "Enhetens lista"
                </a>
                {register}
                {destroy}
            </div>
            <Tell tone=Tone::Stop sentence=failed.into() />
        }
        .into_any()
    }

    /// How many answers wait to be confirmed, and the way to those; or back from them.
    fn to_confirm(self) -> AnyView {
        let count = Memo::new(move |_| {
            self.page
                .with(|page| page.as_ref().map_or(0, |page| page.to_confirm))
        });
        let notice = move || {
            let is_chosen = self.wanted.with(|wanted| !wanted.confirm.is_empty());
            let count = count.get();
            if count == 0 && !is_chosen {
                return None;
            }
            let says = match count {
                0 => "Inget svar väntar på kontroll.".to_owned(),
                1 => "Ett svar väntar på att du kontrollerar vem det kommer från.".to_owned(),
                count => [
                    &count.to_string(),
                    " svar väntar på att du kontrollerar vem de kommer från.",
                ]
                .concat(),
            };
            let way = if is_chosen {
                view! { <a href=PATH>"Visa alla samtycken"</a> }.into_any()
            } else {
                view! {
                    <a href="/samtycken/kontrollera">"Kontrollera dem"</a>
                    " "
                    <a href=[PATH, "?kontrollera=ja"].concat()>"Visa dem"</a>
                }
                .into_any()
            };
            Some(
                view! {
                    <section class="notice" id="att-kontrollera">
                        <p>{says} " " {way}</p>
                    </section>
                }
                .into_any(),
            )
        };
        view! { {move || notice()} }.into_any()
    }

    /// That only those are shown that staff have brought about, and the way back.
    fn by_staff(self) -> AnyView {
        let notice = move || {
            let since = self.wanted.with(|wanted| date::parse(&wanted.staff).ok())?;
            Some(
                view! {
                    <section class="notice">
                        <p>
                            "Här är de svar som personal har bekräftat eller registrerat från och med "
                            {date::long(since)} ". " <a href=PATH>"Visa alla samtycken"</a>
                        </p>
                    </section>
                }
                .into_any(),
            )
        };
        view! { {move || notice()} }.into_any()
    }

    fn filters(self) -> AnyView {
        let all = || (String::new(), "Alla".to_owned());
        let states = [all()]
            .into_iter()
            .chain(
                State::ALL
                    .iter()
                    .map(|state| (state.id().to_owned(), state.label().to_owned())),
            )
            .collect();
        let units = [all()]
            .into_iter()
            .chain(
                policy()
                    .units
                    .0
                    .iter()
                    .map(|unit| (unit.id.clone(), unit.name.clone())),
            )
            .collect();
        let state = Answer {
            text: Signal::derive(move || self.wanted.with(|wanted| wanted.state.clone())),
            write: Callback::new(move |id| self.change(|wanted| wanted.state = id)),
        };
        let unit = Answer {
            text: Signal::derive(move || self.wanted.with(|wanted| wanted.unit.clone())),
            write: Callback::new(move |id| self.change(|wanted| wanted.unit = id)),
        };
        view! {
            <div class="consents__filters no-print">
                {self.search()} <Select id="lage" label="Läge" choices=states answer=state />
                <Select id="enhet" label="Enhet" choices=units answer=unit />
            </div>
        }
        .into_any()
    }

    fn search(self) -> AnyView {
        let first_row = || {
            let first = document().query_selector("#samtycken tbody tr");
            first.ok().flatten()
        };
        view! {
            <ListSearch
                class="inbox__search"
                id=SEARCH
                label="Sök bland samtyckena"
                hint="Namn eller nummer. Pil ned går till listan, och / i listan går hit."
                typed=self.typed
                wait=QUIET_BEFORE_ASKING
                search=Callback::new(move |text| self.seek(text))
                first_row=first_row
            />
        }
        .into_any()
    }

    fn content(self) -> AnyView {
        let count = move || {
            self.page.with(|page| {
                page.as_ref().map(|page| match page.count {
                    1 => "1 samtycke".to_owned(),
                    count => [&count.to_string(), " samtycken"].concat(),
                })
            })
        };
        let rows = move || match self.page.get() {
            None => view! { <p class="quiet">"Hämtar samtycken …"</p> }.into_any(),
            Some(page) if page.consents.is_empty() => self.empty(),
            Some(page) => self.rows(&page),
        };
        view! {
            <Tell tone=Tone::Stop sentence=self.error.into() />
            <p class="quiet" role="status">
                {move || count()}
            </p>
            {move || rows()}
        }
        .into_any()
    }

    fn empty(self) -> AnyView {
        let chosen = self
            .wanted
            .with_untracked(|wanted| *wanted != ListQuery::default());
        if chosen {
            let forget = move |_| {
                self.typed.set(String::new());
                self.sought.set(String::new());
            };
            return view! {
                <section class="notice">
                    <h2>"Inga samtycken passar"</h2>
                    <p>
                        "Sök på något annat, eller " <a href=PATH on:click=forget>
                            "visa alla"
                        </a> "."
                    </p>
                </section>
            }
            .into_any();
        }
        view! {
            <section class="notice">
                <h2>"Inga samtycken än"</h2>
                <p>
                    "När någon har svarat kommer svaret hit. Börja med att "
                    <a href="/samtycken/ny">"fråga om samtycke"</a> "."
                </p>
            </section>
        }
        .into_any()
    }

    fn rows(self, page: &ConsentPage) -> AnyView {
        let rows = page.consents.iter().map(row).collect();
        let turn = |label: &'static str, number: usize| {
            let wanted = ListQuery {
                page: number.to_string(),
                ..self.wanted.get_untracked()
            };
            view! { <a href=[PATH, &wanted.query()].concat()>{label}</a> }.into_any()
        };
        let before = (1 < page.page).then(|| turn("Förra sidan", page.page - 1));
        let after = (page.page < page.pages).then(|| turn("Nästa sida", page.page + 1));
        let place = (1 < page.pages).then(|| {
            view! {
                <nav class="consents__pages no-print" aria-label="Sidor">
                    {before}
                    <span>"Sida " {page.page} " av " {page.pages}</span>
                    {after}
                </nav>
            }
            .into_any()
        });
        view! {
            <div
                id="samtycken"
                on:keydown=|event| {
                    browser::slash_leads_to(SEARCH, &event);
                    between_rows(&event, SEARCH);
                }
            >
                <Table
                    caption="Samtycken, det senast ändrade först"
                    columns=&["Namn", "Läge", "Får visas i", "Enhet", "Gäller till", "Nummer"]
                    rows=rows
                />
            </div>
            {place}
        }
        .into_any()
    }
}

/// Where pictures may be shown now.
fn channels(line: &ConsentLine) -> String {
    let is_yes = matches!(line.state, State::InForce | State::PartlyWithdrawn);
    match joined(line.channels.iter().map(|channel| channel.label())) {
        channels if is_yes && !channels.is_empty() => channels,
        _ => "Ingenstans".to_owned(),
    }
}

fn until(line: &ConsentLine) -> String {
    if line.state.is_final() {
        "–".to_owned()
    } else {
        view::until_text(line.until)
    }
}

/// The cells of a consent among those of the same person.
fn row_of_person(line: &ConsentLine) -> Vec<AnyView> {
    let href = [PATH, "/", &line.id].concat();
    let name = line.number.clone().unwrap_or_else(|| "Utkast".to_owned());
    vec![
        view! { <a href=href>{name}</a> }.into_any(),
        state_tag(line.state),
        channels(line).into_any(),
        until(line).into_any(),
    ]
}

/// The cells of a consent.
fn row(line: &ConsentLine) -> Vec<AnyView> {
    let href = [PATH, "/", &line.id].concat();
    let name = line.name.clone().unwrap_or_else(|| "Utkast".to_owned());
    let born = line
        .born
        .map(|day| view! { <span class="case-under">"Född " {date::iso(day)}</span> }.into_any());
    let waiting = (0 < line.waiting).then(|| {
        let says = match line.waiting {
            1 => "1 har inte svarat".to_owned(),
            count => [&count.to_string(), " har inte svarat"].concat(),
        };
        view! { <span class="case-under">{says}</span> }.into_any()
    });
    vec![
        view! {
            <a href=href>{name}</a>
            {born}
        }
        .into_any(),
        view! {
            {state_tag(line.state)}
            {waiting}
        }
        .into_any(),
        channels(line).into_any(),
        view! {
            {unit_name(&line.unit_id)}
            <span class="case-under">{line.origin.label()}</span>
        }
        .into_any(),
        until(line).into_any(),
        line.number.clone().unwrap_or_default().into_any(),
    ]
}

/// The button that begins what staff fill in beside a person.
fn begin(id: &'static str, title: &'static str, failed: RwSignal<Option<String>>) -> AnyView {
    let go = navigator();
    let idempotency = IdempotencyKey::new();
    let press = move |_| {
        let key = idempotency.key(id);
        spawn_local(async move {
            #[derive(Deserialize)]
            struct Begun {
                id: String,
            }
            let answer = Call::post("/api/samtycken")
                .json(&NewConsent {
                    form: id.to_owned(),
                    unit_id: None,
                })
                .key(&key)
                .read::<Begun>()
                .await;
            match answer {
                Ok(reply) => {
                    idempotency.renew();
                    go.run((first_step(id, &reply.body.id), History::Push));
                }
                Err(error) => {
                    failed.try_set(Some(error.sentence().to_owned()));
                }
            }
        });
    };
    view! {
        <button class="button" type="button" on:click=press>
            {title}
        </button>
    }
    .into_any()
}

/// What there is to say when another user was faster.
fn sentence(error: &ApiError) -> &'static str {
    match error {
        ApiError::Stale => {
            "Någon annan har ändrat uppgifterna. Här är de som de är nu. Läs igenom dem och försök igen om det fortfarande gäller."
        }
        ApiError::Refused(ProblemId::OwnConsent) => {
            "Du får inte göra det med ett samtycke om dig själv. Be en kollega."
        }
        ApiError::Refused(ProblemId::TooLate) => {
            "Det är för sent. Tiden för att svara är slut. Fråga på nytt."
        }
        error => error.sentence(),
    }
}
