A developer submits a lead, reads the result, and checks it.

  $ cat > lead.json <<< '{"first_contact": "2026-06-24", "source": "referral", "industry": "software", "country": "DE", "employees": 66, "visits": 9, "pages_viewed": 14, "email_opened": true, "demo_requested": false}'
  $ scorelane submit lead.json
  [ID]
  Next: scorelane get [ID] --wait
  $ scorelane get [ID] --wait
  Prediction  [ID], leads@v1
  Converts    with a probability of 75.3 %
  Score       99 of 99, grade A
  Because     + Source “referral” multiplies the odds by 2.5
  ...
  $ scorelane get [ID] --json > receipt.json
  $ scorelane submit - --wait --json < lead.json | grep '"grade"'
      "grade": "A",

With your own id of the lead, and short texts beside it, an answer finds its place in a CRM.

  $ scorelane submit lead.json --reference 00Q5e/1 --metadata owner=jana --metadata "campaign=a=b" --wait | head -3
  Prediction  [..], leads@v1
  Lead        00Q5e/1
  Metadata    [..]
  $ scorelane submit - --wait --json <<< "{\"lead\": $(cat lead.json), \"reference\": \"00Q5e/2\"}" | grep '"reference"'
    "reference": "00Q5e/2",
  $ scorelane submit - --reference 00Q5e/1 <<< "{\"lead\": $(cat lead.json)}"
  ! scorelane: the standard input: expected a lead alone with --reference or --metadata, found one in an envelope. Write them into the envelope.
  ? 1
  $ scorelane submit lead.json --reference ''
  ! error: option '--reference <id>' argument '' is invalid. Expected text of 1 to 128 characters without control characters, got 0 characters.
  ! (--help shows the options)
  ? 2

By its id, the lead and the model are read from the stack. Nothing but the lead is needed beside a receipt that was kept,
and with the artifact at hand no network either.

  $ scorelane verify [ID]
  Match: [ID] is what leads@v1 says of this lead; 16 figures computed again.
  $ scorelane models show leads@v1 --save v1 > /dev/null
  $ SCORELANE_DATA_DIR=none scorelane verify receipt.json --lead lead.json --model v1/model.json
  Match: [ID] is what leads@v1 says of this lead; 16 figures computed again.

Whoever changes a number is found out.

  $ sed 's/"probability": 0.75/"probability": 0.95/' receipt.json > better.json
  $ scorelane verify better.json --lead lead.json --model v1/model.json
  No match: [ID] is not what this model says of this lead.
    probability: claimed 0.95[..], computed 0.75[..]
  ? 1
  $ sed 's/referral/social/' lead.json > other.json
  $ scorelane verify receipt.json --lead other.json --model v1/model.json --json | grep -E '"(match|what)"'
    "match": false,
        "what": "SHA-256 of the lead",
        "what": "contribution of source",
        "what": "log-odds",
        "what": "probability",
        "what": "score",
        "what": "grade",
  $ scorelane verify receipt.json
  ! scorelane: receipt.json: a receipt holds no value of the lead. Name its file with --lead.
  ? 1
  $ scorelane verify lead.json --lead lead.json
  ! scorelane: lead.json: expected an answer of GET /predict/{id} with a result and its receipt, found none.
  ? 1
  $ scorelane verify 00000000-0000-4000-8000-000000000000
  ! scorelane: there is no prediction 00000000-0000-4000-8000-000000000000
  ? 1

A lead that does not fit, another model, an API that is not there.

  $ scorelane submit - <<< '{"visits": "9", "demo_requested": "maybe"}'
  ! scorelane: the API says: 2 fields are not as the model expects; see GET /schema
  !   visits: expected a number, got text "9"; send null when it is not known
  !   demo_requested: expected true or false, or a word for it such as "yes" or "no", got text "maybe"; send null when it is not known
  ? 1
  $ scorelane submit - <<< '[]'
  ! scorelane: the standard input: expected one lead, such as {"visits": 9}, found a list; for many leads see scorelane batch.
  ? 1
  $ scorelane submit lead.json --model leads@v99
  ! scorelane: the API says: leads@v99 is not registered
  ? 1
  $ scorelane submit none.json
  ! scorelane: no such file: none.json. Check its name, and the folder that the command runs in.
  ? 1
  $ scorelane get not-an-id
  ! scorelane: the API says: there is no prediction with this id
  ? 1
  $ scorelane get [ID] --timeout 0
  ! error: option '--timeout <seconds>' argument '0' is invalid. Expected seconds, from 1 to 86400.
  ! (--help shows the options)
  ? 2
