//! Sentences and the quantities in them.
