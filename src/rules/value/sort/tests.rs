use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn as_the_library_sorts(list in prop::collection::vec((0u8..9, any::<u8>()), 0..60)) {
        let mut expected = list.clone();
        expected.sort_by_key(|(key, _)| *key);
        prop_assert_eq!(&sorted(list.clone(), |(one, _), (other, _)| one.cmp(other)), &expected);
        prop_assert_eq!(sorted_by_key(list, |(key, _)| *key), expected);
    }
}
