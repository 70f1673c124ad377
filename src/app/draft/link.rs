//! The draft under the link that this browser has opened.

use super::open_drafts::OpenDrafts;
use super::resource::DraftResource;
use crate::data::link::{Link, LinkView};
use crate::platform::api::ApiError;

/// Opens a link by its key, and closes the draft of the link that was open before.
pub(crate) async fn open(
    link: Link,
    drafts: OpenDrafts,
    key: String,
) -> Result<LinkView, ApiError> {
    let view = link.open(&key).await?;
    drafts.remove(DraftResource::Link.id());
    Ok(view)
}

/// Reads the link's present state: from the store's answer when its draft has just been sent, which
/// saves a call, and otherwise from the store.
pub(crate) async fn read(link: Link, drafts: OpenDrafts) -> Result<LinkView, ApiError> {
    if let Some(answer) = drafts.sent(DraftResource::Link.id()) {
        drafts.remove(DraftResource::Link.id());
        if let Some(view) = link.read_answer(&answer) {
            return Ok(view);
        }
    }
    link.read().await
}
