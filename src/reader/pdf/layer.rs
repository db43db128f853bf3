//! Layers that are hidden by what they are for (ISO 32000-2, 8.11.4.4): the interpreter knows the states that the
//! configuration lists, not those that it lets a layer's own usage decide.

use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier};

/// The layers whose usage hides them when the document is viewed, where the configuration heeds usage for viewing.
pub(super) fn hidden(pdf: &Pdf) -> HashSet<ObjectIdentifier> {
    listed(pdf).unwrap_or_default()
}

fn listed(pdf: &Pdf) -> Option<HashSet<ObjectIdentifier>> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let applied = catalog.get::<Dict<'_>>("OCProperties")?.get::<Dict<'_>>("D")?.get::<Array<'_>>("AS")?;
    let is_view = |name: Name<'_>| name.as_ref() == b"View";
    let mut hidden = HashSet::new();
    for usage in applied.iter::<Dict<'_>>() {
        let heeded = usage.get::<Array<'_>>("Category").is_some_and(|all| all.iter::<Name<'_>>().any(is_view));
        if !heeded || !usage.get::<Name<'_>>("Event").is_some_and(is_view) {
            continue;
        }
        let Some(groups) = usage.get::<Array<'_>>("OCGs") else { continue };
        let groups = groups.raw_iter().filter_map(|group| group.as_obj_ref()).map(ObjectIdentifier::from);
        hidden.extend(groups.filter(|group| pdf.xref().get::<Dict<'_>>(*group).is_some_and(|group| is_off(&group))));
    }
    Some(hidden)
}

fn is_off(group: &Dict<'_>) -> bool {
    let view = group.get::<Dict<'_>>("Usage").and_then(|usage| usage.get::<Dict<'_>>("View"));
    view.and_then(|view| view.get::<Name<'_>>("ViewState")).is_some_and(|state| state.as_ref() == b"OFF")
}

/// The marked content in force.
pub(super) struct Layers<'h> {
    hidden: &'h HashSet<ObjectIdentifier>,
    /// Whether each marked content stands on a hidden layer; not kept where no layer is hidden.
    open: Vec<bool>,
}

impl<'h> Layers<'h> {
    /// None in force; these are hidden.
    pub fn of(hidden: &'h HashSet<ObjectIdentifier>) -> Self {
        Self { hidden, open: Vec::new() }
    }

    /// Forgets marked content that was left open.
    pub fn clear(&mut self) {
        self.open.clear();
    }

    pub fn enter(&mut self, properties: Option<&Dict<'_>>) {
        if !self.hidden.is_empty() {
            let group = properties.and_then(Dict::obj_id);
            self.open.push(self.is_hidden() || group.is_some_and(|group| self.hidden.contains(&group)));
        }
    }

    pub fn leave(&mut self) {
        self.open.pop();
    }

    /// Whether what is drawn now is not shown.
    pub fn is_hidden(&self) -> bool {
        self.open.last() == Some(&true)
    }
}
