//! The sentences a person wrote down, by their stable ids.
//!
//! What a guideline says, where it comes from and how organisations differ stands in the policy
//! ([`crate::policy::GuidelineText`]); here are only the ids, so that a rule cannot be written
//! without naming one.

use serde::{Deserialize, Deserializer, Serialize};

use crate::value::word;

macro_rules! guidelines {
    ($($variant:ident $id:literal $doc:literal,)+) => {
        /// A guideline or the law that a rule leans on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub enum Guideline {
            $(#[doc = $doc] #[serde(rename = $id)] $variant,)+
        }

        impl Guideline {
            /// Every guideline, in the order they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The Swedish word that names it, stable for ever.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// The guideline with this word.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|guideline| guideline.id() == id)
            }
        }

        impl<'de> Deserialize<'de> for Guideline {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                word::read(from, Self::from_id)
            }
        }
    };
}

guidelines! {
    Chef "chef" "The manager's approval is always needed to start an account.",
    Radgor "radgor" "Consult the communications department.",
    Las "las" "Read the guidelines before the application is sent.",
    Inloggning "inloggning" "The service needs a login.",
    Forteckning "forteckning" "A public list of every account, easy to find.",
    Anmal "anmal" "Report to communications when an account starts or ends.",
    Kanaler "kanaler" "Communications decide on channels; no account without approval.",
    Enhetschef "enhetschef" "The unit's manager decides to apply and stays responsible.",
    Inlagg "inlagg" "How many posts a week are recommended and required.",
    Inaktivt "inaktivt" "Inactive accounts are closed.",
    Svar "svar" "Comments are answered within a time.",
    Fornamn "fornamn" "Answers end with a first name.",
    Bevakning "bevakning" "The account is watched every weekday.",
    Profilbild "profilbild" "The profile picture shows the municipality's logotype.",
    Tjansteperson "tjansteperson" "An individual's account says that it is run in service.",
    Bakgrund "bakgrund" "The background picture is relevant and lawful.",
    Reklam "reklam" "No advertising.",
    Gdpr "gdpr" "People on pictures have consented before publication.",
    TvaBlanketter "tva-blanketter" "Two forms: general and with pictograms.",
    Rutin "rutin" "The unit has a routine for consent.",
    Fotouppdrag "fotouppdrag" "Communicators bring and keep forms.",
    Delning "delning" "Before a picture is shared, consent is made sure and the person asked.",
    Angra "angra" "Whoever regrets is no longer shown.",
    Avbojande "avbojande" "A form for those who no longer want to be shown at all.",
    Personal "personal" "Staff are asked, orally, always.",
    Vuxna "vuxna" "Adults decide for themselves.",
    Under18 "under-18" "Under 18, guardians or a god man consent.",
    Kognition "kognition" "With reduced ability, a relative or staff are consulted.",
    SaknarFormaga "saknar-formaga" "Who wholly lacks ability is not photographed.",
    Avliden "avliden" "Relatives' wishes after a death.",
    Samtal "samtal" "Talk about what consent means.",
    Tvekan "tvekan" "At the least doubt: no picture.",
    AllaKonton "alla-konton" "The rules hold for every account, open or closed.",
    Utbildning "utbildning" "Training a few times a year.",
    Gdpr6 "gdpr-6" "Data protection: the legal basis.",
    Gdpr7 "gdpr-7" "Data protection: conditions for consent.",
    Gdpr9 "gdpr-9" "Data protection: special categories.",
    AllmanHandling "allman-handling" "Everything posted is an official document.",
    Gallring "gallring" "Destroying official documents needs a decision.",
    Vardnad "vardnad" "Guardians decide together.",
    Stallforetradare "stallforetradare" "Representatives act within their assignment.",
    Dos "dos" "Accessibility of digital public service.",
    NamnBild "namn-bild" "Name and picture in advertising.",
    Handlaggning "handlaggning" "What is needed for a case to be handled.",
    Sakerhet "sakerhet" "Accounts are protected against others.",
}
