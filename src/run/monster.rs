//! Planted monsters: files that bring a worker down on purpose, or try to leave it, so that supervision and confinement
//! can be shown to work.
//!
//! Compiled into debug builds and with the feature `monsters`, and even there asleep unless the environment of the run
//! has `GOUJI_MONSTERS`. A file is one when its text begins with `gouji-monster:` and names what it does.

use std::hint::black_box;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use super::allocator;

const MARK: &str = "gouji-monster:";

/// Set in a worker, which has not the environment of the run.
static AWAKE: AtomicBool = AtomicBool::new(false);

/// Whether monsters are wanted.
pub(super) fn wanted() -> bool {
    AWAKE.load(Ordering::Relaxed) || std::env::var_os("GOUJI_MONSTERS").is_some()
}

/// Wakes the monsters of this process.
pub(super) fn wake(wanted: bool) {
    AWAKE.store(wanted, Ordering::Relaxed);
}

/// Does what the file says, if it is a monster and monsters are wanted.
pub(super) fn act(bytes: &[u8]) {
    let Some(rest) = bytes.strip_prefix(MARK.as_bytes()) else { return };
    if !wanted() {
        return;
    }
    match std::str::from_utf8(rest).map(str::trim) {
        Ok("hang") => loop {
            std::hint::spin_loop();
        },
        Ok("sleep") => loop {
            std::thread::sleep(std::time::Duration::from_secs(1));
        },
        Ok("overflow") => {
            black_box(descend(0));
        }
        Ok("abort") => std::process::abort(),
        Ok("exit") => std::process::exit(3),
        Ok("allocate") => {
            let mut bytes = Vec::with_capacity(100 << 30);
            bytes.push(1_u8);
            black_box(bytes);
        }
        Ok("panic") => panic!("a planted panic"),
        Ok("work") => {
            let until = super::confine::used() + std::time::Duration::from_millis(1_500);
            while super::confine::used() < until {
                std::hint::spin_loop();
            }
        }
        Ok(escape) => leave(escape),
        Err(_) => {}
    }
}

/// Tries to get at something outside, and tells what came of it.
fn leave(escape: &str) {
    let outcome = match escape {
        "open" => std::fs::File::open("/etc/passwd").map(|_| ()),
        "write" => std::fs::write(std::env::temp_dir().join("gouji-monster"), "x"),
        "list" => std::fs::read_dir("/").map(|_| ()),
        "connect" => std::net::TcpStream::connect(("127.0.0.1", 9)).map(|_| ()),
        "exec" => std::process::Command::new("/bin/true").spawn().map(|_| ()),
        "thread" => std::thread::Builder::new().spawn(|| ()).map(|_| ()),
        "environment" if std::env::vars_os().all(|(name, _)| name == allocator::SETTING.0) => {
            Err(io::ErrorKind::PermissionDenied.into())
        }
        "environment" => Ok(()),
        _ => return,
    };
    match outcome {
        // A connection that nobody takes was tried all the same.
        Err(error) if error.kind() != io::ErrorKind::ConnectionRefused => panic!("refused: {escape}: {error}"),
        _ => panic!("allowed: {escape}"),
    }
}

/// Takes a stack frame for every level.
fn descend(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    if depth == u64::MAX { 0 } else { descend(depth + 1).wrapping_add(frame[7]) }
}
