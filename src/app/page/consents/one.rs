//! A consent: the answers, who has signed and how they were identified, and what can be done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use rules::consent::{Channel, Kind, NOTE_CHARS_MAX, Party, Reply, Signature, State};
use rules::date;
use rules::field::YES;
use serde::Deserialize;
use serde_json::{Value, json};

use super::scope::scope;
use super::sentence;
use super::told::{
    ConsentView, Told, form_title, history, joined, read, shown, state_tag, unit_name, until_text,
};
use crate::api::{Call, Trouble};
use crate::attempt::Attempt;
use crate::browser;
use crate::clock;
use crate::page::consent_fill::first_step;
use crate::page::login;
use crate::page::trouble::trouble_page;
use crate::part::choice::{Choice, boxes, radios};
use crate::part::dialog::dialog;
use crate::part::handout::handout;
use crate::part::heading::{heading, heading_of};
use crate::part::long_text::long_text;
use crate::part::notice::{Tone, told};
use crate::part::question::{Answer, Words};
use crate::part::status::{Shape, status};
use crate::session::Session;

const API: &str = "/api/samtycken/";
/// What was told after a command, which focus moves to.
const NEWS: &str = "besked";

/// Something that can be done, in the words of its button and of the question before it.
struct Act {
    kind: Kind,
    button: &'static str,
    question: &'static str,
    follows: &'static str,
    /// The name of its text among the inputs, and whether it must be there.
    text: Option<(&'static str, &'static str, bool)>,
    class: &'static str,
    done: &'static str,
}

/// Everything that staff can do to a consent that is no draft.
static ACTS: &[Act] = &[
    Act {
        kind: Kind::Approve,
        button: "Godkänn efter granskning",
        question: "Godkänn samtycket?",
        follows: "Samtycket börjar gälla, och de som har svarat får besked.",
        text: Some(("kommentar", "Vad granskningen kom fram till", true)),
        class: "button button--act",
        done: "Klart. Samtycket är godkänt.",
    },
    Act {
        kind: Kind::Reject,
        button: "Säg nej efter granskning",
        question: "Säg nej till samtycket?",
        follows: "Bilderna får inte publiceras, och de som har svarat får besked.",
        text: Some(("motivering", "Varför", true)),
        class: "button",
        done: "Klart. Samtycket räknas som ett nej.",
    },
    Act {
        kind: Kind::Certify,
        button: "Intyga någons svar",
        question: "Intyga ett svar",
        follows: "Du intygar att du vet vem personen är och att svaret är personens eget.",
        text: None,
        class: "button",
        done: "Klart. Svaret är intygat av dig.",
    },
    Act {
        kind: Kind::Withdraw,
        button: "Ta tillbaka",
        question: "Vad tas tillbaka?",
        follows: "Det gäller på en gång. De bilder som är publicerade ska tas bort.",
        text: None,
        class: "button button--stop",
        done: "Klart. Det är taget tillbaka.",
    },
    Act {
        kind: Kind::Dispute,
        button: "De är oense",
        question: "Frysa samtycket?",
        follows: "Inget får publiceras så länge de som svarar är oense.",
        text: Some(("motivering", "Vad de är oense om", true)),
        class: "button",
        done: "Klart. Samtycket är fryst.",
    },
    Act {
        kind: Kind::Resolve,
        button: "De är överens igen",
        question: "Avsluta oenigheten?",
        follows: "Samtycket får samma läge som innan det frystes.",
        text: Some(("kommentar", "Vad de kom överens om", true)),
        class: "button button--act",
        done: "Klart. Samtycket är inte fryst längre.",
    },
];

/// The page.
pub(crate) fn one() -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("samtycke").unwrap_or_default()));
    login::gate(move |_| {
        let first = LocalResource::new(move || {
            let id = id.get();
            async move { read::<ConsentView>(API, &id).await }
        });
        (move || match first.get() {
            None => None,
            Some(Err(trouble)) => Some(trouble_page(&trouble)),
            Some(Ok(Told::Protected(closed))) => Some(protected(closed.individ)),
            Some(Ok(Told::Whole(view))) => Some(untrack(|| Page::new(view).draw())),
        })
        .into_any()
    })
}

/// Nothing but that nothing may be published.
pub(super) fn protected(subject: Option<String>) -> AnyView {
    let link = subject.map(|id| {
        view! {
            <p>
                <a href=["/individer/", &id].concat()>"Till personen"</a>
            </p>
        }
    });
    view! {
        {heading("Skyddade uppgifter")}
        <section class="notice notice--stop">
            <p>"Bilder på personen får inte publiceras. Inget mer visas här."</p>
        </section>
        {link}
    }
    .into_any()
}

/// The page's state. Copies are the same.
#[derive(Clone, Copy)]
struct Page {
    view: RwSignal<ConsentView>,
    asked: RwSignal<Option<&'static Act>>,
    text: RwSignal<String>,
    party: RwSignal<String>,
    reply: RwSignal<String>,
    what: RwSignal<String>,
    channels: RwSignal<Vec<String>>,
    wrong: RwSignal<Option<String>>,
    link: RwSignal<Option<String>>,
    under_way: RwSignal<bool>,
    done: RwSignal<Option<String>>,
    failed: RwSignal<Option<String>>,
    attempt: Attempt,
    session: Session,
}

impl Page {
    fn new(view: ConsentView) -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            view: RwSignal::new(view),
            asked: RwSignal::new(None),
            text: empty(),
            party: empty(),
            reply: empty(),
            what: empty(),
            channels: RwSignal::new(Vec::new()),
            wrong: RwSignal::new(None),
            link: RwSignal::new(None),
            under_way: RwSignal::new(false),
            done: RwSignal::new(None),
            failed: RwSignal::new(None),
            attempt: Attempt::new(),
            session: Session::here(),
        }
    }

    fn draw(self) -> AnyView {
        let title = Signal::derive(move || {
            self.view.with(|view| {
                view.name
                    .clone()
                    .or_else(|| view.number.clone())
                    .unwrap_or_else(|| "Utkast".to_owned())
            })
        });
        let head = move || self.view.with(head);
        let body = move || {
            self.view.with(|view| {
                view! {
                    {why(view)}
                    {scope(view)}
                    {shown(&view.publications, view.progress)}
                    {history(&view.events)}
                }
            })
        };
        view! {
            <p class="eyebrow no-print">
                <a href="/samtycken">"‹ Samtycken"</a>
            </p>
            {heading_of(title, Signal::derive(|| false))}
            {head}
            <div id=NEWS tabindex="-1">
                {told(Tone::Good, self.done.into())} {told(Tone::Stop, self.failed.into())}
            </div>
            <div class="columns">
                <div>
                    {self.parties()} {body}
                </div>
                {self.actions()}
            </div>
            {self.confirm()}
        }
        .into_any()
    }

    /// Who answers, what they answered and how they were identified.
    fn parties(self) -> AnyView {
        let rows = move || {
            self.view.with(|view| {
                view.parties
                    .iter()
                    .enumerate()
                    .map(|(place, party)| self.party(view, place, party))
                    .collect_view()
            })
        };
        let link = move || {
            self.link.get().map(|path| {
                view! {
                    <section class="notice" id="personlig-lank" tabindex="-1">
                        <h3>"Personlig länk"</h3>
                        <p>"Länken visas bara nu. Lämna den bara till personen själv."</p>
                        {handout(&path)}
                    </section>
                }
            })
        };
        view! {
            <section class="case__part">
                <h2>"Vilka som har svarat"</h2>
                <ul class="parties">{rows}</ul>
                {link}
            </section>
        }
        .into_any()
    }

    fn party(self, view: &ConsentView, place: usize, party: &Party) -> AnyView {
        let signature = view
            .signatures
            .iter()
            .rfind(|signature| signature.party == place);
        let shape = match party.reply {
            Reply::Waiting => Shape::Waiting,
            Reply::Agreed => Shape::Working,
            Reply::Signed => Shape::Good,
            Reply::Declined => Shape::Stopped,
        };
        let reach: Vec<String> = [&party.email, &party.phone]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let reach = if reach.is_empty() {
            "Ingen e-post eller telefon".to_owned()
        } else {
            reach.join(", ")
        };
        let waits = party.reply == Reply::Waiting
            && party.role.signs()
            && view.state == State::AwaitingSignatures;
        let link = (waits && party.email.is_none()).then(|| {
            view! {
                <button
                    class="button no-print"
                    type="button"
                    on:click=move |_| self.make_link(place)
                >
                    "Gör en personlig länk"
                </button>
            }
        });
        view! {
            <li>
                <p>
                    <strong>{party.name.clone()}</strong>
                    " "
                    {party.role.signs().then(|| status(party.reply.label(), shape))}
                </p>
                <p class="quiet">{party.role.label()} ". " {reach}</p>
                {signature.map(signed)}
                {link}
            </li>
        }
        .into_any()
    }

    fn make_link(self, place: usize) {
        #[derive(Deserialize)]
        struct Linked {
            lank: String,
        }
        let path = self
            .view
            .with_untracked(|view| [API, &view.id, "/lank"].concat());
        spawn_local(async move {
            let answer = Call::post(&path)
                .json(&json!({ "part": place }))
                .read::<Linked>()
                .await;
            match answer {
                Ok(reply) => {
                    // The page may be gone when the answer comes.
                    self.link.try_set(Some(reply.body.lank));
                    request_animation_frame(|| browser::lead_to("personlig-lank"));
                }
                Err(trouble) => {
                    self.session.note(&trouble);
                    self.failed.try_set(Some(sentence(&trouble).to_owned()));
                }
            }
        });
    }

    fn actions(self) -> AnyView {
        let buttons = move || {
            self.view.with(|view| {
                ACTS.iter()
                    .filter(|act| view.offered.iter().any(|word| word == act.kind.id()))
                    .map(|act| {
                        view! {
                            <button
                                class=act.class
                                type="button"
                                on:click=move |_| self.open(act)
                            >
                                {act.button}
                            </button>
                        }
                    })
                    .collect_view()
            })
        };
        let fill = move || {
            self.view.with(|view| {
                let is_draft = view.offered.iter().any(|word| word == Kind::Register.id());
                is_draft.then(|| {
                    view! {
                        <a class="button button--act" href=first_step(&view.draft.id, &view.id)>
                            "Fortsätt fylla i"
                        </a>
                    }
                })
            })
        };
        let person = move || {
            self.view.with(|view| {
                view.subject.as_ref().map(|id| {
                    view! {
                        <p>
                            <a href=["/individer/", id].concat()>"Allt om personen"</a>
                        </p>
                    }
                })
            })
        };
        view! {
            <aside class="aside no-print" aria-label="Det här kan du göra">
                <h2>"Det här kan du göra"</h2>
                <div class="buttons">{fill} {buttons}</div>
                {person}
                <p>
                    <a href="/far-jag-publicera">"Får jag publicera en bild?"</a>
                </p>
            </aside>
        }
        .into_any()
    }

    fn open(self, act: &'static Act) {
        for field in [self.text, self.party, self.reply, self.what] {
            field.set(String::new());
        }
        self.channels.set(Vec::new());
        self.wrong.set(None);
        self.asked.set(Some(act));
    }

    /// The question before a command, which names what will be done.
    fn confirm(self) -> AnyView {
        let title = Signal::derive(move || {
            self.asked
                .get()
                .map_or(String::new(), |act| act.question.to_owned())
        });
        let open = Signal::derive(move || self.asked.with(Option::is_some));
        let close = Callback::new(move |()| self.asked.set(None));
        let content = move || {
            let Some(act) = self.asked.get_untracked() else {
                return ().into_any();
            };
            let inputs = match act.kind {
                Kind::Certify => self.certificate(),
                Kind::Withdraw => self.withdrawal(),
                _ => act.text.map_or_else(
                    || ().into_any(),
                    |(_, label, must)| {
                        let words = Words::new("kommentar", label, "");
                        let words = if must { words } else { words.optional() };
                        long_text(words, NOTE_CHARS_MAX, Answer::of(self.text))
                    },
                ),
            };
            view! {
                <p>{act.follows}</p>
                {inputs}
                {told(Tone::Stop, self.wrong.into())}
                <div class="buttons">
                    <button
                        class="button button--act"
                        type="button"
                        aria-disabled=move || self.under_way.get().then_some("true")
                        on:click=move |_| self.press(act)
                    >
                        {move || if self.under_way.get() { "Skickar …" } else { act.button }}
                    </button>
                    <button class="button" type="button" on:click=move |_| close.run(())>
                        "Avbryt"
                    </button>
                </div>
            }
            .into_any()
        };
        dialog("bekrafta", title, open, close, content)
    }

    fn certificate(self) -> AnyView {
        let waiting = self.view.with_untracked(|view| {
            view.parties
                .iter()
                .enumerate()
                .filter(|(_, party)| party.role.signs() && party.reply == Reply::Waiting)
                .map(|(place, party)| Choice {
                    value: place.to_string(),
                    label: party.name.clone().into(),
                    hint: party.role.label().to_owned(),
                })
                .collect()
        });
        let choice = |value: &str, label: &'static str| Choice {
            value: value.to_owned(),
            label: label.into(),
            hint: String::new(),
        };
        view! {
            {radios(Words::new("part", "Vem har svarat?", ""), waiting, Answer::of(self.party))}
            {radios(
                Words::new("svar", "Vad svarade personen?", ""),
                vec![choice(YES, "Ja"), choice("nej", "Nej")],
                Answer::of(self.reply),
            )}
        }
        .into_any()
    }

    fn withdrawal(self) -> AnyView {
        let choice = |value: &str, label: &'static str| Choice {
            value: value.to_owned(),
            label: label.into(),
            hint: String::new(),
        };
        let open: Vec<Choice> = self.view.with_untracked(|view| {
            view.scope
                .iter()
                .flat_map(|scope| &scope.channels)
                .filter(|channel| !view.withdrawn_channels.contains(channel))
                .map(|channel| choice(channel.id(), channel.label()))
                .collect()
        });
        let change = Callback::new(move |(value, ticked): (String, bool)| {
            self.channels.update(|channels| {
                channels.retain(|channel| *channel != value);
                if ticked {
                    channels.push(value);
                }
            });
        });
        let channels = move || {
            (self.what.get() == "kanaler").then(|| {
                boxes(
                    Words::new("vilka", "Vilka kanaler?", ""),
                    open.clone(),
                    self.channels.into(),
                    change,
                )
            })
        };
        view! {
            {radios(
                Words::new("vad", "Vad vill personen?", ""),
                vec![
                    choice("allt", "Ta tillbaka allt"),
                    choice("kanaler", "Ta tillbaka vissa kanaler"),
                    choice("fotografera-mig-inte", "Inte vara med på bild alls"),
                ],
                Answer::of(self.what),
            )}
            {channels}
        }
        .into_any()
    }

    /// The command with its inputs, or what is missing.
    fn body(self, act: &Act) -> Result<Value, &'static str> {
        let mut body = json!({ "kommando": act.kind.id() });
        let text = self.text.get_untracked().trim().to_owned();
        if let Some((name, _, must)) = act.text {
            if must && text.is_empty() {
                return Err("Skriv något i rutan först.");
            }
            body[name] = json!(text);
        }
        if act.kind == Kind::Certify {
            let party: Option<usize> = self.party.with_untracked(|place| place.parse().ok());
            let reply = self.reply.get_untracked();
            let (Some(party), false) = (party, reply.is_empty()) else {
                return Err("Välj vem som har svarat och vad.");
            };
            body["part"] = json!(party);
            body["svar"] = json!(reply);
        }
        if act.kind == Kind::Withdraw {
            let what = self.what.get_untracked();
            let channels = self.channels.get_untracked();
            if what.is_empty() {
                return Err("Välj vad som ska tas tillbaka.");
            }
            if what == "kanaler" {
                if channels.is_empty() {
                    return Err("Välj minst en kanal.");
                }
                body["vilka"] = json!(channels);
            }
            body["vad"] = json!(what);
        }
        Ok(body)
    }

    fn press(self, act: &'static Act) {
        if self.under_way.get_untracked() {
            return;
        }
        let body = match self.body(act) {
            Ok(body) => body.to_string(),
            Err(says) => {
                self.wrong.set(Some(says.to_owned()));
                return;
            }
        };
        self.under_way.set(true);
        let (id, version) = self
            .view
            .with_untracked(|view| (view.id.clone(), view.version));
        let key = self
            .attempt
            .key(&[&version.to_string(), " ", &body].concat());
        spawn_local(async move {
            let answer = Call::post(&[API, &id, "/kommando"].concat())
                .text(body)
                .if_version(version)
                .key(&key)
                .done()
                .await;
            let now = match &answer {
                Ok(()) | Err(Trouble::Stale | Trouble::Refused(_)) => {
                    read::<ConsentView>(API, &id).await.ok()
                }
                Err(_) => None,
            };
            // The page may be gone when the answer comes.
            if self.under_way.try_set(false).is_some() {
                return;
            }
            if let Some(Told::Whole(view)) = now {
                self.view.set(view);
            }
            match answer {
                Ok(()) => {
                    self.attempt.done();
                    self.failed.set(None);
                    self.done.set(Some(act.done.to_owned()));
                }
                Err(Trouble::Mend(input)) => {
                    self.wrong.set(Some(input.advice().to_owned()));
                    return;
                }
                Err(trouble) => {
                    self.session.note(&trouble);
                    self.done.set(None);
                    self.failed.set(Some(sentence(&trouble).to_owned()));
                }
            }
            self.asked.set(None);
            // The dialog closes first, and gives focus back to a button that may be gone.
            request_animation_frame(|| {
                if let Some(news) = browser::by_id(NEWS) {
                    browser::focus_still(&news);
                    browser::scroll_nearest(&news);
                }
            });
        });
    }
}

/// When and how a signature was made; its strength as it is and no more.
fn signed(signature: &Signature) -> AnyView {
    view! {
        <p class="small">
            "Svarade " {clock::moment(signature.at)} ". Legitimerad: "
            {signature.evidence.identified.label()} ". Text: "
            {signature.evidence.variant.label()}
        </p>
    }
    .into_any()
}

fn head(view: &ConsentView) -> AnyView {
    let mut facts = vec![("Blankett", form_title(&view.draft.id).to_owned())];
    if let Some(number) = &view.number {
        facts.push(("Nummer", number.clone()));
    }
    facts.push(("Enhet", unit_name(&view.unit)));
    if let Some(born) = view.born {
        facts.push(("Född", date::iso(born)));
    }
    if let Some(from) = view.from.filter(|_| !view.state.is_final()) {
        facts.push(("Gäller från", date::long(from)));
        facts.push(("Gäller till", until_text(view.until)));
    }
    facts.push(("Svarade", view.origin.label().to_owned()));
    if let Some(place) = &view.paper_place {
        facts.push(("Papperet finns", place.clone()));
    }
    let facts = facts
        .into_iter()
        .map(|(label, fact)| {
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd>{fact}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <p>{state_tag(view.state)}</p>
        <dl class="facts facts--wide">{facts}</dl>
    }
    .into_any()
}

/// Why it stands still: what froze it, what is reviewed, what counts instead.
fn why(view: &ConsentView) -> AnyView {
    let mut reasons: Vec<String> = Vec::new();
    if !view.frozen.is_empty() {
        let words = joined(view.frozen.iter().map(|freeze| freeze.label()));
        reasons.push(["Fryst: ", &words, "."].concat());
    }
    if view.state == State::AwaitingReview {
        let words = joined(view.review.iter().map(|reason| reason.label()));
        reasons.push(["Granskas: ", &words, "."].concat());
    }
    if let Some(reviewed) = &view.reviewed {
        reasons.push(["Granskningen: ", reviewed].concat());
    }
    if let Some(number) = &view.replaced_by {
        reasons.push(["Ersatt av ", number, "."].concat());
    }
    if !view.withdrawn_channels.is_empty() {
        let words = joined(view.withdrawn_channels.iter().copied().map(Channel::label));
        reasons.push(["Återkallat för: ", &words, "."].concat());
    }
    let rows = reasons
        .into_iter()
        .map(|reason| view! { <p>{reason}</p> })
        .collect::<Vec<_>>();
    (!rows.is_empty())
        .then(|| view! { <section class="notice notice--warn">{rows}</section> })
        .into_any()
}
