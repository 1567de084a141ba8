import fc from 'fast-check';

/**
 * Properties run with one seed, so that a run of the tests can be repeated; `FC_SEED=random npm test` looks
 * elsewhere. What such a run finds, fast-check reports with its seed.
 */
const seed = process.env.FC_SEED ?? '20261121';
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });

// Jest tells its workers to colour; what the tests start is compared without.
delete process.env.FORCE_COLOR;
