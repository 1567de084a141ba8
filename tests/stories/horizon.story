A team asks which leads convert within 90 days. Most young leads have not had the time.

  $ scorelane sample --rows 1500 --dates --out dated.csv
  Wrote 1,500 invented leads to dated.csv
  $ scorelane train dated.csv --horizon 90d --time first_contact --converted-at won_on --trainer logistic --folds 2 --out soon
  Model      logistic, [..]
  Read       dated.csv: 1,500 rows, 11 columns, comma-separated
  Converted  within 90 days, as of 2026-06-[..]: [..] of 1,[..] leads so far, [..] % once all are that old (estimated); of the 1,[..] that are, [..] (won_on)
  ...
  Note       outcomes are taken as they were at 2026-06-[..], the latest time in the file; --as-of says another
  ...
  Measured   [..] leads held out, 2 folds of the other leads, split at random, with the same share of conversions in every part; measured on leads at least 90 days old, whose outcome is known; the [..] younger leads are learned from in every fit
  ...
  Chosen     logistic: [..]; calibration: none
  ...

What cannot be known is refused.

  $ scorelane train dated.csv --horizon 900d --time first_contact --converted-at won_on --out none
  ! scorelane: dated.csv: --horizon: expected at most 5[..]d, the age of the oldest lead at 2026-06-[..], got 900d: how many convert later is not known.
  ? 1
  $ scorelane train dated.csv --horizon 90d --converted-at won_on
  ! error: --horizon needs the columns that tell when a lead came in and when it converted: scorelane train dated.csv --horizon 90d --time created --converted-at won_on
  ! (--help shows the options)
  ? 2

The stack trains as this machine does, and answers say what the probability is of.

  $ scorelane train dated.csv --horizon 90d --time first_contact --converted-at won_on --trainer logistic --folds 2 --name soon --remote > run.txt
  $ scorelane models show soon | grep Predicts
    Predicts [..]converts within 90 days
  $ scorelane models show soon --json | grep horizon_days
    "horizon_days": 90,
  $ cat > lead.json <<< '{"first_contact": "2026-06-24", "source": "referral", "industry": "software", "country": "DE", "employees": 66, "visits": 9, "pages_viewed": 14, "email_opened": true, "demo_requested": false}'
  $ scorelane submit lead.json --model soon --wait | grep Converts
  Converts    within 90 days with a probability of [..] %
  $ scorelane submit lead.json --model soon --wait --json | grep horizon_days
      "horizon_days": 90,

A version with another horizon says something else, so log-losses decide nothing between the two.

  $ scorelane train dated.csv --horizon 30d --time first_contact --converted-at won_on --trainer logistic --folds 2 --name soon --out sooner > run.txt
  $ scorelane publish sooner/model.json | head -1
  Published soon@v2 [..]
  $ scorelane models compare soon@v1 soon@v2 | tail -1
  They predict conversions within 90 days and within 30 days: these figures cannot be compared.
  $ scorelane models promote soon@v2 --dry-run | grep predicts
  soon@v2 predicts conversions within 30 days, soon@v1 predicts conversions within 90 days: answers mean something else, and the log-losses cannot be compared.

A retraining on a file with newer leads asks the same.

  $ scorelane sample --rows 2500 --dates --out later.csv
  Wrote 2,500 invented leads to later.csv
  $ scorelane train later.csv --target won_on --name soon --remote --promotion always > run.txt
  $ scorelane models show soon | head -1
  soon@v3
  $ scorelane models show soon --json | grep '"days"'
      "days": 90,
