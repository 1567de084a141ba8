#!/usr/bin/env bash
# What packaging must know of the account, as lines for $GITHUB_ENV:
#
#   ACCOUNT_CONCURRENCY   how many functions may run at a time: 10 in a new account, 1,000 in others
#   PERMISSIONS_BOUNDARY  the policy that bounds the stage's roles: BOUNDARY, or the one that `npm run bootstrap` made with ROLE
set -euo pipefail

# A role of an earlier release may not ask: then nothing is capped, as it was before.
if limit=$(aws lambda get-account-settings --query AccountLimit.ConcurrentExecutions --output text); then
  echo "ACCOUNT_CONCURRENCY=$limit"
else
  echo '::warning::the role may not ask for the account’s concurrency (lambda:GetAccountSettings): run npm run bootstrap again' >&2
fi

boundary=${BOUNDARY:-}
if [ -z "$boundary" ] && [[ "${ROLE:-}" =~ ^(arn:[^:]+:iam::[0-9]+):role/scorelane-deploy-(.+)$ ]]; then
  boundary="${BASH_REMATCH[1]}:policy/scorelane-boundary-${BASH_REMATCH[2]}"
fi
if [ -n "$boundary" ]; then echo "PERMISSIONS_BOUNDARY=$boundary"; fi
