// A process that plans and removes the account's buckets, to be killed.
import { S3 } from "@aws-sdk/client-s3";
import { planBuckets } from "../../../../automation/teardown/buckets/planBuckets.ts";
import { removeBuckets } from "../../../../automation/teardown/buckets/removeBuckets.ts";
import { realTiming } from "../../../../automation/timing.ts";
import { accountId, region } from "./account.ts";

const apis = { buckets: new S3({ region }), metrics: { getMetricData: async () => ({ $metadata: {} }) } };
const common = { apis, accountId, timing: realTiming(), signal: new AbortController().signal };
const threshold = Number(process.env.TEARDOWN_THRESHOLD);
const looks = await planBuckets({ ...common, region, threshold, keepData: false });
const plans = looks.flatMap((look) => (look.kind === "planned" ? [look.bucket] : []));
await removeBuckets(plans, { ...common, report: () => undefined });
