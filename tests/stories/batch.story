A file of leads through the API.

  $ head -21 leads.csv > new.csv
  $ scorelane batch new.csv --out scored.csv
  Scored 20 of 20 leads with leads@v1
  Wrote scored.csv
  $ head -1 scored.csv
  lead_id,first_contact,source,industry,country,employees,visits,pages_viewed,email_opened,demo_requested,converted,prediction_id,status,probability,score,grade,reason_1,reason_2,reason_3,model_version
  $ cut -d, -f1-11 scored.csv | cmp - new.csv
  $ grep -c ',succeeded,0\.[0-9]*,[0-9]*,[ABCD],' scored.csv
  20

The API and this machine say the same.

  $ scorelane models show leads@v1 --save v1 > /dev/null
  $ scorelane score v1/model.json new.csv --out here.csv > /dev/null
  $ cut -d, -f14-19 scored.csv | cmp - <(cut -d, -f12-17 here.csv)

Interrupted, it resumes: the notes say that the first lead was submitted before, and to which version.

  $ scorelane submit - <<< '{"first_contact": "2026-06-24", "source": "social", "industry": null, "country": "DE", "employees": 1, "visits": 0, "pages_viewed": 0, "email_opened": null, "demo_requested": false}' | head -1
  [ID]
  $ printf 'scorelane-batch/2 {"run":"r","file_sha256":"%s","model":"leads@v1"}\n2 [ID]\n3 half a li' "$(sha256sum new.csv | cut -d' ' -f1)" > again.csv.ids
  $ scorelane batch new.csv --out again.csv --json
  {
    "out": "again.csv",
    "model": "leads",
    "model_version": "v1",
    "leads": 20,
    "succeeded": 20,
    "failed": 0,
    "canceled": 0,
    "erased": 0,
    "skew": [],
    "warnings": []
  }
  ! scorelane: resuming with leads@v1: 1 of 20 leads submitted before.
  $ sed -n 2p again.csv | cut -d, -f12
  [ID]
  $ ls again.csv.ids
  ! [..]No such file or directory
  ? 2

One of its leads was erased meanwhile: its row says so, and the others have their results.

  $ curl -s -X DELETE "$API/predict/[ID]"
  $ printf 'scorelane-batch/2 {"run":"r","file_sha256":"%s","model":"leads@v1"}\n2 [ID]\n' "$(sha256sum new.csv | cut -d' ' -f1)" > erased.csv.ids
  $ scorelane batch new.csv --out erased.csv
  Scored 19 of 20 leads with leads@v1; 1 erased
    line 2: erased
  Wrote erased.csv
  ! scorelane: resuming with leads@v1: 1 of 20 leads submitted before.
  ? 1
  $ sed -n 2p erased.csv | cut -d, -f12-20
  [ID],erased,,,,,,,v1
  $ grep -c ',succeeded,' erased.csv
  19

Notes of other leads, of another version or of another release make way. What the API no longer has is submitted anew.

  $ printf 'scorelane-batch/2 {"run":"r","file_sha256":"other","model":"leads@v1"}\n2 [ID]\n' > other.csv.ids; scorelane batch new.csv --out other.csv
  Scored 20 of 20 leads with leads@v1
  Wrote other.csv
  ! scorelane: starting again, not resuming other.csv.ids: it is of another file of leads.
  $ printf 'scorelane-batch/2 {"run":"r","file_sha256":"%s","model":"leads@v7"}\n2 [ID]\n' "$(sha256sum new.csv | cut -d' ' -f1)" > other.csv.ids; rm other.csv; scorelane batch new.csv --out other.csv
  Scored 20 of 20 leads with leads@v1
  Wrote other.csv
  ! scorelane: starting again, not resuming other.csv.ids: it is of leads@v7, and leads@v1 answers now.
  $ printf 'scorelane-batch/1 %s\n2 [ID]\n' "$(sha256sum new.csv | cut -d' ' -f1)" > other.csv.ids; rm other.csv; scorelane batch new.csv --out other.csv
  Scored 20 of 20 leads with leads@v1
  Wrote other.csv
  ! scorelane: starting again, not resuming other.csv.ids: another release of this command wrote it.
  $ printf 'scorelane-batch/2 {"run":"r","file_sha256":"%s","model":"leads@v1"}\n2 00000000-0000-4000-8000-000000000000\n' "$(sha256sum new.csv | cut -d' ' -f1)" > gone.csv.ids; scorelane batch new.csv --out gone.csv
  Scored 20 of 20 leads with leads@v1
  Wrote gone.csv
  ! scorelane: resuming with leads@v1: 1 of 20 leads submitted before.
  ! scorelane: 1 lead submitted anew, because the API no longer has what was noted.
  $ echo 'ids of my own' > mine.csv.ids; scorelane batch new.csv --out mine.csv
  ! scorelane: mine.csv.ids: expected the notes of a batch or nothing, found a file of something else. Move it away, or name another --out.
  ? 1
  $ cat mine.csv.ids
  ids of my own

A file that exists is replaced with --force only; a batch that was begun over it resumes without.

  $ scorelane batch new.csv --out gone.csv
  ! error: gone.csv exists already ([..]). To replace it, add --force
  ! (--help shows the options)
  ? 2
  $ printf 'scorelane-batch/2 {"run":"r","file_sha256":"%s","model":"leads@v1"}\n2 [ID]\n' "$(sha256sum new.csv | cut -d' ' -f1)" > again.csv.ids; scorelane batch new.csv --out again.csv | tail -1
  Wrote again.csv
  ! scorelane: resuming with leads@v1: 1 of 20 leads submitted before.

Rows that do not fit the model are set aside, and the result has the format of its name.

  $ sed '3s/,[0-9]*,\([a-z]*\),\([a-z]*\),\([a-z]*\)$/,many,\1,\2,\3/' new.csv > some.csv; scorelane batch some.csv --out some.jsonl --rejected some-bad.csv
  Scored 19 of 19 leads with leads@v1
  1 row did not fit the model and was set aside in some-bad.csv
  Wrote some.jsonl
  Wrote some-bad.csv
  $ grep -c '"probability":0.[0-9]*,"score":[0-9]*,"grade":"[A-D]"' some.jsonl
  19
  $ cut -d, -f1 some-bad.csv
  rejected_line
  3

The version is looked up once and answers every row: here v2, which knows an optional field that v1 does not.

  $ awk -F, -v OFS=, 'NR == 1 { print $0, "plan"; next } { print $0, NR % 7 == 0 ? "" : ($11 == "yes") == (NR % 4 > 0) ? "pro" : "free" }' leads.csv > plans.csv
  $ scorelane train plans.csv --target converted --name plans --trainer logistic --folds 2 --drop plan --out p1 > p1.txt && scorelane publish p1/model.json --yes
  Published plans@v1 [..]
  ...
  $ scorelane train plans.csv --target converted --name plans --trainer logistic --folds 2 --out p2 > p2.txt && scorelane publish p2/model.json --yes
  Published plans@v2 [..]
  The champion stays plans@v1. [..]
  ...
  $ head -41 plans.csv > f.csv
  $ scorelane score p1/model.json f.csv --out here1.csv > /dev/null && scorelane score p2/model.json f.csv --out here2.csv > /dev/null
  $ scorelane batch f.csv --model plans@v2 --out v2.csv
  Scored 40 of 40 leads with plans@v2
  Wrote v2.csv
  $ cut -d, -f15-20 v2.csv | cmp - <(cut -d, -f13-18 here2.csv)
  $ scorelane batch f.csv --model plans --out champion.csv
  Scored 40 of 40 leads with plans@v1
  Wrote champion.csv
  $ cut -d, -f15-20 champion.csv | cmp - <(cut -d, -f13-18 here1.csv)

A promotion is answered by the new champion, and one model does not stand in another's way.

  $ scorelane models promote plans@v2 --yes --force > /dev/null
  $ rm champion.csv; scorelane batch f.csv --model plans --out champion.csv
  Scored 40 of 40 leads with plans@v2
  Wrote champion.csv
  $ cut -d, -f15-20 champion.csv | cmp - <(cut -d, -f13-18 here2.csv)
  $ cut -d, -f21 champion.csv | sort | uniq -c | sed 's/^ *//'
  1 model_version
  40 v2
  $ scorelane batch f.csv --model plans@v1 --out first.csv --json | grep -E '"(model_version|succeeded)"'
    "model_version": "v1",
    "succeeded": 40,
  $ scorelane batch f.csv --model plans@v9 --out none.csv
  ! scorelane: the API says: plans@v9 is not registered
  ? 1
  $ scorelane batch f.csv --model nobody --out none.csv
  ! scorelane: the API says: model "nobody" has no champion: publish a model under that name first
  ? 1
  $ ls none.csv none.csv.ids 2> /dev/null
  ? 2

A pipe in, a pipe out.

  $ cat new.csv | scorelane batch - --out - | cut -d, -f1-11,14-19 | cmp - <(cut -d, -f1-11,14-19 scored.csv)
  ! Scored 20 of 20 leads with leads@v1
  $ scorelane batch new.csv --out new.csv
  ! scorelane: --out: expected a file of its own, got new.csv, which is read as <leads> (new.csv). Nothing was changed; name another file.
  ? 1

A column of your own ids goes with each lead; what can be no id is told with its line, before anything is submitted.

  $ scorelane batch new.csv --reference lead_id --out named.csv
  Scored 20 of 20 leads with leads@v1
  Wrote named.csv
  $ cut -d, -f1-11 named.csv | cmp - new.csv
  $ curl -s "$API/predict/$(sed -n 2p named.csv | cut -d, -f12)" | grep -o '"reference":"[^"]*"' | cut -d'"' -f4 | cmp - <(sed -n 2p new.csv | cut -d, -f1)
  $ sed -e '3s/^[^,]*/ /' -e "5s/^[^,]*/$(printf '%0129d' 7)/" -e '5s/,[0-9]*,\([a-z]*\),\([a-z]*\),\([a-z]*\)$/,many,\1,\2,\3/' new.csv > unnamed.csv
  $ scorelane batch unnamed.csv --reference lead_id --out none.csv
  ! scorelane: unnamed.csv: 2 of 20 rows do not fit the model. Nothing was submitted. Fix them, or set them aside with --rejected <file>.
  !   line 3: lead_id: expected text of 1 to 128 characters without control characters, got 0 characters
  !   line 5: lead_id: expected text of 1 to 128 characters without control characters, got 129 characters; pages_viewed: expected a number [..]
  ? 1
  $ scorelane batch new.csv --reference id --out none.csv
  ! scorelane: new.csv: expected a column “id” for references. Its columns are: lead_id, first_contact, [..]
  ? 1

Notes of another column make way: their leads have other ids, or none.

  $ printf 'scorelane-batch/2 {"run":"r","file_sha256":"%s","model":"leads@v1"}\n2 [ID]\n' "$(sha256sum new.csv | cut -d' ' -f1)" > renamed.csv.ids; scorelane batch new.csv --reference lead_id --out renamed.csv
  Scored 20 of 20 leads with leads@v1
  Wrote renamed.csv
  ! scorelane: starting again, not resuming renamed.csv.ids: its leads have other references.

What cannot be read is told before anything is submitted.

  $ sed '3s/,[0-9]*,\([a-z]*\),\([a-z]*\),\([a-z]*\)$/,many,\1,\2,\3/' new.csv > bad.csv
  $ scorelane batch bad.csv --out bad-scored.csv
  ! scorelane: bad.csv: 1 of 20 rows do not fit the model. Nothing was submitted. Fix them, or set them aside with --rejected <file>.
  !   line 3: pages_viewed: expected a number such as 1234.5 (no thousands sign, no leading zero), got text "many"
  ? 1
  $ scorelane batch new.csv
  ! error: required option '--out <file>' not specified
  ! (--help shows the options)
  ? 2

A file that was scored before keeps its results, and gets new ones under other names.

  $ scorelane batch scored.csv --out twice.csv | grep -c 'itself: what scoring adds is called “scorelane_'
  9
