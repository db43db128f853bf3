//! Text of a cell as a number: whatever the text is, a value is there exactly when the cell was reported, and a value
//! that is written plainly is read back as it was.
#![no_main]

use gouji::internals::figure::Status;
use gouji::internals::number::{chinese_numeral, is_value, read_cell};
use gouji::internals::variable::Unit;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = (is_value(text), chinese_numeral(text));
    for unit in [Unit::Piece, Unit::Yuan, Unit::TenThousandYuan] {
        let reading = read_cell(text, unit);
        assert_eq!(reading.value.is_some(), reading.status == Status::Reported, "{text:?}: {reading:?}");
        if let Some(value) = reading.value {
            let again = read_cell(&value.normalize().to_string(), unit);
            assert_eq!(again.value, Some(value), "{text:?} is {value}, which reads as {again:?}");
        }
    }
});
