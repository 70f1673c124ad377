//! Connections: taking them, reading requests within a time, and letting them end in peace.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

/// How long the head of a request may take to arrive, and how long a connection may stand idle
/// before the next one. Without it, a client that sends a letter a minute holds a connection for ever.
pub const HEAD_TIME_MAX: Duration = Duration::from_secs(30);
/// The pause after a connection could not be taken, most often because there are too many.
const PAUSE: Duration = Duration::from_secs(1);

/// Serves until `stop`, then lets the requests under way finish.
pub async fn run(
    listener: TcpListener,
    router: Router,
    head_time_max: Duration,
    stop: impl Future<Output = ()>,
) {
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let serving = connection(stream, peer, router.clone(), head_time_max);
                let serving = connections.watch(serving);
                // A client that goes away or is too slow is no news.
                tokio::spawn(async move { serving.await.ok() });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection was not taken");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    connections.shutdown().await;
}

type Answering = std::pin::Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    head_time_max: Duration,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> + Send + 'static {
    // An answer is written in one go, so waiting to fill a packet gains nothing.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection sends in its own time");
    }
    let answer = move |mut request: Request<Incoming>| -> Answering {
        request.extensions_mut().insert(ConnectInfo(peer));
        Box::pin(router.clone().oneshot(request))
    };
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head_time_max)
        .serve_connection(TokioIo::new(stream), service_fn(answer))
}

#[cfg(test)]
mod tests;
