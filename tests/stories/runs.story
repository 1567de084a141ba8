The stack trains: the file goes to its bucket, and the steps are told as they end.

  $ scorelane train leads.csv --target converted --trainer logistic --folds 2 --name tale --remote
  check succeeded: 600 leads, 600 new
  prepare succeeded: 9 features, 2 folds, 120 held out
  train:logistic succeeded: log-loss 0.[..], ROC-AUC 0.[..]
  evaluate succeeded: logistic: the only candidate
  register succeeded: v1
  compare succeeded: promote
  decide succeeded: promoted
  Training [FIRST] of tale succeeded
  uploads/tale/[..]/leads.csv (600 leads, [..] converted)
    ✓  check           [..] s  600 leads, 600 new
    ✓  prepare         [..] s  9 features, 2 folds, 120 held out
    ✓  train:logistic  [..] s  log-loss 0.[..], ROC-AUC 0.[..]
    ✓  evaluate        [..] s  logistic: the only candidate
    ✓  register        [..] s  v1
    ✓  compare         [..] s  promote
    ✓  decide          [..] s  promoted
  Warning: the model is not shown to be better than always answering the base rate [..]
  Registered tale@v1
  It is the champion: it is the first version of the model

What the champion has learned from already says nothing about who is better: the next version waits.

  $ head -501 leads.csv > fewer.csv
  $ scorelane train fewer.csv --target converted --trainer logistic --folds 2 --seed 3 --name tale --remote | tail -2
  Registered tale@v2
  It is the challenger: of 100 held-out leads 0 are new to v1, 0 of them converted; at least 10 that did and 10 that did not are needed
  $ scorelane runs list tale
  id                                    created  [..]  model  by       status     trainer   version  outcome
  [SECOND]  [..]  tale   request  succeeded  logistic  v2       challenger
  [FIRST]  [..]  tale   request  succeeded  logistic  v1       promoted
  $ scorelane runs compare [FIRST] [SECOND] | grep -E 'leads  |held out|^seed|^positive'
  leads         600  [..]  500
  seed  42  3
  logistic, log-loss held out  [..]  0.[..]  0.[..]
  logistic, ROC-AUC held out  [..]  0.[..]  0.[..]
  $ scorelane runs watch [FIRST] | tail -1
  It is the champion: it is the first version of the model

A file that is not what was said fails at once, and the champion stays.

  $ scorelane train leads.csv --target convertedd --name tale --remote
  check failed: InputError: leads.csv: --target: expected one of its columns, got “convertedd”. Did you mean “converted”? Its 11 columns are: …. Where [..]
  Training [THIRD] of tale failed
  uploads/tale/[..]/leads.csv
    ✗  check  [..] s  InputError
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
