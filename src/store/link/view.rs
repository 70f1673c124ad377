//! What a link leads to, and how much of it its holder sees.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use chrono::NaiveDate;
use rules::catalogue;
use rules::consent::command::{By, Kind};
use rules::consent::request::ConsentRequest as Asked;
use rules::consent::scope::{Channel, Occasion};
use rules::consent::state::{Consent, Freeze, State as Life};
use rules::consent::subject::Subject;
use rules::consent::{self, form};
use rules::form::draft::Draft;
use rules::form::field::Field;
use rules::publication::log::{Progress, Publication};
use rules::publication::shown::ShownPicture;
use rules::value::proof::Proof;
use serde::Serialize;

use crate::State;
use crate::clock::stamp;
use crate::consent::cache::Revision;
use crate::consent::changeset::Changeset;
use crate::consent::digest;
use crate::consent::executor::{DOUBT, REQUEST, SIGN};
use crate::database::link::Link;
use crate::database::writer::Receipt;
use crate::http::idempotency;
use crate::http::problem::Problem;
use crate::link::session::LinkSessionRow;

/// What is asked, as the request has it.
#[derive(Serialize)]
struct Question {
    tillfalle: Occasion,
    kanaler: Vec<Channel>,
    kontonamn: Option<String>,
    till: NaiveDate,
}

/// Who it is about, for those who have shown who they are.
#[derive(Serialize)]
struct SubjectView {
    namn: String,
}

/// Whether and how the holder has shown who they are.
#[derive(Serialize)]
struct Identified {
    kravs: bool,
    hur: Option<Proof>,
    kod_till: Option<String>,
}

/// What the holder of a link sees.
#[derive(Serialize)]
struct View {
    steg: &'static str,
    version: i64,
    blankett: String,
    enhet: String,
    fraga: Option<Question>,
    utkast: Option<Draft>,
    samtycke: Option<consent::view::View>,
    part: Option<usize>,
    individ: Option<SubjectView>,
    legitimering: Identified,
    textversion: String,
    svar: Option<String>,
    publiceringar: Option<Progress>,
    antal_bilder: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bilder: Vec<ShownPicture>,
    far: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lank: Option<String>,
    gar_ut: String,
}

/// What a link leads to, as it is or as it will be.
pub(super) struct LinkTarget {
    pub(super) request: Option<Arc<Revision<Asked>>>,
    pub(super) consent: Option<Arc<Revision<Consent>>>,
    /// The holder's place among the parties, whether or not there are any yet.
    pub(super) party: usize,
    /// Whether it is the link of a question, which many may have.
    is_shared: bool,
}

impl LinkTarget {
    pub(super) fn to(
        changeset: &Changeset<'_>,
        link: &Link,
        held: &LinkSessionRow,
    ) -> Result<Self, Problem> {
        let by_request = link.purpose == REQUEST;
        let consent = held
            .consent
            .as_deref()
            .and_then(|id| changeset.get::<Consent>(id));
        let request = if by_request {
            Some(link.id.clone())
        } else {
            consent.as_ref().and_then(|kept| kept.value.request.clone())
        };
        let led = Self {
            request: request.and_then(|id| changeset.get::<Asked>(&id)),
            consent,
            party: link
                .party
                .and_then(|party| usize::try_from(party).ok())
                .unwrap_or(0),
            is_shared: by_request,
        };
        // Its holder is nobody's party, and is told nothing.
        if link.purpose == DOUBT {
            return Err(Problem::LinkOver);
        }
        if by_request && led.request.is_none() || !by_request && led.consent.is_none() {
            return Err(Problem::LinkOver);
        }
        Ok(led)
    }

    pub(super) fn consent(&self) -> Option<&Consent> {
        self.consent.as_ref().map(|kept| &kept.value)
    }

    /// Whether nobody has signed what it leads to, as it stands.
    pub(super) fn is_draft(&self) -> bool {
        self.consent()
            .is_none_or(|consent| consent.state == Life::Draft)
    }

    pub(super) fn version(&self) -> i64 {
        self.consent.as_ref().map_or(0, |kept| kept.version)
    }

    /// The address that a code goes to, when it is known who the holder is.
    pub(super) fn address(&self) -> Option<&str> {
        let consent = self.consent()?;
        consent.parties.get(self.party)?.email.as_deref()
    }

    /// Whether a code is asked for before the answers are shown or anything is signed. A party who changes
    /// them may give a new address, once the one on file has been proven.
    pub(super) fn needs_proof(&self, state: &State, held: &LinkSessionRow) -> bool {
        let proven = self.proof(state, held) == Proof::OwnAddress
            || (self.is_draft() && held.identified.is_some());
        self.address().is_some() && !proven
    }

    /// How the holder has shown who they are. What the unit knows of an address is the rules' to say.
    pub(super) fn proof(&self, state: &State, held: &LinkSessionRow) -> Proof {
        let known = self
            .address()
            .is_some_and(|address| held.identified == Some(known_by(state, address)));
        match (known, self.is_shared) {
            (true, _) => Proof::OwnAddress,
            (false, true) => Proof::SharedLink,
            (false, false) => Proof::PersonalLink,
        }
    }

    pub(super) fn by(&self, state: &State, held: &LinkSessionRow) -> By<'static> {
        By::Party {
            index: self.party,
            proof: self.proof(state, held),
        }
    }
}

/// What an address is known by in a session.
pub(super) fn known_by(state: &State, address: &str) -> String {
    state
        .keyring
        .look_up("epost", &address.trim().to_lowercase())
}

/// The draft that a request settles.
pub(super) fn prefilled(state: &State, request: &Asked) -> Option<Draft> {
    let form = catalogue::form(&request.form)?;
    Some(form::prefill(
        form,
        &state.policy.value,
        &request.unit,
        &request.occasion,
        &request.channels,
        request.account_name.as_deref(),
    ))
}

/// What a link leads to that was sent to those on a unit's list: who asks, and whether the consent can be
/// stopped. Nothing of what was answered is in it.
pub(super) fn doubt(changeset: &Changeset<'_>, link: &Link) -> Result<(i64, String), Problem> {
    let kept = changeset
        .get::<Consent>(&link.id)
        .ok_or(Problem::LinkOver)?;
    let consent = &kept.value;
    let can_stop = consent.admits(Kind::Object, By::System).is_ok()
        && !consent.frozen.contains(&Freeze::Unconfirmed);
    let view = View {
        steg: "invandning",
        version: kept.version,
        blankett: String::new(),
        enhet: consent.unit.clone(),
        fraga: None,
        utkast: None,
        samtycke: None,
        part: None,
        individ: None,
        legitimering: Identified {
            kravs: false,
            hur: None,
            kod_till: None,
        },
        textversion: String::new(),
        svar: None,
        publiceringar: None,
        antal_bilder: 0,
        bilder: Vec::new(),
        far: if can_stop { vec![DOUBT] } else { Vec::new() },
        lank: None,
        gar_ut: String::new(),
    };
    let body = serde_json::to_string(&view).map_err(Problem::broken)?;
    Ok((kept.version, body))
}

/// An address with all but its first letter and its domain hidden.
fn masked(address: &str) -> String {
    let (name, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    [&first, "•••@", domain].concat()
}

pub(super) async fn view(
    changeset: &Changeset<'_>,
    link: &Link,
    held: &LinkSessionRow,
    new_link: Option<String>,
) -> Result<(i64, String), Problem> {
    let state = changeset.state();
    let led = LinkTarget::to(changeset, link, held)?;
    let proof = led.proof(state, held);
    let proven = proof == Proof::OwnAddress;
    let consent = led.consent();
    let is_draft = led.is_draft();
    let needs_proof = led.needs_proof(state, held);
    let request = led.request.as_ref().map(|kept| &kept.value);
    let subject = consent
        .and_then(|consent| consent.subject.as_deref())
        .and_then(|id| changeset.get::<Subject>(id));
    let open = subject.as_ref().is_none_or(|kept| !kept.value.protected);
    let address = led.address();
    // A party without an address that a code could go to has shown as much as they can.
    let sees_names = open && (proven || (address.is_none() && link.purpose != REQUEST));
    let utkast = match consent {
        Some(_) if is_draft && needs_proof => None,
        Some(consent) if is_draft && led.party == 0 => Some(consent.draft.clone()),
        // It has been opened again and is being changed: there is nothing to sign yet.
        Some(_) if is_draft => None,
        // The party who filled in the form knows how to reach the others; the others do not.
        Some(consent) if sees_names && led.party == 0 => Some(consent.draft.clone()),
        Some(consent) if sees_names => Some(consent.draft.clone().without(Field::is_contact)),
        Some(_) => None,
        None => request.and_then(|request| prefilled(state, request)),
    };
    let signed = consent.filter(|_| !is_draft);
    // What was published on an earlier answer is shown to those alone of whom it is sure that they are
    // whom they say; what was on this one, to those who signed it.
    let leaning = signed.filter(|_| open).map(|consent| {
        if consent.knows(led.party) {
            changeset.leaning_on(consent)
        } else {
            BTreeSet::from([consent.id.clone()])
        }
    });
    let ordered = subject
        .as_ref()
        .zip(leaning.as_ref())
        .map(|(kept, leaning)| {
            let shown = changeset.find::<Publication>(|publication| publication.leans_on(leaning));
            Progress::of(&kept.value.id, shown.iter().map(|kept| &kept.value))
        });
    let pictures = match (signed, &leaning) {
        (Some(consent), Some(leaning)) => changeset.pictures(consent, leaning).await,
        _ => Vec::new(),
    };
    let far = match consent {
        Some(consent) if !is_draft => consent
            .offered(led.by(state, held))
            .into_iter()
            .map(Kind::id)
            .collect(),
        Some(_) if led.party != 0 => Vec::new(),
        _ => vec![Kind::Sign.id()],
    };
    let view = View {
        steg: if is_draft && led.party == 0 {
            "utkast"
        } else if link.purpose == SIGN && !is_draft {
            "signera"
        } else {
            "status"
        },
        version: led.version(),
        blankett: match (consent, request) {
            (Some(consent), _) => consent.draft.form().id.to_owned(),
            (None, Some(request)) => request.form.clone(),
            (None, None) => String::new(),
        },
        enhet: match (consent, request) {
            (Some(consent), _) => consent.unit.clone(),
            (None, Some(request)) => request.unit.clone(),
            (None, None) => String::new(),
        },
        fraga: request.map(|request| Question {
            tillfalle: request.occasion.clone(),
            kanaler: request.channels.iter().copied().collect(),
            kontonamn: request.account_name.clone(),
            till: request.expires,
        }),
        utkast,
        samtycke: signed.map(|consent| consent.view_for(led.party, proof, &state.policy.value)),
        part: signed.map(|_| led.party),
        individ: subject
            .as_ref()
            .filter(|_| sees_names && !is_draft)
            .map(|kept| SubjectView {
                namn: kept.value.person.name.clone(),
            }),
        legitimering: Identified {
            kravs: needs_proof,
            // Nobody has signed yet, so that the code stands for the party who is about to.
            hur: (proven || (is_draft && held.identified.is_some())).then_some(Proof::OwnAddress),
            kod_till: address.map(masked),
        },
        textversion: consent
            .map(|consent| consent.text_version.clone())
            .unwrap_or_default(),
        svar: match signed {
            Some(consent) => Some(digest(&consent.draft)?),
            None => None,
        },
        publiceringar: ordered.filter(|progress| 0 < progress.ordered + progress.printed),
        antal_bilder: pictures.len(),
        bilder: if sees_names { pictures } else { Vec::new() },
        far,
        lank: new_link,
        gar_ut: stamp(held.until()),
    };
    let body = serde_json::to_string(&view).map_err(Problem::broken)?;
    Ok((view.version, body))
}

pub(super) fn answer((version, body): (i64, String)) -> Receipt {
    Receipt {
        status: StatusCode::OK.as_u16(),
        etag: idempotency::etag(version),
        place: String::new(),
        body,
    }
}
