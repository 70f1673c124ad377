//! What surrounds a form: its addresses, what its buttons say and what leaving it means.

use leptos::prelude::*;
use rules::account::case::{State, Summary};
use rules::account::{application, change};
use rules::catalogue;
use rules::form::Form;
use rules::form::field::Field;
use rules::form::finding::Rule;

use super::Wizard;
use crate::component::error_summary::Item;
use crate::draft::autosave::DraftSync;
use crate::draft::form_state::FormState;

/// An e-service of employees: a form and its place among the addresses.
pub(crate) struct Service {
    /// What is filled in.
    pub(crate) form: &'static Form,
    /// Where its overview is; the steps are below it.
    pub(crate) base: &'static str,
}

/// «Starta konto».
pub(crate) static START: Service = Service {
    form: &application::FORM,
    base: "/ansok",
};

/// «Avsluta eller ändra konto».
pub(crate) static CHANGE: Service = Service {
    form: &change::FORM,
    base: "/andra",
};

/// Everything around a form that is not the form itself. Only the parts of the app that fill in a
/// form link to its setting.
pub(crate) struct Setting {
    /// What is filled in.
    pub(crate) form: &'static Form,
    /// What the way back from the first step leads to.
    pub(crate) base: &'static str,
    /// The address that the steps of a draft are below, by the draft's id.
    pub(crate) under: fn(&str) -> String,
    /// The address of the receipt, by the draft's id.
    pub(crate) receipt: fn(&str) -> String,
    /// The page for those who cannot go on, by the draft's id and the rule that says so.
    pub(crate) exit: fn(&str, &Rule) -> String,
    /// What the last button does.
    pub(crate) act: &'static str,
    /// The same while it is done.
    pub(crate) acting: &'static str,
    /// The heading above what is confirmed last.
    pub(crate) before: &'static str,
    /// What the list of steps is called.
    pub(crate) steps: &'static str,
    /// What leaving means.
    pub(crate) leave: &'static Leave,
    /// Whether the register has answers to its questions about units and accounts.
    pub(crate) looks_in_register: bool,
    /// Draws the questions that only some forms have; nothing for the others.
    pub(crate) draw: fn(FormState, &'static Field) -> Option<AnyView>,
    /// Draws a step whose one question has a symbol, in the forms that have such.
    pub(crate) screen: Option<Screen>,
    /// What else there is to do on the review.
    pub(crate) closing: fn(Wizard) -> AnyView,
    /// Sends a draft that has nothing in the way.
    pub(crate) send: fn(Wizard, DraftSync),
}

/// A step with one question: the field, its step, every step, the title, what is to be corrected, and
/// whether the answer is changed from the review.
pub(crate) type Screen = fn(
    Wizard,
    &'static Field,
    usize,
    Memo<Vec<usize>>,
    Signal<String>,
    Signal<Vec<Item>>,
    bool,
) -> AnyView;

/// What leaving a draft means.
pub(crate) struct Leave {
    /// What becomes of it.
    pub(crate) told: &'static str,
    /// The button that leaves, or empty where it cannot be left without being taken away.
    pub(crate) label: &'static str,
    /// Where it leads.
    pub(crate) to: &'static str,
    /// The button that also takes away what the store has, where that is possible.
    pub(crate) discard: &'static str,
}

/// Stands for the case's id in addresses when the form is only looked through.
pub(crate) const LOOKING: &str = "titta";

impl Service {
    /// The service of a form.
    pub(crate) fn of(form: &Form) -> &'static Self {
        if form == START.form { &START } else { &CHANGE }
    }

    /// The page where one goes on with a case.
    pub(crate) fn href(case: &Summary) -> String {
        match (case.state, catalogue::form_of_case(&case.form)) {
            // A step that cannot be reached yet leads to the first one that is not done.
            (State::Draft, Some(form)) => Self::of(form).step_path(&case.id, form.steps.len() - 1),
            _ => ["/arenden/", &case.id].concat(),
        }
    }

    /// The address that the steps of a case are below.
    pub(crate) fn under(&self, case: &str) -> String {
        [self.base, "/", case].concat()
    }

    /// The address of a step of a case.
    pub(crate) fn step_path(&self, case: &str, step: usize) -> String {
        [&self.under(case), "/", self.form.steps[step].slug].concat()
    }

    /// The address of a case's receipt.
    pub(crate) fn receipt_path(&self, case: &str) -> String {
        [self.base, "/", case, "/kvittens"].concat()
    }
}
