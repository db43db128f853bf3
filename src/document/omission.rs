//! What a document holds and its text leaves out: content that the file hides or strikes, and content that is shown and
//! cannot be taken. Readers record it here; what is to be said about it is decided above them.

use serde::{Deserialize, Serialize};

use super::SourceLocation;
use crate::script::fold_char;

/// Why content was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Omission {
    /// Hidden by style, attribute, colour or place: nobody sees it.
    Hidden,
    /// Struck through, or deleted with changes tracked.
    Struck,
}

/// What was left out of the tables of a document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Omissions {
    /// Hidden content.
    pub hidden: Option<Omitted>,
    /// Struck content.
    pub struck: Option<Omitted>,
}

/// Pieces of content that were left out for one reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Omitted {
    /// How many pieces.
    pub count: u32,
    /// The first of them, its beginning.
    pub text: String,
    /// Where it stood.
    pub location: SourceLocation,
}

/// Characters of a piece that are kept.
const KEPT: usize = 40;

impl Omissions {
    /// Records a piece of a table's content; one without a digit would have changed no figure, and is none.
    pub fn add(&mut self, why: Omission, text: &str, location: SourceLocation) {
        if !text.chars().filter_map(fold_char).any(|c| c.is_ascii_digit()) {
            return;
        }
        let slot = match why {
            Omission::Hidden => &mut self.hidden,
            Omission::Struck => &mut self.struck,
        };
        let first = || Omitted { count: 0, text: text.trim().chars().take(KEPT).collect(), location };
        let omitted = slot.get_or_insert_with(first);
        omitted.count = omitted.count.saturating_add(1);
    }

    /// Takes over what another part of the document left out.
    pub fn append(&mut self, other: Omissions) {
        for (slot, more) in [(&mut self.hidden, other.hidden), (&mut self.struck, other.struck)] {
            match (slot.as_mut(), more) {
                (Some(held), Some(more)) => held.count = held.count.saturating_add(more.count),
                (None, Some(more)) => *slot = Some(more),
                (_, None) => {}
            }
        }
    }
}

/// What a cell shows and no reader can take: with it a cell without text is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Unread {
    /// A picture.
    Picture,
    /// A field of a form, or a field whose result is not stored.
    Field,
    /// A formula without a stored value.
    Formula,
    /// An embedded object.
    Object,
    /// A text box or drawing.
    Drawing,
    /// A symbol of a font whose meaning is not known.
    Symbol,
    /// A comment or annotation that stands in the cell's place.
    Annotation,
    /// Ink on a scanned page that could not be read.
    Ink,
    /// Pieces of a number, or of several, that cannot be told apart.
    Torn,
}

impl Unread {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Picture,
        Self::Field,
        Self::Formula,
        Self::Object,
        Self::Drawing,
        Self::Symbol,
        Self::Annotation,
        Self::Ink,
        Self::Torn,
    ];

    /// The word for it in findings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Field => "field",
            Self::Formula => "formula",
            Self::Object => "object",
            Self::Drawing => "drawing",
            Self::Symbol => "symbol",
            Self::Annotation => "annotation",
            Self::Ink => "ink",
            Self::Torn => "pieces of numbers",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_holds_a_digit_counts() {
        let mut omissions = Omissions::default();
        omissions.add(Omission::Hidden, "规章", SourceLocation::cell(1, 1, 1));
        assert_eq!(omissions, Omissions::default());
        omissions.add(Omission::Hidden, " １２件 ", SourceLocation::cell(1, 2, 1));
        omissions.add(Omission::Hidden, "3", SourceLocation::cell(1, 3, 1));
        omissions.append(omissions.clone());
        let hidden = omissions.hidden.expect("something was hidden");
        assert_eq!((hidden.count, hidden.text.as_str()), (4, "１２件"));
        assert_eq!(hidden.location, SourceLocation::cell(1, 2, 1));
        assert_eq!(omissions.struck, None);
    }
}
