use clap::CommandFactory;

use super::*;

#[test]
fn the_command_line_holds_together() {
    Cli::command().debug_assert();
}

#[test]
fn the_command_line_weighs_more_than_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("k.toml");
    std::fs::write(
        &path,
        "listen = '127.0.0.1:1'\ndata = 'from-file.db'\nproxy = ['127.0.0.1']\n",
    )
    .unwrap();
    let shared = Shared {
        config: Some(path),
        data: Some("from-line.db".into()),
        ..Shared::default()
    };
    let settings = Serve {
        shared,
        ..Serve::default()
    }
    .complete()
    .unwrap();
    assert_eq!(settings.shared.data(), Path::new("from-line.db"));
    assert_eq!(settings.listen().port(), 1);
    assert_eq!(settings.proxy.len(), 1);
}

#[test]
fn the_settings_that_come_with_the_program_can_be_read() {
    let shared = Shared {
        config: Some(
            concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../operation/klartecken.toml"
            )
            .into(),
        ),
        ..Shared::default()
    };
    let settings = Serve {
        shared,
        ..Serve::default()
    }
    .complete()
    .unwrap();
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
fn a_file_with_an_unknown_setting_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("k.toml");
    std::fs::write(&path, "lisen = '127.0.0.1:1'\n").unwrap();
    let shared = Shared {
        config: Some(path),
        ..Shared::default()
    };
    let error = Serve {
        shared,
        ..Serve::default()
    }
    .complete()
    .unwrap_err();
    assert!(error.to_string().contains("lisen"), "{error}");
}
