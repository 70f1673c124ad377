use super::*;

#[test]
fn no_host_is_in_two_tables() {
    let mut hosts: Vec<&str> = SITES.iter().flat_map(|site| site.hosts).copied().collect();
    hosts.extend(SHORT_LINK_HOSTS.iter());
    hosts.extend(MASTODON_HOSTS.iter());
    let count = hosts.len();
    hosts.sort_unstable();
    hosts.dedup();
    assert_eq!(hosts.len(), count);
}

#[test]
fn tables_are_written_as_they_are_compared() {
    for site in SITES {
        for word in site.reserved.iter().chain(site.hosts.iter().copied()) {
            assert_eq!(word, word.to_ascii_lowercase());
        }
        for form in site.forms {
            assert!(!site.reserved.have(form.word), "{} is a form", form.word);
        }
        assert!(site.base.ends_with('/'));
    }
}
