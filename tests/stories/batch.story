A file of leads through the API.

  $ head -21 leads.csv > new.csv
  $ scorelane batch new.csv --out scored.csv
  Scored 20 of 20 leads
  Wrote scored.csv
  $ head -1 scored.csv
  lead_id,first_contact,source,industry,country,employees,visits,pages_viewed,email_opened,demo_requested,converted,prediction_id,status,probability,score,grade,reason_1,reason_2,reason_3
  $ cut -d, -f1-11 scored.csv | cmp - new.csv
  $ grep -c ',succeeded,0\.[0-9]*,[0-9]*,[ABCD],' scored.csv
  20

The API and this machine say the same.

  $ scorelane models show leads@v1 --save v1 > /dev/null
  $ scorelane score v1/model.json new.csv --out here.csv > /dev/null
  $ cut -d, -f14-19 scored.csv | cmp - <(cut -d, -f12-17 here.csv)

Interrupted, it goes on where it was: the notes say that the first lead was submitted before.

  $ scorelane submit - <<< '{"first_contact": "2026-06-24", "source": "social", "industry": null, "country": "DE", "employees": 1, "visits": 0, "pages_viewed": 0, "email_opened": null, "demo_requested": false}' | head -1
  [ID]
  $ printf 'scorelane-batch/1 %s\n2 [ID]\n3 half a li' "$(sha256sum new.csv | cut -d' ' -f1)" > again.csv.ids
  $ scorelane batch new.csv --out again.csv --json
  {
    "out": "again.csv",
    "leads": 20,
    "succeeded": 20,
    "failed": 0
  }
  $ sed -n 2p again.csv | cut -d, -f12
  [ID]
  $ ls again.csv.ids
  ! [..]No such file or directory
  ? 2

What cannot be read is told before anything is submitted.

  $ sed '3s/,[0-9]*,\([a-z]*\),\([a-z]*\),\([a-z]*\)$/,many,\1,\2,\3/' new.csv > bad.csv
  $ scorelane batch bad.csv --out bad-scored.csv
  ! scorelane: bad.csv: 1 of 20 rows cannot be read. Nothing was submitted.
  !   line 3: pages_viewed: expected a number such as 1234.5 (no thousands sign, no leading zero), got text "many"
  ? 1
  $ printf 'scorelane-batch/1 other\n' > scored2.csv.ids; scorelane batch new.csv --out scored2.csv
  ! scorelane: scored2.csv.ids: expected the notes of this batch, found those of another file of leads. Finish that one, or remove the notes.
  ? 1
  $ scorelane batch scored.csv --out x.csv
  ! scorelane: scored.csv: expected no column named “prediction_id”, “status”, “probability”, “score”, “grade”, “reason_1”, “reason_2”, “reason_3”, because the result adds it.
  ? 1
  $ scorelane batch new.csv
  ! error: required option '--out <file.csv>' not specified
  ! (--help shows the options)
  ? 2
