//! What is known about an answer while it is typed: from the policy and the register, without a
//! request.

use std::ptr;

use leptos::prelude::*;
use rules::account::application::{self, similar};
use rules::account::change;
use rules::form::field::Field;
use rules::form::judging::Judging;
use rules::register::{Filter, Row, Status};
use rules::value::address::{self, Address};

use crate::component::choice::Choice;
use crate::component::combo::Source;
use crate::component::tick::Tick;
use crate::data::register::Arriving;
use crate::draft::form_state::FormState;

/// What the register says about a proposed account.
#[derive(Clone, PartialEq)]
enum Availability {
    /// Nothing can be said yet.
    Nothing,
    /// Nobody has it.
    Free(String),
    /// An account in the register has it.
    Taken(String),
    /// An account in the register is easy to mix up with it.
    Confusable(String),
}

/// «ledigt / upptaget av … / lätt att förväxla med …».
#[component]
pub(super) fn AddressAnswer(
    /// The form being filled in.
    form_state: FormState,
    /// The question.
    field: &'static Field,
) -> AnyView {
    let said = Memo::new(move |_| {
        if form_state.register.arriving() != Arriving::Here {
            return Availability::Nothing;
        }
        form_state.read(|reading| say(reading, field))
    });
    let shown = move || {
        let (class, shape, words, detail) = match said.get() {
            Availability::Nothing => return None,
            Availability::Free(url) => {
                ("answer answer--good", "✓", "Ledigt i förteckningen: ", url)
            }
            Availability::Taken(unit) => ("answer answer--stop", "✕", "Upptaget av ", unit),
            Availability::Confusable(other) => {
                ("answer answer--warn", "!", "Lätt att förväxla med ", other)
            }
        };
        Some(
            view! {
                <p class=class>
                    <span class="answer__shape" aria-hidden="true">
                        {shape}
                    </span>
                    <span>{words} {detail}</span>
                </p>
            }
            .into_any(),
        )
    };
    view! {
        <div role="status" id=[field.id, "-svar"].concat()>
            {move || shown()}
        </div>
    }
    .into_any()
}

fn say(reading: &Judging<'_>, field: &Field) -> Availability {
    let (platform, own) = if ptr::eq(field, &change::NYTT_KONTONAMN) {
        let row = reading.register().row(reading.text(&change::KONTO));
        (row.map(|row| row.platform), row.map(|row| row.id.as_str()))
    } else {
        (reading.platform(&application::PLATTFORM), None)
    };
    let Ok(address) = address::parse(platform, reading.text(field)) else {
        return Availability::Nothing;
    };
    let is_other = |row: &&Row| Some(row.id.as_str()) != own;
    if let Some(row) = reading.register().taken(&address).filter(is_other) {
        return Availability::Taken(row.unit.clone());
    }
    if let Some(row) = reading.register().confusable(&address).filter(is_other) {
        let platform = row.platform.label();
        return Availability::Confusable([&row.handle, " på ", platform, ", ", &row.unit].concat());
    }
    Availability::Free(shown(&address))
}

fn shown(address: &Address) -> String {
    address
        .url()
        .trim_start_matches("https://")
        .trim_start_matches("www.")
        .to_owned()
}

/// The accounts that may already serve the purpose, and the tick that says that none does.
#[component]
pub(super) fn SimilarAccounts(
    /// The form being filled in.
    form_state: FormState,
    /// The question.
    field: &'static Field,
) -> AnyView {
    let near = Memo::new(move |_| {
        form_state.read(|reading| {
            let rows = similar(reading).into_iter();
            rows.map(|row| row.id.clone()).collect::<Vec<_>>()
        })
    });
    let has_unit = Memo::new(move |_| !form_state.text(&application::ENHET).is_empty());
    let list = move || {
        if !has_unit.get() {
            return view! { <p class="quiet">"Välj enhet först, så visar vi de konton som redan finns."</p> }.into_any();
        }
        let ids = near.get();
        if ids.is_empty() {
            return view! { <p class="quiet">"Vi hittar inget konto hos enheten eller förvaltningen."</p> }.into_any();
        }
        let index = form_state.register.index();
        let rows = ids
            .iter()
            .filter_map(|id| index.row(id))
            .map(|row| {
                let handle = row.handle.clone();
                let name = if row.url.is_empty() {
                    handle.into_any()
                } else {
                    view! {
                        <a href=row.url.clone() rel="external noopener" target="_blank">
                            {handle}
                            " (ny flik)"
                        </a>
                    }.into_any()
                };
                let place = [", ", row.platform.label(), ", ", &row.unit].concat();
                view! { <li>{name} {place} <span class="choice__hint">{row.description.clone()}</span></li> }.into_any()
            })
            .collect_view();
        view! {
            <p>"De här kontona finns redan hos enheten eller förvaltningen:"</p>
            <ul class="matches">{rows}</ul>
        }
        .into_any()
    };
    // Where there is nothing to look through there is nothing to confirm.
    let some = Memo::new(move |_| near.with(|near| !near.is_empty()));
    let confirm = move || {
        some.get().then(|| {
            view! { <Tick words=form_state.words(field) answer=form_state.answer(field) /> }
                .into_any()
        })
    };
    view! {
        <section class="field" aria-labelledby="befintliga-rubrik">
            <h2 class="field__label" id="befintliga-rubrik">
                "Finns det redan ett konto för samma syfte?"
            </h2>
            <div role="status">{move || list()}</div>
        </section>
        {move || confirm()}
    }
    .into_any()
}

/// What an account is called in a list to pick from.
fn account_name(row: &Row) -> String {
    [&row.handle, " (", row.platform.label(), ")"].concat()
}

/// The accounts in use, those of the own unit first.
pub(super) fn accounts(form_state: FormState) -> Source {
    let register = form_state.register;
    let own = crate::data::session::Session::here()
        .user()
        .and_then(|user| user.unit)
        .and_then(|id| form_state.policy.units.get(&id))
        .map(|unit| unit.name.clone());
    Source {
        search: Callback::new(move |typed: String| {
            let shelf = register.shelf();
            let filter = Filter {
                text: typed,
                ..Filter::default()
            };
            let found = shelf.find(&filter, None, None);
            let (own, others): (Vec<&Row>, Vec<&Row>) = found
                .into_iter()
                .filter_map(|number| shelf.rows.get(usize::try_from(number).ok()?))
                .filter(|row| row.status != Status::Closed)
                .partition(|row| own.as_ref() == Some(&row.unit));
            own.into_iter()
                .chain(others)
                .take(60)
                .map(|row| Choice {
                    value: row.id.clone(),
                    label: account_name(row),
                    hint: row.unit.clone(),
                })
                .collect()
        }),
        name: Callback::new(move |id: String| {
            register
                .index()
                .row(&id)
                .map(account_name)
                .unwrap_or_default()
        }),
    }
}
