/** summary.ts STAGE, with API_URL: what to do with a stage that was deployed, as Markdown for $GITHUB_STEP_SUMMARY. */
const [stage] = process.argv.slice(2);
const url = process.env.API_URL;
if (stage === undefined || url === undefined) {
  console.error('expected STAGE, and the address of its API in API_URL');
  process.exit(2);
}
console.log(`## ${stage} answers at ${url}

- [What it is and how to ask it](${url}/docs), [is it well](${url}/health)
- A key for a page: \`npx scorelane keys create page --scope predict --rate 60 --target ${stage}\`
- The page: set the variable \`API_URL\` to ${url} and the secret \`PAGE_KEY\`, and run the workflow \`pages\``);
