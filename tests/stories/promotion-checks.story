A firm knows source, visits, region and spend of its leads.

  $ awk 'BEGIN { srand(1); print "source,visits,region,spend,won"; split("web referral fair", s, " "); split("north south east west", r, " "); for (i = 0; i < 600; i++) { v = int(12 * rand()); k = 1 + int(3 * rand()); print s[k] "," v "," r[1 + int(4 * rand())] "," int(5000 * rand()) "," (rand() < .05 + .03 * v + .2 * (k == 2) ? "yes" : "no") } }' > firm.csv
  $ head -501 firm.csv > first.csv
  $ scorelane train first.csv --target won --trainer logistic --folds 2 --name firm --required all --remote | tail -2
  Registered firm@v1
  It is the champion: it is the first version of the model

Its applications send leads.

  $ cat > lead.json <<< '{"source": "web", "visits": 3, "region": "north", "spend": 120}'
  $ for i in 1 2 3; do scorelane submit lead.json --model firm --wait | head -1; done
  Prediction  [..], firm@v1
  Prediction  [..], firm@v1
  Prediction  [..], firm@v1

A file with one column more, which is always filled, would make a model that refuses all of them: it is registered, and no alias moves.

  $ awk -F, -v OFS=, '{ print $1, $2, $3, $4, NR == 1 ? "tier" : NR % 3 ? "silver" : "gold", $5 }' firm.csv > tier.csv
  $ scorelane train tier.csv --target won --trainer logistic --folds 2 --name firm --required all --remote --promotion always | tail -2
  Registered firm@v2
  No alias was moved: tier is required, and v1 does not ask for it: leads without it would be refused, 3 of 3 leads sent lately. Compared: [..]. If callers are ready for that and the values are known when a lead comes in, add "allow_fields": ["tier"] to the policy, or: scorelane models promote firm@v2 --force
  $ scorelane submit lead.json --model firm --wait | head -1
  Prediction  [..], firm@v1

By hand it is shown the same, and asked to say so.

  $ scorelane models promote firm@v2 --dry-run
  Replayed on the last 4 predictions: no lead that both models accept.
  firm@v2 refuses 4: tier: expected text such as [..]; this field is required
  Against firm@v2
    tier is required, and v1 does not ask for it: leads without it would be refused, 4 of 4 leads sent lately
  Nothing was changed (--dry-run).
  $ scorelane models promote firm@v2 --yes 2>&1 | tail -1
  scorelane: firm@v2 [..] To promote it nevertheless: scorelane models promote firm@v2 --yes --force

A column that is filled in when the deal is closed gives the outcome away.

  $ awk -F, -v OFS=, '{ print $1, $2, $3, $4, NR == 1 ? "stage" : $5 == "yes" ? "won" : "open", $5 }' firm.csv > stage.csv
  $ scorelane train stage.csv --target won --trainer logistic --folds 2 --name firm --required all --remote > stage.txt
  $ grep -E '^(Warning|Registered|No alias)' stage.txt
  Warning: the columns separate the leads that converted from the others perfectly: [..]
  Warning: stage may give the outcome away: [..] Would you know stage when the lead comes in? If not: --drop stage
  Registered firm@v3
  No alias was moved: stage is required, and v1 does not ask for it: [..]; stage may give the outcome away: [..]
  $ scorelane runs list firm | sed -n 2p
  [STAGE]  [..]  firm  request  succeeded  logistic  v3  kept
  $ scorelane runs show [STAGE] | grep -cE '^(Warning: stage|No alias was moved: stage)'
  2
  $ scorelane runs watch [STAGE] | tail -1
  No alias was moved: stage is required, [..]

A team whose callers are ready for the field says so; a mistyped name fails.

  $ scorelane train tier.csv --target won --trainer logistic --folds 2 --name firm --required all --remote --allow-field regoin | tail -1
  InputError: allow_fields: expected columns of [..], got “regoin”. Did you mean “region”?
  $ scorelane train tier.csv --target won --allow-field tier
  ! error: --allow-field needs --remote
  ! (--help shows the options)
  ? 2
  $ scorelane train tier.csv --target won --trainer logistic --folds 2 --name firm --required all --remote --promotion always --allow-field tier | tail -1
  It is the champion: the policy always promotes; [..]; allowed: tier is required, and v1 does not ask for it: [..]

Going back is never refused, and says what callers will notice.

  $ scorelane models rollback firm
  firm: champion points to v1 again, instead of v4; served within 30 seconds.
  Against firm@v1
    tier is a field of v4 only: leads with it would be refused
