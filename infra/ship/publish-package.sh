#!/usr/bin/env bash
# publish-package.sh scorelane-1.2.3.tgz: publishes the packed file of the release TAG to npm, with its provenance. npm must know
# this repository as a trusted publisher (NPM_TRUSTED=yes), or NPM_TOKEN must allow it; without either nothing is published. A
# version that is there already is not published again, so that a release that failed later can be repeated.
set -euo pipefail

packed=$1
version=$(tar -xzOf "$packed" package/package.json | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).version')
if [ "v$version" != "$TAG" ]; then
  echo "expected the package of $TAG, got version $version: set the version in package.json to ${TAG#v} and tag that commit" >&2
  exit 1
fi
if [ -z "${NPM_TOKEN:-}" ] && [ "${NPM_TRUSTED:-}" != yes ]; then
  echo "::notice title=Not published to npm::There is neither NPM_TRUSTED=yes nor NPM_TOKEN (docs/how-to/release.md). The packed file lies beside the release."
  exit 0
fi
if [ -n "$(npm view "scorelane@$version" version 2> /dev/null)" ]; then
  echo "::notice title=Not published to npm::scorelane@$version is there already."
  exit 0
fi
if [ -n "${NPM_TOKEN:-}" ]; then
  registry=$(npm config get registry)
  NPM_CONFIG_USERCONFIG=$(mktemp)
  export NPM_CONFIG_USERCONFIG NPM_TOKEN
  # npm puts the token in the place of its name.
  # shellcheck disable=SC2016
  printf '%s:_authToken=${NPM_TOKEN}\n' "${registry#https:}" > "$NPM_CONFIG_USERCONFIG"
fi
npm publish "./$packed" --provenance --access public --tag "$([ -n "${PRERELEASE:-}" ] && echo next || echo latest)"
