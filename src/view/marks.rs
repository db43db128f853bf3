//! The quantities of a report's prose, marked where they stand in a paragraph.

use std::collections::HashSet;

use maud::{Markup, html};

use super::label;
use crate::finding::Language;
use crate::narrative::Quantity;

/// A quantity in a paragraph: first byte, one past the last, and its place in the filing's list.
type Place = (usize, usize, usize);

/// The quantities of a filing, as its prose marks them.
pub struct Marks<'a> {
    quantities: &'a [Quantity],
    /// Positions of those that have parts.
    totals: HashSet<u32>,
    /// Tells the links of several filings on a page apart.
    page: usize,
    language: Language,
}

impl<'a> Marks<'a> {
    /// Those of a filing, the `page`th on its page.
    pub fn new(quantities: &'a [Quantity], page: usize, language: Language) -> Self {
        let totals = quantities.iter().filter_map(|quantity| quantity.parent).collect();
        Self { quantities, totals, page, language }
    }

    /// A paragraph of a section (from one) with its quantities marked: what each counts when pointed at, and parts linked to
    /// their total.
    pub fn paragraph(&self, text: &str, section: usize) -> Markup {
        let mut at = 0;
        let mut parts: Vec<(&str, Option<(usize, &str)>)> = Vec::new();
        for (start, end, index) in places(text, self.quantities, section) {
            parts.push((&text[at..start], Some((index, &text[start..end]))));
            at = end;
        }
        parts.push((&text[at..], None));
        html! { @for (text, mark) in parts { (text) @if let Some((index, shown)) = mark { (self.mark(index, shown)) } } }
    }

    /// A quantity that is a part is a link to its total, which is where the link leads.
    fn mark(&self, index: usize, shown: &str) -> Markup {
        let quantity = &self.quantities[index];
        let named = quantity.measure.map_or_else(|| quantity.label.clone(), |measure| label(measure, self.language));
        let class = if quantity.measure.is_some() { "mark measure" } else { "mark" };
        let own = u32::try_from(index).unwrap_or(u32::MAX);
        let (page, value) = (self.page, quantity.value.normalize());
        html! {
            @if let Some(parent) = quantity.parent {
                a class=(class) href=(format!("#q{page}-{parent}")) title=(named) data-group=(parent) data-value=(value) { (shown) }
            } @else if self.totals.contains(&own) {
                a class=(format!("{class} total")) id=(format!("q{page}-{own}")) href=(format!("#q{page}-{own}")) title=(named)
                    data-group=(own) data-total="1" data-value=(value) { (shown) }
            } @else { mark class=(class) title=(named) { (shown) } }
        }
    }
}

/// Where the quantities of a paragraph stand, in order and apart from each other.
fn places(paragraph: &str, quantities: &[Quantity], section: usize) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    let inside = |quantity: &Quantity| quantity.section.is_none_or(|own| usize::from(own) == section);
    for (index, quantity) in quantities.iter().enumerate().filter(|(_, quantity)| inside(quantity)) {
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
