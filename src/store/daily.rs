//! What each new day brings: reminders, what is due for consents, the signed chain.

use std::path::PathBuf;
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::State;
use crate::audit::checkpoint;
use crate::case::reminder;
use crate::consent::executor;

/// How often it is looked whether a day has begun.
const LOOK_EVERY: Duration = Duration::from_secs(600);

/// How often the clock is looked at.
const MORNING_EVERY: Duration = Duration::from_secs(60);

/// Starts every duty of a day. The chain is signed when there is a file to sign it in.
#[must_use]
pub fn start(state: &State, checkpoints: Option<PathBuf>) -> Vec<JoinHandle<()>> {
    let mut running = vec![duty(state, keep_days), duty(state, remind)];
    if let Some(path) = checkpoints {
        running.push(duty(state, |state| sign(state, path)));
    }
    running
}

/// What is done now and then, from when the register has been read: whoever waits for the start
/// comes first.
pub fn duty<W>(state: &State, work: impl FnOnce(State) -> W + Send + 'static) -> JoinHandle<()>
where
    W: Future<Output = ()> + Send,
{
    let state = state.clone();
    tokio::spawn(async move {
        state.register.now().await;
        work(state).await;
    })
}

/// Signs the chain of events each day.
async fn sign(state: State, path: PathBuf) {
    loop {
        if let Err(undone) = checkpoint::keep_daily(&state, &path).await {
            tracing::error!(%undone, "the chain of events was not signed");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Carries out what each new day brings about for consents.
async fn keep_days(state: State) {
    let mut day = None;
    loop {
        if day != Some(state.clock.today()) {
            day = Some(state.clock.today());
            executor::come_due(&state).await;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Sends reminders each day, for as long as the program runs.
async fn remind(state: State) {
    let mut done = None;
    loop {
        let today = reminder::day(&state);
        if done != Some(today) {
            match reminder::remind(&state).await {
                Ok(_) => done = Some(today),
                Err(error) => tracing::error!(%error, "the reminders could not be sent"),
            }
        }
        tokio::time::sleep(MORNING_EVERY).await;
    }
}
