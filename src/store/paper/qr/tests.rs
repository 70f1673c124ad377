use super::*;

#[test]
fn a_code_has_light_squares_around_it() {
    let code = code("https://klartecken.example/ta-tillbaka").unwrap();
    // Version 3 holds such an address: 29 squares, and four on either side.
    assert_eq!(code.side, 29 + 8);
    assert!(code.squares.starts_with("M4 4h1v1h-1z"));
    assert!(super::code(&"x".repeat(4000)).is_none());
}
