use std::path::Path;

use super::*;
use crate::database::key;
use crate::database::writer::{
    Command, DataKeyChange, Event, LinkChange, Outcome, Put, Writer, check_chain,
};

fn noon() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

async fn opened(folder: &Path) -> (Db, Keyring, Writer) {
    let path = folder.join("k.db");
    let (db, keyring) = key::open(&path, &key::Source::Beside).await.unwrap();
    let (writer, _done) = Writer::start(&db, &keyring).await.unwrap();
    (db, keyring, writer)
}

fn put(id: &str, expected: i64, body: Option<String>) -> Put {
    Put {
        kind: Kind::Consent,
        id: id.to_owned(),
        expected,
        owner: String::new(),
        party: String::new(),
        state: String::new(),
        unique_key: None,
        body,
        event: Event {
            at: noon(),
            actor: "lank".to_owned(),
            action: "signera".to_owned(),
            body: "{}".to_owned(),
        },
    }
}

fn issued(id: &str) -> (String, LinkChange) {
    let expires = noon() + Duration::days(30);
    let (token, link) = make((Kind::Consent, id), Some(1), "signera", noon(), expires);
    (token, LinkChange::Issue(link))
}

fn spend(token: &str, at: DateTime<Utc>) -> LinkChange {
    LinkChange::Spend {
        hash: hashed(token),
        at,
    }
}

async fn links(writer: &Writer, links: Vec<LinkChange>, puts: Vec<Put>) -> Outcome {
    let command = Command {
        links,
        puts,
        ..Command::default()
    };
    writer.command(command).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_who_use_a_link_at_once_one_wins() {
    let folder = tempfile::tempdir().unwrap();
    let (db, _, writer) = opened(folder.path()).await;
    let (token, link) = issued("a");
    links(&writer, vec![link], vec![]).await;
    assert!(find(&db, &hashed(&token), noon()).await.unwrap().is_some());
    let mut waiting = tokio::task::JoinSet::new();
    for number in 0..64 {
        let (writer, token) = (writer.clone(), token.clone());
        waiting.spawn(async move {
            let body = Some(String::new());
            let puts = vec![put(&number.to_string(), 0, body)];
            links(&writer, vec![spend(&token, noon())], puts).await
        });
    }
    let outcomes = waiting.join_all().await;
    let done = outcomes.iter().filter(|outcome| **outcome == Outcome::Done);
    assert_eq!(done.count(), 1);
    let rest = outcomes
        .iter()
        .filter(|outcome| **outcome == Outcome::LinkOver);
    assert_eq!(rest.count(), 63);
    let documents: i64 = sqlx::query_scalar("SELECT count(*) FROM document")
        .fetch_one(db.readers())
        .await
        .unwrap();
    assert_eq!((documents, check_chain(&db).await), (1, Ok(1)));
}

#[tokio::test]
async fn a_link_that_is_over_says_the_same_whatever_ended_it() {
    let folder = tempfile::tempdir().unwrap();
    let (db, _, writer) = opened(folder.path()).await;
    let (used, first) = issued("a");
    let (revoked, second) = issued("b");
    let (good, third) = issued("c");
    links(&writer, vec![first, second, third], vec![]).await;
    let revoke = LinkChange::Revoke {
        kind: Kind::Consent,
        id: "b".to_owned(),
        purpose: None,
        party: None,
        at: noon(),
    };
    links(&writer, vec![spend(&used, noon()), revoke], vec![]).await;
    let mut changed = good.clone().into_bytes();
    changed[20] = if changed[20] == b'A' { b'B' } else { b'A' };
    let later = noon() + Duration::days(30);
    for (token, at) in [
        (used.as_str(), noon()),
        (&revoked, noon()),
        (&good, later),
        (std::str::from_utf8(&changed).unwrap(), noon()),
        (&new_token(), noon()),
        ("", noon()),
    ] {
        let found = find(&db, &hashed(token), at).await;
        assert!(matches!(found, Ok(None)), "{found:?}");
        assert_eq!(
            links(&writer, vec![spend(token, at)], vec![]).await,
            Outcome::LinkOver
        );
    }
    assert!(find(&db, &hashed(&good), noon()).await.unwrap().is_some());
}

#[tokio::test]
async fn a_stale_change_uses_no_link_up() {
    let folder = tempfile::tempdir().unwrap();
    let (db, _, writer) = opened(folder.path()).await;
    let (token, link) = issued("a");
    links(&writer, vec![link], vec![put("a", 0, Some(String::new()))]).await;
    let stale = vec![put("a", 7, Some(String::new()))];
    assert_eq!(
        links(&writer, vec![spend(&token, noon())], stale).await,
        Outcome::Stale
    );
    assert!(find(&db, &hashed(&token), noon()).await.unwrap().is_some());
}

#[tokio::test]
async fn a_token_is_kept_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let (db, _, writer) = opened(folder.path()).await;
    let (token, link) = issued("a");
    links(&writer, vec![link], vec![put("a", 0, Some(String::new()))]).await;
    db.back_up(&folder.path().join("copy.db")).await.unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let found = bytes
            .windows(token.len())
            .any(|part| part == token.as_bytes());
        assert!(!found, "{}", path.display());
    }
}

#[tokio::test]
async fn a_code_is_right_once_within_ten_minutes_and_five_tries() {
    let folder = tempfile::tempdir().unwrap();
    let (_db, keyring, writer) = opened(folder.path()).await;
    let keep = async |code: NewCode| {
        let command = Command {
            codes: vec![code],
            ..Command::default()
        };
        writer.command(command).await.unwrap();
    };
    let attempt = async |typed: &str, at| {
        let code = try_at(&keyring, "l", typed, at);
        writer.try_code(code).await.unwrap()
    };
    let (code, kept) = new_code(&keyring, "l", noon());
    keep(kept).await;
    let typed = format!(" {}-{} ", &code[..4].to_lowercase(), &code[4..]);
    let other = try_at(&keyring, "another link", &code, noon());
    assert_eq!(writer.try_code(other).await.unwrap(), Outcome::Wrong);
    assert_eq!(attempt(&typed, noon()).await, Outcome::Done);
    assert_eq!(attempt(&typed, noon()).await, Outcome::Wrong, "used twice");

    let (code, kept) = new_code(&keyring, "l", noon());
    keep(kept).await;
    let late = noon() + Duration::minutes(CODE_MINUTES_MAX);
    assert_eq!(attempt(&code, late).await, Outcome::Wrong, "too late");
    for number in 0..4 {
        assert_eq!(
            attempt("22222222", noon()).await,
            Outcome::Wrong,
            "{number}"
        );
    }
    assert_eq!(attempt(&code, noon()).await, Outcome::Done, "fifth try");

    let (code, kept) = new_code(&keyring, "l", noon());
    keep(kept).await;
    for _ in 0..5 {
        attempt("22222222", noon()).await;
    }
    assert_eq!(attempt(&code, noon()).await, Outcome::Wrong, "sixth try");
}

#[tokio::test]
async fn a_destroyed_lock_is_gone_and_the_chain_still_holds() {
    let folder = tempfile::tempdir().unwrap();
    let (db, keyring, writer) = opened(folder.path()).await;
    let (_data_key, wrapped) = keyring.new_data_key("a");
    let (_, link) = issued("a");
    let make = Command {
        data_keys: vec![DataKeyChange::Make {
            id: "a".to_owned(),
            key: wrapped.clone(),
        }],
        links: vec![link],
        puts: vec![put("a", 0, Some(String::new()))],
        ..Command::default()
    };
    assert_eq!(writer.command(make.clone()).await, Ok(Outcome::Done));
    assert_eq!(writer.command(make).await, Ok(Outcome::Stale));
    let destroy = Command {
        data_keys: vec![DataKeyChange::Destroy { id: "a".to_owned() }],
        puts: vec![put("a", 1, None)],
        ..Command::default()
    };
    assert_eq!(writer.command(destroy).await, Ok(Outcome::Done));
    assert_eq!(check_chain(&db).await, Ok(2));
    for table in ["lock", "link", "document"] {
        let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        let rows: i64 = sqlx::query_scalar(sql)
            .fetch_one(db.readers())
            .await
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    // Not even a trace of the wrapped key is left, in the file or in the log beside it.
    for name in ["k.db", "k.db-wal"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let found = bytes
            .windows(wrapped.len())
            .any(|part| part == wrapped.as_bytes());
        assert!(!found, "{name}");
    }
}
