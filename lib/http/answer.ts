/** By lower-case names. */
export type Headers = Readonly<Record<string, string | undefined>>;

export interface ApiAnswer {
  readonly status: number;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty: none. */
  readonly body: string;
}

export const json = (body: unknown, status = 200, headers: ApiAnswer['headers'] = {}): ApiAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});
