/** By lower-case names. */
export type Headers = Readonly<Record<string, string | undefined>>;

export interface ApiAnswer {
  readonly status: number;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or bytes that are no text. Empty: none. */
  readonly body: string | Uint8Array;
  /** Of an answer that is a problem, for the log. */
  readonly problem?: string;
}

/** @typeParam Body the answer's shape in lib/contract: what it lacks does not compile */
export const json = <Body = never>(
  body: NoInfer<Body>,
  status = 200,
  headers: ApiAnswer['headers'] = {},
): ApiAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});
