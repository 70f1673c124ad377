//! A consent: the answers, who has signed and how they were identified, and what can be done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::consent::command::Kind;
use rules::consent::party::{Party, Reply};
use rules::consent::refusal::NOTE_CHARS_MAX;
use rules::consent::scope::Channel;
use rules::consent::state::{Freeze, HowConfirmed, Objection, ObjectionOutcome, Signature, State};
use rules::consent::wire::{IssuedLink, LinkFor};
use rules::form::field::YES;
use rules::value::date;
use serde_json::json;

use super::act::{self, Act};
use super::scope::scope;
use super::sentence;
use super::view::{
    ConsentView, Disclosure, form_title, history, joined, read, shown, state_tag, unit_name,
    until_text,
};
use crate::component::choice::Choice;
use crate::component::confirmed_action::{CommandRequest, ConfirmedAction};
use crate::component::facts::Facts;
use crate::component::handout::Handout;
use crate::component::heading::Heading;
use crate::component::heading_of::HeadingOf;
use crate::component::long_text::LongText;
use crate::component::question::{Answer, Words};
use crate::component::radios::Radios;
use crate::component::reading::reading;
use crate::component::status::{Shape, StatusTag};
use crate::component::withdrawal::{Lack, NEVER, Withdrawal, has_some, offered, open_channels};
use crate::page::staff::consent_fill::first_step;
use crate::platform::address::named;
use crate::platform::api::Call;
use crate::platform::browser;
use crate::platform::clock;

const API: &str = "/api/samtycken/";

/// The page.
#[component]
pub(crate) fn One() -> AnyView {
    let id = named("samtycke");
    reading(
        id,
        |id| async move { read::<ConsentView>(API, &id).await },
        |told| match told {
            Disclosure::Protected(closed) => protected(closed.individ),
            Disclosure::Whole(view) => Page::new(view).draw(),
        },
    )
}

/// Nothing but that nothing may be published.
pub(super) fn protected(subject: Option<String>) -> AnyView {
    let link = subject.map(|id| {
        view! {
            <p>
                <a href=["/individer/", &id].concat()>"Till personen"</a>
            </p>
        }
        .into_any()
    });
    view! {
        <Heading text="Skyddade uppgifter" />
        <section class="notice notice--stop">
            <p>"Bilder på personen får inte publiceras. Inget mer visas här."</p>
        </section>
        {link}
    }
    .into_any()
}

/// The page's state.
#[derive(Clone, Copy)]
struct Page {
    view: RwSignal<ConsentView>,
    action: ConfirmedAction<&'static Act>,
    text: RwSignal<String>,
    party: RwSignal<String>,
    reply: RwSignal<String>,
    withdrawn: Withdrawal,
    link: RwSignal<Option<String>>,
}

impl Page {
    fn new(view: ConsentView) -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            view: RwSignal::new(view),
            action: ConfirmedAction::new(sentence),
            text: empty(),
            party: empty(),
            reply: empty(),
            withdrawn: Withdrawal::new(),
            link: RwSignal::new(None),
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
        let state = move || self.view.with(|view| state_tag(view.state));
        let head = move || {
            self.view.with(|view| {
                view! {
                    {why(view)}
                    {head(view)}
                }
                .into_any()
            })
        };
        let body = move || {
            self.view.with(|view| {
                view! {
                    {scope(view)}
                    {shown(&view.publications, view.progress)}
                    {history(&view.events)}
                }
                .into_any()
            })
        };
        view! {
            <p class="eyebrow no-print">
                <a href="/samtycken">"‹ Samtycken"</a>
            </p>
            <HeadingOf text=title wrong=Signal::stored(false) />
            <p>{move || state()}</p>
            {self.action.news()}
            <div class="columns">
                <div>{move || head()}</div>
                {self.actions()}
                <div>{self.parties()} {move || body()}</div>
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
                        <Handout path=path />
                    </section>
                }
                .into_any()
            })
        };
        view! {
            <section class="case__part">
                <h2>"Vilka som har svarat"</h2>
                <ul class="parties">{move || rows()}</ul>
                {move || link()}
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
            .into_any()
        });
        view! {
            <li>
                <p>
                    <strong>{party.name.clone()}</strong>
                    " "
                    {party
                        .role
                        .signs()
                        .then(|| view! { <StatusTag label=party.reply.label() shape=shape /> }.into_any())}
                </p>
                <p class="quiet">{party.role.label()} ". " {reach(party)}</p>
                {signature.map(signed)}
                {link}
            </li>
        }.into_any()
    }

    fn make_link(self, place: usize) {
        let path = self
            .view
            .with_untracked(|view| [API, &view.id, "/lank"].concat());
        spawn_local(async move {
            let answer = Call::post(&path)
                .json(&LinkFor { party: place })
                .read::<IssuedLink>()
                .await;
            match answer {
                Ok(reply) => {
                    self.reload().await;
                    // The page may be gone when the answer comes.
                    self.link.try_set(Some(reply.body.path));
                    request_animation_frame(|| browser::lead_to("personlig-lank"));
                }
                Err(error) => self.action.fail(&error),
            }
        });
    }

    fn actions(self) -> AnyView {
        let buttons = move || {
            self.view.with(|view| {
                let offers = |act: &Act| view.offered.iter().any(|word| word == act.id);
                act::buttons(act::OF_CONSENT, offers, move |act| self.open(act))
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
                    .into_any()
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
                    .into_any()
                })
            })
        };
        view! {
            <aside class="aside no-print" aria-label="Det här kan du göra">
                <h2>"Det här kan du göra"</h2>
                <div class="buttons">{move || fill()} {move || buttons()}</div>
                {move || person()}
                <p>
                    <a href="/far-jag-publicera">"Får jag publicera en bild?"</a>
                </p>
            </aside>
        }
        .into_any()
    }

    fn open(self, act: &'static Act) {
        for field in [self.text, self.party, self.reply] {
            field.set(String::new());
        }
        self.withdrawn.clear();
        self.action.ask(act);
    }

    /// The question before a command, which names what will be done.
    fn confirm(self) -> AnyView {
        let content = move |act: &'static Act| {
            let inputs = if act.is(Kind::Certify) {
                self.certificate()
            } else if act.is(Kind::Confirm) || act.is(Kind::Disown) {
                self.confirmation(act)
            } else if act.is(Kind::SettleNo) {
                self.outcomes()
            } else if act.is(Kind::Withdraw) {
                self.withdrawal()
            } else {
                act.text.map_or_else(
                    || ().into_any(),
                    |(_, label, must)| {
                        let words = Words::new("kommentar", label, "");
                        let words = if must { words } else { words.optional() };
                        view! { <LongText words=words max=NOTE_CHARS_MAX answer=Answer::of(self.text) /> }.into_any()
                    },
                )
            };
            view! {
                <p>{act.follows}</p>
                {inputs}
            }
            .into_any()
        };
        self.action
            .question(Act::asked, content, move |act| self.press(act))
    }

    fn certificate(self) -> AnyView {
        let waiting = self.view.with_untracked(|view| {
            view.parties
                .iter()
                .enumerate()
                .filter(|(_, party)| party.role.signs() && party.reply == Reply::Waiting)
                .map(|(place, party)| Choice {
                    value: place.to_string(),
                    label: party.name.clone(),
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
            <Radios
                words=Words::new("part", "Vem har svarat?", "")
                choices=waiting
                answer=Answer::of(self.party)
            />
            <Radios
                words=Words::new("svar", "Vad svarade personen?", "")
                choices=vec![choice(YES, "Ja"), choice("nej", "Nej")]
                answer=Answer::of(self.reply)
            />
        }
        .into_any()
    }

    /// Whose answer, and how it is known who it is.
    fn confirmation(self, act: &Act) -> AnyView {
        let waiting = self.view.with_untracked(|view| {
            let unconfirmed = view
                .signatures
                .iter()
                .filter(|signature| !signature.is_confirmed());
            unconfirmed
                .filter_map(|signature| {
                    let party = view.parties.get(signature.party)?;
                    Some(Choice {
                        value: signature.party.to_string(),
                        label: party.name.clone(),
                        hint: [
                            party.role.label(),
                            ". ",
                            &reach(party),
                            ". ",
                            signature.proof().label(),
                            ".",
                        ]
                        .concat(),
                    })
                })
                .collect()
        });
        let how = act.is(Kind::Confirm).then(|| {
            view! {
                <Radios
                    words=Words::new("hur", "Hur vet du vem det är?", "")
                    choices=words(HowConfirmed::ALL, HowConfirmed::id, HowConfirmed::label)
                    answer=Answer::of(self.reply)
                />
            }
            .into_any()
        });
        view! {
            <Radios
                words=Words::new("part", "Vem gäller det?", "")
                choices=waiting
                answer=Answer::of(self.party)
            />
            {how}
        }
        .into_any()
    }

    fn outcomes(self) -> AnyView {
        view! {
            <Radios
                words=Words::new("utfall", "Hur var det?", "")
                choices=words(ObjectionOutcome::ALL, ObjectionOutcome::id, ObjectionOutcome::label)
                answer=Answer::of(self.reply)
            />
        }
        .into_any()
    }

    fn withdrawal(self) -> AnyView {
        let choice = |value: &str, label: &'static str| Choice {
            value: value.to_owned(),
            label: label.into(),
            hint: String::new(),
        };
        let (open, pictures) = self.view.with_untracked(|view| {
            let open = open_channels(view.scope.as_ref(), &view.withdrawn_channels);
            (open, view.pictures.clone())
        });
        let all = vec![
            choice("allt", "Ta tillbaka allt"),
            choice("kanaler", "Ta tillbaka vissa kanaler"),
            choice("bilder", "Ta tillbaka vissa bilder"),
            choice(NEVER, "Inte vara med på bild alls"),
        ];
        let choices = offered(all, &open, has_some(&pictures));
        let withdrawn = self.withdrawn;
        let which = move || {
            if withdrawn.is_channels() {
                let words = Words::new("vilka", "Vilka kanaler?", "");
                return Some(withdrawn.which_channels(words, &open));
            }
            withdrawn.is_pictures().then(|| {
                let words = Words::new("vilka-bilder", "Vilka bilder?", "");
                withdrawn.which_pictures(words, &pictures)
            })
        };
        view! {
            <Radios
                words=Words::new("vad", "Vad vill personen?", "")
                choices=choices
                answer=Answer::of(withdrawn.what)
            />
            {move || which()}
        }
        .into_any()
    }

    /// The command with its inputs, or what is missing.
    fn body(self, act: &Act) -> Result<String, &'static str> {
        if act.is(Kind::Withdraw) {
            return match untrack(|| self.withdrawn.lacks()) {
                Some(Lack::What) => Err("Välj vad som ska tas tillbaka."),
                Some(Lack::Channels) => Err("Välj minst en kanal."),
                Some(Lack::Pictures) => Err("Välj minst en bild."),
                None => Ok(self.withdrawn.command()),
            };
        }
        let mut body = json!({ "kommando": act.id });
        let text = self.text.get_untracked().trim().to_owned();
        if let Some((name, _, must)) = act.text {
            if must && text.is_empty() {
                return Err("Skriv något i rutan först.");
            }
            body[name] = json!(text);
        }
        if act.is(Kind::SettleNo) {
            let outcome = self.reply.get_untracked();
            if outcome.is_empty() {
                return Err("Välj hur det var.");
            }
            body["utfall"] = json!(outcome);
        }
        if act.is(Kind::Confirm) || act.is(Kind::Disown) {
            let party: Option<usize> = self.party.with_untracked(|place| place.parse().ok());
            let Some(party) = party else {
                return Err("Välj vem det gäller.");
            };
            body["part"] = json!(party);
            if act.is(Kind::Confirm) {
                let how = self.reply.get_untracked();
                if how.is_empty() {
                    return Err("Välj hur du vet vem det är.");
                }
                body["hur"] = json!(how);
            }
        }
        if act.is(Kind::Certify) {
            let party: Option<usize> = self.party.with_untracked(|place| place.parse().ok());
            let reply = self.reply.get_untracked();
            let (Some(party), false) = (party, reply.is_empty()) else {
                return Err("Välj vem som har svarat och vad.");
            };
            body["part"] = json!(party);
            body["svar"] = json!(reply);
        }
        Ok(body.to_string())
    }

    fn press(self, act: &'static Act) {
        let body = match self.body(act) {
            Ok(body) => body,
            Err(says) => return self.action.lacks(says),
        };
        let (id, version) = self
            .view
            .with_untracked(|view| (view.id.clone(), view.version));
        let request = CommandRequest {
            path: [API, &id, "/kommando"].concat(),
            version: Some(version),
            body,
        };
        self.action
            .send(request, self.reload(), |_| act.done.to_owned());
    }

    /// Reads the consent anew.
    async fn reload(self) {
        let id = self.view.with_untracked(|view| view.id.clone());
        if let Ok(Disclosure::Whole(view)) = read::<ConsentView>(API, &id).await {
            // The page may be gone when the answer comes.
            self.view.try_set(view);
        }
    }
}

/// How a party can be reached.
fn reach(party: &Party) -> String {
    match (&party.email, &party.phone) {
        (None, None) => "Ingen e-post eller telefon".to_owned(),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (Some(email), Some(phone)) => [email, ", ", phone].concat(),
    }
}

/// A set of words as choices.
fn words<T: Copy>(
    all: &[T],
    id: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Vec<Choice> {
    all.iter()
        .map(|word| Choice {
            value: id(*word).to_owned(),
            label: label(*word).to_owned(),
            hint: String::new(),
        })
        .collect()
}

/// When and how a signature was made and who confirmed it; its strength as it is and no more.
fn signed(signature: &Signature) -> AnyView {
    let confirmed = signature.confirmed.as_ref().map(|confirmed| {
        view! {
            <p class="small">
                "Bekräftad av enheten " {clock::moment(confirmed.at)} ": "
                {confirmed.how.label()}
            </p>
        }
        .into_any()
    });
    view! {
        <p class="small">
            "Svarade " {clock::moment(signature.at)} ". Så vet vi vem det är: "
            {signature.evidence.proof.label()} ". Text: " {signature.evidence.variant.label()}
        </p>
        {confirmed}
    }
    .into_any()
}

fn head(view: &ConsentView) -> AnyView {
    let mut known = vec![("Blankett", form_title(&view.draft.id).to_owned())];
    if let Some(number) = &view.number {
        known.push(("Nummer", number.clone()));
    }
    known.push(("Enhet", unit_name(&view.unit)));
    if let Some(born) = view.born {
        known.push(("Född", date::iso(born)));
    }
    if let Some(from) = view.from.filter(|_| !view.state.is_final()) {
        known.push(("Gäller från", date::long(from)));
        known.push(("Gäller till", until_text(view.until)));
    }
    known.push(("Svarade", view.origin.label().to_owned()));
    if let Some(place) = &view.paper_place {
        known.push(("Papperet finns", place.clone()));
    }
    view! {
        <dl class="facts facts--wide">
            <Facts rows=known />
        </dl>
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
    let is_open = |objection: &&Objection| {
        objection.outcome.is_none() && view.frozen.contains(&Freeze::Unconfirmed)
    };
    for objection in view.objections.iter().filter(is_open) {
        let who = objection
            .party
            .and_then(|place| view.parties.get(place))
            .map(|party| [&party.name, ", ", party.role.label()].concat());
        let who = who.unwrap_or_else(|| match &objection.number {
            Some(number) => ["ett nytt svar, ", number].concat(),
            None => "ett meddelande utan länk".to_owned(),
        });
        reasons.push(
            [
                "Nej att kontrollera: ",
                &who,
                ", ",
                &clock::moment(objection.at),
                ". Så vet vi vem det är: ",
                objection.proof.label(),
                ".",
            ]
            .concat(),
        );
    }
    if view.state == State::AwaitingReview {
        let words = joined(view.review.iter().map(|reason| reason.label()));
        reasons.push(["Väntar: ", &words, "."].concat());
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
    let pictures: Vec<&str> = view
        .pictures
        .iter()
        .filter(|picture| !picture.can_be_taken_back)
        .map(|picture| picture.title.as_str())
        .collect();
    if !pictures.is_empty() {
        reasons.push(["Återkallade bilder: ", &pictures.join(", "), "."].concat());
    }
    let rows = reasons
        .into_iter()
        .map(|reason| view! { <p>{reason}</p> }.into_any())
        .collect::<Vec<_>>();
    (!rows.is_empty())
        .then(|| view! { <section class="notice notice--warn">{rows}</section> }.into_any())
        .into_any()
}
