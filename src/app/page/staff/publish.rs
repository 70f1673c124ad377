//! «Får jag publicera det här?»: a minute of questions, a clear answer, and the log.
//!
//! The answer is computed here by the rules, while the questions are answered; the store judges once
//! more when the publication is logged.

mod log;
mod people;
mod questionnaire;
mod verdict;

use leptos::prelude::*;
use rules::consent::scope::{Channel, Medium, Naming, Purpose};
use rules::publication::AskedHow;

use self::questionnaire::{Part, Questionnaire};
use crate::component::choice::Choice;
use crate::component::page_heading::PageHeading;
use crate::component::question::{Answer, Words};
use crate::component::radios::Radios;
use crate::component::text_field::{Line, TextField};
use crate::component::tick::Tick;
use crate::platform::browser;
use crate::platform::screen::anew;

/// Today, among the choices of when a picture was taken.
const TODAY: &str = "idag";
/// Another day.
const ANOTHER_DAY: &str = "annan-dag";
/// A person can be recognised.
const SOMEBODY: &str = "personer";
/// Nobody can be recognised.
const NOBODY: &str = "ingen";
const YES: &str = rules::form::field::YES;
const NO: &str = "nej";

/// The page.
#[component]
pub(crate) fn Publish() -> AnyView {
    page()
}

fn page() -> AnyView {
    // Written anew from the start for one more picture.
    let round = RwSignal::new(0_u32);
    view! {
        <PageHeading />
        <p class="lead">
            "Svara på frågorna om bilden. Svaret kommer så snart det är säkert."
        </p>
        {anew(move || {
            round.track();
            untrack(|| questions(round))
        })}
    }
    .into_any()
}

fn questions(round: RwSignal<u32>) -> AnyView {
    let questionnaire = Questionnaire::new();
    let assessment = Memo::new(move |_| questionnaire.assessment());
    view! {
        <div class="columns publish">
            <form class="publish__questions" on:submit=|event| event.prevent_default()>
                {place(questionnaire)}
                {verdict::strip(assessment, Part::Place)}
                {people::people(questionnaire)}
                {naming(questionnaire)}
                {verdict::strip(assessment, Part::People)}
                {picture(questionnaire)}
                {verdict::strip(assessment, Part::Picture)}
                {rest(questionnaire)}
            </form>
            {verdict::panel(assessment, round)}
        </div>
    }
    .into_any()
}

fn choices<T: Copy>(
    all: &[T],
    id: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Vec<Choice> {
    all.iter()
        .map(|word| choice(id(*word), label(*word)))
        .collect()
}

fn choice(value: &'static str, label: &'static str) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label.into(),
        hint: String::new(),
    }
}

fn yes_or_no() -> Vec<Choice> {
    vec![choice(YES, "Ja"), choice(NO, "Nej")]
}

/// Where: the channel, and the account when it is one.
fn place(questionnaire: Questionnaire) -> AnyView {
    let account = move || {
        questionnaire.is_account().then(|| {
            let words = Words::new(
                "konto",
                "Vilket konto?",
                "Dina egna konton står först. Skriv för att söka bland de andra.",
            );
            view! {
                {questionnaire.accounts.combo(words, Answer::of(questionnaire.account))}
                {openness(questionnaire)}
            }
            .into_any()
        })
    };
    view! {
        <Radios
            words=Words::new("kanal", "Var ska bilden visas?", "")
            choices=choices(Channel::ALL, Channel::id, Channel::label)
            answer=Answer::of(questionnaire.channel)
        />
        {move || account()}
    }
    .into_any()
}

/// Whether others than the invited can see what is posted.
fn openness(questionnaire: Questionnaire) -> AnyView {
    view! {
        {move || {
            questionnaire
                .row()
                .map(|row| {
                    let says = if row.open {
                        "Kontot är öppet. Alla kan se bilden."
                    } else {
                        "Kontot är slutet. Det ändrar inte reglerna: bilden kan spridas vidare."
                    };
                    view! { <p class="publish__known">{says}</p> }.into_any()
                })
        }}
    }
    .into_any()
}

/// What it is and when it was taken.
fn picture(questionnaire: Questionnaire) -> AnyView {
    let day = move || {
        (questionnaire.when.get() == ANOTHER_DAY).then(|| {
            view! {
                <TextField
                    words=Words::new(
                        "tagen",
                        "Vilken dag togs bilden?",
                        "Skriv så här: 2026-11-21.",
                    )
                    line=Line::DATE
                    answer=Answer::of(questionnaire.taken)
                />
            }
            .into_any()
        })
    };
    view! {
        <Radios
            words=Words::new("medium", "Vad är det?", "")
            choices=choices(Medium::ALL, Medium::id, Medium::label)
            answer=Answer::of(questionnaire.medium)
        />
        <Radios
            words=Words::new("nar", "När togs bilden?", "")
            choices=vec![choice(TODAY, "I dag"), choice(ANOTHER_DAY, "En annan dag")]
            answer=Answer::of(questionnaire.when)
        />
        {move || day()}
        <Radios
            words=Words::new("andamal", "Varför ska bilden visas?", "")
            choices=choices(Purpose::ALL, Purpose::id, Purpose::label)
            answer=Answer::of(questionnaire.purpose)
        />
    }
    .into_any()
}

/// How much of the name of a recognised person is shown.
fn naming(questionnaire: Questionnaire) -> AnyView {
    view! {
        {move || {
            (questionnaire.who.get() == SOMEBODY)
                .then(|| {
                    view! {
                        <Radios
                            words=Words::new("namn", "Står namnet med bilden?", "")
                            choices=choices(Naming::ALL, Naming::id, Naming::label)
                            answer=Answer::of(questionnaire.naming)
                        />
                    }.into_any()
                })
        }}
    }
    .into_any()
}

fn rest(questionnaire: Questionnaire) -> AnyView {
    let shared = move || (questionnaire.shared.get() == YES).then(|| shared(questionnaire));
    view! {
        <Radios
            words=Words::new(
                "foretag",
                "Taggas ett företag, eller visas en vara för att säljas?",
                "",
            )
            choices=yes_or_no()
            answer=Answer::of(questionnaire.company)
        />
        <Radios
            words=Words::new(
                "egen-bild",
                "Får ni använda bilden?",
                "Ja, om någon av er har tagit den, eller om den som tog den har gett lov.",
            )
            choices=yes_or_no()
            answer=Answer::of(questionnaire.own_picture)
        />
        <Radios
            words=Words::new("delad", "Kommer bilden från ett annat konto?", "")
            choices=yes_or_no()
            answer=Answer::of(questionnaire.shared)
        />
        {move || shared()}
        <Radios
            words=Words::new(
                "tvekan",
                "Är du det minsta tveksam?",
                "Till exempel om någon kan ta illa vid sig eller känna sig lurad.",
            )
            choices=yes_or_no()
            answer=Answer::of(questionnaire.doubt)
        />
    }
    .into_any()
}

/// Where a picture that was posted before comes from, and the new question that it asks for.
fn shared(questionnaire: Questionnaire) -> AnyView {
    let again = move || {
        (questionnaire.again.get() == YES).then(|| {
            view! {
                <TextField
                    words=Words::new("fragad-av", "Vem frågade?", "")
                    line=Line::TEXT
                    answer=Answer::of(questionnaire.asked_by)
                />
                <TextField
                    words=Words::new("fragad-dag", "Vilken dag?", "Skriv så här: 2026-11-21.")
                    line=Line::DATE
                    answer=Answer::of(questionnaire.asked_day)
                />
                <Radios
                    words=Words::new("fragad-hur", "Hur svarade de?", "")
                    choices=choices(AskedHow::ALL, AskedHow::id, AskedHow::label)
                    answer=Answer::of(questionnaire.asked_how)
                />
            }
            .into_any()
        })
    };
    view! {
        <div class="publish__more">
            <TextField
                words=Words::new("delad-fran", "Vilket konto kommer bilden från?", "")
                line=Line::EXACT
                answer=Answer::of(questionnaire.from)
            />
            <Radios
                words=Words::new(
                    "fragad-igen",
                    "Har personerna på bilden fått frågan på nytt?",
                    "De ska veta att bilden visas på ett konto till.",
                )
                choices=yes_or_no()
                answer=Answer::of(questionnaire.again)
            />
            {move || again()}
        </div>
    }
    .into_any()
}

/// Brings the question with this id into sight, with focus in it.
fn lead_to_question(id: &str) {
    browser::focus_question(id);
}
