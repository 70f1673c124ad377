//! What each new day brings: reminders, what is due for consents, the signed chain.

use std::path::PathBuf;
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::State;
use crate::audit::checkpoint;
use crate::case::reminder;
use crate::consent::{calendar, roster};

/// How often it is looked whether a day has begun.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Starts the duties of each day. The chain is signed when there is a file to sign it in.
#[must_use]
pub fn start(state: &State, checkpoints: Option<PathBuf>) -> JoinHandle<()> {
    duty(state, |state| keep(state, checkpoints))
}

/// What is done now and then, from when the register has been read: those who wait for the start
/// come first.
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

/// Carries out every duty once a day, for as long as the program runs. Reminders and signing that fail are tried
/// again the next time; what fails for one consent is tried again the next day. What has been signed is read
/// from the file itself, which may be taken away during the day.
async fn keep(state: State, checkpoints: Option<PathBuf>) {
    let (mut consents, mut reminders) = (None, None);
    loop {
        let (today, morning) = (state.clock.today(), reminder::day(&state));
        if consents.replace(today) != Some(today) {
            calendar::come_due(&state).await;
            roster::destroy_due(&state).await;
        }
        if reminders != Some(morning) {
            match reminder::remind(&state).await {
                Ok(_) => reminders = Some(morning),
                Err(error) => tracing::error!(%error, "the reminders could not be sent"),
            }
        }
        if let Some(path) = &checkpoints
            && let Err(error) = checkpoint::keep_daily(&state, path).await
        {
            tracing::error!(%error, "the chain of events was not signed");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
