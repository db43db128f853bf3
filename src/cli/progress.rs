//! What people (or machines, `--log json`) see while a run goes on, on standard error.

use std::fmt::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use serde_json::json;

use super::args::Log;
use super::print;
use crate::corpus::Entry;
use crate::filing::Verdict;
use crate::finding::Language;
use crate::run::error::RunError;
use crate::run::publish::Recovered;
use crate::run::{Confinement, Found, Watch};
use crate::view;

/// Time between two plain lines.
const PAUSE: Duration = Duration::from_secs(10);

/// Files after which the time left can be told.
const FEW: usize = 20;

/// Shows the progress of a run.
pub(super) struct Progress {
    language: Language,
    log: Log,
    quiet: bool,
    bar: ProgressBar,
    files: AtomicUsize,
    done: AtomicUsize,
    /// Filings of each verdict, in the order of [`Verdict::ALL`].
    verdicts: [AtomicUsize; Verdict::ALL.len()],
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
            verdicts: Default::default(),
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

    fn count(&self, verdict: Verdict) -> usize {
        let counts = Verdict::ALL.iter().zip(&self.verdicts);
        counts.filter(|(known, _)| **known == verdict).map(|(_, count)| count.load(Ordering::Relaxed)).sum()
    }

    /// How many filings of each verdict there are so far, those that nobody has yet left out.
    fn so_far(&self) -> String {
        let counts = Verdict::ALL.into_iter().map(|verdict| (verdict, self.count(verdict)));
        let said: Vec<String> = counts
            .filter(|(_, count)| *count > 0)
            .map(|(verdict, count)| format!("{} {count}", view::verdict(verdict, self.language)))
            .collect();
        said.join(self.say("，", ", "))
    }

    /// The plain line, or the JSON line, with where the run stands.
    fn line(&self) {
        let (files, done) = (self.files.load(Ordering::Relaxed), self.done.load(Ordering::Relaxed));
        let seconds = self.start.elapsed().as_secs_f64();
        let rate = done as f64 / seconds.max(0.001);
        let left = files.saturating_sub(done) as f64 / rate.max(0.001);
        if self.log == Log::Json {
            let line = json!({
                "event": "progress", "done": done, "files": files, "flagged": self.count(Verdict::Flagged),
                "unreadable": self.count(Verdict::Unreadable), "seconds": seconds, "seconds_left": left,
            });
            return print::err(&line.to_string());
        }
        let percent = done as f64 * 100.0 / files.max(1) as f64;
        let left = time_left(done, left, self.language);
        print::err(&match self.language {
            Language::Zh => format!("{done}/{files} 个文件，{percent:.1}%，每秒 {rate:.1}；{}；{left}", self.so_far()),
            Language::En => format!("{done}/{files} files, {percent:.1}%, {rate:.1}/s; {}; {left}", self.so_far()),
        });
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The time left in minutes and seconds; from a few files it cannot be told.
fn time_left(done: usize, seconds: f64, language: Language) -> String {
    let whole = seconds.round().max(0.0) as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    match language {
        Language::Zh if done < FEW => "余时未知".to_owned(),
        Language::En if done < FEW => "time left unknown".to_owned(),
        Language::Zh if hours > 0 => format!("约余 {hours} 小时 {minutes} 分"),
        Language::En if hours > 0 => format!("{hours} h {minutes} min left"),
        Language::Zh if minutes > 0 => format!("约余 {minutes} 分 {seconds} 秒"),
        Language::En if minutes > 0 => format!("{minutes} min {seconds} s left"),
        Language::Zh => format!("约余 {seconds} 秒"),
        Language::En => format!("{seconds} s left"),
    }
}

impl Watch for Progress {
    fn planned(&self, files: usize) {
        self.files.store(files, Ordering::Relaxed);
        self.bar.set_length(files as u64);
        let template = self.say(
            "{bar:24} {pos}/{len} 个文件 {share} · {rate} · {msg} · {left}",
            "{bar:24} {pos}/{len} files {share} · {rate} · {msg} · {left}",
        );
        if let Ok(style) = ProgressStyle::with_template(template) {
            let language = self.language;
            let style = style
                .with_key("share", |state: &ProgressState, out: &mut dyn Write| {
                    let _ = write!(out, "{:.1}%", state.fraction() * 100.0);
                })
                .with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
                    let _ = write!(out, "{:.1}/s", state.per_sec());
                })
                .with_key("left", move |state: &ProgressState, out: &mut dyn Write| {
                    let done = usize::try_from(state.pos()).unwrap_or(usize::MAX);
                    let _ = out.write_str(&time_left(done, state.eta().as_secs_f64(), language));
                });
            self.bar.set_style(style);
        }
        if self.log == Log::Json {
            print::err(&json!({ "event": "start", "files": files }).to_string());
        }
    }

    fn file(&self, entry: &Entry, found: &[Found], elapsed: Option<Duration>) {
        for (verdict, count) in Verdict::ALL.iter().zip(&self.verdicts) {
            count.fetch_add(found.iter().filter(|found| found.glance.verdict == *verdict).count(), Ordering::Relaxed);
        }
        self.done.fetch_add(1, Ordering::Relaxed);
        if self.log == Log::Json {
            for found in found.iter().filter(|found| found.glance.verdict == Verdict::Unreadable) {
                let milliseconds = elapsed.map(|elapsed| elapsed.as_millis() as u64);
                let line = json!({
                    "event": "file", "path": found.path, "verdict": found.glance.verdict.word(), "milliseconds": milliseconds,
                    "cached": elapsed.is_none(),
                });
                print::err(&line.to_string());
            }
        }
        let _ = entry;
        if !self.bar.is_hidden() {
            self.bar.set_message(self.so_far());
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

    fn confined(&self, confinement: Confinement) {
        let lacking = confinement.lacking();
        if lacking.is_empty() {
            return;
        }
        if self.log == Log::Json {
            print::err(&json!({ "event": "confinement", "lacking": lacking }).to_string());
        } else if !self.quiet {
            let text = self.say("本系统缺少隔离工作进程的手段", "this system lacks means to confine workers");
            self.bar.suspend(|| print::err(&format!("gouji: {text}: {}", lacking.join(", "))));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_sensible() {
        assert_eq!(time_left(3, 10.0, Language::En), "time left unknown");
        assert_eq!(time_left(100, 59.6, Language::En), "1 min 0 s left");
        assert_eq!(time_left(100, 7384.0, Language::Zh), "约余 2 小时 3 分");
        assert_eq!(time_left(100, 0.2, Language::Zh), "约余 0 秒");
    }
}
