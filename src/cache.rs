//! To come: the cache.
