//! Reading aloud with the browser's own voice.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

/// The language that is read.
const LANGUAGE: &str = "sv-SE";

/// The browser has no Swedish voice.
pub(crate) struct NoVoice;

fn synthesis() -> Option<SpeechSynthesis> {
    window().speech_synthesis().ok()
}

/// A Swedish voice, if there is one. Another language's voice reads Swedish so that nobody
/// understands it, which is worse than silence.
fn swedish(synthesis: &SpeechSynthesis) -> Option<SpeechSynthesisVoice> {
    synthesis
        .get_voices()
        .iter()
        .filter_map(|voice| voice.dyn_into::<SpeechSynthesisVoice>().ok())
        .find(|voice| rules::value::text::lowered(&voice.lang()).starts_with("sv"))
}

/// Asks the browser to have its voices at hand. Some only look for them when they are asked.
pub(crate) fn prepare() {
    if let Some(synthesis) = synthesis() {
        // The answer is not needed yet.
        let _ = synthesis.get_voices();
    }
}

/// Reads the text aloud, in the place of what is being read.
///
/// # Errors
///
/// [`NoVoice`] when there is no Swedish voice.
pub(crate) fn say(text: &str) -> Result<(), NoVoice> {
    let synthesis = synthesis().ok_or(NoVoice)?;
    let voice = swedish(&synthesis).ok_or(NoVoice)?;
    let utterance = SpeechSynthesisUtterance::new_with_text(text).map_err(|_| NoVoice)?;
    utterance.set_lang(LANGUAGE);
    utterance.set_voice(Some(&voice));
    synthesis.cancel();
    synthesis.speak(&utterance);
    Ok(())
}

/// Falls silent, when the page that was read is left.
pub(crate) fn hush() {
    if let Some(synthesis) = synthesis() {
        synthesis.cancel();
    }
}
