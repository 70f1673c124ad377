use std::path::Path;

use super::*;

fn keyring() -> Keyring {
    Keyring::of(&zeroize::Zeroizing::new([7; 32]))
}

async fn opened(folder: &Path) -> (Db, Writer) {
    let db = Db::open(&folder.join("k.db")).await.unwrap();
    let (writer, _done) = Writer::start(&db, &keyring()).await.unwrap();
    (db, writer)
}

fn put(id: &str, expected: i64) -> Put {
    Put {
        kind: Kind::Account,
        id: id.to_owned(),
        expected,
        owner: String::new(),
        party: String::new(),
        state: String::new(),
        unique_key: None,
        body: Some(format!("{{\"version\":{}}}", expected + 1)),
        event: Event {
            at: "2026-11-21T12:00:00Z".parse().unwrap(),
            actor: "anna".to_owned(),
            action: "prova".to_owned(),
            body: "{}".to_owned(),
        },
    }
}

fn command(puts: Vec<Put>) -> Command {
    Command {
        puts,
        ..Command::default()
    }
}

fn keyed(puts: Vec<Put>, name: &str, request: &str) -> Command {
    let key = Key {
        actor: "anna".to_owned(),
        name: name.to_owned(),
        request: request.to_owned(),
    };
    let receipt = Receipt {
        status: 201,
        etag: "\"1\"".to_owned(),
        place: "/x".to_owned(),
        body: name.to_owned(),
    };
    Command {
        puts,
        receipt: Some((key, receipt)),
        ..Command::default()
    }
}

async fn count(db: &Db, table: &'static str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    sqlx::query_scalar(sql)
        .fetch_one(db.readers())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_stale_version_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = opened(folder.path()).await;
    assert_eq!(
        writer.command(command(vec![put("a", 0)])).await,
        Ok(Outcome::Done)
    );
    assert_eq!(
        writer.command(command(vec![put("a", 0)])).await,
        Ok(Outcome::Stale)
    );
    assert_eq!(
        writer.command(command(vec![put("a", 1)])).await,
        Ok(Outcome::Done)
    );
    assert_eq!(
        writer.command(command(vec![put("a", 1)])).await,
        Ok(Outcome::Stale)
    );
    assert_eq!(
        (count(&db, "document").await, count(&db, "event").await),
        (1, 2)
    );
}

#[tokio::test]
async fn several_documents_change_together_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = opened(folder.path()).await;
    writer.command(command(vec![put("a", 0)])).await.unwrap();
    let both = command(vec![put("b", 0), put("a", 7)]);
    assert_eq!(writer.command(both).await, Ok(Outcome::Stale));
    assert_eq!(
        (count(&db, "document").await, count(&db, "event").await),
        (1, 1)
    );
    let both = command(vec![put("b", 0), put("a", 1)]);
    assert_eq!(writer.command(both).await, Ok(Outcome::Done));
    assert_eq!(
        (count(&db, "document").await, count(&db, "event").await),
        (2, 3)
    );
}

#[tokio::test]
async fn what_is_claimed_is_claimed_once() {
    let folder = tempfile::tempdir().unwrap();
    let (_db, writer) = opened(folder.path()).await;
    let claiming = |id| {
        command(vec![Put {
            unique_key: Some("x".to_owned()),
            ..put(id, 0)
        }])
    };
    assert_eq!(writer.command(claiming("a")).await, Ok(Outcome::Done));
    assert_eq!(writer.command(claiming("b")).await, Ok(Outcome::NotUnique));
    assert_eq!(
        writer.command(command(vec![put("b", 0)])).await,
        Ok(Outcome::Done)
    );
    // A change that says nothing of it does not let go of it.
    assert_eq!(
        writer.command(command(vec![put("a", 1)])).await,
        Ok(Outcome::Done)
    );
    assert_eq!(writer.command(claiming("c")).await, Ok(Outcome::NotUnique));
    // It ends with the document.
    let removed = Put {
        body: None,
        ..put("a", 2)
    };
    assert_eq!(
        writer.command(command(vec![removed])).await,
        Ok(Outcome::Done)
    );
    assert_eq!(writer.command(claiming("c")).await, Ok(Outcome::Done));
}

#[tokio::test]
async fn the_same_key_does_it_once_also_within_a_batch() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = opened(folder.path()).await;
    // All three are waiting before the writer looks, so they share a transaction.
    let (one, same, other) = tokio::join!(
        writer.command(keyed(vec![put("a", 0)], "k", "r")),
        writer.command(keyed(vec![put("b", 0)], "k", "r")),
        writer.command(keyed(vec![put("c", 0)], "k", "another"))
    );
    assert_eq!(one, Ok(Outcome::Done));
    assert!(matches!(same, Ok(Outcome::Before(receipt)) if receipt.body == "k"));
    assert_eq!(other, Ok(Outcome::KeyReused));
    let again = writer.command(keyed(vec![put("d", 0)], "k", "r")).await;
    assert!(matches!(again, Ok(Outcome::Before(receipt)) if receipt.status == 201));
    assert_eq!(count(&db, "document").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_failed_guard_leaves_the_rest_of_the_batch_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = opened(folder.path()).await;
    let mut waiting = tokio::task::JoinSet::new();
    for number in 0..100 {
        let writer = writer.clone();
        let expected = i64::from(number % 3 == 0);
        waiting.spawn(async move {
            writer
                .command(command(vec![put(&number.to_string(), expected)]))
                .await
        });
    }
    let outcomes = waiting.join_all().await;
    let done = outcomes
        .iter()
        .filter(|outcome| **outcome == Ok(Outcome::Done))
        .count();
    let stale = outcomes
        .iter()
        .filter(|outcome| **outcome == Ok(Outcome::Stale))
        .count();
    assert_eq!((done, stale), (66, 34));
    assert_eq!(count(&db, "document").await, 66);
    assert_eq!(check_chain(&db).await, Ok(66));
}

#[tokio::test]
async fn a_changed_event_breaks_the_chain_where_it_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = opened(folder.path()).await;
    for id in ["a", "b", "c"] {
        writer.command(command(vec![put(id, 0)])).await.unwrap();
    }
    assert_eq!(check_chain(&db).await, Ok(3));
    let mut other = db.writing().await.unwrap();
    sqlx::query("UPDATE event SET actor = 'bo' WHERE seq = 2")
        .execute(&mut other)
        .await
        .unwrap();
    assert_eq!(check_chain(&db).await, Err(Some(2)));
}

#[tokio::test]
async fn a_letter_is_kept_with_what_it_tells_of() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = opened(folder.path()).await;
    let letter = Letter {
        recipient: "a@b.example".to_owned(),
        template: "besked".to_owned(),
        body: "{}".to_owned(),
        ..Letter::default()
    };
    let sent = Command {
        letters: vec![letter.clone()],
        ..command(vec![put("a", 0)])
    };
    let stale = Command {
        letters: vec![letter],
        ..command(vec![put("a", 0)])
    };
    assert_eq!(writer.command(sent).await, Ok(Outcome::Done));
    assert_eq!(writer.command(stale).await, Ok(Outcome::Stale));
    let rows: Vec<(i64, i64, String, String)> =
        sqlx::query_as("SELECT event, place, recipient, body FROM outbox")
            .fetch_all(db.readers())
            .await
            .unwrap();
    let [(event, place, recipient, body)] = &rows[..] else {
        panic!("one letter was sent: {rows:?}");
    };
    assert_eq!(*event, 1);
    assert!(
        !recipient.contains('@'),
        "the address can be read: {recipient}"
    );
    let (recipient, body) = keyring()
        .open_letter((*event, *place), recipient, body)
        .unwrap();
    assert_eq!((&*recipient, &*body), ("a@b.example", "{}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn more_than_may_wait_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = opened(folder.path()).await;
    // Another program holds the database, so the writer waits and the queue fills.
    let mut other = db.writing().await.unwrap();
    let held = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let mut waiting = tokio::task::JoinSet::new();
    for number in 0..2 * QUEUE_MAX {
        let writer = writer.clone();
        waiting.spawn(async move {
            writer
                .command(command(vec![put(&number.to_string(), 0)]))
                .await
        });
    }
    let first = waiting.join_next().await.unwrap().unwrap();
    assert_eq!(first, Err(WriteError::Busy));
    held.rollback().await.unwrap();
    let outcomes = waiting.join_all().await;
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome, Ok(Outcome::Done) | Err(WriteError::Busy)))
    );
    let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(count(&db, "document").await, i64::try_from(done).unwrap());
}

#[test]
fn only_a_full_disk_is_passed_over() {
    for (code, verdict) in [
        (13, Verdict::Full),
        (10 | 19 << 8, Verdict::Full),
        (10, Verdict::Disk),
        (10 | 4 << 8, Verdict::Disk),
        (10 | 3 << 8, Verdict::Disk),
        (11, Verdict::Disk),
        (5, Verdict::Other),
        (19, Verdict::Other),
        (1, Verdict::Other),
    ] {
        assert_eq!(judge_code(code), verdict, "{code}");
    }
}
