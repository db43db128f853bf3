//! Tables over page breaks, frames, and other cases that need several steps together.
