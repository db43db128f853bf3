//! Bytes as mhtml: the reader is total, whatever they are.
#![no_main]

use gouji::internals::reader::{Context, Format, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = read(Format::Mhtml, data, &mut Context::default());
});
