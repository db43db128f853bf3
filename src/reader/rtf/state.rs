//! What a group inherits and gives back at its end.

use super::fonts::Charset;
use super::styles::{PAPER, StyleKey};
use crate::reader::look::{Look, SHIFT, is_unseen};

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    /// Into a part of the document.
    Text,
    /// Nowhere, with all groups inside.
    Nowhere,
    /// Nowhere, but groups inside may hold a text box or a picture (shapes, objects).
    Shape,
    /// The two spellings of `\upr`: only the Unicode one counts.
    Spellings,
    /// The font table.
    Fonts,
    /// Document properties.
    Info,
    /// The document's title.
    Title,
    /// A picture.
    Picture,
    /// The name of a shape's property.
    Name,
    /// The code of a field.
    Code,
    /// What a form field holds.
    Form,
    /// An entry of a form field's list.
    Entry,
    /// The style sheet, and the table of colours.
    Styles,
    Colors,
}

impl Destination {
    /// Text that goes here is kept.
    pub fn is_read(self) -> bool {
        matches!(self, Self::Text | Self::Title | Self::Name | Self::Code | Self::Entry | Self::Fonts)
    }
}

/// Parts of the document that are written in among each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    Body = 0,
    /// Text boxes.
    Box = 1,
    /// Footnotes and endnotes.
    Note = 2,
    /// Headers and footers.
    Margin = 3,
}

/// Properties of the group that is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub destination: Destination,
    pub part: Story,
    /// `\*` was met: the next control word names a destination that may be skipped.
    pub optional: bool,
    /// Bytes that stand for a Unicode character to readers without Unicode.
    pub fallback: u32,
    pub charset: Charset,
    /// How text looks; deleted text is struck, too.
    pub look: Look,
    /// It is struck by its format, deleted with changes tracked.
    pub struck: [bool; 2],
    /// Raised or lowered by half-points.
    pub shift: i32,
    /// White by its colour, or too small to be seen.
    pub white: bool,
    pub tiny: bool,
    /// Drawn so narrow that it is not seen.
    pub thin: bool,
    /// In a shape that is not shown.
    pub concealed: bool,
    /// The colour of text, and of the ground that is painted behind it, behind the paragraph; zero for none.
    pub ink: u32,
    pub grounds: [u32; 2],
    /// How the styles of characters and of the paragraph make text look.
    pub styled: [Look; 2],
    /// In the style sheet, the style that is being defined, and what it is based on.
    pub style: Option<(StyleKey, Option<i32>)>,
    /// Paragraph in a table.
    pub in_table: bool,
    /// Depth of tables, where stated.
    pub depth: u32,
    /// Outline level says heading.
    pub heading: bool,
    /// Row properties of a table in a table.
    pub nested_row: bool,
    /// The number of a list's item, as it was last shown: where it starts in the paragraph.
    pub label: Option<usize>,
}

impl State {
    pub fn new() -> Self {
        Self {
            destination: Destination::Text,
            part: Story::Body,
            optional: false,
            fallback: 1,
            charset: Charset::Document,
            look: Look::default(),
            struck: [false; 2],
            shift: 0,
            white: false,
            tiny: false,
            thin: false,
            concealed: false,
            ink: 0,
            grounds: [0; 2],
            styled: [Look::default(); 2],
            style: None,
            in_table: false,
            depth: 0,
            heading: false,
            nested_row: false,
            label: None,
        }
    }

    /// The same whatever it is drawn with: colours and sizes of a style are written again where it is used, or others are.
    pub fn without_inks(self) -> Self {
        let look = Look { signs: false, ..self.look };
        Self { look, white: false, tiny: false, thin: false, ink: 0, ..self }
    }

    /// `\pard`
    pub fn reset_paragraph(&mut self) {
        (self.in_table, self.depth, self.heading) = (false, 0, false);
        (self.grounds[1], self.styled[1]) = (0, Look::default());
    }

    /// `\plain`
    pub fn reset_character(&mut self, charset: Charset) {
        (self.look, self.struck, self.shift, self.charset) = (Look::default(), [false; 2], 0, charset);
        (self.white, self.tiny, self.grounds[0], self.styled[0]) = (false, false, 0, Look::default());
        (self.thin, self.ink) = (false, 0);
    }

    /// A word about the look of text; `\\strike0` takes back what `\\strike` says.
    pub fn show(&mut self, word: &[u8], parameter: Option<i32>) {
        let on = parameter != Some(0);
        if !on {
            // What is said of the text itself comes before what its styles say.
            for styled in &mut self.styled {
                match word {
                    b"v" => styled.hidden = false,
                    b"strike" | b"striked" => styled.struck = false,
                    b"super" | b"sub" => styled.raised = false,
                    _ => {}
                }
            }
        }
        match word {
            b"v" => self.look.hidden = on,
            b"strike" | b"striked" => self.struck[0] = on,
            b"deleted" | b"mvf" => self.struck[1] = on,
            b"super" | b"sub" => self.look.raised = on,
            b"nosupersub" => self.look.raised = false,
            // Without a number, six half-points.
            _ => self.shift = parameter.unwrap_or(SHIFT),
        }
    }

    /// Text goes into another part from here on.
    pub fn enter(&mut self, part: Story) {
        (self.destination, self.part) = (Destination::Text, part);
        self.reset_paragraph();
    }

    /// Characters are shown.
    pub fn visible(&self) -> bool {
        self.look().0.omission().is_none()
    }

    /// Hidden by its format or a style, whatever its colour.
    pub fn hidden_by_format(&self) -> bool {
        self.look.hidden || self.concealed || self.tiny || self.thin || self.styled.iter().any(|styled| styled.hidden)
    }

    /// What is painted behind the text.
    pub fn ground(&self) -> u32 {
        let [own, paragraph] = self.grounds;
        if own > 0 { own } else { paragraph }
    }

    /// How text looks, and whether it is raised by a distance.
    pub fn look(&self) -> (Look, bool) {
        let own = Look { struck: self.struck.contains(&true), ..self.look };
        let look = own.and(self.styled[0]).and(self.styled[1]);
        let shifted = self.shift.abs() >= SHIFT && !look.raised;
        let same = self.ink > 0 && self.ink == self.ground();
        let unseen = is_unseen(self.tiny || self.thin || same, self.white, !matches!(self.ground(), 0 | PAPER));
        (Look { hidden: look.hidden || self.concealed || unseen, raised: look.raised || shifted, ..look }, shifted)
    }
}
