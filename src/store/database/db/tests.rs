use super::*;

/// A database file, closed and complete, with the version it should claim to have.
async fn made(folder: &Path, version: u32) -> PathBuf {
    let path = folder.join("k.db");
    drop(Db::open(&path).await.unwrap());
    let mut connection = writing_options(&path).connect().await.unwrap();
    let sql = format!("PRAGMA user_version = {version}");
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    path
}

fn everything_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    all.sort();
    all
}

#[tokio::test]
async fn a_new_database_is_for_its_owner_only_and_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/k.db");
    drop(Db::open(&path).await.unwrap());
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(Db::open(&path).await.is_ok());
}

#[tokio::test]
async fn a_database_newer_than_the_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), SCHEMA_VERSION + 1).await;
    for leftover in ["k.db-wal", "k.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(leftover));
    }
    let before = everything_in(folder.path());
    let refused = Db::open(&path).await.unwrap_err();
    assert!(
        refused.to_string().contains("schema version 4"),
        "{refused}"
    );
    assert!(
        before == everything_in(folder.path()),
        "something was written"
    );
}

#[tokio::test]
async fn an_older_database_is_taken_up_with_what_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("k.db");
    private(&path, true).unwrap();
    let mut old = writing_options(&path).connect().await.unwrap();
    sqlx::raw_sql(SCHEMAS[0]).execute(&mut old).await.unwrap();
    let rest = format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1; \
         INSERT INTO document VALUES ('konto', 'a', 4, '', '', '', 'x', '', '{{}}')"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(rest))
        .execute(&mut old)
        .await
        .unwrap();
    old.close().await.unwrap();
    let both = tokio::join!(Db::open(&path), Db::open(&path));
    for db in [both.0.unwrap(), both.1.unwrap()] {
        let version: i64 = sqlx::query_scalar("SELECT version FROM document WHERE id = 'a'")
            .fetch_one(db.readers())
            .await
            .unwrap();
        assert_eq!(version, 4);
        assert!(db.meta("a", "b").await.is_ok());
    }
    assert_eq!(Db::read_meta(&path, "a").await.unwrap().unwrap(), "b");
}

#[tokio::test]
async fn a_version_that_lies_only_in_the_log_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), SCHEMA_VERSION).await;
    let mut other = writing_options(&path).connect().await.unwrap();
    sqlx::query("PRAGMA user_version = 7")
        .execute(&mut other)
        .await
        .unwrap();
    assert!(matches!(
        Db::open(&path).await.unwrap_err(),
        OpenError::Schema { found: 7, .. }
    ));
}

#[tokio::test]
async fn a_file_that_others_may_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), SCHEMA_VERSION).await;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let refused = Db::open(&path).await.unwrap_err();
    assert!(refused.to_string().contains("chmod 600"), "{refused}");
}

#[tokio::test]
async fn another_programs_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("k.db");
    std::fs::write(
        &path,
        "hello, I am a text file that somebody put here by mistake",
    )
    .unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert!(matches!(
        Db::open(&path).await.unwrap_err(),
        OpenError::NotADatabase(_)
    ));

    let path = folder.path().join("other.db");
    private(&path, true).unwrap();
    let mut other = options(&path).connect().await.unwrap();
    sqlx::raw_sql("CREATE TABLE song (id); PRAGMA user_version = 1")
        .execute(&mut other)
        .await
        .unwrap();
    other.close().await.unwrap();
    assert!(matches!(
        Db::open(&path).await.unwrap_err(),
        OpenError::Foreign(_)
    ));
}

#[tokio::test]
async fn a_backup_of_a_live_database_is_whole_and_private() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("k.db")).await.unwrap();
    let target = folder.path().join("copy.db");
    db.back_up(&target).await.unwrap();
    assert!(Db::open(&target).await.is_ok());
    assert_eq!(
        std::fs::metadata(&target).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(
        db.back_up(&target).await.is_err(),
        "an earlier backup was overwritten"
    );
}

#[test]
fn versions_are_compared_as_numbers() {
    assert!(ordinal("3.9.1") < ordinal(SQLITE_MIN));
    assert!(ordinal("3.51.2") < ordinal(SQLITE_MIN));
    assert!(ordinal(SQLITE_MIN) <= ordinal("3.51.3"));
    assert!(ordinal(SQLITE_MIN) < ordinal("4.0"));
}
