use super::*;
use crate::crypto::data_key::Context;
use crate::kind::Kind;

fn keyring() -> Keyring {
    Keyring::of(&Zeroizing::new(random()))
}

#[test]
fn a_sealed_text_opens_only_in_its_place_with_its_lock() {
    let keyring = keyring();
    let (data_key, wrapped) = keyring.new_data_key("a");
    let here = Context::Document(Kind::Consent, "1", 3);
    let sealed = data_key.seal(here, "Vårdnadshavare ett");
    assert!(!sealed.contains("ett"));
    assert_eq!(data_key.open(here, &sealed).unwrap(), "Vårdnadshavare ett");
    let again = keyring.open_data_key("a", &wrapped).unwrap();
    assert_eq!(again.open(here, &sealed).unwrap(), "Vårdnadshavare ett");
    for elsewhere in [
        Context::Document(Kind::Consent, "1", 2),
        Context::Document(Kind::Consent, "2", 3),
        Context::Document(Kind::Subject, "1", 3),
        Context::Event(Kind::Consent, "1", 3, ""),
    ] {
        assert_eq!(
            data_key.open(elsewhere, &sealed),
            Err(UnsealError),
            "{elsewhere:?}"
        );
    }
    let (other, _) = keyring.new_data_key("a");
    assert_eq!(other.open(here, &sealed), Err(UnsealError));
    assert!(keyring.open_data_key("b", &wrapped).is_err());
    assert_eq!(data_key.open(here, "x1.AAAA"), Err(UnsealError));
    assert_eq!(data_key.open(here, "{}"), Err(UnsealError));
}

#[test]
fn the_same_text_is_never_sealed_the_same() {
    let (data_key, _) = keyring().new_data_key("a");
    let here = Context::Receipt("a", "b");
    assert_ne!(data_key.seal(here, "ja"), data_key.seal(here, "ja"));
}

#[test]
fn another_master_key_is_known_as_another() {
    let (one, other) = (keyring(), keyring());
    assert!(one.is_made_by_us(&one.check_value()));
    assert!(!one.is_made_by_us(&other.check_value()));
    let (_, wrapped) = one.new_data_key("a");
    assert!(other.open_data_key("a", &wrapped).is_err());
    assert_ne!(one.look_up("a", "b"), other.look_up("a", "b"));
    assert_ne!(one.look_up("ab", ""), one.look_up("a", "b"));
}

#[test]
fn a_letter_opens_only_in_its_row() {
    let keyring = keyring();
    let (recipient, body) = keyring.seal_letter((4, 0), "a@b.example", "brev");
    let opened = keyring.open_letter((4, 0), &recipient, &body).unwrap();
    assert_eq!(opened, ("a@b.example".to_owned(), "brev".to_owned()));
    assert!(keyring.open_letter((4, 1), &recipient, &body).is_err());
    assert!(keyring.open_letter((4, 0), &body, &recipient).is_err());
}
