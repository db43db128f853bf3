//! Bytes as xlsx: the reader is total, whatever they are.
#![no_main]

use gouji::internals::reader::{Context, Format, read};
use libfuzzer_sys::fuzz_target;

// A panic of the spreadsheet library is caught, and is no crash; one that is not caught ends the run.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |data: &[u8]| {
    let _ = read(Format::Xlsx, data, &mut Context::default());
});
