//! What the store and the app say to each other about cases, besides the documents themselves.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A case to begin, with an empty draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// The id of its form.
    pub form: String,
}
