//! Takes accounts from a CSV file into the register. Can be run again: what is there already is
//! counted as such and nothing is doubled.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use rules::account::Account;
use rules::register::Index;
use rules::value::address::{self, Address, Platform};
use rules::value::text;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::account::put_account;
use crate::cli::settings::ImportAccounts;
use crate::cli::task::OPERATOR;
use crate::clock::Clock;
use crate::database::writer::{Command, Event, Outcome, WriteError, Writer};
use crate::error::{TaskError, file_error};
use crate::register::cache::Register;

/// Largest file taken.
const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Longest unit or description taken, in characters.
const CELL_CHARS_MAX: usize = 200;
/// Accounts handed to the writer at a time.
const AT_A_TIME: usize = 200;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Column {
    Platform,
    Handle,
    Url,
    Unit,
    Department,
    Municipality,
    Description,
    Status,
    Open,
}

/// Headings that are understood, in lower case. The first column of a kind counts.
static HEADINGS: &[(&str, Column)] = &[
    ("plattform", Column::Platform),
    ("platform", Column::Platform),
    ("kanal", Column::Platform),
    ("konto", Column::Handle),
    ("kontonamn", Column::Handle),
    ("account", Column::Handle),
    ("handle", Column::Handle),
    ("as_given", Column::Handle),
    ("adress", Column::Url),
    ("webbadress", Column::Url),
    ("länk", Column::Url),
    ("lank", Column::Url),
    ("url", Column::Url),
    ("input", Column::Url),
    ("enhet", Column::Unit),
    ("verksamhet", Column::Unit),
    ("organisation", Column::Unit),
    ("organization", Column::Unit),
    ("unit", Column::Unit),
    ("förvaltning", Column::Department),
    ("forvaltning", Column::Department),
    ("department", Column::Department),
    ("kommun", Column::Municipality),
    ("municipality", Column::Municipality),
    ("beskrivning", Column::Description),
    ("description", Column::Description),
    ("area", Column::Description),
    ("status", Column::Status),
    ("öppet eller slutet", Column::Open),
    ("öppet", Column::Open),
    ("oppet", Column::Open),
    ("open", Column::Open),
];

/// Words that say a column's value, in lower case.
static ACTIVE: &[&str] = &["", "aktiv", "aktivt", "active"];
static CLOSED: &[&str] = &["avslutad", "avslutat", "closed"];
static NOT_OPEN: &[&str] = &["slutet", "nej", "no", "false", "closed", "0"];

/// Why a row was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The bytes are no UTF-8.
    NotText,
    /// There is no account to be made of it, and why.
    Address(address::Problem),
    /// No unit, neither in the row nor by `--unit`.
    NoUnit,
    /// A unit or description over the limit.
    TooLong,
    /// A status that is none of those understood.
    UnknownStatus(String),
    /// The row has another number of cells than the heading.
    Cells(usize, usize),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText => f.write_str("not UTF-8; save the file as UTF-8"),
            Self::Address(problem) => write!(f, "{problem}"),
            Self::NoUnit => f.write_str("no unit; fill in the column or use --unit"),
            Self::TooLong => write!(f, "a unit or description over {CELL_CHARS_MAX} characters"),
            Self::UnknownStatus(status) => write!(f, "status {status:.40?} is not understood"),
            Self::Cells(found, wanted) => write!(f, "{found} cells where the heading has {wanted}"),
        }
    }
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is a new account, written as it was given.
    Taken,
    /// It is a new account whose address was written otherwise than it is kept.
    Normalised,
    /// The same account is in an earlier row, with its number.
    DoubleInFile(u64),
    /// The same account is in the register.
    InRegister,
    /// It cannot be taken.
    Refused(Reason),
}

/// A row after reading: its line, its cells as they were, and what becomes of it.
#[derive(Debug)]
pub struct Line {
    /// The line in the file, counted from 1.
    pub number: u64,
    /// The cells, as bytes.
    pub cells: csv::ByteRecord,
    /// What becomes of it.
    pub fate: Fate,
}

/// What a file says.
#[derive(Debug)]
pub struct Reading {
    /// The heading.
    pub heading: csv::ByteRecord,
    /// Every row.
    pub lines: Vec<Line>,
    /// The accounts to be made, in the file's order.
    pub accounts: Vec<Account>,
}

/// How many rows met which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Rows in the file.
    pub rows: usize,
    /// New accounts, the normalised ones among them.
    pub taken: usize,
    /// New accounts whose address was written otherwise.
    pub normalised: usize,
    /// Rows whose account is in an earlier row.
    pub doubles: usize,
    /// Rows whose account was in the register before.
    pub before: usize,
    /// Rows that cannot be taken.
    pub refused: usize,
}

impl Reading {
    /// Counts the fates.
    #[must_use]
    pub fn count(&self) -> Count {
        let mut count = Count {
            rows: self.lines.len(),
            ..Count::default()
        };
        for line in &self.lines {
            match &line.fate {
                Fate::Taken => count.taken += 1,
                Fate::Normalised => {
                    count.taken += 1;
                    count.normalised += 1;
                }
                Fate::DoubleInFile(_) => count.doubles += 1,
                Fate::InRegister => count.before += 1,
                Fate::Refused(_) => count.refused += 1,
            }
        }
        count
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} rows: {} taken ({} of them normalised), {} double in the file, {} in the register before, {} refused",
            self.rows, self.taken, self.normalised, self.doubles, self.before, self.refused
        )
    }
}

/// Runs the task: reads, reports, and unless it is a dry run, writes.
///
/// # Errors
/// When the file is no CSV with the columns that are needed, or the database is refused.
pub async fn run(task: ImportAccounts, clock: &Clock) -> Result<String, TaskError> {
    let shared = &task.shared;
    // A policy with a fault is found before anything is written.
    shared.read_policy(None)?;
    let bytes = read_file(&task.file)?;
    let register;
    let db = if task.dry_run && !shared.data().exists() {
        register = Index::default();
        None
    } else {
        let (db, keyring) = shared.open().await?;
        let reader = Register::new(db.clone(), clock.clone());
        reader.reload().await?;
        register = Index::new(reader.now().await.index().rows().to_vec());
        Some((db, keyring))
    };
    let reading = read(&bytes, &register, task.unit.as_deref(), clock)?;
    if let Some(path) = &task.refused {
        write_refused(&reading, path)?;
    }
    let mut said: Vec<String> = reading.lines.iter().filter_map(told).collect();
    if let Some((db, keyring)) = db.filter(|_| !task.dry_run) {
        let (writer, done) = Writer::start(&db, &keyring).await?;
        let written = write(&writer, &reading.accounts, clock).await;
        drop(writer);
        let _ = done.await;
        written?;
    } else {
        said.push("dry run: nothing was written".to_owned());
    }
    said.push(reading.count().to_string());
    Ok(said.join("\n"))
}

fn told(line: &Line) -> Option<String> {
    let number = line.number;
    match &line.fate {
        Fate::Taken | Fate::Normalised | Fate::InRegister => None,
        Fate::DoubleInFile(first) => {
            Some(format!("line {number}: the same account as line {first}"))
        }
        Fate::Refused(reason) => Some(format!("line {number}: refused: {reason}")),
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, TaskError> {
    let size = std::fs::metadata(path).map_err(file_error(path))?.len();
    if FILE_BYTES_MAX < size {
        return Err(TaskError::Message(format!(
            "{} is over {} MiB",
            path.display(),
            FILE_BYTES_MAX >> 20
        )));
    }
    std::fs::read(path).map_err(file_error(path))
}

/// Reads a file against a register.
///
/// # Errors
/// When the heading does not say where the account is, or does not say what separates the cells.
pub fn read(
    bytes: &[u8],
    register: &Index,
    unit: Option<&str>,
    clock: &Clock,
) -> Result<Reading, TaskError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(bytes)?)
        .flexible(true)
        .from_reader(bytes);
    let heading = reader
        .byte_headers()
        .map_err(|error| TaskError::Message(error.to_string()))?
        .clone();
    let columns = columns(&heading)?;
    let mut reading = Reading {
        heading,
        lines: Vec::new(),
        accounts: Vec::new(),
    };
    let mut first_seen: HashMap<String, u64> = HashMap::new();
    for record in reader.byte_records() {
        let cells = record.map_err(|error| TaskError::Message(error.to_string()))?;
        let number = cells.position().map_or(0, csv::Position::line);
        let fate = match account(&cells, reading.heading.len(), &columns, unit, clock) {
            Err(reason) => Fate::Refused(reason),
            Ok((account, as_given)) => {
                let key = account.address.key();
                if register.taken(&account.address).is_some() {
                    Fate::InRegister
                } else if let Some(first) = first_seen.get(&key) {
                    Fate::DoubleInFile(*first)
                } else {
                    first_seen.insert(key, number);
                    reading.accounts.push(account);
                    if as_given {
                        Fate::Taken
                    } else {
                        Fate::Normalised
                    }
                }
            }
        };
        reading.lines.push(Line {
            number,
            cells,
            fate,
        });
    }
    Ok(reading)
}

/// What separates the cells, by the heading: the sign that splits it into the most columns that are
/// understood.
fn separator(bytes: &[u8]) -> Result<u8, TaskError> {
    let heading = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let heading = String::from_utf8_lossy(heading);
    let understood = |sign: char| {
        heading
            .split(sign)
            .filter(|cell| kind(cell).is_some())
            .count()
    };
    let best = [',', ';', '\t']
        .into_iter()
        .max_by_key(|sign| understood(*sign))
        .unwrap_or(',');
    if understood(best) == 0 {
        return Err(TaskError::Message(
            "the first line must be a heading with columns such as plattform, konto, adress, enhet, \
             separated by , or ; throughout"
                .to_owned(),
        ));
    }
    Ok(u8::try_from(best).unwrap_or(b','))
}

fn kind(heading: &str) -> Option<Column> {
    let heading = heading.trim().trim_matches('"').trim().to_lowercase();
    HEADINGS
        .iter()
        .find(|(known, _)| *known == heading)
        .map(|(_, column)| *column)
}

fn columns(heading: &csv::ByteRecord) -> Result<HashMap<Column, usize>, TaskError> {
    let mut columns = HashMap::new();
    for (place, cell) in heading.iter().enumerate() {
        if let Some(column) = kind(&String::from_utf8_lossy(cell)) {
            columns.entry(column).or_insert(place);
        }
    }
    let has = |column| columns.contains_key(&column);
    if has(Column::Url) || (has(Column::Handle) && has(Column::Platform)) {
        Ok(columns)
    } else {
        Err(TaskError::Message(
            "the file needs a column adress, or the columns plattform and konto".to_owned(),
        ))
    }
}

/// The account of a row, and whether its address was given as it is kept.
fn account(
    cells: &csv::ByteRecord,
    width: usize,
    columns: &HashMap<Column, usize>,
    unit: Option<&str>,
    clock: &Clock,
) -> Result<(Account, bool), Reason> {
    if cells.len() != width {
        return Err(Reason::Cells(cells.len(), width));
    }
    let mut found: HashMap<Column, &str> = HashMap::new();
    for (column, place) in columns {
        let cell = cells.get(*place).unwrap_or_default();
        found.insert(
            *column,
            std::str::from_utf8(cell).map_err(|_| Reason::NotText)?,
        );
    }
    let cell = |column| text::tidy(found.get(&column).copied().unwrap_or_default()).into_owned();
    let lower = |column| cell(column).to_lowercase();

    let word = lower(Column::Platform);
    let platform = Platform::from_id(&word).or((!word.is_empty()).then_some(Platform::Other));
    let (given, address) = address(platform, &cell(Column::Url), &cell(Column::Handle))?;
    let municipality = cell(Column::Municipality);
    let unit = [
        cell(Column::Unit),
        unit.unwrap_or_default().to_owned(),
        municipality.clone(),
    ]
    .into_iter()
    .find(|unit| !unit.is_empty())
    .ok_or(Reason::NoUnit)?;
    let department = [cell(Column::Department), municipality]
        .into_iter()
        .find(|department| !department.is_empty())
        .unwrap_or_else(|| unit.clone());
    let description = cell(Column::Description);
    if [&unit, &department, &description]
        .into_iter()
        .any(|text| CELL_CHARS_MAX < text::chars(text))
    {
        return Err(Reason::TooLong);
    }
    let status = lower(Column::Status);
    let closed = CLOSED.contains(&status.as_str());
    if !closed && !ACTIVE.contains(&status.as_str()) {
        return Err(Reason::UnknownStatus(status));
    }
    let other_platform = (address.platform() == Platform::Other
        && Platform::from_id(&word).is_none()
        && !word.is_empty())
    .then(|| cell(Column::Platform));
    let as_given = given == address.url() || given.trim_start_matches('@') == address.handle();
    let account = Account {
        id: Uuid::now_v7().simple().to_string(),
        address,
        other_platform,
        unit,
        department,
        description,
        open: !NOT_OPEN.contains(&lower(Column::Open).as_str()),
        manager: None,
        responsible: None,
        deputy: None,
        started: None,
        certified: None,
        paused_until: None,
        closed_from: closed.then(|| clock.today()),
        notice: None,
        case: None,
    };
    Ok((account, as_given))
}

/// The address by what is written as one, or else by the name on its platform.
fn address(
    platform: Option<Platform>,
    url: &str,
    handle: &str,
) -> Result<(String, Address), Reason> {
    let given = if url.is_empty() { handle } else { url };
    let address = address::parse(platform, given).map_err(Reason::Address)?;
    Ok((given.to_owned(), address))
}

/// Writes the refused rows as they were, with line and reason in front, so that they can be mended
/// and imported.
fn write_refused(reading: &Reading, path: &Path) -> Result<(), TaskError> {
    let csv_error = |error: csv::Error| TaskError::Message(format!("{}: {error}", path.display()));
    let mut writer = csv::Writer::from_path(path).map_err(csv_error)?;
    let mut put = |line: &str, reason: &str, cells: &csv::ByteRecord| {
        let front = [line.as_bytes(), reason.as_bytes()];
        writer.write_record(front.into_iter().chain(cells.iter()))
    };
    put("line", "reason", &reading.heading).map_err(csv_error)?;
    for line in &reading.lines {
        if let Fate::Refused(reason) = &line.fate
            && !matches!(reason, Reason::Cells(..))
        {
            put(&line.number.to_string(), &reason.to_string(), &line.cells).map_err(csv_error)?;
        }
    }
    writer.flush().map_err(file_error(path))
}

/// Hands the accounts to the writer. What others have put in the register meanwhile is left
/// as it is.
///
/// # Errors
/// When the database cannot take them; those before are kept.
pub async fn write(writer: &Writer, accounts: &[Account], clock: &Clock) -> Result<(), TaskError> {
    for some in accounts.chunks(AT_A_TIME) {
        let mut waiting: JoinSet<Result<Outcome, WriteError>> = JoinSet::new();
        for account in some {
            let event = Event {
                at: clock.now(),
                actor: OPERATOR.to_owned(),
                action: "importera".to_owned(),
                body: "{}".to_owned(),
            };
            let put = put_account(account, 0, event).map_err(|_| {
                TaskError::Message("an account cannot be written as JSON".to_owned())
            })?;
            let writer = writer.clone();
            waiting.spawn(async move {
                writer
                    .command(Command {
                        puts: vec![put],
                        ..Command::default()
                    })
                    .await
            });
        }
        while let Some(answer) = waiting.join_next().await {
            answer.map_err(|error| TaskError::Message(error.to_string()))??;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
