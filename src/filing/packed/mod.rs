//! What a filing has most of, as it is kept and sent: figures and outcomes, without what the forms say anyhow.
//!
//! Values come in and bytes go out that LZ4 then finds alike: what goes on from one to the next is a step, and labels and
//! names of rules that a form has are their places there. (A sealed report became half as long, and one lies in one page of
//! the store instead of two.) Only the program that wrote such bytes can read them; a cache is of one build. Formats for
//! people see things as they are.

pub mod figures;
pub mod outcomes;

/// How far a number is from the one before.
fn step(number: u32, before: u32) -> i32 {
    number.wrapping_sub(before) as i32
}

/// The number that is so far from the one before.
fn after(before: u32, step: i32) -> u32 {
    before.wrapping_add(step as u32)
}
