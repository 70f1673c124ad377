//! Slow clients over real connections.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::http::server;
use crate::tests::TestService;

const HEAD_TIME_MAX: Duration = Duration::from_millis(300);

/// The service at an address of its own, until the sender is used or dropped.
async fn serving(service: &TestService) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let router = service.router.clone();
    let running = tokio::spawn(server::run(listener, router, HEAD_TIME_MAX, async {
        let _ = stopped.await;
    }));
    (address, stop, running)
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    // A test that would wait for ever fails instead.
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    stream
}

/// Everything that comes until the other side closes.
fn rest(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_never_finishes_the_head_of_a_request_is_let_go() {
    let service = TestService::new().await;
    let (address, _stop, _running) = serving(&service).await;
    for beginning in [
        "",
        "GET /halsa HT",
        "GET /halsa HTTP/1.1\r\nhost: x\r\nx-slow: ",
    ] {
        let answer = tokio::task::spawn_blocking(move || {
            let mut slow = connect(address);
            slow.write_all(beginning.as_bytes()).unwrap();
            let mut other = connect(address);
            other
                .write_all(b"GET /halsa HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
                .unwrap();
            assert!(rest(other).starts_with("HTTP/1.1 200"));
            rest(slow)
        });
        let answer = answer.await.unwrap();
        assert!(!answer.contains(" 200 "), "{beginning:?}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_under_way_is_answered_before_the_program_stops() {
    let service = TestService::new().await;
    let (address, stop, running) = serving(&service).await;
    let head = b"POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n";
    let mut stream = tokio::task::spawn_blocking(move || {
        let mut stream = connect(address);
        stream.write_all(head).unwrap();
        // The service asks for the body: it is at work on the request.
        let mut asked = [0; 12];
        stream.read_exact(&mut asked).unwrap();
        assert_eq!(&asked, b"HTTP/1.1 100");
        stream
    })
    .await
    .unwrap();
    stop.send(()).unwrap();
    let answer = tokio::task::spawn_blocking(move || {
        stream.write_all(b"{}").unwrap();
        rest(stream)
    });
    let answer = answer.await.unwrap();
    assert!(answer.contains("HTTP/1.1 400"), "{answer}");
    running.await.unwrap();
    assert!(TcpStream::connect(address).is_err());
}
