//! The draft under the link that this browser has opened.

use super::open_drafts::Desk;
use super::resource::Home;
use crate::data::link::{Link, LinkView};
use crate::platform::api::Trouble;

/// Opens a link by its key, and closes the draft of the link that was open before.
pub(crate) async fn open(link: Link, desk: Desk, key: String) -> Result<LinkView, Trouble> {
    let view = link.open(&key).await?;
    desk.put_away(Home::Link.id());
    Ok(view)
}

/// Reads the link's present state: from the store's answer when its draft has just been sent, which
/// saves a call, and otherwise from the store.
pub(crate) async fn read(link: Link, desk: Desk) -> Result<LinkView, Trouble> {
    if let Some(answer) = desk.sent(Home::Link.id()) {
        desk.put_away(Home::Link.id());
        if let Some(view) = link.read_answer(&answer) {
            return Ok(view);
        }
    }
    link.read().await
}
