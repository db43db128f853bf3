//! The dataset as a workbook for people: an overview, what is flagged (ready to be reviewed), the panel, who is missing,
//! what changed, the codebook; figures where they fit.
//!
//! All text is written as text, so that nothing is calculated and no identifier becomes a number. The sheet `flagged` has
//! the columns that `--reviewed` reads: the workbook goes out, comes back with decisions, and is read as it is.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format as Look, Url, Workbook, Worksheet, XlsxError,
};

use crate::dataset::package::{Format, Written};
use crate::dataset::schema::{self, Table};
use crate::dataset::value::{Rows, Value};
use crate::run::publish;

/// Name of the file.
pub const FILE: &str = "gouji.xlsx";
/// Rows below the head that a sheet can have.
const MOST_ROWS: u32 = 1_048_575;
/// Cells that a sheet may have here: more than that no program opens in reasonable time.
const MOST_CELLS: usize = 4_000_000;
/// Tables that become sheets of their own, in their order.
const SHEETS: [&str; 8] = ["panel", "indicators", "coverage", "changes", "organs", "filings", "figures", "codebook"];
/// Columns of the sheet of what is flagged.
const FLAGGED: [(&str, f64); 13] = [
    ("decision", 12.0),
    ("note", 24.0),
    ("organ", 28.0),
    ("year", 8.0),
    ("verdict", 12.0),
    ("severity", 9.0),
    ("code", 15.0),
    ("variable", 22.0),
    ("observed", 12.0),
    ("implied", 12.0),
    ("message_zh", 70.0),
    ("message_en", 40.0),
    ("fingerprint", 20.0),
];

/// The workbook while it is made.
pub struct Writer {
    path: PathBuf,
    sheets: BTreeMap<&'static str, Sheet>,
    flagged: Sheet,
    /// Identifier, organ, year and verdict of the filing whose rows come.
    filing: [Option<Value<'static>>; 4],
    verdicts: BTreeMap<String, u64>,
    /// Rows of the panel by filing, and links to be set to them: row of the sheet, identifier and text.
    panel: BTreeMap<String, u32>,
    links: Vec<(u32, String, String)>,
    rows: u64,
}

/// A sheet, and what it holds.
struct Sheet {
    inner: Worksheet,
    rows: u32,
    cells: usize,
    /// It does not hold all rows.
    is_full: bool,
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

impl Sheet {
    fn new(name: &str, columns: &[(&str, f64)]) -> Result<Self, XlsxError> {
        let mut inner = Worksheet::new();
        inner.set_name(name)?;
        let head = Look::new().set_bold().set_background_color(Color::RGB(0x00DD_E7F0));
        for (place, (title, width)) in (0_u16..).zip(columns) {
            inner.write_string_with_format(0, place, *title, &head)?;
            inner.set_column_width(place, *width)?;
        }
        inner.set_freeze_panes(1, 0)?;
        Ok(Self { inner, rows: 0, cells: 0, is_full: false })
    }

    /// Adds a row; says which it is, or none where the sheet is full.
    fn add<'a>(&mut self, row: impl IntoIterator<Item = &'a Value<'a>>) -> Result<Option<u32>, XlsxError> {
        if self.is_full || self.rows >= MOST_ROWS || self.cells >= MOST_CELLS {
            self.is_full = true;
            return Ok(None);
        }
        self.rows += 1;
        for (place, value) in (0_u16..).zip(row) {
            self.cells += usize::from(*value != Value::Null);
            write(&mut self.inner, self.rows, place, value)?;
        }
        Ok(Some(self.rows))
    }

    /// The sheet to be kept: as it is with filters, or a note where it does not hold all rows.
    fn finish(mut self, name: &str, columns: u16) -> Result<Worksheet, XlsxError> {
        if self.is_full {
            let mut note = Worksheet::new();
            note.set_name(name)?;
            let text = format!(
                "行数超过工作表的容量，请用 {name}.csv、{name}.parquet 或数据库。 / too many rows for a sheet; use {name}.csv, {name}.parquet or the database"
            );
            note.write_string(0, 0, text)?;
            return Ok(note);
        }
        self.inner.autofilter(0, 0, self.rows, columns.saturating_sub(1))?;
        Ok(self.inner)
    }
}

fn write(sheet: &mut Worksheet, row: u32, place: u16, value: &Value<'_>) -> Result<(), XlsxError> {
    match value {
        Value::Null => return Ok(()),
        // Strings are stored as strings: what looks like a formula is not calculated. A cell holds 32767 characters.
        Value::Text(text) => sheet.write_string(row, place, text.chars().take(32_767).collect::<String>())?,
        Value::Integer(value) => sheet.write_number(row, place, *value as f64)?,
        Value::Number(value) => {
            let number = value.to_string().parse().ok().or_else(|| value.to_f64());
            sheet.write_number(row, place, number.unwrap_or_default())?
        }
        Value::Flag(value) => sheet.write_boolean(row, place, *value)?,
    };
    Ok(())
}

impl Writer {
    pub fn open(folder: &Path) -> io::Result<Self> {
        let sheet = |name: &'static str| {
            let columns: Vec<(&str, f64)> =
                schema::table(name).columns.iter().map(|column| (column.name.as_str(), width(&column.name))).collect();
            Sheet::new(name, &columns).map(|sheet| (name, sheet))
        };
        let sheets = SHEETS.into_iter().map(sheet).collect::<Result<_, _>>().map_err(failed)?;
        Ok(Self {
            path: folder.join(FILE),
            sheets,
            flagged: Sheet::new("flagged", &FLAGGED).map_err(failed)?,
            filing: [const { None }; 4],
            verdicts: BTreeMap::new(),
            panel: BTreeMap::new(),
            links: Vec::new(),
            rows: 0,
        })
    }

    /// Adds rows; those of `filings` come before the findings of the same filing.
    pub fn add(&mut self, rows: &Rows<'static>) -> io::Result<()> {
        self.rows += rows.len() as u64;
        self.put(rows).map_err(failed)
    }

    fn put(&mut self, rows: &Rows<'static>) -> Result<(), XlsxError> {
        let name = rows.table.name.as_str();
        for row in rows.iter() {
            let field = |column: &str| rows.table.place(column).map(|place| row[place].clone());
            match name {
                "filings" => {
                    self.filing = ["filing_id", "organ", "year", "verdict"].map(field);
                    if let Some(Value::Text(verdict)) = &self.filing[3] {
                        *self.verdicts.entry(verdict.to_string()).or_default() += 1;
                    }
                }
                "findings" => self.finding(rows.table, row)?,
                _ => {}
            }
            if let Some(sheet) = self.sheets.get_mut(name)
                && let Some(at) = sheet.add(row)?
                && name == "panel"
                && let Some(Value::Text(id)) = row.first()
            {
                self.panel.insert(id.to_string(), at);
            }
        }
        Ok(())
    }

    /// A finding that people have to decide about.
    fn finding(&mut self, table: &Table, row: &[Value<'static>]) -> Result<(), XlsxError> {
        let field = |column: &str| table.place(column).map_or(Value::Null, |place| row[place].clone());
        if field("severity") == Value::Text("info".into()) {
            return Ok(());
        }
        let [id, organ, year, verdict] = &self.filing;
        let known = |value: &Option<Value<'static>>| value.clone().unwrap_or(Value::Null);
        let line = [
            field("decision"),
            Value::Null,
            known(organ),
            known(year),
            known(verdict),
            field("severity"),
            field("code"),
            field("variable"),
            field("observed"),
            field("implied"),
            field("message_zh"),
            field("message_en"),
            field("fingerprint"),
        ];
        if let (Some(at), Some(Value::Text(id)), Some(Value::Text(organ))) = (self.flagged.add(&line)?, id, organ) {
            self.links.push((at, id.to_string(), organ.to_string()));
        }
        Ok(())
    }

    pub fn finish(mut self) -> io::Result<Written> {
        let mut book = self.book().map_err(failed)?;
        book.save(&self.path).map_err(failed)?;
        std::fs::File::open(&self.path)?.sync_all()?;
        let (sha256, bytes) = publish::digest(&self.path)?;
        Ok(Written { table: None, file: FILE.to_owned(), format: Format::Xlsx, sha256, bytes, rows: self.rows })
    }

    fn book(&mut self) -> Result<Workbook, XlsxError> {
        let mut book = Workbook::new();
        // A workbook has a day of its own making; this one has the same at every run.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&DocProperties::new().set_title("gouji").set_creation_datetime(&made));
        book.push_worksheet(self.overview()?);
        let mut flagged = std::mem::replace(&mut self.flagged, Sheet::new("none", &[])?);
        let red = Look::new().set_font_color(Color::RGB(0x00B0_2020));
        for (row, id, organ) in &self.links {
            // The row of the filing in the panel, where it has one.
            if let Some(at) = self.panel.get(id)
                && !flagged.is_full
            {
                let link = Url::new(format!("internal:'panel'!A{}", at + 1));
                flagged.inner.write_url_with_text(*row, 2, link, organ)?;
            }
        }
        if flagged.rows > 0 && !flagged.is_full {
            let words = DataValidation::new().allow_list_strings(&["accepted", "dismissed"])?;
            flagged.inner.add_data_validation(1, 0, flagged.rows, 0, &words)?;
            let hard = rust_xlsxwriter::ConditionalFormatText::new()
                .set_rule(rust_xlsxwriter::ConditionalFormatTextRule::Contains("hard".to_owned()))
                .set_format(red);
            flagged.inner.add_conditional_format(1, 5, flagged.rows, 5, &hard)?;
        }
        book.push_worksheet(flagged.finish("flagged", FLAGGED.len() as u16)?);
        for name in SHEETS {
            if let Some(sheet) = self.sheets.remove(name) {
                let columns = schema::table(name).columns.len() as u16;
                book.push_worksheet(sheet.finish(name, columns)?);
            }
        }
        Ok(book)
    }

    fn overview(&self) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name("overview")?;
        sheet.set_column_width(0, 26)?;
        sheet.set_column_width(1, 90)?;
        let bold = Look::new().set_bold();
        sheet.write_string_with_format(0, 0, "政府信息公开工作年度报告数据集", &bold)?;
        sheet.write_string(0, 1, format!("gouji {}", crate::version::PROGRAM))?;
        let mut row = 2;
        for (verdict, count) in &self.verdicts {
            sheet.write_number(row, 0, *count as f64)?;
            let said = schema::word(verdict).find(|(of, _)| *of == "verdict");
            let text = said.map_or_else(String::new, |(_, word)| format!("{verdict}：{} / {}", word.zh, word.en));
            sheet.write_string(row, 1, text)?;
            row += 1;
        }
        row += 1;
        let flagged = "存疑与硬性问题，第一列填 accepted（属实）或 dismissed（有解释），此文件即可作 --reviewed / findings to be reviewed: fill the first column with accepted or dismissed, then give this file to --reviewed";
        let own = SHEETS.iter().map(|name| {
            let table = schema::table(name);
            (*name, format!("{} / {}", table.zh, table.en))
        });
        for (name, text) in std::iter::once(("flagged", flagged.to_owned())).chain(own) {
            let link = Url::new(format!("internal:'{name}'!A1"));
            sheet.write_url_with_text(row, 0, link, name)?;
            sheet.write_string(row, 1, text)?;
            row += 1;
        }
        Ok(sheet)
    }
}

/// Wide enough for what usually stands in a column.
fn width(name: &str) -> f64 {
    match name {
        "filing_id" | "organ_id" | "variable" => 20.0,
        "organ" | "path" | "title" | "raw" | "label" | "label_zh" | "aliases" => 32.0,
        "definition_zh" | "definition_en" | "label_en" | "row_zh" => 48.0,
        _ => 11.0,
    }
}
