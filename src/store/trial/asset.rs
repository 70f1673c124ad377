//! What stands around every answer.

use std::path::Path;

use super::Trial;
use crate::asset::Assets;

fn app(folder: &Path) -> Assets {
    std::fs::write(
        folder.join("index.html"),
        "<!doctype html><script>start()</script>",
    )
    .unwrap();
    std::fs::write(folder.join("app-0123456789abcdef_bg.wasm"), [0; 10_000]).unwrap();
    Assets::folder(folder).unwrap()
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_an_id() {
    let folder = tempfile::tempdir().unwrap();
    let trial = Trial::with(|state| state.assets = app(folder.path())).await;
    let visitor = trial.stranger();
    let mut ids = Vec::new();
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/ansok"),
        ("GET", "/app-0123456789abcdef_bg.wasm"),
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
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"),
            "{policy}"
        );
        // A page may run its own inline script, and nothing else any.
        let is_page = ["/", "/ansok"].contains(&path);
        assert_eq!(policy.contains("'sha256-"), is_page, "{path}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"),
            "{path}"
        );
        assert_eq!(reply.headers["x-content-type-options"], "nosniff", "{path}");
        assert!(reply.headers.contains_key("cache-control"), "{path}");
        ids.push(reply.headers["x-request-id"].to_str().unwrap().to_owned());
    }
    ids.dedup();
    assert_eq!(ids.len(), 11);
}

#[tokio::test]
async fn the_app_is_served_packed_and_only_where_the_app_is() {
    let folder = tempfile::tempdir().unwrap();
    let trial = Trial::with(|state| state.assets = app(folder.path())).await;
    let visitor = trial.stranger();
    let page = visitor
        .get("/ansok/x/kontot")
        .header("accept", "text/html")
        .send()
        .await;
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(page.headers["cache-control"], "no-cache");
    let wasm = visitor
        .get("/app-0123456789abcdef_bg.wasm")
        .header("accept-encoding", "br")
        .send()
        .await;
    assert_eq!(wasm.headers["content-type"], "application/wasm");
    assert_eq!(wasm.headers["content-encoding"], "br");
    assert!(wasm.bytes.len() < 100);
    for path in ["/api/typo", "/borta.wasm", "/api/arenden.html"] {
        let reply = visitor.get(path).header("accept", "text/html").send().await;
        assert_eq!(reply.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_api_describes_itself() {
    let trial = Trial::new().await;
    let description = trial
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
