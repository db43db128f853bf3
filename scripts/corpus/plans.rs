//! Which reports the corpus holds: the first ones by a list that goes through the layouts and habits of real
//! filings one by one, the rest drawn at random among the ordinary ones.

use crate::html::Template as Page;
use crate::random::Random;
use crate::report::{Fault, Plan};
use crate::style::{Digits, Groups, Style, Zeros};
use crate::text::Shape;
use crate::{docx, html};

/// The file format of a report, and how it is written.
#[derive(Clone, Copy)]
pub enum Writer {
    /// Word.
    Docx(docx::Template),
    /// A web page in UTF-8.
    Html(html::Template),
    /// A web page in GBK that does not say so.
    HtmlGbk(html::Template),
    /// A web page in GB18030 labelled gb2312.
    HtmlGb18030(html::Template),
    /// Plain text.
    Text(Shape),
    /// Plain text in GBK.
    TextGbk(Shape),
    /// Markdown.
    Markdown(Shape),
}

impl Writer {
    /// The file name's extension.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Docx(_) => "docx",
            Self::Html(Page::Site) => "shtml",
            Self::Html(Page::Exported) => "htm",
            Self::Html(_) | Self::HtmlGbk(_) | Self::HtmlGb18030(_) => "html",
            Self::Text(_) | Self::TextGbk(_) => "txt",
            Self::Markdown(_) => "md",
        }
    }

    /// Whether the page states its publication date.
    pub fn dated(self) -> bool {
        matches!(self, Self::Html(_) | Self::HtmlGbk(_) | Self::HtmlGb18030(_))
    }
}

/// What a listed report shows, and its plan.
pub struct Listed {
    /// In a few words.
    pub shows: &'static str,
    /// How it is written.
    pub writer: Writer,
    /// What is in it.
    pub plan: Plan,
}

fn listed(shows: &'static str, year: u16, size: i64, writer: Writer, style: Style) -> Listed {
    let form = if year >= 2021 { 2021 } else { 2019 };
    let form = if year < 2019 { 2014 } else { form };
    Listed { shows, writer, plan: Plan { year, first: form, rest: form, size, style, fault: None, without: None } }
}

impl Listed {
    fn with(mut self, fault: Fault) -> Self {
        self.plan.fault = Some(fault);
        self
    }

    fn forms(mut self, first: u16, rest: u16) -> Self {
        (self.plan.first, self.plan.rest) = (first, rest);
        self
    }

    fn without(mut self, section: u8) -> Self {
        self.plan.without = Some(section);
        self
    }
}

/// The listed reports, in order.
pub fn list() -> Vec<Listed> {
    let plain = Style { numbering: ".", ..Style::default() };
    let style = |change: fn(&mut Style)| {
        let mut style = plain.clone();
        change(&mut style);
        style
    };
    let official = Writer::Docx(docx::Template::Official);
    let cut = Writer::Docx(docx::Template::CutRuns);
    let framed = Writer::Docx(docx::Template::Framed);
    let clean = Writer::Html(Page::Clean);
    let exported = Writer::Html(Page::Exported);
    let site = Writer::Html(Page::Site);
    let nested = Writer::Html(Page::Nested);
    let spans = Writer::Html(Page::Spans);
    vec![
        listed("the official template", 2021, 3, official, plain.clone()),
        listed("a city, thousands separators", 2022, 900, official, style(|s| s.digits = Digits::Thousands)),
        listed("header spans out of line with the body", 2023, 260, official, style(|s| s.misaligned = true)),
        listed("most zeros blank, totals printed", 2020, 14, official, style(|s| s.zeros = Zeros::BlankParts)),
        listed("zeros blank in totals too", 2019, 40, clean, style(|s| s.zeros = Zeros::Blank)),
        listed("numbers cut over runs", 2022, 150, cut, style(|s| s.numbering = "、")),
        listed("all zero, zeros in words", 2023, 0, official, style(|s| s.zeros = Zeros::Mark("/"))),
        listed("tables inside layout tables", 2024, 24, framed, style(|s| s.numbering = "．")),
        listed("a province, full-width digits", 2021, 3200, site, style(|s| s.digits = Digits::FullWidth)),
        listed("exported by a word processor", 2020, 22, exported, plain.clone()),
        listed("a tab before each cell", 2020, 4, Writer::Text(Shape::Tabs), plain.clone()),
        listed("GBK without a charset", 2021, 120, Writer::HtmlGbk(Page::Clean), plain.clone()),
        listed("GB18030 labelled gb2312", 2019, 6, Writer::HtmlGb18030(Page::Site), plain.clone()),
        listed("layout tables in a page", 2022, 60, nested, style(|s| s.numbering = "、")),
        listed("text broken over spans", 2023, 55, spans, plain.clone()),
        listed("one request under another class", 2021, 420, official, plain.clone()).with(Fault::OtherClass),
        listed("one digit wrong", 2020, 75, clean, plain.clone()).with(Fault::WrongDigit),
        listed("neighbours swapped", 2023, 33, official, plain.clone()).with(Fault::Swapped),
        listed("grand total misses a leaf", 2022, 48, exported, plain.clone()).with(Fault::StaleTotal),
        listed("a row shifted by a column", 2024, 300, site, plain.clone()).with(Fault::Shifted),
        listed("disputes total wrong", 2021, 200, Writer::Text(Shape::Tabs), plain.clone()).with(Fault::Disputes),
        listed("carried out under another class", 2019, 90, official, plain.clone()).with(Fault::Carried),
        listed("blanks and a wrong digit", 2022, 70, clean, style(|s| s.zeros = Zeros::BlankParts))
            .with(Fault::WrongDigit),
        listed("first table of 2019, others of 2021", 2021, 30, official, plain.clone()).forms(2019, 2021),
        listed("form of 2019 in 2022", 2022, 12, clean, plain.clone()).forms(2019, 2019),
        listed("first table of 2021, others of 2019", 2021, 18, exported, plain.clone()).forms(2021, 2019),
        listed("disputes as three tables, articles apart", 2023, 160, official, style(|s| s.split = true)),
        listed("header rows in a table of their own", 2020, 35, official, style(|s| s.loose_header = true)),
        listed("group names in heading rows", 2021, 28, clean, style(|s| s.groups = Groups::Row)),
        listed("heading rows that carry sums", 2022, 64, official, style(|s| s.groups = Groups::FilledRow)),
        listed("one character per line", 2023, 16, official, style(|s| s.vertical = true)),
        listed("extra rows and a note", 2024, 80, clean, style(|s| s.extra_rows = true)),
        listed("rows left out", 2020, 9, official, style(|s| s.missing = &["ref_safety", "rej_confirm"])),
        listed("labels in other words", 2021, 45, exported, style(|s| s.worded = true)),
        listed("every kind of mark", 2022, 5, official, style(|s| s.zeros = Zeros::Mixed)),
        listed("units behind the figures", 2023, 110, site, style(|s| s.digits = Digits::Unit)),
        listed("signs and decimals", 2019, 150, official, style(|s| s.digits = Digits::Signed)),
        listed("notes and other units in cells", 2021, 26, clean, style(|s| s.written = NOTES)),
        listed("yuan in a cell of ten thousand yuan", 2020, 26, official, style(|s| s.written = YUAN)),
        listed("wide thousands separators", 2024, 1500, nested, style(|s| s.digits = Digits::WideThousands)),
        listed("cells between bars", 2021, 20, Writer::Text(Shape::Pipes), plain.clone()),
        listed("Markdown", 2022, 90, Writer::Markdown(Shape::Markdown), plain.clone()),
        listed("Markdown in pieces", 2023, 31, Writer::Markdown(Shape::Exploded), plain.clone()),
        listed("columns laid out with blanks", 2023, 340, Writer::Text(Shape::Blanks), style(|s| s.vertical = true)),
        listed("run together", 2021, 50, Writer::Text(Shape::RunTogether), plain.clone()),
        listed("run together, all zero", 2020, 0, Writer::Text(Shape::RunTogether), plain.clone()),
        listed("GBK text, bars", 2020, 13, Writer::TextGbk(Shape::Pipes), plain.clone()),
        listed("statistics sheet in Word", 2016, 20, official, plain.clone()),
        listed("statistics sheet in a page", 2017, 45, clean, plain.clone()),
        listed("statistics sheet with totals over the years", 2015, 8, exported, style(|s| s.cumulative = true)),
        listed("statistics sheet as text", 2014, 12, Writer::Text(Shape::Pipes), plain.clone()),
        listed("without the disputes table", 2022, 15, official, plain.clone()).without(4),
        listed("without the requests table", 2021, 15, clean, plain.clone()).without(3),
        listed("blank and vertical, tabs", 2022, 6, Writer::Text(Shape::Tabs), style(|s| s.zeros = Zeros::BlankParts)),
    ]
}

/// Cells with notes and units.
const NOTES: &[(&str, &str)] = &[
    ("pro_norm_issued", "22（其中修订16件）"),
    ("pro_norm_repealed", "3(含自然失效2件)"),
    ("pro_norm_inforce", "57件"),
    ("pro_fee_amount", "909.76万元"),
    ("pro_pen_decided", "1，204"),
];
/// An amount in yuan, and a signed change.
const YUAN: &[(&str, &str)] = &[
    ("pro_proc_projects", "7"),
    ("pro_proc_amount", "251000元"),
    ("pro_lic_prev", "12"),
    ("pro_lic_change", "+1036"),
    ("pro_pen_prev", "8"),
    ("pro_pen_change", "-3"),
];

/// A report of the ordinary kind.
pub fn random(random: &mut Random) -> (Writer, Plan) {
    let year = random.range(2019, 2024) as u16;
    let form = if year >= 2021 { 2021 } else { 2019 };
    let writer = match random.range(0, 9) {
        0..=3 => Writer::Docx(*random.pick(&[docx::Template::Official, docx::Template::CutRuns])),
        4 => Writer::Html(Page::Exported),
        5 => Writer::Html(Page::Site),
        6 => Writer::Html(Page::Clean),
        7 => Writer::HtmlGbk(Page::Nested),
        8 => Writer::Text(Shape::Tabs),
        _ => Writer::Text(Shape::Pipes),
    };
    let style = Style {
        numbering: [".", "、", "．"][random.range(0, 2) as usize],
        zeros: *random.pick(&[Zeros::Shown, Zeros::Shown, Zeros::BlankParts, Zeros::Mark("/")]),
        digits: *random.pick(&[Digits::Plain, Digits::Plain, Digits::Plain, Digits::Thousands]),
        groups: *random.pick(&[Groups::Column, Groups::Column, Groups::Column, Groups::Row]),
        misaligned: random.chance(20),
        ..Style::default()
    };
    let faults = [Fault::OtherClass, Fault::WrongDigit, Fault::Swapped, Fault::StaleTotal, Fault::Shifted];
    let fault = random.chance(10).then(|| *random.pick(&faults));
    let size = *random.pick(&[1, 4, 12, 40, 120, 500]);
    (writer, Plan { year, first: form, rest: form, size, style, fault, without: None })
}
