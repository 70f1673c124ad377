//! The app in the browser, in a few programs that are downloaded apart.
//!
//! Each is a binary of its own in `bin/`, so that an applicant does not also download the
//! pages that staff work in. [`rules::page`] says which pages a program holds; one that it does not hold
//! is loaded anew, and the store answers with a program that does.
//!
//! The folders are levels, from top to bottom; a file uses what lies in its own folder or below it:
//!
//! - `shell`: what surrounds the pages; `page`: the pages; `form`: a form, step by step;
//! - `draft`: forms being filled in, and how their drafts are saved;
//! - `component`: what pages are made of; `data`: what they know;
//! - `platform`: the network, the browser, the router and Leptos.
//!
//! What is not here: a rule (they are in the `rules` crate), SQL, sessions' insides, conditional
//! compilation.

#![allow(
    unreachable_pub,
    reason = "`#[component]` makes public what it adds to a component"
)]

mod component;
mod data;
mod draft;
mod form;
mod page;
mod platform;
mod shell;

use futures::future;
use leptos::mount::mount_to;
use rules::policy::Policy;

use crate::data::session;
use crate::platform::{api, browser};
use crate::shell::bundle::Bundle;

pub use shell::bundle::{Apply, Signer, Site, Staff};

/// `RUSTFLAGS` in the environment silently drops what `.cargo/config.toml` says.
const _: () = assert!(
    cfg!(erase_components),
    "build with --cfg erase_components: unset RUSTFLAGS, which drops what .cargo/config.toml says"
);

/// Starts a program in the page.
pub fn open<B: Bundle>() {
    // Not Leptos's, which has no executor before the app is mounted.
    wasm_bindgen_futures::spawn_local(start::<B>());
}

/// Fetches the policy and the session concurrently, then mounts the program. It yields between the steps,
/// since a long task blocks input on a slow phone.
async fn start<B: Bundle>() {
    browser::pause().await;
    let policy = api::Call::get("/api/policy").read::<Policy>();
    let (policy, session_info) = future::join(policy, session::ask()).await;
    let (Ok(policy), Ok(session_info)) = (policy, session_info) else {
        reveal("fel");
        return;
    };
    browser::pause().await;
    let Some(root) = browser::by_id("app") else {
        return;
    };
    if let Some(shell) = browser::by_id("skal") {
        shell.remove();
    }
    // The policy holds for as long as the page does, so every page can borrow it.
    let policy: &'static Policy = Box::leak(Box::new(policy.body));
    // What is drawn stays for as long as the page does.
    mount_to(root, move || shell::app::app::<B>(policy, session_info)).forget();
}

/// Shows one of the messages that index.html holds ready.
fn reveal(id: &str) {
    if let Some(message) = browser::by_id(id) {
        message.set_hidden(false);
        let _ = message.focus();
    }
    if let Some(waiting) = browser::by_id("vantan") {
        waiting.set_hidden(true);
    }
}
