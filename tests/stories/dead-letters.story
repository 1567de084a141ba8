Messages that were given up. There are none on a stack that works.

  $ scorelane dead-letters list
  There is no dead letter.
  $ scorelane dead-letters list --json
  []
  $ scorelane dead-letters show 5fea7756
  ! scorelane: expected the id of a dead letter, got “5fea7756”: no id begins or ends with it.
  ? 1
  $ scorelane dead-letters redrive 5fea7756
  ! scorelane: expected the id of a dead letter, got “5fea7756”: no id begins or ends with it.
  ? 1
