// serverless.yml reads CommonJS only. Which pages on other hosts may call the API: PAGE_ORIGIN, or what fits the stage.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

/** Where a page is served while it is worked on. */
const DEVELOPMENT = 'http://localhost:5173';
/** No page has it: names under .invalid are never given (RFC 2606). API Gateway wants at least one origin. */
const NO_PAGE = 'https://no-page.invalid';

/**
 * The origins as browsers send them: in lower case, without a path. A stage that is protected allows nothing by itself.
 *
 * @param {string} text origins or addresses of pages, separated by commas
 * @param {boolean} isProtected
 * @returns {string[]}
 */
function readPageOrigins(text, isProtected) {
  const given = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (given.length === 0) return [isProtected ? NO_PAGE : DEVELOPMENT];
  return [...new Set(given.map(readOrigin))];
}

function readOrigin(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The host is in lower case, and a port that is the scheme's own is left out, as a browser does it.
  if (url !== undefined && /^https?:$/.test(url.protocol) && !text.includes('*')) return url.origin;
  const message = `PAGE_ORIGIN: expected origins such as https://you.github.io, separated by commas, got “${text}”`;
  // The deployment tool prints the stack, where there is one.
  throw Object.assign(new Error(message), { stack: message });
}

module.exports = async ({ resolveVariable }) => {
  const stages = parse(readFileSync(join(__dirname, '../stages.yml'), 'utf8'));
  const stage = await resolveVariable('sls:stage');
  const row = Object.hasOwn(stages, stage) ? stages[stage] : stages.dev;
  return readPageOrigins(await resolveVariable("env:PAGE_ORIGIN, ''"), row.deletionProtection === true);
};
module.exports.readPageOrigins = readPageOrigins;
