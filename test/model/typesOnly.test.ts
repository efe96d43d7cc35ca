import { expect } from "chai";

// Nothing loads a file of types alone, and what nothing loads counts as uncovered: so it is loaded here. One that gets
// something to run is to be taken off this list, and tested.
const typesOnly = [
  "diagnosis/hints/hintRule.ts",
  "environment/reference/keyReference.ts",
  "preflight/description.ts",
  "release/china/transformedRelease.ts",
  "report/report.ts",
  "teardown/buckets/bucketPlan.ts",
  "teardown/buckets/bucketResult.ts",
  "teardown/logGroups/logGroupPlan.ts",
  "teardown/teardownPlan.ts",
];

describe("files of types alone", () => {
  for (const file of typesOnly) {
    it(`are ${file}`, async () => {
      expect(Object.keys(await import(`../../model/${file}`))).to.deep.equal([]);
    });
  }
});
