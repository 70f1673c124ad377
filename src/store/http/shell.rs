//! The pages of the app as people first see them, before the app has come: each written from the page
//! that Trunk left, with its own heading and text, and the lines that fetch the program early.

use std::sync::{Arc, OnceLock};

use lol_html::errors::RewritingError;
use lol_html::html_content::ContentType::{Html, Text};
use lol_html::html_content::Element;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use rules::page::{NOWHERE, Page, Program, prose};
use rules::policy::Policy;
use rules::value::html::escape;

use crate::http::answer::Answer;
use crate::http::assets::Assets;

/// Every page, written when it is first asked for.
#[derive(Clone, Debug, Default)]
pub struct Shells {
    index: Option<Arc<str>>,
    assets: Assets,
    /// By page, and for no page, and by program.
    written: Arc<[OnceLock<Option<Answer>>]>,
}

impl Shells {
    /// The pages of an app, which may be missing.
    #[must_use]
    pub fn new(assets: Assets) -> Self {
        let count = (Page::ALL.len() + 1) * Program::ALL.len();
        Self {
            index: assets.index().map(Arc::from),
            assets,
            written: (0..count).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The page, or the one that says that there is none, beginning with the program.
    pub(crate) fn page(
        &self,
        page: Option<Page>,
        program: Program,
        policy: &Policy,
    ) -> Option<&Answer> {
        let index = self.index.as_ref()?;
        let row = page.map_or(Page::ALL.len(), |page| page as usize);
        let cell = self
            .written
            .get(row * Program::ALL.len() + program as usize)?;
        cell.get_or_init(|| {
            let written = write(index, &self.assets, page, program, policy);
            written
                .inspect_err(|error| tracing::error!(%error, "a page was not written"))
                .ok()
                .map(|page| Answer::new("text/html; charset=utf-8", page.into_bytes()).lasting())
        })
        .as_ref()
    }
}

fn write(
    index: &str,
    assets: &Assets,
    page: Option<Page>,
    program: Program,
    policy: &Policy,
) -> Result<String, RewritingError> {
    let title = page.map_or(NOWHERE, |page| page.row().title);
    let contact = &policy.contact;
    let organisation = &policy.organisation;
    let address_of = |name: &str, element: &mut Element| {
        let path = element.get_attribute(name);
        if let Some(address) = path.and_then(|path| assets.address(&path)) {
            element.set_attribute(name, &address)?;
        }
        Ok(())
    };
    let handlers = vec![
        // Trunk leaves out the tags that HTML lets one leave out, that of the head among them.
        element!("title", |title_element| {
            title_element.set_inner_content(&[title, " – Klartecken"].concat(), Text);
            title_element.after(&fetching(assets, program), Html);
            Ok(())
        }),
        element!("link[href=\"/more.css\"]", |link| {
            // Nothing of it is on an applicant's pages.
            if program == Program::Apply {
                link.remove();
            }
            Ok(())
        }),
        element!("link[href]", |link| address_of("href", link)),
        element!("script[src]", |script| address_of("src", script)),
        element!("body", |body| {
            let first = body.get_attribute("data-ahead").unwrap_or_default();
            body.set_attribute("data-ahead", (first + more_ahead(page, program)).trim_end())?;
            Ok(())
        }),
        element!("#skal .brand__name", |name| {
            let owner = escape(&organisation.name);
            name.append(
                &["<span class=\"brand__owner\">", &owner, "</span>"].concat(),
                Html,
            );
            Ok(())
        }),
        element!("#skal .brand__mark", |mark| {
            if let Some(logotype) = &organisation.logotype {
                let source = escape(logotype);
                mark.replace(
                    &["<img class=\"brand__logo\" src=\"", &source, "\" alt=\"\">"].concat(),
                    Html,
                );
            }
            Ok(())
        }),
        element!("#sidan", |place| {
            place.set_inner_content(&content(page, title, policy), Html);
            Ok(())
        }),
        element!("#skal .kontakt", |line| {
            if !contact.phone.is_empty() && !contact.email.is_empty() {
                line.set_inner_content(&prose::of_policy(prose::REACH, policy), Html);
            }
            Ok(())
        }),
    ];
    let settings = handlers.into_iter().fold(
        RewriteStrSettings::new(),
        RewriteStrSettings::append_element_content_handler,
    );
    rewrite_str(index, settings)
}

/// The lines that fetch the program before its script asks for it. An applicant goes on to
/// [`Program::Staff`] one day, and the app puts its lines to use when there is time.
fn fetching(assets: &Assets, program: Program) -> String {
    let lines = |program: Program, script_line: &str, wasm_line: &str| {
        let line = |ending: &str, line: &str| {
            let path = [program.name(), ending].concat();
            let address = assets.address(&path);
            let address = address.unwrap_or_else(|| ["/", &path].concat());
            ["<link ", line, " href=\"", &address, "\">"].concat()
        };
        line(".js", script_line) + &line("_bg.wasm", wasm_line)
    };
    let own = lines(
        program,
        "rel=\"modulepreload\" data-program",
        "rel=\"preload\" data-program as=\"fetch\" type=\"application/wasm\" crossorigin",
    );
    if program != Program::Apply {
        return own;
    }
    let next = lines(
        Program::Staff,
        "rel=\"prefetch\" as=\"script\" crossorigin",
        "rel=\"prefetch\" as=\"fetch\" crossorigin",
    );
    [&own, "<template id=\"nasta\">", &next, "</template>"].concat()
}

/// What the page asks the store for as soon as it is drawn, beside what every page does.
fn more_ahead(page: Option<Page>, program: Program) -> &'static str {
    match (page, program) {
        // Staff see another one.
        (Some(Page::Register), Program::Site) => " /api/forteckning",
        _ => "",
    }
}

/// What the page begins with, as the app draws it.
fn content(page: Option<Page>, title: &str, policy: &Policy) -> String {
    let heading = ["<h1>", &escape(title), "</h1>"].concat();
    let text = |text: &str| {
        [
            "<div class=\"prose\">",
            &prose::of_policy(text, policy),
            "</div>",
        ]
        .concat()
    };
    let plain = |prose: &str| [&heading, &text(prose)[..]].concat();
    let Some(page) = page else {
        return plain(prose::NOT_FOUND);
    };
    match page {
        Page::Start => {
            let hero = [&heading, &text(prose::START_LEAD)[..]].concat();
            ["<div class=\"hero\">", &hero, "</div>", &text(prose::START)].concat()
        }
        Page::Register => plain(prose::REGISTER),
        Page::Guidelines => [&plain(prose::GUIDELINES)[..], &guidelines(policy)].concat(),
        Page::Accessibility => plain(prose::ACCESSIBILITY),
        Page::Privacy => plain(prose::PRIVACY),
        Page::Contact => plain(prose::CONTACT),
        Page::StartAccount => columns(&plain(prose::START_ACCOUNT)),
        Page::ChangeAccount => columns(&plain(prose::CHANGE_ACCOUNT)),
        Page::ManagerFirst => plain(prose::MANAGER_FIRST),
        Page::AboutConsent => plain(prose::CONSENT),
        _ => heading,
    }
}

fn columns(content: &str) -> String {
    ["<div class=\"columns\"><div>", content, "</div></div>"].concat()
}

/// Each guideline without what the service checks of it, which the app tells.
fn guidelines(policy: &Policy) -> String {
    let one = |(index, guideline): (usize, &rules::policy::GuidelineText)| {
        [
            "<article class=\"guideline\"><h2>",
            &(index + 1).to_string(),
            ". ",
            &escape(&guideline.title),
            "</h2><p>",
            &escape(&policy.fill(&guideline.text)),
            "</p></article>",
        ]
        .concat()
    };
    policy.guidelines.iter().enumerate().map(one).collect()
}
