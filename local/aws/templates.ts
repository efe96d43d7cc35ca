import { TemplateError } from "../cloudformation/errors.ts";
import type { Scope, TemplateSource } from "../cloudformation/types.ts";
import type { EmulatorClient } from "./emulatorClient.ts";
import { parseS3Url } from "./s3Url.ts";
import { scopeOf } from "./scope.ts";

export interface S3Templates {
  readonly emulator: EmulatorClient;
  /** Host and port of local AWS, as in TemplateURLs that point at it. */
  readonly ownHost: string;
  /** Called before an object is read: the vendor's releases are published when somebody first asks for one. */
  readonly prepare: (bucket: string, key: string) => Promise<void>;
}

/** Template bodies from S3, read as the caller: a bucket of another account must let it. */
export function templatesInS3({ emulator, ownHost, prepare }: S3Templates): TemplateSource {
  return {
    async fetch(url: string, scope: Scope): Promise<string> {
      const object = parseS3Url(url, ownHost);
      if (!object) throw new TemplateError("TemplateURL must be a supported URL.");
      await prepare(object.bucket, object.key);
      const path = `/${object.bucket}/${object.key.split("/").map(encodeURIComponent).join("/")}`;
      const read = (at: Scope) => emulator.call({ scope: at, service: "s3", method: "GET", path });
      const first = await read(scope);
      // S3 redirects to the bucket's own region; CloudFormation follows, whatever the region of the stack.
      const region = first.headers["x-amz-bucket-region"];
      const answer =
        first.status === 301 && typeof region === "string" ? await read(scopeOf(scope.accountId, region)) : first;
      if (answer.status === 200) return answer.body.toString();
      const message = /<Message>(.*?)<\/Message>/s.exec(answer.body.toString())?.[1] ?? `HTTP status ${answer.status}`;
      throw new TemplateError(
        `S3 error: ${message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
      );
    },
  };
}
