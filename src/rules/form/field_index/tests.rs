use super::*;
use crate::catalogue::FORMS;

#[test]
fn every_field_is_found_where_it_stands() {
    for form in FORMS {
        let places = FieldIndex::of(form.fields);
        for (at, field) in form.fields().enumerate() {
            assert_eq!(places.get(field), Some(at), "{}", field.id);
        }
        for other in FORMS.iter().flat_map(|form| form.fields()) {
            let stands = form.fields().any(|field| field == other);
            assert_eq!(places.get(other).is_some(), stands, "{}", other.id);
        }
    }
}
