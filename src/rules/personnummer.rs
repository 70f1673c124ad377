//! T1: personnummer and samordningsnummer (folkbokföringslagen 18 and 18 a §§; Skatteverket SKV 704 and 707).
//!
//! Typed in ten or twelve digits, stored in twelve, shown with a hyphen, masked wherever it is not needed. Gender can
//! be read from the number and never is.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// What a samordningsnummer adds to the day of birth.
const COORDINATION_DAYS: u32 = 60;
/// Age in years above which people are asked whether it really is right.
const AGE_TO_CONFIRM_YEARS: u32 = 120;

/// Somebody's number. Only valid ones exist.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Personnummer {
    /// Twelve ASCII digits.
    digits: String,
    birth: NaiveDate,
}

/// Why a number was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing to be seen was typed.
    Missing,
    /// Not ten or twelve digits, or a sign in the wrong place.
    Shape,
    /// The last digit does not fit the others.
    Checksum,
    /// No such day, or a number no one can have been given that day.
    Date,
    /// Born after today.
    Future,
    /// A reservnummer: letters, or digits that some care regions give out.
    Letters,
}

/// What to do about each [`Problem`], in its order.
pub const ADVICE: &[&str] = &[
    "Fyll i personnummer.",
    "Personnummer ska ha 10 eller 12 siffror.",
    "Kontrollera siffrorna. Något i personnumret stämmer inte.",
    "Kontrollera födelsedatumet i personnumret.",
    "Födelsedatumet kan inte vara i framtiden.",
    "Vi kan inte ta emot reservnummer här. Ring oss så hjälper vi dig.",
];

impl Personnummer {
    /// The number that was meant, with the century that fits `today`.
    ///
    /// # Errors
    /// Says what is wrong; see [`Problem`].
    pub fn parse(typed: &str, today: NaiveDate) -> Result<Self, Problem> {
        let number = Written::read(typed)?;
        if !luhn(&number.last_ten) {
            return Err(Problem::Checksum);
        }
        let birth = number.birth(today)?;
        if today < birth {
            return Err(Problem::Future);
        }
        let year = u32::try_from(birth.year()).map_err(|_| Problem::Date)?;
        let mut digits = format!("{:02}", year / 100);
        digits.extend(number.last_ten.map(|digit| char::from(b'0' + digit)));
        Ok(Self { digits, birth })
    }

    /// The day of birth; of a samordningsnummer too.
    #[must_use]
    pub fn birth(&self) -> NaiveDate {
        self.birth
    }

    /// Age in whole years on `day`; 0 before birth. Born on 29 February one is a year older on 1 March in common years.
    #[must_use]
    pub fn age_on(&self, day: NaiveDate) -> u32 {
        age_on(self.birth, day)
    }

    /// Whether the age on `day` is so high that it should be confirmed.
    #[must_use]
    pub fn is_age_to_confirm(&self, day: NaiveDate) -> bool {
        AGE_TO_CONFIRM_YEARS < self.age_on(day)
    }

    /// Whether it is a samordningsnummer.
    #[must_use]
    pub fn is_coordination(&self) -> bool {
        "61" <= &self.digits[6..8]
    }

    /// The twelve digits that are stored and compared.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// `ÅÅÅÅMMDD-****`, for lists, review, receipts, mail and logs.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}-****", &self.digits[..8])
    }
}

/// Age in whole years on `day` of somebody born on `birth`; 0 before birth.
#[must_use]
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> u32 {
    // Month and day are compared, so 29 February is reached on 1 March in a common year.
    let had_birthday = (birth.month(), birth.day()) <= (day.month(), day.day());
    u32::try_from(day.year() - birth.year() - i32::from(!had_birthday)).unwrap_or(0)
}

/// `ÅÅÅÅMMDD-NNNN`.
impl fmt::Display for Personnummer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.digits[..8], &self.digits[8..])
    }
}

/// Masked, so that no log shows a whole number by accident.
impl fmt::Debug for Personnummer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl From<Personnummer> for String {
    fn from(number: Personnummer) -> Self {
        number.digits
    }
}

impl TryFrom<String> for Personnummer {
    type Error = Problem;

    /// Takes what was stored: twelve digits, century and all, so no day is needed.
    fn try_from(digits: String) -> Result<Self, Problem> {
        let number = Written::read(&digits)?;
        let century = number
            .century
            .filter(|_| digits.len() == 12)
            .ok_or(Problem::Shape)?;
        if !luhn(&number.last_ten) {
            return Err(Problem::Checksum);
        }
        let birth = number.birth_in(century)?;
        Ok(Self { digits, birth })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(ADVICE[*self as usize])
    }
}

/// A number as it was written, before anyone has asked whether it can be.
struct Written {
    /// The first two of twelve digits.
    century: Option<u32>,
    /// Written with `+`: the person turns, or has turned, 100 this year.
    is_over_hundred: bool,
    last_ten: [u8; 10],
}

impl Written {
    fn read(typed: &str) -> Result<Self, Problem> {
        let mut digits = [0; 12];
        let mut count = 0;
        let mut sign = None;
        let mut has_letter = false;
        let mut misplaced = false;
        for c in typed.chars() {
            match c {
                c if c.is_whitespace() || crate::text::is_unseen(c) => {}
                '0'..='9' => {
                    if let Some(place) = digits.get_mut(count) {
                        *place = c as u8 - b'0';
                    }
                    count += 1;
                }
                '+' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
                    misplaced |= sign.is_some();
                    sign = Some((c == '+', count));
                }
                c => {
                    has_letter |= c.is_alphabetic();
                    misplaced = true;
                }
            }
        }
        if has_letter && 0 < count {
            return Err(Problem::Letters);
        }
        if count == 0 && sign.is_none() && !misplaced && !has_letter {
            return Err(Problem::Missing);
        }
        let (century, first) = match count {
            10 => (None, 0),
            12 => (Some(u32::from(digits[0]) * 10 + u32::from(digits[1])), 2),
            _ => return Err(Problem::Shape),
        };
        if misplaced || sign.is_some_and(|(_, at)| at + 4 != count) {
            return Err(Problem::Shape);
        }
        let mut last_ten = [0; 10];
        last_ten.copy_from_slice(&digits[first..first + 10]);
        Ok(Self {
            century,
            is_over_hundred: century.is_none() && sign.is_some_and(|(is_plus, _)| is_plus),
            last_ten,
        })
    }

    /// The day of birth in the century that was written or, without one, the newest that fits.
    fn birth(&self, today: NaiveDate) -> Result<NaiveDate, Problem> {
        if let Some(century) = self.century {
            return self.birth_in(century);
        }
        let latest_year = today.year() - if self.is_over_hundred { 100 } else { 0 };
        let mut problem = Problem::Date;
        for century in (18..=20).rev() {
            match self.birth_in(century) {
                Ok(birth) if birth <= today && birth.year() <= latest_year => return Ok(birth),
                Ok(_) => {}
                Err(other) => problem = other,
            }
        }
        Err(problem)
    }

    fn birth_in(&self, century: u32) -> Result<NaiveDate, Problem> {
        let two = |at: usize| u32::from(self.last_ten[at]) * 10 + u32::from(self.last_ten[at + 1]);
        let serial = two(6) * 10 + u32::from(self.last_ten[8]);
        if !(18..=20).contains(&century) || serial == 0 {
            return Err(Problem::Date);
        }
        let day = match two(4) {
            day if COORDINATION_DAYS < day => day - COORDINATION_DAYS,
            day => day,
        };
        let year = i32::try_from(century * 100 + two(0)).map_err(|_| Problem::Date)?;
        NaiveDate::from_ymd_opt(year, two(2), day).ok_or(Problem::Date)
    }
}

/// Luhn's checksum (ISO/IEC 7812-1): every other digit doubled, the sum of all digits divisible by ten.
fn luhn(digits: &[u8; 10]) -> bool {
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(at, &digit)| {
            let weighed = u32::from(digit) * if at % 2 == 0 { 2 } else { 1 };
            weighed / 10 + weighed % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(iso: &str) -> NaiveDate {
        crate::date::parse(iso).unwrap()
    }

    fn parse(typed: &str) -> Result<String, Problem> {
        Personnummer::parse(typed, day("2026-11-21")).map(String::from)
    }

    #[test]
    fn numbers_get_their_century() {
        for (typed, digits) in [
            ("640823-3234", "196408233234"),
            (" 640823 3234 ", "196408233234"),
            ("640823–3234", "196408233234"),
            ("640823\u{2212}3234", "196408233234"),
            ("640823\u{A0}\u{2009}\u{202F}3234", "196408233234"),
            ("6408233234", "196408233234"),
            ("19640823-3234", "196408233234"),
            ("196408233234", "196408233234"),
            ("19121212-1212", "191212121212"),
            ("19121212+1212", "191212121212"),
            ("121212-1212", "201212121212"),
            ("121212+1212", "191212121212"),
            ("261231+2385", "192612312385"),
            ("000601-0102", "200006010102"),
            ("701063-2391", "197010632391"),
            ("20081122-2389", "200811222389"),
        ] {
            assert_eq!(parse(typed).as_deref(), Ok(digits), "{typed:?}");
        }
    }

    #[test]
    fn what_is_no_number_gets_advice() {
        for (typed, problem) in [
            ("", Problem::Missing),
            (" \u{A0}\u{200B}", Problem::Missing),
            ("640823-3235", Problem::Checksum),
            ("900101-009", Problem::Shape),
            ("640823", Problem::Shape),
            ("1640823-3234", Problem::Shape),
            ("6408-233234", Problem::Shape),
            ("640823--3234", Problem::Shape),
            ("640823/3234", Problem::Shape),
            ("640823-3234-", Problem::Shape),
            ("-", Problem::Shape),
            ("hej", Problem::Shape),
            ("٦٤٠٨٢٣٣٢٣٤", Problem::Shape),
            ("T2403292385", Problem::Letters),
            ("640823-323T", Problem::Letters),
            ("20261231-2385", Problem::Future),
            ("17640823-3234", Problem::Date),
            ("21640823-3234", Problem::Date),
            ("000000-0000", Problem::Date),
        ] {
            assert_eq!(parse(typed), Err(problem), "{typed:?}");
        }
        assert_eq!(ADVICE.len(), Problem::Letters as usize + 1);
    }

    /// Ten digits with the checksum that fits.
    fn with_checksum(nine: &str) -> String {
        (0..=9)
            .map(|digit| format!("{nine}{digit}"))
            .find(|ten| {
                luhn(
                    &Written::read(ten)
                        .unwrap_or_else(|_| panic!("{ten}"))
                        .last_ten,
                )
            })
            .unwrap()
    }

    #[test]
    fn impossible_days_are_refused() {
        for (nine, fits) in [
            ("640131123", true),
            ("640132123", false),
            ("640160123", false),
            ("640161123", true),
            ("640191123", true),
            ("640192123", false),
            ("640231123", false),
            ("641301123", false),
            ("640001123", false),
            ("640100123", false),
            ("000229123", true),
            ("010229123", false),
            ("640131000", false),
            ("640131001", true),
            ("640131999", true),
        ] {
            let ten = with_checksum(nine);
            assert_eq!(parse(&ten).is_ok(), fits, "{ten}");
            if !fits {
                assert_eq!(parse(&ten), Err(Problem::Date), "{ten}");
            }
        }
        // 29 February 1900 was not a day, so ten digits mean 2000.
        assert!(parse(&with_checksum("000229123")).is_ok_and(|digits| digits.starts_with("2000")));
    }

    #[test]
    fn age_is_reached_on_the_birthday() {
        let today = day("2026-11-21");
        for (typed, age) in [
            ("19121212-1212", 113),
            ("121212-1212", 13),
            ("261231+2385", 99),
            ("20081120-2381", 18),
            ("20081121-2380", 18),
            ("20081122-2389", 17),
        ] {
            assert_eq!(
                Personnummer::parse(typed, today).map(|number| number.age_on(today)),
                Ok(age),
                "{typed}"
            );
        }
        for (birth, on, age) in [
            ("2008-02-29", "2026-02-28", 17),
            ("2008-02-29", "2026-03-01", 18),
            ("2008-02-29", "2028-02-28", 19),
            ("2008-02-29", "2028-02-29", 20),
            ("2008-12-31", "2026-12-31", 18),
            ("2008-12-31", "2027-01-01", 18),
            ("2009-01-01", "2026-12-31", 17),
            ("2009-01-01", "2008-01-01", 0),
        ] {
            assert_eq!(age_on(day(birth), day(on)), age, "{birth} on {on}");
        }
        let old = Personnummer::parse("19051121-0000", today);
        assert_eq!(old, Err(Problem::Checksum));
        let ten = with_checksum("051121123");
        let old = Personnummer::parse(&format!("19{ten}"), today).unwrap();
        assert!(old.is_age_to_confirm(today));
        assert!(!old.is_age_to_confirm(day("2026-11-20")));
    }

    #[test]
    fn the_number_is_shown_masked_or_whole() {
        let number = Personnummer::parse("701063-2391", day("2026-11-21")).unwrap();
        assert_eq!(number.to_string(), "19701063-2391");
        assert_eq!(number.masked(), "19701063-****");
        assert_eq!(format!("{number:?}"), "19701063-****");
        assert!(number.is_coordination());
        assert_eq!(number.birth(), day("1970-10-03"));
        let json = serde_json::to_string(&number).unwrap();
        assert_eq!(json, "\"197010632391\"");
        assert_eq!(serde_json::from_str::<Personnummer>(&json).unwrap(), number);
        for bad in [
            "\"7010632391\"",
            "\"197010632392\"",
            "\"19701063-2391\"",
            "\"\"",
        ] {
            assert!(serde_json::from_str::<Personnummer>(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken(typed in any::<String>(), near in "[0-9+–T -]{0,16}") {
            let today = day("2026-11-21");
            let _ = Personnummer::parse(&typed, today);
            if let Ok(number) = Personnummer::parse(&near, today) {
                prop_assert_eq!(Personnummer::parse(number.digits(), today), Ok(number.clone()));
                prop_assert_eq!(Personnummer::parse(&number.to_string(), today), Ok(number.clone()));
                prop_assert!(number.birth() <= today);
            }
        }

        #[test]
        fn every_day_and_serial_has_a_number(days in 0i64..73_000, serial in 1u32..=999, coordination in any::<bool>()) {
            let birth = day("1827-01-01") + chrono::TimeDelta::days(days);
            let shown_day = birth.day() + if coordination { COORDINATION_DAYS } else { 0 };
            let nine = format!("{:02}{:02}{shown_day:02}{serial:03}", birth.year() % 100, birth.month());
            let typed = format!("{:02}{}", birth.year() / 100, with_checksum(&nine));
            let number = Personnummer::parse(&typed, day("2026-12-31")).unwrap();
            prop_assert_eq!(number.birth(), birth);
            prop_assert_eq!(number.is_coordination(), coordination);
        }
    }
}
