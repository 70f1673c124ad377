use super::*;

fn clock() -> Clock {
    Clock::standing("2026-11-21T12:00:00Z".parse().unwrap())
}

fn fates(text: impl AsRef<[u8]>) -> Vec<Fate> {
    let reading = read(text.as_ref(), &Index::default(), None, &clock()).unwrap();
    reading.lines.into_iter().map(|line| line.fate).collect()
}

#[test]
fn commas_and_semicolons_bom_and_either_language_read_the_same() {
    for text in [
        "plattform,konto,enhet\nfacebook,exempelbadet,Badet\n",
        "plattform;konto;enhet\r\nfacebook;exempelbadet;Badet\r\n",
        "\u{feff}Plattform;Konto;Enhet\nFacebook;@exempelbadet;Badet",
        "platform\thandle\tunit\nfacebook\texempelbadet\tBadet\n",
        "unit,url\n\"Badet\",\"https://www.facebook.com/exempelbadet\"\n",
    ] {
        let reading = read(text.as_bytes(), &Index::default(), None, &clock()).unwrap();
        let accounts: Vec<(&str, &str)> = reading
            .accounts
            .iter()
            .map(|account| (account.unit.as_str(), account.address.url()))
            .collect();
        assert_eq!(
            accounts,
            [("Badet", "https://www.facebook.com/exempelbadet")],
            "{text}"
        );
    }
}

#[test]
fn a_file_that_does_not_say_what_its_columns_are_is_refused_with_what_to_do() {
    for text in [
        "",
        "\n",
        "a,b,c\n1,2,3\n",
        "https://www.facebook.com/x\n",
        "enhet;beskrivning\nBadet;Bad\n",
    ] {
        let error = read(text.as_bytes(), &Index::default(), None, &clock()).unwrap_err();
        assert!(error.to_string().contains("adress"), "{text}: {error}");
    }
}

#[test]
fn each_row_gets_its_fate() {
    let text = "plattform;adress;enhet;status\n\
        facebook;https://www.facebook.com/exempelbadet;Badet;aktiv\n\
        facebook;http://m.facebook.com/Exempelbadet/?ref=1;Badet;\n\
        facebook;HTTPS://Facebook.com/exempelskolan/;Skolan;\n\
        facebook;https://www.instagram.com/exempelskolan;Skolan;\n\
        facebook;javascript:alert(1);Skolan;\n\
        facebook;https://www.facebook.com/exempelparken;;\n\
        facebook;https://www.facebook.com/exempelparken;Parken;planerad\n\
        facebook;https://www.facebook.com/exempelparken\n";
    let found = fates(text);
    assert_eq!(found[0], Fate::Taken);
    assert_eq!(found[1], Fate::DoubleInFile(2));
    assert_eq!(found[2], Fate::Normalised);
    assert_eq!(
        found[3],
        Fate::Refused(Reason::Address(address::Problem::OtherPlatform))
    );
    assert!(matches!(found[4], Fate::Refused(Reason::Address(_))));
    assert_eq!(found[5], Fate::Refused(Reason::NoUnit));
    assert_eq!(
        found[6],
        Fate::Refused(Reason::UnknownStatus("planerad".to_owned()))
    );
    assert_eq!(found[7], Fate::Refused(Reason::Cells(2, 4)));
}

#[test]
fn a_row_that_is_not_utf8_is_refused_and_the_others_are_taken() {
    let mut text = b"plattform;konto;enhet\nfacebook;exempelbadet;B".to_vec();
    text.push(0xe5);
    text.extend(b"det\nfacebook;exempelskolan;Skolan\n");
    assert_eq!(fates(text), [Fate::Refused(Reason::NotText), Fate::Taken]);
}

#[test]
fn a_closed_account_is_closed_and_an_unknown_platform_keeps_its_name() {
    let text = "plattform;adress;enhet;status;öppet\n\
        Forumet;https://forum.example.se/badet;Badet;avslutat;nej\n";
    let reading = read(text.as_bytes(), &Index::default(), None, &clock()).unwrap();
    let account = &reading.accounts[0];
    assert_eq!(account.other_platform.as_deref(), Some("Forumet"));
    assert_eq!(account.closed_from, Some(clock().today()));
    assert!(!account.open);
}

#[tokio::test]
async fn running_it_again_doubles_nothing_and_a_dry_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in.csv");
    let refused = folder.path().join("refused.csv");
    std::fs::write(
        &file,
        "plattform;konto;enhet\nfacebook;exempelbadet;Badet\nfacebook;;Badet\n",
    )
    .unwrap();
    let data = folder.path().join("k.db");
    let shared = crate::cli::settings::Shared {
        config: None,
        data: Some(data.clone()),
        policy: None,
        ..Default::default()
    };
    let task = |dry_run| ImportAccounts {
        shared: shared.clone(),
        file: file.clone(),
        dry_run,
        unit: None,
        refused: Some(refused.clone()),
    };
    let said = run(task(true), &clock()).await.unwrap();
    assert!(
        said.contains("2 rows: 1 taken") && said.contains("dry run"),
        "{said}"
    );
    assert!(!data.exists());
    let said = run(task(false), &clock()).await.unwrap();
    assert!(said.contains("1 taken (0 of them normalised), 0 double in the file, 0 in the register before, 1 refused"), "{said}");
    let said = run(task(false), &clock()).await.unwrap();
    assert!(
        said.contains("0 taken") && said.contains("1 in the register before"),
        "{said}"
    );
    let kept = std::fs::read_to_string(&refused).unwrap();
    assert!(
        kept.starts_with("line,reason,plattform,konto,enhet\n3,"),
        "{kept}"
    );
}
