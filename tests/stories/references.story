Leads by the ids of their CRM: what they score, how that moved, and why.

  $ echo '{"first_contact": "2026-06-24", "source": "social", "industry": "software", "country": "DE", "employees": 66, "visits": 1, "pages_viewed": 2, "email_opened": false, "demo_requested": false}' > june.json
  $ sed 's/social/referral/; s/"visits": 1/"visits": 20/' june.json > july.json
  $ scorelane submit june.json --model leads@v1 --reference 00Q5e/7 --metadata owner=jana --wait | sed -n 2,3p
  Lead        00Q5e/7
  Metadata    owner=jana
  $ scorelane explain-change 00Q5e/7
  00Q5e/7 has fewer than two results: there is no change to explain yet.
  $ scorelane submit july.json --model leads@v1 --reference 00Q5e/7 --wait | head -1
  Prediction  [LATER], leads@v1
  $ scorelane leads get 00Q5e/7 | grep Trend
  Trend       rising, from [..] to [..]: scorelane explain-change 00Q5e/7
  $ scorelane leads history 00Q5e/7
  submitted [..] id
  [..]  v1  [..] [SHORT]
  [..]  v1  [..]
  $ scorelane explain-change 00Q5e/7
  Lead   00Q5e/7
  From   [..] of 99, [..] %, v1, [..] UTC
         [..]
  To     [..] of 99, [..] %, v1, [..] UTC
         [LATER]
  feature  from → to  value  model
  source  social → referral  [..]  0.000
  visits  1 → 20  [..]  0.000
  sum  [..] in log-odds  [..]  0.000
  value: the effect of the new value under the earlier version; model: that of the
  later version for the new value. All of them add up to the sum.
  $ scorelane explain-change 00Q5e/7 --json | grep -c '"feature"'
  2

What is held on a person is given to them, and erased when they ask for that.

  $ scorelane leads export 00Q5e/7 --out held.json
  Exported 2 predictions
  Wrote held.json
  $ scorelane leads erase 00Q5e/7 < /dev/null
  ! scorelane: Erase every prediction of 00Q5e/7, for good? There is no terminal to ask on. To answer yes: scorelane [..] --yes
  ? 1
  $ scorelane leads erase 00Q5e/7 --yes
  Erased 2 predictions of 00Q5e/7
  $ scorelane leads get 00Q5e/7
  ! scorelane: the API says: there are no predictions with this reference
  ? 1
  $ scorelane leads history 00Q5e/7
  There is no prediction with the reference 00Q5e/7.
