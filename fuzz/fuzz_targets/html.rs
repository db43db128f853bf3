//! Bytes as html: the reader is total, whatever they are.
#![no_main]

use gouji::internals::reader::{Context, Format, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = read(Format::Html, data, &mut Context::default());
});
