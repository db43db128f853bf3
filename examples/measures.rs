//! Precision and recall of the narrative measures on the labelled passages: `cargo run --release --example measures`.
//!
//! With `-v`, every difference is printed with its passage.

#[path = "../tests/narrative/score.rs"]
mod score;

fn main() {
    let verbose = std::env::args().any(|argument| argument == "-v");
    for (name, toml) in [
        ("written against (dev.toml)", include_str!("../tests/narrative/dev.toml")),
        ("kept apart (held.toml)", include_str!("../tests/narrative/held.toml")),
    ] {
        let cases = score::cases(toml);
        println!("{name}: {} passages", cases.len());
        let scores = score::score(&cases, &mut |case, code, want, got| {
            if verbose {
                println!("  {code}: want {}, got {}: {}", want.unwrap_or("-"), got.unwrap_or("-"), case.text);
            }
        });
        let mut all = score::Score::default();
        for (code, score) in &scores {
            all.add(*score);
            println!("  {code:<24} {:>3} right {:>3} wrong {:>3} missed", score.right, score.wrong, score.missed);
        }
        println!("  precision {:.3}, recall {:.3}", all.precision(), all.recall());
    }
}
