//! What staff do to a consent: register what came in beside the service, certify, review, take back.

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::Response;
use rules::consent::command::{By, Certificate, Command, Kind, Registration};
use rules::consent::state::{
    Consent, Evidence, HowConfirmed, ObjectionOutcome, Origin, Variant, Withdrawal,
};
use rules::consent::{self, form};
use rules::form::draft::Draft;
use rules::permission::Actor;
use rules::value::proof::Proof;
use serde::Deserialize;
use serde_json::Value;

use crate::State;
use crate::consent::cache::Revision;
use crate::consent::changeset::EventDetails;
use crate::consent::executor::Executor;
use crate::consent::{answer, digest, facts, load, view};
use crate::http::idempotency::{self, IdempotentRequest};
use crate::http::problem::Problem;
use crate::kind;
use crate::session::command::CommandRequest;

/// A command as it is sent.
#[derive(Deserialize)]
#[serde(tag = "kommando", rename_all = "kebab-case", deny_unknown_fields)]
pub enum ConsentCommand {
    /// Registers an answer on paper or a spoken one.
    Registrera {
        /// The draft as staff see it; none takes what was saved last.
        #[serde(default)]
        utkast: Option<Draft>,
    },
    /// Certifies what a party answered.
    Intyga {
        /// The place of the party in the list.
        part: usize,
        /// What the party answered.
        svar: Reply,
    },
    /// Confirms who a party is.
    Bekrafta {
        /// The place of the party in the list.
        part: usize,
        /// How it is known.
        hur: HowConfirmed,
    },
    /// Tells that it was not the party who answered.
    IntePersonen {
        /// The place of the party in the list.
        part: usize,
    },
    /// Tells what was found about a no of which it was not sure who gave it.
    NejUtrett {
        /// What was found.
        utfall: ObjectionOutcome,
    },
    /// Approves what had to be reviewed.
    Godkann {
        /// What staff add, or empty.
        #[serde(default)]
        kommentar: String,
    },
    /// Rejects what had to be reviewed.
    Avsla {
        /// The reasons.
        #[serde(default)]
        motivering: String,
    },
    /// Takes the consent back, wholly or in part.
    TaTillbaka {
        /// What is taken back.
        #[serde(flatten)]
        vad: WithdrawalBody,
    },
    /// Records that the parties disagree.
    Tvist {
        /// The reasons.
        #[serde(default)]
        motivering: String,
    },
    /// Records that the parties agree again.
    TvistLost {
        /// What staff add, or empty.
        #[serde(default)]
        kommentar: String,
    },
}

/// A party's answer.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// Yes.
    Ja,
    /// No.
    Nej,
}

/// What is taken back, as it is sent.
#[derive(Deserialize)]
pub struct WithdrawalBody {
    vad: String,
    #[serde(default)]
    vilka: Option<Value>,
}

impl WithdrawalBody {
    /// As the rules know it.
    pub(crate) fn read(self) -> Result<Withdrawal, Problem> {
        let mut wire = serde_json::Map::new();
        wire.insert("vad".to_owned(), Value::String(self.vad));
        if let Some(which) = self.vilka {
            wire.insert("vilka".to_owned(), which);
        }
        Ok(serde_json::from_value(Value::Object(wire))?)
    }
}

/// A command that can be sent with every input it may have; for the API's description.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "only described, never made")]
pub struct ConsentCommandBody {
    kommando: String,
    utkast: Option<Value>,
    part: Option<usize>,
    svar: Option<String>,
    hur: Option<String>,
    utfall: Option<String>,
    kommentar: Option<String>,
    motivering: Option<String>,
    vad: Option<String>,
    vilka: Option<Vec<String>>,
}

/// Does something to a consent.
#[utoipa::path(post, path = "/api/samtycken/{id}/kommando", request_body = ConsentCommandBody,
    params(("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses((status = 200, description = "The consent"), (status = 403, description = "Not this person"),
        (status = 409, description = "Not now"), (status = 412, description = "Changed since"),
        (status = 422, description = "Answers break rules")))]
pub async fn post_consent_command(
    Extract(state): Extract<State>,
    CommandRequest {
        id,
        actor,
        version,
        value: told,
        request: sent,
    }: CommandRequest<ConsentCommand>,
) -> Result<Response, Problem> {
    let kept = load(&state, &id, &actor).await?;
    let done = apply_command(&state, &sent, &kept, version, told, &actor).await;
    sent.replay_or(&state, done).await
}

async fn apply_command(
    state: &State,
    sent: &IdempotentRequest,
    kept: &Revision<Consent>,
    version: i64,
    told: ConsentCommand,
    actor: &Actor,
) -> Result<Response, Problem> {
    idempotency::same_version(version, kept.version)?;
    let (consent, command, sheet) = understand(state, &kept.value, told, actor).await?;
    let mut executor = Executor::new(state, &actor.id, EventDetails::by(actor));
    let next = executor.consent(&consent, command, By::Staff(actor))?;
    if let Some(sheet) = sheet {
        executor
            .changeset
            .unique_key(kind::Kind::Consent, &next.id, &sheet);
    }
    let next = executor
        .changeset
        .get::<Consent>(&next.id)
        .ok_or(Problem::NotFound)?;
    let body = view(&executor.changeset, &next, actor).await?;
    let receipt = answer(StatusCode::OK, next.version, String::new(), body);
    sent.commit::<Consent>(state, executor.changeset, receipt, &next.value.id)
        .await
}

/// What it is given to and the command that was meant, and what tells a sheet of paper from every
/// other.
async fn understand(
    state: &State,
    consent: &Consent,
    told: ConsentCommand,
    actor: &Actor,
) -> Result<(Consent, Command, Option<String>), Problem> {
    let command = match told {
        ConsentCommand::Registrera { utkast } => {
            consent.admits(Kind::Register, By::Staff(actor))?;
            let draft = utkast.unwrap_or_else(|| consent.draft.clone());
            return register(state, consent, draft).await;
        }
        ConsentCommand::Intyga { part, svar } => Command::Certify(Certificate {
            party: part,
            yes: svar == Reply::Ja,
            evidence: Evidence {
                proof: Proof::Certified,
                text_version: consent.text_version.clone(),
                language: "sv".to_owned(),
                variant: Variant::Standard,
                answers: digest(&consent.draft)?,
            },
        }),
        ConsentCommand::Bekrafta { part, hur } => Command::Confirm(part, hur),
        ConsentCommand::IntePersonen { part } => Command::Disown(part),
        ConsentCommand::NejUtrett { utfall } => Command::SettleNo(utfall),
        ConsentCommand::Godkann { kommentar } => Command::Approve(kommentar),
        ConsentCommand::Avsla { motivering } => Command::Reject(motivering),
        ConsentCommand::TaTillbaka { vad } => Command::Withdraw(vad.read()?),
        ConsentCommand::Tvist { motivering } => Command::Dispute(motivering),
        ConsentCommand::TvistLost { kommentar } => Command::Resolve(kommentar),
    };
    Ok((consent.clone(), command, None))
}

async fn register(
    state: &State,
    consent: &Consent,
    draft: Draft,
) -> Result<(Consent, Command, Option<String>), Problem> {
    if draft.form() != consent.draft.form() {
        return Err(Problem::ConsentRefused(consent::refusal::Refusal::Input(
            consent::refusal::Input::OtherForm,
        )));
    }
    let register = state.register.now().await;
    let checked = form::check(&draft, &facts(state, &register)).map_err(Problem::Findings)?;
    let given = checked.given().clone();
    let origin = match draft.form().id {
        "samtycke-papper" => Origin::Paper,
        "samtycke-muntligt" => Origin::Spoken,
        _ => Origin::Pictogram,
    };
    let person = &given.person;
    let sheet = (origin == Origin::Paper).then(|| {
        let claims = person.claims();
        let who = claims.first().unwrap_or(&person.name);
        [who, " ", &person.unit, " ", &checked.day().to_string()].concat()
    });
    let consent = Consent {
        unit: person.unit.clone(),
        text_version: checked.text_version().unwrap_or_default().to_owned(),
        ..consent.clone()
    };
    let evidence = Evidence {
        proof: Proof::Certified,
        text_version: consent.text_version.clone(),
        language: "sv".to_owned(),
        variant: if origin == Origin::Pictogram {
            Variant::Pictogram
        } else {
            Variant::Standard
        },
        answers: digest(&draft)?,
    };
    let registration = Registration {
        day: checked.day(),
        paper_place: checked.paper_place().unwrap_or_default().to_owned(),
        given,
        draft,
        origin,
        signed: checked.signed().clone(),
        evidence,
    };
    Ok((consent, Command::Register(Box::new(registration)), sheet))
}
