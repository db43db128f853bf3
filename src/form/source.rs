//! From the data files to [`Forms`]: codes are composed from row and column identifiers, and variables
//! that several editions ask for become one.

use std::collections::HashMap;

use serde::Deserialize;

use super::rules::{Names, RuleSource};
use super::{Form, FormBlock, FormColumn, FormRow, Forms, RowRole, Table, VariableInfo};
use crate::figure::{FormId, TableKind};
use crate::narrative::measures;
use crate::variable::{Unit, Variable};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormSource {
    form: u16,
    years: (u16, u16),
    authority: String,
    table: Vec<TableSource>,
    #[serde(default)]
    rule: Vec<RuleSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableSource {
    table: String,
    code: String,
    label_zh: String,
    label_en: String,
    block: Vec<BlockSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockSource {
    #[serde(default)]
    id: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    en: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    under: Vec<String>,
    columns: Vec<LineSource>,
    rows: Vec<LineSource>,
}

/// A row or a column.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineSource {
    id: String,
    label: String,
    en: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    under: Vec<String>,
    unit: Option<String>,
    #[serde(default)]
    role: RowRole,
    group: Option<String>,
}

fn unit(symbol: &Option<String>) -> Option<Unit> {
    let symbol = symbol.as_deref()?;
    Some(Unit::from_symbol(symbol).expect("units of form files are known (test forms_load)"))
}

fn path(under: &[String], label: &str) -> String {
    under.iter().map(String::as_str).chain([label]).collect::<Vec<_>>().join("/")
}

pub(super) fn load(sources: &[&str]) -> Forms {
    let sources: Vec<FormSource> =
        sources.iter().map(|text| toml::from_str(text).expect("form files are valid (test forms_load)")).collect();
    let mut variables: Vec<VariableInfo> = Vec::new();
    for kind in TableKind::ALL {
        for source in &sources {
            for table in source.table.iter().filter(|table| TableKind::from_word(&table.table) == Some(kind)) {
                for block in &table.block {
                    collect(source, table, kind, block, &mut variables);
                }
            }
        }
    }
    for measure in measures() {
        variables.push(VariableInfo {
            variable: Variable(0),
            code: measure.code.clone(),
            label_zh: measure.label_zh.clone(),
            label_en: measure.label_en.clone(),
            unit: Unit::from_symbol(&measure.unit).expect("units of measures are known (test forms_load)"),
            definition: [measure.definition_zh.clone(), measure.definition_en.clone()],
            forms: Vec::new(),
            table: None,
            comparable_from: None,
            comparable_to: None,
        });
    }
    for (index, info) in variables.iter_mut().enumerate() {
        info.variable = Variable(index as u16);
    }
    let by_code: HashMap<String, Variable> = variables.iter().map(|info| (info.code.clone(), info.variable)).collect();
    let forms = sources.into_iter().map(|source| build(source, &by_code)).collect();
    Forms { forms, variables, by_code }
}

fn compose(table: &TableSource, block: &BlockSource, row: &LineSource, column: &LineSource) -> String {
    table.code.replace("{block}", &block.id).replace("{row}", &row.id).replace("{column}", &column.id)
}

fn collect(
    source: &FormSource,
    table: &TableSource,
    kind: TableKind,
    block: &BlockSource,
    out: &mut Vec<VariableInfo>,
) {
    let form = FormId(source.form);
    for row in block.rows.iter().filter(|row| row.role != RowRole::Heading) {
        for column in &block.columns {
            let code = compose(table, block, row, column);
            if let Some(known) = out.iter_mut().find(|info| info.code == code) {
                known.forms.push(form);
                known.comparable_from = known.comparable_from.min(Some(source.years.0));
                continue;
            }
            let label_zh = table
                .label_zh
                .replace("{block}", &path(&block.under, &block.label))
                .replace("{row}", &path(&row.under, &row.label))
                .replace("{column}", &path(&column.under, &column.label));
            let label_en =
                table.label_en.replace("{block}", &block.en).replace("{row}", &row.en).replace("{column}", &column.en);
            out.push(VariableInfo {
                variable: Variable(0),
                code,
                label_zh,
                label_en,
                unit: unit(&row.unit).or(unit(&column.unit)).expect("every cell has a unit (test forms_load)"),
                definition: Default::default(),
                forms: vec![form],
                table: Some(kind),
                comparable_from: Some(source.years.0),
                comparable_to: (source.years.1 != 9999).then_some(source.years.1),
            });
        }
    }
}

fn build(source: FormSource, by_code: &HashMap<String, Variable>) -> Form {
    let id = FormId(source.form);
    let tables: Vec<Table> = source
        .table
        .iter()
        .map(|table| Table {
            kind: TableKind::from_word(&table.table).expect("tables of form files are known (test forms_load)"),
            form: id,
            blocks: table.block.iter().map(|block| build_block(table, block, by_code)).collect(),
        })
        .collect();
    let rules = {
        let names = Names { tables: &tables, by_code };
        source.rule.iter().flat_map(|rule| rule.compile(&names)).collect()
    };
    Form { id, years: source.years, authority: source.authority, tables, rules }
}

fn build_block(table: &TableSource, block: &BlockSource, by_code: &HashMap<String, Variable>) -> FormBlock {
    let rows = block
        .rows
        .iter()
        .map(|row| FormRow {
            id: row.id.clone(),
            label: row.label.clone(),
            aliases: row.aliases.clone(),
            under: row.under.clone(),
            role: row.role,
            group: row.group.clone(),
            variables: if row.role == RowRole::Heading {
                Vec::new()
            } else {
                block.columns.iter().map(|column| by_code[&compose(table, block, row, column)]).collect()
            },
        })
        .collect();
    let columns = block
        .columns
        .iter()
        .map(|column| FormColumn {
            id: column.id.clone(),
            label: column.label.clone(),
            aliases: column.aliases.clone(),
            under: column.under.clone(),
            unit: unit(&column.unit),
        })
        .collect();
    FormBlock { label: block.label.clone(), aliases: block.aliases.clone(), under: block.under.clone(), columns, rows }
}
