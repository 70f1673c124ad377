//! What the app asks of the network, the browser, the router and Leptos.
//!
//! - [`api`]: the calls to the store, [`idempotency`]: the key that makes a repeated call harmless;
//! - [`browser`]: focus, scrolling and history; [`storage`]; [`clock`]; [`speech`]: reading aloud;
//! - [`debounce`]: a timer that starts over; [`address`]: the page's address, and navigation;
//!   [`screen`]: drawing anew, and effects.

pub(crate) mod address;
pub(crate) mod api;
pub(crate) mod browser;
pub(crate) mod clock;
pub(crate) mod debounce;
pub(crate) mod idempotency;
pub(crate) mod screen;
pub(crate) mod speech;
pub(crate) mod storage;
