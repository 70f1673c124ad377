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

/// A person's number. Only valid ones exist.
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
        let number = TypedNumber::read(typed)?;
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

/// Age in whole years on `day` of a person born on `birth`; 0 before birth.
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
        let number = TypedNumber::read(&digits)?;
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
struct TypedNumber {
    /// The first two of twelve digits.
    century: Option<u32>,
    /// Written with `+`: the person turns, or has turned, 100 this year.
    is_over_hundred: bool,
    last_ten: [u8; 10],
}

impl TypedNumber {
    fn read(typed: &str) -> Result<Self, Problem> {
        let mut digits = [0; 12];
        let mut count = 0;
        let mut sign = None;
        let mut has_letter = false;
        let mut misplaced = false;
        for c in typed.chars() {
            match c {
                c if c.is_whitespace() || crate::value::text::is_unseen(c) => {}
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
mod tests;
