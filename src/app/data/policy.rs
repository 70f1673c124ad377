//! The organisation's policy, for everything that is drawn.

use leptos::prelude::*;
use rules::policy::Policy;

/// Puts the policy where [`policy()`] finds it.
pub(crate) fn provide_policy(policy: &'static Policy) {
    provide_context(policy);
}

/// The organisation's policy.
pub(crate) fn policy() -> &'static Policy {
    expect_context()
}
