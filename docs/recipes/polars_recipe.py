"""The five questions of questions.sql with polars, on the Parquet files: python3 polars_recipe.py DATASET."""
import sys

import polars as pl

folder = sys.argv[1]
filings, findings, figures, panel, indicators, coverage, codebook = (
    pl.scan_parquet(f"{folder}/{name}.parquet")
    for name in ["filings", "findings", "figures", "panel", "indicators", "coverage", "codebook"]
)


def show(number, table):
    print(f"-- {number}")
    print(table.collect().write_csv(separator="\t", include_header=False), end="")


rate, total = pl.col("ind_refusal_rate"), pl.col("req_total_tot")
show(1, panel.join(indicators, on=["organ_id", "year"]).filter(rate.is_not_null()).group_by("province", "year")
     .agg(pl.len(), ((rate * total).sum() / total.sum()).round(4).alias("refusal_rate")).sort("province", "year"))

flagged = filings.filter(verdict="flagged", panel="canonical").select("filing_id", "organ", "year")
why = findings.filter(pl.col("severity") == "hard", pl.col("rank").is_null())
show(2, flagged.join(why, on="filing_id").sort("organ", "year", "seq").select("organ", "year", "code", "message_en"))

new = figures.filter(pl.col("canonical"), pl.col("variable").str.starts_with("req_new_"), pl.col("value").is_not_null())
show(3, new.join(codebook, on="variable").filter(pl.col("applicant") != "tot").group_by("year", "applicant")
     .agg(pl.col("value").sum()).sort("year", "applicant"))

show(4, coverage.filter(status="missing").sort("organ", "year").select("organ", "year"))

after = panel.select("organ_id", pl.col("year") - 1, "req_carin_tot")
show(5, panel.join(after, on=["organ_id", "year"], suffix="_next").filter(pl.col("req_carout_tot") != pl.col("req_carin_tot_next"))
     .sort("organ", "year").select("organ", "year", "req_carout_tot", "req_carin_tot_next"))
