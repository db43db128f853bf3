"""Makes a Stata file of the panel, labelled and ready for xtset: python3 stata_recipe.py DATASET PANEL.dta.

In Stata: use panel.dta, then `xtset organ_number year` and, for example, `xtreg req_new_tot i.year, fe`.
"""
import sys

import pandas as pd

folder, target = sys.argv[1:]
panel = pd.read_parquet(f"{folder}/panel.parquet")
codebook = pd.read_parquet(f"{folder}/codebook.parquet").set_index("variable")
panel.insert(0, "organ_number", panel.organ_id.astype("category").cat.codes + 1)
labels = {code: codebook.label_en[code][:80] for code in panel.columns if code in codebook.index}
texts = panel.select_dtypes(include=["object", "string"]).columns
panel[texts] = panel[texts].fillna("").astype(object)
for column in ["form", "year"]:
    panel[column] = panel[column].astype("float64")
panel.to_stata(target, write_index=False, version=118, variable_labels=labels)
back = pd.read_stata(target)
assert len(back) == len(panel) and (back.year == panel.year).all()
print(f"{len(back)} rows, {len(labels)} labels")
