//! Enhetens lista: who is at the unit, who answers for them, and what they have answered.

use chrono::NaiveDate;
use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::consent::party::PartyRole;
use rules::consent::roster::paste::{self, Row, RowFault, written};
use rules::consent::roster::{Contact, MemberDetails};
use rules::consent::wire::{ListAnswer, ListPage, ListRow, NewRows, TakenIn};
use rules::value::date;
use serde_json::json;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::view::{state_tag, unit_name};
use crate::component::button::SendButton;
use crate::component::confirmed_action::{CommandRequest, ConfirmedAction};
use crate::component::dialog::Question;
use crate::component::labelled::Labelled;
use crate::component::page_heading::PageHeading;
use crate::component::question::{Answer, Words};
use crate::component::select::Select;
use crate::component::table::Table;
use crate::component::tick::Tick;
use crate::data::policy::policy;
use crate::data::session::Session;
use crate::platform::api::{ApiError, Call};
use crate::platform::browser;
use crate::platform::clock;
use crate::platform::idempotency::IdempotencyKey;
use crate::platform::screen::anew;

/// The HTML id of what is pasted.
const ROWS: &str = "rader";
/// The HTML id of the report of what was taken in, which focus moves to.
const CAME: &str = "togs-in";
/// Most rows that are shown before they are taken in.
const SHOWN_MAX: usize = 10;

/// A command to a row.
#[derive(Clone, Copy, PartialEq)]
enum Act {
    End,
    Return,
    Remove,
}

impl Act {
    const fn id(self) -> &'static str {
        match self {
            Self::End => "sluta",
            Self::Return => "tillbaka",
            Self::Remove => "ta-bort",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::End => "Har slutat",
            Self::Return => "Är tillbaka",
            Self::Remove => "Ta bort raden",
        }
    }
}

/// What is typed, and the list as it is.
#[derive(Clone, Copy)]
struct Page {
    today: NaiveDate,
    unit: RwSignal<String>,
    list: RwSignal<Option<Vec<ListRow>>>,
    unanswered: RwSignal<String>,
    text: RwSignal<String>,
    all: RwSignal<String>,
    wrong: RwSignal<Option<String>>,
    came: RwSignal<Option<TakenIn>>,
    under_way: RwSignal<bool>,
    idempotency: IdempotencyKey,
    /// The row that a dialog is about.
    about: RwSignal<Option<ListRow>>,
    action: ConfirmedAction<Act>,
}

/// The page.
#[component]
pub(crate) fn UnitList() -> AnyView {
    let user = Session::here().logged_in();
    let empty = || RwSignal::new(String::new());
    let page = Page {
        today: clock::today(),
        unit: RwSignal::new(user.unit.clone().unwrap_or_default()),
        list: RwSignal::new(None),
        unanswered: empty(),
        text: empty(),
        all: empty(),
        wrong: RwSignal::new(None),
        came: RwSignal::new(None),
        under_way: RwSignal::new(false),
        idempotency: IdempotencyKey::new(),
        about: RwSignal::new(None),
        action: ConfirmedAction::new(ApiError::sentence),
    };
    spawn_local(page.fetch());
    page.draw(user.unit.as_deref())
}

impl Page {
    fn api(self) -> String {
        let unit = self.unit.get_untracked();
        ["/api/enheter/", &unit, "/lista"].concat()
    }

    async fn fetch(self) {
        let unit = self.unit.get_untracked();
        let answer = Call::get(&self.api()).read::<ListPage>().await;
        // The page may be gone, or show another unit, when it comes.
        if self.unit.try_get_untracked().as_ref() != Some(&unit) {
            return;
        }
        match answer {
            Ok(reply) => self.list.set(Some(reply.body.rows)),
            Err(error) => self.action.fail(&error),
        }
    }

    fn draw(self, own: Option<&str>) -> AnyView {
        let Some(own) = own else {
            return view! {
                <PageHeading />
                <p>"Din enhet finns inte i tjänsten. Be administratören lägga till den."</p>
            }
            .into_any();
        };
        let units: Vec<(String, String)> = policy()
            .units
            .at_and_below(own)
            .into_iter()
            .map(|id| (id.clone(), unit_name(&id)))
            .collect();
        let unit = (1 < units.len()).then(|| {
            let answer = Answer {
                text: self.unit.into(),
                write: Callback::new(move |id: String| {
                    self.list.set(None);
                    self.came.set(None);
                    self.unit.set(id);
                    spawn_local(self.fetch());
                }),
            };
            view! { <Select id="enhet" label="Enhet" choices=units answer=answer /> }.into_any()
        });
        view! {
            <p class="eyebrow">
                <a href="/samtycken">"‹ Samtycken"</a>
            </p>
            <PageHeading />
            <p class="lead">
                "Den som svarar med en adress som står här behöver ni inte kontrollera. Listan visar också vem som inte har svarat."
            </p>
            {unit}
            {self.action.news()}
            {anew(move || self.taken_in())}
            {self.form()}
            {anew(move || self.rows())}
            {self.dialog()}
        }.into_any()
    }

    fn form(self) -> AnyView {
        let words = Words::new(
            ROWS,
            "Vilka är hos er?",
            "Klistra in från Excel, eller skriv en person per rad: namn, födelsedatum, vem som svarar, dess e-post och telefon. Har listan rubriker, ta med dem.",
        )
        .error(self.wrong.into());
        let read = Memo::new(move |_| self.text.with(|text| paste::read(text, self.today)));
        let preview = move || read.with(|rows| preview(rows));
        view! {
            <form
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    self.send();
                }
            >
                <Labelled words=words>
                    <textarea
                        class="input roster__text"
                        id=ROWS
                        name=ROWS
                        rows="6"
                        wrap="off"
                        spellcheck="false"
                        autocomplete="off"
                        aria-invalid=words.invalid()
                        aria-describedby=words.described()
                        prop:value=move || self.text.get()
                        on:input=move |event| self.text.set(event_target_value(&event))
                    ></textarea>
                    <p class="roster__file">
                        <label for="fil">"Eller välj en fil (CSV eller text): "</label>
                        <input
                            class="input"
                            type="file"
                            id="fil"
                            accept=".csv,.tsv,.txt,text/*"
                            on:change=move |event| self.choose(&event)
                        />
                    </p>
                </Labelled>
                <div role="status">{move || preview()}</div>
                <Tick
                    words=Words::new(
                            "alla",
                            "Det här är hela listan",
                            "De som inte är med har slutat.",
                        )
                        .optional()
                    answer=Answer::of(self.all)
                />
                <SendButton
                    class="button button--act"
                    label="Ta in på listan"
                    under_way=self.under_way.into()
                />
            </form>
        }
        .into_any()
    }

    fn choose(self, event: &web_sys::Event) {
        let Some(file) = browser::chosen_file(event) else {
            return;
        };
        spawn_local(async move {
            match text_of(&file).await {
                Some(text) => {
                    self.text.try_set(text);
                    self.wrong.try_set(None);
                }
                None => {
                    let says = "Filen kunde inte läsas. Välj den igen, eller klistra in raderna.";
                    self.wrong.try_set(Some(says.to_owned()));
                }
            }
        });
    }

    fn send(self) {
        if self.under_way.get_untracked() {
            return;
        }
        let text = self.text.get_untracked();
        let all = !self.all.with_untracked(String::is_empty);
        let rows = paste::read(&text, self.today);
        let faulty = rows.iter().filter(|row| row.read.is_err()).count();
        let wrong = if rows.is_empty() {
            Some("Klistra in eller skriv minst en rad.")
        } else if faulty == rows.len() {
            Some("Rätta raderna. Under rutan står vad som behövs.")
        } else if all && 0 < faulty {
            Some("Rätta alla rader först. Annars kan någon som är kvar räknas som att ha slutat.")
        } else {
            None
        };
        self.wrong.set(wrong.map(str::to_owned));
        if wrong.is_some() {
            browser::focus_question(ROWS);
            return;
        }
        let body = NewRows {
            text: text.clone(),
            all,
        };
        let Ok(body) = serde_json::to_string(&body) else {
            return;
        };
        self.under_way.set(true);
        let path = self.api();
        let key = self.idempotency.key(&[&path, " ", &body].concat());
        spawn_local(async move {
            let call = Call::post(&path).text(body).key(&key);
            let answer = call.read::<TakenIn>().await;
            // The page may be gone when the answer comes.
            if self.under_way.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(reply) => {
                    self.idempotency.renew();
                    self.all.set(String::new());
                    let lines: Vec<usize> = reply.body.refused.iter().map(|row| row.line).collect();
                    self.text.set(left(&text, &lines));
                    self.came.set(Some(reply.body));
                    self.fetch().await;
                    browser::focus_soon(CAME);
                }
                Err(error) => {
                    self.wrong.set(Some(error.sentence().to_owned()));
                    browser::focus_question(ROWS);
                }
            }
        });
    }

    /// What came of the rows that were sent.
    fn taken_in(self) -> Option<AnyView> {
        let came = self.came.get()?;
        let counts = [
            (came.added, "ny", "nya"),
            (came.written, "ändrad", "ändrade"),
            (came.ended, "har slutat", "har slutat"),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(count, ..)| 0 < *count)
            .map(|(count, one, many)| {
                let word = if count == 1 { one } else { many };
                [&count.to_string(), " ", word].concat()
            })
            .collect();
        let says = if counts.is_empty() {
            "Inget på listan ändrades.".to_owned()
        } else {
            ["Klart: ", &counts.join(", "), "."].concat()
        };
        let known = (!came.recognised.is_empty()).then(|| {
            let count = match came.recognised.len() {
                1 => "Ett svar stämmer".to_owned(),
                count => [&count.to_string(), " svar stämmer"].concat(),
            };
            view! {
                <p>
                    {count} " med listan och behöver inte kontrolleras: "
                    {came.recognised.join(", ")} "."
                </p>
            }
            .into_any()
        });
        let refused = (!came.refused.is_empty()).then(|| {
            let faults = came.refused.iter().flat_map(|row| &row.faults);
            let protected = faults
                .filter(|fault| fault.fault == paste::Fault::Protected)
                .map(|fault| view! { <p>{fault.fault.label()}</p> }.into_any())
                .next();
            view! {
                <p>"De rader som behöver rättas står kvar i rutan."</p>
                {protected}
            }
            .into_any()
        });
        Some(
            view! {
                <section class="notice notice--good" id=CAME tabindex="-1">
                    <p>{says}</p>
                    {known}
                    {refused}
                </section>
            }
            .into_any(),
        )
    }

    /// The list, and how many have answered.
    fn rows(self) -> AnyView {
        let Some(rows) = self.list.get() else {
            return view! { <p class="quiet">"Hämtar listan …"</p> }.into_any();
        };
        if rows.is_empty() {
            return view! {
                <section class="notice">
                    <h2>"Ingen står på listan än"</h2>
                    <p>"Utan lista kontrollerar ni själva vem som har svarat."</p>
                </section>
            }
            .into_any();
        }
        let here = rows.iter().filter(|row| row.until.is_none());
        let (answered, count) = here.fold((0, 0), |(answered, count), row| {
            (answered + usize::from(!row.answers.is_empty()), count + 1)
        });
        let count = format!("{answered} av {count} har svarat.");
        let only = !self.unanswered.with(String::is_empty);
        let shown: Vec<Vec<AnyView>> = rows
            .iter()
            .filter(|row| !only || (row.answers.is_empty() && row.until.is_none()))
            .map(|row| self.row(row))
            .collect();
        view! {
            <section class="case__part" id="listan">
                <h2>"På listan"</h2>
                <p role="status">{count}</p>
                <Tick
                    words=Words::new("inte-svarat", "Visa bara dem som inte har svarat", "")
                        .optional()
                    answer=Answer::of(self.unanswered)
                />
                <Table
                    caption="Enhetens lista i bokstavsordning"
                    columns=&["Namn", "Svarar", "Svar", "Ändra"]
                    rows=shown
                />
            </section>
        }
        .into_any()
    }

    fn row(self, row: &ListRow) -> Vec<AnyView> {
        let left = row.until.map(|until| {
            view! { <span class="case-under">"Slutade " {date::iso(until)}</span> }.into_any()
        });
        let acts: &[Act] = if row.until.is_some() {
            &[Act::Return, Act::Remove]
        } else {
            &[Act::End, Act::Remove]
        };
        let buttons = acts
            .iter()
            .map(|act| {
                let (row, act) = (row.clone(), *act);
                let name = [act.label(), ": ", &row.person.name].concat();
                let press = move |_| {
                    self.about.set(Some(row.clone()));
                    self.action.ask(act);
                };
                view! {
                    <button class="button button--plain" type="button" aria-label=name on:click=press>
                        {act.label()}
                    </button>
                }
                .into_any()
            })
            .collect_view();
        let person = row.person.clone();
        let name = ["Ändra: ", &person.name].concat();
        let edit = move |_| {
            self.text.set(written(&person));
            browser::focus_question(ROWS);
        };
        vec![
            view! {
                {row.person.name.clone()}
                <span class="case-under roster__born">"Född " {date::iso(row.person.born)}</span>
                {left}
            }
            .into_any(),
            contacts(&row.person),
            answers(&row.answers),
            view! {
                <div class="buttons roster__acts">
                    <button class="button button--plain" type="button" aria-label=name on:click=edit>
                        "Ändra"
                    </button>
                    {buttons}
                </div>
            }
            .into_any(),
        ]
    }

    fn dialog(self) -> AnyView {
        let words = move |act: Act| Question {
            title: self.about.with_untracked(|row| {
                let name = row.as_ref().map_or("", |row| row.person.name.as_str());
                match act {
                    Act::End => ["Har ", name, " slutat?"].concat(),
                    Act::Return => ["Är ", name, " tillbaka?"].concat(),
                    Act::Remove => ["Ta bort ", name, " från listan?"].concat(),
                }
            }),
            button: act.label(),
            class: "button button--act",
            leave: "Avbryt",
        };
        let content = |act| {
            let says = match act {
                Act::End => {
                    "Raden gäller till och med i dag. Svaren finns kvar, och raden raderas efter en tid."
                }
                Act::Return => "Raden gäller igen från i dag.",
                Act::Remove => "Raden raderas nu. Gör det bara om den var fel. Svaren finns kvar.",
            };
            view! { <p>{says}</p> }.into_any()
        };
        self.action
            .question(words, content, move |act| self.press(act))
    }

    fn press(self, act: Act) {
        let Some(row) = self.about.get_untracked() else {
            return;
        };
        let request = CommandRequest {
            path: ["/api/lista/", &row.id, "/kommando"].concat(),
            version: u64::try_from(row.version).ok(),
            body: json!({ "kommando": act.id() }).to_string(),
        };
        let name = row.person.name;
        self.action.send(request, self.fetch(), move |_| {
            match act {
                Act::End => [&name, " har slutat."],
                Act::Return => [&name, " är tillbaka."],
                Act::Remove => [&name, " är borttagen från listan."],
            }
            .concat()
        });
    }
}

/// The lines that are left to mend, under the headings if there are any.
fn left(text: &str, lines: &[usize]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let all: Vec<&str> = text.lines().collect();
    let headings =
        paste::has_headings(text).then(|| all.iter().find(|line| !line.trim().is_empty()));
    let faulty = lines.iter().filter_map(|line| all.get(line - 1));
    let kept: Vec<&str> = headings
        .flatten()
        .into_iter()
        .chain(faulty)
        .copied()
        .collect();
    kept.join("\n")
}

async fn text_of(file: &File) -> Option<String> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(paste::decoded(&Uint8Array::new(&buffer).to_vec()))
}

/// How the rows that are typed have been understood, before they are sent.
fn preview(rows: &[Row]) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let good: Vec<&MemberDetails> = rows
        .iter()
        .filter_map(|row| row.read.as_ref().ok())
        .collect();
    let faulty = rows.len() - good.len();
    let count = |count: usize, one: &str, many: &str| match count {
        1 => ["1 rad ", one].concat(),
        count => [&count.to_string(), " rader ", many].concat(),
    };
    let mut says = [&count(good.len(), "kan tas in", "kan tas in"), "."].concat();
    if 0 < faulty {
        says.push(' ');
        says.push_str(&count(faulty, "behöver rättas", "behöver rättas"));
        says.push('.');
    }
    let faults = rows
        .iter()
        .filter_map(|row| Some((row.line, row.read.as_ref().err()?)))
        .take(SHOWN_MAX)
        .flat_map(|(line, faults)| faults.iter().map(move |fault| (line, fault)))
        .map(|(line, fault)| fault_line(line, fault))
        .collect_view();
    let more = SHOWN_MAX < good.len();
    let more = more.then(|| {
        let count = (good.len() - SHOWN_MAX).to_string();
        view! { <li class="quiet">"och " {count} " till"</li> }.into_any()
    });
    let understood = good
        .iter()
        .take(SHOWN_MAX)
        .map(|member| view! { <li>{told(member)}</li> }.into_any())
        .collect_view();
    let understood = (!good.is_empty()).then(|| {
        view! {
            <p>"Så läser vi dem:"</p>
            <ul class="roster__read">{understood} {more}</ul>
        }
        .into_any()
    });
    view! {
        <p>
            <strong>{says}</strong>
        </p>
        <ul class="roster__faults">{faults}</ul>
        {understood}
    }
    .into_any()
}

fn fault_line(line: usize, fault: &RowFault) -> AnyView {
    let cell = (!fault.cell.is_empty()).then(|| [" ”", &fault.cell, "”"].concat());
    view! { <li>"Rad " {line} ": " {fault.fault.label()} {cell}</li> }.into_any()
}

/// A row in words.
fn told(member: &MemberDetails) -> String {
    let contacts = member.contacts.iter().map(|contact| {
        let parts = [
            Some(role_and_name(contact)),
            contact.email.clone(),
            contact.phone.clone(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let parts: Vec<String> = [[&member.name, ", född ", &date::iso(member.born)].concat()]
        .into_iter()
        .chain(contacts)
        .collect();
    parts.join(" · ")
}

/// The role and the name.
pub(super) fn role_and_name(contact: &Contact) -> String {
    match contact.role {
        PartyRole::Person => "Personen själv".to_owned(),
        role => [role.label(), " ", &contact.name].concat(),
    }
}

/// Who answers for a person, and how they are reached.
pub(super) fn contacts(member: &MemberDetails) -> AnyView {
    if member.contacts.is_empty() {
        return view! { <span class="quiet">"Ingen står på raden"</span> }.into_any();
    }
    let contacts = member.contacts.iter().map(contact).collect_view();
    view! { <ul class="roster__contacts">{contacts}</ul> }.into_any()
}

fn contact(contact: &Contact) -> AnyView {
    let email = contact
        .email
        .as_ref()
        .map(|email| view! { <a href=["mailto:", email].concat()>{email.clone()}</a> }.into_any());
    let phone = contact
        .phone
        .as_ref()
        .map(|phone| view! { <a href=["tel:", phone].concat()>{phone.clone()}</a> }.into_any());
    view! { <li>{role_and_name(contact)} " " {email} " " {phone}</li> }.into_any()
}

fn answers(answers: &[ListAnswer]) -> AnyView {
    if answers.is_empty() {
        return view! { <span class="quiet">"Har inte svarat"</span> }.into_any();
    }
    answers
        .iter()
        .map(|answer| {
            let href = ["/samtycken/", &answer.consent].concat();
            view! {
                <a class="roster__answer" href=href>
                    {state_tag(answer.state)}
                </a>
            }
            .into_any()
        })
        .collect_view()
        .into_any()
}
