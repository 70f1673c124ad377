use super::*;

fn text(seed: u8) -> Source {
    Source::Text(Zeroizing::new(hex(&[seed; 32])))
}

#[tokio::test]
async fn a_key_is_made_beside_a_new_database_and_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/k.db");
    let (db, keyring) = open(&path, &Source::Beside).await.unwrap();
    let key = path.with_extension("key");
    let mode = std::fs::metadata(&key).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let (_, wrapped) = keyring.new_data_key("a");
    drop((db, keyring));
    let (_, keyring) = open(&path, &Source::Beside).await.unwrap();
    assert!(keyring.open_data_key("a", &wrapped).is_ok());
    let (_, keyring) = open(&path, &Source::File(key)).await.unwrap();
    assert!(keyring.open_data_key("a", &wrapped).is_ok());
}

#[tokio::test]
async fn a_wrong_or_missing_key_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("k.db");
    let (db, _) = open(&path, &text(1)).await.unwrap();
    let mut connection = db.writing().await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    db.readers().close().await;
    let before = std::fs::read(&path).unwrap();
    for (source, wanted) in [
        (text(2), "another key"),
        (Source::Beside, "k.key"),
        (Source::File(folder.path().join("none")), "none"),
        (Source::Text(Zeroizing::new("abc".to_owned())), VARIABLE),
    ] {
        let refused = open(&path, &source).await.unwrap_err().to_string();
        assert!(refused.contains(wanted), "{refused}");
        assert!(!folder.path().join("k.key").exists());
        assert!(before == std::fs::read(&path).unwrap(), "it was written to");
    }
    assert!(open(&path, &text(1)).await.is_ok());
}

#[tokio::test]
async fn a_key_file_that_others_may_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("k.db");
    drop(open(&path, &Source::Beside).await.unwrap());
    let key = path.with_extension("key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let refused = open(&path, &Source::Beside).await.unwrap_err().to_string();
    assert!(refused.contains("chmod 600"), "{refused}");
}

#[test]
fn a_key_is_64_digits() {
    assert!(parse(&"0f".repeat(32)).is_some_and(|key| *key == [15; 32]));
    for wrong in ["", "0f", &"0g".repeat(32), &"0".repeat(65), &"å".repeat(32)] {
        assert!(parse(wrong).is_none(), "{wrong}");
    }
}
