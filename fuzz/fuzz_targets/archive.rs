//! Bytes as zip, tar, gzip, 7z, rar or a web archive, nested or not: every member is visited within the limits, whatever the
//! directory says.
#![no_main]

use std::ops::ControlFlow;

use gouji::internals::corpus::archive::open;
use gouji::internals::limits::Limits;
use gouji::internals::reader::{Format, sniff};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let limits = Limits { inflated_bytes: 8 << 20, members: 1_000, ..Limits::default() };
    let formats = match sniff(data) {
        format if format.is_archive() => vec![format],
        _ => vec![Format::Zip, Format::Tar, Format::Gzip, Format::Rar, Format::Warc],
    };
    for format in formats {
        let mut members = 0;
        open(data, format, "a.gz", &limits, &mut |_| {
            members += 1;
            ControlFlow::Continue(())
        });
        // The members, and at most one row about the limit itself.
        assert!(members <= 1_001, "{members} members");
    }
});
