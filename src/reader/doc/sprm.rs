//! Property modifiers ([MS-DOC] 2.6): a code and an operand, one after the other.
//!
//! Word 97 codes carry the size of their operand; the one-byte codes of Word 6/95 need a table.
//! The codes that matter here are named once, for both.

use super::bytes::{u8_at, u16_at};

/// One modifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sprm<'a> {
    pub code: Code,
    pub operand: &'a [u8],
}

/// Modifiers that say something about text and tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    Deleted,
    Hidden,
    Strike,
    DoubleStrike,
    /// Superscript or subscript.
    Script,
    /// Raised or lowered by half-points.
    Shift,
    /// The colour of text by its number, and by its channels.
    ColorNumber,
    Color,
    /// Size of text in half-points.
    Size,
    /// Width of characters, in the hundred.
    Scale,
    /// Shading behind text, and a highlight.
    Shading,
    Highlight,
    CharacterStyle,
    Font,
    Symbol,
    PictureLocation,
    Style,
    InTable,
    RowEnd,
    Depth,
    DepthChange,
    InnerCellEnd,
    InnerRowEnd,
    OutlineLevel,
    ListLevel,
    List,
    /// The list goes on at an offset in the data stream.
    Elsewhere,
    RowLeft,
    HalfGap,
    /// In twips; below zero, exactly so high.
    RowHeight,
    /// Shading behind a paragraph.
    ParagraphShading,
    /// Shadings behind the cells of a row: the first, second or third list of them, the older ones, and one for some.
    CellShades(u8),
    ShortCellShades,
    ShadeCells,
    DefineRow,
    InsertCells,
    DeleteCells,
    ColumnWidth,
    MergeCells,
    SplitCells,
    MergeDown,
    Other,
}

/// The modifiers of a list, until it ends or breaks off.
#[derive(Debug, Clone)]
pub(super) struct Sprms<'a> {
    bytes: &'a [u8],
    old: bool,
}

impl<'a> Sprms<'a> {
    pub fn new(bytes: &'a [u8], old: bool) -> Self {
        Self { bytes, old }
    }
}

impl<'a> Iterator for Sprms<'a> {
    type Item = Sprm<'a>;

    fn next(&mut self) -> Option<Sprm<'a>> {
        let (code, head, length) = if self.old { measure_old(self.bytes)? } else { measure(self.bytes)? };
        let operand = self.bytes.get(head..head.checked_add(length)?)?;
        self.bytes = &self.bytes[head + length..];
        Some(Sprm { code, operand })
    }
}

/// Code, offset of the operand and its length.
fn measure(bytes: &[u8]) -> Option<(Code, usize, usize)> {
    let code = u16_at(bytes, 0)?;
    let (head, length) = match code >> 13 {
        0 | 1 => (2, 1),
        2 | 4 | 5 => (2, 2),
        3 => (2, 4),
        7 => (2, 3),
        _ => match (code, u8_at(bytes, 2)?) {
            // sprmTDefTable: two bytes of length, which count one too many (2.9.316).
            (0xD608, _) => (4, usize::from(u16_at(bytes, 2)?).saturating_sub(1)),
            // sprmPChgTabs: 255 stands for "count the tabs" (2.9.182).
            (0xC615, 255) => {
                let deleted = usize::from(u8_at(bytes, 3)?);
                let added = usize::from(u8_at(bytes, 4 + 4 * deleted)?);
                (3, 2 + 4 * deleted + 3 * added)
            }
            (_, length) => (3, usize::from(length)),
        },
    };
    Some((named(code), head, length))
}

fn named(code: u16) -> Code {
    match code {
        0x0800 => Code::Deleted,
        0x083C => Code::Hidden,
        0x0837 => Code::Strike,
        0x2A53 => Code::DoubleStrike,
        0x2A48 => Code::Script,
        0x4845 => Code::Shift,
        0x2A42 => Code::ColorNumber,
        0x6870 => Code::Color,
        0x4A43 => Code::Size,
        0x4852 => Code::Scale,
        0xCA71 => Code::Shading,
        0x2A0C => Code::Highlight,
        0x4A30 => Code::CharacterStyle,
        0x4A4F => Code::Font,
        0x6A09 => Code::Symbol,
        0x6A03 => Code::PictureLocation,
        0x4600 => Code::Style,
        0x2416 => Code::InTable,
        0x2417 => Code::RowEnd,
        0x6649 => Code::Depth,
        0x664A => Code::DepthChange,
        0x244B => Code::InnerCellEnd,
        0x244C => Code::InnerRowEnd,
        0x2640 => Code::OutlineLevel,
        0x260A => Code::ListLevel,
        0x460B => Code::List,
        // sprmPHugePapx (6645 in the first releases) and sprmPTableProps.
        0x6645 | 0x6646 | 0x646B => Code::Elsewhere,
        0x9601 => Code::RowLeft,
        0x9602 => Code::HalfGap,
        0x9407 => Code::RowHeight,
        0xC64D => Code::ParagraphShading,
        0xD612 | 0xD670 => Code::CellShades(0),
        0xD616 | 0xD671 => Code::CellShades(1),
        0xD60C | 0xD672 => Code::CellShades(2),
        0xD609 => Code::ShortCellShades,
        0xD62D => Code::ShadeCells,
        0xD608 => Code::DefineRow,
        0x7621 => Code::InsertCells,
        0x5622 => Code::DeleteCells,
        0x7623 => Code::ColumnWidth,
        0x5624 => Code::MergeCells,
        0x5625 => Code::SplitCells,
        0xD62B => Code::MergeDown,
        _ => Code::Other,
    }
}

/// The same for Word 6/95. An unknown code has an unknown length: the list ends there.
fn measure_old(bytes: &[u8]) -> Option<(Code, usize, usize)> {
    let code = u8_at(bytes, 0)?;
    let (head, length) = match code {
        4..=11 | 13 | 14 | 24 | 25 | 29 | 37 | 44 | 50 | 51 => (1, 1),
        2 | 16..=19 | 21 | 22 | 26..=28 | 30..=36 | 38..=43 | 45..=49 => (1, 2),
        20 => (1, 4),
        52 | 83 | 163 => (1, 0),
        65..=67 | 71 | 75 | 85..=92 | 94 | 98 | 100 | 102 | 104 | 117..=119 => (1, 1),
        69 | 72 | 80 | 93 | 96 | 97 | 99 | 101 | 107 | 109 | 110 | 121..=124 => (1, 2),
        73 | 95 | 136 | 137 => (1, 3),
        70 => (1, 4),
        131 | 132 | 138 | 139 | 142 | 143 | 146 | 147 | 150..=153 | 158 | 159 | 162 | 185 | 186 => (1, 1),
        140 | 141 | 144 | 145 | 148 | 149 | 154..=157 | 160 | 161 | 164..=171 | 182..=184 | 189 | 195 | 197 | 198 => {
            (1, 2)
        }
        192 | 194 | 196 | 200 => (1, 4),
        193 | 199 => (1, 5),
        187 => (1, 12),
        3
        | 12
        | 15
        | 64
        | 68
        | 74
        | 77
        | 79
        | 81
        | 82
        | 103
        | 105
        | 106
        | 108
        | 111..=116
        | 120
        | 133
        | 179
        | 181
        | 188
        | 191
        | 207 => (2, usize::from(u8_at(bytes, 1)?)),
        190 => (3, usize::from(u16_at(bytes, 1)?).saturating_sub(1)),
        23 => match u8_at(bytes, 1)? {
            255 => {
                let deleted = usize::from(u8_at(bytes, 2)?);
                let added = usize::from(u8_at(bytes, 3 + 4 * deleted)?);
                (2, 2 + 4 * deleted + 3 * added)
            }
            length => (2, usize::from(length)),
        },
        _ => return None,
    };
    Some((named_old(code), head, length))
}

/// The names of one-byte codes; Word 97 uses the same numbers in the short form of a piece's change.
pub(super) fn named_old(code: u8) -> Code {
    match code {
        2 => Code::Style,
        24 => Code::InTable,
        25 => Code::RowEnd,
        65 => Code::Deleted,
        68 => Code::PictureLocation,
        74 => Code::Symbol,
        87 => Code::Strike,
        92 => Code::Hidden,
        101 => Code::Shift,
        104 => Code::Script,
        183 => Code::RowLeft,
        184 => Code::HalfGap,
        190 => Code::DefineRow,
        194 => Code::InsertCells,
        195 => Code::DeleteCells,
        196 => Code::ColumnWidth,
        197 => Code::MergeCells,
        198 => Code::SplitCells,
        _ => Code::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(bytes: &[u8], old: bool) -> Vec<(Code, Vec<u8>)> {
        Sprms::new(bytes, old).map(|sprm| (sprm.code, sprm.operand.to_vec())).collect()
    }

    #[test]
    fn lists_of_both_versions() {
        let list = [0x16, 0x24, 1, 0x49, 0x66, 2, 0, 0, 0, 0x08, 0xD6, 3, 0, 0, 9, 0x2B, 0xD6, 2, 1, 3, 0x17];
        let expected = [
            (Code::InTable, vec![1]),
            (Code::Depth, vec![2, 0, 0, 0]),
            (Code::DefineRow, vec![0, 9]),
            (Code::MergeDown, vec![1, 3]),
        ];
        assert_eq!(codes(&list, false), expected);
        let list = [24, 1, 190, 3, 0, 0, 9, 23, 2, 0, 0, 25, 1, 201, 25, 1];
        let expected = [
            (Code::InTable, vec![1]),
            (Code::DefineRow, vec![0, 9]),
            (Code::Other, vec![0, 0]),
            (Code::RowEnd, vec![1]),
        ];
        assert_eq!(codes(&list, true), expected);
    }

    #[test]
    fn counted_tabs_are_stepped_over() {
        let list = [0x15, 0xC6, 255, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0x17, 0x24, 1];
        assert_eq!(codes(&list, false)[1], (Code::RowEnd, vec![1]));
    }

    #[test]
    fn an_operand_past_the_end_ends_the_list() {
        assert_eq!(codes(&[0x08, 0xD6, 0xFF, 0xFF, 1], false), []);
        assert_eq!(codes(&[], true), []);
    }
}
