#!/usr/bin/env bash
# The model that action.yml deploys: the one that is given, or one trained on the leads that are. Prints file=… for
# $GITHUB_OUTPUT. HERE is the caller's checkout, which MODEL and LEADS are relative to.
set -euo pipefail

if [ -n "$MODEL" ]; then
  [ -f "$HERE/$MODEL" ] || { echo "::error::model: there is no file $MODEL" >&2; exit 1; }
  echo "file=$HERE/$MODEL"
elif [ -n "$LEADS" ]; then
  [ -f "$HERE/$LEADS" ] || { echo "::error::leads: there is no file $LEADS" >&2; exit 1; }
  # Not in the checkout, which may have a model of its own.
  out=$(mktemp -d)
  npx scorelane train "$HERE/$LEADS" --target "$TARGET" --out "$out" >&2
  echo "file=$out/model.json"
else
  echo '::error::give model (model.json) or leads (a CSV to train on)' >&2
  exit 1
fi
