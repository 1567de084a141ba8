The registry, looked at.

  $ sed 's/"name": "leads"/"name": "look"/' model/model.json > model/model2.json && mv model/model2.json model/model.json
  $ sed 's/"name": "leads"/"name": "look"/' worse/model.json > worse/model2.json && mv worse/model2.json worse/model.json
  $ scorelane publish model/model.json
  Published look@v1 [..]
  ...
  $ scorelane publish worse/model.json --yes --json 2> doubts.txt | grep -E '"(version|champion)"'
    "version": "v2",
    "champion": "v1",
  $ scorelane models tag look@v1 1.0 2026-q4
  look@v1: 1.0, 2026-q4
  $ scorelane models tag look@v1 'two words'
  ! scorelane: expected a tag of letters, digits, points, hyphens and underscores (at most 64), got "two words"
  ? 1
  $ scorelane models list look
  look
    version  published             by [..] trainer   log-loss  ROC-AUC  measured on  aliases   tags
    v2       [..] UTC  [..]  logistic    0.[..]    0.[..]  hold-out     –         –
    v1       [..] UTC  [..]  logistic    0.[..]    0.[..]  hold-out     champion  1.0, 2026-q4
  $ scorelane models list look --json | grep '"version"'
      "version": "v2",
      "version": "v1",
  $ scorelane models show look --save saved
  look@v1
    Published          [..] UTC by [..]
    Aliases            champion
    Tags               1.0, 2026-q4
    SHA-256            [HASH]
    Trainer            logistic
    Learned from       600 leads, [..] converted (converted: yes)
    Fields             first_contact, source, industry, country, employees, visits, pages_viewed, email_opened, demo_requested
    Files              model.json, leads.json, metrics.json, report.html
  ...
  Wrote saved/model.json, saved/leads.json, saved/metrics.json, saved/report.html

What comes back is what was published, byte for byte.

  $ cmp saved/model.json model/model.json && cmp saved/report.html model/report.html
  $ sha256sum saved/model.json
  [HASH]  saved/model.json
  $ scorelane models compare look@v1 look@v2
  [..]look@v1    look@v2
  trainer            logistic    logistic
  rows                    120         120
  ...
  log_loss             0.[..]  0.[..]
  ...
  Fields only in look@v1: source, visits, pages_viewed
  These figures were measured on different leads, so they cannot be compared. To measure both on the same: scorelane models compare look@v1 look@v2 --leads leads.csv

For an unknown name the message lists the known ones.

  $ scorelane models show look@v7
  ! scorelane: expected a version or alias of look, got “v7”. Its versions are: v2, v1.
  ? 1
  $ scorelane models show nobody
  ! scorelane: expected a published model, got “nobody”. Published are: [..]
  ? 1
  $ scorelane models show ../../etc/passwd
  ! scorelane: expected a model such as leads, leads@v3 or leads@challenger (lower-case letters, digits and hyphens), got "../../etc/passwd"
  ? 1
  $ scorelane models promote look@v1 --yes
  look: champion points to v1 already. Nothing to do.

The challenger is scored in the champion's shadow; nothing of it is shown to the client.

  $ scorelane models promote look@v2 --alias challenger --yes
  Against look@v2
    it is not shown to be better [..]
    source is a field of v1 only (left out: named by --drop): leads with it would be refused
    visits is a field of v1 only [..]
    pages_viewed is a field of v1 only [..]
  look: challenger points to v2; it counts within 30 seconds.
  $ scorelane models history look --alias challenger --json | grep -E '"(to|why)"'
      "to": "v2",
      "why": "",

Without a local stack there is nothing to list.

  $ SCORELANE_DATA_DIR=elsewhere scorelane models list
  ! scorelane: expected a running local stack (its data in elsewhere), found none. Start one with npm start in another terminal.
  ? 1
  $ AWS_REGION=eu-central-1 scorelane models list --stage dev
  ! scorelane: expected AWS credentials, found none. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Or start a local stack with npm start.
  ? 1
