import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileModel, type Explanation } from '../../lib/model/compile-model.ts';
import { bundleScorer } from '../support/browser-scorer.ts';
import { describeInBrowser, dumpDom } from '../support/chromium.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../support/example-model.ts';

describeInBrowser('in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scorelane-e2e-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('the model’s bundle gives the same numbers, probabilities to the last bit but one', () => {
    const artifact = exampleArtifact();
    const leads = Array.from({ length: 21 }, (_, visits) => ({ ...EXAMPLE_LEAD, visits: visits / 3 }));
    const page = join(folder, 'page.html');
    const call = `scorer.explainAll(${JSON.stringify(artifact)}, ${JSON.stringify(leads)})`;
    writeFileSync(
      page,
      `<!doctype html><meta charset="utf-8"><body><output></output>
<script>${bundleScorer()}</script>
<script>document.querySelector('output').textContent = btoa(unescape(encodeURIComponent(${call})));</script>`,
    );
    const [, encoded] = /<output>([\w+/=]+)<\/output>/.exec(dumpDom(page))!;
    const there = JSON.parse(Buffer.from(encoded!, 'base64').toString()) as Explanation[];
    const model = compileModel(artifact);
    expect(there.length).toBe(leads.length);
    leads.forEach((lead, i) => {
      const here = model.explain(lead);
      // ECMAScript leaves the last bit of Math.exp to the engine (§21.3.2), and Chromium's is another than Node's.
      expect(Math.abs(there[i]!.probability / here.probability - 1)).toBeLessThan(1e-14);
      expect({ ...there[i], probability: 0 }).toEqual({ ...here, probability: 0 });
    });
  });
});
