//! Bytes as 7z or rar: every member is visited within the limits, whatever the directory or a packed stream says. The
//! checksums over the directory of 7z are set right first: behind a wrong one nothing would be tried.
#![no_main]

use std::ops::ControlFlow;

use gouji::internals::corpus::archive::open;
use gouji::internals::limits::Limits;
use gouji::internals::reader::{Format, sniff};
use libfuzzer_sys::fuzz_target;

// A panic of a library is caught, and is no crash; one that is not caught ends the run.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |data: &[u8]| {
    let limits = Limits { inflated_bytes: 1 << 20, input_bytes: 1 << 20, members: 100, ..Limits::default() };
    let mut data = data.to_vec();
    let format = match sniff(&data) {
        Format::Rar => Format::Rar,
        _ => Format::SevenZip,
    };
    if format == Format::SevenZip {
        let _ = checked(&mut data);
    }
    let mut members = 0;
    open(&data, format, "a.7z", &limits, &mut |_| {
        members += 1;
        ControlFlow::Continue(())
    });
    // The members, and at most one row about the limit itself.
    assert!((1..=101).contains(&members), "{members} members");
});

/// Puts the checksums of the directory and of the signature header (7zFormat.txt) where they belong.
fn checked(data: &mut [u8]) -> Option<()> {
    let number = |at: usize| Some(u64::from_le_bytes(data.get(at..at + 8)?.try_into().ok()?) as usize);
    let start = number(12)?.checked_add(32)?;
    let directory = data.get(start..start.checked_add(number(20)?)?)?;
    let sum = crc32fast::hash(directory);
    data.get_mut(28..32)?.copy_from_slice(&sum.to_le_bytes());
    let sum = crc32fast::hash(data.get(12..32)?);
    data.get_mut(8..12)?.copy_from_slice(&sum.to_le_bytes());
    Some(())
}
