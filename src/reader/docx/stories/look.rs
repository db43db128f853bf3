//! How the text of a run looks: what its own properties say, in the styles of its characters, paragraph and table.

use super::super::appearance::Appearance;
use super::super::element::{Element, attribute};
use super::super::token::Tag;
use super::Stories;
use crate::reader::look::Look;

impl Stories {
    pub(super) fn run_property(&mut self, tag: &Tag<'_>) {
        let [own, style] = &mut self.run;
        match tag.element {
            Element::TextFill | Element::TextOutline => {
                self.outlining = tag.element == Element::TextOutline;
                return;
            }
            // An outline that is drawn shows text that is filled with nothing.
            Element::FillColor if self.outlining => {
                return own.note(&Tag { element: Element::Outlined, ..*tag });
            }
            Element::NoFill | Element::FillAlpha | Element::FillShade if self.outlining => return,
            _ => {}
        }
        if tag.element == Element::RunStyle {
            let named = attribute(tag.attributes, "val").and_then(|id| self.sheets.styles.get(id));
            *style = named.map_or_else(Appearance::default, |named| named.appearance);
        } else {
            own.note(tag);
        }
    }

    /// Whether nothing says that text looks any other than it does by itself.
    fn is_plain(&self) -> bool {
        let paragraph = self.paragraphs.last().map(|paragraph| &paragraph.appearance);
        let mut all = self.run.iter().chain(paragraph).chain(self.tables.last());
        self.told == Look::default() && !all.any(|appearance| appearance.told)
    }

    /// How text looks here, and whether it is set higher by a distance.
    pub(super) fn look(&self) -> (Look, bool) {
        if self.is_plain() {
            return (Look::default(), false);
        }
        let paragraph = self.paragraphs.last().map(|paragraph| paragraph.appearance).unwrap_or_default();
        let table = self.tables.last().copied().unwrap_or_default();
        let around = self.painted.last().copied().flatten();
        let (look, shifted) = self.run[0].look([self.run[1], paragraph, table], around);
        (look.and(self.told), shifted)
    }
}
