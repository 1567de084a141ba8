import { parseArgs } from 'node:util';
import { describeMachine } from '../../bench/machine.ts';
import { startLocalStack } from '../support/local-stack.ts';
import { makeLeads } from './make-leads.ts';
import { putLoad } from './put-load.ts';

/**
 * npm run load [-- --leads 3000 --faults 0.01] (after npm run build): leads through a local stack of its own, in which a
 * share of the functions' requests to table, queue and bucket fail. Exits with 1 when any is lost.
 */
const MOST_LEADS = 20_000;
const { values } = parseArgs({
  options: { leads: { type: 'string', default: '3000' }, faults: { type: 'string', default: '0.01' } },
});
const count = Math.min(MOST_LEADS, Number(values.leads));
const stack = await startLocalStack({ env: { SCORELANE_FAULTS: values.faults } });
try {
  // What fails comes back after the queue's visibility, three minutes; a sweep takes a quarter of an hour.
  const result = await putLoad({
    apiUrl: stack.apiUrl,
    leads: makeLeads(count),
    parallel: 16,
    patienceMs: 20 * 60_000,
  });
  const { accepted, refused, succeeded, failed, lost, milliseconds, seconds } = result;
  const { p50, p95, p99 } = milliseconds;
  console.log(`${describeMachine()}
${count} leads, ${100 * Number(values.faults)} % of the requests to table, queue and bucket fail
accepted ${accepted}, refused ${refused}, succeeded ${succeeded}, failed ${failed}, lost ${lost}
from acceptance to result: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms; ${(count / seconds).toFixed(0)} leads a second in all`);
  process.exitCode = lost === 0 ? 0 : 1;
} finally {
  await stack.stop();
}
