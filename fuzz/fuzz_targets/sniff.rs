//! Bytes without a name: sniffing is total.
#![no_main]

use gouji::internals::reader::sniff;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = sniff(data);
});
