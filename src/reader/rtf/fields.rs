//! Fields: their code, and what a form field holds beside the text (`\\formfield`).

use super::Reader;
use super::state::{Destination, Story};
use crate::document::Unread;
use crate::reader::field::{self, Shown};

/// A field that is open.
#[derive(Debug)]
pub(super) struct Field {
    /// Groups around it.
    groups: usize,
    part: Story,
    /// Length of the paragraph before it.
    start: usize,
}

/// Bytes of a code that are kept.
pub(super) const MAX_CODE: usize = 64;
/// "The default" among the results of a form field.
const DEFAULT: i32 = 25;

impl Reader {
    /// `\\field`
    pub(super) fn open_field(&mut self) {
        self.flush();
        if self.state.destination != Destination::Text {
            return;
        }
        let (groups, part, start) = (self.groups.len(), self.state.part, self.flow().text().len());
        self.fields.push(Field { groups, part, start });
        self.code.clear();
        self.entries.clear();
        self.choice = [None; 2];
    }

    /// `\\ffres`, else `\\ffdefres`.
    pub(super) fn choose(&mut self, result: bool, value: i32) {
        self.choice[usize::from(!result)] = Some(value);
    }

    /// A group ends: where it was a field without a result, what it shows is taken from its code.
    pub(super) fn end_field(&mut self) {
        let ends = self.fields.last().is_some_and(|field| field.groups == self.groups.len() + 1);
        let Some(field) = self.fields.pop_if(|_| ends) else { return };
        let flow = &mut self.flows[field.part as usize];
        if flow.text().len() != field.start || self.code.is_empty() {
            return;
        }
        let [result, default] = self.choice;
        let chosen = result.filter(|&result| result != DEFAULT).or(default).unwrap_or(0);
        let (look, shifted) = self.state.look();
        match field::shown(&self.code) {
            Shown::Entry => {
                let entry = usize::try_from(chosen).ok().and_then(|at| self.entries.get(at));
                flow.write(entry.map_or("", String::as_str), look, shifted);
            }
            Shown::Tick => flow.write(field::tick(chosen == 1).encode_utf8(&mut [0; 4]), look, shifted),
            // The text that it begins with is shown until another is written.
            Shown::Nothing if self.entries.iter().any(|text| !text.trim().is_empty()) => flow.unread(Unread::Field),
            Shown::Nothing => {}
            Shown::Unknown => flow.unread(Unread::Field),
        }
        self.code.clear();
    }
}
