//! A list to choose from in a form: its entries in, the one that is shown out.

use super::super::docx::{attribute, text};

/// No list of a form has more entries.
const MAX_ENTRIES: usize = 10_000;

/// A drop-down of a form as LibreOffice writes Word's (`field:fieldmark`): its entries, and which is chosen.
#[derive(Default)]
pub(super) struct Choice {
    entries: Vec<String>,
    chosen: Option<usize>,
}

impl Choice {
    pub fn of(raw: &[u8]) -> Option<Self> {
        attribute(raw, "type").is_some_and(|kind| kind.ends_with(b"FORMDROPDOWN")).then(Self::default)
    }

    pub fn param(&mut self, raw: &[u8]) {
        let mut value = String::new();
        text::append(attribute(raw, "value").unwrap_or_default(), &mut value);
        match attribute(raw, "name") {
            Some(b"Dropdown_ListEntry") if self.entries.len() < MAX_ENTRIES => self.entries.push(value),
            Some(b"Dropdown_Selected") => self.chosen = value.parse().ok(),
            _ => {}
        }
    }

    pub fn shown(&self) -> Option<&str> {
        self.entries.get(self.chosen?).map(String::as_str)
    }
}
