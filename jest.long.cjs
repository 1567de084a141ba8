const { LONG, ...config } = require('./jest.config.cjs');

/** The tests that `npm test` leaves out: of a deployment in an account on this machine, of pages in Chromium, of faults. */
module.exports = { ...config, testMatch: LONG };
