const JSON_RANGE = /^application\/(?:(?:[\w.-]+\+)?json|\*)$/;
const HTML_RANGE = /^text\/(?:html|\*)$/;

/**
 * Whether a client wants JSON rather than a page, by its `Accept` (RFC 9110 §12.5.1). Who names neither, as a browser's `*\/*` or a
 * command line, gets the page.
 */
export function prefersJson(accept = ''): boolean {
  const [jsonWeight, htmlWeight] = [JSON_RANGE, HTML_RANGE].map((range) => weightOf(accept, range));
  return jsonWeight! > htmlWeight!;
}

function weightOf(accept: string, range: RegExp): number {
  const weights = accept
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';').map((piece) => piece.trim()))
    .filter(([name = '']) => range.test(name))
    .map(([, ...parameters]) => {
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return weight === undefined ? 1 : Number(weight.slice(2)) || 0;
    });
  return Math.max(0, ...weights);
}
