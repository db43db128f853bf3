//! Names that many filings have in common (of organs, divisions, days), each in memory once.

use std::borrow::{Borrow, Cow};
use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A name that others may hold, too, or none, which is the empty one. It reads as text. Behind one pointer, for a filing has
/// seven of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedName(Option<Arc<Box<str>>>);

impl SharedName {
    /// The name, if it is one.
    pub fn known(&self) -> Option<&str> {
        self.0.as_ref().map(|name| &***name)
    }
}

impl Deref for SharedName {
    type Target = str;

    fn deref(&self) -> &str {
        self.known().unwrap_or_default()
    }
}

impl Borrow<str> for SharedName {
    fn borrow(&self) -> &str {
        self
    }
}

/// As text does, by which a name is looked up.
impl Hash for SharedName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl From<&str> for SharedName {
    fn from(name: &str) -> Self {
        Self((!name.is_empty()).then(|| Arc::new(name.into())))
    }
}

impl From<String> for SharedName {
    fn from(name: String) -> Self {
        Self((!name.is_empty()).then(|| Arc::new(name.into())))
    }
}

impl<'a> From<&'a SharedName> for Cow<'a, str> {
    fn from(name: &'a SharedName) -> Self {
        Cow::Borrowed(name)
    }
}

impl Serialize for SharedName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for SharedName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
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
            None if name.is_empty() => {}
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
        assert_eq!(one.as_ptr(), other.as_ptr());
        assert_eq!((&*other, &*third), ("甲局", "乙局"));
        assert_eq!((SharedName::from(""), SharedName::default().known()), (SharedName::default(), None));
    }
}
