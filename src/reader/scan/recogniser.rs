//! Where the recogniser comes from: what gives the bytes of the model comes in; it is asked when the first scan is met.

use std::fmt;
use std::io;
use std::sync::Arc;
#[cfg(feature = "ocr")]
use std::sync::OnceLock;

#[cfg(feature = "ocr")]
use super::engine::Engine;
#[cfg(feature = "ocr")]
use super::model::{self, ModelError};

/// A recogniser that is loaded when it is needed; or none. Copies share what is loaded.
#[derive(Clone, Default)]
pub struct Recogniser {
    inner: Option<Arc<Inner>>,
}

#[cfg(feature = "ocr")]
struct Inner {
    /// What gives the bytes of the model.
    source: Box<dyn Fn() -> io::Result<Vec<u8>> + Send + Sync>,
    threads: Arc<rten::ThreadPool>,
    engine: OnceLock<Result<Engine, ModelError>>,
}

/// A program without recognition keeps nothing.
#[cfg(not(feature = "ocr"))]
struct Inner;

impl fmt::Debug for Recogniser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recogniser").field("there", &self.is_there()).finish()
    }
}

impl Recogniser {
    /// Whether this program can recognise at all.
    pub const BUILT_IN: bool = cfg!(feature = "ocr");

    /// A recogniser whose model is had from `source`. The thread that it works on is started here, before a worker gives
    /// up starting any.
    pub fn new(source: impl Fn() -> io::Result<Vec<u8>> + Send + Sync + 'static) -> Self {
        #[cfg(feature = "ocr")]
        let inner = Inner { source: Box::new(source), threads: Engine::threads(), engine: OnceLock::new() };
        #[cfg(not(feature = "ocr"))]
        let inner = {
            drop(source);
            Inner
        };
        Self { inner: Some(Arc::new(inner)) }
    }

    /// Whether there is one.
    pub fn is_there(&self) -> bool {
        Self::BUILT_IN && self.inner.is_some()
    }

    /// The engine; `None` where there is none.
    ///
    /// # Errors
    /// When its model cannot be had, or is another one.
    #[cfg(feature = "ocr")]
    pub(in crate::reader) fn engine(&self) -> Result<Option<&Engine>, &ModelError> {
        let Some(inner) = self.inner.as_deref() else { return Ok(None) };
        let load = || {
            let bytes = (inner.source)().map_err(|error| ModelError::Damaged(error.to_string()))?;
            model::check(&bytes)?;
            Engine::new(bytes, inner.threads.clone())
        };
        inner.engine.get_or_init(load).as_ref().map(Some)
    }
}
