#!/usr/bin/env bash
# Points the tag of the major version (v0 for v0.3.1) to the commit of the release TAG, so that `uses: OWNER/scorelane@v0`
# follows it. A pre-release moves nothing, and neither does a release that is not the newest of its major version.
set -euo pipefail

if [[ ! "$TAG" =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  echo "$TAG is a pre-release: no tag moves"
  exit 0
fi
major=${TAG%%.*}
tags=$(gh api --paginate "repos/$GITHUB_REPOSITORY/git/matching-refs/tags/$major." --jq '.[].ref')
newest=$(grep -oE 'v[0-9]+\.[0-9]+\.[0-9]+$' <<< "$tags" | sort -V | tail -n 1)
if [ "$newest" != "$TAG" ]; then
  echo "$newest is newer than $TAG: $major stays there"
  exit 0
fi
moved=$(gh api --method PATCH "repos/$GITHUB_REPOSITORY/git/refs/tags/$major" -f sha="$GITHUB_SHA" -F force=true --jq .ref) ||
  moved=$(gh api --method POST "repos/$GITHUB_REPOSITORY/git/refs" -f ref="refs/tags/$major" -f sha="$GITHUB_SHA" --jq .ref)
echo "$moved is $TAG now"
