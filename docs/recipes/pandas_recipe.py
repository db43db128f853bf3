"""The five questions of questions.sql with pandas, on the Parquet files: python3 pandas_recipe.py DATASET."""
import sys

import pandas as pd

folder = sys.argv[1]
filings, findings, figures, panel, indicators, coverage, codebook = (
    pd.read_parquet(f"{folder}/{name}.parquet")
    for name in ["filings", "findings", "figures", "panel", "indicators", "coverage", "codebook"]
)


def show(number, table):
    print(f"-- {number}")
    print(table.to_csv(sep="\t", index=False, header=False), end="")


rates = panel.merge(indicators[["organ_id", "year", "ind_refusal_rate"]], on=["organ_id", "year"])
rates = rates.dropna(subset="ind_refusal_rate")
rates["refused"] = rates.ind_refusal_rate * rates.req_total_tot
sums = rates.groupby(["province", "year"]).agg(organs=("year", "size"), refused=("refused", "sum"), all=("req_total_tot", "sum"))
sums["refusal_rate"] = (sums.refused / sums["all"]).round(4)
show(1, sums.reset_index()[["province", "year", "organs", "refusal_rate"]])

flagged = filings[(filings.verdict == "flagged") & (filings.panel == "canonical")][["filing_id", "organ", "year"]]
why = findings[(findings.severity == "hard") & findings["rank"].isna()]
why = flagged.merge(why, on="filing_id").sort_values(["organ", "year", "seq"])
show(2, why[["organ", "year", "code", "message_en"]])

new = figures[figures.canonical & figures.variable.str.startswith("req_new_", na=False) & figures.value.notna()]
new = new.merge(codebook[["variable", "applicant"]], on="variable")
new = new[new.applicant != "tot"].groupby(["year", "applicant"]).value.sum().reset_index()
show(3, new)

show(4, coverage[coverage.status == "missing"].sort_values(["organ", "year"])[["organ", "year"]])

after = panel.assign(year=panel.year - 1)[["organ_id", "year", "req_carin_tot"]]
both = panel[["organ_id", "organ", "year", "req_carout_tot"]].merge(after, on=["organ_id", "year"]).dropna()
differ = both[both.req_carout_tot != both.req_carin_tot].sort_values(["organ", "year"])
show(5, differ[["organ", "year", "req_carout_tot", "req_carin_tot"]])
