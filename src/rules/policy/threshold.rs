//! Which proof lets a yes count by itself.

use serde::{Deserialize, Serialize};

use crate::value::proof::Proof;

/// The weakest proof with which a yes counts by itself; a yes with less waits until the unit has
/// confirmed who gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// When a person answers for one under age, or is under age.
    #[serde(rename = "samtycke-ungdom")]
    pub minor: Proof,
    /// When an adult answers.
    #[serde(rename = "samtycke-vuxen")]
    pub adult: Proof,
    /// When a representative answers for an adult.
    #[serde(rename = "samtycke-foretradare")]
    pub representative: Proof,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            minor: Proof::Named,
            adult: Proof::OwnAddress,
            representative: Proof::Named,
        }
    }
}

/// A threshold as the policy file has it.
pub(super) struct Threshold {
    /// The form's id, which is its name in the file.
    pub(super) name: &'static str,
    /// What it may not be weaker than.
    pub(super) lowest: Proof,
    pub(super) set: fn(&mut Thresholds, Proof),
}

/// Every threshold. That of a minor is no choice: every holder of a link that a school gave to a whole
/// class could otherwise say yes for any child in it.
pub(super) static THRESHOLDS: &[Threshold] = &[
    Threshold {
        name: "samtycke-ungdom",
        lowest: Proof::Named,
        set: |thresholds, proof| thresholds.minor = proof,
    },
    Threshold {
        name: "samtycke-vuxen",
        lowest: Proof::OwnAddress,
        set: |thresholds, proof| thresholds.adult = proof,
    },
    Threshold {
        name: "samtycke-foretradare",
        lowest: Proof::OwnAddress,
        set: |thresholds, proof| thresholds.representative = proof,
    },
];
