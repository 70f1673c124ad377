//! What every answer carries, and the app's files and pages.

use std::collections::HashSet;
use std::path::Path;

use rules::page::{Page, Program, prose};
use rules::permission::Role;

use crate::http::assets::Assets;
use crate::http::shell::Shells;
use crate::tests::{Reply, TestService, Visitor};

/// Our own page, and a file for each that the build puts beside it.
fn app(folder: &Path) -> Assets {
    std::fs::write(
        folder.join("index.html"),
        include_str!("../../../index.html"),
    )
    .unwrap();
    for program in Program::ALL {
        std::fs::write(
            folder.join(program.name().to_owned() + ".js"),
            program.name(),
        )
        .unwrap();
        std::fs::write(
            folder.join(program.name().to_owned() + "_bg.wasm"),
            [0; 10_000],
        )
        .unwrap();
    }
    std::fs::write(folder.join("mark.svg"), "<svg></svg>").unwrap();
    std::fs::write(folder.join("first.css"), ":root{--accent-light:#000}").unwrap();
    Assets::folder(folder).unwrap()
}

async fn with_app(folder: &Path) -> TestService {
    TestService::with(|state| {
        state.assets = app(folder).dressed(&state.policy.value.organisation);
        state.shells = Shells::new(state.assets.clone());
    })
    .await
}

async fn open(visitor: &Visitor, path: &str) -> Reply {
    visitor.get(path).header("accept", "text/html").send().await
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.bytes.clone()).unwrap()
}

/// The program whose lines stand in the page.
fn program(page: &str) -> Option<Program> {
    let line = page
        .split("<link rel=\"modulepreload\" data-program href=\"/")
        .nth(1)?;
    let mut programs = Program::ALL.iter().copied();
    programs.find(|program| line.starts_with(&[program.name(), "-"].concat()))
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_an_id() {
    let folder = tempfile::tempdir().unwrap();
    let service = with_app(folder.path()).await;
    let visitor = service.stranger();
    let mut ids = HashSet::new();
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/ansok"),
        ("GET", "/finns-inte"),
        ("GET", "/apply_bg.wasm"),
        ("GET", "/borta.wasm"),
        ("GET", "/api/typo"),
        ("GET", "/api/arenden"),
        ("PUT", "/api/session"),
        ("GET", "/api/forteckning"),
        ("GET", "/api/forteckning.html"),
        ("GET", "/api/openapi.json"),
        ("GET", "/halsa"),
    ] {
        let reply = visitor
            .ask(method, path)
            .header("accept", "text/html")
            .send()
            .await;
        let policy = reply.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'; ")
                && policy.ends_with("frame-ancestors 'none'")
                && !policy.contains("unsafe-inline"),
            "{path}: {policy}"
        );
        let is_page = reply.headers["content-type"] == "text/html; charset=utf-8";
        assert_eq!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval'; "),
            is_page,
            "{path}: {policy}"
        );
        assert_eq!(
            reply.headers.contains_key("permissions-policy"),
            is_page,
            "{path}"
        );
        assert_eq!(reply.headers["x-content-type-options"], "nosniff", "{path}");
        assert!(reply.headers.contains_key("cache-control"), "{path}");
        let id = reply.headers["x-request-id"].to_str().unwrap().to_owned();
        assert!(!id.is_empty() && ids.insert(id), "{path}");
    }
}

#[tokio::test]
async fn the_app_is_served_packed_and_only_where_the_app_is() {
    let folder = tempfile::tempdir().unwrap();
    let service = with_app(folder.path()).await;
    let visitor = service.stranger();
    let page = open(&visitor, "/ansok/x/kontot").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    let wasm = visitor
        .get("/apply_bg.wasm")
        .header("accept-encoding", "br")
        .send()
        .await;
    assert_eq!(wasm.headers["content-type"], "application/wasm");
    assert_eq!(wasm.headers["content-encoding"], "br");
    assert!(wasm.bytes.len() < 100);
    for path in [
        "/api/typo",
        "/api",
        "/borta.wasm",
        "/api/arenden.html",
        "/index.html",
    ] {
        assert_eq!(open(&visitor, path).await.status, 404, "{path}");
    }
    let not_a_page = visitor.get("/ansok").header("accept", "application/json");
    assert_eq!(not_a_page.send().await.status, 404);
    for (path, status) in [("/ansok", 405), ("/mark.svg", 405), ("/borta.js", 404)] {
        let reply = visitor
            .ask("POST", path)
            .header("accept", "*/*")
            .send()
            .await;
        assert_eq!(reply.status, status, "{path}");
    }
}

#[tokio::test]
async fn what_a_page_names_is_there_and_may_be_kept_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let service = with_app(folder.path()).await;
    let visitor = service.stranger();
    let page = text(&open(&visitor, "/ansok").await);
    let named: Vec<&str> = page
        .split("href=\"/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| name.contains("_bg-") || name.contains(".js") || name.contains("mark"))
        .collect();
    // The program and the one that is fetched ahead, two files each, and the icon.
    assert_eq!(named.len(), 5, "{named:?}");
    for name in named {
        let reply = visitor.get(&["/", name].concat()).send().await;
        assert_eq!(reply.status, 200, "{name}");
        let kept = reply.headers["cache-control"].to_str().unwrap();
        assert!(kept.contains("immutable"), "{name}: {kept}");
    }
}

#[tokio::test]
async fn the_style_is_in_the_organisations_colours() {
    let folder = tempfile::tempdir().unwrap();
    let service = with_app(folder.path()).await;
    let style = text(&service.stranger().get("/first.css").send().await);
    let organisation = &service.state.policy.value.organisation;
    assert!(!organisation.accent.is_empty() && !organisation.accent_dark.is_empty());
    let light = [":root{--accent-light:", &organisation.accent, "}"].concat();
    let dark = [":root{--accent-dark:", &organisation.accent_dark, "}"].concat();
    assert_eq!(
        style,
        [":root{--accent-light:#000}", &light, &dark].concat()
    );
}

#[tokio::test]
async fn each_page_begins_with_the_program_for_whoever_asks() {
    let folder = tempfile::tempdir().unwrap();
    let service = with_app(folder.path()).await;
    for (who, role) in [
        (None, None),
        (Some("medarbetare"), Some(Role::Employee)),
        (Some("chef"), Some(Role::Manager)),
        (Some("kommunikator"), Some(Role::Communicator)),
        (Some("administrator"), Some(Role::Administrator)),
    ] {
        let visitor = match who {
            None => service.stranger(),
            Some(name) => service.person(name).await,
        };
        for page in Page::ALL {
            let path = page.row().path.replace(':', "");
            let reply = open(&visitor, &path).await;
            assert_eq!(reply.status, 200, "{path}");
            let chosen = program(&text(&reply));
            assert_eq!(chosen, Some(page.program(role)), "{path} for {role:?}");
            let asked = visitor
                .get(&["/api/program?sida=", &path].concat())
                .send()
                .await;
            assert_eq!(asked.json()["program"], page.program(role).name(), "{path}");
        }
    }
}

#[tokio::test]
async fn what_depends_on_the_session_is_kept_by_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let service = with_app(folder.path()).await;
    let (visitor, staff) = (service.stranger(), service.person("kommunikator").await);
    for (who, path, cache, vary) in [
        (&visitor, "/", "no-cache", "accept-encoding, cookie"),
        (
            &visitor,
            "/finns-inte",
            "no-cache",
            "accept-encoding, cookie",
        ),
        (&staff, "/", "private, no-cache", "accept-encoding, cookie"),
        (
            &staff,
            "/finns-inte",
            "private, no-cache",
            "accept-encoding, cookie",
        ),
        // One program holds these, for every asker.
        (&visitor, "/samtycke", "no-cache", "accept-encoding"),
        (&staff, "/arenden", "no-cache", "accept-encoding"),
    ] {
        let reply = open(who, path).await;
        assert_eq!(reply.headers["cache-control"], cache, "{path}");
        assert_eq!(reply.headers["vary"], vary, "{path}");
        let etag = reply.headers["etag"].to_str().unwrap().to_owned();
        let again = who
            .get(path)
            .header("accept", "text/html")
            .header("if-none-match", &etag)
            .send()
            .await;
        assert_eq!(again.status, 304, "{path}");
        assert_eq!(again.headers["cache-control"], cache, "{path}");
        // A browser keeps these instead of those that came with the page.
        let policy = "content-security-policy";
        assert_eq!(again.headers[policy], reply.headers[policy], "{path}");
    }
}

#[tokio::test]
async fn an_address_that_is_nowhere_says_so_in_its_status_and_on_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let service = with_app(folder.path()).await;
    let reply = open(&service.stranger(), "/finns-inte").await;
    assert_eq!(reply.status, 404);
    let page = text(&reply);
    assert!(page.contains("<h1>Sidan finns inte</h1>"), "{page}");
    assert_eq!(program(&page), Some(Program::Site));
}

#[tokio::test]
async fn a_page_has_its_own_heading_and_text_before_the_app_has_come() {
    let folder = tempfile::tempdir().unwrap();
    let service = with_app(folder.path()).await;
    let visitor = service.stranger();
    let policy = &service.state.policy.value;
    for page in Page::ALL {
        let path = page.row().path.replace(':', "");
        let shell = text(&open(&visitor, &path).await);
        let title = page.row().title;
        assert_eq!(shell.matches("<h1>").count(), 1, "{path}");
        assert!(shell.contains(&["<h1>", title, "</h1>"].concat()), "{path}");
        assert!(
            shell.contains(&["<title>", title, " – Klartecken</title>"].concat()),
            "{path}"
        );
        assert!(!shell.contains('{'), "{path}: a name was not filled in");
        let failed = shell.split("id=\"fel\"").nth(1).unwrap();
        assert!(
            failed.contains(&["\">", &policy.contact.phone, "</a>"].concat()),
            "{path}: whom to ring when the app fails"
        );
    }
    for (path, prose) in [
        ("/", prose::START),
        ("/ansok", prose::START_ACCOUNT),
        ("/forteckning", prose::REGISTER),
        ("/riktlinjer", prose::GUIDELINES),
        ("/finns-inte", prose::NOT_FOUND),
    ] {
        let shell = text(&open(&visitor, path).await);
        assert!(shell.contains(&prose::of_policy(prose, policy)), "{path}");
    }
    let guidelines = text(&open(&visitor, "/riktlinjer").await);
    for guideline in &policy.guidelines {
        assert!(guidelines.contains(&guideline.title), "{}", guideline.title);
    }
}

#[tokio::test]
async fn the_api_describes_itself() {
    let service = TestService::new().await;
    let description = service
        .stranger()
        .get("/api/openapi.json")
        .send()
        .await
        .json();
    for path in [
        "/api/arenden/{id}/kommando",
        "/api/forteckning",
        "/api/session",
        "/halsa",
    ] {
        assert!(description["paths"][path].is_object(), "{path}");
    }
}
