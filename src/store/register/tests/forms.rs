//! The public register in its three forms.

use std::collections::BTreeSet;
use std::io::Read as _;

use crate::tests::{TestService, check};

const ROWS: &str = "plattform;konto;adress;enhet;förvaltning;beskrivning;status\n\
    facebook;;https://www.facebook.com/exempelbadet;Badet;Kultur och fritid;Bad och =1+1;\n\
    instagram;exempelarkivet;;Arkivet;Kommunledning;=HYPERLINK(1);\n\
    youtube;;https://www.youtube.com/@exempelangen;Ängen;Kultur och fritid;Gården;avslutat\n";

async fn filled() -> TestService {
    filled_with(ROWS).await
}

async fn filled_with(rows: &str) -> TestService {
    let service = TestService::new().await;
    let register = service.state.register.now().await;
    let reading = crate::cli::import::read(
        rows.as_bytes(),
        register.index(),
        None,
        &service.state.clock,
    )
    .unwrap();
    crate::cli::import::write(
        &service.state.writer,
        &reading.accounts,
        &service.state.clock,
    )
    .await
    .unwrap();
    service.state.register.reload().await.unwrap();
    service
}

#[tokio::test]
async fn the_snapshot_is_tagged_packed_and_not_sent_twice() {
    let service = filled().await;
    let visitor = service.stranger();
    let plain = visitor.get("/api/forteckning").send().await;
    assert_eq!(plain.json()["antal"], 3);
    let tag = plain.headers["etag"].to_str().unwrap().to_owned();
    assert!(tag.starts_with('"'), "not strong: {tag}");
    let again = visitor
        .get("/api/forteckning")
        .header("if-none-match", &tag)
        .send()
        .await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
    let packed = visitor
        .get("/api/forteckning")
        .header("accept-encoding", "gzip")
        .send()
        .await;
    assert_eq!(packed.headers["content-encoding"], "gzip");
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&*packed.bytes)
        .read_to_end(&mut unpacked)
        .unwrap();
    assert_eq!(unpacked, plain.bytes);
}

#[tokio::test]
async fn a_long_register_is_read_whole_and_in_order() {
    const COUNT: usize = 1_100;
    let mut rows = "plattform;adress;enhet;beskrivning\n".to_owned();
    for number in 0..COUNT {
        rows += &format!(
            "facebook;https://www.facebook.com/exempel{number};Enhet {number};\"två\nrader\"\n"
        );
    }
    let service = filled_with(&rows).await;
    let answer = service
        .stranger()
        .get("/api/forteckning")
        .send()
        .await
        .json();
    let accounts = answer["konton"].as_array().unwrap();
    let texts = |name: &str| -> Vec<&str> {
        let texts = accounts.iter().map(|account| account[name].as_str());
        texts.map(Option::unwrap).collect()
    };
    let handles: BTreeSet<&str> = texts("konto").into_iter().collect();
    assert_eq!((accounts.len(), handles.len()), (COUNT, COUNT));
    assert!(texts("id").is_sorted());
}

#[tokio::test]
async fn a_filter_gives_a_page_and_can_be_linked() {
    let service = filled().await;
    let visitor = service.stranger();
    for (query, handles) in [
        ("fritext=%C3%A4ngen", &["exempelangen"][..]),
        ("fritext=a%CC%88ngen", &["exempelangen"]),
        ("plattform=facebook", &["exempelbadet"]),
        (
            "forvaltning=Kultur+och+fritid",
            &["exempelbadet", "exempelangen"],
        ),
        ("status=avslutat", &["exempelangen"]),
        (
            "ordning=-enhet",
            &["exempelangen", "exempelbadet", "exempelarkivet"],
        ),
        ("fritext=finns-inte", &[]),
        (
            "sida=99",
            &["exempelarkivet", "exempelbadet", "exempelangen"],
        ),
        (
            "okand=1",
            &["exempelarkivet", "exempelbadet", "exempelangen"],
        ),
    ] {
        let page = visitor
            .get(&format!("/api/forteckning?{query}"))
            .send()
            .await
            .json();
        let found: Vec<&str> = page["konton"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["konto"].as_str().unwrap().trim_start_matches('@'))
            .collect();
        assert_eq!(found, handles, "{query}");
        assert_eq!((&page["sida"], &page["sidor"]), (&1.into(), &1.into()));
    }
}

#[tokio::test]
async fn the_table_for_spreadsheets_is_harmless_and_takes_the_filter() {
    let service = filled().await;
    let reply = service
        .stranger()
        .get("/api/forteckning.csv?forvaltning=Kommunledning")
        .send()
        .await;
    assert_eq!(reply.headers["content-type"], "text/csv; charset=utf-8");
    assert!(
        reply
            .bytes
            .starts_with(b"\xef\xbb\xbfPlattform;Konto;Enhet;")
    );
    let text = reply.text();
    assert!(text.contains(";'=HYPERLINK(1);"), "{text}");
    assert_eq!(text.matches("\r\n").count(), 2);
}

#[tokio::test]
async fn the_plain_page_needs_no_script_and_keeps_the_filter() {
    let service = filled().await;
    let visitor = service.stranger();
    let page = visitor
        .get("/api/forteckning.html?fritext=badet&status=aktivt")
        .send()
        .await;
    let text = page.text();
    assert!(
        !text.contains("<script") && !text.contains(" style="),
        "{text}"
    );
    assert!(
        text.contains("value=\"badet\"") && text.contains("<option value=\"aktivt\" selected>")
    );
    assert!(
        text.contains("href=\"https://www.facebook.com/exempelbadet\""),
        "{text}"
    );
    assert!(!text.contains("exempelarkivet"));
    let style = visitor.get("/api/forteckning.css").send().await;
    assert_eq!(style.headers["content-type"], "text/css; charset=utf-8");
}

#[tokio::test]
async fn nobodys_name_is_in_the_public_register() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let staff = service.person("kommunikator").await;
    let case = employee
        .sent(&service.draft("exempelbiblioteket"), "a")
        .await;
    staff
        .command(&case, 2, "b", &serde_json::json!({ "kommando": "godkann" }))
        .send()
        .await;
    let report = serde_json::json!({ "kommando": "anmal", "adress": "exempelbiblioteket", "startdatum": "2026-11-20" });
    employee.command(&case, 3, "c", &report).send().await;
    for path in [
        "/api/forteckning",
        "/api/forteckning.csv",
        "/api/forteckning.html",
    ] {
        let text = service.stranger().get(path).send().await.text();
        assert!(
            text.contains("exempelbiblioteket") && !text.contains("@demo.example"),
            "{path}"
        );
    }
    check(
        &employee.get("/api/forteckning/intern").send().await,
        403,
        "inte-behorig",
    );
    let inside = staff.get("/api/forteckning/intern").send().await.json();
    assert_eq!(
        inside["konton"][0]["ansvarig"]["epost"],
        "medarbetare@demo.example"
    );
}
