// A process of its own that copies the release once, and prints what it took.
import { copyClient } from "../automation/china/copy/copyClients.ts";
import { copyRelease } from "../automation/china/copy/copyRelease.ts";
import { s3Source } from "../automation/china/copy/s3Source.ts";
import { realTiming } from "../automation/timing.ts";
import { parseVersion } from "../model/release/version.ts";
import { buckets, releaseTag, sourceRegion, targetRegion } from "./copySetting.ts";

const origin = { runId: "bench" };
const plan = await copyRelease({
  release: parseVersion(releaseTag),
  source: s3Source({ client: copyClient({ ...origin, side: "source", region: sourceRegion }), region: sourceRegion }),
  target: {
    client: copyClient({ ...origin, side: "target", region: targetRegion }),
    bucket: buckets.target,
    region: targetRegion,
  },
  // Of what is installed here, a minute of Python would say nothing of a copy.
  lint: null,
  timing: realTiming(),
  signal: new AbortController().signal,
  report: (event) => {
    if (event.type === "copy-finished") process.stdout.write(`${JSON.stringify(event)}\n`);
  },
});
process.exit(plan.objects > 0 ? 0 : 1);
