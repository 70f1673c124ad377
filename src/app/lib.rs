//! The app in the browser, in the few parts that are downloaded apart.
//!
//! Each part is a program of its own in `bin/`, so that whoever fills in a form does not also
//! download the pages that staff work in: [`site`], [`wizard()`], [`staff`] and [`consent`]. An
//! address that one part does not know is loaded anew, and the store answers with the part that
//! does.
//!
//! - [`app`]: the routes of each part; [`layout`]: the frame of every page; [`address`]: what stands in the
//!   page's address, and going on to another;
//! - [`screen`]: screens that take each other's place;
//! - [`api`]: the calls to the store; [`session`]: who is logged in; [`register`]: the public list;
//!   [`policy`]: what the organisation has decided;
//! - [`sheet`]: a form being filled in; [`keeping`]: how its draft is kept, in its [`home`]; [`desk`]: the drafts
//!   that are open; [`wizard`]: how any form is drawn; [`case`]: cases as the store tells of them;
//! - [`link`]: the personal link that somebody who answers for pictures has opened;
//! - [`inbox`]: the cases one may see, as lines; [`unsent`]: what is typed about them;
//! - [`part`]: what pages are made of; [`page`]: the pages;
//! - [`attempt`]: the key that what is sent is sent under; [`order`]: what staff order from a page;
//! - [`browser`], [`clock`], [`speech`]: the little that is asked of the browser itself.
//!
//! What is not here: a rule (they are in the `rules` crate), SQL, sessions' insides, conditional
//! compilation.

#![allow(
    unreachable_pub,
    reason = "`#[component]` makes public what it adds to a component"
)]

mod address;
mod api;
mod app;
mod attempt;
mod browser;
mod case;
mod clock;
mod desk;
mod home;
mod inbox;
mod keeping;
mod layout;
mod link;
mod order;
mod page;
mod part;
mod policy;
mod register;
mod screen;
mod session;
mod sheet;
mod speech;
mod unsent;
mod wizard;

use futures::future;
use leptos::mount::mount_to;
use rules::policy::Policy;

use crate::app::Part;

/// `RUSTFLAGS` in the environment silently drops what `.cargo/config.toml` says.
const _: () = assert!(
    cfg!(erase_components),
    "build with --cfg erase_components: unset RUSTFLAGS, which drops what .cargo/config.toml says"
);

/// Opens the pages that everybody may read: the start page, the register, the guidelines.
pub fn site() {
    open(&app::SITE);
}

/// Opens the employees' forms.
pub fn wizard() {
    open(&app::WIZARD);
}

/// Opens the pages that managers and communications work in.
pub fn staff() {
    open(&app::STAFF);
}

/// Opens the pages for people on pictures and those who answer for them.
pub fn consent() {
    open(&app::CONSENT);
}

fn open(part: &'static Part) {
    // Not Leptos's, which has no executor before the app is mounted.
    wasm_bindgen_futures::spawn_local(start(part));
}

/// Reads what every page needs, both at once, and draws the first page. Each in a task of its own,
/// since a slow phone is deaf for as long as a task takes.
async fn start(part: &'static Part) {
    browser::pause().await;
    let policy = api::Call::get("/api/policy").read::<Policy>();
    let (policy, standing) = future::join(policy, session::ask()).await;
    let (Ok(policy), Ok(standing)) = (policy, standing) else {
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
    mount_to(root, move || app::app(policy, standing, part)).forget();
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
