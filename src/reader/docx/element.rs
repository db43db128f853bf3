//! The elements that a Word document's text and tables are made of, by local name. All others pass.

use super::token::name_length;

/// An element that the flow reacts to. Names as in ECMA-376 part 1, chapter 17, where not said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reader) enum Element {
    /// `document`, `hdr`, `ftr`, `footnotes`, `endnotes`, `wordDocument`: the root of a part.
    Root,
    Paragraph,
    ParagraphProperties,
    ParagraphStyle,
    OutlineLevel,
    NumberingLevel,
    NumberingId,
    Run,
    RunProperties,
    RunStyle,
    Vanish,
    /// `strike`, `dstrike`.
    Strike,
    /// `vertAlign`.
    Raised,
    /// `position`: raised or lowered by half-points.
    Position,
    /// `color`, `sz`, and `shd` or `highlight`: met only in documents that may have text that cannot be seen.
    Color,
    Size,
    /// `w`: characters drawn narrower or wider, in the hundred.
    Scale,
    Ground,
    /// `rFonts`, likewise.
    Font,
    /// `textFill` and `textOutline` of Word 2010 ([MS-DOCX] 2.6.1): what characters are filled and outlined with, and what
    /// that is made of.
    TextFill,
    TextOutline,
    NoFill,
    FillColor,
    FillAlpha,
    FillShade,
    /// The outline is drawn; no element of its own.
    Outlined,
    /// Part of a formula (22.1.2) that puts its text elsewhere than in a line.
    Formula(&'static str),
    /// `bdo`: text set from right to left, whatever it is.
    Override,
    Text,
    Tab,
    Break,
    NoBreakHyphen,
    Symbol,
    FieldChar,
    /// `fldSimple`.
    SimpleField,
    /// `instrText`.
    FieldCode,
    // What a form field holds (17.16.17).
    FieldResult,
    FieldDefault,
    FieldChecked,
    FieldEntry,
    Table,
    TableStyle,
    Row,
    RowProperties,
    /// `hidden` of a row.
    Hidden,
    /// `trHeight`.
    RowHeight,
    GridBefore,
    TableHeader,
    Cell,
    GridSpan,
    VerticalMerge,
    HorizontalMerge,
    /// `cellDel`: the cell was deleted under revision control.
    CellDeleted,
    /// `del`: deleted text; empty inside properties: deleted row or paragraph mark.
    Deleted,
    /// `showingPlcHdr` and `sdtContent`: a control that nobody has filled in, and what it shows (17.5.2).
    Unfilled,
    ControlContent,
    /// `delText`: text inside of it.
    DeletedText,
    /// Anything whose content is not text of the document: `moveFrom`, `rt`
    /// (phonetic guides), former properties (`rPrChange` and its like), `sdtPr`.
    Dropped(&'static str),
    TextBox,
    /// `footnoteReference` or `endnoteReference`: where the mark of a note stands.
    NoteReference,
    /// `footnote` or `endnote` with its text.
    Note,
    /// WordML: `hdr`, `ftr` inside a section's properties.
    Margin,
    /// `drawing`, `pict`, `object`.
    Graphic,
    /// `altChunk`: another document in this place (17.17.2.1).
    Chunk,
    // Other namespaces.
    /// `OLEObject`: what a graphic stands for.
    Embedded,
    AlternateContent,
    Choice,
    Fallback,
    Extent,
    Blip,
    ImageData,
    /// `srcRect`: what of a picture is shown.
    SourceRectangle,
    Shape,
    /// `docPr` of a drawing, `textpath` of a picture in VML: text drawn along a line.
    DrawingProperties,
    DrawnText,
    /// WordML: `aml:annotation`, revisions and comments.
    Annotation,
    /// WordML: `wx:t`, a list label as it was printed.
    ListText,
    // Of `styles.xml`.
    Style,
    /// `tblStylePr`: the look of a part of a table.
    StylePart,
    StyleName,
    BasedOn,
    // Of `numbering.xml`.
    AbstractNumbering,
    AbstractNumberingId,
    List,
    LevelOverride,
    StartOverride,
    Level,
    Start,
    NumberFormat,
    LevelText,
    Suffix,
    Other,
}

/// The elements of the Word namespace by local name.
const WORDS: &[(&str, Element)] = &[
    ("p", Element::Paragraph),
    ("r", Element::Run),
    ("t", Element::Text),
    ("tc", Element::Cell),
    ("tr", Element::Row),
    ("br", Element::Break),
    ("cr", Element::Break),
    ("rt", Element::Dropped("rt")),
    ("rPr", Element::RunProperties),
    ("pPr", Element::ParagraphProperties),
    ("tbl", Element::Table),
    ("bdo", Element::Override),
    ("tab", Element::Tab),
    ("sym", Element::Symbol),
    ("del", Element::Deleted),
    ("hdr", Element::Margin),
    ("ftr", Element::Margin),
    ("num", Element::List),
    ("lvl", Element::Level),
    ("trPr", Element::RowProperties),
    ("ilvl", Element::NumberingLevel),
    ("ptab", Element::Tab),
    ("pict", Element::Graphic),
    ("name", Element::StyleName),
    ("suff", Element::Suffix),
    ("numId", Element::NumberingId),
    ("sdtPr", Element::Dropped("sdtPr")),
    ("style", Element::Style),
    ("start", Element::Start),
    ("pStyle", Element::ParagraphStyle),
    ("vMerge", Element::VerticalMerge),
    ("vmerge", Element::VerticalMerge),
    ("hMerge", Element::HorizontalMerge),
    ("hmerge", Element::HorizontalMerge),
    ("vanish", Element::Vanish),
    ("object", Element::Graphic),
    ("strike", Element::Strike),
    ("rStyle", Element::RunStyle),
    ("hidden", Element::Hidden),
    ("result", Element::FieldResult),
    ("numFmt", Element::NumberFormat),
    ("fldChar", Element::FieldChar),
    ("fldSimple", Element::SimpleField),
    ("drawing", Element::Graphic),
    ("delText", Element::DeletedText),
    ("dstrike", Element::Strike),
    ("default", Element::FieldDefault),
    ("checked", Element::FieldChecked),
    ("cellDel", Element::CellDeleted),
    ("endnote", Element::Note),
    ("basedOn", Element::BasedOn),
    ("lvlText", Element::LevelText),
    ("gridSpan", Element::GridSpan),
    ("position", Element::Position),
    ("tblStyle", Element::TableStyle),
    ("trHeight", Element::RowHeight),
    ("altChunk", Element::Chunk),
    ("moveFrom", Element::Dropped("moveFrom")),
    ("document", Element::Root),
    ("endnotes", Element::Root),
    ("footnote", Element::Note),
    ("instrText", Element::FieldCode),
    ("vertAlign", Element::Raised),
    ("listEntry", Element::FieldEntry),
    ("tblHeader", Element::TableHeader),
    ("footnotes", Element::Root),
    ("rPrChange", Element::Dropped("rPrChange")),
    ("pPrChange", Element::Dropped("pPrChange")),
    ("gridBefore", Element::GridBefore),
    ("outlineLvl", Element::OutlineLevel),
    ("tblStylePr", Element::StylePart),
    ("tcPrChange", Element::Dropped("tcPrChange")),
    ("trPrChange", Element::Dropped("trPrChange")),
    ("txbxContent", Element::TextBox),
    ("abstractNum", Element::AbstractNumbering),
    ("lvlOverride", Element::LevelOverride),
    ("tblPrChange", Element::Dropped("tblPrChange")),
    ("wordDocument", Element::Root),
    ("sdtContent", Element::ControlContent),
    ("delInstrText", Element::Dropped("delInstrText")),
    ("sectPrChange", Element::Dropped("sectPrChange")),
    ("showingPlcHdr", Element::Unfilled),
    ("noBreakHyphen", Element::NoBreakHyphen),
    ("abstractNumId", Element::AbstractNumberingId),
    ("endnoteReference", Element::NoteReference),
    ("footnoteReference", Element::NoteReference),
    ("startOverride", Element::StartOverride),
    ("tblPrExChange", Element::Dropped("tblPrExChange")),
];

/// Parts of formulas that put text above, below or beside other text, or hide it.
const FORMULAS: &[&str] = &[
    "f",
    "sSup",
    "sSub",
    "sSubSup",
    "sPre",
    "rad",
    "nary",
    "phant",
    "eqArr",
    "limLow",
    "limUpp",
    "acc",
    "bar",
    "groupChr",
    "borderBox",
];

/// Places in [`WORDS`] plus one, by [`slot`] of the name; zero where there is none. A slot that is taken gives the next.
static SLOTS: [u8; 256] = {
    let mut slots = [0; 256];
    let mut at = 0;
    while at < WORDS.len() {
        let mut place = slot(WORDS[at].0.as_bytes());
        while slots[place] != 0 {
            place = (place + 1) % 256;
        }
        at += 1;
        slots[place] = at as u8;
    }
    slots
};

/// For each first byte of a name, a bit for each second one (modulo 64); names of one letter have what ends a name.
static BEGINNINGS: [u64; 128] = {
    let mut beginnings = [0; 128];
    let mut at = 0;
    while at < WORDS.len() {
        let name = WORDS[at].0.as_bytes();
        beginnings[name[0] as usize] |= if name.len() > 1 {
            1 << (name[1] % 64)
        } else {
            // Each of them is below 64 itself.
            1 << b'>' | 1 << b'/' | 1 << b' ' | 1 << b'\n' | 1 << b'\r' | 1 << b'\t'
        };
        at += 1;
    }
    beginnings
};

/// The names of [`WORDS`] of at most eight bytes as one number each, the first byte lowest; of longer ones zero.
static SHORT: [u64; WORDS.len()] = {
    let mut short = [0; WORDS.len()];
    let mut at = 0;
    while at < WORDS.len() {
        let name = WORDS[at].0.as_bytes();
        let mut byte = 0;
        while name.len() <= 8 && byte < name.len() {
            short[at] |= (name[byte] as u64) << (8 * byte);
            byte += 1;
        }
        at += 1;
    }
    short
};

/// The name that stands here as one number, where it has at most seven bytes and all are letters, and how long it is. Letters are the
/// bytes from `A` on; all bytes are compared at once ("Determine if a word has a byte less than n", Anderson's Bit Twiddling Hacks).
fn short_name(rest: &[u8]) -> Option<(u64, usize)> {
    const EACH: u64 = u64::MAX / 255;
    let bytes = u64::from_le_bytes(*rest.first_chunk()?);
    let less = bytes.wrapping_sub(EACH * b'A' as u64) & !bytes & (EACH << 7);
    let length = less.trailing_zeros() as usize / 8;
    // Anything else below the letters may be part of a name.
    if length == 0 || length == 8 || name_length(&rest[length..=length]) > 0 {
        return None;
    }
    Some((bytes & ((1 << (8 * length)) - 1), length))
}

const fn slot(name: &[u8]) -> usize {
    slot_of(name.len(), name[0], name[name.len() - 1])
}

const fn slot_of(length: usize, first: u8, last: u8) -> usize {
    (length * 61 + first as usize * 7 + last as usize * 3) % 256
}

/// Whether a local name may be one of a Word element, by its first two bytes: nine tenths of all tags are formatting, and
/// most of them are told by this without looking for the end of their name.
pub(super) fn begins_word(rest: &[u8]) -> bool {
    let [first, second, ..] = *rest else { return false };
    BEGINNINGS.get(usize::from(first)).is_some_and(|seconds| seconds >> (second % 64) & 1 == 1)
}

impl Element {
    /// The element of the Word namespace with this local name.
    pub fn word(local: &[u8]) -> Self {
        let (Some(first), Some(last)) = (local.first(), local.last()) else { return Self::Other };
        Self::from_slot(slot_of(local.len(), *first, *last), |at| WORDS[at].0.as_bytes() == local)
    }

    /// The element of the Word namespace whose local name stands here, and how long that is.
    pub fn word_at(rest: &[u8]) -> (Self, usize) {
        let Some((name, length)) = short_name(rest) else {
            let length = name_length(rest);
            return (Self::word(&rest[..length]), length);
        };
        let bytes = name.to_le_bytes();
        // No name has a zero in it: those of other lengths differ.
        (Self::from_slot(slot_of(length, bytes[0], bytes[length - 1]), |at| SHORT[at] == name), length)
    }

    /// The first of [`WORDS`] from a slot on that is the one; names are fewer than slots.
    fn from_slot(mut slot: usize, is_it: impl Fn(usize) -> bool) -> Self {
        while let Some(at) = usize::from(SLOTS[slot]).checked_sub(1) {
            if is_it(at) {
                return WORDS[at].1;
            }
            slot = (slot + 1) % 256;
        }
        Self::Other
    }

    /// The element of the Word namespace that says what text is drawn with, by its local name.
    pub fn ink(local: &[u8]) -> Self {
        match local {
            b"color" => Self::Color,
            b"sz" => Self::Size,
            b"w" => Self::Scale,
            b"shd" | b"highlight" => Self::Ground,
            b"rFonts" => Self::Font,
            _ => Self::Other,
        }
    }

    /// Says how the text of a run looks.
    pub fn is_look(self) -> bool {
        matches!(
            self,
            Self::RunStyle
                | Self::Vanish
                | Self::Strike
                | Self::Raised
                | Self::Position
                | Self::Color
                | Self::Size
                | Self::Scale
                | Self::Ground
                | Self::Font
                | Self::TextFill
                | Self::TextOutline
                | Self::NoFill
                | Self::FillColor
                | Self::FillAlpha
                | Self::FillShade
        )
    }

    /// The element of another namespace with this prefix and local name. Their prefixes are declared
    /// anywhere, so that the local name decides; it is unmistakable except for `t`.
    pub fn foreign(prefix: &[u8], local: &[u8]) -> Self {
        match local {
            b"AlternateContent" => Self::AlternateContent,
            b"Choice" => Self::Choice,
            b"Fallback" => Self::Fallback,
            b"extent" => Self::Extent,
            b"blip" => Self::Blip,
            b"srcRect" => Self::SourceRectangle,
            b"imagedata" => Self::ImageData,
            b"shape" => Self::Shape,
            b"docPr" => Self::DrawingProperties,
            b"textpath" => Self::DrawnText,
            b"annotation" => Self::Annotation,
            b"OLEObject" => Self::Embedded,
            // Text of a formula (chapter 22.1) is text like any other.
            b"t" if prefix == b"m" => Self::Text,
            b"t" if prefix == b"wx" => Self::ListText,
            b"textFill" if prefix == b"w14" => Self::TextFill,
            b"textOutline" if prefix == b"w14" => Self::TextOutline,
            b"noFill" if prefix == b"w14" => Self::NoFill,
            b"srgbClr" | b"schemeClr" if prefix == b"w14" => Self::FillColor,
            b"alpha" if prefix == b"w14" => Self::FillAlpha,
            b"lumMod" | b"shade" if prefix == b"w14" => Self::FillShade,
            _ if prefix == b"m" => {
                FORMULAS.iter().find(|name| name.as_bytes() == local).map_or(Self::Other, |name| Self::Formula(name))
            }
            _ => Self::Other,
        }
    }
}

/// The attributes in the raw attributes of a tag, by their local names, as written. A declaration of a prefix is none.
pub(in crate::reader) fn attributes(mut raw: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        loop {
            let equals = memchr::memchr(b'=', raw)?;
            let key = raw[..equals].trim_ascii();
            let local = memchr::memchr(b':', key).map_or(key, |colon| &key[colon + 1..]);
            let rest = raw[equals + 1..].trim_ascii_start();
            let (&quote, rest) = rest.split_first()?;
            let end = memchr::memchr(quote, rest)?;
            raw = &rest[end + 1..];
            if !key.starts_with(b"xmlns") {
                return Some((local, &rest[..end]));
            }
        }
    })
}

/// The attributes of a tag, for those who ask for several.
pub(in crate::reader) struct Attributes<'a>(Vec<(&'a [u8], &'a [u8])>);

impl<'a> Attributes<'a> {
    /// Those in the raw attributes of a tag.
    pub fn of(raw: &'a [u8]) -> Self {
        Self(attributes(raw).collect())
    }

    /// The value of one, by its local name, as written.
    pub fn get(&self, name: &str) -> Option<&'a [u8]> {
        self.0.iter().find(|(known, _)| *known == name.as_bytes()).map(|(_, value)| *value)
    }
}

/// The value of an attribute in the raw attributes of a tag, by its local name, as written.
pub(in crate::reader) fn attribute<'a>(raw: &'a [u8], name: &str) -> Option<&'a [u8]> {
    attributes(raw).find_map(|(local, value)| (local == name.as_bytes()).then_some(value))
}

/// Whether an attribute that is on or off, and off where it is missing, is on (22.9.2.7).
pub(in crate::reader) fn is_true(value: Option<&[u8]>) -> bool {
    matches!(value, Some(b"1" | b"true" | b"on"))
}

/// Whether an on/off property is on (17.17.4): present without a value, or not said to be off.
pub(super) fn is_on(raw: &[u8]) -> bool {
    !matches!(attribute(raw, "val"), Some(b"0" | b"false" | b"off" | b"none"))
}

/// The attribute `val` as a number.
pub(super) fn number(raw: &[u8]) -> Option<i64> {
    str::from_utf8(attribute(raw, "val")?).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_begins_as_one() {
        for (name, element) in WORDS {
            assert_eq!(Element::word(name.as_bytes()), *element, "{name}");
            assert_eq!(Element::word_at(name.as_bytes()), (*element, name.len()), "{name}");
            assert_eq!(Element::word_at(format!("{name}/>").as_bytes()), (*element, name.len()), "{name}");
            for end in [">", "/>", " w:val=", "\n"] {
                assert!(begins_word(format!("{name}{end}").as_bytes()), "{name}");
            }
            assert_eq!(Element::word(format!("{name}zz").as_bytes()), Element::Other, "{name}zz");
        }
        for formatting in ["sz ", "rFonts ", "jc ", "u>", "spacing ", "vAlign ", "left ", "color ", "szCs "] {
            assert!(!begins_word(formatting.as_bytes()), "{formatting}");
        }
        assert!(!begins_word(b"t") && Element::word(b"") == Element::Other);
        // A long name whose last bytes are those of another.
        let long = b"0123456789abcdef\0\0\0\0\0p";
        assert_eq!((Element::word(long), Element::word_at(long)), (Element::Other, (Element::Other, 22)));
        assert_eq!(Element::word(b"\0p"), Element::Other);
        // What is no letter may be part of a name, and what stands behind one is none of it.
        for (rest, length) in
            [("p1>......", 2), ("p:tc>....", 4), ("p-r >....", 3), ("pé/>.....", 3), ("p\0>......", 2)]
        {
            assert_eq!(Element::word_at(rest.as_bytes()), (Element::Other, length), "{rest}");
        }
        assert_eq!(Element::word_at(b"p/>zzzzzz"), (Element::Paragraph, 1));
        assert_eq!(Element::word_at(b">........"), (Element::Other, 0));
    }
}
