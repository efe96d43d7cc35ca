// A process of its own: removes one bucket as a teardown does once it is confirmed.
import { bucketApis } from "../automation/teardown/buckets/bucketApis.ts";
import { removeBuckets } from "../automation/teardown/buckets/removeBuckets.ts";
import { realTiming } from "../automation/timing.ts";
import { accountId, buckets, region, versions } from "./teardownSetting.ts";

const [result] = await removeBuckets(
  [{ name: buckets.own, region, contents: { kind: "at-least", versions }, versioned: true, way: "delete" }],
  {
    apis: bucketApis({ region, runId: "bench" }),
    accountId,
    timing: realTiming(),
    signal: new AbortController().signal,
    report: () => undefined,
  },
);
if (result?.kind !== "deleted" || result.versions !== versions) throw new Error(JSON.stringify(result));
