//! The table of pages, as the router asks it.

use std::borrow::Cow;
use std::sync::Arc;

use leptos::children::ToChildren;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, FlatRoutesProps, RouteChildren};
use leptos_router::{
    ChooseView, GeneratedRouteData, MatchInterface, MatchNestedRoutes, MatchParams, RouteMatchId,
};
use rules::page::Page;

use crate::platform::screen::{Screen, Side};

/// What draws a page.
pub(crate) type View = fn() -> AnyView;

/// What draws the page at an address, or says that there is none.
type Shown = fn(Option<Page>) -> AnyView;

/// The pages, for the router. One type for all of them, where routes written one by one are a type
/// each, which every program would hold.
#[derive(Clone)]
pub(crate) struct Pages {
    shown: Shown,
    /// The router's name of each page, and last that of no page.
    ids: Arc<[RouteMatchId]>,
}

impl Pages {
    /// The page at the address, as `shown` draws it.
    pub(crate) fn shown(shown: Shown) -> AnyView {
        let ids = (0..=Page::ALL.len()).map(|_| RouteMatchId::new_from_route_id());
        let pages = Self {
            shown,
            ids: ids.collect(),
        };
        let props = FlatRoutesProps::builder()
            .fallback(|| ())
            .children(RouteChildren::to_children(move || pages))
            .build();
        FlatRoutes(props).into_any()
    }
}

impl MatchNestedRoutes for Pages {
    type Data = ();
    type Match = PageMatch;

    fn match_nested<'a>(&'a self, path: &'a str) -> (Option<(RouteMatchId, PageMatch)>, &'a str) {
        let at = Page::at(path);
        let page = at.as_ref().map(|(page, _)| *page);
        let id = self.ids[page.map_or(Page::ALL.len(), |page| page as usize)];
        let found = PageMatch {
            id,
            page,
            params: at
                .into_iter()
                .flat_map(|(_, params)| params)
                .map(|(name, text)| (name, text.to_owned()))
                .collect(),
            shown: self.shown,
        };
        (Some((id, found)), "")
    }

    /// Asked for by servers that draw pages.
    fn generate_routes(&self) -> impl IntoIterator<Item = GeneratedRouteData> + '_ {
        None
    }

    fn optional(&self) -> bool {
        false
    }
}

/// The page at an address, or none.
pub(crate) struct PageMatch {
    id: RouteMatchId,
    page: Option<Page>,
    params: Vec<(&'static str, String)>,
    shown: Shown,
}

impl MatchParams for PageMatch {
    fn to_params(&self) -> Vec<(Cow<'static, str>, String)> {
        let owned = |(name, text): &(&'static str, String)| (Cow::Borrowed(*name), text.clone());
        self.params.iter().map(owned).collect()
    }
}

impl MatchInterface for PageMatch {
    type Child = ();

    fn as_id(&self) -> RouteMatchId {
        self.id
    }

    fn as_matched(&self) -> &str {
        ""
    }

    fn into_view_and_child(self) -> (impl ChooseView, Option<()>) {
        let (shown, page) = (self.shown, self.page);
        // Never as a change of the page before it.
        let draw = move || -> Screen {
            if let Some(page) = page {
                provide_context(page);
            }
            expect_context::<Side>().next(shown(page))
        };
        (draw, None)
    }
}
