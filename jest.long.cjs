/** The tests that `npm test` leaves out: of a deployment in an account on this machine, of pages in Chromium, of faults, of long trainings. */
module.exports = { ...require('./jest.config.cjs'), testMatch: require('./tests/long-tests.cjs') };
