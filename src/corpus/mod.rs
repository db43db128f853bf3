//! To come: corpus.
