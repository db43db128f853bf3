//! Tables as agencies lay them out, and the figures that they must give.
