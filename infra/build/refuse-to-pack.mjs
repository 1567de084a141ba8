/** Runs before `npm pack` and `npm publish` in the repository's root (package.json, "prepack"), under whatever Node the machine has. */
console.error(`
This folder is the checkout of Scorelane, which is not packed: Node runs no TypeScript below node_modules. Make the package with

  npm run build:package

which writes dist/scorelane-<version>.tgz: install that one with npm install --global, or publish it.
`);
process.exitCode = 1;
