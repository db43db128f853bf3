//! Bytes as a workbook in one XML file: the reader is total, whatever they are.
#![no_main]

use gouji::internals::reader::{Context, Format, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = read(Format::SpreadsheetMl, data, &mut Context::default());
});
