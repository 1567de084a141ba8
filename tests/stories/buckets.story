Buckets, before or beside any stack.

  $ scorelane create-bucket acme-stories
  Made the bucket acme-stories (local).
  $ scorelane create-bucket acme-stories
  The bucket acme-stories (local) exists already, and is yours.
  $ scorelane upload acme-stories leads.csv --prefix datasets/leads/
  Uploaded s3://acme-stories/datasets/leads/leads.csv ([..] kB)
  $ scorelane upload acme-stories leads.csv --prefix datasets/leads/
  ! error: s3://acme-stories/datasets/leads/leads.csv exists already ([..]). To replace it, add --force
  ! (--help shows the options)
  ? 2
  $ scorelane upload acme-stories leads.csv --prefix datasets/leads/ --force
  Uploaded s3://acme-stories/datasets/leads/leads.csv ([..] kB)
  ! scorelane: replacing s3://acme-stories/datasets/leads/leads.csv ([..]), because of --force.
  $ scorelane upload acme-stories model --tag 1.0
  Uploaded s3://acme-stories/leads.json ([..] kB)
  Uploaded s3://acme-stories/metrics.json ([..] kB)
  Uploaded s3://acme-stories/model.json ([..] kB)
  Uploaded s3://acme-stories/report.html ([..] kB)
  $ scorelane list-objects acme-stories --tags
  modified                [..]size  key                       tag
  [..] UTC  [..]  datasets/leads/leads.csv  –
  [..] UTC  [..]  leads.json                1.0
  [..] UTC  [..]  metrics.json              1.0
  [..] UTC  [..]  model.json                1.0
  [..] UTC  [..]  report.html               1.0
  $ scorelane list-objects acme-stories --prefix datasets/ --json | grep key
      "key": "datasets/leads/leads.csv",
  $ scorelane list-objects acme-stories --prefix nothing/
  acme-stories (local) holds nothing under nothing/.

  $ scorelane upload acme-stories none
  ! scorelane: no such file or folder: none
  ? 1
  $ scorelane upload nobody leads.csv
  ! scorelane: expected a bucket named “nobody”, found none. Make one with scorelane create-bucket nobody.
  ? 1
  $ scorelane list-objects nobody
  ! scorelane: expected a bucket named “nobody”, found none. Make one with scorelane create-bucket nobody.
  ? 1
  $ scorelane create-bucket No_Name
  ! scorelane: expected a bucket name of 3 to 63 lower-case letters, digits, points and hyphens, got “No_Name”.
  ? 1
  $ env -u AWS_REGION SCORELANE_DATA_DIR=none scorelane create-bucket acme-stories
  ! scorelane: expected an AWS region, found none. Set AWS_REGION, or a region in your AWS profile. Or start a local stack with npm start.
  ? 1
  $ AWS_REGION=eu-central-1 scorelane list-objects acme-stories --stage aws
  ! scorelane: expected AWS credentials, found none. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Or start a local stack with npm start.
  ? 1
  $ scorelane list-objects acme-stories --stage mars
  ! scorelane: --stage: expected “local” or “aws”, got “mars”.
  ? 1
