//! A list to choose from: its entries in, the one that is shown out.

/// A `select` that is open.
#[derive(Debug, Default)]
pub(super) struct Choice {
    first: Option<String>,
    chosen: Option<String>,
    /// The entry that is being read, and whether it is the chosen one.
    entry: Option<(String, bool)>,
}

impl Choice {
    pub fn open(&mut self, selected: bool) {
        self.close();
        self.entry = Some((String::new(), selected));
    }

    pub fn text(&mut self, text: &str) {
        if let Some((entry, _)) = &mut self.entry {
            entry.push_str(text);
        }
    }

    pub fn close(&mut self) {
        let Some((text, selected)) = self.entry.take() else { return };
        if selected {
            self.chosen = Some(text.clone());
        }
        self.first.get_or_insert(text);
    }

    /// The chosen entry, or the first (HTML standard 4.10.7).
    pub fn shown(mut self) -> String {
        self.close();
        self.chosen.or(self.first).unwrap_or_default()
    }
}
