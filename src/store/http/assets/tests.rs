use super::*;

fn app() -> (tempfile::TempDir, Assets) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("index.html", "<!doctype html><title>Klartecken</title>"),
        ("staff_bg.wasm", "wasm"),
        ("staff.js", "js"),
        ("mark.svg", "<svg></svg>"),
        ("stil/a.css", "a{}"),
    ] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let assets = Assets::folder(folder.path()).unwrap();
    (folder, assets)
}

fn get(assets: &Assets, path: &str, headers: &[(&str, &str)]) -> Option<Response> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(
            name.parse::<axum::http::HeaderName>().unwrap(),
            value.parse().unwrap(),
        );
    }
    assets.serve(path, &map)
}

#[test]
fn only_names_that_change_with_the_content_are_kept_for_ever() {
    let (_folder, app) = app();
    for path in ["/staff_bg.wasm", "/staff.js", "/mark.svg", "/stil/a.css"] {
        let kept = |path: &str| {
            get(&app, path, &[]).map(|answer| answer.headers()["cache-control"].clone())
        };
        assert_eq!(kept(path).unwrap(), "no-cache", "{path}");
        let address = app.address(path).unwrap();
        assert_eq!(
            kept(&address).unwrap(),
            "public, max-age=31536000, immutable",
            "{address}"
        );
        let other = address.replace('-', "-0");
        assert!(kept(&other).is_none(), "{other}");
    }
}

#[test]
fn what_is_no_file_and_the_page_that_others_are_written_from_are_not_served() {
    let (_folder, app) = app();
    for path in [
        "/",
        "/index.html",
        "/stil",
        "/stil/../mark.svg",
        "/gone.wasm",
    ] {
        assert!(get(&app, path, &[]).is_none(), "{path}");
    }
}

#[test]
fn what_the_asker_has_is_not_sent_again() {
    let (_folder, app) = app();
    let etag = get(&app, "/mark.svg", &[]).unwrap().headers()["etag"].clone();
    let etag = etag.to_str().unwrap();
    for (value, status) in [
        (etag, 304),
        (&format!("W/{etag}"), 304),
        (&format!("\"other\", {etag}"), 304),
        ("*", 304),
        ("\"x\"", 200),
    ] {
        let again = get(&app, "/mark.svg", &[("if-none-match", value)]).unwrap();
        assert_eq!(again.status(), status, "{value}");
    }
}

#[test]
fn the_best_encoding_that_is_taken_is_chosen() {
    for (accept, wanted) in [
        ("gzip, deflate, br, zstd", Some(Encoding::Brotli)),
        ("gzip", Some(Encoding::Gzip)),
        ("br;q=0, gzip;q=0.5", Some(Encoding::Gzip)),
        ("identity", None),
        ("", None),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, accept.parse().unwrap());
        assert_eq!(Encoding::wanted(&headers), wanted, "{accept}");
    }
    let (_folder, app) = app();
    let packed = get(&app, "/mark.svg", &[("accept-encoding", "br")]).unwrap();
    assert_eq!(packed.headers()["content-encoding"], "br");
    assert_eq!(packed.headers()["content-type"], "image/svg+xml");
}
