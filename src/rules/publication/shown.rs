//! Published pictures as those see them who answer for a person on them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::log::Publication;
use crate::consent::scope::Channel;
use crate::value::wire;
use crate::value::word::words;

words! {
    /// What becomes of a picture where it is shown.
    Fate {
        Shown "visas" "Visas" "It is there.",
        Leaving "tas-bort" "Ska tas bort" "It is to be taken down.",
        Gone "borttagen" "Borttagen" "It has been taken down.",
        Printed "tryckt" "Tryckt" "It is printed, and stays.",
    }
}

/// A place where a picture was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownPlace {
    /// The kind of place.
    #[serde(rename = "kanal")]
    pub channel: Channel,
    /// The account's name, when it was in an account that is known.
    #[serde(rename = "konto", default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The day it was published.
    #[serde(rename = "dag", deserialize_with = "wire::day")]
    pub day: NaiveDate,
    /// The address of the post, if it has one and is still there.
    #[serde(rename = "lank", default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// What becomes of it.
    #[serde(rename = "lage")]
    pub fate: Fate,
    /// The last day to take it down, while that is to be done.
    #[serde(
        rename = "senast",
        default,
        deserialize_with = "wire::day_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub due: Option<NaiveDate>,
}

/// A picture and where it was published. It says nothing of who else is on it or who published it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownPicture {
    /// Its id, by which it is taken back.
    pub id: String,
    /// What it shows.
    #[serde(rename = "titel")]
    pub title: String,
    /// Whether the yes to it can still be taken back.
    #[serde(rename = "kan_tas_tillbaka")]
    pub can_be_taken_back: bool,
    /// Where, in the order it was published.
    #[serde(rename = "platser")]
    pub places: Vec<ShownPlace>,
}

impl ShownPicture {
    /// The pictures of a person that lean on one of `consents`. `withdrawn` are the pictures that
    /// have been taken back already; `account` tells what an account is called.
    pub fn all<'a>(
        subject: &str,
        consents: &BTreeSet<String>,
        withdrawn: &BTreeSet<String>,
        publications: impl IntoIterator<Item = &'a Publication>,
        account: impl Fn(&str) -> Option<String>,
    ) -> Vec<Self> {
        let mut pictures: Vec<Self> = Vec::new();
        for publication in publications {
            let is_theirs = publication
                .people
                .iter()
                .any(|person| person.subject == subject && consents.contains(&person.consent));
            if !is_theirs {
                continue;
            }
            let fate = publication.fate();
            let place = ShownPlace {
                channel: publication.channel,
                account: publication.account.as_deref().and_then(&account),
                day: publication.day,
                link: publication
                    .link
                    .clone()
                    .filter(|_| matches!(fate, Fate::Shown | Fate::Leaving)),
                fate,
                due: publication.due(),
            };
            let id = &publication.picture.id;
            match pictures.iter_mut().find(|picture| picture.id == *id) {
                Some(picture) => picture.places.push(place),
                None => pictures.push(Self {
                    id: id.clone(),
                    title: publication.picture.title.clone(),
                    can_be_taken_back: !withdrawn.contains(id),
                    places: vec![place],
                }),
            }
        }
        pictures
    }
}

impl Publication {
    /// What becomes of it.
    pub fn fate(&self) -> Fate {
        if self.removed.is_some() {
            Fate::Gone
        } else if !self.is_removable() {
            Fate::Printed
        } else if self.orders.is_empty() {
            Fate::Shown
        } else {
            Fate::Leaving
        }
    }
}
