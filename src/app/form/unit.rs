//! The organisation's units, to choose among.

use leptos::prelude::*;
use rules::policy::unit::{self, Unit};

use crate::component::choice::Choice;
use crate::component::combo::Source;
use crate::draft::form_state::FormState;

/// The organisation's units, and «Min enhet saknas».
pub(super) fn units(form_state: FormState) -> Source {
    const MISSING: &str = "Min enhet saknas";
    let tree = &form_state.policy.units;
    let pick = move |unit: &Unit| Choice {
        value: unit.id.clone(),
        label: unit.name.clone(),
        hint: unit
            .parent
            .as_deref()
            .map(|id| tree.path(id))
            .unwrap_or_default(),
    };
    Source {
        search: Callback::new(move |typed: String| {
            let mut picks: Vec<Choice> =
                tree.search(&typed).into_iter().take(50).map(pick).collect();
            picks.push(Choice {
                value: unit::MISSING.to_owned(),
                label: MISSING.to_owned(),
                hint: "Du får skriva enhetens namn själv".to_owned(),
            });
            picks
        }),
        name: Callback::new(move |id: String| {
            if id == unit::MISSING {
                return MISSING.to_owned();
            }
            tree.get(&id)
                .map(|unit| unit.name.clone())
                .unwrap_or_default()
        }),
    }
}
