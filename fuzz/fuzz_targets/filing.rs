//! Bytes as a filing, all the way: what comes out can be kept and had back, and figures are consistent in themselves.
#![no_main]

use gouji::internals::figure::Status;
use gouji::internals::filing::{self, Filing, Source};
use gouji::internals::limits::Limits;
use libfuzzer_sys::fuzz_target;

// A panic of the spreadsheet library is caught, and is no crash; one that is not caught ends the run.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |data: &[u8]| {
    let filing = filing::read(data, &Source { path: "报告2021.docx" }, &mut filing::context(Limits::default()));
    for figure in &filing.figures {
        let read = matches!(figure.status, Status::Reported | Status::Decoded);
        assert_eq!(figure.value.is_some(), read, "{figure:?}");
    }
    let bytes = postcard::to_stdvec(&filing).expect("a filing is plain data");
    let again: Filing = postcard::from_bytes(&bytes).expect("it comes back");
    assert_eq!(again.figures, filing.figures);
    assert_eq!(again.findings, filing.findings);
});
