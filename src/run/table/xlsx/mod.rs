//! The dataset as a workbook for people: an overview, what is flagged (ready to be reviewed), the panel, who is missing,
//! what changed, the codebook; figures where they fit.
//!
//! All text is written as text, so that nothing is calculated and no identifier becomes a number. The sheet `flagged` has
//! the columns that `--reviewed` reads: the workbook goes out, comes back with decisions, and is read as it is.

mod review;
mod worksheet;

pub use self::review::{COLUMNS, Review};

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format as Look, Url, Workbook, Worksheet, XlsxError};

use self::review::{ORGAN, properties};
use self::worksheet::{WorkbookSheet, failed};
use crate::dataset::package::{FileFormat, Written};
use crate::dataset::schema::{self, Table};
use crate::dataset::value::{Rows, Value};
use crate::run::publish;

/// Name of the file.
pub const FILE: &str = "gouji.xlsx";
/// Tables that become sheets of their own, in their order.
const SHEETS: [&str; 8] = ["panel", "indicators", "coverage", "changes", "organs", "filings", "figures", "codebook"];
/// The workbook while it is made.
pub struct Writer {
    path: PathBuf,
    sheets: BTreeMap<&'static str, WorkbookSheet>,
    flagged: Review,
    /// Identifier, organ, year, verdict and path of the filing whose rows come.
    filing: [Option<Value<'static>>; 5],
    verdicts: BTreeMap<String, u64>,
    /// Rows of the panel by filing, and links to be set to them: row of the sheet, identifier and text.
    panel: BTreeMap<String, u32>,
    links: Vec<(u32, String, String)>,
    rows: u64,
}

impl Writer {
    pub fn open(folder: &Path) -> io::Result<Self> {
        let sheet = |name: &'static str| {
            let columns: Vec<(&str, f64)> =
                schema::table(name).columns.iter().map(|column| (column.name.as_str(), width(&column.name))).collect();
            WorkbookSheet::new(name, &columns).map(|sheet| (name, sheet))
        };
        let sheets = SHEETS.into_iter().map(sheet).collect::<Result<_, _>>().map_err(failed)?;
        Ok(Self {
            path: folder.join(FILE),
            sheets,
            flagged: Review::new("flagged").map_err(failed)?,
            filing: [const { None }; 5],
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
                    self.filing = ["filing_id", "organ", "year", "verdict", "path"].map(field);
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
        let [id, organ, year, verdict, path] = &self.filing;
        let known = |value: &Option<Value<'static>>| value.clone().unwrap_or(Value::Null);
        let value = |name: &str| match name {
            "organ" => known(organ),
            "year" => known(year),
            "verdict" => known(verdict),
            "path" => known(path),
            _ => field(name),
        };
        if let (Some(at), Some(Value::Text(id)), Some(Value::Text(organ))) = (self.flagged.add(&value)?, id, organ) {
            self.links.push((at, id.to_string(), organ.to_string()));
        }
        Ok(())
    }

    pub fn finish(mut self) -> io::Result<Written> {
        let mut book = self.book().map_err(failed)?;
        book.save(&self.path).map_err(failed)?;
        std::fs::File::open(&self.path)?.sync_all()?;
        let (sha256, bytes) = publish::digest(&self.path)?;
        Ok(Written { table: None, file: FILE.to_owned(), format: FileFormat::Xlsx, sha256, bytes, rows: self.rows })
    }

    fn book(&mut self) -> Result<Workbook, XlsxError> {
        let mut book = properties()?;
        book.push_worksheet(self.overview()?);
        let mut flagged = std::mem::replace(&mut self.flagged, Review::new("none")?);
        for (row, id, organ) in &self.links {
            // The row of the filing in the panel, where it has one.
            if let Some(at) = self.panel.get(id)
                && !flagged.sheet.is_full
            {
                let link = Url::new(format!("internal:'panel'!A{}", at + 1));
                flagged.sheet.inner.write_url_with_text(*row, ORGAN, link, organ)?;
            }
        }
        book.push_worksheet(flagged.finish("flagged")?);
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
