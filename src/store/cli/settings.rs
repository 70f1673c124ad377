//! What the program is told: by its command line, by the environment, by a TOML file, in that order
//! of weight. Each setting is an argument here and nothing more: what the file says becomes the
//! argument's default. Passwords come only by environment, file or prompt, never on the command line.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{ArgMatches, Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand};
use lettre::message::Mailbox;
use rules::permission::Role;
use rules::policy::Policy;

use crate::crypto::keyring::Keyring;
use crate::database::db::{Db, OpenError};
use crate::database::key;
use crate::error::{TaskError, file_error};
use crate::mail::sender::{Smtp, SmtpTls};

/// The setting that names the file of the others.
const CONFIG: &str = "config";
/// Where the service listens when nobody says.
const LISTEN: &str = "127.0.0.1:8080";
/// Where the database lies when nobody says.
const DATA: &str = "klartecken.db";

/// Applications for and the register of an organisation's accounts in social media.
#[derive(Debug, Parser)]
#[command(name = "klartecken", version, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Task,
}

/// What a settings file says: the texts of each setting, by its name.
type OnFile = BTreeMap<String, Vec<String>>;

impl Cli {
    /// Reads the command line, the environment, and the settings file that one of them names.
    ///
    /// # Errors
    /// When one of them cannot be read or says something unknown; also when help was asked for.
    pub fn read(line: &[OsString]) -> Result<Self, clap::Error> {
        let matches = Self::command().try_get_matches_from(line)?;
        let Some(path) = config(&matches) else {
            return Self::from_arg_matches(&matches);
        };
        let in_file = |error: &dyn std::fmt::Display| {
            let text = format!("{}: {error}", path.display());
            Self::command().error(ErrorKind::ValueValidation, text)
        };
        let file = on_file(&path).map_err(|error| in_file(&error))?;
        // Every other task shares some of what `serve` is told, so that one file serves them all.
        let serve = Serve::augment_args(Command::new("serve"));
        let known = |name: &String| {
            let mut settings = serve
                .get_arguments()
                .filter_map(|setting| setting.get_long());
            name != CONFIG && settings.any(|known| known == name)
        };
        if let Some(name) = file.keys().find(|name| !known(name)) {
            return Err(in_file(&format!("there is no setting {name}")));
        }
        with_defaults(Self::command(), &file)
            .try_get_matches_from(line)
            .and_then(|matches| Self::from_arg_matches(&matches))
            .map_err(|error| in_file(&error))
    }
}

/// The settings file that the command line or the environment names.
fn config(matches: &ArgMatches) -> Option<PathBuf> {
    let (_, task) = matches.subcommand()?;
    let named = task.try_get_one::<PathBuf>(CONFIG).ok().flatten();
    named.cloned().or_else(|| config(task))
}

fn on_file(path: &Path) -> Result<OnFile, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| error.to_string())?;
    let text = |value: toml::Value| match value {
        toml::Value::String(text) => text,
        other => other.to_string(),
    };
    let texts = |value| match value {
        toml::Value::Array(list) => list.into_iter().map(text).collect(),
        one => vec![text(one)],
    };
    let settings = table.into_iter();
    Ok(settings.map(|(name, value)| (name, texts(value))).collect())
}

/// The command, and every one below it, with what the file says where nothing else is said.
fn with_defaults(command: Command, file: &OnFile) -> Command {
    command
        .mut_args(|arg| match arg.get_long().and_then(|name| file.get(name)) {
            Some(texts) => arg.default_values(texts),
            None => arg,
        })
        .mut_subcommands(|task| with_defaults(task, file))
}

/// The tasks.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Serves the app and its API.
    Serve(Serve),
    /// Takes accounts from a CSV file into the register; can be run again without doubling any.
    ImportAccounts(ImportAccounts),
    /// Copies the database to a new file, also while the service runs.
    Backup(Backup),
    /// Signs the chain of events as it is now, in a file to keep apart from the database.
    Checkpoint(Checkpoint),
    /// Follows the chain of events and finds whatever was changed, taken out, put in or cut off.
    Verify(Verify),
    /// Adds, resets and disables the people who log in.
    User {
        /// What to do with them.
        #[command(subcommand)]
        task: UserTask,
    },
}

/// Settings that every task shares.
#[derive(Clone, Debug, Default, Args)]
pub struct Shared {
    /// A TOML file with settings.
    #[arg(long, value_name = "FILE", env = "KLARTECKEN_CONFIG")]
    pub config: Option<PathBuf>,
    /// The database file [default: klartecken.db].
    #[arg(long, value_name = "FILE", env = "KLARTECKEN_DATA")]
    pub data: Option<PathBuf>,
    /// The organisation's policy, a TOML file.
    #[arg(long, value_name = "FILE", env = "KLARTECKEN_POLICY")]
    pub policy: Option<PathBuf>,
    /// The file with the master key, 64 hexadecimal digits. Without it, KLARTECKEN_KEY is taken, or
    /// the file beside the database, which is made at the first start.
    #[arg(long, value_name = "FILE", env = "KLARTECKEN_KEY_FILE")]
    pub key: Option<PathBuf>,
}

/// Settings of `serve`.
#[derive(Clone, Debug, Default, Args)]
pub struct Serve {
    /// Settings that every task shares.
    #[command(flatten)]
    pub shared: Shared,
    /// The address and port to listen on [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDRESS", env = "KLARTECKEN_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// The address people use, such as `https://konton.example.se`. With https, cookies are bound to
    /// it and to the secure channel.
    #[arg(long, value_name = "URL", env = "KLARTECKEN_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// The app's built files, instead of those inside the program.
    #[arg(long, value_name = "FOLDER", env = "KLARTECKEN_APP")]
    pub app: Option<PathBuf>,
    /// A reverse proxy whose word about the client's address is believed. May be repeated.
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "KLARTECKEN_PROXY",
        value_delimiter = ','
    )]
    pub proxy: Vec<IpAddr>,
    /// The size that the database may grow to, in MiB, so that it cannot fill the disk for others.
    #[arg(long, value_name = "MIB", env = "KLARTECKEN_DATA_MAX")]
    pub data_max: Option<u64>,
    /// A file to add a signed checkpoint of the chain of events to, each day.
    #[arg(long, value_name = "FILE", env = "KLARTECKEN_CHECKPOINTS")]
    pub checkpoints: Option<PathBuf>,
    /// How letters are sent.
    #[command(flatten)]
    pub mail: Mail,
    /// Fills an empty database with demo people, accounts and cases.
    #[arg(long, env = "KLARTECKEN_DEMO")]
    pub demo: bool,
    /// What to log, as in RUST_LOG [default: info].
    #[arg(long, value_name = "FILTER", env = "KLARTECKEN_LOG")]
    pub log: Option<String>,
}

/// How letters are sent. Without a host they are kept and not sent.
#[derive(Clone, Debug, Default, Args)]
pub struct Mail {
    /// The SMTP server. Needs --mail-from and --public-url too.
    #[arg(long, value_name = "HOST", env = "KLARTECKEN_SMTP_HOST")]
    pub smtp_host: Option<String>,
    /// Its port [default: 587, with tls 465, with none 25].
    #[arg(long, value_name = "PORT", env = "KLARTECKEN_SMTP_PORT")]
    pub smtp_port: Option<u16>,
    /// How the connection is kept secret [default: starttls].
    #[arg(long, value_name = "MODE", env = "KLARTECKEN_SMTP_TLS")]
    pub smtp_tls: Option<SmtpTls>,
    /// The user to log in as. The password is taken from --smtp-password-file or
    /// KLARTECKEN_SMTP_PASSWORD.
    #[arg(long, value_name = "NAME", env = "KLARTECKEN_SMTP_USER")]
    pub smtp_user: Option<String>,
    /// A file whose first line is the password.
    #[arg(long, value_name = "FILE", env = "KLARTECKEN_SMTP_PASSWORD_FILE")]
    pub smtp_password_file: Option<PathBuf>,
    /// The sender, such as 'Orten <svara-inte@orten.example>'.
    #[arg(long, value_name = "ADDRESS", env = "KLARTECKEN_MAIL_FROM")]
    pub mail_from: Option<Mailbox>,
}

impl Mail {
    /// The whole of it, or nothing when no server was named.
    ///
    /// # Errors
    /// When something is missing, or a password would go in the open.
    pub fn server(&self) -> Result<Option<Smtp>, TaskError> {
        let Some(host) = self.smtp_host.clone() else {
            return Ok(None);
        };
        let wrong = |text: &str| Err(TaskError::Message(text.to_owned()));
        let Some(from) = self.mail_from.clone() else {
            return wrong("name the sender of letters with --mail-from");
        };
        let tls = self.smtp_tls.unwrap_or_default();
        let login = match &self.smtp_user {
            None => None,
            Some(_) if tls == SmtpTls::None => {
                return wrong("a password must not go in the open; set --smtp-tls starttls or tls");
            }
            Some(user) => Some((user.clone(), self.password()?)),
        };
        let port = self.smtp_port.unwrap_or(match tls {
            SmtpTls::None => 25,
            SmtpTls::Starttls => 587,
            SmtpTls::Tls => 465,
        });
        Ok(Some(Smtp {
            host,
            port,
            tls,
            login,
            from,
        }))
    }

    fn password(&self) -> Result<String, TaskError> {
        if let Some(path) = &self.smtp_password_file {
            let text = std::fs::read_to_string(path).map_err(file_error(path))?;
            return Ok(text.lines().next().unwrap_or_default().to_owned());
        }
        std::env::var("KLARTECKEN_SMTP_PASSWORD").map_err(|_| {
            TaskError::Message("set --smtp-password-file or KLARTECKEN_SMTP_PASSWORD".to_owned())
        })
    }
}

/// Settings of `import-accounts`.
#[derive(Debug, Args)]
pub struct ImportAccounts {
    /// Settings that every task shares.
    #[command(flatten)]
    pub shared: Shared,
    /// The CSV file, UTF-8, with a heading row.
    pub file: PathBuf,
    /// Tells what would happen and changes nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// The unit of rows that do not say which.
    #[arg(long, value_name = "NAME")]
    pub unit: Option<String>,
    /// Where to write the rows that were refused, with the reason.
    #[arg(long, value_name = "FILE")]
    pub refused: Option<PathBuf>,
}

/// Settings of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// Settings that every task shares.
    #[command(flatten)]
    pub shared: Shared,
    /// The file to make. It must not exist.
    pub file: PathBuf,
}

/// Settings of `checkpoint`.
#[derive(Debug, Args)]
pub struct Checkpoint {
    /// Settings that every task shares.
    #[command(flatten)]
    pub shared: Shared,
    /// The file to add the checkpoint to.
    pub file: PathBuf,
}

/// Settings of `verify`. No key is needed.
#[derive(Debug, Args)]
pub struct Verify {
    /// The database file, or a backup of it.
    pub file: PathBuf,
    /// The file with its checkpoints.
    #[arg(long, value_name = "FILE", env = "KLARTECKEN_CHECKPOINTS")]
    pub checkpoints: Option<PathBuf>,
    /// The key that must have signed them, as `checkpoint` said it. Without it, the key that the
    /// first of them names.
    #[arg(long, value_name = "HEX", requires = "checkpoints")]
    pub public_key: Option<String>,
}

/// What to do with a person who logs in.
#[derive(Debug, Subcommand)]
pub enum UserTask {
    /// Adds a person.
    Add(UserAdd),
    /// Sets a new password and ends the person's sessions.
    Passwd(UserPasswd),
    /// Ends the person's sessions and lets nobody in with this name any more.
    Disable(UserDisable),
}

/// Settings of `user add`.
#[derive(Debug, Args)]
pub struct UserAdd {
    /// Settings that every task shares.
    #[command(flatten)]
    pub shared: Shared,
    /// What the person types to log in.
    pub user: String,
    /// The person's name.
    #[arg(long)]
    pub name: String,
    /// The person's e-mail address.
    #[arg(long)]
    pub email: String,
    /// medarbetare, chef, kommunikator or administrator.
    #[arg(long, value_parser = role)]
    pub role: Role,
    /// The id of the person's unit in the policy.
    #[arg(long, default_value = "")]
    pub unit: String,
    /// Where the password comes from.
    #[command(flatten)]
    pub password: Password,
}

/// Settings of `user passwd`.
#[derive(Debug, Args)]
pub struct UserPasswd {
    /// Settings that every task shares.
    #[command(flatten)]
    pub shared: Shared,
    /// What the person types to log in.
    pub user: String,
    /// Where the password comes from.
    #[command(flatten)]
    pub password: Password,
}

/// Settings of `user disable`.
#[derive(Debug, Args)]
pub struct UserDisable {
    /// Settings that every task shares.
    #[command(flatten)]
    pub shared: Shared,
    /// What the person types to log in.
    pub user: String,
}

/// Where a password comes from: this file, or KLARTECKEN_PASSWORD, or a question.
#[derive(Debug, Args)]
pub struct Password {
    /// A file whose first line is the password. Without it, KLARTECKEN_PASSWORD is taken, or the
    /// password is asked for.
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_id(text).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.id()).collect();
        format!("choose one of {}", known.join(", "))
    })
}

impl Shared {
    /// The database file.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data.as_deref().unwrap_or(Path::new(DATA))
    }

    /// Reads the policy file. Without one it takes `otherwise`, or else the preset `kommun`.
    ///
    /// # Errors
    /// With the file, the line and what to do about it.
    pub fn read_policy(&self, otherwise: Option<&str>) -> Result<Policy, TaskError> {
        let (path, text) = match (&self.policy, otherwise) {
            (Some(path), _) => (
                path.display().to_string(),
                std::fs::read_to_string(path).map_err(file_error(path))?,
            ),
            (None, Some(text)) => ("demo".to_owned(), text.to_owned()),
            (None, None) => {
                return Policy::preset("kommun")
                    .ok_or_else(|| TaskError::Message("the preset kommun has a fault".to_owned()));
            }
        };
        Policy::from_toml(&text).map_err(|fault| TaskError::Policy {
            path,
            fault: fault.to_string(),
        })
    }

    /// Opens the database with its key.
    ///
    /// # Errors
    /// See [`OpenError`]; then nothing has been written to the database.
    pub async fn open(&self) -> Result<(Db, Keyring), OpenError> {
        key::open(self.data(), &key::Source::named(self.key.as_deref())).await
    }
}

impl Serve {
    /// The address to listen on.
    ///
    /// # Panics
    /// Never: the default is an address.
    #[must_use]
    pub fn listen(&self) -> SocketAddr {
        self.listen
            .unwrap_or_else(|| LISTEN.parse().expect("the default is an address"))
    }
}

#[cfg(test)]
mod tests;
