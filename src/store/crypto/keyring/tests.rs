use super::*;
use crate::crypto::data_key::Place;
use crate::kind::Kind;

fn seals() -> Seals {
    Seals::of(&Zeroizing::new(random()))
}

#[test]
fn a_sealed_text_opens_only_in_its_place_with_its_lock() {
    let seals = seals();
    let (lock, wrapped) = seals.new_lock("a");
    let here = Place::Document(Kind::Consent, "1", 3);
    let sealed = lock.seal(here, "Vårdnadshavare ett");
    assert!(!sealed.contains("ett"));
    assert_eq!(lock.open(here, &sealed).unwrap(), "Vårdnadshavare ett");
    let again = seals.open_lock("a", &wrapped).unwrap();
    assert_eq!(again.open(here, &sealed).unwrap(), "Vårdnadshavare ett");
    for elsewhere in [
        Place::Document(Kind::Consent, "1", 2),
        Place::Document(Kind::Consent, "2", 3),
        Place::Document(Kind::Subject, "1", 3),
        Place::Event(Kind::Consent, "1", 3, ""),
    ] {
        assert_eq!(
            lock.open(elsewhere, &sealed),
            Err(Unopened),
            "{elsewhere:?}"
        );
    }
    let (other, _) = seals.new_lock("a");
    assert_eq!(other.open(here, &sealed), Err(Unopened));
    assert!(seals.open_lock("b", &wrapped).is_err());
    assert_eq!(lock.open(here, "x1.AAAA"), Err(Unopened));
    assert_eq!(lock.open(here, "{}"), Err(Unopened));
}

#[test]
fn the_same_text_is_never_sealed_the_same() {
    let (lock, _) = seals().new_lock("a");
    let here = Place::Receipt("a", "b");
    assert_ne!(lock.seal(here, "ja"), lock.seal(here, "ja"));
}

#[test]
fn another_master_key_is_known_as_another() {
    let (one, other) = (seals(), seals());
    assert!(one.is_made_by_us(&one.check_value()));
    assert!(!one.is_made_by_us(&other.check_value()));
    let (_, wrapped) = one.new_lock("a");
    assert!(other.open_lock("a", &wrapped).is_err());
    assert_ne!(one.look_up("a", "b"), other.look_up("a", "b"));
    assert_ne!(one.look_up("ab", ""), one.look_up("a", "b"));
}

#[test]
fn a_letter_opens_only_in_its_row() {
    let seals = seals();
    let (recipient, body) = seals.seal_letter((4, 0), "a@b.example", "brev");
    let opened = seals.open_letter((4, 0), &recipient, &body).unwrap();
    assert_eq!(opened, ("a@b.example".to_owned(), "brev".to_owned()));
    assert!(seals.open_letter((4, 1), &recipient, &body).is_err());
    assert!(seals.open_letter((4, 0), &body, &recipient).is_err());
}
