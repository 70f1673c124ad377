use clap::CommandFactory;

use super::*;

#[test]
fn the_command_line_holds_together() {
    Cli::command().debug_assert();
}

fn read(words: &[&str]) -> Result<Task, clap::Error> {
    let line: Vec<OsString> = words.iter().map(OsString::from).collect();
    Cli::read(&line).map(|cli| cli.command)
}

/// What `serve` is told by a settings file and by more words.
fn serve(file: &str, more: &[&str]) -> Result<Serve, clap::Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("k.toml");
    std::fs::write(&path, file).unwrap();
    let words = ["klartecken", "serve", "--config", path.to_str().unwrap()];
    match read(&[&words[..], more].concat())? {
        Task::Serve(settings) => Ok(settings),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_command_line_weighs_more_than_the_file() {
    let file = "listen = '127.0.0.1:1'\ndata = 'from-file.db'\nproxy = ['127.0.0.1', '::1']\n\
                data-max = 7\ndemo = true\n";
    let settings = serve(file, &["--data", "from-line.db"]).unwrap();
    assert_eq!(settings.shared.data(), Path::new("from-line.db"));
    assert_eq!(settings.listen().port(), 1);
    assert_eq!(settings.proxy.len(), 2);
    assert_eq!(settings.data_max, Some(7));
    assert!(settings.demo);
}

#[test]
fn tasks_below_others_read_the_same_file_for_what_they_share() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("k.toml");
    std::fs::write(&path, "listen = '127.0.0.1:1'\ndata = 'from-file.db'\n").unwrap();
    let path = path.to_str().unwrap();
    let task = read(&["klartecken", "user", "disable", "--config", path, "asa"]).unwrap();
    let Task::User {
        task: UserTask::Disable(disable),
    } = task
    else {
        panic!("{task:?}");
    };
    assert_eq!(disable.shared.data(), Path::new("from-file.db"));
}

#[test]
fn the_settings_that_come_with_the_program_can_be_read() {
    let settings = serve(include_str!("../../../../operation/klartecken.toml"), &[]).unwrap();
    assert_eq!(
        settings.public_url.as_deref(),
        Some("https://konton.kommunen.example")
    );
    let from = settings.mail.mail_from.unwrap();
    assert_eq!(from.email.domain(), "kommunen.example");
}

#[test]
fn a_mail_server_needs_a_sender_and_keeps_its_password_secret() {
    let mail = |from: Option<&str>, user: Option<&str>, tls| Mail {
        smtp_host: Some("mail.example".to_owned()),
        smtp_tls: tls,
        smtp_user: user.map(str::to_owned),
        mail_from: from.map(|from| from.parse().unwrap()),
        ..Mail::default()
    };
    let from = Some("Orten <svara-inte@orten.example>");
    assert!(Mail::default().server().unwrap().is_none());
    assert!(mail(None, None, None).server().is_err());
    assert!(mail(from, Some("k"), Some(SmtpTls::None)).server().is_err());
    for (tls, port) in [
        (None, 587),
        (Some(SmtpTls::None), 25),
        (Some(SmtpTls::Tls), 465),
    ] {
        assert_eq!(mail(from, None, tls).server().unwrap().unwrap().port, port);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("password");
    std::fs::write(&path, "hemligt\n").unwrap();
    let mut with_login = mail(from, Some("k"), None);
    with_login.smtp_password_file = Some(path);
    let server = with_login.server().unwrap().unwrap();
    assert_eq!(server.login, Some(("k".to_owned(), "hemligt".to_owned())));
}

#[test]
fn what_is_wrong_in_the_file_is_told_with_the_file_and_the_setting() {
    for (file, wrong) in [
        ("lisen = '127.0.0.1:1'\n", "lisen"),
        ("config = 'another.toml'\n", "config"),
        ("listen = 'here'\n", "--listen"),
        ("smtp-tls = 'perhaps'\n", "--smtp-tls"),
        ("mail-from = 'nobody'\n", "--mail-from"),
        ("listen =\n", "TOML"),
    ] {
        let error = serve(file, &[]).unwrap_err().to_string();
        assert!(error.contains("k.toml") && error.contains(wrong), "{error}");
    }
    let missing = read(&["klartecken", "serve", "--config", "/borta.toml"]).unwrap_err();
    assert!(missing.to_string().contains("/borta.toml"), "{missing}");
}
