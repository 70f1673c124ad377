use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::cli::settings::{Checkpoint as CheckpointTask, Shared, Verify};
use crate::cli::task;
use crate::database::key;
use crate::database::writer::{Command, Event, Put, Writer};
use crate::kind::Kind;

/// A database with events, and a checkpoint in the middle of them.
struct Kept {
    _folder: TempDir,
    path: PathBuf,
    signed: PathBuf,
    db: Db,
    keyring: Keyring,
    writer: Writer,
}

fn noon() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

impl Kept {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k.db");
        let (db, keyring) = key::open(&path, &key::Source::Beside).await.unwrap();
        let (writer, _) = Writer::start(&db, &keyring).await.unwrap();
        let kept = Self {
            signed: folder.path().join("checkpoints.jsonl"),
            _folder: folder,
            path,
            db,
            keyring,
            writer,
        };
        kept.write(0..6).await;
        append(&kept.db, &kept.keyring, &kept.signed, noon())
            .await
            .unwrap();
        kept.write(6..9).await;
        kept
    }

    async fn write(&self, numbers: std::ops::Range<i32>) {
        for number in numbers {
            let put = Put {
                kind: Kind::Account,
                id: number.to_string(),
                expected: 0,
                owner: String::new(),
                party: String::new(),
                state: String::new(),
                unique_key: None,
                body: Some("{}".to_owned()),
                event: Event {
                    at: noon(),
                    actor: "anna".to_owned(),
                    action: "prova".to_owned(),
                    body: "{}".to_owned(),
                },
            };
            let command = Command {
                puts: vec![put],
                ..Command::default()
            };
            self.writer.command(command).await.unwrap();
        }
    }

    /// What a person with the file and a tool of their own does to it.
    async fn meddle(&self, sql: &'static str) {
        let mut other = self.db.writing().await.unwrap();
        sqlx::raw_sql(sql).execute(&mut other).await.unwrap();
    }

    /// Makes the whole chain anew, as a reader of this program could.
    async fn make_chain_anew(&self) {
        let mut other = self.db.writing().await.unwrap();
        type Row = (i64, String, String, i64, String, String, String, String);
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT seq, kind, id, version, at, actor, action, body FROM event ORDER BY seq",
        )
        .fetch_all(&mut other)
        .await
        .unwrap();
        let mut hash = String::new();
        for (place, (seq, kind, id, version, at, actor, action, body)) in (1i64..).zip(rows) {
            let parts = [
                &place.to_string(),
                &kind,
                &id,
                &version.to_string(),
                &at,
                &actor,
                &action,
                &body,
            ];
            hash = crate::database::writer::link_hash(&hash, &parts.map(String::as_str));
            sqlx::query("UPDATE event SET seq = $1, hash = $2 WHERE seq = $3")
                .bind(place)
                .bind(&hash)
                .bind(seq)
                .execute(&mut other)
                .await
                .unwrap();
        }
    }

    /// What the command line says, without the master key.
    async fn verified(&self) -> Result<String, String> {
        let task = Verify {
            file: self.path.clone(),
            checkpoints: Some(self.signed.clone()),
            public_key: None,
        };
        task::verify(task)
            .await
            .map_err(|undone| undone.to_string())
    }
}

#[tokio::test]
async fn an_untouched_chain_is_followed_to_its_end() {
    let kept = Kept::new().await;
    let said = kept.verified().await.unwrap();
    assert!(
        said.contains("9 events") && said.contains("event 6"),
        "{said}"
    );
}

#[tokio::test]
async fn whatever_is_done_to_an_event_is_found_where_it_was_done() {
    for (sql, at) in [
        ("UPDATE event SET body = '{\"a\":1}' WHERE seq = 3", 3),
        (
            "UPDATE event SET at = '2026-01-01T00:00:00.000Z' WHERE seq = 8",
            8,
        ),
        ("UPDATE event SET hash = 'x' WHERE seq = 9", 9),
        ("DELETE FROM event WHERE seq = 4", 4),
        ("DELETE FROM event WHERE seq = 1", 1),
        (
            "DELETE FROM event WHERE seq = 4; UPDATE event SET seq = seq - 1 WHERE 4 < seq",
            4,
        ),
        (
            "INSERT INTO event SELECT 10, kind, id, version, at, actor, action, body, hash \
             FROM event WHERE seq = 9",
            10,
        ),
    ] {
        let kept = Kept::new().await;
        kept.meddle(sql).await;
        let said = kept.verified().await.unwrap_err();
        assert!(
            said.contains(&format!("broken at event {at}:")),
            "{sql}: {said}"
        );
    }
}

#[tokio::test]
async fn a_chain_that_was_made_anew_or_cut_short_is_found_by_its_checkpoint() {
    for (sql, wanted) in [
        ("DELETE FROM event WHERE 5 < seq", "cut off"),
        ("DELETE FROM event WHERE 6 <= seq", "last is event 5"),
        ("DELETE FROM event", "last is event 0"),
        (
            "UPDATE event SET actor = 'bo' WHERE seq = 2",
            "event 6 is not what it was",
        ),
        (
            "DELETE FROM event WHERE seq = 2",
            "event 6 is not what it was",
        ),
        (
            "UPDATE event SET seq = seq + 1000; INSERT INTO event \
             SELECT 1, kind, id, version, at, actor, action, body, hash FROM event LIMIT 1",
            "event 6 is not what it was",
        ),
    ] {
        let kept = Kept::new().await;
        kept.meddle(sql).await;
        kept.make_chain_anew().await;
        let said = kept.verified().await.unwrap_err();
        assert!(said.contains(wanted), "{sql}: {said}");
        let again = append(&kept.db, &kept.keyring, &kept.signed, noon()).await;
        assert!(again.is_err(), "a chain with a fault was signed");
    }
}

#[tokio::test]
async fn a_checkpoint_that_somebody_else_made_is_known() {
    let kept = Kept::new().await;
    let good = std::fs::read_to_string(&kept.signed).unwrap();
    let theirs = Keyring::of(&zeroize::Zeroizing::new([9; 32]));
    let mut forged: Checkpoint = serde_json::from_str(good.trim()).unwrap();
    let ours = forged.key.clone();
    forged.seq = 5;
    std::fs::write(&kept.signed, serde_json::to_string(&forged).unwrap()).unwrap();
    assert!(kept.verified().await.unwrap_err().contains("line 1"));

    let hash = forged.hash.clone();
    let other = Checkpoint::new(&theirs, 6, hash, noon());
    let line = serde_json::to_string(&other).unwrap();
    std::fs::write(&kept.signed, format!("{good}{line}\n")).unwrap();
    assert!(kept.verified().await.unwrap_err().contains("line 2"));

    std::fs::write(&kept.signed, line).unwrap();
    let task = Verify {
        file: kept.path.clone(),
        checkpoints: Some(kept.signed.clone()),
        public_key: Some(ours),
    };
    let said = task::verify(task).await.unwrap_err().to_string();
    assert!(said.contains("line 1"), "{said}");
}

#[tokio::test]
async fn the_command_line_adds_a_checkpoint() {
    let kept = Kept::new().await;
    let task = CheckpointTask {
        shared: Shared {
            data: Some(kept.path.clone()),
            ..Shared::default()
        },
        file: kept.signed.clone(),
    };
    task::checkpoint(task, noon()).await.unwrap();
    let said = kept.verified().await.unwrap();
    assert!(
        said.contains("2 checkpoints") && said.contains("event 9"),
        "{said}"
    );
}

#[tokio::test]
async fn a_day_has_one_checkpoint() {
    let kept = Kept::new().await;
    let path = kept.signed.with_extension("daily");
    let clock = crate::clock::Clock::standing(noon());
    let policy = rules::policy::Policy::preset("kommun").unwrap();
    let (state, _running) = crate::start(kept.db.clone(), kept.keyring.clone(), policy, clock)
        .await
        .unwrap();
    assert!(keep_daily(&state, &path).await.unwrap());
    assert!(!keep_daily(&state, &path).await.unwrap());
    state.clock.set(noon() + chrono::Duration::days(1));
    assert!(keep_daily(&state, &path).await.unwrap());
    assert_eq!(read(&path).unwrap().len(), 2);
}
