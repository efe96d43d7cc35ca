import type { Guard } from "./guard.ts";
import { type Probe, scope } from "./probe.ts";

/** Of S3's requests, and of what CloudWatch and KMS say of what teardowns meet. */
export const guardsOfS3Requests: Readonly<Record<string, Guard>> = {
  "bucket-denies": {
    look: async (probe) => {
      await probe.s3("PUT", "/guard-denies");
      await probe.s3("PUT", "/guard-denies/before", "x");
      const deny = (Action: string, more: object) => ({
        Effect: "Deny",
        Principal: "*",
        Action,
        Resource: "arn:aws:s3:::guard-denies/*",
        ...more,
      });
      const overTls = { Condition: { Bool: { "aws:SecureTransport": false } } };
      const Statement = [deny("s3:PutObject", {}), deny("s3:GetObject", overTls)];
      await probe.s3("PUT", "/guard-denies?policy", JSON.stringify({ Version: "2012-10-17", Statement }));
      const refused = told(await send(probe, "PUT", "/guard-denies/after", "x"));
      const upload = told(await send(probe, "POST", "/guard-denies/after?uploads"));
      const read = await probe.s3("GET", "/guard-denies/before");
      const deleted = await probe.s3("DELETE", "/guard-denies/before");
      await probe.s3("DELETE", "/guard-denies?policy");
      return [refused, upload.split(" ")[0], read, deleted, await probe.s3("PUT", "/guard-denies/after", "x")];
    },
    aws: [
      'AccessDenied User: arn:aws:iam::111111111111:root is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::guard-denies/after" with an explicit deny in a resource-based policy',
      "AccessDenied",
      200,
      204,
      200,
    ],
    without: ["", "", 200, 204, 200],
  },
  "expected-owners": {
    look: async (probe) => {
      await probe.s3("PUT", "/guard-owner");
      const list = (owner: string) =>
        send(probe, "GET", "/guard-owner?versions", "", { "x-amz-expected-bucket-owner": owner });
      return [told(await list("222222222222")), told(await list(scope.accountId))];
    },
    aws: ["AccessDenied Access Denied", ""],
    without: ["", ""],
  },
  "a-thousand-at-once": {
    look: async (probe) => {
      await probe.s3("PUT", "/guard-thousand");
      const seen = [];
      for (const count of [1000, 1001]) {
        const objects = Array.from({ length: count }, (_, index) => `<Object><Key>k${index}</Key></Object>`).join("");
        const answer = await send(probe, "POST", "/guard-thousand?delete", `<Delete>${objects}</Delete>`);
        seen.push(told(answer).split(" ")[0]);
      }
      return seen;
    },
    aws: ["", "MalformedXML"],
    without: ["", ""],
  },
  "lifecycle-rules": {
    look: async (probe) => {
      await probe.s3("PUT", "/guard-lifecycle");
      const put = async (...rules: readonly string[]) => {
        const body = rules.map((rule) => `<Rule><Status>Enabled</Status><Filter/>${rule}</Rule>`).join("");
        const path = "/guard-lifecycle?lifecycle";
        return told(await send(probe, "PUT", path, `<LifecycleConfiguration>${body}</LifecycleConfiguration>`)).split(
          " ",
        )[0];
      };
      const days = "<Expiration><Days>1</Days></Expiration>";
      const marker = "<ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker>";
      return [
        await put(`<ID>a</ID>${days}`, `<ID>b</ID><Expiration>${marker}</Expiration>`),
        await put(`<ID>a</ID>${days}`, `<ID>a</ID>${days}`),
        await put("<ID>a</ID>"),
        await put(`<ID>a</ID><Expiration><Days>1</Days>${marker}</Expiration>`),
      ];
    },
    aws: ["", "InvalidArgument", "InvalidRequest", "MalformedXML"],
    without: ["", "", "", ""],
  },
  "storage-metrics": {
    look: async (probe) => {
      const enabled = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
      await probe.s3("PUT", "/guard-metrics");
      await probe.s3("PUT", "/guard-metrics?versioning", enabled);
      for (const body of ["12345", "123"]) await probe.s3("PUT", "/guard-metrics/object", body);
      await probe.s3("DELETE", "/guard-metrics/object");
      await probe.s3("PUT", "/guard-metrics-empty");
      const value = async (name: string, storage: string, bucket: string) => {
        const body = new URLSearchParams({
          Action: "GetMetricStatistics",
          Version: "2010-08-01",
          Namespace: "AWS/S3",
          MetricName: name,
          "Dimensions.member.1.Name": "BucketName",
          "Dimensions.member.1.Value": bucket,
          "Dimensions.member.2.Name": "StorageType",
          "Dimensions.member.2.Value": storage,
          StartTime: new Date(Date.now() - 2 * 86_400_000).toISOString(),
          EndTime: new Date().toISOString(),
          Period: "86400",
          "Statistics.member.1": "Average",
        }).toString();
        const headers = { "content-type": "application/x-www-form-urlencoded" };
        const call = { scope, service: "monitoring", method: "POST", path: "/", headers, body };
        const told = (await probe.client.call(call)).body.toString();
        return /<Average>(.*?)</.exec(told)?.[1]?.replace(/\.0$/, "");
      };
      return [
        await value("BucketSizeBytes", "StandardStorage", "guard-metrics"),
        await value("NumberOfObjects", "AllStorageTypes", "guard-metrics"),
        await value("BucketSizeBytes", "StandardStorage", "guard-metrics-empty"),
      ];
    },
    aws: ["8", "3", undefined],
    without: [undefined, undefined, undefined],
  },
  "keys-on-their-way-out": {
    look: async ({ client }) => {
      const kms = (operation: string, input: object, accepted: readonly string[] = []) =>
        client.json(scope, "kms", `TrentService.${operation}`, input, accepted) as Promise<Told>;
      const { KeyMetadata } = await kms("CreateKey", {});
      const input = { KeyId: KeyMetadata?.KeyId, PendingWindowInDays: 7 };
      await kms("ScheduleKeyDeletion", input);
      return (await kms("ScheduleKeyDeletion", input, ["KMSInvalidStateException"])).__type;
    },
    aws: "KMSInvalidStateException",
    without: undefined,
  },
};

interface Told {
  readonly KeyMetadata?: { readonly KeyId: string };
  readonly __type?: string;
}

async function send({ client }: Probe, method: string, path: string, body = "", headers = {}): Promise<string> {
  return (await client.call({ scope, service: "s3", method, path, body, headers })).body.toString();
}

/** Code and message of an error; "" for anything else. */
function told(text: string): string {
  const [, code, message] = /<Code>(.*?)<\/Code>\s*<Message>(.*?)<\/Message>/s.exec(text) ?? [];
  return code === undefined ? "" : `${code} ${message?.replaceAll("&quot;", '"')}`;
}
