# Question 1 of questions.sql with arrow and dplyr, on the Parquet files: Rscript arrow.R DATASET
# Nothing is read but the columns that are asked for. A table is a file (gouji extract --format parquet) or a folder of files (a job
# on a Spark cluster).
suppressPackageStartupMessages({
  library(arrow)
  library(dplyr)
})
folder <- commandArgs(trailingOnly = TRUE)[1]
table <- function(name) {
  file <- file.path(folder, paste0(name, ".parquet"))
  open_dataset(if (file.exists(file)) file else file.path(folder, name))
}

rates <- table("indicators") |>
  filter(!is.na(ind_refusal_rate)) |>
  select(organ_id, year, ind_refusal_rate) |>
  inner_join(select(table("panel"), organ_id, year, province, req_total_tot), by = c("organ_id", "year")) |>
  group_by(province, year) |>
  summarise(organs = n(), refused = sum(ind_refusal_rate * req_total_tot), total = sum(req_total_tot)) |>
  collect() |>
  arrange(province, year)
cat("-- 1\n")
for (row in seq_len(nrow(rates))) {
  cat(rates$province[row], rates$year[row], rates$organs[row], round(rates$refused[row] / rates$total[row], 4), sep = "\t")
  cat("\n")
}
