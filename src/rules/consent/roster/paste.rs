//! Reading a list as people have it: copied out of a spreadsheet, exported from a register, or typed,
//! one person a line.
//!
//! With a line of headings the columns are what they are called. Without one each cell is what it looks
//! like: the first name is the person's, the first date or personnummer their birth, and every further
//! name a person who answers, whose address and telephone follow.

use chrono::NaiveDate;
use csv_core::{ReadRecordResult, ReaderBuilder};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CONTACTS_MAX, Contact, MemberDetails, ROWS_MAX, is_minor};
use crate::consent::party::PartyRole;
use crate::value::collation;
use crate::value::date;
use crate::value::email;
use crate::value::name;
use crate::value::personnummer::Personnummer;
use crate::value::phone;
use crate::value::text;
use crate::value::word::words;

words! {
    /// What is wrong with a row; the label is the sentence that mends it.
    Fault {
        Name "namn" "Skriv personens namn." "No name.",
        Born "fodd" "Skriv födelsedatum eller personnummer, till exempel 2016-05-05." "No day of birth that could be read.",
        NotBorn "fodd-sen" "Kontrollera födelsedatumet. Det kan inte vara efter i dag." "A day of birth after today.",
        Personnummer "personnummer" "Kontrollera personnumret." "A number that is no personnummer.",
        Email "epost" "Kontrollera e-postadressen." "An address that mail could not reach.",
        Phone "telefon" "Kontrollera telefonnumret." "A number that nobody could ring.",
        Nobody "kontaktens-namn" "Skriv namnet på den som e-posten eller telefonen går till." "An address before any name that it could be of.",
        SameAddress "samma-adress" "Skriv en egen e-postadress för var och en." "Two who answer have one address.",
        Many "for-manga" "Skriv högst sex personer som svarar." "More than [`CONTACTS_MAX`] who answer.",
        Twice "dubblett" "Ta bort raden. Personen står på en rad före." "The person stands on an earlier row.",
        Protected "skyddad" "Ring kommunikationsavdelningen. Den här personen kan inte stå på en lista." "The personal data are protected.",
        TooManyRows "for-manga-rader" "Ta in högst 2 000 rader åt gången." "A row after [`ROWS_MAX`].",
    }
}

/// A fault of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowFault {
    /// What is wrong.
    #[serde(rename = "fel")]
    #[schema(value_type = String)]
    pub fault: Fault,
    /// The cell as it stands, or empty.
    #[serde(rename = "cell")]
    pub cell: String,
}

/// A row that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line it stands on, from 1.
    pub line: usize,
    /// Who it is, or everything that must be mended.
    pub read: Result<MemberDetails, Vec<RowFault>>,
}

/// Reads every row of a list that has anything on it.
pub fn read(pasted: &str, today: NaiveDate) -> Vec<Row> {
    let lines = cells(pasted);
    let columns = lines.first().and_then(|(_, cells)| Heading::all(cells));
    let body = lines.iter().skip(usize::from(columns.is_some()));
    let mut rows: Vec<Row> = Vec::new();
    for (count, (line, cells)) in body.enumerate() {
        let mut reading = Reading::new(today);
        match &columns {
            Some(columns) => reading.by_heading(columns, cells),
            None => reading.by_look(cells),
        }
        let mut read = reading.finish();
        let fault = |fault| {
            Err(vec![RowFault {
                fault,
                cell: String::new(),
            }])
        };
        if let Ok(member) = &read {
            let person = member.person();
            let mut before = rows.iter().filter_map(|row| row.read.as_ref().ok());
            if before.any(|other| other.is(&person)) {
                read = fault(Fault::Twice);
            }
        }
        if ROWS_MAX <= count {
            read = fault(Fault::TooManyRows);
            rows.push(Row { line: *line, read });
            break;
        }
        rows.push(Row { line: *line, read });
    }
    rows
}

/// Whether the first line with anything on it is one of headings.
pub fn has_headings(pasted: &str) -> bool {
    let lines = cells(pasted);
    lines
        .first()
        .is_some_and(|(_, cells)| Heading::all(cells).is_some())
}

/// The text of a file as spreadsheets write it: UTF-8, UTF-16 with its mark, or else the Windows code page,
/// whose letters are those of Latin-1.
pub fn decoded(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        let units = wide
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units)
            .map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
    }
    match str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{FEFF}').to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}

/// A row as [`read`] takes it, under headings of its own, to be changed by hand.
pub fn written(member: &MemberDetails) -> String {
    let born = member.personnummer.clone();
    let mut columns = vec![
        ("Namn".to_owned(), member.name.clone()),
        (
            "Född".to_owned(),
            born.unwrap_or_else(|| date::iso(member.born)),
        ),
    ];
    let (own, others): (Vec<&Contact>, Vec<&Contact>) = member
        .contacts
        .iter()
        .partition(|contact| contact.role == PartyRole::Person);
    let reach = |contact: &Contact, number: &str| {
        [
            ("E-post", &contact.email),
            ("Telefon", &contact.phone),
            ("Personnummer", &contact.personnummer),
        ]
        .map(|(heading, cell)| Some(([heading, number].concat(), cell.clone()?)))
    };
    for contact in own {
        columns.extend(reach(contact, "").into_iter().flatten());
    }
    for (place, contact) in others.into_iter().enumerate() {
        let number = [" ", &(place + 1).to_string()].concat();
        let role = match contact.role {
            PartyRole::AppointedGuardian => "Särskilt förordnad",
            PartyRole::Guardian => "Vårdnadshavare",
            PartyRole::AsylumGuardian | PartyRole::Representative => "God man",
            _ => "Närstående",
        };
        columns.push(([role, &number].concat(), contact.name.clone()));
        columns.extend(reach(contact, &number).into_iter().flatten());
    }
    let (headings, cells): (Vec<String>, Vec<String>) = columns.into_iter().unzip();
    [headings.join("\t"), cells.join("\t")].join("\n")
}

/// The cells of every line with anything on it, and its number.
fn cells(pasted: &str) -> Vec<(usize, Vec<String>)> {
    let delimiter = [b'\t', b';', b',']
        .into_iter()
        .find(|sign| pasted.as_bytes().contains(sign))
        .unwrap_or(b'\t');
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    // A record is never longer than what it is read from, nor has more cells than that has signs.
    let (mut output, mut ends) = (vec![0; pasted.len() + 1], vec![0; pasted.len() + 2]);
    let (mut written, mut ended) = (0, 0);
    let (mut input, mut line, mut lines) = (pasted.as_bytes(), 1, Vec::new());
    loop {
        // The reader skips empty lines together with the record after them.
        let skipped = input
            .iter()
            .take_while(|sign| matches!(sign, b'\r' | b'\n'));
        let begins = line + skipped.filter(|sign| **sign == b'\n').count();
        let (result, read, wrote, count) =
            reader.read_record(input, &mut output[written..], &mut ends[ended..]);
        (written, ended) = (written + wrote, ended + count);
        if result == ReadRecordResult::InputEmpty {
            // Once more with nothing, which ends the last record.
            input = &input[read..];
            continue;
        }
        if result != ReadRecordResult::Record {
            return lines;
        }
        let mut from = 0;
        let mut cell = |end: &usize| {
            let cell = String::from_utf8_lossy(&output[from..*end]);
            from = *end;
            text::tidy(&cell).into_owned()
        };
        let cells: Vec<String> = ends[..ended].iter().map(&mut cell).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            lines.push((begins, cells));
        }
        line += input[..read].iter().filter(|sign| **sign == b'\n').count();
        input = &input[read..];
        (written, ended) = (0, 0);
    }
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Name,
    GivenName,
    FamilyName,
    Born,
    Email,
    Phone,
}

/// A column: what it holds, and of whom, 0 being the person and the others those who answer.
#[derive(Clone, Copy)]
struct Heading {
    holds: Holds,
    whose: usize,
    role: Option<PartyRole>,
}

/// What a heading says of the column, by a part of the word, the more special first.
const HOLDS: &[(&str, Holds)] = &[
    ("förnamn", Holds::GivenName),
    ("tilltalsnamn", Holds::GivenName),
    ("efternamn", Holds::FamilyName),
    ("personnummer", Holds::Born),
    ("födelse", Holds::Born),
    ("född", Holds::Born),
    ("post", Holds::Email),
    ("mejl", Holds::Email),
    ("mail", Holds::Email),
    ("telefon", Holds::Phone),
    ("mobil", Holds::Phone),
    ("namn", Holds::Name),
];

/// Whom a heading is about when it is not the person, by a part of the word.
const ROLES: &[(&str, PartyRole)] = &[
    ("särskilt förordnad", PartyRole::AppointedGuardian),
    ("vårdnadshavare", PartyRole::Guardian),
    ("förälder", PartyRole::Guardian),
    ("mamma", PartyRole::Guardian),
    ("pappa", PartyRole::Guardian),
    ("god man", PartyRole::Representative),
    ("förvaltare", PartyRole::Representative),
    ("närstående", PartyRole::Relative),
];

/// What the person themself is called.
const PERSONS: &[&str] = &["elev", "barn", "person", "deltagare", "brukare"];

impl Heading {
    /// The columns, when the line is one of headings.
    fn all(cells: &[String]) -> Option<Vec<Option<Self>>> {
        let is_said = |cell: &&String| {
            let heading = collation::fold(cell);
            Self::role(&heading).is_some() || Self::holds(&heading).is_some() || is_person(&heading)
        };
        let is_row = |cell: &String| cell.contains('@') || date::parse(cell).is_ok();
        let is_heading = 2 <= cells.iter().filter(is_said).count() && !cells.iter().any(is_row);
        if !is_heading {
            return None;
        }
        let mut columns: Vec<Option<Self>> = Vec::new();
        for cell in cells {
            let next = Self::of(&collation::fold(cell), &columns);
            columns.push(next);
        }
        Some(columns)
    }

    fn role(heading: &str) -> Option<PartyRole> {
        let mut roles = ROLES.iter();
        roles
            .find(|(part, _)| heading.contains(part))
            .map(|(_, role)| *role)
    }

    fn holds(heading: &str) -> Option<Holds> {
        let mut all = HOLDS.iter();
        all.find(|(part, _)| heading.contains(part))
            .map(|(_, holds)| *holds)
    }

    fn of(heading: &str, before: &[Option<Self>]) -> Option<Self> {
        let before = || before.iter().flatten();
        let role = Self::role(heading);
        let is_person = is_person(heading);
        let holds = match Self::holds(heading) {
            Some(holds) => holds,
            None if role.is_some() || is_person => Holds::Name,
            None => return None,
        };
        let number = heading.chars().find_map(|sign| sign.to_digit(10));
        let last = before().map(|column| column.whose).max().unwrap_or(0);
        let has = |whose: usize, holds: Holds| {
            before().any(|column| column.whose == whose && column.holds == holds)
        };
        let whose = match (number, role) {
            (Some(number), _) if !is_person => usize::try_from(number).unwrap_or(1).max(1),
            // What has stood already for this one is of the next.
            (_, Some(_)) if last == 0 || has(last, holds) => last + 1,
            (_, Some(_)) => last,
            _ if is_person || last == 0 => 0,
            _ => last,
        };
        Some(Self { holds, whose, role })
    }
}

/// Whether it is written as a personnummer and not as a day.
fn is_number(cell: &str) -> bool {
    10 <= cell.chars().filter(char::is_ascii_digit).count()
}

fn is_person(heading: &str) -> bool {
    PERSONS.iter().any(|part| heading.starts_with(part))
}

/// A person while the row is read.
#[derive(Default)]
struct Someone {
    role: Option<PartyRole>,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    personnummer: Option<Personnummer>,
}

/// A row while it is read: the person first, then those who answer.
struct Reading {
    today: NaiveDate,
    people: Vec<Someone>,
    born: Option<NaiveDate>,
    faults: Vec<RowFault>,
}

impl Reading {
    fn new(today: NaiveDate) -> Self {
        Self {
            today,
            people: vec![Someone::default()],
            born: None,
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, fault: Fault, cell: &str) {
        self.faults.push(RowFault {
            fault,
            cell: cell.to_owned(),
        });
    }

    fn someone(&mut self, whose: usize) -> &mut Someone {
        while self.people.len() <= whose {
            self.people.push(Someone::default());
        }
        &mut self.people[whose]
    }

    fn by_heading(&mut self, columns: &[Option<Heading>], cells: &[String]) {
        for (heading, cell) in columns.iter().zip(cells) {
            let (Some(heading), false) = (heading, cell.is_empty()) else {
                continue;
            };
            self.take(heading.holds, heading.whose, cell);
            if let Some(role) = heading.role {
                self.someone(heading.whose).role = Some(role);
            }
        }
    }

    fn by_look(&mut self, cells: &[String]) {
        for cell in cells.iter().filter(|cell| !cell.is_empty()) {
            let last = self.people.len() - 1;
            let is_first = self.people[0].name.is_empty();
            let digits = cell.chars().filter(char::is_ascii_digit).count();
            let letters = cell.chars().filter(|sign| sign.is_alphabetic()).count();
            // Before anybody who answers a number is the birth, and after that a telephone.
            let is_birth = self.born.is_none()
                && (date::parse(cell).is_ok() || (letters == 0 && last == 0 && 6 <= digits));
            if cell.contains('@') {
                self.take(Holds::Email, last, cell);
            } else if is_birth || Personnummer::parse(cell, self.today).is_ok() {
                self.take(
                    Holds::Born,
                    if self.born.is_none() { 0 } else { last },
                    cell,
                );
            } else if letters == 0 && 0 < digits {
                self.take(Holds::Phone, last, cell);
            } else if digits == 0 {
                self.take(Holds::Name, if is_first { 0 } else { last + 1 }, cell);
            }
        }
    }

    fn take(&mut self, holds: Holds, whose: usize, cell: &str) {
        match holds {
            Holds::Name => self.someone(whose).name = cell.to_owned(),
            Holds::GivenName | Holds::FamilyName => {
                let name = &mut self.someone(whose).name;
                *name = match (name.is_empty(), holds) {
                    (true, _) => cell.to_owned(),
                    (false, Holds::GivenName) => [cell, " ", name].concat(),
                    (false, _) => [name, " ", cell].concat(),
                };
            }
            Holds::Email => match email::parse(cell) {
                Ok(address) => self.someone(whose).email = Some(address.into_owned()),
                Err(_) => self.fault(Fault::Email, cell),
            },
            Holds::Phone => match phone::parse(cell) {
                Ok(number) => self.someone(whose).phone = Some(number),
                Err(_) => self.fault(Fault::Phone, cell),
            },
            Holds::Born => match (date::parse(cell), Personnummer::parse(cell, self.today)) {
                (_, Ok(number)) => {
                    if whose == 0 {
                        self.born = Some(number.birth());
                    }
                    self.someone(whose).personnummer = Some(number);
                }
                (Ok(day), Err(_)) if whose == 0 => self.born = Some(day),
                _ if whose == 0 && !is_number(cell) => self.fault(Fault::Born, cell),
                _ => self.fault(Fault::Personnummer, cell),
            },
        }
    }

    fn finish(mut self) -> Result<MemberDetails, Vec<RowFault>> {
        let is_told = |faults: &[RowFault]| {
            let mut faults = faults.iter().map(|own| own.fault);
            faults.any(|fault| matches!(fault, Fault::Born | Fault::Personnummer))
        };
        if name::parse(&self.people[0].name).is_err() {
            let cell = self.people[0].name.clone();
            self.fault(Fault::Name, &cell);
        }
        match self.born {
            Some(day) if self.today < day => self.fault(Fault::NotBorn, &date::iso(day)),
            None if is_told(&self.faults) => {}
            None => self.fault(Fault::Born, ""),
            _ => {}
        }
        let is_minor = self.born.is_some_and(|born| is_minor(born, self.today));
        let people = std::mem::take(&mut self.people);
        let mut contacts: Vec<Contact> = Vec::new();
        let person = people.first().map(|person| person.name.clone());
        let person = person.unwrap_or_default();
        let personnummer = people
            .first()
            .and_then(|person| person.personnummer.clone());
        for (place, someone) in people.into_iter().enumerate() {
            let reach = someone.email.clone().or(someone.phone.clone());
            if place == 0 && reach.is_none() {
                continue;
            }
            if someone.name.is_empty() {
                if let Some(reach) = reach {
                    self.fault(Fault::Nobody, &reach);
                }
                continue;
            }
            let role = match (place, someone.role) {
                (0, _) => PartyRole::Person,
                (_, Some(PartyRole::Representative)) if is_minor => PartyRole::AsylumGuardian,
                (_, Some(PartyRole::Guardian)) | (_, None) if is_minor => PartyRole::Guardian,
                // Nobody answers for an adult by being near to them.
                (_, Some(PartyRole::Guardian)) | (_, None) => PartyRole::Relative,
                (_, Some(role)) => role,
            };
            let is_taken = contacts.iter().any(|other| {
                let both = other.email.as_deref().zip(someone.email.as_deref());
                both.is_some_and(|(one, other)| email::same(one, other))
            });
            if is_taken {
                self.fault(Fault::SameAddress, someone.email.as_deref().unwrap_or(""));
            }
            contacts.push(Contact {
                role,
                name: someone.name,
                email: someone.email,
                phone: someone.phone,
                personnummer: (0 < place)
                    .then(|| someone.personnummer.map(String::from))
                    .flatten(),
            });
        }
        if CONTACTS_MAX < contacts.len() {
            self.fault(Fault::Many, "");
        }
        match self.born {
            Some(born) if self.faults.is_empty() => Ok(MemberDetails {
                name: person,
                born,
                personnummer: personnummer.map(String::from),
                contacts,
            }),
            _ => Err(self.faults),
        }
    }
}
