//! What the app asks of the network, the browser, the router and Leptos.

pub(crate) mod address;
pub(crate) mod api;
pub(crate) mod browser;
pub(crate) mod clock;
pub(crate) mod idempotency;
pub(crate) mod screen;
pub(crate) mod speech;
