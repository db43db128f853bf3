//! What people (or machines, `--log json`) see while a run goes on, on standard error.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::args::Log;
use super::print;
use crate::corpus::Entry;
use crate::filing::Verdict;
use crate::finding::Language;
use crate::run::Watch;
use crate::run::desk::Found;
use crate::run::error::RunError;
use crate::run::publish::Recovered;

/// Time between two plain lines.
const PAUSE: Duration = Duration::from_secs(10);

/// Shows the progress of a run.
pub(super) struct Progress {
    language: Language,
    log: Log,
    quiet: bool,
    bar: ProgressBar,
    files: AtomicUsize,
    done: AtomicUsize,
    flagged: AtomicUsize,
    unreadable: AtomicUsize,
    start: Instant,
    last: Mutex<Instant>,
}

impl Progress {
    /// A bar when standard error is a terminal, lines otherwise, nothing when quiet.
    pub(super) fn new(language: Language, log: Log, quiet: bool) -> Self {
        let terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
        let drawn = terminal && !quiet && log == Log::Text;
        let target = if drawn { ProgressDrawTarget::stderr_with_hz(5) } else { ProgressDrawTarget::hidden() };
        let now = Instant::now();
        Self {
            language,
            log,
            quiet,
            bar: ProgressBar::with_draw_target(None, target),
            files: AtomicUsize::new(0),
            done: AtomicUsize::new(0),
            flagged: AtomicUsize::new(0),
            unreadable: AtomicUsize::new(0),
            start: now,
            last: Mutex::new(now),
        }
    }

    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.language == Language::Zh { zh } else { en }
    }

    /// Something worth a line of its own.
    fn note(&self, event: &str, path: &Path, text: &str) {
        if self.log == Log::Json {
            print::err(&json!({ "event": event, "path": path.to_string_lossy(), "message": text }).to_string());
        } else if !self.quiet {
            self.bar.suspend(|| print::err(&format!("gouji: {text}: {}", path.display())));
        }
    }

    /// The plain line, or the JSON line, with where the run stands.
    fn line(&self) {
        let load = |count: &AtomicUsize| count.load(Ordering::Relaxed);
        let (files, done, flagged, unreadable) =
            (load(&self.files), load(&self.done), load(&self.flagged), load(&self.unreadable));
        let seconds = self.start.elapsed().as_secs_f64();
        let rate = done as f64 / seconds.max(0.001);
        let left = files.saturating_sub(done) as f64 / rate.max(0.001);
        if self.log == Log::Json {
            let line = json!({
                "event": "progress", "done": done, "files": files, "flagged": flagged, "unreadable": unreadable,
                "seconds": seconds, "seconds_left": left,
            });
            print::err(&line.to_string());
        } else {
            let line = if self.language == Language::Zh {
                format!(
                    "{done}/{files} 个文件，每秒 {rate:.0}；不符 {flagged}，无法读取 {unreadable}；约余 {left:.0} 秒"
                )
            } else {
                format!(
                    "{done}/{files} files, {rate:.0}/s; {flagged} flagged, {unreadable} unreadable; {left:.0} s left"
                )
            };
            print::err(&line);
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Progress {
    fn planned(&self, files: usize) {
        self.files.store(files, Ordering::Relaxed);
        self.bar.set_length(files as u64);
        let template = self.say(
            "{bar:30} {pos}/{len} 个文件 {per_sec} {msg} 约余 {eta}",
            "{bar:30} {pos}/{len} files {per_sec} {msg} {eta} left",
        );
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        if self.log == Log::Json {
            print::err(&json!({ "event": "start", "files": files }).to_string());
        }
    }

    fn file(&self, entry: &Entry, found: &[Found], elapsed: Option<Duration>) {
        let count = |verdict| found.iter().filter(|found| found.verdict == verdict).count();
        let flagged = self.flagged.fetch_add(count(Verdict::Flagged), Ordering::Relaxed);
        let unreadable = self.unreadable.fetch_add(count(Verdict::Unreadable), Ordering::Relaxed);
        self.done.fetch_add(1, Ordering::Relaxed);
        if self.log == Log::Json {
            for found in found.iter().filter(|found| found.verdict == Verdict::Unreadable) {
                let milliseconds = elapsed.map(|elapsed| elapsed.as_millis() as u64);
                let line = json!({
                    "event": "file", "path": found.path, "verdict": found.verdict.word(), "milliseconds": milliseconds,
                    "cached": elapsed.is_none(),
                });
                print::err(&line.to_string());
            }
        }
        let _ = entry;
        if !self.bar.is_hidden() {
            let (flagged, unreadable) = (flagged + count(Verdict::Flagged), unreadable + count(Verdict::Unreadable));
            let (words, other) = (self.say("不符", "flagged"), self.say("无法读取", "unreadable"));
            self.bar.set_message(format!("{flagged} {words} {unreadable} {other}"));
            self.bar.inc(1);
        } else if !self.quiet || self.log == Log::Json {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.elapsed() >= PAUSE {
                *last = Instant::now();
                drop(last);
                self.line();
            }
        }
    }

    fn writing(&self) {
        if self.log == Log::Json {
            self.line();
            print::err(&json!({ "event": "writing" }).to_string());
        }
        self.bar.finish_and_clear();
    }

    fn cache_set_aside(&self, path: &Path) {
        self.note(
            "cache_set_aside",
            path,
            self.say("缓存已损坏，移到一旁，重新建立", "the cache was damaged and is set aside; it is built anew"),
        );
    }

    fn warned(&self, trouble: &RunError) {
        let text = trouble.message(self.language);
        if self.log == Log::Json {
            print::err(&json!({ "event": "warning", "message": text }).to_string());
        } else {
            let kind = self.say("警告", "warning");
            self.bar.suspend(|| print::err(&format!("gouji: {kind}: {text}")));
        }
    }

    fn recovered(&self, how: Recovered) {
        let text = match how {
            Recovered::Clean => return,
            Recovered::Forward => self.say("上次中断的发布已完成", "an interrupted publication was finished"),
            Recovered::Back => self.say("上次中断的发布已撤销", "an interrupted publication was undone"),
        };
        self.note("recovered", Path::new(""), text);
    }
}
