//! Asking: what the question is about, the link to hand out, and the questions that are open.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::catalogue;
use rules::consent::request::Fault;
use rules::consent::scope::{Channel, Occasion};
use rules::consent::state::State;
use rules::consent::wire::{IssuedLink, Mailed, NewRequest};
use rules::form::Keeper;
use rules::problem::ProblemId;
use rules::value::date;
use rules::value::wire;
use serde::Deserialize;

use super::view::{form_title, joined, unit_name};
use crate::component::account_combo::Accounts;
use crate::component::boxes::Boxes;
use crate::component::button::SendButton;
use crate::component::choice::Choice;
use crate::component::combo::{Combo, Source};
use crate::component::handout::Handout;
use crate::component::notice::Tone;
use crate::component::page_heading::PageHeading;
use crate::component::question::{Answer, Words};
use crate::component::radios::Radios;
use crate::component::status::{Shape, StatusTag};
use crate::component::tell::Tell;
use crate::component::text_field::{Line, TextField};
use crate::data::policy::policy;
use crate::data::session::Session;
use crate::platform::api::{ApiError, Call};
use crate::platform::browser;
use crate::platform::clock;
use crate::platform::idempotency::IdempotencyKey;
use crate::platform::screen::anew;

const API: &str = "/api/samtycke/begaran";
const ONCE: &str = "tillfalle";
const ONGOING: &str = "fortlopande";
/// How long a question is open unless another day is written.
const OPEN_DAYS: u64 = 90;
/// The HTML id of what came of mailing a question, which focus moves to.
const TOLD: &str = "utskick";
/// Where the link is shown, which focus moves to.
const LINK: &str = "lanken";

/// A question that has been asked.
#[derive(Clone, PartialEq, Deserialize)]
struct ConsentRequest {
    id: String,
    #[serde(rename = "blankett")]
    form: String,
    #[serde(rename = "enhet")]
    unit: String,
    #[serde(rename = "tillfalle")]
    occasion: Occasion,
    #[serde(rename = "kanaler")]
    channels: BTreeSet<Channel>,
    #[serde(rename = "kontonamn", default)]
    account_name: Option<String>,
    #[serde(rename = "till", deserialize_with = "wire::day")]
    until: NaiveDate,
    #[serde(rename = "mejlad", default, deserialize_with = "wire::day_if_any")]
    mailed: Option<NaiveDate>,
    #[serde(rename = "oppen")]
    open: bool,
    #[serde(rename = "antal", default)]
    counts: BTreeMap<String, usize>,
    #[serde(rename = "far", default)]
    offered: Vec<String>,
    #[serde(rename = "lank", default)]
    link: Option<String>,
}

#[derive(Deserialize)]
struct All {
    begaran: Vec<ConsentRequest>,
}

/// What is typed and what has been asked.
#[derive(Clone, Copy)]
struct Page {
    accounts: Accounts,
    form: RwSignal<String>,
    unit: RwSignal<String>,
    occasion: RwSignal<String>,
    day: RwSignal<String>,
    place: RwSignal<String>,
    channels: RwSignal<Vec<String>>,
    account: RwSignal<String>,
    until: RwSignal<String>,
    /// What must be mended, by the question's id.
    faults: RwSignal<Vec<(&'static str, &'static str)>>,
    failed: RwSignal<Option<String>>,
    under_way: RwSignal<bool>,
    /// What came of mailing a question.
    told: RwSignal<Option<String>>,
    /// The question whose link is shown now.
    made: RwSignal<Option<ConsentRequest>>,
    open: RwSignal<Vec<ConsentRequest>>,
    idempotency: IdempotencyKey,
}

/// The page.
#[component]
pub(crate) fn Ask() -> AnyView {
    let user = Session::here().logged_in();
    let empty = || RwSignal::new(String::new());
    let until = clock::today() + Days::new(OPEN_DAYS);
    let page = Page {
        accounts: Accounts::new(),
        form: empty(),
        unit: RwSignal::new(user.unit.unwrap_or_default()),
        occasion: empty(),
        day: empty(),
        place: empty(),
        channels: RwSignal::new(Vec::new()),
        account: empty(),
        until: RwSignal::new(date::iso(until)),
        faults: RwSignal::new(Vec::new()),
        failed: RwSignal::new(None),
        under_way: RwSignal::new(false),
        told: RwSignal::new(None),
        made: RwSignal::new(None),
        open: RwSignal::new(Vec::new()),
        idempotency: IdempotencyKey::new(),
    };
    page.fetch();
    page.draw()
}

fn choice(value: &str, label: &'static str) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label.into(),
        hint: String::new(),
    }
}

impl Page {
    fn fetch(self) {
        spawn_local(async move {
            match Call::get(API).read::<All>().await {
                Ok(reply) => {
                    // The page may be gone when they come.
                    self.open.try_set(reply.body.begaran);
                }
                Err(error) => self.fail(&error),
            }
        });
    }

    fn fail(self, error: &ApiError) {
        self.failed.try_set(Some(error.sentence().to_owned()));
    }

    fn draw(self) -> AnyView {
        let made = move || self.made.get().map(|asked| handout(&asked));
        view! {
            <p class="eyebrow no-print">
                <a href="/samtycken">"‹ Samtycken"</a>
            </p>
            <div class="no-print">
                <PageHeading />
                <p class="lead">
                    "Du får en länk att dela ut. Den som öppnar den svarar själv."
                </p>
            </div>
            {move || made()}
            <div class="no-print">
                <Tell tone=Tone::Stop sentence=self.failed.into() />
                {self.form()}
                <div id=TOLD tabindex="-1">
                    <Tell tone=Tone::Good sentence=self.told.into() />
                </div>
                {self.list()}
            </div>
        }
        .into_any()
    }

    fn words(self, id: &'static str, label: &'static str, hint: &'static str) -> Words {
        Words::new(id, label, hint).error(Signal::derive(move || {
            self.faults.with(|faults| {
                faults
                    .iter()
                    .find(|(question, _)| *question == id)
                    .map(|(_, says)| (*says).to_owned())
            })
        }))
    }

    fn form(self) -> AnyView {
        let forms = catalogue::FORMS
            .iter()
            .filter(|form| form.keeper == Keeper::LinkHolder)
            .map(|form| choice(form.id, form.title))
            .collect();
        let units = Source {
            search: Callback::new(|typed: String| {
                policy()
                    .units
                    .search(&typed)
                    .into_iter()
                    .map(|unit| Choice {
                        value: unit.id.clone(),
                        label: unit.name.clone(),
                        hint: policy().units.path(&unit.id),
                    })
                    .collect()
            }),
            name: Callback::new(|id: String| {
                policy()
                    .units
                    .get(&id)
                    .map_or(String::new(), |unit| unit.name.clone())
            }),
        };
        let once = move || {
            (self.occasion.get() == ONCE).then(|| {
                view! {
                    <div class="publish__more">
                        <TextField
                            words=self
                                .words(
                                    "dag",
                                    "Vilken dag tas bilderna?",
                                    "Skriv så här: 2026-12-13.",
                                )
                            line=Line::DATE
                            answer=Answer::of(self.day)
                        />
                        <TextField
                            words=self.words("plats", "Var?", "Till exempel luciatåget i aulan.")
                            line=Line::TEXT
                            answer=Answer::of(self.place)
                        />
                    </div>
                }
                .into_any()
            })
        };
        let account = move || {
            let named = self
                .channels
                .with(|channels| channels.iter().any(|id| id == Channel::UnitAccount.id()));
            named.then(|| {
                self.accounts.combo(
                    self.words(
                        "konto",
                        "Vilket av enhetens konton?",
                        "Namnet står i frågan.",
                    ),
                    Answer::of(self.account),
                )
            })
        };
        let change = Callback::new(move |(value, ticked): (String, bool)| {
            self.channels.update(|channels| {
                channels.retain(|channel| *channel != value);
                if ticked {
                    channels.push(value);
                }
            });
        });
        view! {
            <form
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    self.send();
                }
            >
                <Radios
                    words=self.words("blankett", "Vad vill ni fråga?", "")
                    choices=forms
                    answer=Answer::of(self.form)
                />
                <Combo
                    words=self.words("enhet", "Vilken enhet frågar?", "Skriv för att söka.")
                    source=units
                    answer=Answer::of(self.unit)
                />
                <Radios
                    words=self.words("tillfalle", "Vilka bilder?", "")
                    choices=vec![
                        choice(ONCE, "Bilder från ett tillfälle"),
                        choice(ONGOING, "Bilder fortlöpande vid enheten"),
                    ]
                    answer=Answer::of(self.occasion)
                />
                {move || once()}
                <Boxes
                    words=self
                        .words(
                            "kanaler",
                            "Var kan bilderna visas?",
                            "Den som svarar säger ja eller nej till var och en.",
                        )
                    choices=Channel::ALL
                        .iter()
                        .map(|channel| choice(channel.id(), channel.label()))
                        .collect()
                    ticked=self.channels.into()
                    change=change
                />
                {move || account()}
                <TextField
                    words=self.words("till", "Sista dag att svara", "Högst ett år fram.")
                    line=Line::DATE
                    answer=Answer::of(self.until)
                />
                <SendButton
                    class="button button--act"
                    label="Skapa länken"
                    under_way=self.under_way.into()
                />
            </form>
        }
        .into_any()
    }

    /// What is asked, or what must be mended before it can be.
    fn body(self) -> Result<NewRequest, Vec<(&'static str, &'static str)>> {
        let mut faults = Vec::new();
        let form = self.form.get_untracked();
        let unit = self.unit.get_untracked();
        if form.is_empty() {
            faults.push(("blankett", "Välj vad ni vill fråga."));
        }
        if unit.is_empty() {
            faults.push(("enhet", "Välj vilken enhet som frågar."));
        }
        let occasion = match self.occasion.get_untracked().as_str() {
            ONGOING => Some(Occasion::Ongoing),
            ONCE => {
                let place = self.place.get_untracked();
                if place.trim().is_empty() {
                    faults.push(("plats", Fault::Place.advice()));
                }
                match self.day.with_untracked(|typed| date::parse(typed)) {
                    Ok(day) => Some(Occasion::Once { day, place }),
                    Err(_) => {
                        faults.push(("dag", "Skriv dagen så här: 2026-12-13."));
                        None
                    }
                }
            }
            _ => {
                faults.push(("tillfalle", "Välj vilka bilder det gäller."));
                None
            }
        };
        let channels = self.channels.get_untracked();
        if channels.is_empty() {
            faults.push(("kanaler", Fault::Channels.advice()));
        }
        let named = channels.iter().any(|id| id == Channel::UnitAccount.id());
        let account = self.account.get_untracked();
        if named && account.is_empty() {
            faults.push(("konto", Fault::Account.advice()));
        }
        let until = self.until.with_untracked(|typed| date::parse(typed)).ok();
        if until.is_none() {
            faults.push(("till", Fault::Expires.advice()));
        }
        match (occasion, until) {
            (Some(occasion), Some(expires)) if faults.is_empty() => Ok(NewRequest {
                form,
                unit_id: unit,
                occasion,
                channels: channels
                    .iter()
                    .filter_map(|id| Channel::from_id(id))
                    .collect(),
                account: named.then_some(account),
                expires,
            }),
            _ => Err(faults),
        }
    }

    fn send(self) {
        if self.under_way.get_untracked() {
            return;
        }
        let body = match self.body() {
            Ok(body) => body,
            Err(faults) => {
                self.show(faults);
                return;
            }
        };
        self.faults.set(Vec::new());
        self.under_way.set(true);
        let Ok(body) = serde_json::to_string(&body) else {
            return;
        };
        let key = self.idempotency.key(&body);
        spawn_local(async move {
            let answer = Call::post(API)
                .text(body)
                .key(&key)
                .read::<ConsentRequest>()
                .await;
            // The page may be gone when the answer comes.
            if self.under_way.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(reply) => {
                    self.idempotency.renew();
                    self.failed.set(None);
                    self.present(reply.body);
                    self.fetch();
                }
                Err(ApiError::Faults(words)) => {
                    let faults = [
                        ("kanaler", Fault::Channels),
                        ("konto", Fault::Account),
                        ("plats", Fault::Place),
                        ("till", Fault::Expires),
                    ];
                    let faults = faults
                        .into_iter()
                        .filter(|(id, _)| words.iter().any(|word| word == id))
                        .map(|(id, fault)| (id, fault.advice()))
                        .collect();
                    self.show(faults);
                }
                Err(error) => self.fail(&error),
            }
        });
    }

    fn show(self, faults: Vec<(&'static str, &'static str)>) {
        let first = faults.first().map(|(id, _)| *id);
        self.faults.set(faults);
        request_animation_frame(move || {
            if let Some(id) = first {
                browser::focus_question(id);
            }
        });
    }

    fn present(self, asked: ConsentRequest) {
        self.made.set(Some(asked));
        request_animation_frame(|| {
            browser::lead_to(LINK);
            if let Some(handout) = browser::by_id(LINK) {
                browser::scroll_to(&handout);
            }
        });
    }

    fn list(self) -> AnyView {
        let rows = move || {
            let open: Vec<ConsentRequest> = self
                .open
                .get()
                .into_iter()
                .filter(|asked| asked.open)
                .collect();
            (!open.is_empty()).then(|| {
                let rows = open.iter().map(|asked| self.row(asked)).collect_view();
                view! {
                    <section class="case__part asked">
                        <h2>"Öppna frågor"</h2>
                        <ul class="tasks">{rows}</ul>
                    </section>
                }
                .into_any()
            })
        };
        anew(rows)
    }

    /// Mails the question to those on the unit's list who have not answered.
    fn mail(self, id: &str) {
        let path = [API, "/", id, "/utskick"].concat();
        let key = self.idempotency.key(&path);
        spawn_local(async move {
            let answer = Call::post(&path).key(&key).read::<Mailed>().await;
            // The page may be gone by now.
            if self.told.try_set(None).is_some() {
                return;
            }
            match answer {
                Ok(reply) => {
                    self.idempotency.renew();
                    self.failed.set(None);
                    let Mailed {
                        sent,
                        answered,
                        unreachable,
                    } = reply.body;
                    self.fetch();
                    self.told.set(Some(format!(
                        "Frågan mejlas till {sent}. {answered} har redan svarat. {unreachable} kan vi inte nå med e-post."
                    )));
                }
                Err(ApiError::Refused(ProblemId::NotNow)) => {
                    self.told.set(Some(
                        "Frågan har redan mejlats i dag. Försök i morgon.".to_owned(),
                    ));
                }
                Err(error) => self.fail(&error),
            }
            browser::focus_soon(TOLD);
        });
    }

    fn row(self, asked: &ConsentRequest) -> AnyView {
        let counts = State::ALL
            .iter()
            .filter_map(|state| {
                let count = asked.counts.get(state.id())?;
                Some([state.label(), ": ", &count.to_string()].concat())
            })
            .collect::<Vec<_>>();
        let counts = if counts.is_empty() {
            "Ingen har svarat än".to_owned()
        } else {
            counts.join(", ")
        };
        let may = |word: &str| asked.offered.iter().any(|offered| offered == word);
        let (again, close) = (may("ny-lank"), may("stang"));
        let id = asked.id.clone();
        let shown = asked.clone();
        let again = again.then(|| {
            let press = move |_| {
                let asked = shown.clone();
                spawn_local(async move {
                    let path = [API, "/", &asked.id, "/lank"].concat();
                    match Call::post(&path).read::<IssuedLink>().await {
                        Ok(reply) => {
                            self.present(ConsentRequest {
                                link: Some(reply.body.path),
                                ..asked
                            });
                        }
                        Err(error) => self.fail(&error),
                    }
                });
            };
            view! {
                <button class="button" type="button" on:click=press>
                    "Ny länk"
                </button>
            }
            .into_any()
        });
        let mailed = asked.id.clone();
        let mailed_on = asked
            .mailed
            .map(|day| [" Mejlad till listan ", &date::long(day), "."].concat());
        let mail = may("utskick").then(|| {
            let press = move |_| self.mail(&mailed);
            view! {
                <button class="button" type="button" on:click=press>
                    "Mejla till listan"
                </button>
            }
            .into_any()
        });
        let close = close.then(|| {
            let press = move |_| {
                let path = [API, "/", &id].concat();
                spawn_local(async move {
                    match Call::delete(&path).done().await {
                        Ok(()) => {
                            self.made.set(None);
                            self.fetch();
                        }
                        Err(error) => self.fail(&error),
                    }
                });
            };
            view! {
                <button class="button" type="button" on:click=press>
                    "Stäng frågan"
                </button>
            }
            .into_any()
        });
        view! {
            <li>
                <p>
                    <strong>{what(asked)}</strong>
                    " "
                    <StatusTag label="Öppen" shape=Shape::Open />
                </p>
                <p class="quiet">
                    {form_title(&asked.form)} " Till och med " {date::long(asked.until)} ". "
                    {counts} "." {mailed_on}
                </p>
                <div class="buttons">{mail} {again} {close}</div>
            </li>
        }
        .into_any()
    }
}

/// Which pictures a question is about.
fn what(asked: &ConsentRequest) -> String {
    let unit = unit_name(&asked.unit);
    match &asked.occasion {
        Occasion::Once { day, place } => [&unit, ": ", place, ", ", &date::long(*day)].concat(),
        Occasion::Ongoing => [&unit, ": bilder fortlöpande"].concat(),
    }
}

/// The link as it is handed out, on the screen and on paper.
fn handout(asked: &ConsentRequest) -> Option<AnyView> {
    let link = asked.link.as_ref()?;
    let channels = joined(asked.channels.iter().map(|channel| channel.label()));
    let account = asked
        .account_name
        .as_ref()
        .map(|name| view! { <p>"Kontot heter " {name.clone()} "."</p> }.into_any());
    let view = view! {
        <section class="notice notice--good sheet" id=LINK tabindex="-1">
            <h2>{form_title(&asked.form)}</h2>
            <p>{what(asked)} "."</p>
            <p>"Bilderna kan visas i: " {channels} ". Du svarar ja eller nej till var och en."</p>
            {account}
            <p>
                "Svara senast " {date::long(asked.until)}
                ". Du kan säga nej, och du kan ångra dig."
            </p>
            <p class="no-print">
                <strong>"Länken visas bara nu."</strong>
                " Kopiera den eller skriv ut bladet."
            </p>
            <Handout path=link.clone() />
            <p>
                "Har du skyddade personuppgifter? Använd inte länken. Ring "
                {policy().contact.phone.clone()} "."
            </p>
        </section>
    }
    .into_any();
    Some(view.into_any())
}
