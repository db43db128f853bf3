//! To come: dataset.
