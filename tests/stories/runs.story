The stack trains: the file goes to its bucket, and each step is a line when it ends.

  $ scorelane train leads.csv --target converted --trainer logistic --folds 2 --name tale --remote
    ✓  check           [..]  600 leads, 600 new
    ✓  prepare         [..]  9 features, 2 folds, 120 held out
    ✓  train:logistic  [..]  log-loss 0.[..], ROC-AUC 0.[..]
    ✓  evaluate        [..]  logistic: the only candidate
    ✓  register        [..]  v1
    ✓  compare         [..]  promote
    ✓  decide          [..]  promoted
  Training [FIRST] of tale succeeded
  uploads/tale/[..]/leads.csv (600 leads, [..] converted)
  Warning: the model is not shown to be better than always answering the base rate [..]
  Registered tale@v1
  It is the champion: it is the first version of the model

What the champion has learned from already says nothing about who is better: the next version waits.

  $ head -501 leads.csv > fewer.csv
  $ scorelane train fewer.csv --target converted --trainer logistic --folds 2 --seed 3 --name tale --remote | tail -3
  Registered tale@v2
  It is the challenger: of 100 held-out leads 0 are new to v1, 0 of them converted; at least 10 that did and 10 that did not are needed. Train on a file that holds more new leads
  To see what would change, and to promote it: scorelane models promote tale@v2
  $ scorelane runs list tale
  id        where        created  [..]  model  by       status     trainer   version  outcome
  [SECOND]  local stack  [..]  tale   request  succeeded  logistic  v2       challenger
  [SHORT]  local stack  [..]  tale   request  succeeded  logistic  v1       promoted
  $ scorelane runs compare [SHORT] [SECOND] | grep -E 'leads  |held out|^seed|^positive'
  leads         600  [..]  500
  seed  42  3
  logistic, log-loss held out  [..]  0.[..]  0.[..]
  logistic, ROC-AUC held out  [..]  0.[..]  0.[..]
  $ scorelane runs watch [FIRST] | tail -1
  It is the champion: it is the first version of the model

A file that is not what was said fails at once, and the champion stays.

  $ scorelane train leads.csv --target convertedd --name tale --remote
    ✗  check  [..]  InputError[..]
  Training [THIRD] of tale failed
  uploads/tale/[..]/leads.csv
  InputError: leads.csv: --target: expected one of its columns, got “convertedd”. Did you mean “converted”? Its 11 columns are: …. Where [..]
  ? 1
  $ scorelane models list tale | grep champion
    v1  [..]champion[..]

What cannot be done is told.

  $ scorelane runs cancel [FIRST]
  ! scorelane: the API says: the training succeeded already: it cannot be canceled any more
  ? 1
  $ scorelane runs show 00000000-0000-7000-8000-000000000000
  ! scorelane: the API says: there is no training with this id
  ? 1
  $ scorelane runs compare [FIRST]
  ! error: expected two ids or more
  ! (--help shows the options)
  ? 2
  $ scorelane train leads.csv --target converted --l1 1 --remote
  ! error: --l1 cannot be used with --remote[..]
  ! (--help shows the options)
  ? 2
  $ scorelane train none.csv --target converted --remote
  ! scorelane: no such file: none.csv. Check its name, and the folder that the command runs in.
  ? 1
