//! Help in Chinese: the same command line with the texts of one table in place of the English ones.

use clap::Command;

/// Command, argument (empty: the command itself), text.
const TEXTS: &[(&str, &str, &str)] = &[
    ("", "", "把政府信息公开工作年度报告变成研究数据集，并指出哪些报告的数字勾稽不上"),
    ("", "lang", "提示语言 [默认：依 LC_ALL、LC_MESSAGES、LANG]"),
    ("", "models", "识读扫描件所用模型的目录 [默认：GOUJI_MODELS，或用户数据目录下的 gouji/models]"),
    ("extract", "", "把文件和目录变成数据集"),
    ("extract", "inputs", "要读的文件和目录"),
    ("extract", "output", "数据集所在目录"),
    ("extract", "cache", "缓存所在目录 [默认：输出目录下的 .gouji]"),
    (
        "extract",
        "organs",
        "机关名单：以它为准认定报送机关，并列明应有的报告。带表头的 CSV（UTF-8 或 GBK）：organ（全称，必需）、division_code（六位）、\
         years（2019-2023 或 2019 2021）、pattern（路径的一部分，* 代表任意字符）",
    ),
    ("extract", "jobs", "同时读几个文件 [默认：处理器个数]"),
    ("extract", "follow_links", "也读指向输入目录以外的符号链接"),
    ("extract", "full", "全部文件重读一遍"),
    ("extract", "fail_on", "有这一级或更严重的发现时以状态 1 退出；new-hard：上次的数据集没有的硬性发现"),
    ("extract", "reviewed", "审核意见：含 fingerprint 与 decision（accepted、dismissed）两列的 CSV 或工作簿"),
    ("extract", "format", "各表的格式，以逗号分隔：csv（总是写）、parquet、sqlite、xlsx"),
    ("extract", "bom", "各 CSV 表以字节序标记开头，便于 Excel 打开"),
    ("extract", "spreadsheet_safe", "CSV 中会被电子表格当作公式的文字前加一个撇号"),
    ("extract", "texts", "另写第一、五、六部分的文字"),
    ("extract", "site", "另把数据集做成网站，放在此目录（含 --texts）"),
    ("extract", "allow_removals", "即使许多已知文件不见了也发布"),
    ("extract", "max_removals", "不经允许可以不见的已知文件占比（百分数）"),
    ("extract", "in_process", "在本进程内读文件：启动快些，但一个坏文件就可能中断全部"),
    ("extract", "log", "以何种方式报告经过"),
    ("extract", "quiet", "除错误外不输出"),
    ("check", "", "显示报告，标出不成立的等式和最可能的错处"),
    ("check", "files", "文件、压缩包或目录；- 为标准输入"),
    ("check", "only", "只列这种结论的报告"),
    ("check", "brief", "每份报告一行 [多份时默认如此]"),
    ("check", "full", "每份报告全文，列出每种改法和每句话 [单份时默认：第一种改法，长句折起]"),
    ("check", "dataset", "已发布的数据集：用其中同一机关其他年度的数字来核对"),
    ("check", "json", "输出 JSON，每份报告一行"),
    ("check", "html", "写成一个 HTML 页面"),
    ("check", "docx", "写成 Word 核对意见：读出的表、标出的错格、各种改法、出处"),
    ("check", "force", "该文件不是本程序写的也覆盖"),
    ("read", "", "显示读取程序从一个文件里读到了什么"),
    ("read", "file", "一个文件（不是压缩包）；- 为标准输入"),
    ("read", "to", "以何种格式输出"),
    ("compare", "", "逐个数比较两份报告"),
    ("compare", "one", "一份报告"),
    ("compare", "other", "另一份报告"),
    ("site", "", "把数据集做成网站，直接从磁盘打开"),
    ("site", "dataset", "数据集所在目录"),
    ("site", "output", "网站所在目录：新的、空的，或已是网站的"),
    ("worklist", "", "写出供复核的问题清单，填好后作 --reviewed"),
    ("worklist", "dataset", "数据集所在目录"),
    ("worklist", "output", "清单文件：.xlsx 或 .csv"),
    ("worklist", "reviewed", "已填回的清单：其中的意见和备注一并带上，数据集中已没有的问题也保留"),
    ("worklist", "force", "文件已存在也覆盖"),
    ("explain", "", "解释一个发现代码、变量、列或数据集中的词"),
    ("explain", "code", "代码或词，如 REQ-BALANCE、req_new_tot、incomplete"),
    ("rules", "", "列出全部规则和发现，或统计一个数据集各规则的结果"),
    ("rules", "dataset", "数据集所在目录"),
    ("verify", "", "检查已发布的数据集是否完整"),
    ("verify", "output", "数据集所在目录"),
    ("completions", "", "输出命令行补全脚本"),
    ("completions", "shell", "命令解释器"),
    ("worker", "", "替一次运行读文件"),
    ("worker", "model", "识别模型的文件"),
    ("*", "max_seconds", "处理秒数"),
    ("*", "max_memory", "工作进程的内存（MiB）"),
    ("*", "max_input", "文件或压缩包成员的大小（MiB；压缩包本身可以更大）"),
    ("*", "max_inflated", "解压后的大小（MiB）"),
    ("*", "max_ratio", "一个部分解压后可达压缩时的多少倍"),
    ("*", "max_members", "压缩包的成员数"),
    ("*", "max_depth", "压缩包套压缩包的层数"),
    ("*", "max_nesting", "元素套元素、表套表的层数"),
    ("*", "max_document", "文档读出后的大小（文字，每个单元格计半千字节，每页计 64 千字节），单位 MiB"),
];

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n";
const EXAMPLES: &str = "示例：";
const STATUS: &str = "退出状态：0 完成；1 有所问级别的发现；2 失败。";

fn text(command: &str, argument: &str) -> Option<&'static str> {
    let fits = |known: &str| known == command || (known == "*" && !argument.is_empty());
    TEXTS.iter().find(|(known, name, _)| fits(known) && *name == argument).map(|(_, _, text)| *text)
}

/// The command line with Chinese help.
pub(super) fn chinese(command: Command) -> Command {
    let command = one(command, "").subcommand_help_heading("命令").disable_help_subcommand(true);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| command.mut_subcommand(&name, |sub| one(sub, &name)))
}

fn one(mut command: Command, name: &str) -> Command {
    if let Some(about) = text(name, "") {
        command = command.about(about);
    }
    if let Some(after) = command.get_after_help().map(ToString::to_string) {
        let after = after.lines().map(|line| match line {
            "Examples:" => EXAMPLES,
            _ if line.starts_with("Exit status:") => STATUS,
            _ => line,
        });
        let after = after.collect::<Vec<_>>().join("\n");
        command = command.after_help(after);
    }
    command = command.help_template(TEMPLATE).disable_help_flag(true).arg(
        clap::Arg::new("help")
            .short('h')
            .long("help")
            .action(clap::ArgAction::Help)
            .help("显示帮助")
            .help_heading("选项"),
    );
    if name.is_empty() {
        command = command.disable_version_flag(true).arg(
            clap::Arg::new("version")
                .short('V')
                .long("version")
                .action(clap::ArgAction::Version)
                .help("显示版本")
                .help_heading("选项"),
        );
    }
    command.mut_args(|argument| {
        let heading = match argument.get_help_heading() {
            Some("Limits for one file") => "单个文件的限额",
            _ if argument.is_positional() => "参数",
            _ => "选项",
        };
        let help = text(name, argument.get_id().as_str());
        let argument = argument.help_heading(heading);
        match help {
            Some(help) => argument.help(help),
            None => argument,
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::args::Args;
    use super::*;

    #[test]
    fn every_argument_has_its_chinese_text() {
        let mut missing = Vec::new();
        let mut look = |command: &Command, name: &str| {
            if text(name, "").is_none() {
                missing.push(name.to_owned());
            }
            for argument in command.get_arguments() {
                let id = argument.get_id().as_str();
                if text(name, id).is_none() && !matches!(id, "help" | "version") {
                    missing.push(format!("{name} {id}"));
                }
            }
        };
        let command = Args::command();
        look(&command, "");
        for sub in command.get_subcommands() {
            look(sub, sub.get_name());
        }
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn chinese_help_has_no_english_headings() {
        let mut command = chinese(Args::command());
        let help = command.find_subcommand_mut("extract").expect("there").render_help().to_string();
        for word in ["Usage", "Options", "Arguments", "Limits for", "Examples", "Print help"] {
            assert!(!help.contains(word), "{word} in {help}");
        }
        assert!(help.contains("单个文件的限额") && help.contains("示例："));
    }
}
