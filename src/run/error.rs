//! Why a run failed: then the dataset in the output folder is as it was before, and the exit status is 2.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::cache::Trouble;
use crate::finding::Language;
use crate::reader::model::ModelError;

/// What stopped a run.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunError {
    /// The system refused something.
    Io {
        /// What was to be done.
        doing: Doing,
        /// To which file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Another run has the output folder.
    Locked {
        /// The output folder.
        output: PathBuf,
        /// Process, host and start of the other run, as it wrote them down.
        holder: String,
    },
    /// The input lies in the output folder, or is it.
    InputInOutput {
        /// The input.
        input: PathBuf,
    },
    /// A line of the list of organs cannot be understood.
    ListLine {
        /// The list.
        path: PathBuf,
        /// The line, from one; the header is the first.
        line: u64,
        /// What stands there.
        found: String,
    },
    /// More known files are gone than may go unasked.
    Vanished {
        /// Files gone.
        gone: usize,
        /// Files that the last published dataset knew.
        known: usize,
        /// The first of them.
        example: String,
        /// The share that may go, in percent.
        percent: u32,
    },
    /// The published dataset cannot be read, so that what changed cannot be told.
    Previous {
        /// Its table of filings.
        path: PathBuf,
        /// What is wrong with it.
        error: csv::Error,
    },
    /// A file that is no part of a published dataset has a name that the new dataset needs.
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The list of organs cannot be read.
    List {
        /// Its file.
        path: PathBuf,
        /// What is wrong with it.
        error: csv::Error,
    },
    /// The cache failed.
    Cache {
        /// Its file.
        path: PathBuf,
        /// How.
        error: Trouble,
    },
    /// What was named as the recogniser's model is another file.
    Model {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: ModelError,
    },
    /// A signal asked the run to stop. What was read is in the cache.
    Interrupted,
    /// No worker process could be started.
    Worker {
        /// What the system said.
        error: io::Error,
    },
}

/// What a run was doing when the system refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doing {
    /// Looking at an input.
    Input,
    /// Making the output folder or its lock.
    Output,
    /// Writing the new dataset beside the old one.
    Stage,
    /// Switching to the new dataset.
    Switch,
    /// Finishing or undoing an interrupted switch.
    Recover,
    /// Reading a published dataset.
    Verify,
    /// Writing the report of the run.
    Report,
    /// Reading the recogniser's model.
    Model,
}

impl RunError {
    /// For `map_err`: names the path and what was being done.
    pub fn io(doing: Doing, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |error| Self::Io { doing, path, error }
    }

    /// The sentence for people.
    pub fn message(&self, language: Language) -> String {
        let (zh, en) = self.sentences();
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// The sentence in Chinese and in English.
    fn sentences(&self) -> (String, String) {
        match self {
            Self::Io { doing, path, error } => {
                let (path, (zh, en)) = (path.display(), doing.words());
                (format!("{zh}失败：{path}：{error}"), format!("{en} failed: {path}: {error}"))
            }
            Self::Locked { output, holder } => {
                let output = output.display();
                (
                    format!("输出目录 {output} 正由另一次运行占用（{holder}）。请等它结束，或换一个输出目录。"),
                    format!(
                        "the output folder {output} is in use by another run ({holder}); wait for it or choose another folder"
                    ),
                )
            }
            Self::InputInOutput { input } => {
                let input = input.display();
                (
                    format!("输入 {input} 在输出目录之内；请把两者分开。"),
                    format!("the input {input} lies in the output folder; keep them apart"),
                )
            }
            Self::ListLine { path, line, found } => {
                let path = path.display();
                (
                    format!("机关名单 {path} 第 {line} 行的年份“{found}”不能理解；写作 2019-2023 或 2019 2021"),
                    format!(
                        "line {line} of the list of organs {path} has years that cannot be understood: “{found}”; write 2019-2023 or 2019 2021"
                    ),
                )
            }
            Self::Vanished { gone, known, example, percent } => vanished(*gone, *known, example, *percent),
            Self::Previous { path, error } => {
                let path = path.display();
                (
                    format!("已发布的 {path} 无法读取，不能比较变化：{error}。请移走它后重试。"),
                    format!(
                        "the published {path} cannot be read to tell what changed: {error}; move it away and start again"
                    ),
                )
            }
            Self::Foreign { path } => {
                let path = path.display();
                (
                    format!("输出目录中的 {path} 不是已发布的数据集的文件，不能覆盖。请移走它，或换一个输出目录。"),
                    format!(
                        "{path} in the output folder is no file of a published dataset and is not overwritten; move it \
                         away or choose another folder"
                    ),
                )
            }
            Self::List { path, error } => {
                let path = path.display();
                (
                    format!("机关名单 {path} 无法读取：{error}"),
                    format!("the list of organs {path} cannot be read: {error}"),
                )
            }
            Self::Cache { path, error } => {
                let path = path.display();
                (format!("缓存 {path} 出错：{error}"), format!("the cache {path} failed: {error}"))
            }
            Self::Model { path, error } => {
                let path = path.display();
                (
                    format!("识别模型 {path} 不能使用：{error}；请用 scripts/models 取得"),
                    format!("the recogniser's model {path} cannot be used: {error}; scripts/models fetches it"),
                )
            }
            Self::Interrupted => (
                "已中断；读过的文件留在缓存中，下次接着做。".to_owned(),
                "interrupted; what was read is kept for the next run".to_owned(),
            ),
            Self::Worker { error } => {
                (format!("无法启动工作进程：{error}"), format!("no worker process could be started: {error}"))
            }
        }
    }
}

/// Too many files of the last published dataset are gone.
fn vanished(gone: usize, known: usize, example: &str, percent: u32) -> (String, String) {
    (
        format!(
            "上次发布的 {known} 个文件中有 {gone} 个不见了（例如 {example}），超过 {percent}%。输入目录是否没有挂载？\
                     确属删除时请加 --allow-removals。"
        ),
        format!(
            "{gone} of the {known} files of the last published dataset are gone (for example {example}), more than \
                     {percent}%; is the input folder mounted? If they were removed on purpose, add --allow-removals"
        ),
    )
}

impl Doing {
    /// In Chinese and in English.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Input => ("读取输入", "reading the input"),
            Self::Output => ("准备输出目录", "preparing the output folder"),
            Self::Stage => ("写新数据集", "writing the new dataset"),
            Self::Switch => ("切换到新数据集", "switching to the new dataset"),
            Self::Recover => ("恢复被打断的切换", "recovering an interrupted switch"),
            Self::Report => ("写运行报告", "writing the report of the run"),
            Self::Model => ("读取识别模型", "reading the recogniser's model"),
            Self::Verify => ("检查数据集", "checking the dataset"),
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Language::En))
    }
}

impl std::error::Error for RunError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Model { error, .. } => Some(error),
            Self::Io { error, .. } | Self::Worker { error } => Some(error),
            Self::Previous { error, .. } | Self::List { error, .. } => Some(error),
            Self::Cache { error, .. } => Some(error),
            Self::Locked { .. }
            | Self::InputInOutput { .. }
            | Self::ListLine { .. }
            | Self::Vanished { .. }
            | Self::Foreign { .. }
            | Self::Interrupted => None,
        }
    }
}
