import { PRICES_OF, REGION } from '../costs/prices.ts';
import { LIMITS } from './limits.ts';
import { renderAssumed, renderMeasured, renderSources } from './render-inputs.ts';
import { renderDollars, renderFirst, renderLimits, renderRequests, renderTime } from './render-sizes.ts';
import { renderFaults, renderFiles, renderJoins, renderSettings, renderSpeeds } from './render-what-if.ts';
import { type Outcome, PROD, simulateJobs } from './simulate-jobs.ts';
import { SIZES } from './sizes.ts';
import type { Setup } from './world.ts';

/** The tables of docs/scale.md, as Markdown, by name. */
export function renderScale(): Record<string, string> {
  const simulate = remember(simulateJobs);
  const sizes = SIZES.map((size) => simulate({ ...PROD, ...size }));
  const chunksAtATime = LIMITS.mostMaximumConcurrency.value;
  const wide = SIZES.map((size) => simulate({ ...PROD, ...size, chunksAtATime }));
  return {
    measured: renderMeasured(),
    assumed: renderAssumed(),
    time: renderTime(sizes, wide),
    requests: renderRequests(sizes),
    dollars: `Dollars a job, ${REGION}, list prices of ${PRICES_OF}.\n\n${renderDollars(sizes)}`,
    first: renderFirst(sizes),
    limits: renderLimits(sizes),
    files: renderFiles(simulate),
    joins: renderJoins(simulate),
    speeds: renderSpeeds(simulate),
    settings: renderSettings(simulate),
    faults: renderFaults(simulate),
    sources: renderSources(),
  };
}

/** Several tables ask for the same. */
function remember(simulate: (setup: Setup) => Outcome): (setup: Setup) => Outcome {
  const known = new Map<string, Outcome>();
  return (setup) => {
    const key = JSON.stringify(Object.entries(setup).sort(([a], [b]) => (a < b ? -1 : 1)));
    const outcome = known.get(key) ?? simulate(setup);
    known.set(key, outcome);
    return outcome;
  };
}
