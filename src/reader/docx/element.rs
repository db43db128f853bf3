//! The elements that a Word document's text and tables are made of, by local name. All others pass.

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
    Text,
    Tab,
    Break,
    NoBreakHyphen,
    Symbol,
    FieldChar,
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
    GridBefore,
    TableHeader,
    Cell,
    CellProperties,
    GridSpan,
    VerticalMerge,
    HorizontalMerge,
    /// `cellDel`: the cell was deleted under revision control.
    CellDeleted,
    /// `del`: deleted text; empty inside properties: deleted row or paragraph mark.
    Deleted,
    /// `delText`: text inside of it.
    DeletedText,
    /// Anything whose content is not text of the document: `moveFrom`, `rt`
    /// (phonetic guides), former properties (`rPrChange` and its like), `sdtPr`.
    Dropped(&'static str),
    TextBox,
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
    Shape,
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

impl Element {
    /// The element of the Word namespace with this local name.
    pub fn word(local: &[u8]) -> Self {
        match local.len() {
            1 => match local[0] {
                b'p' => Self::Paragraph,
                b'r' => Self::Run,
                b't' => Self::Text,
                _ => Self::Other,
            },
            2 => match local {
                b"tc" => Self::Cell,
                b"tr" => Self::Row,
                b"br" | b"cr" => Self::Break,
                b"rt" => Self::Dropped("rt"),
                _ => Self::Other,
            },
            3 => match local {
                b"rPr" => Self::RunProperties,
                b"pPr" => Self::ParagraphProperties,
                b"tbl" => Self::Table,
                b"tab" => Self::Tab,
                b"sym" => Self::Symbol,
                b"del" => Self::Deleted,
                b"hdr" | b"ftr" => Self::Margin,
                b"num" => Self::List,
                b"lvl" => Self::Level,
                _ => Self::Other,
            },
            4 => match local {
                b"tcPr" => Self::CellProperties,
                b"trPr" => Self::RowProperties,
                b"ilvl" => Self::NumberingLevel,
                b"ptab" => Self::Tab,
                b"pict" => Self::Graphic,
                b"name" => Self::StyleName,
                b"suff" => Self::Suffix,
                _ => Self::Other,
            },
            5 => match local {
                b"numId" => Self::NumberingId,
                b"sdtPr" => Self::Dropped("sdtPr"),
                b"style" => Self::Style,
                b"start" => Self::Start,
                _ => Self::Other,
            },
            6 => match local {
                b"pStyle" => Self::ParagraphStyle,
                b"vMerge" | b"vmerge" => Self::VerticalMerge,
                b"hMerge" | b"hmerge" => Self::HorizontalMerge,
                b"vanish" => Self::Vanish,
                b"object" => Self::Graphic,
                b"strike" => Self::Strike,
                b"rStyle" => Self::RunStyle,
                b"hidden" => Self::Hidden,
                b"result" => Self::FieldResult,
                b"numFmt" => Self::NumberFormat,
                _ => Self::Other,
            },
            7 => match local {
                b"fldChar" => Self::FieldChar,
                b"drawing" => Self::Graphic,
                b"delText" => Self::DeletedText,
                b"dstrike" => Self::Strike,
                b"default" => Self::FieldDefault,
                b"checked" => Self::FieldChecked,
                b"cellDel" => Self::CellDeleted,
                b"endnote" => Self::Note,
                b"basedOn" => Self::BasedOn,
                b"lvlText" => Self::LevelText,
                _ => Self::Other,
            },
            8 => match local {
                b"gridSpan" => Self::GridSpan,
                b"position" => Self::Position,
                b"tblStyle" => Self::TableStyle,
                b"altChunk" => Self::Chunk,
                b"moveFrom" => Self::Dropped("moveFrom"),
                b"document" | b"endnotes" => Self::Root,
                b"footnote" => Self::Note,
                _ => Self::Other,
            },
            9 => match local {
                b"instrText" => Self::FieldCode,
                b"vertAlign" => Self::Raised,
                b"listEntry" => Self::FieldEntry,
                b"tblHeader" => Self::TableHeader,
                b"footnotes" => Self::Root,
                b"rPrChange" => Self::Dropped("rPrChange"),
                b"pPrChange" => Self::Dropped("pPrChange"),
                _ => Self::Other,
            },
            10 => match local {
                b"gridBefore" => Self::GridBefore,
                b"outlineLvl" => Self::OutlineLevel,
                b"tblStylePr" => Self::StylePart,
                b"tcPrChange" => Self::Dropped("tcPrChange"),
                b"trPrChange" => Self::Dropped("trPrChange"),
                _ => Self::Other,
            },
            11 => match local {
                b"txbxContent" => Self::TextBox,
                b"abstractNum" => Self::AbstractNumbering,
                b"lvlOverride" => Self::LevelOverride,
                b"tblPrChange" => Self::Dropped("tblPrChange"),
                _ => Self::Other,
            },
            12 => match local {
                b"wordDocument" => Self::Root,
                b"delInstrText" => Self::Dropped("delInstrText"),
                b"sectPrChange" => Self::Dropped("sectPrChange"),
                _ => Self::Other,
            },
            13 => match local {
                b"noBreakHyphen" => Self::NoBreakHyphen,
                b"abstractNumId" => Self::AbstractNumberingId,
                b"startOverride" => Self::StartOverride,
                b"tblPrExChange" => Self::Dropped("tblPrExChange"),
                _ => Self::Other,
            },
            _ => Self::Other,
        }
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
            b"imagedata" => Self::ImageData,
            b"shape" => Self::Shape,
            b"annotation" => Self::Annotation,
            b"OLEObject" => Self::Embedded,
            // Text of a formula (chapter 22.1) is text like any other.
            b"t" if prefix == b"m" => Self::Text,
            b"t" if prefix == b"wx" => Self::ListText,
            _ => Self::Other,
        }
    }
}

/// The value of an attribute in the raw attributes of a tag, by its local name, as written.
pub(in crate::reader) fn attribute<'a>(mut raw: &'a [u8], name: &str) -> Option<&'a [u8]> {
    loop {
        let equals = memchr::memchr(b'=', raw)?;
        let key = raw[..equals].trim_ascii();
        let local = memchr::memchr(b':', key).map_or(key, |colon| &key[colon + 1..]);
        let rest = raw[equals + 1..].trim_ascii_start();
        let (&quote, rest) = rest.split_first()?;
        let end = memchr::memchr(quote, rest)?;
        // A declaration of a prefix called like the attribute is no such attribute.
        if local == name.as_bytes() && !key.starts_with(b"xmlns") {
            return Some(&rest[..end]);
        }
        raw = &rest[end + 1..];
    }
}

/// Whether an on/off property is on (17.17.4): present without a value, or not said to be off.
pub(super) fn is_on(raw: &[u8]) -> bool {
    !matches!(attribute(raw, "val"), Some(b"0" | b"false" | b"off" | b"none"))
}

/// The attribute `val` as a number.
pub(super) fn number(raw: &[u8]) -> Option<i64> {
    str::from_utf8(attribute(raw, "val")?).ok()?.trim().parse().ok()
}
