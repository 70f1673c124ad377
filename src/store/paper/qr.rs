//! An address as a QR code, for paper.

use qrcodegen::{QrCode, QrCodeEcc};

/// Light squares around the code, which readers need to find it (ISO/IEC 18004).
const QUIET_SQUARES: i32 = 4;

/// A code to draw.
#[derive(Debug)]
pub struct Code {
    /// How many squares wide and high it is, the light ones around it included.
    pub side: i32,
    /// The dark squares, as an SVG path.
    pub squares: String,
}

/// The code of `text`; nothing when it is too long for any.
#[must_use]
pub fn code(text: &str) -> Option<Code> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let dark = |x: i32, y: i32| code.get_module(x, y);
    let squares = (0..code.size())
        .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
        .filter(|(x, y)| dark(*x, *y))
        .map(|(x, y)| format!("M{} {}h1v1h-1z", x + QUIET_SQUARES, y + QUIET_SQUARES))
        .collect();
    Some(Code {
        side: code.size() + 2 * QUIET_SQUARES,
        squares,
    })
}

#[cfg(test)]
mod tests;
