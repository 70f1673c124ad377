//! What is taken back: all of it, some of the channels or some of the pictures. The holder of a link
//! and staff who register what they were told choose it the same way.

use std::collections::BTreeSet;

use leptos::prelude::*;
use rules::consent::scope::{Channel, Scope};
use rules::publication::shown::{ShownPicture, ShownPlace};
use rules::value::date;
use serde::Serialize;

use super::boxes::Boxes;
use super::choice::Choice;
use super::question::Words;

const CHANNELS: &str = "kanaler";
const PICTURES: &str = "bilder";
/// No more pictures of the person at all.
pub(crate) const NEVER: &str = "fotografera-mig-inte";

/// The command, as it is sent.
#[derive(Serialize)]
struct TakeBack<'a> {
    kommando: &'static str,
    vad: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    vilka: Option<&'a [String]>,
}

/// What is not chosen yet.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Lack {
    /// How much is taken back.
    What,
    /// Any of the channels.
    Channels,
    /// Any of the pictures.
    Pictures,
}

/// What has been chosen so far.
#[derive(Clone, Copy)]
pub(crate) struct Withdrawal {
    /// How much, as a word.
    pub(crate) what: RwSignal<String>,
    channels: RwSignal<Vec<String>>,
    pictures: RwSignal<Vec<String>>,
}

impl Withdrawal {
    /// Nothing chosen.
    pub(crate) fn new() -> Self {
        Self {
            what: RwSignal::new(String::new()),
            channels: RwSignal::new(Vec::new()),
            pictures: RwSignal::new(Vec::new()),
        }
    }

    /// Forgets what was chosen.
    pub(crate) fn clear(self) {
        self.what.set(String::new());
        self.channels.set(Vec::new());
        self.pictures.set(Vec::new());
    }

    /// Whether it is some of the channels.
    pub(crate) fn is_channels(self) -> bool {
        self.what.with(|what| what == CHANNELS)
    }

    /// Whether it is some of the pictures.
    pub(crate) fn is_pictures(self) -> bool {
        self.what.with(|what| what == PICTURES)
    }

    /// What is to be chosen before it can be sent.
    pub(crate) fn lacks(self) -> Option<Lack> {
        if self.what.with(String::is_empty) {
            Some(Lack::What)
        } else if self.is_channels() && self.channels.with(Vec::is_empty) {
            Some(Lack::Channels)
        } else if self.is_pictures() && self.pictures.with(Vec::is_empty) {
            Some(Lack::Pictures)
        } else {
            None
        }
    }

    /// The question of which channels.
    pub(crate) fn which_channels(self, words: Words, open: &[Channel]) -> AnyView {
        let choices = open
            .iter()
            .map(|channel| Choice {
                value: channel.id().to_owned(),
                label: channel.label().into(),
                hint: String::new(),
            })
            .collect();
        view! {
            <Boxes
                words=words
                choices=choices
                ticked=self.channels.into()
                change=change(self.channels)
            />
        }
        .into_any()
    }

    /// The question of which pictures: those that can be taken back, each with where it is shown.
    pub(crate) fn which_pictures(self, words: Words, pictures: &[ShownPicture]) -> AnyView {
        let choices = pictures
            .iter()
            .filter(|picture| picture.can_be_taken_back)
            .map(|picture| {
                let places: Vec<String> = picture.places.iter().map(place_name).collect();
                Choice {
                    value: picture.id.clone(),
                    label: picture.title.clone(),
                    hint: places.join(". "),
                }
            })
            .collect();
        view! {
            <Boxes
                words=words
                choices=choices
                ticked=self.pictures.into()
                change=change(self.pictures)
            />
        }
        .into_any()
    }

    /// The command that takes it back.
    pub(crate) fn command(self) -> String {
        let what = self.what.get_untracked();
        let which = match what.as_str() {
            CHANNELS => Some(self.channels.get_untracked()),
            PICTURES => Some(self.pictures.get_untracked()),
            _ => None,
        };
        serde_json::to_string(&TakeBack {
            kommando: "ta-tillbaka",
            vad: &what,
            vilka: which.as_deref(),
        })
        .unwrap_or_default()
    }
}

/// Ticks and unticks one of a list.
fn change(list: RwSignal<Vec<String>>) -> Callback<(String, bool)> {
    Callback::new(move |(id, on): (String, bool)| {
        list.update(|list| {
            list.retain(|known| *known != id);
            if on {
                list.push(id);
            }
        });
    })
}

/// The channels that can still be taken back.
pub(crate) fn open_channels(scope: Option<&Scope>, withdrawn: &BTreeSet<Channel>) -> Vec<Channel> {
    let all = scope.into_iter().map(|scope| &scope.channels);
    all.flat_map(|channels| channels.difference(withdrawn))
        .copied()
        .collect()
}

/// The choices without those that there is nothing to choose among for: channels when there is but
/// one, and pictures when none can be taken back.
pub(crate) fn offered(
    choices: Vec<Choice>,
    channels: &[Channel],
    has_pictures: bool,
) -> Vec<Choice> {
    choices
        .into_iter()
        .filter(|choice| match choice.value.as_str() {
            CHANNELS => 1 < channels.len(),
            PICTURES => has_pictures,
            _ => true,
        })
        .collect()
}

/// Whether any of the pictures can be taken back.
pub(crate) fn has_some(pictures: &[ShownPicture]) -> bool {
    pictures.iter().any(|picture| picture.can_be_taken_back)
}

/// Where a picture was shown, in words: «Webbplatsen, 21 november 2026».
pub(crate) fn place_name(place: &ShownPlace) -> String {
    let account = place.account.as_deref().unwrap_or_default();
    let comma = if account.is_empty() { "" } else { ", " };
    [
        place.channel.label(),
        comma,
        account,
        ", ",
        &date::long(place.day),
    ]
    .concat()
}
