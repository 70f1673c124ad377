//! A list one can type in: units, accounts. The ARIA combobox pattern with a list popup; focus stays
//! in the text field and the active option is pointed at.

use leptos::prelude::*;
use rules::value::collation;

use super::choice::Choice;
use super::labelled::Labelled;
use super::question::{Answer, Words};
use crate::platform::browser;

/// Most options drawn at once; more letters find the others.
const OPTIONS_MAX: usize = 60;

/// Where the picks come from.
#[derive(Clone, Copy)]
pub(crate) struct Source {
    /// Those that fit what was typed.
    pub(crate) search: Callback<String, Vec<Choice>>,
    /// What the field shows for a value.
    pub(crate) name: Callback<String, String>,
}

/// The combobox's own state: what was typed since the last pick, whether the list is out, and which
/// option is pointed at.
#[derive(Clone, Copy)]
struct State {
    words: Words,
    source: Source,
    answer: Answer,
    typed: RwSignal<Option<String>>,
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
    picks: Memo<Vec<Choice>>,
}

impl State {
    fn pick(self, index: usize) {
        let Some(pick) = self.picks.with_untracked(|picks| picks.get(index).cloned()) else {
            return;
        };
        self.typed.set(None);
        self.close();
        self.answer.write.run(pick.value);
    }

    fn close(self) {
        self.open.set(false);
        self.active.set(None);
    }

    fn type_in(self, text: String) {
        // What was picked before is not what the field holds now.
        if !self.answer.text.with_untracked(String::is_empty) {
            self.answer.write.run(String::new());
        }
        self.typed.set(Some(text));
        self.active.set(None);
        self.open.set(true);
    }

    /// Leaving the field with a name written out in full picks it.
    fn leave(self) {
        let typed = self.typed.get_untracked().unwrap_or_default();
        let typed = collation::fold(typed.trim());
        if !typed.is_empty() {
            self.open.set(true);
            let exact = self.picks.with_untracked(|picks| {
                picks
                    .iter()
                    .position(|pick| collation::fold(&pick.label) == typed)
            });
            if let Some(index) = exact {
                self.pick(index);
            }
        }
        self.close();
    }

    fn step(self, down: bool) {
        let count = self.picks.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let next = match (self.active.get_untracked(), down) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(index), true) => (index + 1) % count,
            (Some(index), false) => (index + count - 1) % count,
        };
        self.active.set(Some(next));
        if let Some(option) = browser::by_id(&self.option_id(next)) {
            browser::scroll_nearest(&option);
        }
    }

    fn option_id(self, index: usize) -> String {
        self.words.id_of(&index.to_string())
    }

    fn key(self, event: &web_sys::KeyboardEvent) {
        let handled = match event.key().as_str() {
            "ArrowDown" | "ArrowUp" => {
                let down = event.key() == "ArrowDown";
                if self.open.get_untracked() {
                    self.step(down);
                } else {
                    self.open.set(true);
                    // The options are drawn first, then pointed at.
                    request_animation_frame(move || self.step(down));
                }
                true
            }
            "Enter" if self.open.get_untracked() => {
                let only = self.picks.with_untracked(|picks| picks.len() == 1);
                match self.active.get_untracked() {
                    Some(index) => self.pick(index),
                    None if only => self.pick(0),
                    None => self.close(),
                }
                true
            }
            "Escape" if self.open.get_untracked() => {
                self.close();
                true
            }
            _ => false,
        };
        if handled {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    fn option(self, index: usize, pick: Choice) -> AnyView {
        let is_active = move || self.active.get() == Some(index);
        let under = (!pick.hint.is_empty())
            .then(|| view! { <span class="combo__path">{pick.hint}</span> }.into_any());
        view! {
            <li
                role="option"
                id=self.option_id(index)
                aria-selected=move || is_active().to_string()
                on:click=move |_| self.pick(index)
            >
                {pick.label}
                {under}
            </li>
        }
        .into_any()
    }
}

/// A labelled combobox.
#[component]
pub(crate) fn Combo(
    /// The question's words.
    words: Words,
    /// Where the picks come from.
    source: Source,
    /// The answer, and the way to change it.
    answer: Answer,
) -> AnyView {
    let typed = RwSignal::new(None::<String>);
    let open = RwSignal::new(false);
    let picks = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        let mut picks = source.search.run(typed.get().unwrap_or_default());
        picks.truncate(OPTIONS_MAX);
        picks
    });
    let state = State {
        words,
        source,
        answer,
        typed,
        open,
        active: RwSignal::new(None),
        picks,
    };
    let is_out = Signal::derive(move || open.get() && picks.with(|picks| !picks.is_empty()));
    let list_id = words.id_of("lista");
    let told = move || match (open.get(), picks.with(Vec::len)) {
        (false, _) => String::new(),
        (true, 0) => "Inga träffar. Pröva med färre bokstäver.".to_owned(),
        (true, 1) => "1 träff".to_owned(),
        (true, count) => [&count.to_string(), " träffar"].concat(),
    };
    view! {
        <Labelled words=words>
            <div class="combo">
                <input
                    class="input"
                    id=words.id
                    name=words.id
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-controls=list_id.clone()
                    aria-expanded=move || is_out.get().to_string()
                    aria-activedescendant=move || {
                        state.active.get().map(|index| state.option_id(index))
                    }
                    aria-required=words.required()
                    aria-invalid=words.invalid()
                    aria-describedby=words.described()
                    prop:value=move || {
                        typed.get().unwrap_or_else(|| state.source.name.run(answer.text.get()))
                    }
                    on:input=move |event| state.type_in(event_target_value(&event))
                    on:keydown=move |event| state.key(&event)
                    on:click=move |_| open.set(true)
                    on:blur=move |_| state.leave()
                />
                <ul
                    class="combo__list"
                    id=list_id
                    role="listbox"
                    aria-labelledby=words.id_of("label")
                    hidden=move || !is_out.get()
                    // Pressing an option must not take focus from the field before the click lands.
                    on:mousedown=|event| event.prevent_default()
                >
                    {move || {
                        picks
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(index, pick)| state.option(index, pick))
                            .collect_view()
                    }}
                </ul>
                <p class="hidden-visually" role="status">
                    {move || told()}
                </p>
            </div>
        </Labelled>
    }
    .into_any()
}
