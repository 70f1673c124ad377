//! `klartecken`: reads the settings, opens the database, binds the address, serves.

use std::net::SocketAddr;
use std::process::ExitCode;

use mimalloc::MiMalloc;
use store::cli::settings::{Cli, Serve, Task};
use store::cli::task;
use store::clock::Clock;
use store::error::TaskError;
use store::http::server::{self, HEAD_TIME_MAX};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Hashing a password takes 19 MiB for a moment. The system's allocator keeps such blocks for each
/// thread that ever had one; this one gives them back.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let line: Vec<_> = std::env::args_os().collect();
    let cli = Cli::read(&line).unwrap_or_else(|said| said.exit());
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return say_no(&error),
    };
    match runtime.block_on(run(cli.command)) {
        Ok(said) => {
            say(&said);
            ExitCode::SUCCESS
        }
        Err(undone) => say_no(&undone),
    }
}

#[expect(
    clippy::print_stdout,
    reason = "this is a command line and somebody waits for its answer"
)]
fn say(text: &str) {
    if !text.is_empty() {
        println!("{text}");
    }
}

fn say_no(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("klartecken: {error}");
    ExitCode::FAILURE
}

async fn run(task: Task) -> Result<String, TaskError> {
    let clock = Clock::System;
    match task {
        Task::Serve(settings) => serve(settings, clock).await,
        Task::ImportAccounts(import) => store::cli::import::run(import, &clock).await,
        Task::Backup(backup) => task::back_up(backup).await,
        Task::Checkpoint(checkpoint) => task::checkpoint(checkpoint, clock.now()).await,
        Task::Verify(verify) => task::verify(verify).await,
        Task::User { task } => task::user(task, &clock).await,
    }
}

async fn serve(settings: Serve, clock: Clock) -> Result<String, TaskError> {
    log(&settings);
    let (state, running) = store::open(&settings, clock).await?;
    let address = settings.listen();
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| TaskError::Message(format!("cannot listen on {address}: {error}")))?;
    let address = listener.local_addr().unwrap_or(address);
    let router = store::router(state).map_err(|error| TaskError::Message(error.to_string()))?;
    greet(&settings, address);
    server::run(listener, router, HEAD_TIME_MAX, told_to_stop()).await;
    running.finish().await;
    Ok(String::new())
}

fn greet(settings: &Serve, address: SocketAddr) {
    let url = settings
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{address}"));
    say(&format!("Klartecken listens on {url}"));
    if settings.demo {
        say(&store::demo::welcome(&url));
    }
}

/// Logs as JSON, one object a line, on the error stream. A panic is logged by its place only: its
/// message may quote what a user wrote.
fn log(settings: &Serve) {
    let filter = settings
        .log
        .clone()
        .unwrap_or_else(|| "info,tower_sessions_core=error".to_owned());
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_env_filter(EnvFilter::new(filter))
        .with_writer(std::io::stderr)
        .init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "panic");
    }));
}

/// Waits for Ctrl-C or for the service manager's word.
async fn told_to_stop() {
    let mut terminate =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(error) => {
                tracing::error!(%error, "no signals; stop with kill");
                return std::future::pending().await;
            }
        };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("stopping");
}
