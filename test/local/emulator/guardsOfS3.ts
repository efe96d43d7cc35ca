import type { Guard } from "./guard.ts";
import { type Probe, scope } from "./probe.ts";

/** Of S3. */
export const guardsOfS3: Readonly<Record<string, Guard>> = {
  "filled-buckets": {
    look: async (probe) => {
      const seen = [];
      for (const versioned of [false, true]) {
        const properties = versioned ? { VersioningConfiguration: { Status: "Enabled" } } : {};
        const { physicalId = "" } = await probe.create("AWS::S3::Bucket", properties);
        await probe.s3("PUT", `/${physicalId}/object`, "x");
        // In a versioned bucket the version stays behind a marker, and keeps the bucket as the object did.
        if (versioned) await probe.s3("DELETE", `/${physicalId}/object`);
        const { message } = await probe.operate("delete", "AWS::S3::Bucket", properties, { physicalId });
        seen.push(/"(.*?) \(Service: S3, Status Code: 409/.exec(message ?? "")?.[1]);
        seen.push(await probe.s3("HEAD", `/${physicalId}`));
      }
      const { physicalId = "" } = await probe.create("AWS::S3::Bucket", {});
      const { message } = await probe.operate("delete", "AWS::S3::Bucket", {}, { physicalId });
      return [...seen, message];
    },
    aws: [
      "The bucket you tried to delete is not empty",
      200,
      "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
      200,
      undefined,
    ],
    without: [undefined, 404, undefined, 404, undefined],
  },
  "versions-in-the-way": {
    look: async (probe) => {
      await probe.s3("PUT", "/guard-versions");
      const enabled = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
      await probe.s3("PUT", "/guard-versions?versioning", enabled);
      await probe.s3("PUT", "/guard-versions/object", "x");
      return /<Code>(.*)<\/Code>.*<Message>(.*)<\/Message>/s
        .exec(await text(probe, "DELETE", "/guard-versions"))
        ?.slice(1);
    },
    aws: ["BucketNotEmpty", "The bucket you tried to delete is not empty. You must delete all versions in the bucket."],
    without: ["BucketNotEmpty", "The bucket you tried to delete is not empty"],
  },
  "bucket-tags": {
    look: async (probe) => {
      const own = { Tags: [{ Key: "Own", Value: "1" }] };
      const tags = (version: string) => ({
        tags: [
          { key: "Stack", value: "panther-bootstrap" },
          { key: "PantherVersion", value: version },
        ],
      });
      const before = tags("1.38.5");
      const made = await probe.operate("create", "AWS::S3::Bucket", own, before);
      const { physicalId = "", attributes } = made;
      const first = await tagsOf(probe, physicalId);
      const more = { ...tags("1.39.7"), physicalId, oldProperties: own, attributes };
      await probe.operate("update", "AWS::S3::Bucket", own, more);
      return [first, await tagsOf(probe, physicalId)];
    },
    aws: ["1.38.5", "1.39.7"].map((version) => [
      "Own=1",
      `PantherVersion=${version}`,
      "Stack=panther-bootstrap",
      "aws:cloudformation:logical-id=Resource",
      "aws:cloudformation:stack-id=arn:aws:cloudformation:guard",
      "aws:cloudformation:stack-name=guard",
    ]),
    without: [[], []],
  },
  "bucket-lifecycles": {
    look: async (probe) => {
      const rules = [
        { Id: "uploads", Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: "1" } },
        { Id: "old", Status: "Enabled", Prefix: "a/", ExpirationInDays: "30" },
      ];
      const { physicalId } = await probe.create("AWS::S3::Bucket", { LifecycleConfiguration: { Rules: rules } });
      const told = await text(probe, "GET", `/${physicalId}?lifecycle`);
      return [...told.matchAll(/<(ID|Days|DaysAfterInitiation|Code)>(.*?)</g)].map(([, name, value]) => [name, value]);
    },
    aws: [
      ["ID", "uploads"],
      ["DaysAfterInitiation", "1"],
      ["ID", "old"],
      ["Days", "30"],
    ],
    without: [["Code", "NoSuchLifecycleConfiguration"]],
  },
};

async function tagsOf(probe: Probe, bucket: string): Promise<readonly string[]> {
  const told = await text(probe, "GET", `/${bucket}?tagging`);
  return [...told.matchAll(/<Key>(.*?)<\/Key><Value>(.*?)</g)].map(([, key, value]) => `${key}=${value}`).sort();
}

async function text({ client }: Probe, method: string, path: string): Promise<string> {
  return (await client.call({ scope, service: "s3", method, path })).body.toString();
}
