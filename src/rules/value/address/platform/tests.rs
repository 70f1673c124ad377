use super::*;

#[test]
fn every_platform_is_found_by_its_id() {
    for (at, platform) in Platform::ALL.into_iter().enumerate() {
        assert_eq!(platform as usize, at, "{platform:?} stands in its own row");
        assert_eq!(Platform::from_id(platform.id()), Some(platform));
        let json = serde_json::to_string(&platform).unwrap();
        assert_eq!(serde_json::from_str::<Platform>(&json).unwrap(), platform);
    }
    assert_eq!(Platform::from_id("twitter"), Some(Platform::X));
    assert_eq!(Platform::from_id("FaceBook"), Some(Platform::Facebook));
    assert_eq!(Platform::from_id(""), None);
    assert_eq!(Platform::from_id("myspace"), None);
}
