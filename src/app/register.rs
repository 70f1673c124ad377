//! The public list, fetched once and asked while people type.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::register::{Index, Row};
use serde::Deserialize;

use crate::api::{Call, Trouble};

/// How far the list has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arriving {
    /// Nobody has asked for it.
    Not,
    /// On its way.
    Soon,
    /// Here.
    Here,
    /// It did not come; asking again may help.
    Failed,
}

/// The list as pages see it. Empty until it has come: the store checks everything once more.
#[derive(Clone, Copy)]
pub(crate) struct Register {
    index: RwSignal<Arc<Index>>,
    arriving: RwSignal<Arriving>,
}

/// What `/api/forteckning` answers, as far as it is used here.
#[derive(Deserialize)]
struct Snapshot {
    #[serde(rename = "konton")]
    rows: Vec<Row>,
}

impl Register {
    /// A list that has not been asked for.
    pub(crate) fn new() -> Self {
        Self {
            index: RwSignal::new(Arc::new(Index::default())),
            arriving: RwSignal::new(Arriving::Not),
        }
    }

    /// The list of the page.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// The list as it stands. Tracked.
    pub(crate) fn index(&self) -> Arc<Index> {
        self.index.get()
    }

    /// The list as it stands, without following it.
    pub(crate) fn index_untracked(&self) -> Arc<Index> {
        self.index.get_untracked()
    }

    /// How far it has come.
    pub(crate) fn arriving(&self) -> Arriving {
        self.arriving.get()
    }

    /// Fetches the list, unless it is here or on its way.
    pub(crate) fn want(self) {
        if matches!(self.arriving.get_untracked(), Arriving::Soon | Arriving::Here) {
            return;
        }
        self.arriving.set(Arriving::Soon);
        spawn_local(async move {
            // Nothing is told of a failure: it only means that the answer comes when sending.
            let _ = self.fetch().await;
        });
    }

    /// Fetches the list anew, after something has changed it.
    pub(crate) async fn fetch(self) -> Result<(), Trouble> {
        match Call::get("/api/forteckning").read::<Snapshot>().await {
            Ok(reply) => {
                self.index.set(Arc::new(Index::new(reply.body.rows)));
                self.arriving.set(Arriving::Here);
                Ok(())
            }
            Err(trouble) => {
                self.arriving.set(Arriving::Failed);
                Err(trouble)
            }
        }
    }
}
