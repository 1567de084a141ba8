/** Preloaded: whoever runs the tests is called jana. */
const os = require('node:os');
const { syncBuiltinESMExports } = require('node:module');

os.userInfo = () => ({ username: 'jana' });
syncBuiltinESMExports();
