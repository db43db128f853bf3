//! The writing itself: what characters are and which of them stand for the same, what numerals and enumerators are
//! made of. Text in, facts about its characters out; what the text says is left to everybody else.
//!
//! A notion that is defined here is defined nowhere else (`tests/all/source.rs` looks). Source text is never
//! rewritten by it but for one thing: readers drop what is [`invisible`].

mod character;
mod enumerator;
mod fold;
mod formula;
mod numeral;
mod years;

pub use character::{
    Letters, blank, commands, invisible, lowered, narrow_width, raised, subscript, superscript, trimmed, visible, wide,
    width,
};
pub use enumerator::{Level, circled, enumerator};
pub use fold::{fold_char, simplified, unsounded};
pub use formula::{guard, unguard};
pub use numeral::{digit, place};
pub use years::{
    Period, YEAR_BEFORE, heading_year, named_year, names_year_before, opens_part, table_period, years_beside,
};
