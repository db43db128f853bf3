//! Names that many filings have in common (of organs, divisions, days), each in memory once.

use std::borrow::{Borrow, Cow};
use std::collections::HashSet;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A name that others may hold, too. It reads as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SharedName(Arc<str>);

impl Deref for SharedName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for SharedName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SharedName {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl From<String> for SharedName {
    fn from(name: String) -> Self {
        Self(name.into())
    }
}

impl<'a> From<&'a SharedName> for Cow<'a, str> {
    fn from(name: &'a SharedName) -> Self {
        Cow::Borrowed(name)
    }
}

/// Names that were met.
#[derive(Debug, Default)]
pub struct Names(HashSet<SharedName>);

impl Names {
    /// Has a name be the one that was met before.
    pub(super) fn share(&mut self, name: &mut SharedName) {
        match self.0.get(&**name) {
            Some(known) => name.clone_from(known),
            None => drop(self.0.insert(name.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_become_one() {
        let [mut one, mut other, mut third] = ["甲局", "甲局", "乙局"].map(SharedName::from);
        let mut names = Names::default();
        [&mut one, &mut other, &mut third].into_iter().for_each(|name| names.share(name));
        assert!(Arc::ptr_eq(&one.0, &other.0));
        assert_eq!((&*other, &*third), ("甲局", "乙局"));
    }
}
