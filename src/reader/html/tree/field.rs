//! Fields of forms in the cells of a page: what they show is text of the cell; where nothing is chosen or written, the cell is
//! no blank.

use super::super::tag::identity;
use super::{Choice, ElementGroup, Flags, Look, StartTag, Tree};
use crate::document::Unread;
use crate::number::is_figure;

impl Tree<'_> {
    /// A list to choose from, or an entry of it.
    pub(super) fn choose(&mut self, tag: &StartTag, look: Look) {
        let seen = self.in_cell() && !self.flags().has(Flags::UNSEEN) && !look.gone;
        match &mut self.choice {
            Some(choice) if tag.kind == ElementGroup::Option => choice.open(tag.selected),
            None if tag.kind == ElementGroup::Select && seen => self.choice = Some(Choice::default()),
            _ => {}
        }
        self.push(tag, look);
    }

    /// Takes the entry that is shown of the list that ends.
    pub(super) fn chosen(&mut self) {
        let Some(choice) = self.choice.take() else { return };
        let shown = choice.shown();
        let shown = shown.trim();
        // `请选择`, or nothing: what was meant is not known.
        if shown.is_empty() || shown.contains("选择") {
            self.untaken(Some(Unread::Field));
        } else {
            self.text(shown.as_bytes());
        }
    }

    /// A button in a cell shows what is in it.
    pub(super) fn button(&mut self, tag: &StartTag, look: Look) {
        let seen = self.in_cell() && !self.flags().has(Flags::UNSEEN) && !look.gone;
        if seen && tag.identity == identity(b"button") && self.choice.is_none() {
            let mut shown = Choice::default();
            shown.open(true);
            self.choice = Some(shown);
        }
    }

    /// Takes the figure on a button that ends; words on it say what it does.
    pub(super) fn pressed(&mut self, ended: u64) {
        if ended != identity(b"button") {
            return;
        }
        let Some(choice) = self.choice.take() else { return };
        let shown = choice.shown();
        self.figure(shown.trim().as_bytes());
    }

    /// A figure that something shows which is no field to write in.
    fn figure(&mut self, shown: &[u8]) {
        match is_figure(&String::from_utf8_lossy(shown)) {
            true => self.text(shown),
            false => self.untaken(Some(Unread::Field)),
        }
    }

    /// Forms that were filled in on line keep their figures in the fields.
    pub(super) fn input(&mut self, tag: &StartTag, look: Look) {
        let kind = tag.input_type.trim_ascii().to_ascii_lowercase();
        if kind == b"hidden" || !self.in_cell() || self.inherited_by_field(look).has(Flags::UNSEEN) {
            return;
        }
        if matches!(kind.as_slice(), b"button" | b"submit" | b"reset") {
            self.push(tag, look);
            self.figure(tag.content.trim_ascii());
            return self.pop(tag.identity);
        }
        let written =
            !matches!(kind.as_slice(), b"checkbox" | b"radio" | b"file" | b"password" | b"image" | b"range" | b"color");
        if written && !tag.content.trim_ascii().is_empty() {
            self.push(tag, look);
            self.text(&tag.content);
            self.pop(tag.identity);
        } else {
            self.untaken(Some(Unread::Field));
        }
    }

    /// What a field has of what is around it: whether it is seen at all; its text has a colour and a size of its own (HTML
    /// standard 15.5).
    pub(super) fn inherited_by_field(&self, look: Look) -> Flags {
        self.inherited_over(self.flags().without(Flags::OUTER_INK), look)
    }
}
