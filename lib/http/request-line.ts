import { ANONYMOUS } from '../auth/authenticate.ts';
import type { AuditedAction } from './api-route.ts';

/** Where the API writes; told of names and figures, never of what a lead says. */
export interface ApiLog {
  info(message: string, facts: Readonly<Record<string, unknown>>): void;
  error(message: string, facts: { readonly error: Error; readonly request_id: string }): void;
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * What the log keeps of a request: one line, `request`, once it is answered. It holds the route's template and never the
 * path, the query, a header or the body: ids give access to results, and everything else may be personal data.
 */
export class RequestLine {
  /** Of the route that the path fits, such as `/predict/:id`. */
  route = 'unmatched';
  /** The id of the key whose secret was right. */
  key: string = ANONYMOUS;
  /** That were submitted. */
  leads: number | undefined;
  readonly #log: ApiLog;
  readonly #requestId: string;
  readonly #method: string;
  readonly #began = performance.now();

  constructor(log: ApiLog, requestId: string, method: string) {
    this.#log = log;
    this.#requestId = requestId;
    // A method is free text, too.
    this.#method = METHODS.has(method) ? method : 'other';
  }

  write(status: number, problem: string | undefined): void {
    this.#log.info('request', {
      route: this.route.replace(/:(\w+)/g, '{$1}'),
      method: this.#method,
      status,
      ms: Math.round(performance.now() - this.#began),
      key: this.key,
      request_id: this.#requestId,
      ...(problem === undefined ? {} : { problem }),
      ...(this.leads === undefined ? {} : { leads: this.leads }),
    });
  }

  /** A line of its own, `audit`: who changed what. */
  audit(action: AuditedAction, facts: Readonly<Record<string, string | null>>): void {
    this.#log.info('audit', { action, key: this.key, ...facts, request_id: this.#requestId });
  }
}
