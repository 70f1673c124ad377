//! How much anybody may send, how often and for how long.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::http::problem::Problem;

/// Most bytes in a request. The longest form with every answer at its limit is below this.
pub const BODY_BYTES_MAX: usize = 256 * 1024;
/// How long a request may take, from its first byte to the answer.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);

/// Attempts to log in that one account may make at once, and the pause that earns one more.
const LOGINS_PER_PERSON: (u32, Duration) = (10, Duration::from_secs(60));
/// The same for one address. A whole town hall can share one.
const LOGINS_PER_ADDRESS: (u32, Duration) = (100, Duration::from_secs(5));

/// Counts attempts to log in.
#[derive(Debug)]
pub struct Logins {
    by_person: DefaultKeyedRateLimiter<String>,
    by_address: DefaultKeyedRateLimiter<IpAddr>,
}

impl Default for Logins {
    fn default() -> Self {
        Self {
            by_person: RateLimiter::keyed(quota(LOGINS_PER_PERSON)),
            by_address: RateLimiter::keyed(quota(LOGINS_PER_ADDRESS)),
        }
    }
}

fn quota((burst, pause): (u32, Duration)) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(pause)
        .unwrap_or(Quota::per_second(burst))
        .allow_burst(burst)
}

impl Logins {
    /// Counts one attempt.
    ///
    /// # Errors
    /// [`Problem::TooManyLogins`] when there have been too many for this person or address.
    pub fn attempt(&self, person: &str, address: IpAddr) -> Result<(), Problem> {
        let now = DefaultClock::default().now();
        let wait = |until: governor::NotUntil<_>| Problem::TooManyLogins(until.wait_time_from(now));
        self.by_address.check_key(&address).map_err(wait)?;
        self.by_person
            .check_key(&person.trim().to_lowercase())
            .map_err(wait)
    }

    /// Counts one attempt to open a link. Whose it is, is known only when it opens; nobody guesses
    /// one, but nobody need be let try either.
    ///
    /// # Errors
    /// [`Problem::TooManyLogins`] when there have been too many from this address.
    pub fn open(&self, address: IpAddr) -> Result<(), Problem> {
        let now = DefaultClock::default().now();
        self.by_address
            .check_key(&address)
            .map_err(|until| Problem::TooManyLogins(until.wait_time_from(now)))
    }

    /// Forgets those who have long been quiet.
    pub fn sweep(&self) {
        self.by_person.retain_recent();
        self.by_address.retain_recent();
    }
}

/// Where a request comes from. A proxy's word is taken only when the proxy is one of ours, and then
/// the last address it added: everything before that is what others claim.
#[must_use]
pub fn client_address(
    extensions: &Extensions,
    headers: &HeaderMap,
    proxies: &HashSet<IpAddr>,
) -> IpAddr {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| {
            peer.ip().to_canonical()
        });
    if !proxies.contains(&peer) {
        return peer;
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|part| part.trim().parse::<IpAddr>().ok())
        .map(|address| address.to_canonical())
        .rfind(|address| !proxies.contains(address))
        .unwrap_or(peer)
}

#[cfg(test)]
mod tests;
