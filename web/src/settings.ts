import type { FormConfig } from '../../lib/form/form-config.ts';

/** Where the API is and how to speak to it. */
export interface Settings {
  readonly apiUrl: string;
  /** Of the scope `form`, or one that may do more; without one the API must be open. */
  readonly key: string | undefined;
  readonly form: FormConfig;
}

type Given = Partial<Record<'api' | 'key', string>>;

const STORED = 'scorelane';

/**
 * The settings of the page's address, `#api=https://…&key=sl_…`: a fragment is never sent to a server. They are kept for
 * this tab and taken out of the address, so that they are not copied along with it. Else those of `config.json` beside the
 * page: `{"api": "https://…", "key": "sl_…"}`; else the page's own host. The form's configuration lies in `form.json`.
 */
export async function readSettings(): Promise<Settings> {
  keep(takeFromAddress());
  const [beside, form] = await Promise.all([
    readBeside<Given>('config.json'),
    readBeside<FormConfig>('form.json'),
  ]);
  const { api = location.origin, key } = { ...beside, ...readKept() };
  return { apiUrl: api.replace(/\/+$/, ''), key, form };
}

/** Keeps a key for this tab. */
export const keepKey = (key: string): void => keep({ key });

const readKept = (): Given => JSON.parse(sessionStorage.getItem(STORED) ?? '{}') as Given;

const keep = (given: Given): void =>
  sessionStorage.setItem(STORED, JSON.stringify({ ...readKept(), ...given }));

/** A file beside the page; nothing, where there is none. @throws it cannot be asked for, or is wrong, in words */
async function readBeside<T>(file: string): Promise<Partial<T>> {
  const response = await fetch(file).catch(() => {
    throw new Error(`${file} beside the page cannot be loaded. Is there a connection to ${location.host}?`);
  });
  if (response.status === 404) return {};
  if (!response.ok) throw new Error(await response.text());
  // A host may answer with a page of its own for a file that it does not have.
  return response.json().catch(() => ({})) as Promise<Partial<T>>;
}

function takeFromAddress(): Given {
  // A fragment that begins with a slash is a view and its values.
  if (location.hash.startsWith('#/')) return {};
  const fragment = new URLSearchParams(location.hash.slice(1));
  const given = ['api', 'key'].filter((name) => fragment.has(name));
  if (given.length > 0) history.replaceState(null, '', location.pathname + location.search);
  return Object.fromEntries(given.map((name) => [name, fragment.get(name)!]));
}
