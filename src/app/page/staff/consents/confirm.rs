//! Kontrollera vem som har svarat: every answer that waits, with the unit's list beside it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::consent::roster::Contact;
use rules::consent::roster::standing::{Difference, What};
use rules::consent::scope::Occasion;
use rules::consent::wire::{ToConfirm, ToConfirmList};
use rules::value::collation;
use rules::value::date;
use serde::Deserialize;
use serde_json::json;

use super::roster::{contacts, role_and_name};
use super::sentence;
use super::view::{form_title, unit_name};
use crate::component::button::SendButton;
use crate::component::facts::Facts;
use crate::component::notice::Tone;
use crate::component::page_heading::PageHeading;
use crate::component::question::{Answer, Words};
use crate::component::tell::Tell;
use crate::component::text_field::{Line, TextField};
use crate::platform::api::{ApiError, Call};
use crate::platform::browser;
use crate::platform::clock;
use crate::platform::idempotency::random_key;
use crate::platform::screen::anew;

const API: &str = "/api/samtycken/kontrollera";
/// That it was another person, where the others are how one knows.
const STRANGER: &str = "inte-personen";
/// The HTML id of the report, which focus moves to.
const NEWS: &str = "klara";

/// Of an answer: the consent, the place of the party, and what was chosen or went wrong.
type Of = (String, usize, String);

/// What waits, and what has been chosen.
#[derive(Clone, Copy)]
struct Page {
    waiting: RwSignal<Option<Vec<ToConfirm>>>,
    /// The name or words that are looked for.
    sought: RwSignal<String>,
    chosen: RwSignal<Vec<Of>>,
    /// What went wrong with an answer.
    wrong: RwSignal<Vec<Of>>,
    news: RwSignal<Option<String>>,
    failed: RwSignal<Option<String>>,
    under_way: RwSignal<bool>,
}

/// The version of a consent that was just changed.
#[derive(Deserialize)]
struct Changed {
    version: i64,
}

/// The page.
#[component]
pub(crate) fn ConfirmSigners() -> AnyView {
    let page = Page {
        waiting: RwSignal::new(None),
        sought: RwSignal::new(String::new()),
        chosen: RwSignal::new(Vec::new()),
        wrong: RwSignal::new(Vec::new()),
        news: RwSignal::new(None),
        failed: RwSignal::new(None),
        under_way: RwSignal::new(false),
    };
    spawn_local(page.fetch());
    page.draw()
}

/// What there is of an answer.
fn of(all: &[Of], consent: &str, party: usize) -> Option<String> {
    all.iter()
        .find(|(id, place, _)| id == consent && *place == party)
        .map(|(.., text)| text.clone())
}

impl Page {
    async fn fetch(self) {
        match Call::get(API).read::<ToConfirmList>().await {
            Ok(reply) => {
                // The page may be gone when it comes.
                self.waiting.try_set(Some(reply.body.answers));
            }
            Err(error) => {
                self.failed.try_set(Some(error.sentence().to_owned()));
            }
        }
    }

    fn draw(self) -> AnyView {
        view! {
            <p class="eyebrow">
                <a href="/samtycken">"‹ Samtycken"</a>
            </p>
            <PageHeading />
            <p class="lead">
                "Jämför svaret med er lista och välj hur du vet vem det är. Ett svar som ingen har kontrollerat räknas inte."
            </p>
            <div id=NEWS tabindex="-1">
                <Tell tone=Tone::Good sentence=self.news.into() />
                <Tell tone=Tone::Stop sentence=self.failed.into() />
            </div>
            {anew(move || self.content())}
        }.into_any()
    }

    fn content(self) -> AnyView {
        let Some(waiting) = self.waiting.get() else {
            return view! { <p class="quiet">"Hämtar svaren …"</p> }.into_any();
        };
        if waiting.is_empty() {
            return view! {
                <section class="notice notice--good">
                    <h2>"Inget att kontrollera"</h2>
                    <p>
                        "Alla svar till er är kontrollerade. "
                        <a href="/samtycken">"Till samtyckena"</a>
                    </p>
                </section>
            }
            .into_any();
        }
        let no_list = waiting.iter().any(|answer| !answer.has_list);
        let no_list = no_list.then(|| {
            view! {
                <p class="notice">
                    "Ni har ingen lista att jämföra med. "
                    <a href="/samtycken/lista">"Lägg in den"</a>
                    ", så slipper ni kontrollera de svar som stämmer."
                </p>
            }
            .into_any()
        });
        let count = waiting.len();
        let mut questions: Vec<(Option<String>, Vec<ToConfirm>)> = Vec::new();
        for answer in waiting {
            match questions
                .iter_mut()
                .find(|(request, _)| *request == answer.request)
            {
                Some((_, answers)) => answers.push(answer),
                None => questions.push((answer.request.clone(), vec![answer])),
            }
        }
        let questions = questions
            .into_iter()
            .map(|(_, answers)| self.question(&answers))
            .collect_view();
        let chosen = move || {
            let (others, confirmed) = self.chosen.with(|chosen| {
                let others = chosen.iter().filter(|(.., how)| how == STRANGER).count();
                (others, chosen.len() - others)
            });
            format!("Valda: {confirmed} bekräftas, {others} var någon annan, av {count}.")
        };
        let words = Words::new(
            "sok-svar",
            "Sök svar",
            "Ett namn, eller orden som den som står bredvid visar, till exempel KLÖVER TVÅ 42.",
        )
        .optional();
        view! {
            {no_list}
            <TextField words=words line=Line::TEXT answer=Answer::of(self.sought) />
            <form
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    self.send();
                }
            >
                {questions}
                <div class="confirm__foot">
                    <p role="status">{move || chosen()}</p>
                    <SendButton
                        class="button button--act"
                        label="Spara det jag har valt"
                        under_way=self.under_way.into()
                    />
                </div>
            </form>
        }
        .into_any()
    }

    /// The answers to one question.
    fn question(self, answers: &[ToConfirm]) -> AnyView {
        let title = answers.first().map(|answer| {
            let pictures = match &answer.occasion {
                Some(Occasion::Once { day, place }) => {
                    [" ", place, ", ", &date::long(*day), "."].concat()
                }
                Some(Occasion::Ongoing) | None => String::new(),
            };
            [
                form_title(&answer.form),
                &pictures,
                " ",
                &unit_name(&answer.unit_id),
            ]
            .concat()
        });
        let rows = answers.iter().map(|answer| self.row(answer)).collect_view();
        let found: Vec<String> = answers.iter().map(sought_in).collect();
        let is_hidden = move || {
            let query = self.sought.with(|typed| collation::fold(typed));
            !found.iter().any(|text| collation::has_words(&query, text))
        };
        view! {
            <section class="case__part" hidden=is_hidden>
                <h2>{title}</h2>
                {rows}
            </section>
        }
        .into_any()
    }

    /// An answer beside the list, and how the user knows.
    fn row(self, answer: &ToConfirm) -> AnyView {
        let party = answer.party;
        let id = answer.consent.clone();
        let name = [&answer.consent, "-", &answer.party.to_string()].concat();
        let title = [&answer.name, ": ", &role_and_name(&answer.signer)].concat();
        let ways = answer
            .ways
            .iter()
            .map(|way| (way.id(), way.label()))
            .chain((!answer.ways.is_empty()).then_some((STRANGER, "Det var någon annan")));
        let choices = ways
            .map(|(value, label)| {
                let (id, chosen) = (id.clone(), id.clone());
                let html = [&name, "-", value].concat();
                let whose = html.clone();
                view! {
                    <label class="choice" for=whose>
                        <input
                            type="radio"
                            id=html
                            name=name.clone()
                            value=value
                            prop:checked=move || {
                                self.chosen.with(|all| of(all, &chosen, party).as_deref() == Some(value))
                            }
                            on:change=move |_| {
                                self.chosen
                                    .update(|all| {
                                        all.retain(|(other, place, _)| *other != id || *place != party);
                                        all.push((id.clone(), party, value.to_owned()));
                                    });
                            }
                        />
                        <span class="choice__text">{label}</span>
                    </label>
                }
                .into_any()
            })
            .collect_view();
        let handed = answer.ways.is_empty().then(|| {
            view! {
                <p>"Du lämnade själv över länken. Be en kollega kontrollera svaret."</p>
            }
            .into_any()
        });
        let wrong = {
            let id = id.clone();
            Signal::derive(move || self.wrong.with(|wrong| of(wrong, &id, party)))
        };
        let ends = answer
            .ends
            .map(|day| [" Senast ", &date::long(day), "."].concat());
        let text = sought_in(answer);
        let is_hidden = move || {
            let query = self.sought.with(|typed| collation::fold(typed));
            !collation::has_words(&query, &text)
        };
        view! {
            <fieldset class="confirm" hidden=is_hidden>
                <legend class="confirm__who">{title}</legend>
                <div class="confirm__both">
                    {self::given(answer)}
                    {self::listed(answer)}
                </div>
                <p class="small">
                    "Svarade " {clock::moment(answer.at)} ". " {answer.proof.label()} "." {ends}
                    " På plats: " {answer.spot.clone()} ". "
                    <a href=["/samtycken/", &answer.consent].concat()>"Öppna svaret"</a>
                </p>
                <Tell tone=Tone::Stop sentence=wrong />
                {handed}
                <div class="choices confirm__ways">{choices}</div>
            </fieldset>
        }
        .into_any()
    }

    fn send(self) {
        if self.under_way.get_untracked() {
            return;
        }
        let chosen = self.chosen.get_untracked();
        if chosen.is_empty() {
            self.failed
                .set(Some("Välj hur du vet det för minst ett svar.".to_owned()));
            browser::focus_soon(NEWS);
            return;
        }
        self.failed.set(None);
        self.news.set(None);
        self.wrong.set(Vec::new());
        self.under_way.set(true);
        spawn_local(async move {
            let (mut confirmed, mut others) = (0_usize, 0_usize);
            let mut wrong = Vec::new();
            // Two may have answered for one person: the second answer is to the version that the first
            // choice leads to.
            let mut changed: Vec<(String, i64)> = Vec::new();
            let waiting = self.waiting.get_untracked().unwrap_or_default();
            for answer in &waiting {
                let Some(how) = of(&chosen, &answer.consent, answer.party) else {
                    continue;
                };
                let before = changed.iter().find(|(id, _)| *id == answer.consent);
                let version = before.map_or(answer.version, |(_, version)| *version);
                match tell(answer, version, &how).await {
                    Ok(version) => {
                        changed.retain(|(id, _)| *id != answer.consent);
                        changed.push((answer.consent.clone(), version));
                        *(if how == STRANGER {
                            &mut others
                        } else {
                            &mut confirmed
                        }) += 1;
                    }
                    Err(error) => {
                        wrong.push((
                            answer.consent.clone(),
                            answer.party,
                            said(&error).to_owned(),
                        ));
                    }
                }
            }
            self.fetch().await;
            // The page may be gone by now.
            if self.under_way.try_set(false).is_some() {
                return;
            }
            self.chosen
                .update(|all| all.retain(|(id, party, _)| of(&wrong, id, *party).is_some()));
            let news = format!("{confirmed} svar bekräftades. {others} svar var någon annans.");
            self.news.set((0 < confirmed + others).then_some(news));
            if !wrong.is_empty() {
                let says = match wrong.len() {
                    1 => "Ett svar gick inte att spara. Det står kvar med orsaken.".to_owned(),
                    count => format!("{count} svar gick inte att spara. De står kvar med orsaken."),
                };
                self.failed.set(Some(says));
            }
            self.wrong.set(wrong);
            browser::focus_soon(NEWS);
        });
    }
}

/// What an answer is found by.
fn sought_in(answer: &ToConfirm) -> String {
    [&answer.name, " ", &answer.signer.name, " ", &answer.spot].concat()
}

/// Tells the store what was chosen of an answer. Gives the consent's version afterwards.
async fn tell(answer: &ToConfirm, version: i64, how: &str) -> Result<i64, ApiError> {
    let path = ["/api/samtycken/", &answer.consent, "/kommando"].concat();
    let body = if how == STRANGER {
        json!({ "kommando": STRANGER, "part": answer.party })
    } else {
        json!({ "kommando": "bekrafta", "part": answer.party, "hur": how })
    };
    let key = random_key();
    let call = Call::post(&path)
        .text(body.to_string())
        .if_version(u64::try_from(version).unwrap_or_default())
        .key(&key);
    call.read::<Changed>().await.map(|reply| reply.body.version)
}

/// What to do about an answer that could not be told of.
fn said(error: &ApiError) -> &'static str {
    match error {
        ApiError::ConsentInput(input) => input.advice(),
        error => sentence(error),
    }
}

/// What the answer says.
fn given(answer: &ToConfirm) -> AnyView {
    let differs = |what| differs(&answer.differences, what);
    let signer = &answer.signer;
    let born = answer.born.map(date::iso).unwrap_or_default();
    let rows = vec![
        (
            "Barn eller person",
            named(
                (&answer.name, differs(What::Name)),
                (&born, differs(What::Born)),
            ),
        ),
        (
            "Svarade",
            named(
                (&signer.name, differs(What::Signer)),
                (signer.role.label(), differs(What::Role)),
            ),
        ),
        (
            "E-post",
            marked(or_none(signer.email.as_deref()), differs(What::Email)),
        ),
        ("Telefon", marked(or_none(signer.phone.as_deref()), false)),
    ];
    view! {
        <div>
            <h3>"Svaret"</h3>
            <dl class="facts">
                <Facts rows=rows />
            </dl>
        </div>
    }
    .into_any()
}

/// What the list has beside it.
fn listed(answer: &ToConfirm) -> AnyView {
    let content = match (&answer.row, answer.nearest) {
        (None, _) if !answer.has_list => view! { <p>"Det finns ingen lista."</p> }.into_any(),
        (None, _) => view! {
            <p>
                <strong>"Finns inte på er lista."</strong>
            </p>
        }
        .into_any(),
        (Some(row), None) => view! {
            <p>
                <strong>"Den som svarade står inte på raden."</strong>
                " Ring någon av dem som gör det:"
            </p>
            <p>{row.name.clone()} ", född " {date::iso(row.born)}</p>
            {contacts(row)}
        }
        .into_any(),
        (Some(row), Some(place)) => {
            let differs = |what| differs(&answer.differences, what);
            let contact = &row.contacts[place.min(row.contacts.len() - 1)];
            let same = answer.differences.is_empty();
            let same = same.then(|| view! { <p>"✓ Stämmer med listan."</p> }.into_any());
            let born = date::iso(row.born);
            let rows = vec![
                (
                    "Barn eller person",
                    named(
                        (&row.name, differs(What::Name)),
                        (&born, differs(What::Born)),
                    ),
                ),
                (
                    "Svarar",
                    named(
                        (&contact.name, differs(What::Signer)),
                        (contact.role.label(), differs(What::Role)),
                    ),
                ),
                (
                    "E-post",
                    marked(or_none(contact.email.as_deref()), differs(What::Email)),
                ),
                ("Telefon", phone(contact)),
            ];
            view! {
                {same}
                <dl class="facts">
                    <Facts rows=rows />
                </dl>
            }
            .into_any()
        }
    };
    view! {
        <div>
            <h3>"Er lista"</h3>
            {content}
        </div>
    }
    .into_any()
}

fn differs(differences: &[Difference], what: What) -> bool {
    differences.iter().any(|difference| difference.what == what)
}

fn or_none(text: Option<&str>) -> &str {
    text.unwrap_or("Ingen")
}

/// A fact, with a sign and a word for those who hear it when it is not what the other side has.
fn marked(text: &str, differs: bool) -> AnyView {
    if !differs {
        return text.to_owned().into_any();
    }
    view! {
        <mark class="confirm__differs">
            "≠ " {text.to_owned()} <span class="hidden-visually">" (skiljer sig)"</span>
        </mark>
    }
    .into_any()
}

/// A name and what it is said with, each marked by itself.
fn named((name, is_other): (&str, bool), (more, is_more_other): (&str, bool)) -> AnyView {
    view! {
        {marked(name, is_other)}
        ", "
        {marked(more, is_more_other)}
    }
    .into_any()
}

fn phone(contact: &Contact) -> AnyView {
    contact.phone.clone().map_or_else(
        || "Ingen".into_any(),
        |phone| view! { <a href=["tel:", &phone].concat()>{phone.clone()}</a> }.into_any(),
    )
}
