//! Planted monsters: files that bring a worker down on purpose, so that the supervision can be shown to work.
//!
//! Compiled into debug builds and with the feature `monsters`, and even there asleep unless the environment
//! has `GOUJI_MONSTERS`. A file is one when its text begins with `gouji-monster:` and names what it does.

use std::hint::black_box;

const MARK: &str = "gouji-monster:";

/// Does what the file says, if it is a monster and monsters are wanted.
pub(super) fn act(bytes: &[u8]) {
    let Some(rest) = bytes.strip_prefix(MARK.as_bytes()) else { return };
    if std::env::var_os("GOUJI_MONSTERS").is_none() {
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
        _ => {}
    }
}

/// Takes a stack frame for every level.
fn descend(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    if depth == u64::MAX { 0 } else { descend(depth + 1).wrapping_add(frame[7]) }
}
