The command explains itself, at 80 columns.

  $ scorelane --help | awk 'length($0) > 80' | wc -l
  0
  $ scorelane | head -3
  ...
  ! Usage: scorelane [options] [command]
  ! Turns a table of past leads into a deployed, versioned lead-conversion API on
  ! AWS Lambda.
  ! ...
  $ for command in profile train score sample publish models submit get batch verify create-bucket upload list-objects completion; do scorelane $command --help | grep -cE '^Usage: scorelane|^Examples?:'; done | sort | uniq -c | tr -s ' '
   14 2
  $ scorelane modles
  ! error: unknown command 'modles'
  ! (Did you mean models?)
  ! (--help shows the options)
  ? 2
  $ scorelane models promote
  ! error: missing required argument 'model'
  ! (--help shows the options)
  ? 2

Colours are for terminals only.

  $ scorelane models list leads | grep -c "$(printf '\033')"
  0
  ? 1

Tab completes, in each shell by asking the command.

  $ scorelane complete -- m
  models
  $ scorelane complete -- models ro
  rollback
  $ scorelane complete -- train --cal
  --calibration
  $ scorelane complete -- train --calibration is
  isotonic
  $ scorelane complete -- nothing like this
  $ eval "$(scorelane completion bash)"; COMP_WORDS=(scorelane mod) COMP_CWORD=1; _scorelane; echo "${COMPREPLY[@]}"
  models
  $ scorelane completion tcsh
  ! error: command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.
  ! (--help shows the options)
  ? 2
