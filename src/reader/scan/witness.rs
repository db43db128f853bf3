//! The text that other software laid under a scan, as one more witness: figures as they were read and that text come in;
//! those it contradicts go out unsure, so that only an equation can confirm them.
//!
//! The picture is what is read; nothing is taken from the layer. A layer that rarely says what the picture shows is of
//! another picture, or lies elsewhere, and is not heard.

use unicode_normalization::UnicodeNormalization;

use super::figure::UNSURE;
use super::page::Piece;
use crate::reader::lattice::{Bounds, Glyph};

/// A layer of more characters than this is not heard.
const MOST_CHARACTERS: usize = 20_000;
/// A layer is heard that says the same of at least so many figures for each that it says otherwise of.
const TRUSTED: usize = 3;

/// Hears the layer about the figures of a page; `place` tells where a share of the picture lies.
pub(super) fn hear(pieces: &mut [Piece], layer: &[Glyph], place: impl Fn(&[f32; 4]) -> Bounds) {
    if layer.is_empty() || layer.len() > MOST_CHARACTERS {
        return;
    }
    let said: Vec<Option<String>> = pieces.iter().map(|piece| number(layer, &place(piece.cell.as_ref()?))).collect();
    let agrees = |(piece, said): (&Piece, &Option<String>)| said.as_ref().map(|said| *said == piece.text);
    let heard: Vec<bool> =
        pieces.iter().zip(&said).filter(|(piece, _)| !piece.text.is_empty()).filter_map(agrees).collect();
    let same = heard.iter().filter(|&&same| same).count();
    if same < TRUSTED * (heard.len() - same) {
        return;
    }
    for (piece, said) in pieces.iter_mut().zip(said) {
        let Some(said) = said.filter(|said| *said != piece.text) else { continue };
        piece.confidence = piece.confidence.min(UNSURE);
        if !piece.alternatives.iter().any(|(text, _)| *text == said) {
            piece.alternatives.push((said, 0.0));
        }
    }
}

/// The number that the layer has in a cell; none where it has no number there.
fn number(layer: &[Glyph], cell: &Bounds) -> Option<String> {
    let mut inside: Vec<&Glyph> = layer.iter().filter(|glyph| cell.holds(glyph.bounds.center())).collect();
    inside.sort_by(|a, b| a.bounds.x0.total_cmp(&b.bounds.x0));
    let text: String = inside.iter().map(|glyph| glyph.character).nfkc().filter(|c| !c.is_whitespace()).collect();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::lattice::{Direction, Ink};

    /// Cells side by side, ten wide, with what was read of them.
    fn pieces(texts: &[&str]) -> Vec<Piece> {
        let cell = |at: usize| [at as f32 * 10.0, 0.0, at as f32 * 10.0 + 10.0, 10.0];
        let piece = |(at, text): (usize, &&str)| Piece {
            bounds: cell(at),
            text: (*text).to_owned(),
            confidence: 0.99,
            alternatives: vec![((*text).to_owned(), 0.99)],
            cell: Some(cell(at)),
            look: None,
        };
        texts.iter().enumerate().map(piece).collect()
    }

    /// The characters of the layer, those of each cell in a row.
    fn layer(texts: &[&str]) -> Vec<Glyph> {
        let glyph = |cell: usize, at: usize, character: char| {
            let x0 = cell as f32 * 10.0 + 1.0 + at as f32 * 1.5;
            let bounds = Bounds { x0, y0: 4.0, x1: x0 + 2.0, y1: 6.0 };
            Glyph {
                character,
                bounds,
                size: 2.0,
                direction: Direction::Right,
                vertical: false,
                run: 0,
                ink: Ink::default(),
            }
        };
        let cells = texts.iter().enumerate();
        cells.flat_map(|(cell, text)| text.chars().enumerate().map(move |(at, c)| glyph(cell, at, c))).collect()
    }

    fn heard(read: &[&str], under: &[&str]) -> Vec<bool> {
        let mut pieces = pieces(read);
        let place = |[x0, y0, x1, y1]: &[f32; 4]| Bounds { x0: *x0, y0: *y0, x1: *x1, y1: *y1 };
        hear(&mut pieces, &layer(under), place);
        pieces.iter().map(|piece| piece.confidence > UNSURE).collect()
    }

    #[test]
    fn a_layer_that_is_mostly_right_makes_unsure_what_it_contradicts() {
        assert_eq!(heard(&["12", "7", "10", "/", "4"], &["12", "７", "10", "1", ""]), [true, true, true, false, true]);
        let mut pieces = pieces(&["12", "7", "10", "3"]);
        let place = |[x0, y0, x1, y1]: &[f32; 4]| Bounds { x0: *x0, y0: *y0, x1: *x1, y1: *y1 };
        hear(&mut pieces, &layer(&["12", "7", "10", "8"]), place);
        assert_eq!((pieces[3].text.as_str(), &pieces[3].alternatives[1]), ("3", &("8".to_owned(), 0.0)));
    }

    #[test]
    fn a_layer_of_something_else_is_not_heard() {
        assert_eq!(heard(&["12", "7", "10", "3"], &["5", "7", "99", "3"]), [true; 4]);
        assert_eq!(heard(&["12", "7", "10", "3"], &["words", "7", "10", "3"]), [true; 4]);
        assert_eq!(heard(&["12", "7", "10", "3"], &[]), [true; 4]);
    }
}
