import fc from 'fast-check';
import { as, createApiUnderTest } from '../api-under-test.ts';
import type { Call } from '../call-api.ts';
import { AnswerChecker, type GivenAnswer } from './answer-checker.ts';
import { type Document, listOperations, type Operation } from './document.ts';
import { type FuzzedRequest, requestsOf } from './request-arbitrary.ts';

/** What a run has seen. */
export interface FuzzReport {
  readonly requests: number;
  /** Operation → status → how often. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

const MOST_SEEN = 200;
/** Requests between two of those that are known to be good. */
const GOOD_EVERY = 10;

/**
 * Sends requests that are made of the document which the API gives of itself, and compares each answer with that document: its
 * status, headers, media type, body and type of problem. No answer is a 5xx, as the world of the test is well.
 *
 * @throws {Error} saying which request was answered how
 */
export async function fuzzApi(requests: number): Promise<FuzzReport> {
  const api = await createApiUnderTest();
  const document: Document = (await api.call('GET', '/openapi.json')).body;
  const checker = new AnswerChecker(document);
  const find = createFinder(document);
  const seen = new Map<string, string[]>();
  const note = (name: string, value: unknown) => {
    if (typeof value !== 'string') return;
    const values = seen.get(name) ?? [];
    values.push(value);
    seen.set(name, values.slice(-MOST_SEEN));
  };
  noteGoodPaths(api.good, find, note);
  const keys = { admin: api.admin, page: api.page, spent: api.spent, wrong: 'sl_x' };
  const statuses = new Map<string, Map<number, number>>();

  const check = async (method: string, target: string, call: Call) => {
    const [path = ''] = target.split('?');
    const answer = await api.call(method, target, call);
    const found = find(method, path);
    const faults = faultsOf(checker, found, method, answer);
    if (faults.length > 0)
      throw new Error(
        `${method} ${target} ${JSON.stringify(call).slice(0, 1500)}\n→ ${answer.status} ${answer.text.slice(0, 500)}\n${faults.join('\n')}`,
      );
    const counts = statuses.get(found.name) ?? new Map<number, number>();
    counts.set(answer.status!, (counts.get(answer.status!) ?? 0) + 1);
    statuses.set(found.name, counts);
    // The examples of the document are of another service.
    if (found.operation?.operationId !== 'getOpenApi') harvest(answer.body, note);
    note('if-match', answer.headers.etag);
  };
  const goodOnes = Object.entries(api.good);
  let sent = 0;
  const send = async (request: FuzzedRequest) => {
    if (sent % 50 === 0) {
      // No request uploads a file, and requests erase leads and use up webhooks.
      note('/jobs/{id}/start id', await api.uploadJob());
      note('/webhooks/deliveries/{id}/resend id', await api.submitTold({ prefer: 'wait' }));
      await api.nameLead();
    }
    // The states of the service change by requests that are as they should be.
    if (sent % GOOD_EVERY === 0) {
      const [operation, make] = goodOnes[(sent / GOOD_EVERY) % goodOnes.length]!;
      const [target, call = { headers: as(api.admin) }] = make();
      await check(operation.split(' ')[0]!, target, call);
    }
    sent += 1;
    const fill = (value: FuzzedRequest['segments'][number]): string =>
      typeof value === 'string' ? value : value((name) => seen.get(name) ?? []);
    const path = `/${request.segments.map(fill).join('/')}`;
    const query = new URLSearchParams(
      request.query.map(([name, value]): [string, string] => [name, fill(value)]),
    ).toString();
    const headers = {
      ...Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, fill(value ?? '')]),
      ),
      ...(request.key === 'none' ? {} : as(keys[request.key])),
    };
    const { method, base64, body } = request;
    const text = base64 && body !== undefined ? Buffer.from(body).toString('base64') : body;
    await check(method, query === '' ? path : `${path}?${query}`, {
      headers,
      base64,
      ...(text === undefined ? {} : { body: text }),
    });
  };
  await fc.assert(fc.asyncProperty(requestsOf(document), send), { numRuns: requests, endOnFailure: true });
  return { requests, statuses };
}

interface Found {
  /** Of the operation, or of the address where the method is another one's; `unknown`: no address of the document. */
  readonly name: string;
  readonly operation?: Operation;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds what a request is about by the templates of the document. */
function createFinder(document: Document): (method: string, path: string) => Found {
  const templates = listOperations(document).map(([name, operation]) => {
    const [method = '', path = ''] = name.split(' ');
    const source = path
      .replace(/[.]/g, '\\.')
      // A reference may hold slashes: API Gateway decodes paths once.
      .replace(/\{(\w+)\}/g, (_, param) => `(?<${param}>${param === 'reference' ? '.+' : '[^/]+'})`);
    // A slash at the end is no other path, also where it comes encoded.
    return {
      name,
      method,
      path,
      operation,
      pattern: new RegExp(`^${source.replace(/\/$/, '')}(?:/|/?%2[fF])?$`),
    };
  });
  // `/leads/{reference}/export` before `/leads/{reference}`.
  templates.sort((a, b) => b.path.length - a.path.length);
  return (method, path) => {
    const fitting = templates.filter(({ pattern }) => pattern.test(path));
    const asked = method === 'HEAD' ? 'GET' : method;
    const match = fitting.find((template) => template.method === asked);
    const params = { ...match?.pattern.exec(path)?.groups };
    const isEncoded = Object.values(params).every(canDecode);
    if (match !== undefined && isEncoded) return { name: match.name, operation: match.operation, params };
    return { name: fitting[0] === undefined || !isEncoded ? 'unknown' : `other ${fitting[0].path}`, params };
  };
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Of requests that no operation takes: what may be answered. OPTIONS is answered as the gateway or the handler does. */
const ELSEWHERE: Readonly<Record<string, readonly number[]>> = {
  unknown: [400, 404, 405],
  other: [400, 404, 405],
};

function faultsOf(
  checker: AnswerChecker,
  { name, operation }: Found,
  method: string,
  answer: GivenAnswer,
): readonly string[] {
  const faults: string[] = [];
  if (answer.status! >= 500) faults.push('the world is well, so that nothing may answer 5xx');
  if (!isUnicode(answer.text) || !isUnicode(answer.body)) faults.push('half of a surrogate pair');
  if (operation !== undefined) return [...faults, ...checker.faultsOf(operation, answer, method === 'HEAD')];
  const allowed = [...ELSEWHERE[name.split(' ')[0]!]!, ...(method === 'OPTIONS' ? [200, 204] : [])];
  if (!allowed.includes(answer.status!))
    faults.push(`expected ${allowed.join(', ')}, as no operation takes this`);
  if (answer.status === 405 && answer.headers.allow === undefined) faults.push('405 without Allow');
  return faults;
}

const isUnicode = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed();
  return typeof value !== 'object' || value === null || Object.entries(value).flat().every(isUnicode);
};

/** The values that the operations of `api.good` have in their paths. */
function noteGoodPaths(
  good: Readonly<Record<string, () => [path: string, ...unknown[]]>>,
  find: ReturnType<typeof createFinder>,
  note: (name: string, value: string) => void,
): void {
  for (const [operation, make] of Object.entries(good)) {
    const [method = '', template = ''] = operation.split(' ');
    const [path = ''] = make()[0].split('?');
    for (const [name, value] of Object.entries(find(method, path).params)) note(`${template} ${name}`, value);
  }
}

/** Ids go to the addresses that they are of; cursors to the parameter of this name. */
const PLACES: Readonly<Record<string, string>> = {
  prediction_id: '/predict/{id}',
  batch_id: '/predict_batch/{id}',
  job_id: '/jobs/{id}',
  training_id: '/train/{id}',
};

function harvest(value: unknown, note: (name: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'next_cursor' || name === 'next')
      for (const parameter of ['cursor', 'after']) note(parameter, inner);
    const place = PLACES[name];
    if (place !== undefined) for (const end of ['', '/cancel', '/start']) note(`${place}${end} id`, inner);
    harvest(inner, note);
  }
}
