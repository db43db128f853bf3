//! Makes the corpus: annual reports of invented organs in the layouts of real ones, and what has to be read
//! from each.
//!
//! `cargo run --release --example corpus -- --out corpus --expected tests/expected/corpus --count 54 --seed 1`
//! makes the committed corpus, `scripts/convert` the same reports in every format. A larger `--count` appends ordinary reports drawn at random; `--plain` leaves out
//! the listed ones and the oddities, for measuring. The same arguments give the same bytes.

mod archive;
mod docx;
mod expected;
mod figures;
mod html;
mod judge;
mod layout;
mod mhtml;
mod oddities;
mod ofd;
mod organs;
mod plans;
mod prose;
mod random;
mod report;
mod style;
mod text;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Parser;
use encoding_rs::{GB18030, GBK};

use plans::{Listed, Writer};
use random::Random;
use report::{Block, Plan, Report};
use style::Style;

/// Makes reports of invented organs, and what has to be read from each.
#[derive(Parser)]
struct Arguments {
    /// Folder for the documents.
    #[arg(long, default_value = "corpus")]
    out: PathBuf,
    /// Folder for the expected results; none are written without it.
    #[arg(long)]
    expected: Option<PathBuf>,
    /// How many reports.
    #[arg(long, default_value_t = 54)]
    count: usize,
    /// Seed of the figures.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only ordinary reports.
    #[arg(long)]
    plain: bool,
    /// Also writes some of the reports in every format there is a writer for, into this folder.
    #[arg(long)]
    formats: Option<PathBuf>,
}

/// The reports that are also written in every format: 2021 with an error, 2019 with blank zeros.
const IN_EVERY_FORMAT: [usize; 2] = [15, 3];

/// A report and the bytes of its document.
struct Made {
    file: String,
    bytes: Vec<u8>,
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    fs::create_dir_all(&arguments.out)?;
    if let Some(folder) = &arguments.expected {
        fs::create_dir_all(folder)?;
    }
    let mut listed = if arguments.plain { Vec::new() } else { plans::list() };
    listed.truncate(arguments.count);
    let mut made = Vec::new();
    for index in 0..arguments.count {
        // Each report has a stream of its own, so that a new one changes none of the others.
        let mut random = Random::new(arguments.seed.wrapping_mul(1_000_003).wrapping_add(index as u64));
        let organ = organs::organ(if arguments.plain { usize::MAX } else { index }, &mut random);
        let (writer, plan, shows) = match listed.get_mut(index) {
            Some(Listed { shows, writer, plan }) => (*writer, std::mem::replace(plan, empty_plan()), *shows),
            None => {
                let (writer, plan) = plans::random(&mut random);
                (writer, plan, "drawn at random")
            }
        };
        let report = report::build(organ, &plan, writer.dated(), &mut random);
        let missed = plan.fault.is_some() && report.judgement.as_ref().is_some_and(|judged| judged.violated.is_empty());
        assert!(arguments.plain || !missed, "the planted error of report {index} breaks no rule");
        let file = format!("{index:02}-{}-{}.{}", report.organ.slug, report.year, writer.extension());
        let bytes = render(&report, writer);
        if let Some(folder) = arguments.formats.as_deref().filter(|_| IN_EVERY_FORMAT.contains(&index)) {
            every_format(folder, &report, &expected::report(&file, shows, "", &plan, &report, false))?;
        }
        fs::write(arguments.out.join(&file), &bytes)?;
        let partial =
            matches!(writer, Writer::Text(text::Shape::RunTogether) | Writer::Markdown(text::Shape::Exploded));
        let expectation = expected::report(&file, shows, format_word(writer), &plan, &report, partial);
        expect(arguments.expected.as_deref(), &file, &expectation)?;
        if index < 6 {
            made.push(Made { file, bytes });
        }
    }
    if !arguments.plain && arguments.count >= 6 {
        odd(&arguments, &made)?;
    }
    Ok(())
}

fn empty_plan() -> Plan {
    Plan { year: 0, first: 0, rest: 0, size: 0, style: Style::default(), fault: None, without: None }
}

fn render(report: &Report, writer: Writer) -> Vec<u8> {
    match writer {
        Writer::Docx(template) => docx::write(report, template),
        Writer::Html(template) => html::write(report, template, Some("utf-8")).into_bytes(),
        Writer::HtmlGbk(template) => GBK.encode(&html::write(report, template, None)).0.into_owned(),
        Writer::HtmlGb18030(template) => GB18030.encode(&html::write(report, template, Some("gb2312"))).0.into_owned(),
        Writer::Text(shape) | Writer::Markdown(shape) => text::write(report, shape).into_bytes(),
        Writer::TextGbk(shape) => GBK.encode(&text::write(report, shape)).0.into_owned(),
    }
}

/// One report in every format, with the figures that each has to give.
fn every_format(folder: &Path, report: &Report, expectation: &serde_json::Value) -> io::Result<()> {
    let folder = folder.join(format!("{}-{}", report.organ.slug, report.year));
    fs::create_dir_all(&folder)?;
    let page = |template| render(report, Writer::Html(template));
    let files = [
        ("report.docx", render(report, Writer::Docx(docx::Template::Official))),
        ("report.html", page(html::Template::Clean)),
        ("exported.htm", page(html::Template::Exported)),
        ("report.mht", mhtml::write(&page(html::Template::Site), "utf-8")),
        ("report.ofd", ofd::write(report)),
        ("tabs.txt", render(report, Writer::Text(text::Shape::Tabs))),
        ("bars.txt", render(report, Writer::Text(text::Shape::Pipes))),
        ("blanks.txt", render(report, Writer::Text(text::Shape::Blanks))),
        ("report.md", render(report, Writer::Markdown(text::Shape::Markdown))),
    ];
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes)?;
    }
    fs::write(folder.join("figures.json"), serde_json::to_string_pretty(expectation)? + "\n")
}

fn format_word(writer: Writer) -> &'static str {
    match writer {
        Writer::Docx(_) => "docx",
        Writer::Html(_) | Writer::HtmlGbk(_) | Writer::HtmlGb18030(_) => "html",
        Writer::Text(_) | Writer::TextGbk(_) | Writer::Markdown(_) => "text",
    }
}

fn expect(folder: Option<&Path>, file: &str, expectation: &serde_json::Value) -> io::Result<()> {
    let Some(folder) = folder else { return Ok(()) };
    let text = serde_json::to_string_pretty(expectation)? + "\n";
    fs::write(folder.join(format!("{file}.json")), text)
}

/// What is no ordinary report: other pages, broken files, a wrong extension, an archive, a copy.
fn odd(arguments: &Arguments, made: &[Made]) -> io::Result<()> {
    let mut random = Random::new(arguments.seed);
    let first = made.first().expect("at least six reports are made before the oddities");
    let blank = blank_form(&mut random);
    let files = oddities::not_reports(blank).into_iter().chain(oddities::broken(&first.bytes, &mut random));
    for oddity in files {
        fs::write(arguments.out.join(oddity.name), &oddity.bytes)?;
        let expectation = expected::oddity(oddity.name, oddity.verdict, oddity.reason);
        expect(arguments.expected.as_deref(), oddity.name, &expectation)?;
    }
    let (copied, page) = (&made[1], &made[4]);
    fs::write(arguments.out.join("copy-of-01.docx"), &copied.bytes)?;
    // A web page under a word processor's extension, as some sites serve their attachments.
    fs::write(arguments.out.join("page-named-doc.doc"), &page.bytes)?;
    let members: Vec<(String, &[u8])> = made[2..4]
        .iter()
        .map(|made| (format!("年度报告/{}", made.file.replace("jiangsu", "江苏")), made.bytes.as_slice()))
        .collect();
    fs::write(arguments.out.join("年度报告汇编.zip"), oddities::zipped(&members))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// The official form of 2021 with nothing filled in.
fn blank_form(random: &mut Random) -> Vec<u8> {
    let style = Style { numbering: ".", ..Style::default() };
    let plan = Plan { year: 2021, first: 2021, rest: 2021, size: 0, style, fault: None, without: None };
    let mut report = report::build(organs::organ(0, random), &plan, false, random);
    let mut blocks = vec![Block::Title("政府信息公开工作年度报告格式".to_owned())];
    for block in report.blocks.drain(..) {
        match block {
            Block::Heading(text) => {
                blocks.push(Block::Heading(text));
                blocks.push(Block::Text("（此处填写文字）".to_owned()));
            }
            Block::Table(mut sheet) => {
                for cell in sheet.rows.iter_mut().flatten().filter(|cell| is_number(&cell.text)) {
                    cell.text.clear();
                }
                blocks.push(Block::Table(sheet));
            }
            _ => {}
        }
    }
    report.blocks = blocks;
    docx::write(&report, docx::Template::Official)
}
