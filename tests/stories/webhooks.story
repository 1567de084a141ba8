Before the first lead: does the address take what is sent?

  $ scorelane webhooks test http://127.0.0.1:1/scored?token=secret
  http://127.0.0.1:1/scored was not reached: ECONNREFUSED, after [..] ms.
  ? 1
  $ scorelane webhooks test http://127.0.0.1:1/ --json | grep -E '"(delivered|status|error)"'
    "delivered": false,
    "status": null,
    "error": "ECONNREFUSED"
  $ scorelane webhooks test crm.example.com
  ! scorelane: the API says: the webhook cannot be called
  ! [..]url: expected an http or https URL, found what is no URL
  ? 1

Later: what was not delivered, and once more.

  $ scorelane webhooks deliveries --status gave_up
  There is no webhook in the state gave_up that was attempted.
  $ scorelane webhooks deliveries --status lost
  ! error: option '--status <status>' argument 'lost' is invalid. Allowed choices are pending, delivered, stopped, gave_up.
  ! (--help shows the options)
  ? 2
  $ scorelane webhooks resend c89582a7-597e-4bb9-bdf7-f79857554eb2
  ! scorelane: the API says: expected the id of a prediction, a batch or a job that was submitted with a webhook and is still kept
  ? 1
