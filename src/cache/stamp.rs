//! How a file looks from outside: enough to say that it was not written since.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// Size, times and inode of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970.
    pub modified: i128,
    /// Change of inode (Unix), nanoseconds since 1970: also moves when the modification time is set back.
    pub changed: i128,
    /// Inode and device, zero where there are none.
    pub inode: (u64, u64),
}

/// A file written this shortly before it was looked at may be written again within the same tick of its clock.
const SETTLED: Duration = Duration::from_secs(2);

impl Stamp {
    /// The stamp of a file.
    pub fn new(metadata: &Metadata) -> Self {
        let modified = metadata.modified().map_or(0, nanoseconds);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let changed = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
            Self { size: metadata.len(), modified, changed, inode: (metadata.ino(), metadata.dev()) }
        }
        #[cfg(not(unix))]
        {
            Self { size: metadata.len(), modified, changed: 0, inode: (0, 0) }
        }
    }

    /// Whether the file had come to rest at `now`, so that its stamp may stand for its content.
    pub fn is_settled(&self, now: SystemTime) -> bool {
        let latest = self.modified.max(self.changed);
        nanoseconds(now).saturating_sub(latest) > SETTLED.as_nanos() as i128
    }
}

fn nanoseconds(time: SystemTime) -> i128 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => since.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    }
}
