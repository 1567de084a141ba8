A file of any size, scored by the stack.

  $ head -201 leads.csv > new.csv
  $ scorelane models show leads@v1 --save v1 > /dev/null
  $ scorelane score v1/model.json new.csv --out here.csv > /dev/null
  $ scorelane jobs submit new.csv --model leads@v1 --out scored.csv
  Job [..] succeeded: new.csv with leads@v1
  Scored 200 of 200 rows
  Grades: A [..], B [..], C [..], D [..]
  Wrote scored.csv
  $ cmp here.csv scored.csv

Without --out the stack works on by itself, and the id is good for later.

  $ scorelane jobs submit new.csv --json | grep -o '"job_id": "[^"]*"' | cut -d'"' -f4
  [ID]
  $ scorelane jobs watch [ID] --out later.csv | tail -1
  Wrote later.csv
  $ scorelane jobs get [ID]
  Job [ID] succeeded: new.csv with [..]
  Scored 200 of 200 rows
  Grades: A [..], B [..], C [..], D [..]
  $ scorelane jobs cancel [ID]
  ! scorelane: the API says: the job succeeded already: it cannot be canceled any more
  ? 1

Rows that do not fit go to a file of their own, with line and reason; so do those with too many cells.

  $ sed -e '3s/,[0-9]*,\([a-z]*\),\([a-z]*\),\([a-z]*\)$/,many,\1,\2,\3/' -e '5s/$/,one more/' new.csv > bad.csv
  $ scorelane jobs submit bad.csv --out scored-bad.csv --rejected rejected.csv
  Job [..] succeeded: bad.csv with [..]
  Scored 198 of 200 rows; 2 set aside
  Grades: [..]
  Wrote scored-bad.csv
  Wrote rejected.csv
  $ cut -d, -f1-3 rejected.csv
  rejected_line,rejected_reason,lead_id
  3,"pages_viewed: expected a number such as 1234.5 (no thousands sign[..]
  5,"expected 11 cells[..]

With a column of your own ids, rows without a good one are set aside, too; the column comes back as it stands.

  $ sed -e '4s/^[^,]*//' new.csv > unnamed.csv
  $ scorelane jobs submit unnamed.csv --reference lead_id --out named.csv --rejected unnamed-rows.csv | sed -n 2p
  Scored 199 of 200 rows; 1 set aside
  $ tail -1 unnamed-rows.csv | cut -d, -f1-3
  4,"lead_id: expected text of 1 to 128 characters without control characters, got 0 characters"
  $ head -1 named.csv | cut -d, -f1,2
  lead_id,first_contact
  $ scorelane jobs submit new.csv --reference crm --out x.csv
  Job [..] failed: new.csv with [..]
  file_unusable: new.csv: expected a column “crm” for references. Its columns are: lead_id, [..]
  ? 1

JSON Lines and archives are read as they are; what comes back has the same form.

  $ printf '{"id":7,"first_contact":"2026-06-24","source":"social","industry":null,"country":"DE","employees":1,"visits":0,"pages_viewed":0,"email_opened":null,"demo_requested":false}\n' > new.jsonl
  $ scorelane jobs submit new.jsonl --out scored.jsonl > /dev/null && cat scored.jsonl
  {"id":7,[..],"demo_requested":false,"probability":0.[..],"score":[..],"grade":"[..]","reasons":[[..]]}
  $ gzip -k new.csv && scorelane jobs submit new.csv.gz --model leads@v1 --out scored.csv.gz > /dev/null
  $ gunzip -c scored.csv.gz | cmp - here.csv

What is wrong with a file is told, with what to do.

  $ printf 'PK\003\004' > new.xlsx; scorelane jobs submit new.xlsx --out x.csv
  Job [..] failed: new.xlsx with [..]
  file_unusable: new.xlsx: expected an Excel workbook, found one that is cut off or damaged. Copy it again.
  ? 1
  $ touch empty.csv; scorelane jobs submit empty.csv --out x.csv
  ! scorelane: empty.csv: expected a file of leads, found an empty one.
  ? 1
  $ scorelane jobs submit none.csv
  ! scorelane: no such file: none.csv. Check its name, and the folder that the command runs in.
  ? 1
  $ scorelane jobs submit s3://elsewhere/leads.csv
  ! scorelane: the API says: the job cannot be accepted
  !   source: expected a file in this stack's bucket, s3://scorelane-dev-bucket/
  ? 1
  $ scorelane jobs get 00000000-0000-4000-8000-000000000000
  ! scorelane: the API says: there is no job with this id
  ? 1
  $ scorelane jobs submit new.csv --rejected x.csv
  ! error: --rejected needs --out
  ! (--help shows the options)
  ? 2
