Keys of the API. The local stack does not ask for them; a stage on AWS always does.

  $ scorelane keys list --json
  []
  $ scorelane keys create "web page" --scope form --rate 60 --json > key.json; grep -oE '"(name|scope)": "[a-z ]+"' key.json
  "name": "web page"
  "scope": "form"
  $ scorelane keys create "nightly job" --scope admin
  sl_[..]_[..]
  The key [KEY], “nightly job”, scope admin. It is shown only this once: store it now.
  Use: authorization: Bearer <key>; on the command line SCORELANE_API_KEY.
  $ scorelane keys create "open page" --scope form | tail -1
  It has no rate limit: anyone who finds it in a page may submit as much as the gateway lets through. Give it one with --rate 60.
  $ scorelane keys list | grep -v 'open page'
  id        name         scope  rate    made  by  revoked
  [KEY]  nightly job  admin  –       [..] UTC  [..]  –
  [PAGE]  web page     form   60/min  [..] UTC  [..]  –
  $ scorelane keys revoke [KEY]
  Revoked the key [KEY]: it stops working within 30 seconds.
  $ scorelane keys list --json | grep -A1 -E '"rate_per_minute": null' | grep -c '"revoked_at": "2'
  1
  $ scorelane keys revoke 00000000
  ! scorelane: there is no key 00000000
  ? 1
  $ scorelane keys webhook-secret [KEY]
  whsec_[SECRET]
  $ scorelane keys webhook-secret
  whsec_[..]
  $ scorelane keys webhook-secret 00000000
  ! scorelane: there is no key 00000000
  ? 1
  $ scorelane keys create x --scope root
  ! error: option '--scope <scope>' argument 'root' is invalid. Allowed choices are form, predict, operate, admin.
  ! (--help shows the options)
  ? 2
