//! The tables: names, columns in their order, types, keys. Headers and `datapackage.json` are made from this.

use crate::form::forms;

/// Name of the table of filings.
pub const FILINGS: &str = "filings";

/// What a column holds, in the words of Table Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text from outside, guarded against spreadsheet formulas.
    Text,
    /// A word or code of the program's own.
    Word,
    /// A whole number.
    Integer,
    /// An exact decimal.
    Number,
    /// A day.
    Date,
    /// A year.
    Year,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// The words that may stand in it; empty when any.
    pub words: &'static [&'static str],
}

/// One table.
#[derive(Debug)]
pub struct Table {
    /// Name; the file is this with `.csv`.
    pub name: &'static str,
    /// One row is.
    pub row: &'static str,
    /// Columns.
    pub columns: &'static [Column],
    /// Columns that tell the rows apart.
    pub key: &'static [&'static str],
    /// Columns that name a filing.
    pub to_filings: &'static [&'static str],
    /// One more column for every variable, in the order of the codebook, holding this.
    pub variables: Option<Kind>,
}

const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, words: &[] }
}
const fn word(name: &'static str) -> Column {
    Column { name, kind: Kind::Word, words: &[] }
}
const fn one_of(name: &'static str, words: &'static [&'static str]) -> Column {
    Column { name, kind: Kind::Word, words }
}
const fn integer(name: &'static str) -> Column {
    Column { name, kind: Kind::Integer, words: &[] }
}
const fn number(name: &'static str) -> Column {
    Column { name, kind: Kind::Number, words: &[] }
}
const fn date(name: &'static str) -> Column {
    Column { name, kind: Kind::Date, words: &[] }
}
const fn year(name: &'static str) -> Column {
    Column { name, kind: Kind::Year, words: &[] }
}

const VERDICTS: &[&str] = &["reconciled", "flagged", "incomplete", "not_a_report", "needs_ocr", "unreadable"];
const COVERAGE: &[&str] =
    &["reconciled", "flagged", "incomplete", "not_a_report", "needs_ocr", "unreadable", "missing"];
const STATUSES: &[&str] = &["reported", "blank", "na_mark", "text", "decoded", "not_found"];
const ROLES: &[&str] = &["plain", "total", "part", "zero", "new", "carried_in", "handled", "carried_out", "other"];

/// All tables that are always written; `texts` is written when asked for.
pub const TABLES: &[Table] = &[
    Table {
        name: FILINGS,
        row: "an input file or archive member",
        columns: &[
            word("filing_id"),
            text("path"),
            word("sha256"),
            word("format"),
            word("encoding"),
            one_of("verdict", VERDICTS),
            word("reason"),
            word("form"),
            text("organ"),
            word("division_code"),
            text("province"),
            text("city"),
            text("county"),
            one_of("level", &["national", "province", "city", "county", "township"]),
            one_of("kind", &["government", "department", "township", "other"]),
            one_of("scope", &["jurisdiction", "organ"]),
            year("year"),
            date("period_start"),
            date("period_end"),
            date("published"),
            text("title"),
            integer("rules_satisfied"),
            integer("rules_blank_zero"),
            integer("rules_violated"),
            integer("rules_undetermined"),
            integer("figures_reported"),
            word("duplicate_of"),
            word("superseded_by"),
        ],
        key: &["filing_id"],
        to_filings: &[],
        variables: None,
    },
    Table {
        name: "figures",
        row: "a figure of a filing",
        columns: &[
            word("filing_id"),
            word("variable"),
            number("value"),
            one_of("status", STATUSES),
            word("unit"),
            text("raw"),
            text("label"),
            word("form"),
            one_of("table", &["proactive", "requests", "disputes", "sheet"]),
            integer("row"),
            integer("column"),
            integer("page"),
            word("location"),
        ],
        key: &[],
        to_filings: &["filing_id"],
        variables: None,
    },
    Table {
        name: "panel",
        row: "an organ and year: the values of the filing that stands for it",
        columns: PANEL,
        key: &["organ", "division_code", "year"],
        to_filings: &["filing_id"],
        variables: Some(Kind::Number),
    },
    Table {
        name: "panel_status",
        row: "an organ and year: what each cell of the panel's row is, also where there is no value",
        columns: PANEL,
        key: &["organ", "division_code", "year"],
        to_filings: &["filing_id"],
        variables: Some(Kind::Word),
    },
    Table {
        name: "narrative",
        row: "a quantity in the prose",
        columns: &[
            word("filing_id"),
            integer("seq"),
            integer("section"),
            word("measure"),
            one_of("role", ROLES),
            integer("parent_seq"),
            text("label"),
            number("value"),
            number("low"),
            number("high"),
            text("unit"),
            integer("start"),
            integer("end"),
            text("text"),
        ],
        key: &["filing_id", "seq"],
        to_filings: &["filing_id"],
        variables: None,
    },
    Table {
        name: "findings",
        row: "a finding",
        columns: &[
            word("filing_id"),
            integer("seq"),
            word("code"),
            one_of("severity", &["info", "soft", "hard"]),
            word("variable"),
            word("related"),
            number("observed"),
            number("expected"),
            number("residual"),
            number("implied"),
            integer("rank"),
            word("pattern"),
            text("message_zh"),
            text("message_en"),
            word("fingerprint"),
            one_of("decision", &["accepted", "dismissed"]),
        ],
        key: &["filing_id", "seq"],
        to_filings: &["filing_id"],
        variables: None,
    },
    Table {
        name: "rules",
        row: "a rule, form edition and year: how often it came out how",
        columns: &[
            word("code"),
            word("form"),
            year("year"),
            integer("satisfied"),
            integer("blank_zero"),
            integer("violated"),
            integer("undetermined"),
        ],
        key: &[],
        to_filings: &[],
        variables: None,
    },
    Table {
        name: "coverage",
        row: "an organ and year expected or seen",
        columns: &[text("organ"), word("division_code"), year("year"), one_of("status", COVERAGE), word("filing_id")],
        key: &["organ", "division_code", "year"],
        to_filings: &["filing_id"],
        variables: None,
    },
    Table {
        name: "changes",
        row: "a filing that is new, changed, moved, removed or has a new verdict since the last published run",
        columns: &[
            one_of("change", &["new", "changed", "moved", "verdict", "removed"]),
            word("filing_id"),
            text("path"),
            text("organ"),
            year("year"),
            one_of("old_verdict", VERDICTS),
            one_of("new_verdict", VERDICTS),
        ],
        key: &[],
        to_filings: &[],
        variables: None,
    },
    Table {
        name: "codebook",
        row: "a variable or measure",
        columns: &[
            word("variable"),
            text("label_zh"),
            text("label_en"),
            word("unit"),
            text("definition"),
            word("forms"),
            year("comparable_from"),
            year("comparable_to"),
        ],
        key: &["variable"],
        to_filings: &[],
        variables: None,
    },
    Table {
        name: "texts",
        row: "the prose of a section (one, five or six) of a filing",
        columns: &[word("filing_id"), integer("section"), text("text")],
        key: &["filing_id", "section"],
        to_filings: &["filing_id"],
        variables: None,
    },
];

const PANEL: &[Column] =
    &[word("filing_id"), text("organ"), word("division_code"), year("year"), one_of("verdict", VERDICTS)];

/// The table with this name.
///
/// # Panics
/// If there is none; names are written in the program.
pub fn table(name: &str) -> &'static Table {
    TABLES.iter().find(|table| table.name == name).expect("tables are named by the program")
}

impl Table {
    /// Name of its file.
    pub fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// The header line.
    pub fn header(&self) -> Vec<u8> {
        let mut names: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
        if self.variables.is_some() {
            names.extend(forms().variables.iter().map(|info| info.code.as_str()));
        }
        let mut line = names.join(",").into_bytes();
        line.push(b'\n');
        line
    }
}
