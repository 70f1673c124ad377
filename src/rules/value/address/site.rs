//! What is known about each platform's addresses: hosts, forms, alphabets and words that are no account.
//!
//! Nothing here decides; the tables are read by [`super::parse`]. A platform that changes its addresses is a
//! change of a row.

use super::platform::Platform;

/// A platform's web site.
pub(super) struct Site {
    pub(super) platform: Platform,
    /// Its hosts, without `www.`; the first is the one in use.
    pub(super) hosts: &'static [&'static str],
    /// What every canonical address of the platform starts with.
    pub(super) base: &'static str,
    /// The path between the base and a name that was typed without an address.
    pub(super) typed_under: &'static str,
    /// The same for an address `/@name`. `None`: such an address is no account.
    pub(super) at_under: Option<&'static str>,
    /// The same for an address `/name`. `None`: such an address is no account.
    pub(super) bare_under: Option<&'static str>,
    /// Addresses where a word comes before the name.
    pub(super) forms: &'static [Form],
    /// First words of a path that are the platform's own pages.
    pub(super) reserved: Words,
    /// The names that can be chosen today.
    pub(super) typed: Alphabet,
    /// The names that are found in addresses: older, longer, freer.
    pub(super) seen: Alphabet,
}

/// Words in lower case.
#[derive(Clone, Copy)]
pub(super) struct Words(&'static [&'static str]);

impl Words {
    /// Whether `word` is one of them, in upper or lower case.
    pub(super) fn have(self, word: &str) -> bool {
        let Some(first) = word.bytes().next() else {
            return false;
        };
        // Most words differ in length or first letter, which is known without looking further.
        let may_be =
            |one: &str| one.len() == word.len() && one.as_bytes()[0] == first.to_ascii_lowercase();
        self.0
            .iter()
            .any(|one| may_be(one) && one.eq_ignore_ascii_case(word))
    }

    #[cfg(test)]
    fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }
}

/// A table of words out of one text: sixty words are eight lines long, and split while compiling.
macro_rules! words {
    ($text:literal $(,)?) => {{
        const TABLE: [&str; count($text)] = split($text);
        Words(&TABLE)
    }};
}

const fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut words, mut at) = (0, 0);
    while at < bytes.len() {
        if bytes[at] != b' ' && (at == 0 || bytes[at - 1] == b' ') {
            words += 1;
        }
        at += 1;
    }
    words
}

const fn split<const N: usize>(text: &'static str) -> [&'static str; N] {
    let mut words = [""; N];
    let (mut word, mut rest, mut at) = (0, text, 0);
    while word < N {
        let bytes = rest.as_bytes();
        if at < bytes.len() && bytes[at] != b' ' {
            at += 1;
            continue;
        }
        let (found, after) = rest.split_at(at);
        words[word] = found;
        word += 1;
        if word < N {
            rest = after.split_at(1).1;
        }
        at = 0;
    }
    words
}

/// An address with a word before the name, such as `/company/name`.
pub(super) struct Form {
    /// The word, compared without case.
    pub(super) word: &'static str,
    /// Where the name is.
    pub(super) takes: Takes,
    /// The path between the base and the name in the canonical address.
    pub(super) under: &'static str,
}

/// Where a form holds the account's name.
#[derive(Clone, Copy)]
pub(super) enum Takes {
    /// The next part of the path.
    Next,
    /// The next part, a channel id that is compared with its case.
    ChannelId,
    /// The number in the query's `id`.
    QueryId,
    /// A name and a number, as two last parts or as one with a hyphen.
    NameAndId,
}

/// Which names a platform has.
pub(super) struct Alphabet {
    /// Whether letters outside a–z are taken.
    pub(super) any_letter: bool,
    /// Signs taken besides letters and digits.
    pub(super) signs: &'static str,
    /// Those of the signs that may stand first or last.
    pub(super) edge_signs: &'static str,
    pub(super) chars_min: usize,
    pub(super) chars_max: usize,
}

/// What may be wrong with a name.
pub(super) enum NameProblem {
    Sign,
    Short,
    Long,
}

impl Alphabet {
    /// Whether `name` can be a name.
    pub(super) fn fits(&self, name: &str) -> Result<(), NameProblem> {
        let fine = |c: char| {
            c.is_ascii_alphanumeric()
                || (self.any_letter && !c.is_ascii() && c.is_alphanumeric())
                || self.signs.contains(c)
        };
        let edge =
            |c: Option<char>| c.is_none_or(|c| c.is_alphanumeric() || self.edge_signs.contains(c));
        if !name.chars().all(fine)
            || !edge(name.chars().next())
            || !edge(name.chars().next_back())
            || name.contains("..")
        {
            return Err(NameProblem::Sign);
        }
        let chars = crate::value::text::chars(name);
        if chars < self.chars_min {
            return Err(NameProblem::Short);
        }
        if self.chars_max < chars {
            return Err(NameProblem::Long);
        }
        Ok(())
    }
}

const fn ascii(
    signs: &'static str,
    edge_signs: &'static str,
    chars_min: usize,
    chars_max: usize,
) -> Alphabet {
    Alphabet {
        any_letter: false,
        signs,
        edge_signs,
        chars_min,
        chars_max,
    }
}

const fn letters(
    signs: &'static str,
    edge_signs: &'static str,
    chars_min: usize,
    chars_max: usize,
) -> Alphabet {
    Alphabet {
        any_letter: true,
        signs,
        edge_signs,
        chars_min,
        chars_max,
    }
}

const fn next(word: &'static str, under: &'static str) -> Form {
    Form {
        word,
        takes: Takes::Next,
        under,
    }
}

const fn name_and_id(word: &'static str, under: &'static str) -> Form {
    Form {
        word,
        takes: Takes::NameAndId,
        under,
    }
}

/// The names in a Facebook address that ends with a number: the number decides, so the name is free.
pub(super) const SLUG: Alphabet = letters("-._'’(),&+!:·–", "-._'’(),&+!:·–", 1, 250);

/// The platforms that have hosts of their own.
pub(super) static SITES: &[Site] = &[
    Site {
        platform: Platform::Facebook,
        hosts: &["facebook.com", "fb.com"],
        base: "https://www.facebook.com/",
        typed_under: "",
        at_under: Some(""),
        bare_under: Some(""),
        forms: &[
            Form {
                word: "profile.php",
                takes: Takes::QueryId,
                under: "profile.php?id=",
            },
            name_and_id("pages", ""),
            name_and_id("people", "people/"),
            name_and_id("p", "p/"),
            next("pg", ""),
        ],
        reserved: words!(
            "about ad ads adsmanager bookmarks business careers checkpoint community \
             credits developers dialog directory event events find-friends flx friends \
             fundraisers games gaming group groups hashtag help home jobs l legal live \
             login marketplace media messages notes notifications pages_manager permalink \
             photo photos places plugins policies policy posts privacy profile public \
             recover reel reels reg saved search security settings share sharer signup \
             stories story terms tr ufi video videos watch",
        ),
        // New names have at least five characters; `FBI` and `Oslo` are older than that.
        typed: ascii(".", "", 1, 50),
        seen: letters(".-_", ".-_", 1, 250),
    },
    Site {
        platform: Platform::Instagram,
        hosts: &["instagram.com", "instagr.am"],
        base: "https://www.instagram.com/",
        typed_under: "",
        at_under: Some(""),
        bare_under: Some(""),
        forms: &[next("_u", "")],
        reserved: words!(
            "about accounts api ar archive business challenge create data developer \
             direct directory emails explore guide guides help inbox legal lite live \
             locations nametag oauth p press privacy qr reel reels s session share shop \
             stories tags terms topics tv web",
        ),
        typed: ascii("._", "_", 1, 30),
        seen: ascii("._", "_", 1, 30),
    },
    Site {
        platform: Platform::YouTube,
        hosts: &["youtube.com"],
        base: "https://www.youtube.com/",
        typed_under: "@",
        at_under: Some("@"),
        bare_under: Some(""),
        forms: &[
            Form {
                word: "channel",
                takes: Takes::ChannelId,
                under: "channel/",
            },
            next("c", "c/"),
            next("user", "user/"),
        ],
        reserved: words!(
            "about account ads attribution_link browse clip creators embed feed feeds \
             gaming handle hashtag howyoutubeworks iframe_api kids live live_chat login \
             logout movies music new oembed oops playables playlist playlists post \
             premium press redirect reporthistory results s search shared shorts signin \
             source sports t trending tv upload v video videos watch watch_popup youtubei",
        ),
        typed: letters("-_.·", "-_", 3, 30),
        seen: letters("-_.·", "-_.·", 1, 100),
    },
    Site {
        platform: Platform::LinkedIn,
        hosts: &["linkedin.com"],
        base: "https://www.linkedin.com/",
        typed_under: "company/",
        at_under: None,
        bare_under: None,
        forms: &[
            next("company", "company/"),
            next("company-beta", "company/"),
            next("school", "school/"),
            next("showcase", "showcase/"),
            next("in", "in/"),
        ],
        reserved: words!(""),
        typed: letters("-_.'’&", "-_", 3, 100),
        seen: letters("-_.'’&", "-_.'’&", 1, 150),
    },
    Site {
        platform: Platform::TikTok,
        hosts: &["tiktok.com"],
        base: "https://www.tiktok.com/",
        typed_under: "@",
        at_under: Some("@"),
        bare_under: Some("@"),
        forms: &[],
        reserved: words!(
            "about business business-suite channel coin community-guidelines creators \
             discover download embed explore feedback following foryou forgot friends \
             legal link live login logout messages music notification oembed passport \
             place player privacy q report safety search settings share shop signup \
             sticker t tag terms topics tv upload v video view",
        ),
        typed: ascii("._", "_", 2, 24),
        seen: ascii("._", "_.", 1, 30),
    },
    Site {
        platform: Platform::X,
        hosts: &["x.com", "twitter.com"],
        base: "https://x.com/",
        typed_under: "",
        at_under: Some(""),
        bare_under: Some(""),
        forms: &[],
        reserved: words!(
            "about account accounts compose download explore favorites followers \
             following hashtag help home i intent invitations jobs lists login logout \
             mentions messages notifications oauth personalization privacy rules search \
             search-advanced search-home sessions settings share signup status statuses \
             terms tos trends who_to_follow widgets",
        ),
        typed: ascii("_", "_", 1, 15),
        seen: ascii("_", "_", 1, 20),
    },
    Site {
        platform: Platform::Threads,
        hosts: &["threads.com", "threads.net"],
        base: "https://www.threads.com/",
        typed_under: "@",
        at_under: Some("@"),
        bare_under: Some("@"),
        forms: &[],
        reserved: words!(
            "about activity custom_feed download explore following for_you intent liked \
             login nonconsumer notifications post privacy search settings share t tag \
             terms",
        ),
        typed: ascii("._", "_", 1, 30),
        seen: ascii("._", "_", 1, 30),
    },
    Site {
        platform: Platform::Snapchat,
        hosts: &["snapchat.com"],
        base: "https://www.snapchat.com/",
        typed_under: "add/",
        at_under: Some("add/"),
        bare_under: None,
        forms: &[next("add", "add/")],
        reserved: words!(""),
        typed: ascii("._-", "", 3, 15),
        seen: ascii("._-", "._-", 1, 30),
    },
    Site {
        platform: Platform::Bluesky,
        hosts: &["bsky.app"],
        base: "https://bsky.app/",
        typed_under: "profile/",
        at_under: None,
        bare_under: None,
        forms: &[next("profile", "profile/")],
        reserved: words!(""),
        typed: ascii(".-", "", 3, 253),
        seen: ascii(".-:", "", 3, 253),
    },
    Site {
        platform: Platform::Flickr,
        hosts: &["flickr.com"],
        base: "https://www.flickr.com/",
        typed_under: "photos/",
        at_under: None,
        bare_under: Some("photos/"),
        forms: &[next("photos", "photos/"), next("people", "photos/")],
        reserved: words!(
            "about account activity apps beta blog cameras commons creativecommons events \
             explore friends groups help import jobs login map mail organize places \
             prints privacy search services signin signup slideshow tags tools upload",
        ),
        typed: ascii("-_@.", "-_", 3, 50),
        seen: ascii("-_@.", "-_", 1, 100),
    },
    Site {
        platform: Platform::Vimeo,
        hosts: &["vimeo.com"],
        base: "https://vimeo.com/",
        typed_under: "",
        at_under: None,
        bare_under: Some(""),
        forms: &[],
        reserved: words!(
            "about album albums api blog business categories category channels create \
             customers enterprise event events explore features for-hire groups help home \
             integrations jobs join live log_in login manage music ondemand ott pricing \
             privacy search settings showcase showcases site_map solutions staffpicks \
             stats stock tag terms upgrade upload user watch",
        ),
        typed: ascii("-_", "_", 3, 50),
        seen: ascii("-_", "-_", 1, 100),
    },
];

/// Hosts that only send people on. Where they lead cannot be known without following them.
pub(super) const SHORT_LINK_HOSTS: Words = words!(
    "fb.me fb.watch m.me t.co lnkd.in vm.tiktok.com vt.tiktok.com youtu.be flic.kr ig.me \
     bit.ly tinyurl.com ow.ly goo.gl g.co buff.ly is.gd t.ly rb.gy cutt.ly rebrand.ly \
     shorturl.at dlvr.it trib.al wp.me go.gle t.snapchat.com on.soundcloud.com aka.ms",
);

/// What may stand before a platform's host without changing what it shows, besides a language (`sv-se`, `se`).
pub(super) const SAME_SITE_PREFIXES: Words = words!("www m mobile business web touch mbasic");

/// Mastodon servers that are known without the platform being chosen: their names say so.
pub(super) const MASTODON_HOSTS: Words = words!(
    "mastodon.social mastodon.online mastodon.nu mastodonsweden.se mastodon.se \
     mastodon.world mastodon.xyz mstdn.social mas.to fosstodon.org \
     social.network.europa.eu social.overheid.nl social.bund.de",
);

/// Parameters that tell where a person came from or in what language they read, never which account.
pub(super) const TRACKING: Words = words!(
    "fbclid gclid dclid msclkid yclid igsh igshid mc_cid mc_eid ref ref_src ref_url fref \
     refid rc si feature view_as viewasmember lang hl locale _rdr _rdc __tn__ mibextid sk \
     s source trk cid pbjreload",
);

#[cfg(test)]
mod tests;
