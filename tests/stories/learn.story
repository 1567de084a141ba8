A data scientist's way: look at the leads, learn from them, score new ones.

  $ scorelane sample --out mine.csv
  Wrote 3,000 invented leads to mine.csv
  $ scorelane profile mine.csv --target converted --out profile.html
  Read       mine.csv: 3,000 rows, 11 columns; no row repeats another
  Converted  [..] of 3,000 leads, [..] % (converted: yes)
  ...
  Leaks      No leakage suspected
  ...
  Wrote profile.html
  $ scorelane train mine.csv --target converted --trainer logistic,scorecard --folds 2 --out mine
  Model      [..], better than always answering the base rate, by [..] standard errors: [..]
  Read       mine.csv: 3,000 rows, 11 columns, comma-separated
  Converted  [..] of 3,000 leads, [..] % (converted: yes)
  ...
  Left out   lead_id  identifier or free text: 3,000 different values in 3,000 rows
  Measured   600 leads held out, 2 folds of the other leads, split at random, with the same share of conversions in every part
  ...
  always the base rate, 2 folds   0.500 [..]
  ...
  Chosen     [..]: log-loss .[..]
  ...
  Wrote mine/model.json, mine/metrics.json, mine/report.html, mine/leads.json
  ...
  $ head -11 mine.csv > new.csv
  $ scorelane score mine/model.json new.csv --out scored.csv
  Scored 10 of 10 leads
  Grades: A [..], B [..], C [..], D [..]
  Wrote scored.csv
  $ cut -d, -f1-11 scored.csv | cmp - new.csv

What goes wrong is told in a line, and leaves nothing behind.

  $ scorelane train mine.csv --target convertd --out none
  ! scorelane: mine.csv: --target: expected one of its columns, got “convertd”. Did you mean “converted”? Its columns are: lead_id, first_contact, source, industry, country, employees, visits, pages_viewed, email_opened, demo_requested, converted.
  ? 1
  $ scorelane train new.csv --target converted --out none
  ! scorelane: new.csv: converted: expected at least 40 leads of either kind, found [..]
  ? 1
  $ scorelane profile nothing.csv
  ! scorelane: no such file: nothing.csv. Check its name, and the folder that the command runs in.
  ? 1
  $ scorelane score new.csv new.csv --out none.csv
  ! scorelane: new.csv: model artifact: expected JSON in UTF-8, as scorelane train writes it
  ? 1
  $ cut -d, -f1-4 new.csv > short.csv; scorelane score mine/model.json short.csv --out none.csv
  Note: no column “country”: taken as missing in every row
  ...
  Scored 10 of 10 leads
  Grades: A [..]
  Wrote none.csv
  $ cut -d, -f1 new.csv > short.csv; scorelane score mine/model.json short.csv --out nothing.csv
  ! scorelane: short.csv: expected columns of the model ([..]), found none of them; its columns are: lead_id.
  ? 1
  $ scorelane sample --rows 0 --out none.csv
  ! error: option '--rows <n>' argument '0' is invalid. [..]
  ! (--help shows the options)
  ? 2
  $ ls none none.csv 2> /dev/null
  none.csv
  ? 2
