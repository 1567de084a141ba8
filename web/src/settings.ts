/** Where the API is and how to speak to it. */
export interface Settings {
  readonly apiUrl: string;
  /** A key of the scope `predict`; without one the API must be open. */
  readonly key: string | undefined;
}

type Given = Partial<Record<'api' | 'key', string>>;

const STORED = 'scorelane';

/**
 * The settings of the page's address, `#api=https://…&key=sl_…`: a fragment is never sent to a server. They are kept for
 * this tab and taken out of the address, so that they are not copied along with it. Else those of `config.json` beside the
 * page: `{"api": "https://…", "key": "sl_…"}`; else the page's own host.
 */
export async function readSettings(): Promise<Settings> {
  const kept = { ...(JSON.parse(sessionStorage.getItem(STORED) ?? '{}') as Given), ...takeFromAddress() };
  sessionStorage.setItem(STORED, JSON.stringify(kept));
  const beside: Given = await fetch('config.json')
    .then((response) => response.json() as Promise<Given>)
    .catch(() => ({}));
  const { api = location.origin, key } = { ...beside, ...kept };
  return { apiUrl: api.replace(/\/+$/, ''), key };
}

function takeFromAddress(): Given {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const [api, key] = [fragment.get('api'), fragment.get('key')];
  if (api === null && key === null) return {};
  fragment.delete('api');
  fragment.delete('key');
  const rest = fragment.toString();
  history.replaceState(null, '', rest === '' ? location.pathname + location.search : `#${rest}`);
  return { ...(api === null ? {} : { api }), ...(key === null ? {} : { key }) };
}
