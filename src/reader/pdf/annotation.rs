//! The annotations of a page (ISO 32000-2, 12.5): which of them are part of what is printed, where each stands, and
//! what it says where it has no appearance of its own.
//!
//! Values of form fields, text typed onto a page (`FreeText`), stamps and what is to be printed at a fixed place (`Watermark`)
//! are print, and shapes drawn onto it cover what lies under them; text that is struck out is seen to be. Notes and their
//! pop-ups, other marks on text (highlights) and links are not.

use hayro_interpret::kurbo::{Affine, Point, Rect as Box};
use hayro_syntax::object::{Array, Dict, Name, Rect, Stream, String as PdfString};
use hayro_syntax::page::Page;

use super::encoding::Encodings;
use super::information::text_string;

/// Annotations looked at on one page.
const MOST: usize = 20_000;
/// Boxes of text looked at in one mark.
const MOST_QUADS: usize = 1_000;
/// Steps from a field to the parents that it has its value from.
const MOST_PARENTS: usize = 16;
/// Flags: hidden, not shown on screens (12.5.3).
const UNSEEN: u32 = 1 << 1 | 1 << 5;
/// Kinds that are not part of the print.
const APART: &[&str] = &[
    "Text",
    "Popup",
    "Highlight",
    "Underline",
    "Squiggly",
    "StrikeOut",
    "Caret",
    "Link",
    "FileAttachment",
    "Sound",
    "Movie",
    "Screen",
    "Redact",
];

/// One annotation.
#[derive(Debug)]
pub(super) struct Annotation {
    /// Its box on the page as drawn.
    pub bounds: Box,
    /// It is part of the print.
    pub read: bool,
    /// What a text field or typed text says.
    pub text: Option<String>,
    /// Font size that it asks for; zero where the viewer chooses.
    pub size: f32,
    /// The boxes of the text that it strikes out.
    pub struck: Vec<Box>,
}

/// The annotations of a page that are drawn at all, in drawing order; their fonts are noted.
pub(super) fn annotations(page: &Page<'_>, transform: Affine, encodings: &mut Encodings) -> Vec<Annotation> {
    let Some(entries) = page.raw().get::<Array<'_>>("Annots") else { return Vec::new() };
    let all = entries.iter::<Dict<'_>>().take(MOST);
    let annotations = all.filter_map(|entries| {
        let annotation = annotation(&entries, transform)?;
        let appearance = entries.get::<Dict<'_>>("AP").and_then(|states| states.get::<Stream<'_>>("N"));
        if let Some(form) = appearance.filter(|_| annotation.read) {
            encodings.learn_form(&form);
        }
        Some(annotation)
    });
    annotations.collect()
}

fn annotation(entries: &Dict<'_>, transform: Affine) -> Option<Annotation> {
    if entries.get::<u32>("F").unwrap_or(0) & UNSEEN != 0 {
        return None;
    }
    let Rect { x0, y0, x1, y1 } = entries.get::<Rect>("Rect")?;
    let bounds = transform.transform_rect_bbox(Box::new(x0, y0, x1, y1));
    let kind = entries.get::<Name<'_>>("Subtype");
    let kind = kind.as_ref().map_or("", |kind| kind.as_str());
    let text = match kind {
        "FreeText" => entries.get::<PdfString<'_>>("Contents").map(|text| text_string(text.as_bytes())),
        "Widget" => field_value(entries),
        _ => None,
    };
    let size = inherited(entries, |entries| entries.get::<PdfString<'_>>("DA"))
        .and_then(|appearance| font_size(&text_string(appearance.as_bytes())));
    let struck =
        if kind == "StrikeOut" { quads(entries, transform).unwrap_or_else(|| vec![bounds]) } else { Vec::new() };
    Some(Annotation { bounds, read: !APART.contains(&kind), text, size: size.unwrap_or(0.0), struck })
}

/// The boxes of the text that a mark is about (12.5.6.10).
fn quads(entries: &Dict<'_>, transform: Affine) -> Option<Vec<Box>> {
    let numbers: Vec<f64> = entries.get::<Array<'_>>("QuadPoints")?.iter::<f64>().take(8 * MOST_QUADS).collect();
    let quad = |quad: &[f64]| {
        let corner = |at: usize| transform * Point::new(quad[at], quad[at + 1]);
        Box::from_points(corner(0), corner(2)).union_pt(corner(4)).union_pt(corner(6))
    };
    Some(numbers.chunks_exact(8).map(quad).collect())
}

/// The value of a text or choice field (12.7.5.3, 12.7.5.4).
fn field_value(entries: &Dict<'_>) -> Option<String> {
    let kind = inherited(entries, |entries| entries.get::<Name<'_>>("FT"))?;
    if !matches!(kind.as_str(), "Tx" | "Ch") {
        return None;
    }
    inherited(entries, |entries| entries.get::<PdfString<'_>>("V")).map(|text| text_string(text.as_bytes()))
}

/// An entry of a field or of the nearest parent that has it.
fn inherited<'a, T>(entries: &Dict<'a>, get: impl Fn(&Dict<'a>) -> Option<T>) -> Option<T> {
    let mut entries = entries.clone();
    for _ in 0..MOST_PARENTS {
        if let Some(found) = get(&entries) {
            return Some(found);
        }
        entries = entries.get::<Dict<'a>>("Parent")?;
    }
    None
}

/// The operand of `Tf` in a default appearance (`/Helv 8 Tf 0 g`).
fn font_size(appearance: &str) -> Option<f32> {
    let words: Vec<&str> = appearance.split_whitespace().take(64).collect();
    let at = words.iter().position(|word| *word == "Tf")?;
    words.get(at.checked_sub(1)?)?.parse().ok().filter(|size: &f32| size.is_finite() && *size >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::font_size;

    #[test]
    fn sizes() {
        assert_eq!(font_size("/Helv 8.5 Tf 0 g"), Some(8.5));
        assert_eq!(font_size("0 g /F1 0 Tf"), Some(0.0));
        assert_eq!(font_size("Tf"), None);
    }
}
