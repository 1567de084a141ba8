A team publishes two versions of a model of its own, promotes the second, and goes back.
`sed` gives the model a name of its own, so that this story disturbs no other.

  $ sed 's/"name": "leads"/"name": "roll"/' model/model.json > first.json
  $ sed 's/"name": "leads"/"name": "roll"/' worse/model.json > second.json
  $ scorelane publish first.json --tag 1.0
  Published roll@v1 (SHA-256 [..]…)
  It is the champion: http://[..] serves it.
  Note: the API serves the model "leads" by default; ask for this one with ?model=roll, or train with --name leads.

The second version waits.

  $ scorelane publish second.json
  Published roll@v2 (SHA-256 [..]…)
  The champion stays roll@v1. To see what would change, and then change it:
    scorelane models promote roll@v2
  Note: [..]

A lead is scored by the first.

  $ tail -1 leads.csv > /dev/null; head -1 leads.csv | cut -c1-20
  lead_id,first_contac
  $ cat > lead.json <<< '{"first_contact": "2026-06-24", "source": "referral", "industry": "software", "country": "DE", "employees": 66, "visits": 9, "pages_viewed": 14, "email_opened": true, "demo_requested": false}'
  $ cat > short.json <<< '{"first_contact": "2026-06-24", "industry": "software", "country": "DE", "employees": 66, "email_opened": true, "demo_requested": false}'
  $ scorelane submit lead.json --model roll --wait
  Prediction  [BEFORE], roll@v1
  Converts    with a probability of [..] %
  Score       [..] of 99, grade [..]
  Because     [..]
  ...

The second is worse on the leads that were held out: promoting it is refused, with what would change.

  $ scorelane models promote roll@v2 --yes
  Replayed on the last prediction: roll@v1 → roll@v2
            to A  to B  to C  to D
  ...
  ! scorelane: roll@v2 has a worse log-loss (0.[..], hold-out) than v1 (0.[..], hold-out), measured on the same leads. Nothing was changed. To promote it nevertheless: scorelane models promote roll@v2 --yes --force
  ? 1

Without a terminal there is nobody to ask.

  $ scorelane models promote roll@v2 --force < /dev/null
  Replayed on [..]
  ...
  ! scorelane: Point champion of roll to v2 instead of v1? There is no terminal to ask on. To answer yes: scorelane [..] --yes
  ? 1

They know better.

  $ scorelane models promote roll@v2 --force --yes --leads leads.csv --why "we stopped buying that data"
  Replayed on 600 leads of leads.csv: roll@v1 → roll@v2
            to A  to B  to C  to D
    from A  [..]
    from B  [..]
    from C  [..]
    from D  [..]
  Grades             [..] % stay, [..] % rise, [..] % fall
  Rank correlation   0.[..]
  Probability        [..] % → [..] % on average; a lead moves by [..] %
  Over 50.0 %        [..] % of the leads move above, [..] % below
  Against roll@v2
    source is a field of v1 only (left out: named by --drop): leads with it would be refused, 600 of 600 leads of leads.csv
    visits is a field of v1 only [..]
    pages_viewed is a field of v1 only [..]
  roll: champion points to v2 instead of v1; http://[..] serves it within 30 seconds.
  To go back: scorelane models rollback roll
  $ scorelane submit short.json --model roll --wait
  Prediction  [DURING], roll@v2
  ...

It was a mistake.

  $ scorelane models rollback roll --why "fewer deals"
  roll: champion points to v1 again, instead of v2; served within 30 seconds.
  Against roll@v1
    the model uses source, which [..]
  ...
  $ scorelane submit lead.json --model roll --wait
  Prediction  [AFTER], roll@v1
  ...

Each prediction keeps the version that it was accepted with.

  $ scorelane get [BEFORE] | head -1
  Prediction  [BEFORE], roll@v1
  $ scorelane get [DURING] | head -1
  Prediction  [DURING], roll@v2
  $ scorelane get [AFTER] | head -1
  Prediction  [AFTER], roll@v1

Who did what, when and why is kept.

  $ scorelane models history roll
  when                  who        what       from  to  why
  [..] UTC  [..]  roll back  v2    v1  fewer deals
  [..] UTC  [..]  promote    v1    v2  we stopped buying that data
  [..] UTC  [..]  promote    –     v1  the first version
  $ scorelane models history roll --as-of 2020-01-01
  roll had no champion at 2020-01-01 23:59 UTC
  $ scorelane models history roll --as-of 2099-01-01
  roll@v1 was champion at 2099-01-01 23:59 UTC
  $ scorelane models rollback roll
  ! scorelane: roll: champion has pointed to v1 only: there is nothing to roll back to
  ? 1
  $ scorelane models history roll --as-of yesterday
  ! error: option '--as-of <time>' argument 'yesterday' is invalid. Expected a date such as 2026-03-01 or a time such as 2026-03-01T14:30:00Z.
  ! (--help shows the options)
  ? 2
