//! The quantities of a report's prose, marked where they stand in a paragraph.

use maud::{Markup, html};

use super::label;
use crate::finding::Language;
use crate::narrative::Quantity;

/// A quantity in a paragraph: first byte, one past the last, and its place in the filing's list.
type Place = (usize, usize, usize);

/// A paragraph with its quantities marked: what each counts when pointed at, and parts joined with their total.
pub fn marked(paragraph: &str, quantities: &[Quantity], language: Language) -> Markup {
    let mut at = 0;
    let mut parts: Vec<(&str, Option<(usize, &str)>)> = Vec::new();
    for (start, end, index) in places(paragraph, quantities) {
        parts.push((&paragraph[at..start], None));
        parts.push(("", Some((index, &paragraph[start..end]))));
        at = end;
    }
    parts.push((&paragraph[at..], None));
    html! {
        @for (text, mark) in parts {
            (text)
            @if let Some((index, shown)) = mark {
                @let quantity = &quantities[index];
                @let named = quantity.measure.map(|measure| label(measure, language));
                mark class=[quantity.measure.map(|_| "measure")] title=(named.unwrap_or_else(|| quantity.label.clone()))
                    data-group=(quantity.parent.unwrap_or(u32::try_from(index).unwrap_or(u32::MAX))) { (shown) }
            }
        }
    }
}

/// Where the quantities of a paragraph stand, in order and apart from each other.
fn places(paragraph: &str, quantities: &[Quantity]) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    for (index, quantity) in quantities.iter().enumerate() {
        let Some(sentence) = paragraph.find(quantity.text.trim()) else { continue };
        let digits = quantity.value.normalize().to_string();
        let text = &paragraph[sentence..sentence + quantity.text.trim().len()];
        let stands = text.match_indices(digits.as_str()).map(|(at, _)| (sentence + at, sentence + at + digits.len()));
        // A whole number, not a part of a longer one, that no other quantity has taken.
        let whole = |&(start, end): &(usize, usize)| {
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
            !digit(paragraph[..start].chars().next_back()) && !digit(paragraph[end..].chars().next())
        };
        let free = |&(start, end): &(usize, usize)| found.iter().all(|(from, to, _)| end <= *from || *to <= start);
        if let Some((start, end)) = stands.filter(whole).find(free) {
            found.push((start, end, index));
        }
    }
    found.sort_unstable();
    found
}
