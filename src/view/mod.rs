//! To come: view.
