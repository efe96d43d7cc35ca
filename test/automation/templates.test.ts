import { NoSuchBucket, NoSuchKey, S3ServiceException } from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { ObjectApi, StackApi } from "../../automation/clients.ts";
import { runningVersion } from "../../automation/runningVersion.ts";
import { fetchTemplate } from "../../automation/templates.ts";
import { PantherError } from "../../model/error.ts";
import { parseVersion } from "../../model/release/version.ts";

const url = "https://releases.s3.amazonaws.com/v1.39.7/panther.yml";
const answer = (name: string, httpStatusCode: number) =>
  new S3ServiceException({ name, message: `${name}: words`, $fault: "client", $metadata: { httpStatusCode } });

/** A bucket: text or S3's answer by key. */
function bucket(objects: Readonly<Record<string, string | Error>>): ObjectApi {
  const getObject = async ({ Key }: { readonly Key: string }) => {
    const object = objects[Key] ?? answer("AccessDenied", 403);
    if (object instanceof Error) throw object;
    return { Body: { transformToString: async () => object } };
  };
  return { getObject } as unknown as ObjectApi;
}

const outcome = (object: string | Error) =>
  fetchTemplate(bucket({ "v1.39.7/panther.yml": object }), url).catch((error: Error) => error);

describe("a published template", () => {
  it("is undefined where there is none, and not available where S3 says no", async () => {
    expect(await outcome("Resources: {}")).to.equal("Resources: {}");
    expect(await outcome(new NoSuchKey({ message: "", $metadata: { httpStatusCode: 404 } }))).to.equal(undefined);
    const noBucket = new NoSuchBucket({ message: "none", $metadata: { httpStatusCode: 404 } });
    for (const refusal of [answer("AccessDenied", 403), answer("PermanentRedirect", 301), noBucket]) {
      const error = await outcome(refusal);
      expect(error, refusal.name).to.be.instanceOf(PantherError).and.include({ code: "template-unavailable" });
      expect(error, refusal.name).to.have.property("message").that.includes(refusal.message);
    }
  });

  it("is not said to be refused where S3 could not be asked: the error is what it was", async () => {
    for (const error of [
      answer("ExpiredToken", 400),
      answer("SlowDown", 503),
      answer("TooManyRequests", 429),
      answer("RequestTimeout", 400),
      answer("InternalError", 500),
      Object.assign(new Error("connect ETIMEDOUT"), { name: "TimeoutError" }),
    ]) {
      expect(await outcome(error), error.name).to.equal(error);
    }
  });
});

describe("the running version among published templates", () => {
  const live = "Resources: {A: {Type: 'AWS::SNS::Topic'}}";
  const ask = (objects: Readonly<Record<string, string | Error>>) =>
    runningVersion({
      stacks: { getTemplate: async () => ({ TemplateBody: live }) } as unknown as StackApi,
      objects: bucket(objects),
      templateUrlOf: (release) => `https://releases.s3.amazonaws.com/v${release}/panther.yml`,
      rootStackId: "arn:root",
      nested: [],
      candidates: ["1.39.7", "1.38.5"].map(parseVersion),
    });

  it("is found behind a candidate that S3 says no to, as it does without s3:ListBucket", async () => {
    expect(await ask({ "v1.38.5/panther.yml": live })).to.deep.equal({
      version: "1.38.5",
      source: "published-template",
    });
    expect(await ask({})).to.equal(undefined);
  });

  it("is not taken for unknown where S3 could not be asked", async () => {
    const expired = answer("ExpiredToken", 400);
    expect(await ask({ "v1.39.7/panther.yml": expired }).catch((error: Error) => error)).to.equal(expired);
  });
});
