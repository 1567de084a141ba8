What runs, in one look.

  $ scorelane status | head -5
  Stage         local
  API           http://[..]
  Page          http://[..]
  Data          [..]
  Health        ok
  $ SCORELANE_DATA_DIR=elsewhere scorelane status
  Stage   local
  Health  no local stack runs
  Start the local stack with npm start, or name a stage: scorelane status --stage dev
  ? 1
  $ scorelane status --url http://127.0.0.1:9 | head -2
  API     http://127.0.0.1:9
  Health  no answer
  $ scorelane help models promote | head -1
  Usage: scorelane models promote [options] <model>

A lead is found in the list, by a short id, and erased.

  $ cat > lead.json <<< '{"first_contact": "2026-06-24", "source": "referral", "industry": "software", "country": "DE", "employees": 66, "visits": 9, "pages_viewed": 14, "email_opened": true, "demo_requested": false}'
  $ scorelane submit lead.json --reference story-1 --wait | head -1
  Prediction  [ID], leads@[..]
  $ scorelane predictions --reference story-1
  id  submitted  model  status  score  grade  reference
  [SHORT]  [..]  leads@[..]  succeeded  [..]  [..]  story-1
  $ scorelane get [SHORT] | head -1
  Prediction  [ID], leads@[..]
  $ scorelane predictions --reference story-1 --format csv | cut -d, -f1
  prediction_id
  [ID]
  $ scorelane erase [SHORT]
  ! scorelane: Erase the prediction [ID], for good? There is no terminal to ask on. To answer yes: scorelane [..] --yes
  ? 1
  $ scorelane erase [SHORT] --yes
  Erased the prediction [ID]
  $ scorelane predictions --reference story-1
  There is no such prediction.
  $ scorelane erase --reference story-1 --yes --json
  {
    "reference": "story-1",
    "erased": 0,
    "complete": true
  }
  $ scorelane predictions lsit
  ! error: command-argument value 'lsit' is invalid for argument 'list'. Allowed choices are list.
  ! (--help shows the options)
  ? 2
