import { expect } from "chai";
import { Expiry } from "../../../local/aws/expiry.ts";
import { type RequestHead, routeOf } from "../../../local/aws/route.ts";
import { parseS3Url } from "../../../local/aws/s3Url.ts";

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=123456789012/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
const kindOf = (head: Partial<RequestHead>) => routeOf({ method: "POST", url: "/", headers: {}, ...head }).kind;

describe("routing of local AWS", () => {
  it("goes by the credential's service, in header or query", () => {
    const route = routeOf({ method: "POST", url: "/", headers: { ...signed("cloudformation"), ...form } });
    expect(route).to.deep.equal({
      kind: "cloudformation",
      credential: { accessKeyId: "123456789012", region: "eu-west-1", service: "cloudformation" },
    });
    expect(kindOf({ headers: signed("codebuild") })).to.equal("codebuild");
    expect(kindOf({ headers: { ...signed("sqs"), ...form } })).to.equal("emulator");
    const query = "X-Amz-Credential=123456789012%2F20260101%2Fus-east-1%2Fs3%2Faws4_request";
    expect(routeOf({ method: "GET", url: `/bucket/a%20key/x?${query}`, headers: {} })).to.include({
      kind: "s3",
      bucket: "bucket",
      key: "a key/x",
    });
  });

  it("goes by target, host or version where nothing is signed", () => {
    expect(kindOf({ headers: { "x-amz-target": "CodeBuild_20161006.StartBuild" } })).to.equal("codebuild");
    expect(kindOf({ headers: { host: "cloudformation.eu-west-1.amazonaws.com" } })).to.equal("cloudformation");
    expect(kindOf({ url: "/?Action=ListStacks&Version=2010-05-15" })).to.equal("cloudformation");
    expect(kindOf({ headers: form })).to.equal("form");
    expect(kindOf({ headers: { "x-amz-target": "Logs_20140328.PutLogEvents" } })).to.equal("emulator");
    expect(kindOf({ url: "/_local/faults/1" })).to.equal("control");
  });

  it("goes by the host for a deployed API, whose name ends as its region's partition does", () => {
    const url = "/prod/cn/panther-source-api?x=1";
    const host = "AbCde12345.execute-api.cn-north-1.amazonaws.com.cn:4566";
    expect(routeOf({ method: "POST", url, headers: { host } })).to.deep.equal({
      kind: "gateway",
      address: { apiId: "abcde12345", region: "cn-north-1", stage: "prod", path: "/cn/panther-source-api" },
    });
    for (const wrong of ["cn-north-1.amazonaws.com", "eu-west-1.amazonaws.com.cn", "eu-west-1.example.com"]) {
      const headers = { host: `abcde12345.execute-api.${wrong}`, ...form };
      expect(kindOf({ url, headers }), wrong).to.equal("form");
    }
  });

  it("goes by the path for what the web app would do", () => {
    expect(
      routeOf({ method: "GET", url: "/_local/web/111111111111/ap-southeast-1/panther-source-api", headers: {} }),
    ).to.deep.equal({
      kind: "web",
      accountId: "111111111111",
      region: "ap-southeast-1",
      functionName: "panther-source-api",
    });
  });
});

describe("S3 URLs of templates", () => {
  const own = "127.0.0.1:4600";
  const accepted = [
    "https://bkt.s3.amazonaws.com/v1/k.yml",
    "https://bkt.s3.eu-west-1.amazonaws.com/v1/k.yml",
    "https://bkt.s3-eu-west-1.amazonaws.com/v1/k.yml",
    "https://bkt.s3.dualstack.eu-west-1.amazonaws.com/v1/k.yml",
    "https://bkt.s3.us-gov-west-1.amazonaws.com/v1/k.yml",
    "https://bkt.s3.cn-north-1.amazonaws.com.cn/v1/k.yml",
    "https://s3.amazonaws.com/bkt/v1/k.yml",
    "https://s3.eu-west-1.amazonaws.com/bkt/v1/k.yml",
    "https://s3-eu-west-1.amazonaws.com/bkt/v1/k.yml",
    "https://s3.cn-northwest-1.amazonaws.com.cn/bkt/v1/k.yml?versionId=1",
    "http://127.0.0.1:4600/bkt/v1/k.yml",
    "http://localhost:4600/bkt/v1/k.yml",
  ];
  for (const url of accepted) {
    it(`takes ${url}`, () => expect(parseS3Url(url, own)).to.deep.equal({ bucket: "bkt", key: "v1/k.yml" }));
  }

  it("takes buckets with dots and escaped keys", () => {
    const url = "https://my.bucket.s3.eu-west-1.amazonaws.com/a%20b/%C3%BC.yml";
    expect(parseS3Url(url, own)).to.deep.equal({ bucket: "my.bucket", key: "a b/ü.yml" });
  });

  for (const url of [
    "https://example.com/b/k",
    "http://bkt.s3.amazonaws.com/k",
    "http://127.0.0.1:4601/b/k",
    "https://bkt.s3.amazonaws.com/",
    "https://bkt.s3.amazonaws.com/%zz",
    "http://127.0.0.1:4600/bkt/%zz",
    "k.yml",
  ]) {
    it(`refuses ${url}`, () => expect(parseS3Url(url, own)).to.equal(undefined));
  }
});

describe("expired credentials in local AWS", () => {
  it("are refused in the words of each protocol, until they are renewed, and only the account's", () => {
    const expiry = new Expiry();
    const request = (service: string, more = {}) => ({ url: "/", headers: { ...signed(service), ...more } });
    const statusOf = (service: string, more = {}) => expiry.refusal(request(service, more), "id")?.status;
    expect(statusOf("cloudformation")).to.equal(undefined);
    expiry.set("123456789012");
    expect(expiry.refusal(request("sts"), "id")).to.include({ status: 403, type: "text/xml" });
    expect(expiry.refusal(request("s3"), "id")?.body).to.match(/^<Error><Code>ExpiredToken</);
    const json = expiry.refusal(request("codebuild", { "x-amz-target": "CodeBuild_20161006.StartBuild" }), "id");
    expect(JSON.parse(json?.body ?? "")).to.include({ __type: "ExpiredTokenException" });
    expect(expiry.refusal({ url: "/", headers: {} }, "id")).to.equal(undefined);
    expiry.set("999999999999");
    expect(statusOf("sts")).to.equal(undefined);
    expiry.set(true);
    expect(statusOf("sts")).to.equal(403);
  });
});
