interface Header {
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

const text = (description: string, example: string): Header => ({
  description,
  schema: { type: 'string', examples: [example] },
});

/** The headers of answers; those of every HTTP answer, such as `Content-Type`, are not among them. */
const HEADERS: Readonly<Record<string, Header>> = {
  'x-request-id': text('names the request in the log of the service', 'K1x2Yh5WvHcEJ5g='),
  Location: text('where to read what was accepted', '/predict/c89582a7-597e-4bb9-bdf7-f79857554eb2'),
  'Retry-After': { description: 'seconds to wait', schema: { type: 'integer', minimum: 0, examples: [1] } },
  ETag: text('names this state, for `If-Match` and `If-None-Match`', '"v3-7"'),
  Link: text('the next page (RFC 8288)', '<https://api.example.com/predictions?cursor=x>; rel="next"'),
  Allow: text('the methods that this address takes', 'GET, HEAD'),
  Accept: text('the media types that are read', 'application/json'),
  'Accept-Post': text('the media types that POST reads here', 'application/json'),
  'Accept-Encoding': text('the content codings that are read', 'gzip'),
  'WWW-Authenticate': text('that a key is sent as a bearer token', 'Bearer realm="scorelane"'),
  'Preference-Applied': text('what of `Prefer` was done', 'wait'),
  'Idempotent-Replayed': {
    description: 'this is the answer to an earlier request with this `Idempotency-Key`',
    schema: { type: 'string', enum: ['true'] },
  },
  'RateLimit-Policy': text('what the key may use up in a minute', '"leads";q=60;w=60'),
  RateLimit: text('how much of it is left, and for how many seconds', '"leads";r=12;t=41'),
  'Content-Disposition': text('a name for the file', 'attachment; filename="predictions.csv"'),
};

/** Its component; one that is there at times only has a component of its own, as `required` stands in it. */
const refOf = (name: string, isRequired: boolean): string => (isRequired ? name : `${name}.optional`);

/** The headers of an answer. `x-request-id` is always there. */
export function refHeaders(
  always: readonly string[],
  atTimes: readonly string[] = [],
): Record<string, { $ref: string }> {
  const required = new Set(['x-request-id', ...always]);
  return Object.fromEntries(
    [...required, ...atTimes.filter((name) => !required.has(name))].map((name) => [
      name,
      { $ref: `#/components/headers/${refOf(name, required.has(name))}` },
    ]),
  );
}

export const HEADER_COMPONENTS = Object.fromEntries(
  Object.entries(HEADERS).flatMap(([name, header]) =>
    [true, false].map((required) => [refOf(name, required), { ...header, required }]),
  ),
);
