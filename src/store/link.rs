//! What the holder of a link sees and does.

pub mod session;
pub(crate) mod view;

use axum::extract::State as Extract;
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::Response;
use rules::catalogue;
use rules::consent::command::{By, Command};
use rules::consent::state::{Consent, Evidence, State as Life, Variant};
use rules::consent::subject::Subject;
use rules::consent::{self, form, text};
use rules::form::draft::Draft;
use rules::form::judging::Judging;
use rules::value::email;
use rules::value::proof::Proof;
use serde::Deserialize;
use tower_sessions::Session;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use self::view::{LinkTarget, answer, doubt, known_by, prefilled, view};
use crate::State;
use crate::consent::changeset::{Changeset, EventDetails};
use crate::consent::command::WithdrawalBody;
use crate::consent::executor::{DOUBT, Executor, REQUEST, SIGN, path};
use crate::consent::{WRITTEN, digest, facts};
use crate::crypto::token;
use crate::database::link::{self, Link};
use crate::database::writer::{self, LinkChange, Outcome};
use crate::http::extract::Json;
use crate::http::idempotency::{self, IdempotentRequest, respond};
use crate::http::problem::Problem;
use crate::http::rate_limit::client_address;
use crate::link::session::{LinkSession, LinkSessionRow};
use crate::mail::letter::LetterData;

/// Who an event names when the holder of a link did it.
const HOLDER: &str = "lank";
/// Asking for a one-time code.
const CODE: &str = "kod";

/// The key to open a link with.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Key {
    nyckel: String,
}

/// Where a one-time code is wanted.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeWanted {
    #[serde(default)]
    epost: Option<String>,
}

/// A one-time code.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Code {
    kod: String,
}

/// A command as it is sent.
#[derive(Deserialize)]
#[serde(tag = "kommando", rename_all = "kebab-case", deny_unknown_fields)]
pub enum LinkCommand {
    /// Signs.
    Signera {
        /// The draft as the signer sees it; none takes what was saved last.
        #[serde(default)]
        utkast: Option<Draft>,
        /// The version of the information that was shown.
        #[serde(default)]
        textversion: String,
        /// The version of the answers that were shown to who signs after others.
        #[serde(default)]
        svar: String,
        /// The language it was read in.
        #[serde(default = "swedish")]
        sprak: String,
        /// How the form was shown.
        #[serde(default)]
        variant: Option<Variant>,
    },
    /// Says no.
    Neka {
        /// Before anybody has signed: who says it, and about whom.
        #[serde(default)]
        utkast: Option<Draft>,
    },
    /// Begins a change of what was answered.
    Andra {},
    /// Says that a yes which staff have told of was not the holder's. Only with a link from that letter.
    StammerInte {},
    /// Takes the consent back, wholly or in part.
    TaTillbaka {
        /// What is taken back.
        #[serde(flatten)]
        vad: WithdrawalBody,
    },
}

fn swedish() -> String {
    "sv".to_owned()
}

/// A command with every input it may have; for the API's description.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "only described, never made")]
pub struct LinkCommandBody {
    kommando: String,
    utkast: Option<serde_json::Value>,
    textversion: Option<String>,
    svar: Option<String>,
    sprak: Option<String>,
    variant: Option<String>,
    vad: Option<String>,
    vilka: Option<Vec<String>>,
}

/// Opens a link. Nothing is used up by it.
#[utoipa::path(post, path = "/api/lank", request_body = Key, responses(
    (status = 200, description = "What the link leads to"),
    (status = 410, description = "The link leads nowhere, whatever the reason"),
    (status = 429, description = "Too many attempts")))]
pub async fn post_link(
    Extract(state): Extract<State>,
    session: Session,
    extensions: Extensions,
    headers: HeaderMap,
    Json { value: key, .. }: Json<Key>,
) -> Result<Response, Problem> {
    let address = client_address(&extensions, &headers, &state.proxies);
    state.logins.open(address)?;
    let link = link::find(&state.db, &token::hashed(&key.nyckel), state.clock.now())
        .await?
        .ok_or(Problem::LinkOver)?;
    let consent = (link.purpose != REQUEST).then(|| link.id.clone());
    let changeset = Changeset::new(&state, HOLDER);
    let held = session::open(&state, &session, &link, consent).await?;
    if link.purpose == DOUBT {
        return Ok(respond(answer(doubt(&changeset, &link)?)));
    }
    Ok(respond(answer(view(&changeset, &link, &held, None).await?)))
}

/// What the link leads to.
#[utoipa::path(get, path = "/api/lank", responses(
    (status = 200, description = "What the link leads to"),
    (status = 401, description = "This browser has opened none"),
    (status = 410, description = "It leads nowhere any more")))]
pub async fn get_link(
    Extract(state): Extract<State>,
    holder: LinkSession,
) -> Result<Response, Problem> {
    let changeset = Changeset::new(&state, HOLDER);
    if holder.link.purpose == DOUBT {
        return Ok(respond(answer(doubt(&changeset, &holder.link)?)));
    }
    Ok(respond(answer(
        view(&changeset, &holder.link, &holder.held, None).await?,
    )))
}

/// Forgets the link in this browser.
#[utoipa::path(delete, path = "/api/lank", responses((status = 204, description = "Forgotten")))]
pub async fn delete_link(
    Extract(state): Extract<State>,
    session: Session,
) -> Result<StatusCode, Problem> {
    session::forget(&state, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes the draft. The first one makes the consent.
#[utoipa::path(put, path = "/api/lank/utkast",
    params(("If-Match" = String, Header)),
    responses((status = 200, description = "What the link leads to"), (status = 412, description = "Changed since")))]
pub async fn put_link_draft(
    Extract(state): Extract<State>,
    holder: LinkSession,
    headers: HeaderMap,
    Json { value: draft, .. }: Json<Draft>,
) -> Result<Response, Problem> {
    let version = idempotency::version_wanted(&headers)?;
    let LinkSession {
        link,
        mut held,
        session,
    } = holder;
    let mut changeset = Changeset::new(&state, HOLDER);
    let led = LinkTarget::to(&changeset, &link, &held)?;
    idempotency::same_version(version, led.version())?;
    if led.needs_proof(&state, &held) {
        return Err(Problem::NotIdentified);
    }
    let consent = drafted(&state, &changeset, &led, draft)?;
    let is_new = held.consent.is_none();
    held.consent = Some(consent.id.clone());
    changeset.put(consent, WRITTEN, &EventDetails::default())?;
    let body = view(&changeset, &link, &held, None).await?;
    changeset.commit(None).await?;
    if is_new {
        session::keep(&state, &session, &held).await?;
    }
    Ok(respond(answer(body)))
}

/// The consent with this draft in it: the one there is, or a new one.
fn drafted(
    state: &State,
    changeset: &Changeset<'_>,
    led: &LinkTarget,
    draft: Draft,
) -> Result<Consent, Problem> {
    let request = led.request.as_ref().map(|kept| &kept.value);
    if led.party != 0 {
        return Err(Problem::ConsentRefused(
            consent::refusal::Refusal::NotAllowed,
        ));
    }
    let today = state.clock.today();
    let is_open = match (led.consent(), request) {
        (Some(consent), request) => consent.is_answerable(request, today),
        (None, request) => request.is_some_and(|request| request.is_open(today)),
    };
    if !is_open {
        return Err(Problem::ConsentRefused(consent::refusal::Refusal::TooLate));
    }
    let draft = match request.and_then(|request| prefilled(state, request)) {
        Some(settled) if settled.form() == draft.form() => draft.with_request(&settled),
        _ => draft,
    };
    let consent = match (led.consent(), request) {
        (Some(consent), _) => consent.clone(),
        (None, Some(request)) => {
            let form = catalogue::form(&request.form).ok_or(Problem::NotFound)?;
            let id = Uuid::now_v7().simple().to_string();
            Consent::answering(id, request, form, String::new(), changeset.now())
        }
        (None, None) => return Err(Problem::LinkOver),
    };
    Ok(consent.with_draft(draft)?)
}

/// Sends a one-time code: to the address on file, or to the one that was typed while nobody has
/// signed.
#[utoipa::path(post, path = "/api/lank/kod", request_body = CodeWanted, responses(
    (status = 204, description = "A letter is on its way, if there is anywhere for it to go"),
    (status = 429, description = "Too many codes")))]
pub async fn post_link_code(
    Extract(state): Extract<State>,
    holder: LinkSession,
    extensions: Extensions,
    headers: HeaderMap,
    Json { value: wanted, .. }: Json<CodeWanted>,
) -> Result<StatusCode, Problem> {
    let LinkSession {
        link,
        mut held,
        session,
    } = holder;
    let mut changeset = Changeset::new(&state, HOLDER);
    let led = LinkTarget::to(&changeset, &link, &held)?;
    let address = match (led.address(), &wanted.epost) {
        // The party who is to sign first says where the code goes.
        (_, Some(typed)) if led.is_draft() && !led.needs_proof(&state, &held) => {
            email::parse(typed)
                .map_err(|_| {
                    Problem::Malformed(crate::http::problem::Place {
                        part: "epost",
                        ..crate::http::problem::Place::default()
                    })
                })?
                .into_owned()
        }
        (Some(address), _) => address.to_owned(),
        _ => return Ok(StatusCode::NO_CONTENT),
    };
    let known = known_by(&state, &address);
    let client = client_address(&extensions, &headers, &state.proxies);
    state.logins.attempt(&["kod ", &known].concat(), client)?;
    let protected = led
        .consent()
        .and_then(|consent| changeset.get::<Subject>(consent.subject.as_deref()?))
        .is_some_and(|kept| kept.value.protected);
    if protected {
        return Ok(StatusCode::NO_CONTENT);
    }
    let (code, kept) = link::new_code(&state.keyring, &held.opening, changeset.now());
    changeset.code(kept);
    let telling = LetterData {
        kod: code,
        ..LetterData::default()
    };
    changeset.letter(writer::Letter {
        recipient: address,
        template: writer::CODE.to_owned(),
        body: telling.body(),
        ..writer::Letter::default()
    });
    match (&led.consent, &led.request) {
        (Some(kept), _) => changeset.note(kept, CODE, &EventDetails::default())?,
        (None, Some(kept)) => changeset.note(kept, CODE, &EventDetails::default())?,
        (None, None) => return Err(Problem::LinkOver),
    }
    // Before the letter is on its way: its code may come back at once.
    held.asked = Some(known);
    session::keep(&state, &session, &held).await?;
    changeset.commit(None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows who one is, with the code.
#[utoipa::path(post, path = "/api/lank/legitimera", request_body = Code, responses(
    (status = 200, description = "What the link leads to"),
    (status = 422, description = "The code does not fit, or not any more")))]
pub async fn post_link_identify(
    Extract(state): Extract<State>,
    holder: LinkSession,
    Json { value: code, .. }: Json<Code>,
) -> Result<Response, Problem> {
    let LinkSession {
        link,
        mut held,
        session,
    } = holder;
    let attempt = link::try_at(&state.keyring, &held.opening, &code.kod, state.clock.now());
    if state.writer.try_code(attempt).await? != Outcome::Done {
        return Err(Problem::WrongCode);
    }
    held.identified = held.asked.take();
    session::keep(&state, &session, &held).await?;
    let changeset = Changeset::new(&state, HOLDER);
    Ok(respond(answer(view(&changeset, &link, &held, None).await?)))
}

/// Signs, says no, changes the answers or takes them back.
#[utoipa::path(post, path = "/api/lank/kommando", request_body = LinkCommandBody,
    params(("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses((status = 200, description = "What the link leads to"),
        (status = 403, description = "Not before the holder has shown who they are"),
        (status = 409, description = "Not now"), (status = 410, description = "The link is used up"),
        (status = 412, description = "Changed since"), (status = 422, description = "Answers break rules")))]
pub async fn post_link_command(
    Extract(state): Extract<State>,
    holder: LinkSession,
    headers: HeaderMap,
    Json { value: told, bytes }: Json<LinkCommand>,
) -> Result<Response, Problem> {
    let version = idempotency::version_wanted(&headers)?;
    let LinkSession {
        link,
        mut held,
        session,
    } = holder;
    // The opening stays the same when a command makes the consent or spends the link.
    let actor = ["lank ", &held.opening].concat();
    let what = ["POST /api/lank ", &version.to_string()].concat();
    let sent = IdempotentRequest::new(&what, &headers, &bytes, &actor)?;
    let done = apply_command(&state, &sent, &link, &mut held, version, told).await;
    if done.is_ok() {
        session::keep(&state, &session, &held).await?;
    }
    sent.replay_or(&state, done).await
}

async fn apply_command(
    state: &State,
    sent: &IdempotentRequest,
    link: &Link,
    held: &mut LinkSessionRow,
    version: i64,
    told: LinkCommand,
) -> Result<Response, Problem> {
    let mut executor = Executor::new(state, HOLDER, EventDetails::default());
    if link.purpose == DOUBT {
        return object(executor, sent, link, version, told).await;
    }
    let led = LinkTarget::to(&executor.changeset, link, held)?;
    idempotency::same_version(version, led.version())?;
    let by = led.by(state, held);
    let known = led.consent();
    let signs = matches!(
        told,
        LinkCommand::Signera { .. } | LinkCommand::Neka { utkast: Some(_) }
    );
    let (consent, command, by) = match told {
        LinkCommand::Signera {
            utkast,
            textversion,
            svar,
            sprak,
            variant,
        } => match known {
            Some(_) if led.needs_proof(state, held) => return Err(Problem::NotIdentified),
            Some(consent) if consent.state != Life::Draft => {
                let evidence = Evidence {
                    proof: led.proof(state, held),
                    text_version: textversion,
                    language: sprak,
                    variant: variant.unwrap_or(Variant::Standard),
                    answers: svar,
                };
                (consent.clone(), Command::Sign(evidence), by)
            }
            _ => submit(state, &executor.changeset, &led, held, utkast, sprak).await?,
        },
        LinkCommand::Neka {
            utkast: Some(draft),
        } => say_no(state, &executor.changeset, &led, held, &draft).await?,
        LinkCommand::Neka { utkast: None } => (ready(known)?, Command::Decline, by),
        // The answers are shown to be changed, and they are shown to nobody unproven.
        LinkCommand::Andra {} if led.needs_proof(state, held) => {
            return Err(Problem::NotIdentified);
        }
        LinkCommand::Andra {} => (ready(known)?, Command::Edit, by),
        LinkCommand::TaTillbaka { vad } => (ready(known)?, Command::Withdraw(vad.read()?), by),
        LinkCommand::StammerInte {} => {
            return Err(Problem::ConsentRefused(
                consent::refusal::Refusal::NotAllowed,
            ));
        }
    };
    let next = executor.consent(&consent, command, by)?;
    // A link that leads to a signature is used up by it; what follows is seen with another.
    let mut link = link.clone();
    let mut new_link = None;
    held.consent = Some(executor.begun.clone().unwrap_or_else(|| next.id.clone()));
    if signs || link.purpose == SIGN {
        if link.purpose == SIGN {
            executor.changeset.link(LinkChange::Spend {
                hash: link.hash.clone(),
                at: executor.changeset.now(),
            });
        }
        let party = if link.purpose == REQUEST {
            0
        } else {
            led.party
        };
        let token = executor.personal_link(&next, party);
        link.hash = token::hashed(&token);
        link.purpose = crate::consent::executor::RECEIPT.to_owned();
        link.party = i64::try_from(party).ok();
        link.id.clone_from(&next.id);
        held.hash.clone_from(&link.hash);
        new_link = Some(path(&token));
    }
    let receipt = answer(view(&executor.changeset, &link, held, new_link).await?);
    sent.commit::<Consent>(state, executor.changeset, receipt, &next.id)
        .await
}

/// Stops what the holder says that they did not give. Nothing else can be done with such a link.
async fn object(
    mut executor: Executor<'_>,
    sent: &IdempotentRequest,
    link: &Link,
    version: i64,
    told: LinkCommand,
) -> Result<Response, Problem> {
    let refused = |refusal| Err(Problem::ConsentRefused(refusal));
    if !matches!(told, LinkCommand::StammerInte {}) {
        return refused(consent::refusal::Refusal::NotAllowed);
    }
    let kept = executor
        .changeset
        .get::<Consent>(&link.id)
        .ok_or(Problem::LinkOver)?;
    idempotency::same_version(version, kept.version)?;
    executor.consent(&kept.value, Command::Object(None), By::System)?;
    let receipt = answer(doubt(&executor.changeset, link)?);
    let state = executor.state;
    sent.commit::<Consent>(state, executor.changeset, receipt, &link.id)
        .await
}

fn ready(consent: Option<&Consent>) -> Result<Consent, Problem> {
    consent
        .filter(|consent| !consent.parties.is_empty())
        .cloned()
        .ok_or(Problem::ConsentRefused(consent::refusal::Refusal::NotNow))
}

/// The first signature: the draft passes the rules here or not at all.
async fn submit(
    state: &State,
    changeset: &Changeset<'_>,
    led: &LinkTarget,
    held: &LinkSessionRow,
    draft: Option<Draft>,
    language: String,
) -> Result<(Consent, Command, By<'static>), Problem> {
    let consent = match (draft, led.consent()) {
        (Some(draft), _) => drafted(state, changeset, led, draft)?,
        (None, Some(consent)) if led.party == 0 => consent.clone(),
        (None, _) => return Err(Problem::ConsentRefused(consent::refusal::Refusal::NotNow)),
    };
    let register = state.register.now().await;
    let facts = facts(state, &register);
    let checked = form::check(&consent.draft, &facts).map_err(Problem::Findings)?;
    let given = checked.given().clone();
    let address = given
        .parties
        .first()
        .and_then(|party| party.email.as_deref());
    let proof = match address {
        Some(address) if held.identified == Some(known_by(state, address)) => Proof::OwnAddress,
        Some(_) => return Err(Problem::NotIdentified),
        None => led.proof(state, held),
    };
    // The text that was read is the one everybody signs; the rules have seen that it is today's.
    let text_version = match checked.text_version() {
        Some(version) => version.to_owned(),
        None => consent.text_version.clone(),
    };
    let reading = Judging::new(&consent.draft, facts);
    let variant = match text::wording_of(&reading, &text_version) {
        Some(text::Wording::Easy) => Variant::EasyRead,
        Some(text::Wording::Standard) | None => Variant::Standard,
    };
    let evidence = Evidence {
        proof,
        text_version: text_version.clone(),
        language,
        variant,
        answers: digest(&consent.draft)?,
    };
    let draft = consent.draft.clone();
    let consent = Consent {
        text_version,
        ..consent
    };
    let by = By::Party { index: 0, proof };
    Ok((
        consent,
        Command::Submit(draft, Box::new(given), evidence),
        by,
    ))
}

/// A no to everything, as the first answer to a question.
async fn say_no(
    state: &State,
    changeset: &Changeset<'_>,
    led: &LinkTarget,
    held: &LinkSessionRow,
    draft: &Draft,
) -> Result<(Consent, Command, By<'static>), Problem> {
    // Answers that have been signed are changed, or taken back.
    if !led.is_draft() || led.consent().is_some_and(Consent::is_changed) {
        return Err(Problem::ConsentRefused(consent::refusal::Refusal::NotNow));
    }
    let consent = drafted(state, changeset, led, form::no_to_everything(draft))?;
    let register = state.register.now().await;
    let given =
        form::check_no(&consent.draft, &facts(state, &register)).map_err(Problem::Findings)?;
    let proof = led.proof(state, held);
    let evidence = Evidence {
        proof,
        text_version: consent.text_version.clone(),
        language: swedish(),
        variant: Variant::Standard,
        answers: digest(&consent.draft)?,
    };
    let command = Command::Submit(consent.draft.clone(), Box::new(given), evidence);
    Ok((consent, command, By::Party { index: 0, proof }))
}

pub(crate) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(get_link, post_link, delete_link))
        .routes(routes!(put_link_draft))
        .routes(routes!(post_link_code))
        .routes(routes!(post_link_identify))
        .routes(routes!(post_link_command))
}

#[cfg(test)]
mod tests;
