use super::*;

fn from(peer: &str, forwarded: &[&str], proxies: &[&str]) -> IpAddr {
    let mut extensions = Extensions::new();
    extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711)));
    let mut headers = HeaderMap::new();
    for value in forwarded {
        headers.append("x-forwarded-for", value.parse().unwrap());
    }
    let proxies = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
    client_address(&extensions, &headers, &proxies)
}

#[test]
fn only_our_own_proxies_are_believed() {
    for (peer, forwarded, proxies, client) in [
        ("192.0.2.1", &[][..], &[][..], "192.0.2.1"),
        ("192.0.2.1", &["198.51.100.7"], &[], "192.0.2.1"),
        (
            "127.0.0.1",
            &["198.51.100.7"],
            &["127.0.0.1"],
            "198.51.100.7",
        ),
        (
            "::ffff:127.0.0.1",
            &["198.51.100.7"],
            &["127.0.0.1"],
            "198.51.100.7",
        ),
        (
            "127.0.0.1",
            &["10.0.0.1, 198.51.100.7"],
            &["127.0.0.1"],
            "198.51.100.7",
        ),
        (
            "127.0.0.1",
            &["10.0.0.1", "198.51.100.7, 192.0.2.9"],
            &["127.0.0.1", "192.0.2.9"],
            "198.51.100.7",
        ),
        ("127.0.0.1", &["nonsense"], &["127.0.0.1"], "127.0.0.1"),
    ] {
        assert_eq!(
            from(peer, forwarded, proxies),
            client.parse::<IpAddr>().unwrap()
        );
    }
}

#[test]
fn guessing_a_password_soon_has_to_wait() {
    let logins = Logins::default();
    let address = |last| IpAddr::V4(Ipv4Addr::new(192, 0, 2, last));
    for attempt in 0..10 {
        assert!(logins.attempt("anna", address(attempt)).is_ok());
    }
    let refused = logins.attempt(" ANNA", address(99)).unwrap_err();
    assert!(matches!(refused, Problem::TooManyLogins(wait) if Duration::ZERO < wait));
    assert!(logins.attempt("bo", address(99)).is_ok());
}

#[test]
fn one_address_cannot_try_everybody() {
    let logins = Logins::default();
    let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    let tried = (0..200)
        .filter(|number| logins.attempt(&format!("person{number}"), address).is_ok())
        .count();
    assert!(tried < 150, "{tried}");
}
