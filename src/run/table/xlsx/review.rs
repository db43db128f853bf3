//! The sheet of findings that people have to decide about. It goes out, is filled in, and comes back as `--reviewed`: in the
//! workbook of a dataset, and as a list of its own.

use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, DataValidation, DocProperties, ExcelDateTime,
    Format as Look, Workbook, Worksheet, XlsxError,
};

use super::worksheet::{WorkbookSheet, failed};
use crate::dataset::value::Value;

/// Its columns and their widths.
pub const COLUMNS: [(&str, f64); 15] = [
    ("decision", 12.0),
    ("note", 24.0),
    ("organ", 28.0),
    ("year", 8.0),
    ("verdict", 12.0),
    ("severity", 9.0),
    ("code", 15.0),
    ("variable", 22.0),
    ("observed", 12.0),
    ("expected", 12.0),
    ("implied", 12.0),
    ("message_zh", 70.0),
    ("message_en", 40.0),
    ("path", 40.0),
    ("fingerprint", 20.0),
];
/// Place of the organ, which the workbook links.
pub const ORGAN: u16 = 2;
const SEVERITY: u16 = 5;

/// The sheet while it is written.
pub struct Review {
    /// The sheet as such.
    pub(super) sheet: WorkbookSheet,
}

impl Review {
    /// An empty sheet of this name.
    ///
    /// # Errors
    /// When the name is none for a sheet.
    pub fn new(name: &str) -> Result<Self, XlsxError> {
        WorkbookSheet::new(name, &COLUMNS).map(|sheet| Self { sheet })
    }

    /// Adds a finding; `field` gives its values by the names of the columns. Says which row it is.
    ///
    /// # Errors
    /// When a value is none for a cell.
    pub fn add<'a>(&mut self, field: &dyn Fn(&str) -> Value<'a>) -> Result<Option<u32>, XlsxError> {
        let row: Vec<Value<'a>> = COLUMNS.iter().map(|(name, _)| field(name)).collect();
        self.sheet.add(&row)
    }

    pub(super) fn finish(mut self, name: &str) -> Result<Worksheet, XlsxError> {
        let rows = self.sheet.rows;
        // On paper: all columns side by side, the head on every page.
        self.sheet.inner.set_landscape();
        self.sheet.inner.set_print_fit_to_pages(1, 0);
        self.sheet.inner.set_repeat_rows(0, 0)?;
        if rows > 0 && !self.sheet.is_full {
            let words = DataValidation::new().allow_list_strings(&["accepted", "dismissed"])?;
            self.sheet.inner.add_data_validation(1, 0, rows, 0, &words)?;
            let red = Look::new().set_font_color(Color::RGB(0x00B0_2020));
            let hard = ConditionalFormatText::new()
                .set_rule(ConditionalFormatTextRule::Contains("hard".to_owned()))
                .set_format(red);
            self.sheet.inner.add_conditional_format(1, SEVERITY, rows, SEVERITY, &hard)?;
        }
        self.sheet.finish(name, COLUMNS.len() as u16)
    }

    /// The sheet as a workbook of its own.
    ///
    /// # Errors
    /// When there are more rows than a sheet holds, or the file cannot be written.
    pub fn save(self, path: &std::path::Path) -> std::io::Result<()> {
        if self.sheet.is_full {
            let text = "there are more findings than a sheet holds: write the list as CSV";
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, text));
        }
        let mut book = properties().map_err(failed)?;
        book.push_worksheet(self.finish("review").map_err(failed)?);
        book.save(path).map_err(failed)
    }
}

/// A workbook that says nothing of the day on which it was made, so that it is the same at every run.
pub fn properties() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title("gouji").set_creation_datetime(&made));
    Ok(book)
}
