//! Bytes as the file of a picture: it is decoded and its rulings are found, or it is none.
#![no_main]

use gouji::internals::reader::ruled_cells;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = ruled_cells(data, 100.0);
});
