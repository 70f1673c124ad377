//! Opens everything that serving needs, and starts what runs beside the handlers.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rules::policy::Policy;
use tokio::task::JoinHandle;

use crate::cli::settings::Serve;
use crate::clock::Clock;
use crate::consent::cache::Consents;
use crate::crypto::keyring::Keyring;
use crate::daily;
use crate::database::db::Db;
use crate::database::numbers::Numbers;
use crate::database::user::{self, Users};
use crate::database::writer::{self, Writer, last_event, news_since};
use crate::demo;
use crate::error::{TaskError, file_error};
use crate::http::answer::Answer;
use crate::http::assets::Assets;
use crate::http::shell::Shells;
use crate::mail::sender::{self, Mailer};
use crate::register::cache::Register;
use crate::session::cache::Sessions;
use crate::state::{CurrentPolicy, State};

/// How often the database is asked whether another program has written to it.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often what is over is swept away.
const SWEEP_EVERY: Duration = Duration::from_secs(600);

/// What runs beside the handlers.
#[derive(Debug)]
pub struct Running {
    beside: Vec<JoinHandle<()>>,
    writer: writer::Done,
}

impl Running {
    /// Waits until everything that was asked for is on disk. The state must be gone by then, for
    /// the writer goes on as long as requests may come.
    pub async fn finish(self) {
        for task in self.beside {
            task.abort();
            // Aborted is what it should be.
            let _ = task.await;
        }
        if self.writer.await.is_err() {
            tracing::error!("the writer panicked");
        }
    }
}

/// Opens everything that serving needs.
///
/// # Errors
/// When the policy has a fault or the database is refused; then nothing has been written.
pub async fn open(settings: &Serve, clock: Clock) -> Result<(State, Running), TaskError> {
    let policy = settings
        .shared
        .read_policy(settings.demo.then_some(demo::POLICY))?;
    let mailer = mailer(settings)?;
    let assets = match &settings.app {
        Some(folder) => Assets::folder(folder).map_err(file_error(folder))?,
        None => Assets::embedded(),
    };
    let assets = assets.dressed(&policy.organisation);
    let (db, keyring) = settings.shared.open().await?;
    if let Some(mebibytes) = settings.data_max {
        db.limit_to(mebibytes << 20);
    }
    // From before anything is read, so that nothing written meanwhile is missed.
    let last = last_event(&db).await?;
    let (state, mut running) = start(db, keyring, policy, clock).await?;
    let state = State {
        shells: Shells::new(assets.clone()),
        assets,
        proxies: Arc::new(settings.proxy.iter().map(IpAddr::to_canonical).collect()),
        public_url: settings.public_url.as_deref().map(Arc::from),
        demo: settings.demo,
        sends: mailer.is_some(),
        ..state
    };
    if settings.demo {
        demo::fill(&state).await?;
    }
    running
        .beside
        .push(tokio::spawn(follow(state.clone(), last)));
    running.beside.push(daily::duty(&state, sweep));
    running
        .beside
        .push(daily::start(&state, settings.checkpoints.clone()));
    if let Some(mailer) = mailer {
        running
            .beside
            .push(tokio::spawn(sender::work(state.clone(), mailer)));
    }
    Ok((state, running))
}

/// The way letters are sent, when the settings name one.
fn mailer(settings: &Serve) -> Result<Option<Mailer>, TaskError> {
    let Some(smtp) = settings.mail.server()? else {
        return Ok(None);
    };
    let site = settings.public_url.as_deref().ok_or_else(|| {
        TaskError::Message(
            "letters hold links; name the address users use with --public-url".to_owned(),
        )
    })?;
    Mailer::new(&smtp, site)
        .map(Some)
        .map_err(|error| TaskError::Message(format!("{}: {error}", smtp.host)))
}

/// The state over an open database, with nothing running but the writer. The register is being read,
/// and those who ask for it wait.
///
/// # Errors
/// When the database cannot be read.
pub async fn start(
    db: Db,
    keyring: Keyring,
    policy: Policy,
    clock: Clock,
) -> Result<(State, Running), TaskError> {
    // The first visitor asks for the register, so its reading begins before the rest and goes on
    // beside it. What is said of a database that cannot be read is said by the rest.
    let register = Register::new(db.clone(), clock.clone());
    tokio::spawn(register.clone().read_first());
    let ((writer, done), consents, numbers, users) = tokio::try_join!(
        Writer::start(&db, &keyring),
        Consents::load(&db, &keyring),
        Numbers::load(&db),
        Users::load(&db),
    )?;
    let state = State {
        consent_numbers: consents.numbers(),
        consents,
        register,
        numbers,
        users,
        sessions: Sessions::new(db.clone(), writer.clone(), clock.clone()),
        policy: Arc::new(CurrentPolicy {
            answer: Answer::json(&policy).lasting(),
            value: policy,
        }),
        logins: Arc::default(),
        searches: Arc::default(),
        assets: Assets::default(),
        shells: Shells::default(),
        proxies: Arc::default(),
        public_url: None,
        demo: false,
        sends: false,
        ready: Arc::default(),
        db,
        writer,
        keyring,
        clock,
    };
    Ok((
        state,
        Running {
            beside: Vec::new(),
            writer: done,
        },
    ))
}

/// Takes in what other programs have written since event number `last`, and each new day.
async fn follow(state: State, mut last: i64) {
    let mut warm = false;
    loop {
        match catch_up(&state, last).await {
            Ok(seen) => {
                last = seen;
                // Hashing takes a whole core for a while, and so does the index; those who waited for
                // the program to be ready comes first.
                if state.ready.swap(true, Ordering::AcqRel) && !warm {
                    warm = true;
                    let register = state.register.now().await;
                    tokio::task::spawn_blocking(move || {
                        user::warm();
                        let _made = register.index();
                    });
                }
            }
            Err(error) => tracing::warn!(%error, "the database could not be followed"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn catch_up(state: &State, last: i64) -> sqlx::Result<i64> {
    let news = news_since(&state.db, last).await?;
    if news.people {
        state.users.reload(&state.db).await?;
    }
    state.register.read_once().await?;
    if news.accounts {
        state.register.reload().await?;
    }
    if last < news.last {
        let changed = state.consents.changed_since(last).await?;
        state.consents.refresh(&changed).await?;
    }
    state.register.follow_the_day().await?;
    Ok(news.last)
}

/// Takes away what is over, now and then.
async fn sweep(state: State) {
    loop {
        state.sessions.sweep().await;
        state.logins.sweep();
        state.searches.sweep(state.clock.now());
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}
